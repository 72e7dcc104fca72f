"""Reviews of plans and clusters, planned and held, and what becomes of their findings."""

from typing import Any

from sqlmodel import Session

from app.actions.commands import WRITE_ISSUES
from app.actions.commands.due import read_due_words, take_due
from app.adoption.models import Finding, Review
from app.adoption.rules import HeldAheadOfTime, HeldOnAnotherDay, IsAnIssueAlready, refuse_unless_one_reviewed
from app.core.callers import Caller
from app.core.errors import Fault, Invalid
from app.core.links import find_named
from app.core.rows import AnyTable, next_number
from app.kernel.clock import is_to_come, now
from app.kernel.text import shortened
from app.ledger.commands import Writer
from app.meetings.models import Meeting
from app.meetings.rules import MeetingIsCancelled, MeetingStatus
from app.phrases.due import Point, PointKind
from app.plans.models import Plan
from app.schedule.commands import Source, clear_deadlines, set_deadlines
from app.schedule.rules import Binding, DeadlineSource, DueReading, kept_point
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import find_body

Values = dict[str, Any]


def _prepare_review(session: Session, review: Review | None, values: Values) -> Values:
    values = dict(values)
    told = {name: values.get(name, getattr(review, name, None)) for name in _REVIEWED}
    refuse_unless_one_reviewed(told)
    plan = _found(session, Plan, told["plan_id"])
    if values.get("title", review.title if review else None) is None:
        values["title"] = shortened(
            f"Review of {_title(plan, _found(session, SubGroup, told['sub_group_id']))}", 400
        )
    if "due" in values:
        values |= take_due(session, values, review, plan, None)
    return values | _due_at_its_meeting(session, review, values)


_REVIEWED = ("plan_id", "sub_group_id")


def _found(session: Session, table: type[AnyTable], name: str | None) -> AnyTable | None:
    """Find what is named; None where nothing is, which the link is refused for later."""
    id = find_named(session, table.__table__, name) if name is not None else None
    return session.get_one(table, id) if id is not None else None


def _title(plan: Plan | None, group: SubGroup | None) -> str:
    return plan.title if plan is not None else group.name if group is not None else ""


def _due_at_its_meeting(session: Session, review: Review | None, values: Values) -> Values:
    """Have a review of which no words say when be due at the meeting that was chosen for it, where there is one."""
    if not values.keys() & {"due_text", "meeting_id"}:
        return {}
    told = {name: values.get(name, getattr(review, name, None)) for name in ("due_text", "due_reading")}
    if told["due_text"] or told["due_reading"] == DueReading.CONFIRMED:
        return {}
    meeting = _found(session, Meeting, values.get("meeting_id", review.meeting_id if review else None))
    if meeting is None:
        return {"due_points": read_due_words("", None, None)["due_points"]}
    return {"due_points": [kept_point(_AT_ITS_MEETING, meeting.id, Binding.CHOSEN)]}


# It has no day of its own: it has that of its meeting, as long as there is one.
_AT_ITS_MEETING = Point(PointKind.AT, None, None, None, None, None, "")


def _check_review(session: Session, review: Review) -> None:
    """Refuse a review that was held on a day still to come, or at a meeting that was cancelled or on another day."""
    if review.held_on is None:
        return
    if is_to_come(review.held_on, now().date()):
        raise HeldAheadOfTime
    with session.no_autoflush:
        meeting = session.get(Meeting, review.meeting_id) if review.meeting_id is not None else None
    if meeting is None:
        return
    if meeting.status == MeetingStatus.CANCELLED:
        raise MeetingIsCancelled(errors=[Fault("is cancelled", pointer="/meeting_id")])
    if meeting.starts_on != review.held_on:
        raise HeldOnAnotherDay(meeting.starts_on)


def _follow_review(session: Session, caller: Caller, review: Review, _changed: frozenset[str]) -> None:
    if review.deleted_at is not None:
        clear_deadlines(session, DeadlineSource.REVIEW, review.id)
        return
    plan = session.get(Plan, review.plan_id) if review.plan_id is not None else None
    source = Source(
        source=DeadlineSource.REVIEW,
        source_id=review.id,
        plan_id=review.plan_id,
        owner_id=review.sub_group_id or (plan.sub_group_id if plan is not None else None),
        is_closed=review.held_on is not None,
        is_public=plan is not None and plan.visibility == "public",
    )
    # One of which nobody has said when says nothing of when.
    is_told = review.due_text or any(point["kind"] != PointKind.UNKNOWN for point in review.due_points)
    set_deadlines(session, caller, source, review.due_points if is_told else [], find_body)


def _prepare_finding(session: Session, finding: Finding | None, values: Values) -> Values:
    if finding is not None or values.get("position") is not None:
        return values
    of_review = Finding.__table__.c.review_id == values["review_id"]
    return {**values, "position": next_number(session, Finding, "position", of_review)}


WRITE_REVIEWS = Writer(table=Review, prepare=_prepare_review, check=_check_review, follow=_follow_review)
WRITE_FINDINGS = Writer(table=Finding, prepare=_prepare_finding)


def make_issue(session: Session, caller: Caller, review: Review, finding: Finding, values: Values) -> Finding:
    """Make an issue of a plan of what a review found. Raises IsAnIssueAlready, and Invalid without a plan."""
    if finding.issue_id is not None:
        raise IsAnIssueAlready(f"It is the issue {finding.issue_id}.")
    plan_id = values.get("plan_id") or review.plan_id
    if plan_id is None:
        fault = Fault("is required: a cluster was reviewed, not a plan", pointer="/plan_id")
        raise Invalid("Say in which plan it is an issue.", errors=[fault])
    reason = f"Found by {review.title!r}."
    told = {"plan_id": plan_id, "text": finding.text, "reference": values.get("reference")}
    issue = WRITE_ISSUES.create(session, caller, told, reason)
    return WRITE_FINDINGS.update(session, caller, finding, {"issue_id": issue.id})
