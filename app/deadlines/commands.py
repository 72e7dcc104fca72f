"""Deadlines ticked off, by those who may."""

from datetime import date

from sqlmodel import Session

from app.actions.queries.leads import leads_organisation
from app.actions.rules import DoesNotLead
from app.core.callers import Caller
from app.core.rows import get_row
from app.schedule.commands import ticks
from app.schedule.models import Deadline


def complete_deadline(
    session: Session, caller: Caller, id: str, completed_on: date, note: str | None
) -> Deadline:
    """Tick a deadline off. Raises NotFound, DoesNotLead, and what `ticks.complete_deadline` raises."""
    deadline = get_row(session, Deadline, id)
    _refuse_others(session, caller, deadline)
    ticks.complete_deadline(session, caller, deadline, completed_on, note)
    return deadline


def reopen_deadline(session: Session, caller: Caller, id: str, reason: str | None) -> Deadline:
    """Take a tick back. Raises NotFound, DoesNotLead and DeadlineIsOpen."""
    deadline = get_row(session, Deadline, id)
    _refuse_others(session, caller, deadline)
    ticks.reopen_deadline(session, caller, deadline, reason)
    return deadline


def _refuse_others(session: Session, caller: Caller, deadline: Deadline) -> None:
    """Refuse a key that may only report, of an organisation that does not lead what is due."""
    if caller.may("write"):
        return
    theirs = deadline.action_id is not None and caller.organisation_id is not None
    if not theirs or not leads_organisation(session, deadline.action_id or "", caller.organisation_id or ""):
        raise DoesNotLead("Only who leads an action may tick off what is due of it with this key.")
