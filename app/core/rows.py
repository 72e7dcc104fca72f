"""Rows by themselves: found for a change, alive or deleted, or by their reference."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, select

from app.core.db import Referenced, Table
from app.core.errors import Fault, Invalid, NotFound
from app.core.links import find_named, no_such, not_there, words
from app.kernel.ids import is_id

AnyTable = TypeVar("AnyTable", bound=Table)
AnyReferenced = TypeVar("AnyReferenced", bound=Referenced)


def get_row(
    session: Session,
    table: type[AnyTable],
    id: str,
    within: Mapping[str, Any] | None = None,
    *,
    deleted: bool | None = False,
) -> AnyTable:
    """Get the live row with the id, of the owner that `within` names. Raises NotFound.

    `deleted` asks for a deleted one; None takes either.
    """
    row = session.get(table, id.lower()) if is_id(id.lower()) else None
    if row is None or (deleted is not None and (row.deleted_at is not None) != deleted):
        raise no_such(table.__table__, id, "There is no deleted {}." if deleted else "There is no {}.")
    if any(getattr(row, name) != value for name, value in (within or {}).items()):
        raise NotFound(f"The {words(table.__table__)} {id!r} belongs elsewhere.")
    return row


def get_named(session: Session, table: type[AnyTable], name: str, pointer: str) -> AnyTable:
    """Get the live row that the body names at the pointer by its id or reference. Raises Invalid."""
    id = find_named(session, table.__table__, name)
    if id is None:
        fault = Fault(not_there(table.__table__), pointer=pointer)
        raise Invalid("It points to something that is not there.", errors=[fault])
    return session.get_one(table, id)


def find_by_reference(
    session: Session, table: type[AnyReferenced], reference: str, scope: Mapping[str, Any] | None = None
) -> AnyReferenced | None:
    """Find the live row with the reference in its scope, or None."""
    columns = table.__table__.c
    where = [columns.reference == reference, columns.deleted_at.is_(None)]
    where += [columns[name] == value for name, value in (scope or {}).items()]
    return session.exec(select(table).where(*where)).first()


def next_number(session: Session, table: type[Table], column: str, *where: ColumnElement[bool]) -> int:
    """Give the number after the highest that a live row has in the column, or 1."""
    columns = table.__table__.c
    highest = select(func.max(columns[column])).where(columns.deleted_at.is_(None), *where)
    return (session.exec(highest).one() or 0) + 1
