"""What is done to a deadline alone, in the ledger: it was ticked off, or it moved with its meeting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.ledger.commands import Recorded, record_of
from app.ledger.rules import Verb
from app.schedule.models import Deadline


def record_of_deadline(
    session: Session,
    caller: Caller,
    verb: Verb,
    row: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str | None,
) -> None:
    """Record a change of a deadline as one of a part of the action, plan or meeting that it is of.

    `row` is the deadline as it was, `after` are its new values.
    """
    subject = ("action", row["action_id"]) if row["action_id"] else (row["source"], row["source_id"])
    what = Recorded(Deadline.__tablename__, row["id"], row["version"] + 1, *subject)
    before = {name: _plain(row[name]) for name in after}
    told = {name: _plain(value) for name, value in after.items()}
    record_of(session, caller, verb, what, before, told, reason)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
