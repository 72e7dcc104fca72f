"""How often actions were put off, in all the plans that they have lived through."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.rules import ActionStatus

_action = Action.__table__.c
_progress = ProgressUpdate.__table__.c


def count_deferrals(session: Session, ids: Collection[str], as_of: date) -> Counter[str]:
    """Count the progress updates that put each of the actions off, but none that says it is of a later day.

    Those of the actions that one was carried from are counted with its own. With what it begins as a copy is told
    once more how its forerunner stood: that is nothing new.
    """
    counted: Counter[str] = Counter()
    stood: dict[str, str] = {}
    begun: set[tuple[str, str]] = set()
    for row in session.execute(_told_of(ids, as_of)):
        is_copy_of_status = (
            row.carried_from_id is not None
            and (row.of, row.action_id) not in begun
            and row.status == stood.get(row.of)
        )
        begun.add((row.of, row.action_id))
        if row.status == ActionStatus.DEFERRED and not is_copy_of_status:
            counted[row.of] += 1
        if row.status != ActionStatus.CARRIED_FORWARD:
            stood[row.of] = row.status
    return counted


def _told_of(ids: Collection[str], as_of: date) -> Any:
    """Ask for every status told of the actions, and of those that they were carried from, in the order of telling."""
    own = select(_action.id.label("of"), _action.id, _action.carried_from_id).where(_action.id.in_(ids))
    lineage = own.cte("lineage", recursive=True)
    forerunners = select(lineage.c.of, _action.id, _action.carried_from_id).where(
        _action.id == lineage.c.carried_from_id
    )
    lineage = lineage.union(forerunners)
    by_then = or_(_progress.reported_on.is_(None), _progress.reported_on <= as_of)
    return (
        select(lineage.c.of, lineage.c.carried_from_id, _progress.action_id, _progress.status)
        .join_from(lineage, ProgressUpdate.__table__, _progress.action_id == lineage.c.id)
        .where(_progress.status.is_not(None), _progress.deleted_at.is_(None), by_then)
        .order_by(_progress.created_at, _progress.id)
    )
