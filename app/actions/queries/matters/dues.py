"""What actions are due by as of a day, which of them are overdue, and which of those had hung on a meeting before."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.actions.queries.carried import traced_back
from app.core.chunks import rows_among
from app.core.listing import Item
from app.ledger.models import Event
from app.ledger.rules import Verb
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, Rank, is_current

_action = Action.__table__.c
_deadline = Deadline.__table__.c
_event = Event.__table__.c
_milestone = Milestone.__table__.c

SAID = (_deadline.deleted_at.is_(None), _deadline.point >= 0, _deadline.is_done.is_(False))
"""The conditions that the words say it still, and it is not done."""

_DUES = select(*(_deadline[name] for name in ("action_id", "latest", "follows_on", "lapses_on"))).where(
    *SAID, _deadline.rank == int(Rank.DUE)
)
_DUES_NAMED = (
    _DUES.add_columns(_milestone.title, _milestone.due_text)
    .outerjoin(
        Milestone.__table__,
        and_(_deadline.source == DeadlineSource.MILESTONE, _deadline.source_id == _milestone.id),
    )
    # By these words an action's own come before those of its milestones.
    .order_by(_deadline.source, _milestone.position, _deadline.position)
)
# What is written to JSON is asked for as text, which both databases can do in the same words.
_BEFORE = cast(_event.before, Text)
_HAD_POINTS = and_(
    _event.kind.in_([Action.__tablename__, Milestone.__tablename__]), _BEFORE.contains('"due_points"')
)
_HAD_MEETING = and_(_event.kind == Deadline.__tablename__, _BEFORE.contains('"meeting_id"'))
_CHANGES = select(_event.subject_id, _event.before).where(
    _event.subject_kind == Action.__tablename__, _event.verb == Verb.UPDATED
)
_CHANGES_OF_DUE = _CHANGES.where(or_(_HAD_POINTS, _HAD_MEETING))
_told_anew = Event.__table__.alias("told_anew").c
# An event of a deadline tells its words only where new ones took it off its meeting.
_WORDS_STAND = ~(
    select(_told_anew.id)
    .where(
        _told_anew.subject_kind == Action.__tablename__,
        _told_anew.subject_id == _event.subject_id,
        _told_anew.resource_id == _event.resource_id,
        _told_anew.id >= _event.id,
        cast(_told_anew.after, Text).contains('"text"'),
    )
    .exists()
)
_CHANGES_OF_FREE = (
    _CHANGES.join_from(Event.__table__, Deadline.__table__, _deadline.id == _event.resource_id)
    .where(_HAD_MEETING, *SAID, _deadline.meeting_id.is_(None), _WORDS_STAND)
)  # fmt: skip


def is_overdue(action_id: ColumnElement[Any], as_of: date) -> ColumnElement[bool]:
    """Give the condition that an action, or a milestone of it, has a day that passed undone before another day."""
    is_current_then = and_(
        or_(_deadline.follows_on.is_(None), _deadline.follows_on < as_of),
        or_(_deadline.lapses_on.is_(None), _deadline.lapses_on >= as_of),
    )
    missed = _DUES.where(_deadline.latest < as_of, is_current_then, _deadline.action_id.is_not(None))
    return action_id.in_(missed.with_only_columns(_deadline.action_id))


def list_dues(session: Session, ids: Collection[str]) -> defaultdict[str, list[Any]]:
    """Read what the actions are due by, and then their milestones, each with its title and words."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows_among(session, _DUES_NAMED, _deadline.action_id, ids):
        found[row.action_id].append(row)
    return found


def due_as_of(words: str, rows: Sequence[Any], as_of: date) -> Item:
    """Tell when an action of these words is due, by which milestone if one is due first, and how long it is overdue."""
    current = [row for row in rows if is_current(row.follows_on, row.lapses_on, as_of)]
    first = min(current, key=lambda row: row.latest, default=None)
    if first is None:
        return {"milestone": None, "due_text": words, "due_on": None, "days_overdue": None}
    return {
        "milestone": first.title,
        "due_text": words if first.title is None else first.due_text,
        "due_on": first.latest,
        "days_overdue": (as_of - first.latest).days if first.latest < as_of else None,
    }


def hung_before(session: Session, actions: Select[Any]) -> Iterator[tuple[str, str]]:
    """Tell on which meetings actions had hung before they had another day: their ids, and the meetings'.

    Also those on which what they were carried from had hung.
    """
    lineage = traced_back(_action.id.in_(actions))
    changes = _CHANGES_OF_DUE.join(lineage, lineage.c.id == _event.subject_id)
    return _meetings_in(session, changes.with_only_columns(lineage.c.of, _event.before))


def set_free(session: Session, actions: Select[Any]) -> Iterator[tuple[str, str]]:
    """Tell on which meetings actions hung that hang on none now, by the same words: their ids, and the meetings'."""
    return _meetings_in(session, _CHANGES_OF_FREE.where(_event.subject_id.in_(actions)))


def _meetings_in(session: Session, changes: Select[Any]) -> Iterator[tuple[str, str]]:
    for id, before in session.execute(changes):
        for point in (before["due_points"] or ()) if "due_points" in before else (before,):
            if point.get("meeting_id") is not None:
                yield id, point["meeting_id"]
