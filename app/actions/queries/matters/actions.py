"""The actions that earlier meetings left open."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select, true
from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.decisions import BRIEF, brief
from app.actions.queries.matters.deferrals import count_deferrals
from app.actions.queries.matters.dues import SAID, due_as_of, hung_before, is_overdue, list_dues
from app.actions.rules import CLOSED, ActionStatus
from app.actions.rules.matters import MatterKind, MatterReason
from app.core.listing import Item, View
from app.meetings.models import Decision
from app.plans.models import Plan
from app.plans.queries import in_public_plan
from app.plans.rules import IN_FORCE
from app.schedule.models import Deadline

_action = Action.__table__.c
_deadline = Deadline.__table__.c
_decision = Decision.__table__.c
_plan = Plan.__table__.c

_OPEN = (_action.deleted_at.is_(None), _action.status.not_in(sorted(CLOSED)))
_OF_DECISIONS = (
    select(_action.id, _decision.meeting_id)
    .join_from(Action.__table__, Decision.__table__, _decision.id == _action.decision_id)
    .where(*_OPEN, _decision.deleted_at.is_(None))
)
_OF_DEADLINES = (
    select(_action.id, _deadline.meeting_id)
    .join_from(Action.__table__, Deadline.__table__, _deadline.action_id == _action.id)
    .where(*_OPEN, *SAID)
)
_SHOWN = select(
    *(_action[name] for name in BRIEF),
    _action.due_text,
    _plan.sub_group_id,
    _plan.status.label("plan_status"),
).join_from(Action.__table__, Plan.__table__, _plan.id == _action.plan_id)


def actions_arising(
    session: Session, sub_group_id: str, earlier: Mapping[str, Item], view: View
) -> list[Item]:
    """List the open actions that came from earlier meetings, and what slips of the group's own plans."""
    sources = _sources(session, sub_group_id, earlier, view)
    ids = list(sources)
    dues, deferrals = list_dues(session, ids), count_deferrals(session, ids, view.today)
    items = []
    for row in session.execute(_SHOWN.where(_action.id.in_(ids))).mappings():
        due, times = due_as_of(dues[row["id"]], view.today), deferrals[row["id"]]
        is_late, reasons = due["days_overdue"] is not None, sources[row["id"]]
        if times and (is_late or row["status"] == ActionStatus.DEFERRED):
            reasons[MatterReason.DEFERRED] = []
        if is_late and row["sub_group_id"] == sub_group_id and row["plan_status"] in IN_FORCE:
            reasons[MatterReason.OVERDUE_IN_PLAN] = []
        if reasons:
            items.append({**_shown(row, reasons, earlier), **due, "times_deferred": times})
    return items


Reasons = dict[MatterReason, list[str]]
"""Why something arises, each with the ids of the meetings that it came from by that."""


def _sources(
    session: Session, sub_group_id: str, earlier: Mapping[str, Item], view: View
) -> defaultdict[str, Reasons]:
    """Find what may arise, with the reasons that earlier meetings are; others are told by how it stands."""
    found: defaultdict[str, Reasons] = defaultdict(dict)
    seen = true() if view.caller.sees_partners else in_public_plan(_action.plan_id)
    for reason, statement, meeting_id in (
        (MatterReason.CAME_OF_DECISION, _OF_DECISIONS, _decision.meeting_id),
        (MatterReason.DUE_AT_MEETING, _OF_DEADLINES, _deadline.meeting_id),
    ):
        for id, met in session.execute(statement.where(seen, meeting_id.in_(list(earlier)))):
            found[id].setdefault(reason, []).append(met)
    is_late = is_overdue(_action.id, view.today)
    for id, met in hung_before(session, select(_action.id).where(*_OPEN, seen, is_late)):
        if met in earlier:
            found[id].setdefault(MatterReason.DUE_AT_MEETING, []).append(met)
    slipping = or_(_action.status == ActionStatus.DEFERRED, is_late)
    of_group = _action.plan_id.in_(select(_plan.id).where(_plan.sub_group_id == sub_group_id))
    for id in session.execute(select(_action.id).where(*_OPEN, seen, of_group, slipping)).scalars():
        found[id]
    return found


def _shown(row: Any, reasons: Reasons, earlier: Mapping[str, Item]) -> Item:
    met = {id for ids in reasons.values() for id in ids}
    return {
        "kind": MatterKind.ACTION,
        **brief(row),
        "agenda_item": None,
        "reasons": [reason for reason in MatterReason if reason in reasons],
        # They are in the order of their days.
        "meeting": next((meeting for id, meeting in earlier.items() if id in met), None),
        "due_text": row["due_text"],
        "outcome": None,
    }
