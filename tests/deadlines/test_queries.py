"""The law of states told twice, in Python and in SQL: the two agree on every point, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import select

from app.core.callers import COMMAND_LINE
from app.core.db import Sessions, reading, writing
from app.deadlines.queries import _STATE
from app.kernel.ids import new_id
from app.phrases.due import Point, PointKind
from app.schedule.commands import Source, set_deadlines
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, DueState, kept_point, state_of
from app.sub_groups.queries import find_body

DAYS = [date(2004, 7, 1) + timedelta(days=number) for number in range(3)]
_deadline = Deadline.__table__.c


def points() -> Iterator[dict[str, Any]]:
    """Make one point of each kind with each first and last day, and with neither."""
    for kind, earliest, latest in product(PointKind, [None, *DAYS], [None, *DAYS]):
        yield kept_point(Point(kind, earliest, latest, None, None, None, "as written"))


def test_database_tells_states_as_the_rules_do(sessions: Sessions) -> None:
    grid = list(points())
    with writing(sessions) as session:
        for is_closed in (False, True):
            source = Source(source=DeadlineSource.ACTION, source_id=new_id(), is_closed=is_closed)
            set_deadlines(session, COMMAND_LINE, source, grid, find_body)
    rows = select(_deadline.kind, _deadline.earliest, _deadline.latest, _deadline.is_done, _STATE)
    seen = set()
    for as_of in (DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)):
        with reading(sessions) as session:
            found = session.execute(rows, {"as_of": as_of}).all()
        assert len(found) == 2 * len(PointKind) * 4 * 4 == 2 * len(grid)
        for kind, earliest, latest, is_done, state in found:
            told = state_of(kind, earliest, latest, is_done=is_done, as_of=as_of)
            assert state == told, (kind, earliest, latest, is_done, as_of)
            seen.add(told)
    assert seen == set(DueState)
