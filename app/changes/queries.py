"""The change feed as a caller may read it."""

from typing import Any

from sqlmodel import Session

from app.access.models import Key
from app.changes.schemas import FeedQuery
from app.core.callers import Caller
from app.ledger.queries import changes_page

# Who may do what is told only to those who may see keys themselves.
OF_ADMINISTRATORS = (Key.__tablename__,)


def feed_page(session: Session, query: FeedQuery, caller: Caller, path: str) -> dict[str, Any]:
    """Read the changes after a number. Raises Forbidden where they are asked for what is not the caller's to see."""
    if caller.may("admin"):
        return changes_page(session, query, path, query.kind)
    if not set(OF_ADMINISTRATORS).isdisjoint(query.kind or ()):
        caller.require("admin")
    return changes_page(session, query, path, query.kind, OF_ADMINISTRATORS)
