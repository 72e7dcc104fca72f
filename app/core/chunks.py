"""Long lists of values, asked for in parts: a statement binds 32,766 of them in SQLite, 65,535 in PostgreSQL."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select
from sqlmodel import Session

MOST_BOUND = 10_000

Value = TypeVar("Value")


def in_chunks(values: Iterable[Value], size: int = MOST_BOUND) -> Iterator[list[Value]]:
    """Part values, in their order, into lists that one statement can bind."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def rows_among(
    session: Session, statement: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
) -> Iterator[Row[Any]]:
    """Read the rows whose column has one of the values, however many these are.

    What the statement orders is in order within each chunk of the values, so among the rows of one value.
    """
    for chunk in in_chunks(values):
        yield from session.execute(statement.where(column.in_(chunk)))
