"""How often actions were put off, in all the plans that they have lived through."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.queries.carried import traced_back
from app.actions.rules import ActionStatus
from app.core.chunks import in_chunks

_action = Action.__table__.c
_progress = ProgressUpdate.__table__.c


def count_deferrals(session: Session, ids: Collection[str], as_of: date) -> Counter[str]:
    """Count the progress updates that put each of the actions off, but none that says it is of a later day.

    Those of the actions that one was carried from are counted with its own.
    """
    counted: Counter[str] = Counter()
    for chunk in in_chunks(ids):
        counted += _count(session.execute(_told_of(chunk, as_of)))
    return counted


def _count(told: Iterable[Any]) -> Counter[str]:
    """Count what puts actions off of what was told of them, in the order of telling.

    What a copy begins with, before its forerunner is carried forward, tells once more how that stood; and so does an
    action that is open again since its copy was deleted, where it stands as it did before. Neither is anything new.
    """
    counted: Counter[str] = Counter()
    carried: set[tuple[str, str]] = set()
    stood: dict[tuple[str, str], tuple[date, str]] = {}
    for row in told:
        own, forerunner = (row.of, row.action_id), (row.of, row.carried_from_id)
        if row.status == ActionStatus.CARRIED_FORWARD:
            carried.add(own)
            continue
        is_begun = row.carried_from_id is None or forerunner in carried
        is_back = own in carried and own in stood and stood[own][1] == row.status
        if row.status == ActionStatus.DEFERRED and is_begun and not is_back:
            counted[row.of] += 1
        carried.discard(own)
        # What was entered late, of a day before, tells not how it stands.
        day = row.reported_on or row.created_at.date()
        if own not in stood or day >= stood[own][0]:
            stood[own] = (day, row.status)
    return counted


def _told_of(ids: Collection[str], as_of: date) -> Any:
    """Ask for every status told of the actions, and of those that they were carried from, in the order of telling."""
    lineage = traced_back(_action.id.in_(ids))
    by_then = or_(_progress.reported_on.is_(None), _progress.reported_on <= as_of)
    told = (_progress.action_id, _progress.status, _progress.reported_on, _progress.created_at)
    return (
        select(lineage.c.of, lineage.c.carried_from_id, *told)
        .join_from(lineage, ProgressUpdate.__table__, _progress.action_id == lineage.c.id)
        .where(_progress.status.is_not(None), _progress.deleted_at.is_(None), by_then)
        .order_by(_progress.created_at, _progress.id)
    )
