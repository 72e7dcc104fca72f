"""The actions that earlier meetings left open."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.decisions import BRIEF, brief
from app.actions.queries.matters.deferrals import count_deferrals
from app.actions.queries.matters.dues import (
    SAID,
    due_as_of,
    hung_before,
    is_overdue,
    list_dues,
    set_free,
)
from app.actions.rules import CLOSED, ActionStatus
from app.actions.rules.matters import MatterKind, MatterReason, is_agreed
from app.core.chunks import rows_among
from app.core.listing import Item, View
from app.meetings.models import Decision
from app.plans.models import Plan
from app.plans.queries import in_public_plan
from app.schedule.models import Deadline

_action = Action.__table__.c
_deadline = Deadline.__table__.c
_decision = Decision.__table__.c
_plan = Plan.__table__.c

Earlier = Mapping[str, Item | None]
"""The group's meetings before one of them, by their ids and in the order of their days; None for a deleted one."""

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
    _action.carried_from_id,
    _plan.status.label("plan_status"),
).join_from(Action.__table__, Plan.__table__, _plan.id == _action.plan_id)


def actions_arising(session: Session, sub_group_id: str, earlier: Earlier, view: View) -> list[Item]:
    """List the open actions that came from earlier meetings, and what slips of the group's own plans."""
    sources, slipping = _sources(session, earlier, view), _list_slipping(session, sub_group_id, view)
    ids = sources.keys() | slipping
    dues, deferrals = list_dues(session, ids), count_deferrals(session, ids, view.today)
    items = []
    for row in (one._mapping for one in rows_among(session, _SHOWN, _action.id, ids)):
        due, times = due_as_of(row["due_text"], dues[row["id"]], view.today), deferrals[row["id"]]
        is_late, reasons = due["days_overdue"] is not None, sources[row["id"]]
        if times and (is_late or row["status"] == ActionStatus.DEFERRED):
            reasons[MatterReason.DEFERRED] = []
        was_carried = row["carried_from_id"] is not None
        if is_late and row["id"] in slipping and is_agreed(row["plan_status"], was_carried=was_carried):
            reasons[MatterReason.OVERDUE_IN_PLAN] = []
        if reasons:
            items.append({**_shown(row, reasons, earlier), **due, "times_deferred": times})
    return items


Reasons = dict[MatterReason, list[str]]
"""Why something arises, each with the ids of the meetings that it came from by that."""


def _sources(session: Session, earlier: Earlier, view: View) -> defaultdict[str, Reasons]:
    """Find what arises from earlier meetings, each with the reasons that these are."""
    found: defaultdict[str, Reasons] = defaultdict(dict)
    seen = _seen_by(view)
    for reason, statement, meeting_id in (
        (MatterReason.CAME_OF_DECISION, _OF_DECISIONS, _decision.meeting_id),
        (MatterReason.DUE_AT_MEETING, _OF_DEADLINES, _deadline.meeting_id),
    ):
        for row in rows_among(session, statement.where(seen), meeting_id, earlier):
            found[row.id].setdefault(reason, []).append(row.meeting_id)
    late = select(_action.id).where(*_OPEN, seen, is_overdue(_action.id, view.today))
    # A meeting that is cancelled keeps what hangs on it; one that is deleted sets it free, and leaves a trace of that.
    freed = set_free(session, select(_action.id).where(*_OPEN, seen))
    for id, met in (*hung_before(session, late), *freed):
        if met in earlier:
            found[id].setdefault(MatterReason.DUE_AT_MEETING, []).append(met)
    return found


def _list_slipping(session: Session, sub_group_id: str, view: View) -> set[str]:
    """List what was put off or is overdue in the group's plans, and of what was carried on from these to nobody's."""
    seen, copy = _seen_by(view), Action.__table__.alias("copy").c
    of_group = _action.plan_id.in_(select(_plan.id).where(_plan.sub_group_id == sub_group_id))
    agreed = select(_action.id).where(of_group, seen).cte("agreed", recursive=True)
    of_nobody = copy.plan_id.in_(select(_plan.id).where(_plan.sub_group_id.is_(None)))
    agreed = agreed.union(select(copy.id).where(copy.carried_from_id == agreed.c.id, of_nobody))
    is_slipping = or_(_action.status == ActionStatus.DEFERRED, is_overdue(_action.id, view.today))
    found = select(_action.id).where(*_OPEN, seen, is_slipping, _action.id.in_(select(agreed.c.id)))
    return set(session.execute(found).scalars())


def _seen_by(view: View) -> ColumnElement[bool]:
    return true() if view.caller.sees_partners else in_public_plan(_action.plan_id)


def _shown(row: Any, reasons: Reasons, earlier: Earlier) -> Item:
    met = {id for ids in reasons.values() for id in ids}
    return {
        "kind": MatterKind.ACTION,
        **brief(row),
        "agenda_item": None,
        "reasons": [reason for reason in MatterReason if reason in reasons],
        # They are in the order of their days; one that was deleted is shown nowhere.
        "meeting": next((meeting for id, meeting in earlier.items() if id in met and meeting), None),
        "outcome": None,
    }
