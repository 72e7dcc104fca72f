"""The revision of the data is another one after every commit, whoever wrote, and the same as long as nobody did."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from app.core.config import Settings
from app.core.db import Sessions, reading, writing
from app.core.revision import PostgresRevision, Revision, SqliteRevision, make_revision
from app.ledger.models import Event
from app.partners.models import Organisation
from tests.support.databases import make_settings

OTHER_PROCESS = """
import sys
from sqlalchemy import create_engine, text
with create_engine(sys.argv[1]).begin() as connection:
    connection.execute(text("UPDATE organisation SET name = name || '!'"))
"""


def at(revision: Revision) -> object:
    found = asyncio.run(revision.read())
    assert found is not None
    return found


def write(sessions: Sessions) -> None:
    row = Organisation(name="RBKC", reference="rbkc", reference_key="rbkc", sector="public")
    with writing(sessions) as session:
        session.execute(insert(Organisation.__table__).values(**row.model_dump()))


def test_revision_stays_while_nobody_writes(database_settings: Settings, sessions: Sessions) -> None:
    with closing(make_revision(database_settings, sessions)) as revision:
        before = at(revision)
        with reading(sessions) as session:
            session.execute(text("SELECT count(*) FROM organisation"))
        assert at(revision) == before


def test_revision_changes_with_a_write_of_this_process(
    database_settings: Settings, sessions: Sessions
) -> None:
    with closing(make_revision(database_settings, sessions)) as revision:
        before = at(revision)
        write(sessions)
        assert at(revision) != before


def test_revision_changes_with_a_write_of_another_process(
    database_settings: Settings, sessions: Sessions
) -> None:
    write(sessions)
    with closing(make_revision(database_settings, sessions)) as revision:
        before = at(revision)
        subprocess.run([sys.executable, "-c", OTHER_PROCESS, database_settings.database_url], check=True)
        assert at(revision) != before


def test_write_that_records_nothing_in_the_ledger_changes_it_too(
    database_settings: Settings, sessions: Sessions
) -> None:
    other = Sessions(database_settings)
    write(sessions)
    with closing(other), closing(make_revision(database_settings, sessions)) as revision:
        before = at(revision)
        with writing(other) as session:
            session.execute(text("UPDATE organisation SET name = 'Kensington'"))
            assert session.execute(text(f"SELECT count(*) FROM {Event.__tablename__}")).scalar_one() == 0
            # Nothing is to be seen yet.
            assert at(revision) == before
        assert at(revision) != before


def test_write_that_is_undone_keeps_nobody_from_seeing_the_next(
    database_settings: Settings, sessions: Sessions
) -> None:
    with closing(make_revision(database_settings, sessions)) as revision:
        before = at(revision)
        with suppress(RuntimeError), writing(sessions) as session:
            session.execute(text("DELETE FROM organisation"))
            raise RuntimeError
        between = at(revision)
        write(sessions)
        assert at(revision) not in (before, between)


@pytest.fixture
def slow(sessions: Sessions) -> Callable[[], PostgresRevision]:
    """Make one that asks PostgreSQL again only after an hour."""
    return lambda: PostgresRevision(sessions, 3600.0)


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_own_write_is_known_at_once_and_that_of_another_after_a_while(
    database_settings: Settings, sessions: Sessions, slow: Callable[[], PostgresRevision]
) -> None:
    other = Sessions(database_settings)
    with closing(other), closing(slow()) as revision:
        before = at(revision)
        write(other)
        assert revision.known() == before
        with writing(sessions) as session:
            session.execute(text("UPDATE organisation SET name = 'Kensington'"))
        assert revision.known() not in (None, before)
    with closing(other), closing(PostgresRevision(sessions, 0.05)) as revision:
        before = at(revision)
        write_again = "UPDATE organisation SET name = 'Chelsea'"
        with writing(other) as session:
            session.execute(text(write_again))

        async def later() -> object:
            await asyncio.sleep(0.06)
            assert revision.known() is None
            return await revision.read()

        assert asyncio.run(later()) != before


def test_database_that_does_not_answer_tells_nothing_and_is_not_asked_by_everybody() -> None:
    sessions = Sessions(make_settings("postgresql+psycopg://plans:hidden@127.0.0.1:1/plans"))
    revision = PostgresRevision(sessions, 0.05)

    async def many() -> list[object | None]:
        return await asyncio.gather(*(revision.read() for _ in range(50)))

    with closing(sessions):
        assert asyncio.run(asyncio.wait_for(many(), 3)) == [None] * 50


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_file_is_asked_once_for_all_that_is_ready_and_anew_for_what_comes_later(
    database_settings: Settings, sessions: Sessions
) -> None:
    with closing(make_revision(database_settings, sessions)) as revision:

        async def ask() -> object | None:
            return revision.known()

        async def ask_and_write() -> object | None:
            before = revision.known()
            write(sessions)
            return before

        async def scenario() -> None:
            # The second came before the first wrote; the third comes after.
            first, second = await asyncio.gather(ask_and_write(), ask())
            third = await asyncio.create_task(ask())
            assert first is not None
            assert first == second != third
            assert third == await revision.read() == revision.known()

        asyncio.run(scenario())


def test_file_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    assert SqliteRevision(f"{tmp_path}/nowhere/register.db").known() is None
