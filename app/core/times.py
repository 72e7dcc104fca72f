"""Times read from the database in one step, for lists."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, type_coerce
from sqlalchemy.types import UserDefinedType
from sqlmodel.sql.sqltypes import UTCDateTime


class Time(UserDefinedType[datetime]):
    """Reads a time as the tables' own type does, but in one step: every row of every list has two of them."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 - so SQLAlchemy calls it.
        """Give what makes an aware time, in UTC, of what the database gives."""
        if dialect.name == "sqlite":
            return lambda kept: None if kept is None else datetime.fromisoformat(kept + "+00:00")
        return lambda kept: None if kept is None else kept.astimezone(UTC)


def read_fast(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Have a column of times read by `Time`; any other is left as it is."""
    return type_coerce(column, Time()) if isinstance(column.type, UTCDateTime) else column
