"""How alembic reaches the register's database; `app/core/migrations.py` says how it is used."""

from contextlib import closing
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

# The service is made of every room, so this makes every room's tables known.
import app.main  # noqa: F401 - it knows all tables.
from app.core.config import Settings, get_settings
from app.core.db import WORDS, Sessions, Table
from app.indicators.models import ExactNumber

_UPGRADES_TURN = 7_205_005
WORDS_AS_WRITTEN = '\nWORDS = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")\n'


def render_item(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write a type as plain SQLAlchemy, so that a migration never depends on code that changes later."""
    if item is WORDS:
        autogenerate.imports.add(WORDS_AS_WRITTEN)
        return "WORDS"
    if kind != "type" or not type(item).__module__.startswith(("sqlmodel", "app")):
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return "sa.String()"
    if isinstance(item, ExactNumber):
        return "sa.BigInteger()"
    raise TypeError(f"say here how {item!r} is written as plain SQLAlchemy")


def migrate(settings: Settings) -> None:
    """Migrate the database that the settings name."""
    sessions = Sessions(settings)
    try:
        with sessions.engine.connect() as connection:
            if sessions.is_sqlite:
                migrate_sqlite(connection)
            else:
                migrate_postgresql(connection)
    finally:
        sessions.close()


def migrate_sqlite(connection: Connection) -> None:
    """Migrate in one transaction, which a second upgrade waits for.

    Tables are altered by copying them, which foreign keys would forbid; so these are checked afterwards.
    """
    # Below SQLAlchemy, since the setting is ignored within a transaction.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    connection.execution_options(plans_writes=True)
    with connection.begin():
        run(connection, render_as_batch=True)
        refuse_dangling(connection)


def refuse_dangling(connection: Connection) -> None:
    """Refuse to leave rows behind that point to nothing."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        raise RuntimeError(f"rows point to what is not there (table, row, target, key): {dangling[:20]}")


def migrate_postgresql(connection: Connection) -> None:
    """Migrate in a transaction for each migration, under a lock that a second upgrade waits for.

    The lock belongs to the connection, and ends with it.
    """
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_UPGRADES_TURN})")
    connection.commit()
    run(connection, transaction_per_migration=True)


def run(connection: Connection, **options: Any) -> None:
    """Run the migrations, or what else alembic was asked for, on the connection."""
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_item=render_item,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


def write_sql(settings: Settings) -> None:
    """Write what a migration would do as SQL, and do nothing (`alembic upgrade head --sql`)."""
    context.configure(url=settings.database_url, target_metadata=Table.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


chosen: Settings = context.config.attributes.get("settings") or get_settings()
if context.is_offline_mode():
    write_sql(chosen)
else:
    migrate(chosen)
