"""The law of states told twice, in Python and in SQL: the two agree on every point, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from sqlalchemy import insert, literal, select

from app.core.callers import COMMAND_LINE
from app.core.db import Sessions, reading, writing
from app.kernel.clock import now
from app.kernel.ids import new_id
from app.phrases.due import Point, PointKind
from app.schedule.commands import Source, set_deadlines
from app.schedule.models import Deadline
from app.schedule.queries.standing import IS_CURRENT, PLACES, STATE, place_of_all
from app.schedule.rules import (
    MOST_TELLING,
    NEVER,
    DeadlineSource,
    DueState,
    Rank,
    is_current,
    kept_point,
    state_of,
    state_of_all,
)
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
    rows = select(_deadline.kind, _deadline.earliest, _deadline.latest, _deadline.is_done, STATE)
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


def row(source_id: str, **values: Any) -> dict[str, Any]:
    """Make a deadline of an action, as it is kept."""
    kept = Deadline(
        id=new_id(),
        created_at=now(),
        updated_at=now(),
        source=DeadlineSource.ACTION,
        source_id=source_id,
        position=1,
        kind=PointKind.BY,
        text="as written",
        rank=int(Rank.DUE),
        listed_on=NEVER,
        **values,
    )
    return kept.model_dump()


def test_database_tells_which_occurrence_is_current_as_the_rules_do(sessions: Sessions) -> None:
    grid = [*product([None, *DAYS], [None, *DAYS])]
    kept = [row(new_id(), follows_on=follows_on, lapses_on=lapses_on) for follows_on, lapses_on in grid]
    with writing(sessions) as session:
        session.execute(insert(Deadline.__table__), kept)
    for as_of in (DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)):
        with reading(sessions) as session:
            asked = select(_deadline.follows_on, _deadline.lapses_on).where(IS_CURRENT)
            found = {tuple(one) for one in session.execute(asked, {"as_of": as_of})}
        assert found == {days for days in grid if is_current(*days, as_of)}, as_of


def test_database_tells_the_state_of_all_as_the_rules_do(sessions: Sessions) -> None:
    # Late, due now, to come, and done, as of the second day.
    dated: dict[DueState, dict[str, Any]] = {
        DueState.OVERDUE: {"latest": DAYS[0]},
        DueState.IN_WINDOW: {"latest": DAYS[1]},
        DueState.UPCOMING: {"earliest": DAYS[2], "latest": DAYS[2]},
        DueState.DONE: {"latest": DAYS[0], "is_done": True},
    }
    # What is deleted, said no more, or not yet the next one, is not said.
    unsaid: list[dict[str, Any]] = [
        {"deleted_at": now()},
        {"point": -1},
        {"follows_on": DAYS[1]},
        {"lapses_on": DAYS[0]},
    ]
    for states in (one for many in range(5) for one in combinations(dated, many)):
        source_id = new_id()
        kept = [row(source_id, **dated[state]) for state in states]
        kept += [row(source_id, **dated[DueState.OVERDUE], **values) for values in unsaid]
        kept.append({**row(source_id, **dated[DueState.OVERDUE]), "source": DeadlineSource.MILESTONE})
        with writing(sessions) as session:
            session.execute(insert(Deadline.__table__), kept)
        with reading(sessions) as session:
            asked = select(place_of_all(DeadlineSource.ACTION, literal(source_id)))
            place = session.execute(asked, {"as_of": DAYS[1]}).scalar_one()
        assert place == PLACES[state_of_all(states)], states
    assert [*PLACES] == [*MOST_TELLING]
