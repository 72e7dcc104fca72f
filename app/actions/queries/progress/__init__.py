"""How the actions of a plan stand, counted by what they are under, and what changed since a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.queries.due import states_in_plan
from app.actions.queries.progress.groups import NO_GROUP, Group, groups_in_plan
from app.actions.rules import ActionStatus, Rag
from app.actions.rules.progress import Changed, Reported, changed_since
from app.actions.schemas.progress import ProgressQuery
from app.core.errors import Fault, InvalidParameter
from app.core.listing import Item, OneQuery, View
from app.plans.queries import PLANS
from app.schedule.rules import DueState

MOST_CHANGES = 200
_action = Action.__table__.c
_progress = ProgressUpdate.__table__.c
_NO_RAG = "none"


@dataclass(frozen=True, slots=True)
class _Tracked:
    """An action as it is counted."""

    id: str
    reference: str
    status: str
    rag: str
    state: DueState
    changed: Changed | None


def plan_progress(session: Session, plan_id: str, query: ProgressQuery, view: View) -> Item:
    """Tell how the actions of a plan stand, as PlanProgress. Raises NotFound where the caller sees no such plan."""
    if query.since is not None and query.since > view.today:
        detail = f"is after {view.today}, the day as of which it is told"
        raise InvalidParameter(errors=[Fault(detail, parameter="since")])
    plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    actions = _tracked(session, plan["id"], query.since, view.today)
    groups = groups_in_plan(session, query.by, plan["id"], [one.id for one in actions], view)
    grouped: defaultdict[Group, list[_Tracked]] = defaultdict(list)
    for action in actions:
        for group in groups.get(action.id) or {NO_GROUP}:
            grouped[group].append(action)
    told = query.since is not None
    return {
        "plan_id": plan["id"],
        "by": query.by,
        "as_of": view.today,
        "since": query.since,
        "groups": [
            {**group.shown(), **_counts(grouped[group], told=told)}
            for group in sorted(grouped, key=lambda one: (one.order, one.organisation or "", one.id or ""))
        ],
        "totals": _counts(actions, told=told),
        "changes": _changes(actions),
    }


def _tracked(session: Session, plan_id: str, since: date | None, as_of: date) -> list[_Tracked]:
    of_plan = (_action.plan_id == plan_id, _action.deleted_at.is_(None))
    shown = select(_action.id, _action.reference, _action.status, _action.rag).where(*of_plan)
    rows = session.execute(shown.order_by(_action.reference_key, _action.id)).all()
    statuses = {row.id: row.status for row in rows}
    states = states_in_plan(session, plan_id, statuses, as_of)
    changed = _changed(session, plan_id, statuses, since, as_of) if since is not None else {}
    return [
        _Tracked(row.id, row.reference, row.status, row.rag or _NO_RAG, states[row.id], changed.get(row.id))
        for row in rows
    ]


def _changed(
    session: Session, plan_id: str, statuses: Mapping[str, str], since: date, as_of: date
) -> dict[str, Changed | None]:
    names = ("action_id", "reported_on", "created_at", "status", "text")
    updates = (
        select(*(_progress[name] for name in names))
        .join_from(ProgressUpdate.__table__, Action.__table__, _action.id == _progress.action_id)
        .where(_action.plan_id == plan_id, _progress.deleted_at.is_(None))
        .order_by(_progress.created_at, _progress.id)
    )
    told: defaultdict[str, list[Reported]] = defaultdict(list)
    for row in session.execute(updates):
        # The day of an update is the one that it tells of, else that on which it was entered.
        day = row.reported_on or row.created_at.date()
        if day <= as_of:
            told[row.action_id].append(Reported(day, row.status, row.text))
    return {
        id: changed_since(sorted(told[id], key=lambda one: one.day), status, since)
        for id, status in statuses.items()
    }


def _counts(actions: Collection[_Tracked], *, told: bool) -> Item:
    """Count actions, as ProgressCounts; what changed only where a day was told since which."""
    changes = [one.changed for one in actions if one.changed is not None]
    return {
        "total": len(actions),
        "by_status": _each(ActionStatus, (one.status for one in actions)),
        "by_state": _each(DueState, (one.state for one in actions)),
        "by_rag": _each((*Rag, _NO_RAG), (one.rag for one in actions)),
        "changed": len(changes) if told else None,
        "newly_completed": sum(one.is_newly_completed for one in changes) if told else None,
    }


def _each(words: Iterable[Any], found: Iterable[str]) -> dict[str, int]:
    counted = Counter(str(one) for one in found)
    return {str(word): counted[str(word)] for word in words}


def _changes(actions: Iterable[_Tracked]) -> list[Item]:
    """List what changed, the newest first."""
    found = [(one, one.changed) for one in actions if one.changed is not None]
    newest = sorted(found, key=lambda one: one[1].day, reverse=True)[:MOST_CHANGES]
    return [
        {
            "id": one.id,
            "url": f"{Action.__path__}/{one.id}",
            "reference": one.reference,
            "from_status": changed.from_status,
            "to_status": changed.to_status,
            "reported_on": changed.day,
            "text": changed.text,
        }
        for one, changed in newest
    ]
