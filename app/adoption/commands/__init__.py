"""The steps of a plan from one status to another, and the version that adoption freezes."""

from datetime import date
from typing import Any

from sqlmodel import Session

from app.adoption.models import PlanTransition, PlanVersion
from app.adoption.queries import (
    get_version,
    is_followed,
    last_transition,
    next_version_number,
    status_before_closing,
)
from app.adoption.queries.freezing import plan_as_it_is
from app.adoption.rules import (
    AGREED_STEPS,
    OWNING_STEPS,
    IsNotTheLastStep,
    NothingSupersedesIt,
    TransitionNotAllowed,
    TransitionOutOfOrder,
    next_statuses,
    refuse_day_without_meeting,
)
from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import resolve_links
from app.core.listing import View
from app.core.rows import get_row
from app.kernel.clock import is_to_come, now
from app.ledger.commands import Writer
from app.meetings.models import Decision, Meeting
from app.meetings.rules import (
    AGREEING,
    DecisionDidNotAgree,
    IsOfAnotherMeeting,
    MeetingIsCancelled,
    MeetingStatus,
)
from app.plans.commands import WRITE_PLANS
from app.plans.models import Plan
from app.plans.rules import PlanStatus
from app.sub_groups.models import SubGroup

Values = dict[str, Any]

_WRITE_TRANSITIONS: Writer[PlanTransition] = Writer(table=PlanTransition)
_WRITE_VERSIONS: Writer[PlanVersion] = Writer(table=PlanVersion)


def take_step(session: Session, caller: Caller, plan: Plan, values: Values) -> PlanTransition:
    """Give a plan another status, by a decision or at a meeting where there is one; adoption freezes a version.

    A plan of no group becomes that of the group that proposes or adopts it at its meeting, and stays so.
    Raises TransitionNotAllowed, DecisionDidNotAgree, MeetingIsCancelled, IsOfAnotherMeeting, NothingSupersedesIt,
    TransitionOutOfOrder, and Invalid where no such meeting or decision is there.
    """
    was, to = PlanStatus(plan.status), PlanStatus(values["to_status"])
    allowed = next_statuses(was, status_before_closing(session, plan))
    if to not in allowed:
        raise TransitionNotAllowed(was, allowed)
    if to == PlanStatus.SUPERSEDED and not is_followed(session, plan.id):
        raise NothingSupersedesIt
    links = resolve_links(
        session,
        PlanTransition.__table__,
        {name: values.get(name) for name in ("meeting_id", "decision_id")},
    )
    meeting = _meeting_of(session, to, links)
    made_on = values.get("made_on") or (meeting.starts_on if meeting is not None else now().date())
    _check_day(session, plan, made_on)
    refuse_day_without_meeting(to, made_on, meeting.starts_on if meeting is not None else None)
    owner, whose = _taken_over(session, plan, to, meeting)
    told = " ".join(filter(None, (values.get("note"), whose))) or None
    WRITE_PLANS.update(session, caller, plan, {"status": to.value, **owner}, told)
    step: Values = {
        "plan_id": plan.id,
        "from_status": was.value,
        "to_status": to.value,
        "made_on": made_on,
        "meeting_id": meeting and meeting.id,
        "decision_id": links["decision_id"],
        "made_by": caller.name,
        "note": values.get("note"),
    }
    if to == PlanStatus.ADOPTED and was != PlanStatus.CLOSED:
        step["version_number"] = _freeze(session, caller, plan, made_on).number
    return _WRITE_TRANSITIONS.create(session, caller, step)


def _meeting_of(session: Session, to: PlanStatus, links: Values) -> Meeting | None:
    """Find the meeting at which a step was decided, and see that the decision fits it and the step."""
    decision = session.get(Decision, links["decision_id"]) if links["decision_id"] is not None else None
    if decision is not None and links["meeting_id"] not in (None, decision.meeting_id):
        fault = Fault("was made at another meeting", pointer="/decision_id")
        raise IsOfAnotherMeeting(errors=[fault])
    if decision is not None and to in AGREED_STEPS and decision.outcome not in AGREEING:
        raise DecisionDidNotAgree(decision.outcome)
    meeting_id = decision.meeting_id if decision is not None else links["meeting_id"]
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is not None and meeting.status == MeetingStatus.CANCELLED:
        raise MeetingIsCancelled(errors=[Fault("is cancelled", pointer="/meeting_id")])
    return meeting


def _taken_over(session: Session, plan: Plan, to: PlanStatus, meeting: Meeting | None) -> tuple[Values, str]:
    """Give the group whose plan one of no group becomes by a step at its meeting, and the words that say so."""
    if meeting is None or plan.sub_group_id is not None or to not in OWNING_STEPS:
        return {}, ""
    group = session.get_one(SubGroup, meeting.sub_group_id)
    whose = f"that of {group.name} since its meeting on {meeting.starts_on}"
    return {"sub_group_id": group.id}, f"It was nobody's plan, and is {whose}."


def _check_day(session: Session, plan: Plan, made_on: date) -> None:
    last = last_transition(session, plan.id)
    if is_to_come(made_on, now().date()):
        raise TransitionOutOfOrder(errors=[Fault("is still to come", pointer="/made_on")])
    if last is not None and made_on < last["made_on"]:
        detail = f"is {made_on}, before {last['made_on']}, when it became {last['to_status']}"
        fault = Fault(detail, pointer="/made_on")
        raise TransitionOutOfOrder(errors=[fault])


def _freeze(session: Session, caller: Caller, plan: Plan, adopted_on: date) -> PlanVersion:
    """Keep the plan as it stands, with all that is in it, as its next version."""
    content = plan_as_it_is(session, plan, View(caller, adopted_on))
    number = next_version_number(session, plan.id)
    kept = {"plan_id": plan.id, "number": number, "adopted_on": adopted_on, "content": content}
    return _WRITE_VERSIONS.create(session, caller, kept)


def take_back(session: Session, caller: Caller, plan: Plan, step_id: str, reason: str | None) -> None:
    """Take back the last step of a plan, with the version that was frozen by it. Raises IsNotTheLastStep."""
    step = get_row(session, PlanTransition, step_id, {"plan_id": plan.id})
    last = last_transition(session, plan.id)
    if last is None or last["id"] != step.id:
        raise IsNotTheLastStep
    if step.version_number is not None:
        _WRITE_VERSIONS.remove(session, caller, get_version(session, plan.id, step.version_number), reason)
    _WRITE_TRANSITIONS.remove(session, caller, step, reason)
    told = reason or f"The step to {step.to_status} was taken back."
    WRITE_PLANS.update(session, caller, plan, {"status": step.from_status}, told)
