"""What the ledger holds, read from its table."""

from typing import Any

from sqlalchemy import select

from app.core.db import Sessions, reading
from app.ledger.models import Event
from tests.support.client import Client

_events = Event.__table__


def events(sessions: Sessions, after: int = 0) -> list[dict[str, Any]]:
    """List the events after the one with this number, in their order."""
    with reading(sessions) as session:
        found = session.execute(select(_events).where(_events.c.id > after).order_by(_events.c.id))
        return [dict(event) for event in found.mappings()]


def last_event(api: Client) -> int:
    """Give the number of the newest event, or 0."""
    return max((event["id"] for event in events(api.sessions)), default=0)
