"""When what is carried forward is due: by the words that were agreed, with the meaning that they had there."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from app.actions.commands.due import read_due_words
from app.actions.models import Action, Milestone
from app.phrases.due import Point, meeting_named
from app.plans.models import Plan
from app.schedule.queries import Kept, find_meeting_facts, list_meetings_named, list_of_source
from app.schedule.rules import Binding, DueReading, choose_meeting, point_from
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import find_body

Values = dict[str, Any]


def carry_due(
    session: Session, row: Action | Milestone, plan: Plan, into: Plan, above: Sequence[Point] | None
) -> Values:
    """Give the due words of a row with the reading that they have in the plan that was agreed.

    "July" was said of that plan's year, and "the July meeting" of its group's. Where the next plan would have the
    words read otherwise, or hang on another meeting, the reading is carried along, and stands as long as they do.
    """
    if not row.due_text:
        return {}
    named = _named(session, row)
    given = [
        _as_agreed(session, point, named.get(place), plan, into) for place, point in enumerate(row.due_points)
    ]
    anew = [_given(point, None) for point in read_due_words(row.due_text, into, above)["due_points"]]
    is_same = [_meaning(point) for point in given] == [_meaning(point) for point in anew]
    if row.due_reading == DueReading.AUTOMATIC and (is_same or not given):
        return {"due": {"text": row.due_text}}
    is_confirmed = row.due_reading == DueReading.CONFIRMED
    reading = DueReading.CONFIRMED if is_confirmed else DueReading.CARRIED
    return {"due": {"text": row.due_text, "points": given, "reading": reading}}


def _given(point: Values, meeting_id: str | None) -> Values:
    return {**asdict(point_from(point)), "meeting_id": meeting_id}


def _meaning(given: Values) -> tuple[object, ...]:
    return tuple(given[name] for name in ("kind", "earliest", "latest", "rrule", "anchor", "meeting_id"))


def _named(session: Session, row: Action | Milestone) -> dict[int, Kept]:
    """Find the first deadline of each point, by its place, where its words name a meeting."""
    rows = list_of_source(session, row.__tablename__, row.id)
    said = [one for one in rows if one["deleted_at"] is None and one["point"] >= 0]
    firsts = {one["point"]: one for one in reversed(said)}
    return {place: one for place, one in firsts.items() if one["body"] is not None}


def _as_agreed(session: Session, point: Values, named: Kept | None, plan: Plan, into: Plan) -> Values:
    """Give a point with the meeting on which it is to hang, where its words in the next plan would not find that."""
    is_bound = find_meeting_facts(session, point["meeting_id"]) is not None
    given = _given(point, point["meeting_id"] if is_bound else None)
    if named is None:
        return given
    groups = find_body(session, named["body"], plan.sub_group_id)
    # Words that don't say whose meeting they mean would mean that of another owner.
    is_other = named["body"] == "" and into.sub_group_id not in (plan.sub_group_id, *groups)
    if not is_other and _finds_its_meeting(session, point, named, groups):
        return {**given, "meeting_id": None}
    if is_other and groups and (not is_bound or point["rrule"] is not None):
        # What is not there yet can't be chosen, nor can a later year's.
        return {**given, "anchor": _anchor_of(session, groups[0], point["anchor"])}
    return given


def _finds_its_meeting(session: Session, point: Values, named: Kept, groups: Sequence[str]) -> bool:
    """Tell whether the words alone find the meeting of a point, or what takes the place of a cancelled one."""
    if point["binding"] in (Binding.CHOSEN, Binding.CANCELLED):
        return bool(point["binding"] == Binding.CANCELLED)
    meetings = list_meetings_named(session, groups, named["meets_from"], named["meets_to"])
    _, found = choose_meeting(None, meetings, is_chosen=False)
    found_id = found.meeting_id if found is not None else None
    return bool(point["meeting_id"] == found_id)


def _anchor_of(session: Session, group_id: str, words: str) -> str | None:
    """Name the group whose meeting an anchor means.

    None where no name of it is understood: it is due by the days of its words then, and at nobody else's meeting.
    """
    group = session.get_one(SubGroup, group_id)
    anchors = [f"{name}, {words}" for name in (group.name, *group.other_names)]
    return next((one for one in anchors if _groups_in(session, one) == [group_id]), None)


def _groups_in(session: Session, anchor: str) -> Sequence[str]:
    named = meeting_named(anchor)
    return find_body(session, named.body, None) if named is not None and named.body else []
