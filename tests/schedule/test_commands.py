"""Deadlines kept in step with what they come from, on both databases."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.core.callers import COMMAND_LINE
from app.core.db import Sessions, reading, writing
from app.kernel.ids import new_id
from app.phrases.due import Point, PointKind
from app.schedule.commands import Source, clear_deadlines, set_deadlines, show_plan_deadlines
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, kept_point
from app.sub_groups.queries import find_body

ACTION, PLAN = new_id(), new_id()


def source(**changes: Any) -> Source:
    """Describe where the deadlines of these tests come from."""
    facts = {
        "source": DeadlineSource.ACTION,
        "source_id": ACTION,
        "action_id": ACTION,
        "plan_id": PLAN,
        "is_closed": False,
        "is_public": False,
    }
    return Source(**{**facts, **changes})


def due(month: int, text: str = "as written", kind: PointKind = PointKind.BY) -> dict[str, Any]:
    """Make what is due on the first of a month of 2004."""
    first = date(2004, month, 1)
    return kept_point(Point(kind, first, first, first.isoformat(), None, None, text))


def keep(sessions: Sessions, *points: dict[str, Any], **changes: Any) -> None:
    """Make these the deadlines of the source, in a transaction of their own."""
    with writing(sessions) as session:
        set_deadlines(session, COMMAND_LINE, source(**changes), points, find_body)


def kept(sessions: Sessions) -> list[dict[str, Any]]:
    """Read all deadlines, in the order of their source."""
    columns = Deadline.__table__.c
    with reading(sessions) as session:
        live = select(Deadline.__table__).where(columns.deleted_at.is_(None))
        rows = session.execute(live.order_by(columns.source, columns.position))
        return [dict(row) for row in rows.mappings()]


def test_occurrence_that_stays_keeps_its_id_whatever_becomes_of_the_others(sessions: Sessions) -> None:
    keep(sessions, due(7), due(9), due(11))
    july, september, november = kept(sessions)
    keep(sessions, due(5, "sooner"), due(9), due(11, "other words"))
    may, still, reworded = kept(sessions)
    assert (may["id"], may["text"], may["version"]) == (july["id"], "sooner", 2)
    assert (still["id"], still["created_at"], still["version"]) == (
        september["id"],
        september["created_at"],
        1,
    )
    assert (reworded["id"], reworded["text"], reworded["version"]) == (november["id"], "other words", 2)
    assert [row["latest"].month for row in (may, still, reworded)] == [5, 9, 11]


def test_two_things_due_on_one_day_are_two(sessions: Sessions) -> None:
    for _ in range(2):
        keep(sessions, due(7, "Print"), due(7, "Send"))
        assert [(row["text"], row["version"]) for row in kept(sessions)] == [("Print", 1), ("Send", 1)]
    keep(sessions, due(7, "Send"))
    assert [row["text"] for row in kept(sessions)] == ["Send"]


def test_version_counts_what_changes_and_nothing_else(sessions: Sessions) -> None:
    keep(sessions, due(7), due(9))
    before = kept(sessions)
    keep(sessions, due(7), due(9))
    assert kept(sessions) == before
    keep(sessions, due(9), due(7))
    assert {row["id"]: (row["version"], row["position"]) for row in kept(sessions)} == {
        before[0]["id"]: (2, 1),
        before[1]["id"]: (2, 0),
    }
    keep(sessions, due(9), due(7), is_closed=True)
    assert [(row["version"], row["is_done"]) for row in kept(sessions)] == [(3, True), (3, True)]


def test_what_is_said_twice_is_due_once(sessions: Sessions) -> None:
    for _ in range(3):
        keep(sessions, due(7), due(7), due(9))
        assert [row["latest"].month for row in kept(sessions)] == [7, 9]


def test_what_was_done_when_it_was_written_down_is_done(sessions: Sessions) -> None:
    keep(sessions, due(7), due(5, kind=PointKind.DONE))
    assert [row["is_done"] for row in kept(sessions)] == [False, True]


def test_what_was_done_by_its_words_does_not_become_what_is_to_be_done(sessions: Sessions) -> None:
    keep(sessions, due(5, "May, done", kind=PointKind.DONE))
    (done,) = kept(sessions)
    keep(sessions, due(7, "June, done", kind=PointKind.DONE))
    assert [row["id"] for row in kept(sessions)] == [done["id"]]
    keep(sessions, due(9, "September"))
    (september,) = kept(sessions)
    assert (september["id"] == done["id"], september["is_done"]) == (False, False)


def test_horizon_that_goes_on_makes_no_day_that_lapsed_one_to_come(sessions: Sessions) -> None:
    daily = due(1) | {"rrule": "FREQ=DAILY"}
    keep(sessions, daily)
    first, second, *_, last = kept(sessions)
    days = (second["named_earliest"], last["named_earliest"])
    table = Deadline.__table__
    # As if it had been kept on a day when the second was still among them, and the last not yet.
    gone = {name: date(2004, 1, 2) for name in ("named_earliest", "named_latest")}
    with writing(sessions) as session:
        session.execute(table.delete().where(table.c.id == last["id"]))
        session.execute(table.update().where(table.c.id == second["id"]).values(**gone))
    keep(sessions, daily)
    rows = {row["named_earliest"]: row["id"] for row in kept(sessions)}
    assert (min(rows), max(rows)) == (date(2004, 1, 1), days[1])
    assert second["id"] not in rows.values()
    assert rows[date(2004, 1, 1)] == first["id"]


def test_source_without_occurrences_has_no_deadlines(sessions: Sessions) -> None:
    keep(sessions, due(7))
    keep(sessions)
    assert kept(sessions) == []


def test_sources_do_not_touch_each_other(sessions: Sessions) -> None:
    milestone = {"source": DeadlineSource.MILESTONE, "source_id": new_id()}
    keep(sessions, due(7))
    keep(sessions, due(7), **milestone)
    keep(sessions, due(9), source_id=new_id())
    with writing(sessions) as session:
        clear_deadlines(session, DeadlineSource.ACTION, ACTION)
    assert [(row["source"], row["latest"].month) for row in kept(sessions)] == [
        ("action", 9),
        ("milestone", 7),
    ]
    with writing(sessions) as session:
        clear_deadlines(session, DeadlineSource.ACTION, milestone["source_id"])
    assert len(kept(sessions)) == 2


@pytest.mark.parametrize("is_public", [True, False])
def test_plan_shows_or_hides_its_deadlines_and_no_others(sessions: Sessions, *, is_public: bool) -> None:
    elsewhere = {"source_id": new_id(), "plan_id": new_id()}
    keep(sessions, due(7), is_public=not is_public)
    keep(sessions, due(9, "other words"), is_public=is_public)
    keep(sessions, due(9), is_public=not is_public, **elsewhere)
    with writing(sessions) as session:
        show_plan_deadlines(session, PLAN, is_public=is_public)
    shown = {row["plan_id"]: (row["is_public"], row["version"]) for row in kept(sessions)}
    assert shown == {PLAN: (is_public, 2), elsewhere["plan_id"]: (not is_public, 1)}
    keep(sessions, due(9, "new words"), is_public=not is_public)
    with writing(sessions) as session:
        show_plan_deadlines(session, PLAN, is_public=is_public)
    assert {row["version"] for row in kept(sessions)} == {1, 4}
