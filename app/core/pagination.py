"""Keyset paging: where a page begins, as index ranges; and the cursor that carries it to the client.

A list ordered by (a, b, id) that goes on after (x, y, i) is three ranges, read in this order until the page is
full: a = x and b = y and id > i; then a = x and b > y; then a > x. Each is one index range on both databases,
where a single condition over the three is not. Nulls come last, as a range of their own.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from sqlalchemy import BigInteger, ColumnElement, TypeDecorator, bindparam
from sqlalchemy.types import TypeEngine

from app.core.errors import BadCursor
from app.kernel.text import storable

MAX_INTEGER = 2**63 - 1
MAX_SMALLER_INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, and which way."""

    column: ColumnElement[Any]
    descending: bool = False
    nullable: bool = False

    def orderings(self) -> list[ColumnElement[Any]]:
        """Give the ORDER BY terms, nulls last."""
        ordered = self.column.desc() if self.descending else self.column.asc()
        return [self.column.is_(None), ordered] if self.nullable else [ordered]

    def beyond(self, name: str) -> ColumnElement[bool]:
        """Give the condition for what comes after the bound value, nulls apart."""
        value = bindparam(name, type_=self.column.type)
        return self.column < value if self.descending else self.column > value


@dataclass(frozen=True, slots=True)
class IndexRange:
    """One range of the list: its conditions and its order."""

    conditions: tuple[ColumnElement[bool], ...]
    orderings: tuple[ColumnElement[Any], ...]


def index_ranges(keys: Sequence[SortKey], after: Sequence[Any] | None) -> list[IndexRange]:
    """Give the ranges that follow a position, or that make up the whole list where `after` is None.

    Only whether each value of `after` is null matters here; the values are bound as `after_0`, `after_1`, …
    """
    if after is None:
        return _from_the_start(keys)
    ranges = []
    for depth in range(len(keys) - 1, -1, -1):
        key, value = keys[depth], after[depth]
        same = tuple(_same(keys[i], i, after[i]) for i in range(depth))
        rest = _orderings(keys[depth + 1 :])
        if value is not None:
            ordered = key.column.desc() if key.descending else key.column.asc()
            ranges.append(IndexRange((*same, key.beyond(f"after_{depth}")), (ordered, *rest)))
            if key.nullable:
                ranges.append(IndexRange((*same, key.column.is_(None)), rest))
    return ranges


def _from_the_start(keys: Sequence[SortKey]) -> list[IndexRange]:
    first, rest = keys[0], _orderings(keys[1:])
    ordered = first.column.desc() if first.descending else first.column.asc()
    if not first.nullable:
        return [IndexRange((), (ordered, *rest))]
    return [
        IndexRange((first.column.is_not(None),), (ordered, *rest)),
        IndexRange((first.column.is_(None),), rest),
    ]


def _same(key: SortKey, depth: int, value: Any) -> ColumnElement[bool]:
    if value is None:
        return key.column.is_(None)
    return key.column == bindparam(f"after_{depth}", type_=key.column.type)


def _orderings(keys: Sequence[SortKey]) -> tuple[ColumnElement[Any], ...]:
    return tuple(term for key in keys for term in key.orderings())


def fingerprint(*parts: object) -> str:
    """Make a short digest that binds a cursor to the query that it belongs to."""
    return blake2b(orjson.dumps(parts, default=str), digest_size=6).hexdigest()


def write_cursor(query: str, values: Sequence[Any]) -> str:
    """Write the position after the row with these sort values as an opaque word."""
    return base64.urlsafe_b64encode(orjson.dumps([query, *values], default=str)).decode().rstrip("=")


def read_cursor(cursor: str, query: str, keys: Sequence[SortKey]) -> list[Any]:
    """Read the sort values back. Raises BadCursor where the word was made for another query, or not by us."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        content = orjson.loads(base64.urlsafe_b64decode(padded))
        if content[0] != query or len(content) != len(keys) + 1:
            raise ValueError
        return [_typed(value, key) for value, key in zip(content[1:], keys, strict=True)]
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, binascii.Error):
        raise BadCursor("Take `next` from the page before, and repeat the same parameters with it.") from None


def address_after(path: str, query: str, cursor: str) -> str:
    """Give the address of the page that begins at a cursor: the same parameters, but for that."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "cursor"]
    return f"{path}?{urlencode([*kept, ('cursor', cursor)])}"


def _typed(value: Any, key: SortKey) -> Any:
    """Give the value the type of its column, so that a forged cursor can't reach the database's own errors."""
    if value is None:
        if not key.nullable:
            raise ValueError
        return None
    wanted = _python_type(key.column.type)
    if wanted is datetime:
        return _aware(datetime.fromisoformat(value))
    if wanted is date:
        return date.fromisoformat(value)
    if type(value) is not wanted or (wanted is int and abs(value) > _largest(key.column.type)):
        raise ValueError
    if wanted is str and not storable(value):
        raise ValueError
    return value


def _python_type(column_type: TypeEngine[Any]) -> Any:
    # A decorated type does not tell; the one within does.
    return (
        column_type.impl_instance.python_type
        if isinstance(column_type, TypeDecorator)
        else column_type.python_type
    )


def _aware(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError
    return value.astimezone(UTC)


def _largest(column_type: TypeEngine[Any]) -> int:
    return MAX_INTEGER if isinstance(column_type, BigInteger) else MAX_SMALLER_INTEGER
