"""Databases for the tests: each test has one of its own, copied from a migrated template."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app.core.config import Settings
from app.core.db import Sessions, Table
from app.core.migrations import ROOT, upgrade
from tests.support.postgres import connect, create_database, drop_database, running_postgres

DIALECTS = ("sqlite", "postgresql")
VERSIONS = ROOT / "migrations" / "versions"
TEMPLATE = "template_of_registers"
# Without the triggers by which PostgreSQL keeps foreign keys, tables can be emptied in any order.
EMPTY = """
DO $$
DECLARE tab record;
BEGIN
    SET LOCAL lock_timeout = '2s';
    SET LOCAL session_replication_role = replica;
    FOR tab IN
        SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', tab.name);
    END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


def make_settings(database_url: str, **changes: object) -> Settings:
    """Make settings for a test: nothing of the developer's own, and no waiting for the disk."""
    common = {"sqlite_synchronous": "NORMAL", "access_log": False, **changes}
    return Settings(_env_file=None, database_url=database_url, **common)  # type: ignore[arg-type]


class SqliteDatabases:
    """Makes SQLite databases in a folder by copying a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        _migrate(make_settings(f"sqlite:///{self.template}"))
        # Closed, it is whole by itself; a copy without its write-ahead log would not be.
        assert not self.template.with_name("template.db-wal").exists()

    @contextmanager
    def fresh(self, name: str = "register") -> Iterator[str]:
        """Give the address of a fresh database, which is gone when the block ends."""
        with self.blank(name) as url:
            shutil.copyfile(self.template, self.folder / f"{name}.db")
            yield url

    @contextmanager
    def blank(self, name: str = "blank") -> Iterator[str]:
        """Give the address of a database in which there is nothing at all."""
        file = self.folder / f"{name}.db"
        try:
            yield f"sqlite:///{file}"
        finally:
            for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
                path.unlink(missing_ok=True)


class PostgresDatabases:
    """Makes PostgreSQL databases on a server by copying a template, which takes a fifth of a second.

    So a copy is kept after its test and emptied before the next, which takes two hundredths.
    """

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.copies: dict[str, str] = {}
        _migrate(make_settings(create_database(server_url, TEMPLATE)))

    @contextmanager
    def fresh(self, name: str = "register") -> Iterator[str]:
        """Give the address of an empty database, for one test."""
        if name not in self.copies or not _emptied(self.copies[name]):
            drop_database(self.server_url, name)
            self.copies[name] = create_database(self.server_url, name, template=TEMPLATE)
        yield self.copies[name]

    @contextmanager
    def blank(self, name: str = "blank") -> Iterator[str]:
        """Give the address of a database in which there is nothing at all."""
        url = create_database(self.server_url, name)
        try:
            yield url
        finally:
            drop_database(self.server_url, name)


@contextmanager
def open_databases(dialect: str, folder: Path) -> Iterator[SqliteDatabases | PostgresDatabases]:
    """Open the place where databases of a dialect are made."""
    if dialect == "sqlite":
        yield SqliteDatabases(folder)
        return
    with running_postgres() as server_url:
        yield PostgresDatabases(server_url)


def _emptied(url: str) -> bool:
    """Empty a database; tell whether it could be done, since a test may have left a connection open."""
    try:
        with connect(url) as connection:
            connection.execute(EMPTY)
    except psycopg.errors.LockNotAvailable:
        return False
    return True


def _migrate(settings: Settings) -> None:
    if any(VERSIONS.glob("*.py")):
        upgrade(settings)
        return
    sessions = Sessions(settings)
    Table.metadata.create_all(sessions.engine)
    sessions.close()
