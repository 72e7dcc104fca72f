"""The two ways to use the database: one transaction that writes, or one snapshot that is read."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from sqlmodel import Session, select

from app.core.config import Settings
from app.core.db import Sessions, reading, writing
from app.core.errors import Busy, Conflict, PreconditionFailed
from app.partners.models import Organisation
from tests.support.databases import make_settings

# Holds the writer's turn in a process of its own, until its input ends.
HOLD_SQLITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def organisation(name: str) -> Organisation:
    return Organisation(name=name, sector="other", reference=name, reference_key=name)


def names(session: Session) -> list[str]:
    return sorted(session.exec(select(Organisation.name)).all())


def test_write_is_kept_when_its_block_ends(sessions: Sessions) -> None:
    with writing(sessions) as session:
        session.add(organisation("a"))
    with reading(sessions) as session:
        assert names(session) == ["a"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_write_is_undone_by_any_error_within_it(sessions: Sessions, error: type[BaseException]) -> None:
    def fail() -> None:
        with writing(sessions) as session:
            session.add(organisation("a"))
            session.flush()
            raise error

    with pytest.raises(error):
        fail()
    with writing(sessions) as session:
        assert names(session) == []


def test_rule_of_the_database_that_is_broken_undoes_the_write(sessions: Sessions) -> None:
    def write_twice() -> None:
        with writing(sessions) as session:
            session.add(organisation("a"))
            session.flush()
            session.add(organisation("a"))

    with pytest.raises(Conflict):
        write_twice()
    with reading(sessions) as session:
        assert names(session) == []


def test_reading_keeps_nothing(sessions: Sessions) -> None:
    with reading(sessions) as session:
        session.add(organisation("a"))
    with reading(sessions) as session:
        assert names(session) == []


def test_reading_sees_one_snapshot_while_others_write(sessions: Sessions) -> None:
    with reading(sessions) as before:
        assert names(before) == []
        with writing(sessions) as session:
            session.add(organisation("a"))
        with reading(sessions) as after:
            assert names(after) == ["a"]
        assert names(before) == []


# SQLite plans a join of ten tables in no time.
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_postgresql_joins_tables_in_the_order_in_which_they_are_named(sessions: Sessions) -> None:
    for _ in range(2):
        # Also when a connection comes back to the pool, which undoes what was not committed.
        with reading(sessions) as session:
            assert session.execute(text("SHOW join_collapse_limit")).scalar() == "2"


def test_what_is_written_is_not_seen_before_it_is_kept(sessions: Sessions) -> None:
    with writing(sessions) as session:
        session.add(organisation("a"))
        session.flush()
        with reading(sessions) as meanwhile:
            assert names(meanwhile) == []


def test_writers_take_turns_so_that_no_change_is_lost(sessions: Sessions) -> None:
    with writing(sessions) as session:
        session.add(organisation("0"))

    def add_one(_: int) -> None:
        with writing(sessions) as session:
            counter = session.exec(select(Organisation)).one()
            counter.name = str(int(counter.name) + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(24)))
    with reading(sessions) as session:
        counter = session.exec(select(Organisation)).one()
        assert (counter.name, counter.version) == ("24", 25)


def test_row_that_was_changed_behind_our_back_is_not_overwritten(sessions: Sessions) -> None:
    with writing(sessions) as session:
        session.add(organisation("a"))

    def write() -> None:
        with writing(sessions) as session:
            row = session.exec(select(Organisation)).one()
            session.execute(text("UPDATE organisation SET version = 2, name = 'b'"))
            row.name = "c"

    with pytest.raises(PreconditionFailed):
        write()
    with reading(sessions) as session:
        assert names(session) == ["a"]


def test_writer_whose_turn_does_not_come_is_told_to_come_back(sessions: Sessions) -> None:
    refused: list[Busy] = []

    def write() -> None:
        try:
            with writing(sessions, wait_ms=50) as session:
                session.add(organisation("late"))
        except Busy as busy:
            refused.append(busy)

    with writing(sessions) as session:
        session.add(organisation("first"))
        session.flush()
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert [busy.headers["Retry-After"] for busy in refused] == ["2"]
    write()
    with reading(sessions) as session:
        assert names(session) == ["first", "late"]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_writer_waits_for_another_process_and_readers_do_not(sessions: Sessions) -> None:
    command = [sys.executable, "-c", HOLD_SQLITE, str(sessions.engine.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with reading(sessions) as session:
            assert names(session) == []
        with pytest.raises(Busy), writing(sessions, wait_ms=50):
            pytest.fail("the turn is another's")
        other.communicate()
    with writing(sessions) as session:
        session.add(organisation("a"))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_connection_waits_as_long_as_ever_after_one_that_would_not(sessions: Sessions) -> None:
    with writing(sessions), pytest.raises(Busy), writing(sessions, wait_ms=1):
        pytest.fail("the turn is another's")
    with writing(sessions, wait_ms=1):
        pass
    with reading(sessions) as one, reading(sessions) as other:
        waits = {session.execute(text("PRAGMA busy_timeout")).scalar() for session in (one, other)}
    assert waits == {8000}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_sqlite_keeps_its_promises(sessions: Sessions) -> None:
    with writing(sessions) as session:
        found = {
            pragma: session.execute(text(f"PRAGMA {pragma}")).scalar()
            for pragma in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 8000}


@pytest.mark.parametrize(("setting", "kept"), [("FULL", 2), ("NORMAL", 1)])
def test_sqlite_waits_for_the_disk_as_it_is_told(tmp_path: Path, setting: str, kept: int) -> None:
    made = Sessions(make_settings(f"sqlite:///{tmp_path / 'plans.db'}", sqlite_synchronous=setting))
    with reading(made) as one, writing(made) as other:
        found = [session.execute(text("PRAGMA synchronous")).scalar() for session in (one, other)]
    made.close()
    assert found == [kept, kept]


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_postgresql_refuses_a_write_within_a_reading(sessions: Sessions) -> None:
    with pytest.raises(InternalError, match="read-only"), reading(sessions) as session:
        session.execute(text("UPDATE organisation SET name = 'b'"))


def test_one_for_whom_there_is_no_connection_is_told_to_come_back(database_settings: Settings) -> None:
    url = database_settings.database_url
    full = Sessions(make_settings(url, requests_in_flight=1, wait_seconds=0.05))
    with ExitStack() as held:
        # One for the request in flight, and four for the rest.
        for _ in range(5):
            held.enter_context(reading(full)).execute(text("SELECT 1"))
        with pytest.raises(Busy, match="Every connection"), reading(full) as session:
            session.execute(text("SELECT 1"))
    with reading(full) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    full.close()


def test_pointer_to_nothing_is_refused_by_the_database(sessions: Sessions) -> None:
    with pytest.raises(Conflict), writing(sessions) as session:
        session.add(Organisation(**{**organisation("a").model_dump(), "parent_id": "nobody"}))


def test_times_come_back_aware_and_in_utc(sessions: Sessions) -> None:
    at = datetime(2004, 7, 1, 12, 30, 0, 123456, tzinfo=UTC)
    with writing(sessions) as session:
        session.add(Organisation(**{**organisation("a").model_dump(), "created_at": at}))
    with reading(sessions) as session:
        assert session.exec(select(Organisation.created_at)).one() == at


def test_text_sorts_by_code_point_on_both_databases(sessions: Sessions) -> None:
    by_code_point = ["", "A", "Z", "_", "a", "z", "É", "é", "ﬀ", "🙂"]
    with writing(sessions) as session:
        session.add_all(organisation(name) for name in reversed(by_code_point))
    with reading(sessions) as session:
        ordered = select(Organisation.name).order_by(Organisation.__table__.c.name)
        assert session.exec(ordered).all() == by_code_point


def test_folder_of_the_database_is_made_where_it_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "plans.db"
    made = Sessions(make_settings(f"sqlite:///{file}"))
    with reading(made) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    made.close()
    assert file.exists()


def test_database_that_is_away_is_told_as_such() -> None:
    away = Sessions(make_settings("postgresql+psycopg://plans:x@127.0.0.1:1/plans?connect_timeout=2"))
    with pytest.raises(Busy, match="can't be reached") as busy, reading(away) as session:
        session.execute(text("SELECT 1"))
    assert busy.value.headers["Retry-After"] == "5"
