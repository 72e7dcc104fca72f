"""The actions that earlier meetings left open."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, true
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.queries.decisions import BRIEF, brief
from app.actions.rules import CLOSED, ActionStatus
from app.actions.rules.matters import MatterKind, MatterReason
from app.core.listing import Item, View
from app.meetings.models import Decision
from app.plans.models import Plan
from app.plans.queries import in_public_plan
from app.schedule.models import Deadline
from app.schedule.rules import Rank, is_current, next_due

_action = Action.__table__.c
_deadline = Deadline.__table__.c
_decision = Decision.__table__.c
_plan = Plan.__table__.c
_progress = ProgressUpdate.__table__.c

_SAID = (_deadline.deleted_at.is_(None), _deadline.point >= 0, _deadline.is_done.is_(False))
_OPEN = (_action.deleted_at.is_(None), _action.status.not_in(sorted(CLOSED)))
_OF_DECISIONS = (
    select(_action.id, _decision.meeting_id)
    .join_from(Action.__table__, Decision.__table__, _decision.id == _action.decision_id)
    .where(*_OPEN, _decision.deleted_at.is_(None))
)
_OF_DEADLINES = (
    select(_action.id, _deadline.meeting_id)
    .join_from(Action.__table__, Deadline.__table__, _deadline.action_id == _action.id)
    .where(*_OPEN, *_SAID)
)
_PUT_OFF = select(_action.id).where(_action.deleted_at.is_(None), _action.status == ActionStatus.DEFERRED)


def actions_arising(
    session: Session, sub_group_id: str, earlier: Mapping[str, Item], view: View
) -> list[Item]:
    """List the open actions that came from earlier meetings, and those of the group's plans that were put off."""
    sources = _sources(session, sub_group_id, earlier, view)
    ids = list(sources)
    dues, deferrals = _dues(session, ids), _deferrals(session, ids, view.today)
    shown = select(*(_action[name] for name in BRIEF), _action.due_text).where(_action.id.in_(ids))
    items = []
    for row in session.execute(shown).mappings():
        reasons = sources[row["id"]]
        if deferrals[row["id"]] and row["status"] == ActionStatus.DEFERRED:
            reasons[MatterReason.DEFERRED] = []
        if reasons:
            items.append(
                {
                    **_shown(row, reasons, earlier),
                    **_due(dues[row["id"]], view.today),
                    "times_deferred": deferrals[row["id"]],
                }
            )
    return items


Reasons = dict[MatterReason, list[str]]
"""Why something arises, each with the ids of the meetings that it came from by that."""


def _sources(
    session: Session, sub_group_id: str, earlier: Mapping[str, Item], view: View
) -> defaultdict[str, Reasons]:
    found: defaultdict[str, Reasons] = defaultdict(dict)
    seen = true() if view.caller.sees_partners else in_public_plan(_action.plan_id)
    for reason, statement, meeting_id in (
        (MatterReason.CAME_OF_DECISION, _OF_DECISIONS, _decision.meeting_id),
        (MatterReason.DUE_AT_MEETING, _OF_DEADLINES, _deadline.meeting_id),
    ):
        for id, met in session.execute(statement.where(seen, meeting_id.in_(list(earlier)))):
            found[id].setdefault(reason, []).append(met)
    of_group = _action.plan_id.in_(select(_plan.id).where(_plan.sub_group_id == sub_group_id))
    for (id,) in session.execute(_PUT_OFF.where(seen, of_group)):
        # Whether it was put off by the day is told by its progress updates.
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


def _dues(session: Session, ids: Collection[str]) -> defaultdict[str, list[Any]]:
    """Read what the actions, and their milestones, are due by."""
    names = ("action_id", "latest", "follows_on", "lapses_on")
    said = select(*(_deadline[name] for name in names)).where(
        _deadline.action_id.in_(ids), *_SAID, _deadline.rank == int(Rank.DUE)
    )
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(said):
        found[row.action_id].append(row)
    return found


def _due(rows: Sequence[Any], as_of: date) -> Item:
    """Tell when something is due, and how long it is overdue: since the first day that was missed."""
    days = [row.latest for row in rows if is_current(row.follows_on, row.lapses_on, as_of)]
    missed = min((day for day in days if day < as_of), default=None)
    if missed is None:
        return {"due_on": next_due(days, as_of), "days_overdue": None}
    return {"due_on": missed, "days_overdue": (as_of - missed).days}


def _deferrals(session: Session, ids: Collection[str], as_of: date) -> Counter[str]:
    """Count the progress updates that put each of the actions off, but none that says it is of a later day."""
    said = (_progress.status == ActionStatus.DEFERRED, _progress.deleted_at.is_(None))
    by_then = or_(_progress.reported_on.is_(None), _progress.reported_on <= as_of)
    counted = select(_progress.action_id, func.count()).where(_progress.action_id.in_(ids), *said, by_then)
    return Counter(dict(session.execute(counted.group_by(_progress.action_id)).all()))
