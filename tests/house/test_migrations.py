"""Migrations go up, down and up again on both databases, and leave no difference to the rooms' tables."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.core.config import Settings
from app.core.db import Sessions, Table, writing
from app.core.migrations import ROOT, check, downgrade, is_current, make_config, upgrade
from tests.conftest import MakeDatabases
from tests.support.catalogue import describe, list_objects
from tests.support.databases import make_settings

UPGRADE = """
from app.core.config import get_settings
from app.core.migrations import upgrade

upgrade(get_settings())
"""


@pytest.fixture
def empty(dialect: str, databases: MakeDatabases) -> Iterator[Settings]:
    """Settings that name a database in which nothing was ever made."""
    with databases(dialect).blank() as url:
        yield make_settings(url)


@pytest.fixture
def script() -> ScriptDirectory:
    """The migrations, in their order."""
    return ScriptDirectory.from_config(make_config(make_settings("sqlite:///never-opened.db")))


def revisions(script: ScriptDirectory) -> list[Script]:
    """List the migrations, oldest first."""
    return [*script.walk_revisions()][::-1]


def look(settings: Settings) -> tuple[list[str], list[str]]:
    """Describe the database: its objects by name, and each in full."""
    sessions = Sessions(settings)
    with sessions.engine.connect() as connection:
        found = list_objects(connection), describe(connection)
    sessions.close()
    return found


def as_the_rooms_say(settings: Settings) -> list[str]:
    """Make the tables as the rooms describe them, and describe what was made."""
    sessions = Sessions(settings)
    Table.metadata.create_all(sessions.engine)
    with sessions.engine.connect() as connection:
        found = describe(connection)
    sessions.close()
    return found


def test_migrated_database_has_what_the_rooms_describe(
    empty: Settings, databases: MakeDatabases, dialect: str
) -> None:
    upgrade(empty)
    with databases(dialect).blank("described") as url:
        assert look(empty)[1] == as_the_rooms_say(make_settings(url))


def test_alembic_finds_no_difference(empty: Settings) -> None:
    assert not is_current(empty)
    assert any("add_table" in difference for difference in check(empty))
    upgrade(empty)
    assert check(empty) == []
    assert is_current(empty)


def test_downgrade_leaves_nothing_and_upgrade_brings_all_back(empty: Settings) -> None:
    upgrade(empty)
    first = look(empty)
    downgrade(empty, "base")
    assert look(empty) == ([], [])
    upgrade(empty)
    assert look(empty) == first


def test_each_migration_goes_back_by_itself(empty: Settings, script: ScriptDirectory) -> None:
    seen = []
    for migration in revisions(script):
        seen.append(look(empty))
        upgrade(empty, migration.revision)
    while seen:
        downgrade(empty, "-1")
        assert look(empty) == seen.pop()


def test_difference_is_told(empty: Settings) -> None:
    upgrade(empty)
    sessions = Sessions(empty)
    with writing(sessions) as session:
        session.execute(text("ALTER TABLE person DROP COLUMN phone"))
    sessions.close()
    assert [difference.split()[0] for difference in check(empty)] == ["add_column"]


def test_two_upgrades_at_once_do_not_collide(empty: Settings) -> None:
    environment = {"PLANS_DATABASE_URL": empty.database_url}
    processes = [
        subprocess.Popen([sys.executable, "-c", UPGRADE], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.communicate()[1].decode() for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]
    assert is_current(empty)


def test_upgrade_refuses_rows_that_point_to_nothing(databases: MakeDatabases) -> None:
    settings = make_settings(databases("sqlite").fresh("dangling"))
    sessions = Sessions(settings)
    with sessions.engine.connect() as connection:
        _without_foreign_keys(connection, "INSERT INTO person VALUES " + _person(organisation="nowhere"))
    sessions.close()
    with pytest.raises(RuntimeError, match="point to what is not there"):
        upgrade(settings)


def _without_foreign_keys(connection: Connection, statement: str) -> None:
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(statement)


def _person(organisation: str) -> str:
    columns = Table.metadata.tables["person"].c
    known = {
        "id": "p",
        "organisation_id": organisation,
        "deleted_at": None,
        "version": 1,
        "is_name_public": 0,
    }
    values = [known.get(column.name, "2004-01-01 00:00:00") for column in columns]
    return "(" + ", ".join("NULL" if value is None else repr(value) for value in values) + ")"


def test_migrations_stand_in_one_line(script: ScriptDirectory) -> None:
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrations_are_named_by_day_time_and_words(script: ScriptDirectory) -> None:
    names = [migration.path.rsplit("/", 1)[1] for migration in revisions(script)]
    assert names == sorted(names)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}_[a-z0-9_]+\.py", name) for name in names)
    assert all(migration.doc for migration in revisions(script))


def test_migrations_import_nothing_of_the_service(script: ScriptDirectory) -> None:
    for migration in revisions(script):
        source = (ROOT / "migrations" / "versions" / migration.path).read_text()
        imported = re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE)
        assert set(imported) <= {"sqlalchemy", "alembic", *sys.stdlib_module_names}, migration.path


def test_every_constraint_and_index_has_a_name_by_the_convention(database_settings: Settings) -> None:
    sessions = Sessions(database_settings)
    found = inspect(sessions.engine)
    names: list[tuple[str, str | None]] = []
    for table in Table.metadata.tables:
        # SQLite forgets the name of a key that counts up.
        names.append((f"pk_{table}", found.get_pk_constraint(table)["name"] or f"pk_{table}"))
        names += [(f"fk_{table}_", key["name"]) for key in found.get_foreign_keys(table)]
        names += [(f"uq_{table}_", one["name"]) for one in found.get_unique_constraints(table)]
        names += [(f"ck_{table}_", one["name"]) for one in found.get_check_constraints(table)]
        for index in found.get_indexes(table):
            begins = f"uq_{table}_" if index["unique"] else f"ix_{table}_"
            names.append((begins, index["name"]))
    sessions.close()
    assert [pair for pair in names if not (pair[1] or "").startswith(pair[0])] == []
