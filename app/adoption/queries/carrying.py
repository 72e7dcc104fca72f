"""What carrying forward asks: what was carried before, and what the next plan has already that is the same."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.actions.models import Action, ActionRelation, Milestone
from app.actions.queries import ACTIONS
from app.actions.queries.gaps import CARRIED_NOWHERE
from app.actions.rules import CLOSED, ActionStatus
from app.core.chunks import rows_among
from app.core.db import Table
from app.core.listing import Item, View
from app.core.rows import get_row
from app.kernel.text import same_words

_action = Action.__table__.c
_milestone = Milestone.__table__.c
_relation = ActionRelation.__table__.c


def known_words(session: Session, table: type[Table], plan_id: str, column: str) -> dict[str, str]:
    """Map what the live things of a plan say in a column, whatever its case and spaces, to their ids."""
    columns: Any = table.__table__.c
    in_plan = select(columns.id, columns[column]).where(
        columns.plan_id == plan_id, columns.deleted_at.is_(None)
    )
    return {same_words(words): id for id, words in session.execute(in_plan)}


def list_relations(session: Session, action_ids: Collection[str]) -> Sequence[ActionRelation]:
    """List the live relations that any of these actions has, whose ends are both there."""
    live = select(_action.id).where(_action.deleted_at.is_(None))
    both = (_relation.action_id.in_(live), _relation.other_id.in_(live), _relation.deleted_at.is_(None))
    found = {
        relation.id: relation
        for end in (_relation.action_id, _relation.other_id)
        for (relation,) in rows_among(session, select(ActionRelation).where(*both), end, action_ids)
    }
    return [found[id] for id in sorted(found)]


def carried_outcome(
    session: Session, plan_id: str, into_id: str, carried: Sequence[tuple[Action, Action]]
) -> Item:
    """Tell what was carried forward, and what of the plan was not, and why."""
    counted = select(_action.status, func.count()).where(
        _action.plan_id == plan_id, _action.deleted_at.is_(None)
    )
    by_status = {status: count for status, count in session.execute(counted.group_by(_action.status))}
    before = by_status.get(ActionStatus.CARRIED_FORWARD, 0)
    closed = sum(by_status.get(status, 0) for status in CLOSED) - before
    here, nowhere = _carried_into(session, plan_id, into_id), _carried_nowhere(session, plan_id)
    return {
        "plan_id": plan_id,
        "into_id": into_id,
        "carried": [_pair(action, copy) for action, copy in carried],
        "carried_before": here - len(carried),
        "carried_elsewhere": before - here - nowhere,
        "carried_nowhere": nowhere,
        "closed": closed,
        "left": sum(by_status.values()) - before - closed,
    }


def _carried_into(session: Session, plan_id: str, into_id: str) -> int:
    """Count the actions of a plan that were carried forward and live on in the other one."""
    copy = Action.__table__.alias("copy")
    live_copies = (copy.c.plan_id == into_id, copy.c.deleted_at.is_(None))
    counted = select(func.count()).where(
        _action.plan_id == plan_id,
        _action.deleted_at.is_(None),
        _action.status == ActionStatus.CARRIED_FORWARD,
        _action.id.in_(select(copy.c.carried_from_id).where(*live_copies)),
    )
    return int(session.execute(counted).scalar_one())


def _carried_nowhere(session: Session, plan_id: str) -> int:
    """Count the actions of a plan that are said to live on in another one, and do not."""
    of_plan = (_action.plan_id == plan_id, _action.deleted_at.is_(None))
    return int(session.execute(select(func.count(_action.id)).where(*of_plan, CARRIED_NOWHERE)).scalar_one())


def _pair(action: Action, copy: Action) -> Item:
    return {"original": _address(action), "copied_as": _address(copy), "text": copy.text}


def _address(action: Action) -> Item:
    return {"id": action.id, "reference": action.reference, "url": f"{Action.__path__}/{action.id}"}


def lineage_of(session: Session, id: str, view: View) -> Item:
    """Read through which plans an action has come, and what became of it in later ones, as far as may be seen."""
    found = get_row(session, Action, id)
    ACTIONS.one(session, found.id, view)
    steps = [*reversed(_ancestors(session, found)), found, *_descendants(session, found)]
    ids = [step.id for step in steps]
    shown = {item["id"]: item for item in ACTIONS.related(session, view, _action.id, ids, ("plan",))}
    return {"items": [_step(shown[id]) for id in ids if id in shown]}


def _ancestors(session: Session, action: Action) -> list[Action]:
    found: list[Action] = []
    while action.carried_from_id is not None:
        action = session.get_one(Action, action.carried_from_id)
        found.append(action)
    return found


def _descendants(session: Session, action: Action) -> list[Action]:
    """List what was carried on from an action, plan by plan; into more than one plan where somebody did so."""
    found: list[Action] = []
    ids = [action.id]
    while ids:
        copies = select(Action).where(_action.carried_from_id.in_(ids)).order_by(_action.id)
        newer = session.execute(copies).scalars().all()
        found += newer
        ids = [copy.id for copy in newer]
    return found


def _step(item: Item) -> Item:
    plan = {name: item["plan"][name] for name in ("id", "reference", "title", "url")}
    return {**{name: item[name] for name in ("id", "reference", "url", "status")}, "plan": plan}


def carried_into(session: Session, action_ids: Collection[str], view: View) -> dict[str, Item]:
    """Read in which plan each of the actions that were carried forward lives on, and how it stands there."""
    copies = ACTIONS.related(session, view, _action.carried_from_id, action_ids, ("plan",))
    return {copy["carried_from_id"]: _step(copy) for copy in copies}


def list_milestones(session: Session, action_ids: Collection[str]) -> dict[str, list[Milestone]]:
    """List the live milestones of actions, by the actions and in their places."""
    live = select(Milestone).where(_milestone.deleted_at.is_(None))
    in_place = live.order_by(_milestone.position, _milestone.id)
    found: defaultdict[str, list[Milestone]] = defaultdict(list)
    for (milestone,) in rows_among(session, in_place, _milestone.action_id, action_ids):
        found[milestone.action_id].append(milestone)
    return found
