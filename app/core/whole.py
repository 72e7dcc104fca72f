"""Things read whole, however many there are: in chunks, each item as a list of them shows it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session

from app.core.links import address
from app.core.listing import Item, Listing, View

CHUNK = 200
"""How many rows are read at once: few enough for Python not to go and look for what could be thrown away meanwhile.

What is made of a thousand takes half as long again.
"""


def rows_in_chunks(
    session: Session, statement: Select[Any], values: Mapping[str, Any]
) -> Iterator[Sequence[Any]]:
    """Read rows as the database gives them, so that memory stays flat."""
    found = session.connection().execute(statement, dict(values), execution_options={"yield_per": CHUNK})
    yield from found.partitions()


def items_in_chunks(
    session: Session, listing: Listing, view: View, where: ColumnElement[bool], order: str = ""
) -> Iterator[list[Item]]:
    """Read all of a listing that fulfil the condition and that the caller may see, without embeds.

    `order` names sorts of the listing; by default its own.
    """
    table = listing.table.__table__
    conditions = [table.c.deleted_at.is_(None), where]
    if listing.visible is not None and not view.caller.sees_partners:
        conditions.append(listing.visible)
    shown = [column.label(name) for name, column in listing.columns.items()]
    keys = [listing.sorts[name].column for name in (order or listing.default_sort).split(",")]
    source = table if listing.source is None else listing.source
    statement = select(*shown).select_from(source).where(*conditions)
    for rows in rows_in_chunks(session, statement.order_by(*keys, table.c.id), {}):
        items = [dict(row._mapping) for row in rows]
        for item in items:
            item["url"] = address(table, item)
            listing.shape(item, view)
        if listing.finish is not None:
            listing.finish(session, items, view)
        yield items


def rows_in_groups(
    session: Session, statement: Select[Any], values: Mapping[str, Any]
) -> Iterator[Sequence[Any]]:
    """Read rows in chunks, those that follow each other with the same first column in one chunk."""
    held: list[Any] = []
    for rows in rows_in_chunks(session, statement, values):
        held += rows
        whole = len(held) - 1
        while whole and held[whole - 1][0] == held[-1][0]:
            whole -= 1
        yield held[:whole]
        del held[:whole]
    yield held


class Beside:
    """Rows that belong to others, read in the order of these, so that each one's are at hand as it comes by.

    The first column says whose a row is. One statement for all of them takes a tenth of the time of many that name
    each, and memory stays flat.
    """

    def __init__(self, chunks: Iterable[Sequence[Any]]) -> None:
        self._rows = chain.from_iterable(chunks)
        self._next = next(self._rows, None)

    def of(self, ids: Container[str]) -> Iterator[Any]:
        """Give the rows of those that come by."""
        while self._next is not None and self._next[0] in ids:
            yield self._next
            self._next = next(self._rows, None)
