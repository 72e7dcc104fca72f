"""Deadlines ticked off one by one, and opened again."""

from datetime import date

from sqlmodel import Session

from app.core.callers import Caller
from app.kernel.clock import is_to_come, now
from app.ledger.rules import Verb
from app.schedule.commands.recording import record_of_deadline
from app.schedule.commands.settling import settle_source, tell_source
from app.schedule.models import Deadline
from app.schedule.queries import Kept, list_of_source
from app.schedule.rules import (
    CompletedAheadOfTime,
    DeadlineHasNoDay,
    DeadlineIsComplete,
    DeadlineIsOpen,
    DeadlineSource,
    Rank,
)


def complete_deadline(
    session: Session, caller: Caller, deadline: Deadline, completed_on: date, note: str | None
) -> None:
    """Tick a deadline off, as done on a day. What repeats is then not late for its earlier occurrences either.

    Raises DeadlineIsComplete, DeadlineHasNoDay and CompletedAheadOfTime.
    """
    if deadline.completed_on is not None:
        raise DeadlineIsComplete(f"It was ticked off as done on {deadline.completed_on}.")
    if deadline.rank == Rank.UNDATED:
        raise DeadlineHasNoDay("It is done when its action is: give that the status `completed`.")
    if is_to_come(completed_on, now().date()):
        raise CompletedAheadOfTime
    _keep(session, caller, deadline, Verb.COMPLETED, completed_on, note, None)


def copy_ticks(session: Session, caller: Caller, source: DeadlineSource, from_id: str, into_id: str) -> None:
    """Tick off what of a copied source was ticked off in the one that it was copied from."""
    ticked = {_said(row): row for row in list_of_source(session, source, from_id) if row["completed_on"]}
    for row in list_of_source(session, source, into_id):
        known = ticked.get(_said(row))
        if known is not None and row["completed_on"] is None:
            copy = session.get_one(Deadline, row["id"])
            _keep(
                session, caller, copy, Verb.COMPLETED, known["completed_on"], known["completion_note"], None
            )


def _said(row: Kept) -> tuple[object, ...]:
    return row["kind"], row["named_earliest"], row["named_latest"], row["text"]


def reopen_deadline(session: Session, caller: Caller, deadline: Deadline, reason: str | None) -> None:
    """Take a tick back. Raises DeadlineIsOpen where there is none."""
    if deadline.completed_on is None:
        raise DeadlineIsOpen
    _keep(session, caller, deadline, Verb.REOPENED, None, None, reason)


def _keep(
    session: Session,
    caller: Caller,
    deadline: Deadline,
    verb: Verb,
    completed_on: date | None,
    note: str | None,
    reason: str | None,
) -> None:
    row = deadline.model_dump()
    told = {"completed_on": completed_on, "completion_note": note}
    settle_source(session, row["source"], row["source_id"], {row["id"]: told})
    record_of_deadline(session, caller, verb, row, told, reason)
    tell_source(session, row["source"], row["source_id"])
    session.expire(deadline)
