"""What rests on a meeting, or on a decision, in this room: the steps of plans, and reviews."""

from sqlmodel import Session

from app.adoption.models import PlanTransition, Review
from app.adoption.queries import list_steps_by
from app.adoption.queries.reviews import list_held_at
from app.adoption.rules import AGREED_STEPS, days_of_meeting
from app.core.links import address
from app.meetings.models import Decision, Meeting
from app.meetings.rules.grounds import Resting
from app.plans.rules import PlanStatus


def steps_at_meeting(session: Session, meeting: Meeting) -> list[Resting]:
    """List the steps of plans that rest on a meeting."""
    return [_step(step) for step in list_steps_by(session, meeting_id=meeting.id)]


def steps_by_decision(session: Session, decision: Decision) -> list[Resting]:
    """List the steps of plans that rest on it that a decision agreed."""
    steps = list_steps_by(session, decision_id=decision.id)
    return [_step(step) for step in steps if step.to_status in AGREED_STEPS]


def reviews_at_meeting(session: Session, meeting: Meeting) -> list[Resting]:
    """List the reviews that were held at a meeting."""
    return [_review(review) for review in list_held_at(session, meeting.id)]


def _step(step: PlanTransition) -> Resting:
    url = address(PlanTransition.__table__, step.model_dump())
    first, last = days_of_meeting(PlanStatus(step.to_status), step.made_on)
    return Resting(f"the step to {step.to_status}", url, f"take it back by POST {url}/take-back", first, last)


def _review(review: Review) -> Resting:
    url = address(Review.__table__, review.model_dump())
    undo = "clear its held_on or its meeting_id"
    return Resting("the review", url, undo, review.held_on, review.held_on, is_of_group=False)
