"""What is asked of actions that were carried forward into another plan."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, select
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.rules import ActionStatus
from app.core.chunks import rows_among

_action = Action.__table__.c
_progress = ProgressUpdate.__table__.c


def find_live_copy(session: Session, action_id: str, but: str = "") -> str | None:
    """Find the id of the live action that was carried on from this one, but for one that is named, or None."""
    of_action = (_action.carried_from_id == action_id, _action.id != but)
    copies = select(_action.id).where(*of_action, _action.deleted_at.is_(None))
    found: str | None = session.execute(copies.limit(1)).scalar()
    return found


def having_live_copies(session: Session, action_ids: Iterable[str]) -> set[str]:
    """Find those of the actions that live on in a copy."""
    copies = select(_action.carried_from_id).where(_action.deleted_at.is_(None))
    return {row.carried_from_id for row in rows_among(session, copies, _action.carried_from_id, action_ids)}


def traced_back(which: ColumnElement[bool]) -> CTE:
    """Trace the actions for which a condition holds back to what they were carried from.

    Each row is of one of them (`of`): itself, or a forerunner of it.
    """
    own = select(_action.id.label("of"), _action.id, _action.carried_from_id).where(which)
    lineage = own.cte("lineage", recursive=True)
    forerunners = select(lineage.c.of, _action.id, _action.carried_from_id).where(
        _action.id == lineage.c.carried_from_id
    )
    return lineage.union(forerunners)


def find_forerunner_in(session: Session, action_id: str, plan_id: str) -> str | None:
    """Find the id of a live action of the plan that this one was carried on from, through whatever plans, or None."""
    lineage = traced_back(_action.id == action_id)
    there = select(_action.id).join(lineage, lineage.c.id == _action.id)
    is_other = (_action.id != action_id, _action.plan_id == plan_id, _action.deleted_at.is_(None))
    found: str | None = session.execute(there.where(*is_other).limit(1)).scalar()
    return found


def last_told_on(session: Session, action_id: str) -> date | None:
    """Tell the newest day of which something was reported of an action, else on which it was entered."""
    told = select(_progress.reported_on, _progress.created_at).where(_progress.action_id == action_id)
    return max(map(_day_told_of, session.execute(told)), default=None)


def status_before_carrying(session: Session, action_id: str) -> str:
    """Tell the status that an action had before it was carried forward."""
    return statuses_before_carrying(session, [action_id])[action_id]


def statuses_before_carrying(session: Session, action_ids: Collection[str]) -> dict[str, str]:
    """Tell the status that each of the actions had before it was carried forward."""
    told = select(_progress.action_id, _progress.status, _progress.reported_on, _progress.created_at).where(
        _progress.status.is_not(None), _progress.status != ActionStatus.CARRIED_FORWARD
    )
    in_order = told.order_by(_progress.created_at, _progress.id)
    entered = rows_among(session, in_order, _progress.action_id, action_ids)
    # What was entered late tells of a day before: the newest is of the latest day, and of that the last one.
    newest = {row.action_id: row.status for row in sorted(entered, key=_day_told_of)}
    return {id: newest.get(id, ActionStatus.NOT_STARTED.value) for id in action_ids}


def _day_told_of(row: Any) -> date:
    day: date = row.reported_on or row.created_at.date()
    return day
