"""The database: the base of all tables, and the only two ways to use one, `writing` and `reading`.

A transaction is begun and ended here and nowhere else. Both ways give a Session; the caller holds it for one
`with` block, which is one transaction.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

import orjson
import psycopg
from sqlalchemy import (
    JSON,
    TEXT,
    BigInteger,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy import Table as CoreTable
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import declared_attr
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, Session, SQLModel

from app.core.config import Settings
from app.core.errors import Busy, Conflict, PreconditionFailed
from app.kernel.clock import now
from app.kernel.ids import new_id

# Text sorts by code point on both databases: SQLite does so by itself, PostgreSQL in its "C" collation.
WORDS = Text().with_variant(TEXT(collation="C"), "postgresql")
# Ledger numbers outgrow 32 bits; SQLite counts rows up only in a column that is plainly INTEGER.
BIG_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
JSON_VALUE = JSON(none_as_null=True)
# Tables and columns whose info says so belong to their deployment alone, and are in no archive of the register.
STAYS = {"stays": True}

WAIT_FOR_WRITER_MS = 8_000
_WRITERS_TURN = 7_205_004


class Rows(SQLModel):
    """What every table is: rows of any sort, also those that are no resources (links, events, kept answers)."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    __table__: ClassVar[CoreTable]
    __tablename__: ClassVar[str]


class Table(Rows):
    """What every resource's table has: identity, version, and when a row was made, changed and deleted.

    `__path__` says where the API shows a row ("/v1/plans", or "/v1/plans/{plan_id}/themes" for what means
    nothing alone). `__reference_in__` names the columns within which a reference is unique.
    """

    __path__: ClassVar[str]
    __reference_in__: ClassVar[tuple[str, ...]] = ()

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=WORDS)
    version: int = Field(default=1)
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    deleted_at: datetime | None = Field(default=None)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class.
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}


class Referenced(Table):
    """A table whose rows people name by a reference, in natural order, free again once a row is deleted."""

    reference: str = Field(sa_type=WORDS)
    reference_key: str = Field(sa_type=WORDS)


class folded(FunctionElement[str]):  # noqa: N801 - it is used as a function of SQL.
    """The words of a column in lower case, in every alphabet, as Python makes it of what is searched for."""

    inherit_cache = True
    type = Text()


@compiles(folded)
def _fold(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _fold_in_postgresql(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    # In the "C" collation of our columns only A to Z have a lower case.
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "default")'


def unique_reference(table: str, *scope: str) -> Index:
    """Make the index by which a reference is unique among the live rows of its scope."""
    live = text("deleted_at IS NULL")
    return Index(
        f"uq_{table}_reference", *scope, "reference", unique=True, sqlite_where=live, postgresql_where=live
    )


class Sessions:
    """One database: its engine in two modes, one that reads and one that writes, over one pool."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = _make_engine(settings)
        self._reader: Engine
        self._writer: Engine
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Another one after each commit of this process. Not a number: two threads that count may count as one.
        self.last_commit = object()
        if self.is_sqlite:
            self._reader, self._writer = self.engine, self.engine.execution_options(plans_writes=True)
        else:
            # One snapshot for all the statements of a reading, so that a page and its parts agree.
            self._reader = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writer = self.engine

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


@contextmanager
def writing(sessions: Sessions, wait_ms: int = WAIT_FOR_WRITER_MS) -> Iterator[Session]:
    """Open the one transaction of a write; commit at the end, roll back on any error.

    The writer's turn is taken first, before any row is read: `BEGIN IMMEDIATE` on SQLite, an advisory
    transaction lock on PostgreSQL. So no update is lost, and the ledger's numbers commit in order.
    Raises Busy when the turn does not come within `wait_ms` (at least 1: PostgreSQL takes 0 for no bound).
    """
    with _told_in_our_words(), Session(sessions._writer, expire_on_commit=False) as session:
        try:
            connection = session.connection(execution_options={"plans_wait_ms": wait_ms})
            if not sessions.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = {wait_ms}"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS_TURN})"))
            yield session
            session.commit()
            sessions.last_commit = object()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """Open a transaction that only reads: one snapshot, which no writer disturbs and which blocks none."""
    with _told_in_our_words(), Session(sessions._reader, autoflush=False) as session:
        yield session


@contextmanager
def trying(session: Session) -> Iterator[None]:
    """Try a part of a write: where it fails, it alone is taken back, and the rest can go on."""
    with session.begin_nested():
        yield


def _make_engine(settings: Settings) -> Engine:
    """Make the engine. The pool holds a connection for every request in flight, and four for the rest."""
    size = settings.requests_in_flight + 4
    common: dict[str, Any] = {
        "pool_size": size,
        "max_overflow": 0,
        "pool_timeout": settings.wait_seconds,
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": orjson.loads,
    }
    if settings.sqlite_file is None:
        engine = create_engine(settings.database_url, pool_pre_ping=True, **common)
        _prepare_postgresql(engine)
        return engine
    settings.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(settings.database_url, connect_args={"check_same_thread": False}, **common)
    _prepare_sqlite(engine, settings.sqlite_synchronous)
    return engine


def _prepare_postgresql(engine: Engine) -> None:
    """Have PostgreSQL join tables in the order in which statements name them.

    Ours begin with the rows that are asked for and look the rest up by their keys. To find that out anew for ten
    tables, at each request, takes PostgreSQL five times as long as all the rest.
    """

    @event.listens_for(engine, "connect")
    def _on_connect(connection: psycopg.Connection, _record: object) -> None:
        connection.execute("SET join_collapse_limit = 2")
        # What is set in a transaction that is not committed is forgotten.
        connection.commit()


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    """Give SQLite foreign keys, a write-ahead log, a bounded wait, and transactions that we begin ourselves."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        # SQLite's own knows only A to Z.
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in (
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            f"busy_timeout = {WAIT_FOR_WRITER_MS}",
            # An erased name must not stay readable in the file's free pages.
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("plans_writes"):
            # Straight to the driver: the way round takes as long as a small query.
            connection.connection.cursor().execute("BEGIN")
            return
        with _waiting(connection, options.get("plans_wait_ms", WAIT_FOR_WRITER_MS)):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


@contextmanager
def _waiting(connection: Connection, wait_ms: int) -> Iterator[None]:
    """Let an SQLite connection wait as long as asked, and afterwards as long as ever."""
    if wait_ms == WAIT_FOR_WRITER_MS:
        yield
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_ms}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAIT_FOR_WRITER_MS}")


@contextmanager
def _told_in_our_words() -> Iterator[None]:
    """Turn what a database reports about contention and constraints into our own errors."""
    try:
        yield
    except StaleDataError:
        raise PreconditionFailed(
            "It was changed by someone else at the same moment; read it again."
        ) from None
    except PoolTimeout:
        raise Busy("Every connection to the database is in use.") from None
    except OperationalError as error:
        if _is_contention(error.orig):
            raise Busy("Another write is taking long; nothing of this one was kept.", retry_after=2) from None
        if _is_away(error.orig):
            raise Busy("The database can't be reached; nothing was kept.", retry_after=5) from None
        raise
    except IntegrityError as error:
        raise Conflict("The change would break a rule of the database.") from error


def _is_contention(original: BaseException | None) -> bool:
    """Tell a lock that did not come in time from other faults."""
    if isinstance(original, sqlite3.OperationalError):
        return "locked" in str(original) or "busy" in str(original)
    return isinstance(original, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected)


def _is_away(original: BaseException | None) -> bool:
    """Tell a server that is away, or takes nobody, from a fault of ours."""
    return isinstance(original, psycopg.OperationalError)
