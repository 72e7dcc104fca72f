"""Rows as they are, for a new deployment that goes on where another one ends: ids, versions and times included.

What belongs to a deployment alone stays with it: its keys, its ledger and the numbers of events there, the answers that
it keeps for repeated requests.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, Text, TypeDecorator, select
from sqlalchemy import Table as CoreTable
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from app.core.db import STAYS, Rows
from app.core.whole import rows_in_chunks
from app.kernel.text import storable

_MOST = 2**31 - 1
_MOST_EXACT = 10**12
_AS_LINE = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE

Values = dict[str, Any]


def portable_tables() -> list[CoreTable]:
    """List the tables of which a register consists, each after those that it points to."""
    return [table for table in Rows.metadata.sorted_tables if _goes(table)]


def _columns(table: CoreTable) -> list[Column[Any]]:
    return [column for column in table.c if _goes(column)]


def _goes(part: SchemaItem) -> bool:
    return not part.info.items() >= STAYS.items()


def schema_of(session: Session) -> str:
    """Give the revision of the database's schema, which says what columns its rows have."""
    return str(MigrationContext.configure(session.connection()).get_current_revision())


def table_lines(session: Session, table: CoreTable) -> Iterator[bytes]:
    """Read all rows of a table, deleted ones too, as lines of JSON, in the order of their keys; in chunks."""
    for rows in rows_in_chunks(session, select(*_columns(table)).order_by(*table.primary_key), {}):
        yield b"".join(orjson.dumps(dict(row._mapping), _in_words, _AS_LINE) for row in rows)


def _in_words(value: Any) -> str:
    """Write as words what JSON has no form for: a file that waits to be imported."""
    if not isinstance(value, bytes):
        raise TypeError(f"nothing is known of how to write {type(value)}")
    return b64encode(value).decode()


def row_of(table: CoreTable, told: Mapping[str, Any]) -> Values:
    """Make the values of a row out of a line. Raises ValueError, which names the column."""
    columns = {column.name: column for column in _columns(table)}
    if told.keys() != columns.keys():
        unlike = ", ".join(sorted(told.keys() ^ columns.keys()))
        raise ValueError(f"the columns of {table.name} are others here: {unlike}")
    return {name: _value(column, told[name]) for name, column in columns.items()}


def _value(column: Column[Any], told: Any) -> Any:
    if told is None and column.nullable:
        return None
    try:
        return _reader(column.type)(told)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"{column.name}: {error}") from None


def _reader(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    return next(read for known, read in _READERS if isinstance(kind, known))


def _words(told: Any) -> str:
    if not isinstance(told, str) or not storable(told):
        raise ValueError("it must be words that a database can keep")
    return told


def _number(told: Any) -> int:
    if type(told) is not int or abs(told) > _MOST:
        raise ValueError("it must be a whole number of 32 bits")
    return told


def _exact(told: Any) -> int | float:
    if type(told) not in (int, float) or not abs(told) < _MOST_EXACT:
        raise ValueError("it must be a number that is kept exactly")
    number: int | float = told
    return number


def _flag(told: Any) -> bool:
    if not isinstance(told, bool):
        raise ValueError("it must be true or false")
    return told


def _moment(told: Any) -> datetime:
    moment = datetime.fromisoformat(_words(told))
    if moment.tzinfo is None:
        raise ValueError("a time has an offset")
    return moment.astimezone(UTC)


def _day(told: Any) -> date:
    return date.fromisoformat(_words(told))


def _file(told: Any) -> bytes:
    return b64decode(_words(told), validate=True)


def _json(told: Any) -> Any:
    # What is nested too deeply, or half of a surrogate pair, can't be written.
    if told is None or not (orjson.dumps(told) and all(map(storable, _strings_in(told)))):
        raise ValueError("it must be JSON that a database can keep")
    return told


def _strings_in(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for name, value in told.items():
            yield name
            yield from _strings_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings_in(value)


_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (Text, _words),
    (Integer, _number),
    (UTCDateTime, _moment),
    (Date, _day),
    (Boolean, _flag),
    (JSON, _json),
    (LargeBinary, _file),
    # What a room keeps in a form of its own is a number that is exact.
    (TypeDecorator, _exact),
)
