"""What points to what: names turned into ids, and what depends on a row, read off the foreign keys.

A foreign key marked `info={"owned": True}` makes its row a part of the one it points to: it lives and is
deleted with it, and does not hold it back. Nor does a row hold anything back whose column marked
`info={"ends": True}` is set: it is over for good.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

from sqlalchemy import Column, ColumnElement, Row, Select, and_, bindparam, not_, or_, select
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.core.chunks import rows_among
from app.core.db import Referenced, Table
from app.core.errors import Fault, Invalid, IsDependedOn, IsPartOfItself, NotFound
from app.kernel.ids import is_id
from app.kernel.text import storable

OWNED = {"owned": True}
ENDS = {"ends": True}
MOST_NAMED = 20


def is_alive(table: CoreTable) -> ColumnElement[bool]:
    """Give the condition that a row is not deleted, nor anything that it is a part of."""
    conditions: list[ColumnElement[bool]] = [table.c.deleted_at.is_(None)]
    for column, owner in _owners(table):
        inside = column.in_(select(owner.c.id).where(is_alive(owner)))
        conditions.append(or_(column.is_(None), inside) if column.nullable else inside)
    return and_(*conditions)


def find_named(session: Session, table: CoreTable, name: str, *where: ColumnElement[bool]) -> str | None:
    """Give the id of the live row that has this id or, where it is unique by itself, this reference."""
    if not storable(name):
        return None
    by_id = is_id(name.lower())
    if not by_id and ("reference" not in table.c or class_of(table).__reference_in__):
        return None
    wanted = _named(table, "id" if by_id else "reference").where(*where)
    found: str | None = session.execute(wanted, {"name": name.lower() if by_id else name}).scalar()
    return found


def find_many_named(session: Session, table: CoreTable, names: Iterable[str]) -> dict[str, str]:
    """Give the ids of the live rows that have these ids or references, as `find_named` finds each, in sets."""
    keys = {name: name.lower() if is_id(name.lower()) else name for name in names if storable(name)}
    by_reference = "reference" in table.c and not class_of(table).__reference_in__
    found: dict[str, str] = {}
    for column in (table.c.id, table.c.reference) if by_reference else (table.c.id,):
        wanted = {key for key in keys.values() if is_id(key) == (column is table.c.id)}
        live = select(column.label("name"), table.c.id).where(is_alive(table))
        found |= {row.name: row.id for row in rows_among(session, live, column, wanted)}
    return {name: found[key] for name, key in keys.items() if key in found}


@cache
def _named(table: CoreTable, column: str) -> Select[tuple[str]]:
    """Make the statement that finds a live row: once, since every write asks for what it points to."""
    return select(table.c.id).where(table.c[column] == bindparam("name"), is_alive(table))


def no_such(table: CoreTable, id: str, told: str = "There is no {}.") -> NotFound:
    """Make the refusal of an id that nothing has. Who took a reference for one is told where that is read."""
    return NotFound(told.format(f"{words(table)} with the id {id!r}"), errors=_by_reference(table, id))


def _by_reference(table: CoreTable, name: str) -> list[Fault]:
    named = class_of(table)
    if is_id(name.lower()) or not issubclass(named, Referenced) or "{" in named.__path__:
        return []
    scope = "&".join(f"{column.removesuffix('_id')}=…" for column in named.__reference_in__)
    path = f"{named.__path__}/by-reference/{quote(name, safe='', errors='replace')}"
    # Whether there is such a thing is not told here: who may not see it would learn of it.
    return [
        Fault(f"{name!r} is no id; what has this reference is read at {path}{'?' if scope else ''}{scope}")
    ]


def not_there(table: CoreTable) -> str:
    """Say that a name names nothing, and what it may be: not all things have a reference by themselves."""
    by_itself = "reference" in table.c and not class_of(table).__reference_in__
    return f"there is no {words(table)} with this {'id or reference' if by_itself else 'id'}"


def resolve_links(session: Session, table: CoreTable, values: dict[str, Any]) -> dict[str, Any]:
    """Turn the ids and references in a row's foreign keys into ids.

    Raises Invalid with a pointer to each that names nothing that is alive.
    """
    resolved, faults = dict(values), []
    for name, value in values.items():
        column = table.c.get(name)
        if column is None or value is None or not column.foreign_keys:
            continue
        target = next(iter(column.foreign_keys)).column.table
        resolved[name] = find_named(session, target, value)
        if resolved[name] is None:
            faults.append(Fault(not_there(target), pointer=f"/{name}"))
    if faults:
        raise Invalid("It points to something that is not there.", errors=faults)
    return resolved


def refuse_if_depended_on(session: Session, row: Table) -> None:
    """Raise IsDependedOn, naming them, where live rows point to this one or to a part of it, and are no parts of it."""
    faults: list[Fault] = []
    for table in Table.metadata.sorted_tables:
        pointing = [*_pointing_into(table, row)]
        if pointing:
            inside = _is_within(table, row)
            outside = [] if inside is None else [not_(inside)]
            faults += _dependents(session, table, and_(or_(*pointing), *outside))
    if faults:
        raise IsDependedOn("Delete or change first what points to it.", errors=faults[:MOST_NAMED])


def refuse_lost_parts(session: Session, row: Table) -> None:
    """Raise Invalid, naming them, where parts of a row that comes back point to what was deleted meanwhile."""
    faults: list[Fault] = []
    for table in Table.metadata.sorted_tables:
        inside = _is_within(table, row)
        if inside is None or table is row.__table__ or "deleted_at" not in table.c:
            continue
        for column in table.c:
            target = next((key.column.table for key in column.foreign_keys), None)
            if target is not None and not column.info.get("owned"):
                lost = column.not_in(select(target.c.id).where(is_alive(target)))
                faults += _dependents(session, table, and_(inside, column.is_not(None), lost))
    if faults:
        raise Invalid("Parts of it point to something that is not there.", errors=faults[:MOST_NAMED])


def _pointing_into(table: CoreTable, row: Table) -> Iterator[ColumnElement[bool]]:
    """Give the conditions by which something in the table points to the row or to a part of it."""
    for column in table.c:
        target = next((key.column.table for key in column.foreign_keys), None)
        if target is None or column.info.get("owned"):
            continue
        inside = _is_within(target, row)
        if inside is not None:
            yield column.in_(select(target.c.id).where(inside))


def _is_within(table: CoreTable, row: Table) -> ColumnElement[bool] | None:
    """Give the condition that something in the table is the row or a part of it; None where nothing there can be."""
    if table is row.__table__:
        return table.c.id == row.id
    parts = [
        column.in_(select(owner.c.id).where(inside))
        for column, owner in _owners(table)
        if (inside := _is_within(owner, row)) is not None
    ]
    return or_(*parts) if parts else None


def _owners(table: CoreTable) -> Iterator[tuple[Column[Any], CoreTable]]:
    """Give what something in the table is a part of, and by which column."""
    for column in table.c:
        if column.info.get("owned"):
            yield column, next(iter(column.foreign_keys)).column.table


def _dependents(session: Session, table: CoreTable, where: ColumnElement[bool]) -> list[Fault]:
    """Name the live rows that fulfil the condition; a row that is only a link is named by its owner."""
    if "deleted_at" not in table.c:
        link = next((column for column in table.c if column.info.get("owned")), None)
        if link is None:
            return []
        owner = next(iter(link.foreign_keys)).column.table
        return _dependents(session, owner, owner.c.id.in_(select(link).where(where)))
    goes_on = [column.is_(None) for column in table.c if column.info.get("ends")]
    found = session.execute(
        select(table).where(where, is_alive(table), *goes_on).limit(MOST_NAMED)
    ).mappings()
    return [Fault(f"{words(table)} {address(table, dict(dependent))}") for dependent in found]


def refuse_circle(session: Session, row: Any) -> None:
    """Raise IsPartOfItself where the chain of a row's `parent_id` comes back to the row."""
    column, seen, parent = row.__table__.c, {row.id}, row.parent_id
    with session.no_autoflush:
        while parent is not None:
            if parent in seen:
                raise IsPartOfItself(errors=[Fault("leads back to the thing itself", pointer="/parent_id")])
            seen.add(parent)
            parent = session.execute(select(column.parent_id).where(column.id == parent)).scalar()


def address(table: CoreTable, values: dict[str, Any] | Row[Any]) -> str:
    """Give the path at which a row is read."""
    members = values if isinstance(values, dict) else dict(values._mapping)
    return f"{class_of(table).__path__.format(**members)}/{members['id']}"


def words(table: CoreTable) -> str:
    """Give the table's name as people say it: "sub_group" is a "sub-group", "agenda_item" an "agenda item"."""
    return table.name.replace("sub_group", "sub-group").replace("_", " ")


def pointing_at(target: CoreTable) -> list[Column[Any]]:
    """List every column, of whatever table, that points to the table."""
    tables = Table.metadata.sorted_tables
    return [column for table in tables for column in table.c if _points_to(column, target)]


def _points_to(column: Any, target: CoreTable) -> bool:
    return any(key.column.table is target for key in column.foreign_keys)


def class_of(table: CoreTable) -> type[Table]:
    """Give the class of a table whose rows are resources. Raises LookupError for one of mere links."""
    for mapped in Table.__subclasses__():
        for candidate in (mapped, *mapped.__subclasses__()):
            if getattr(candidate, "__table__", None) is table:
                return candidate
    raise LookupError(table.name)
