"""What a register holds when it is migrated is all there afterwards, and what follows from it is made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, select

from app.actions.commands.reread import reread_plan
from app.core.callers import COMMAND_LINE
from app.core.config import Settings
from app.core.db import Sessions, reading, writing
from app.core.migrations import downgrade, upgrade
from app.kernel.ids import new_id
from app.meetings.models import Paper
from app.plans.models import Plan
from app.protocol.models import ProtocolRule
from app.schedule.models import Deadline, MeetingDay
from tests.conftest import MakeDatabases
from tests.support.databases import make_settings

FIRST = "90ed4fe4d58f"
BEFORE_RENAMING = "8b87cef7ba13"
AT = datetime(2004, 5, 1, 12, tzinfo=UTC)
GROUP, MEETING, PLAN, ACTION, JULY = (new_id() for _ in range(5))
POINT = {
    "kind": "at",
    "earliest": "2004-07-01",
    "latest": "2004-07-31",
    "edtf": "2004-07",
    "rrule": None,
    "anchor": "July 2004 meeting",
    "meeting_id": None,
    "text": "July 2004 meeting",
}
ROWS: dict[str, dict[str, Any]] = {
    "sub_group": {
        "id": GROUP,
        "reference": "sg",
        "reference_key": "sg",
        "name": "Steering Group",
        "other_names": [],
        "kind": "steering_group",
        "agenda_notice_days": 7,
        "standing_items": [],
    },
    "meeting": {
        "id": MEETING,
        "reference": "m",
        "reference_key": "m",
        "sub_group_id": GROUP,
        "title": "Summer meeting",
        "starts_on": date(2004, 7, 21),
        "time_zone": "Europe/London",
        "status": "confirmed",
        "visibility": "public",
    },
    "plan": {
        "id": PLAN,
        "reference": "p",
        "reference_key": "p",
        "title": "A plan",
        "kind": "strategy",
        "starts_on": date(2004, 4, 1),
        "ends_on": date(2005, 3, 31),
        "document_date": "2004-04",
        "status": "draft",
        "visibility": "partners",
    },
    "action": {
        "id": ACTION,
        "reference": "1",
        "reference_key": "011",
        "plan_id": PLAN,
        "position": 1,
        "text": "Meet",
        "status": "not_started",
        "cross_cutting": [],
        "lead_text": "",
        "due_text": "July 2004 meeting",
        "due_points": [POINT],
        "due_unread": [],
        "due_reading": "automatic",
        "due_on": date(2004, 7, 31),
    },
    "deadline": {
        "id": JULY,
        "source": "action",
        "source_id": ACTION,
        "action_id": ACTION,
        "plan_id": PLAN,
        "position": 0,
        "kind": "at",
        "earliest": date(2004, 7, 1),
        "latest": date(2004, 7, 31),
        "edtf": "2004-07",
        "anchor": "July 2004 meeting",
        "text": "July 2004 meeting",
        "rank": 0,
        "listed_on": date(2004, 7, 31),
        "is_done": False,
        "is_public": False,
    },
}
_deadline = Deadline.__table__


@pytest.fixture
def migrated(dialect: str, databases: MakeDatabases) -> Iterator[Settings]:
    """A register that was filled at the first revision, and then brought up to date."""
    with databases(dialect).blank() as url:
        settings = make_settings(url)
        upgrade(settings, FIRST)
        sessions = Sessions(settings)
        with sessions.engine.begin() as connection:
            for name, values in ROWS.items():
                keep(connection, name, values)
        sessions.close()
        upgrade(settings)
        yield settings


def keep(connection: Connection, name: str, values: dict[str, Any]) -> None:
    """Keep a row in a table as it is at this revision."""
    table = Table(name, MetaData(), autoload_with=connection)
    bookkeeping = {"version": 1, "created_at": AT, "updated_at": AT}
    connection.execute(insert(table).values(**bookkeeping, **values))


def deadlines(settings: Settings) -> list[tuple[Any, ...]]:
    """Tell of each deadline from what it comes, when it is due, and how it hangs on a meeting."""
    sessions = Sessions(settings)
    columns = _deadline.c
    with reading(sessions) as session:
        shown = select(columns.source, columns.latest, columns.binding, columns.is_public)
        rows = session.execute(shown.order_by(columns.source)).all()
    sessions.close()
    return [tuple(row) for row in rows]


def test_agendas_and_ends_of_plans_fall_due(migrated: Settings) -> None:
    assert deadlines(migrated) == [
        ("action", date(2004, 7, 31), None, False),
        ("meeting", date(2004, 7, 14), None, True),
        ("plan", date(2005, 3, 31), None, False),
    ]
    sessions = Sessions(migrated)
    with reading(sessions) as session:
        (day,) = session.execute(select(MeetingDay.__table__)).mappings()
    sessions.close()
    assert (day["held_on"], day["notice_days"], day["is_cancelled"]) == (date(2004, 7, 21), 7, False)


def test_what_is_read_anew_hangs_on_the_meetings_that_are_there(migrated: Settings) -> None:
    sessions = Sessions(migrated)
    with writing(sessions) as session:
        reread_plan(session, COMMAND_LINE, session.get_one(Plan, PLAN), dry_run=False)
    with reading(sessions) as session:
        row = session.execute(select(_deadline).where(_deadline.c.id == JULY)).mappings().one()
    sessions.close()
    assert (row["latest"], row["meeting_id"], row["binding"]) == (date(2004, 7, 21), MEETING, "automatic")


def test_way_back_leaves_what_was_there(migrated: Settings) -> None:
    downgrade(migrated, FIRST)
    sessions = Sessions(migrated)
    with sessions.engine.connect() as connection:
        kept = Table("deadline", MetaData(), autoload_with=connection)
        assert connection.execute(select(kept.c.id)).scalars().all() == [JULY]
        actions = Table("action", MetaData(), autoload_with=connection)
        assert connection.execute(select(actions.c.due_points)).scalar() == [POINT]
    sessions.close()
    upgrade(migrated)
    assert [source for source, *_ in deadlines(migrated)] == ["action", "meeting", "plan"]


def test_meetings_that_agreed_are_known_by_their_new_names(migrated: Settings) -> None:
    downgrade(migrated, BEFORE_RENAMING)
    kept = {"reference": "x", "reference_key": "x", "title": "X", "visibility": "partners"}
    minutes = {**kept, "id": new_id(), "kind": "minutes", "meeting_id": MEETING, "approved_at_id": MEETING}
    rule = {**kept, "id": new_id(), "kind": "standing_item", "parameters": {}, "agreed_at_id": MEETING}
    sessions = Sessions(migrated)
    with sessions.engine.begin() as connection:
        keep(connection, "paper", minutes)
        keep(connection, "protocol_rule", rule)
    sessions.close()
    upgrade(migrated)
    sessions = Sessions(migrated)
    with reading(sessions) as session:
        assert session.get_one(Paper, minutes["id"]).approval_meeting_id == MEETING
        assert session.get_one(ProtocolRule, rule["id"]).meeting_id == MEETING
    sessions.close()
