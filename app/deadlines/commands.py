"""Deadlines ticked off, by those who may."""

from datetime import date

from sqlmodel import Session

from app.actions.commands.carried import refuse_carried
from app.actions.models import Action
from app.actions.queries.leads import leads_organisation
from app.actions.rules import DoesNotLead
from app.core.callers import Caller
from app.core.rows import get_row
from app.schedule.commands import ticks
from app.schedule.models import Deadline


def complete_deadline(
    session: Session, caller: Caller, id: str, completed_on: date, note: str | None
) -> Deadline:
    """Tick a deadline off. Raises what `_get_own` and `ticks.complete_deadline` raise."""
    deadline = _get_own(session, caller, id)
    ticks.complete_deadline(session, caller, deadline, completed_on, note)
    return deadline


def reopen_deadline(session: Session, caller: Caller, id: str, reason: str | None) -> Deadline:
    """Take a tick back. Raises what `_get_own` raises, and DeadlineIsOpen."""
    deadline = _get_own(session, caller, id)
    ticks.reopen_deadline(session, caller, deadline, reason)
    return deadline


def _get_own(session: Session, caller: Caller, id: str) -> Deadline:
    """Get a deadline that the caller may tick off. Raises NotFound, DoesNotLead, and IsCarriedForward."""
    deadline = get_row(session, Deadline, id)
    _refuse_others(session, caller, deadline)
    if deadline.action_id is not None:
        refuse_carried(session, session.get_one(Action, deadline.action_id))
    return deadline


def _refuse_others(session: Session, caller: Caller, deadline: Deadline) -> None:
    """Refuse a key that may only report, of an organisation that does not lead what is due."""
    if caller.may("write"):
        return
    theirs = deadline.action_id is not None and caller.organisation_id is not None
    if not theirs or not leads_organisation(session, deadline.action_id or "", caller.organisation_id or ""):
        raise DoesNotLead("Only who leads an action may tick off what is due of it with this key.")
