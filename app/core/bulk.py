"""Many rows written as one set: by COPY in PostgreSQL, by the driver's `executemany` in SQLite.

What SQLAlchemy does for each row that it inserts takes longer than what the database does. Here a table is looked at
once, and the rows go by to the driver, column beside column, without any being made anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    TypeDecorator,
    bindparam,
    func,
    insert,
)
from sqlalchemy import Table as CoreTable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Values = Mapping[str, Any]
Process = Callable[[Any], Any]

_UNHASHABLE = (JSON, LargeBinary)


def insert_many(session: Session, table: CoreTable, rows: Sequence[Values]) -> None:
    """Write new rows of a table, in the transaction of the session, as values of its columns.

    Each row holds the columns that the first one holds; what else they hold is left out. No default of a column is
    filled in but the database's own. Raises what SQLAlchemy raises for a statement.
    """
    if not rows:
        return
    connection = session.connection()
    dialect, driver = connection.dialect, connection.connection.driver_connection
    columns = [column for column in table.c if column.name in rows[0]]
    written = zip(*(_as_written(dialect, column, rows) for column in columns), strict=True)
    write = _copy if dialect.name == "postgresql" else _execute
    into = f"{dialect.identifier_preparer.format_table(table)} ({_names(dialect, columns)})"
    with _told_as_by_sqlalchemy(dialect, into):
        write(driver, into, len(columns), written)


def insert_with_large(session: Session, table: CoreTable, row: Values, name: str) -> None:
    """Write a new row of which a column holds very many bytes, and hold on to none of them.

    A statement of SQLite keeps what was last bound to it, on each connection; SQLAlchemy what was written into one.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [row])
        return
    data, size = row[name], bindparam("size", type_=Integer)
    others = {other: value for other, value in row.items() if other != name}
    kept = connection.execute(
        insert(table).values({name: func.zeroblob(size)}), {**others, "size": len(data)}
    )
    driver: Any = connection.connection.driver_connection
    told = _told_as_by_sqlalchemy(connection.dialect, table.name)
    with told, driver.blobopen(table.name, name, kept.lastrowid) as blob:
        blob.write(data)


def _names(dialect: Dialect, columns: Iterable[Column[Any]]) -> str:
    return ", ".join(map(dialect.identifier_preparer.format_column, columns))


def _copy(driver: Any, into: str, _width: int, rows: Iterable[Sequence[Any]]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _execute(driver: Any, into: str, width: int, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * width)
    driver.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 - the names are our tables'.


def _as_written(dialect: Dialect, column: Column[Any], rows: Sequence[Values]) -> Iterator[Any]:
    """Give the values of a column, one row after the other, as the driver takes them."""
    values = map(itemgetter(column.name), rows)
    process = _processor(dialect, column.type)
    return values if process is None else map(process, values)


def _processor(dialect: Dialect, type: TypeEngine[Any]) -> Process | None:
    """Find what makes of a value what the driver takes for this type, where it is not the value itself."""
    process: Process | None
    if dialect.name == "postgresql":
        # COPY takes text, and the types of the dialect itself would make objects of JSON for the driver to write.
        process = type.bind_processor(dialect)
        if isinstance(_plain(type), Date | DateTime):
            process = _in_words(process)
    else:
        process = type.dialect_impl(dialect).bind_processor(dialect)
    if process is None or isinstance(_plain(type), _UNHASHABLE):
        return process
    # Of a thousand rows, many were made at one time and are due on one day.
    return lru_cache(maxsize=None, typed=True)(process)


def _plain(type: TypeEngine[Any]) -> TypeEngine[Any]:
    return type.impl_instance if isinstance(type, TypeDecorator) else type


def _in_words(process: Process | None) -> Process:
    def write(value: Any) -> str | None:
        taken = value if process is None else process(value)
        return None if taken is None else str(taken)

    return write


@contextmanager
def _told_as_by_sqlalchemy(dialect: Dialect, into: str) -> Iterator[None]:
    """Turn what the driver reports into SQLAlchemy's errors, which `core.db` turns into ours."""
    reported: Any = dialect.loaded_dbapi.Error
    try:
        yield
    except reported as error:
        raise DBAPIError.instance(f"rows into {into}", None, error, reported, dialect=dialect) from error
