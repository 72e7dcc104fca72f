"""Databases for the tests: copied from a migrated template, and empty as each test begins.

A copy is kept and emptied, not thrown away, since that takes a tenth of the time. The numbers of the ledger rise
from one test to the next, as they do in a service that runs on.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from psycopg import Connection

from app.core.config import Settings
from app.core.migrations import upgrade
from tests.support.postgres import connect, create_database, drop_database, running_postgres

DIALECTS = ("sqlite", "postgresql")
TEMPLATE = "template_of_registers"
# Without the triggers by which PostgreSQL keeps foreign keys, tables can be emptied in any order.
EMPTY_POSTGRESQL = """
DO $$
DECLARE tab record;
BEGIN
    SET LOCAL lock_timeout = '10s';
    SET LOCAL session_replication_role = replica;
    FOR tab IN
        SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', tab.name);
    END LOOP;
END $$
"""
SQLITE_TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'alembic_version'
"""


@cache
def make_settings(database_url: str, **changes: object) -> Settings:
    """Make settings for a test: nothing of the developer's own, no waiting for the disk, and all writes seen at once.

    What a test writes past the service is as if another process wrote it.
    """
    common = {"sqlite_synchronous": "NORMAL", "access_log": False, "postgresql_recheck_ms": 0, **changes}
    return Settings(_env_file=None, database_url=database_url, **common)  # type: ignore[arg-type]


class SqliteDatabases:
    """Makes SQLite databases in a folder by copying a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        upgrade(make_settings(f"sqlite:///{self.template}"))
        # Closed, it is whole by itself; a copy without its write-ahead log would not be.
        assert not self.template.with_name("template.db-wal").exists()

    def fresh(self, name: str = "register") -> str:
        """Give the address of a migrated database in which there is nothing."""
        file = self.folder / f"{name}.db"
        if file.exists():
            self._empty(file)
        else:
            shutil.copyfile(self.template, file)
        return f"sqlite:///{file}"

    @contextmanager
    def blank(self, name: str = "blank") -> Iterator[str]:
        """Give the address of a database that was never migrated, and which is gone when the block ends."""
        file = self.folder / f"{name}.db"
        try:
            yield f"sqlite:///{file}"
        finally:
            for path in self.folder.glob(f"{file.name}*"):
                path.unlink()

    @staticmethod
    def _empty(file: Path) -> None:
        with closing(sqlite3.connect(file, timeout=10)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                for (table,) in connection.execute(SQLITE_TABLES).fetchall():
                    # To ask first is quicker: most tests write into few tables.
                    if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                        connection.execute(f"DELETE FROM {table}")


class PostgresDatabases:
    """Makes PostgreSQL databases on a server by copying a template."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.copies: dict[str, str] = {}
        self.connections: dict[str, Connection] = {}
        upgrade(make_settings(create_database(server_url, TEMPLATE)))

    def fresh(self, name: str = "register") -> str:
        """Give the address of a migrated database in which there is nothing."""
        if name not in self.copies:
            self.copies[name] = create_database(self.server_url, name, template=TEMPLATE)
            return self.copies[name]
        if name not in self.connections:
            # It is kept, since to connect anew takes longer than all the rest.
            self.connections[name] = connect(self.copies[name])
        self.connections[name].execute(EMPTY_POSTGRESQL)
        return self.copies[name]

    def close(self) -> None:
        """Let go of what was kept open."""
        for connection in self.connections.values():
            connection.close()

    @contextmanager
    def blank(self, name: str = "blank") -> Iterator[str]:
        """Give the address of a database that was never migrated, and which is gone when the block ends."""
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
    with running_postgres() as server_url, closing(PostgresDatabases(server_url)) as databases:
        yield databases
