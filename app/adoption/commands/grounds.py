"""What a plan's step rests on: while it does, its decision goes on agreeing and its meeting takes place."""

from collections.abc import Sequence

from sqlmodel import Session

from app.adoption.models import PlanTransition
from app.adoption.queries import list_steps_by
from app.adoption.rules import AGREED_STEPS, StepRestsOnIt
from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import address
from app.meetings.models import Decision, Meeting
from app.meetings.rules import AGREEING, MeetingStatus


def refuse_to_undo_decision(
    session: Session, _caller: Caller, decision: Decision, changed: frozenset[str]
) -> None:
    """Refuse that a decision by which a plan was proposed, adopted or submitted agrees to it no more."""
    if "outcome" in changed and decision.outcome not in AGREEING:
        steps = list_steps_by(session, decision_id=decision.id)
        _refuse([step for step in steps if step.to_status in AGREED_STEPS], "/outcome")


def refuse_to_cancel_meeting(
    session: Session, _caller: Caller, meeting: Meeting, changed: frozenset[str]
) -> None:
    """Refuse to cancel a meeting at which a step of a plan was decided."""
    if "status" in changed and meeting.status == MeetingStatus.CANCELLED:
        _refuse(list_steps_by(session, meeting_id=meeting.id), "/status")


def _refuse(steps: Sequence[PlanTransition], pointer: str) -> None:
    table = PlanTransition.__table__
    faults = [
        Fault(f"by it a plan became {step.to_status}: {address(table, step.model_dump())}", pointer=pointer)
        for step in steps
    ]
    if faults:
        raise StepRestsOnIt(errors=faults)
