"""How what falls due stands as of a day, told by the database: by the laws of `schedule.rules`, once more in SQL.

Tests hold the two together. The day is bound as `as_of`.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, or_, select

from app.phrases.due import PointKind
from app.schedule.models import Deadline
from app.schedule.rules import MOST_TELLING, DeadlineSource, DueState, Rank

_deadline = Deadline.__table__.c
_as_of = bindparam("as_of", type_=Date())

STATE = case(
    (or_(_deadline.is_done.is_(True), _deadline.kind == PointKind.DONE), DueState.DONE),
    (_deadline.rank == int(Rank.DUE), case(
        (_deadline.latest < _as_of, DueState.OVERDUE),
        (_deadline.earliest > _as_of, DueState.UPCOMING),
        else_=DueState.IN_WINDOW,
    )),
    (or_(_deadline.kind == PointKind.ONGOING, _deadline.rank == int(Rank.STARTS)), case(
        (_deadline.earliest > _as_of, DueState.UPCOMING),
        else_=DueState.ONGOING,
    )),
    (_deadline.kind == PointKind.RELATIVE, DueState.WAITING),
    else_=DueState.UNDATED,
)  # fmt: skip
"""The state of one deadline, as by `state_of`."""

IS_CURRENT = and_(
    or_(_deadline.follows_on.is_(None), _deadline.follows_on < _as_of),
    or_(_deadline.lapses_on.is_(None), _deadline.lapses_on >= _as_of),
)
"""That a deadline is the one that is due next, or the last one that was missed, as by `is_current`."""


PLACES = {state: place for place, state in enumerate(MOST_TELLING)}
"""The states as numbers, of which the lowest is the most pressing."""


def place_of_all(source: DeadlineSource, source_id: ColumnElement[Any]) -> ColumnElement[int]:
    """Make the column that tells the state of all that a source says, as by `state_of_all`: its number in PLACES."""
    said = (
        _deadline.source == source.value,
        _deadline.source_id == source_id,
        _deadline.deleted_at.is_(None),
        _deadline.point >= 0,
        IS_CURRENT,
    )
    most_pressing = select(func.min(case(PLACES, value=STATE))).where(*said).scalar_subquery()
    return func.coalesce(most_pressing, PLACES[DueState.UNDATED])
