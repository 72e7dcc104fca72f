"""Due words read as they are kept, and the deadlines that follow from them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from app.actions.models import Action, Milestone
from app.actions.queries import linked_ids, point_from
from app.actions.queries.due import is_closed
from app.actions.rules import MilestoneStatus
from app.phrases.due import DUE_KINDS, Context, Point, read_due
from app.plans.models import Plan
from app.schedule.commands import Source, clear_deadlines, set_deadlines
from app.schedule.rules import DeadlineSource, DueReading, occurrence_of

Values = dict[str, Any]


def take_due_words(values: Values, row: Action | Milestone | None) -> str | None:
    """Take `due` out of the values; give its words where they are new, "" for null. None where they are not."""
    if "due" not in values:
        return None
    due = values.pop("due")
    words: str = due["text"] if due else ""
    return words if row is None or words != row.due_text else None


def read_due_words(words: str, plan: Plan, above: Sequence[Point] | None) -> Values:
    """Read due words against their plan and the row above, as the values of a row."""
    context = Context(
        document_date=plan.document_date,
        plan_start=plan.starts_on,
        plan_end=plan.ends_on,
        previous=None if above is None else tuple(above),
    )
    reading = read_due(words, context)
    return {
        "due_text": words,
        "due_points": [kept_point(point) for point in reading.points],
        "due_unread": list(reading.unread),
        "due_reading": DueReading.AUTOMATIC.value,
        "due_on": first_due(reading.points),
    }


def kept_point(point: Point) -> Values:
    """Make the form in which a point is kept and shown."""
    return {
        "kind": point.kind.value,
        "earliest": point.earliest and point.earliest.isoformat(),
        "latest": point.latest and point.latest.isoformat(),
        "edtf": point.edtf,
        "rrule": point.rrule,
        "anchor": point.anchor,
        "meeting_id": None,
        "text": point.text,
    }


def first_due(points: Sequence[Point]) -> date | None:
    """Find the first day on which one of the points is due, or None."""
    return min((point.latest for point in points if point.kind in DUE_KINDS and point.latest), default=None)


def sync_deadlines(session: Session, action: Action) -> None:
    """Bring the deadlines of an action and of its milestones in step with it."""
    milestones = session.exec(
        select(Milestone).where(Milestone.action_id == action.id, Milestone.__table__.c.deleted_at.is_(None))
    ).all()
    if action.deleted_at is not None:
        clear_deadlines(session, DeadlineSource.ACTION, action.id)
        for milestone in milestones:
            clear_deadlines(session, DeadlineSource.MILESTONE, milestone.id)
        return
    plan = session.get_one(Plan, action.plan_id)
    themes = linked_ids(session, "theme_ids", [action.id]).get(action.id, [])
    facts: Values = {
        "action_id": action.id,
        "plan_id": action.plan_id,
        "theme_id": themes[0] if themes else None,
        "is_public": plan.visibility == "public",
    }
    closed = is_closed(action.status)
    source = Source(source=DeadlineSource.ACTION, source_id=action.id, is_done=closed, **facts)
    set_deadlines(session, source, [occurrence_of(point_from(point)) for point in action.due_points])
    for milestone in milestones:
        is_met = closed or milestone.status == MilestoneStatus.MET
        source = Source(source=DeadlineSource.MILESTONE, source_id=milestone.id, is_done=is_met, **facts)
        # A milestone without words says nothing of when; its action does.
        points = milestone.due_points if milestone.due_text else []
        set_deadlines(session, source, [occurrence_of(point_from(point)) for point in points])
