"""What the data is at: a value that is another one after every commit, learned more cheaply than any row is read.

SQLite tells it by `PRAGMA data_version` on a connection that never writes, within microseconds and with nothing
stale, whichever process wrote. Source: the pragma's documentation. Under load the locks that it takes cost as much as
all else that a kept answer does, so it is asked once for all requests that the event loop has ready at a time. Nobody
is told what is old by that: those requests had all come before it was asked.

PostgreSQL tells which transactions are to be seen, by `pg_current_snapshot()`: two snapshots are written alike only
where the same ones are. (The newest number of the ledger would not tell of a write that records nothing.) That is
asked at most every `postgresql_recheck_ms`, and a process knows at once of what it committed itself. So an answer is
never older than that, and never older than a write of the process's own. It needs nothing of the connection, so it
holds behind a proxy that pools transactions as well.
"""

import asyncio
import logging
import sqlite3
import time
from typing import Protocol

from anyio import CapacityLimiter, fail_after, to_thread
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.config import Settings
from app.core.db import Sessions

ANSWERS_WITHIN_SECONDS = 1.0

_log = logging.getLogger(__name__)
_SNAPSHOT = text("SELECT pg_current_snapshot()::text")


class Revision(Protocol):
    """What the data is at. All but `close` is for the event loop only."""

    def known(self) -> object | None:
        """Tell the revision where that needs no waiting, else None."""

    async def read(self) -> object | None:
        """Tell the revision; None where the database does not tell it."""

    def close(self) -> None:
        """Let go of the connection."""


def make_revision(settings: Settings, sessions: Sessions) -> Revision:
    """Make what tells the revision of a database."""
    if settings.sqlite_file is not None:
        return SqliteRevision(str(settings.sqlite_file))
    return PostgresRevision(sessions, settings.postgresql_recheck_ms / 1000)


class SqliteRevision:
    """What an SQLite file is at, for all processes that write it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._told: object | None = None

    def known(self) -> object | None:
        """Tell the revision as of when the first of the requests that are ready now was looked at."""
        if self._told is None:
            self._told = self._ask()
            if self._told is not None:
                # What the loop has ready by now is done before this, and what comes later only after it.
                asyncio.get_running_loop().call_soon(self._forget)
        return self._told

    async def read(self) -> object | None:
        """Ask the file, now."""
        return self._ask()

    def _forget(self) -> None:
        self._told = None

    def _ask(self) -> object | None:
        try:
            if self._connection is None:
                self._connection = self._connect()
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            # Somebody holds the whole file, to mend it or to change how it is written.
            return None
        found: int = version
        return found

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def _connect(self) -> sqlite3.Connection:
        # The loop must not wait for anybody's lock.
        connection = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        return connection


class PostgresRevision:
    """What a PostgreSQL database is at, as far as this process learned lately."""

    def __init__(self, sessions: Sessions, recheck_seconds: float) -> None:
        self._sessions = sessions
        self._recheck_seconds = recheck_seconds
        self._connection: Connection | None = None
        self._alone = CapacityLimiter(1)
        self._turn = asyncio.Lock()
        self._snapshot: str | None = None
        self._asked_at = 0.0
        self._failed_at = float("-inf")

    def known(self) -> object | None:
        """Give what was learned, while that is young enough."""
        # What was asked for then holds at least what was committed by then, whenever the answer came.
        if self._snapshot is None or time.monotonic() - self._asked_at > self._recheck_seconds:
            return None
        return self._snapshot, self._sessions.last_commit

    async def read(self) -> object | None:
        """Ask the database: once for all who wait, and not again for a while where it does not answer."""
        async with self._turn:
            if time.monotonic() - self._failed_at < ANSWERS_WITHIN_SECONDS:
                return None
            if (known := self.known()) is not None:
                return known
            asked_at = time.monotonic()
            try:
                with fail_after(ANSWERS_WITHIN_SECONDS):
                    self._snapshot = await to_thread.run_sync(
                        self._ask, abandon_on_cancel=True, limiter=self._alone
                    )
            except (SQLAlchemyError, TimeoutError) as error:
                _log.warning("what the database is at is not known, so no answer is kept: %s", error)
                # Where a thread still hangs on it, the connection is that thread's.
                self._connection, self._snapshot, self._failed_at = None, None, time.monotonic()
                return None
            self._asked_at = asked_at
            return self._snapshot, self._sessions.last_commit

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()

    def _ask(self) -> str:
        if self._connection is None:
            autocommit = self._sessions.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._connection = autocommit.connect()
        found: str = self._connection.execute(_SNAPSHOT).scalar_one()
        return found
