"""The filters that a list may take: each a named parameter, the condition it sets, and how its value is read.

A condition is built once, when the room is imported, with the value left to be bound under the filter's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Table, folded
from app.core.errors import Fault, InvalidParameter
from app.core.links import OWNED, find_named, words

Partly = tuple[ColumnElement[Any], ColumnElement[bool]]
"""A column, and when it is shown to callers without a key."""
ReadValue = Callable[[Session, Any, Caller], Any]


def _as_it_is(_session: Session, value: Any, _caller: Caller) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Filter:
    """A named filter. `read` turns the parameter's value into what is bound to the condition.

    One that `needs_key` asks about what is not shown without a key, and is refused there; one that has a condition
    `in_public` sets that one there.
    """

    name: str
    condition: ColumnElement[bool]
    read: ReadValue = _as_it_is
    needs_key: bool = False
    in_public: ColumnElement[bool] | None = None

    def asked_by(self, caller: Caller) -> ColumnElement[bool]:
        """Give the condition as it asks about what the caller is shown."""
        return self.condition if self.in_public is None or caller.sees_partners else self.in_public


def equals(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column has the value."""
    return Filter(name, column == bindparam(name, type_=column.type))


def among(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column has one of the values."""
    return Filter(name, column.in_(bindparam(name, expanding=True, type_=column.type)))


def at_least(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column is the value or later."""
    return Filter(name, column >= bindparam(name, type_=column.type))


def at_most(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column is the value or earlier."""
    return Filter(name, column <= bindparam(name, type_=column.type))


def after(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column is later than the value."""
    return Filter(name, column > bindparam(name, type_=column.type))


def before(name: str, column: ColumnElement[Any]) -> Filter:
    """Keep the rows whose column is earlier than the value."""
    return Filter(name, column < bindparam(name, type_=column.type))


def names(name: str, column: ColumnElement[Any], table: type[Table]) -> Filter:
    """Keep the rows that point to one of the things named, each by its id or its reference."""
    return names_where(name, table, lambda ids: column.in_(ids))


def names_where(name: str, table: type[Table], condition: Callable[[Any], ColumnElement[bool]]) -> Filter:
    """Keep the rows for which a condition holds on the ids of the things named.

    Raises InvalidParameter, on reading, for a name that nothing has: an empty list would pass for an answer.
    """

    def read(session: Session, value: list[str], caller: Caller) -> list[str]:
        seen = _seen_by(caller, table)
        found = [find_named(session, table.__table__, one, *seen) for one in value]
        if None in found:
            unknown = value[found.index(None)]
            raise InvalidParameter(
                "A name in the query is not known.",
                errors=[
                    Fault(f"no {words(table.__table__)} has the id or reference {unknown!r}", parameter=name)
                ],
            )
        return [one for one in found if one is not None]

    return Filter(name, condition(bindparam(name, expanding=True)), read)


def _seen_by(caller: Caller, table: type[Table]) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a name is known to the caller: of what partners share, the public knows none."""
    return () if caller.sees_partners else _public(table.__table__)


def _public(table: CoreTable) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a row is public: as what it is a part of is, and by its own word."""
    conditions = [table.c.visibility == "public"] if "visibility" in table.c else []
    for column in table.c:
        if column.info == OWNED:
            owner = next(iter(column.foreign_keys)).column.table
            conditions += [column.in_(select(owner.c.id).where(one)) for one in _public(owner)]
    return tuple(conditions)


def with_key(filter: Filter) -> Filter:
    """Keep the filter for callers with a key: it would tell others of what they are not shown."""
    return replace(filter, needs_key=True)


def search(*columns: ColumnElement[Any], partly: Sequence[Partly] = ()) -> Filter:
    """Keep the rows in which one of the columns holds the words of `q`, whatever their case.

    Columns that are shown only `partly` without a key are searched there only where they are shown: what is found
    tells of what it was found by, letter by letter.
    """
    always = [_holds(column) for column in columns]
    found = or_(*always, *(_holds(column) for column, _ in partly))
    in_public = or_(*always, *(and_(is_shown, _holds(column)) for column, is_shown in partly))
    return Filter("q", found, lambda _session, value, _caller: _like_pattern(value), in_public=in_public)


def _holds(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return folded(column).like(bindparam("q"), escape="\\")


def _like_pattern(value: str) -> str:
    escaped = value.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
