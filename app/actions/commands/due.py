"""Due words read as they are kept, a person's reading of them, and the deadlines that follow from them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, select

from app.actions.models import Action, Milestone
from app.actions.queries import linked_ids
from app.actions.queries.due import is_closed
from app.actions.rules import DueSaysNothing, MilestoneStatus
from app.core.callers import Caller
from app.core.errors import Fault, Invalid
from app.core.links import find_named, not_there
from app.ledger.commands import REASON
from app.meetings.models import Meeting
from app.phrases.due import GRAMMAR_VERSION, Context, Point, Reading, read_due, says_what_is_above
from app.plans.models import Plan
from app.schedule.commands import Source, clear_deadlines, set_deadlines
from app.schedule.models import HasDue
from app.schedule.rules import Binding, DeadlineSource, DueReading, kept_point, point_from
from app.sub_groups.queries import find_body

Values = dict[str, Any]


_NOTHING_GIVEN: Values = {"text": None, "points": None, "reading": None, "reason": None}


def take_due(
    session: Session, values: Values, row: HasDue | None, plan: Plan | None, above: Sequence[Point] | None
) -> Values:
    """Turn `due`, as it is given, into the values of a row; none where it says what is kept already.

    Words that are new are read; points that are given are a person's reading of the words, and stand as long as
    these do. Raises DueSaysNothing for neither.
    """
    if "due" not in values:
        return {}
    due = {**_NOTHING_GIVEN, **(values.pop("due") or {"text": ""})}
    words = due["text"] if due["text"] is not None else (row.due_text if row is not None else None)
    if words is None:
        raise DueSaysNothing(errors=[Fault("is required: the words as written", pointer="/due/text")])
    why = {REASON: due["reason"]} if due["reason"] else {}
    if due["points"] is not None:
        confirmed = _confirmed(words, _points_given(session, words, due["points"]))
        is_carried = due["reading"] == DueReading.CARRIED
        return {**why, **confirmed, **({"due_reading": DueReading.CARRIED.value} if is_carried else {})}
    if due["reading"] == DueReading.CONFIRMED:
        is_read = row is not None and row.due_text == words
        points = [_as_chosen(point) for point in row.due_points] if row is not None and is_read else None
        if points is None:
            points = read_due_words(words, plan, above)["due_points"]
        return {**why, **_confirmed(words, points)}
    if row is not None and words == row.due_text and due["reading"] is None:
        return {}
    return {**why, **read_due_words(words, plan, above, row)}


def _as_chosen(point: Values) -> Values:
    """Give a point as a person confirms it: the meeting that was found for it is the one that they mean, too."""
    return {**point, "binding": Binding.CHOSEN.value} if point["binding"] == Binding.AUTOMATIC else point


def _confirmed(words: str, points: list[Values]) -> Values:
    return {
        "due_text": words,
        "due_points": points,
        "due_unread": [],
        "due_reading": DueReading.CONFIRMED.value,
        "due_grammar": None,
        "due_confirmed_text": None,
    }


def _points_given(session: Session, words: str, given: Sequence[Values]) -> list[Values]:
    """Make the points that a person gives; a meeting named by them is one that they chose."""
    points = []
    for place, one in enumerate(given):
        meeting_id = None
        if one["meeting_id"] is not None:
            meeting_id = find_named(session, Meeting.__table__, one["meeting_id"])
            if meeting_id is None:
                fault = Fault(not_there(Meeting.__table__), pointer=f"/due/points/{place}/meeting_id")
                raise Invalid("It points to something that is not there.", errors=[fault])
        named = ("kind", "earliest", "latest", "edtf", "rrule", "anchor")
        point = Point(**{name: one[name] for name in named}, text=one["text"] or words)
        points.append(kept_point(point, meeting_id, Binding.CHOSEN if meeting_id else None))
    return points


def read_due_words(
    words: str, plan: Plan | None, above: Sequence[Point] | None, row: HasDue | None = None
) -> Values:
    """Read due words against their plan and the row above, as the values of a row.

    `row` is the one that they are for, where there is one: what its points hang on stays, if they do, and a reading
    that was confirmed is told to have ended.
    """
    return due_values(words, read_due(words, context_of(plan, above)), row)


def due_values(words: str, reading: Reading, row: HasDue | None = None) -> Values:
    """Give the words and our reading of them as the values of a row."""
    return {
        "due_text": words,
        "due_points": _with_meetings([kept_point(point) for point in reading.points], row),
        "due_unread": list(reading.unread),
        "due_reading": DueReading.AUTOMATIC.value,
        "due_grammar": GRAMMAR_VERSION,
        "due_confirmed_text": _ended_confirmation(words, row),
    }


def reads_by_above(row: HasDue, plan: Plan) -> bool:
    """Tell whether what the words of a row mean is said by the row above it: "ditto"."""
    is_read = row.due_reading == DueReading.AUTOMATIC
    return is_read and says_what_is_above(row.due_text, context_of(plan, None))


def context_of(plan: Plan | None, above: Sequence[Point] | None) -> Context:
    """Tell what stands around due words: their plan, where they have one, and the points of the row above."""
    previous = None if above is None else tuple(above)
    if plan is None:
        return Context(previous=previous)
    return Context(
        document_date=plan.document_date, plan_start=plan.starts_on, plan_end=plan.ends_on, previous=previous
    )


def _with_meetings(points: list[Values], row: HasDue | None) -> list[Values]:
    if row is None:
        return points
    known = {point_from(point): point for point in row.due_points}
    return [{**point, **_meeting_in(known.get(point_from(point)))} for point in points]


def _meeting_in(point: Values | None) -> Values:
    if point is None or point["binding"] == Binding.CHOSEN:
        return {}
    return {name: point[name] for name in ("meeting_id", "binding")}


def _ended_confirmation(words: str, row: HasDue | None) -> str | None:
    """Give the words whose confirmed reading ends with these, or ended before and was not confirmed anew."""
    if row is None or words == row.due_text:
        return row.due_confirmed_text if row is not None and row.due_reading == DueReading.AUTOMATIC else None
    ended = row.due_text if row.due_reading == DueReading.CONFIRMED else row.due_confirmed_text
    # Where there are no words any more, or the old ones again, there is nothing to look at.
    return ended if words and words != ended else None


def sync_deadlines(session: Session, caller: Caller, action: Action) -> None:
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
    whole = Source(
        source=DeadlineSource.ACTION,
        source_id=action.id,
        action_id=action.id,
        plan_id=action.plan_id,
        theme_id=themes[0] if themes else None,
        owner_id=plan.sub_group_id,
        is_closed=is_closed(action.status),
        is_public=plan.visibility == "public",
    )
    set_deadlines(session, caller, whole, action.due_points, find_body)
    for milestone in milestones:
        step = replace(
            whole,
            source=DeadlineSource.MILESTONE,
            source_id=milestone.id,
            is_closed=whole.is_closed or milestone.status == MilestoneStatus.MET,
        )
        # A milestone without words says nothing of when; its action does.
        points = milestone.due_points if milestone.due_text else []
        set_deadlines(session, caller, step, points, find_body)
