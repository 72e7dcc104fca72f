"""Events read back: everything in the order of commits, or what was done to one thing and its parts."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, RowMapping, bindparam, select
from sqlmodel import Session

from app.core.db import Table
from app.core.errors import Fault, InvalidParameter
from app.ledger.models import Event
from app.ledger.schemas import ChangeQuery

_table = Event.__table__
_columns = _table.c


def _after(*where: ColumnElement[bool]) -> Any:
    return (
        select(_table)
        .where(_columns.id > bindparam("after"), *where)
        .order_by(_columns.id)
        .limit(bindparam("most"))
    )


_SEEN = _columns.kind.not_in(bindparam("hidden", expanding=True))
_ALL = _after(_SEEN)
_OF_KINDS = _after(_columns.kind.in_(bindparam("kinds", expanding=True)), _SEEN)
_OF_SUBJECT = _after(_columns.subject_kind == bindparam("kind"), _columns.subject_id == bindparam("id"))


def changes_page(
    session: Session,
    query: ChangeQuery,
    path: str,
    kinds: list[str] | None = None,
    hidden: Collection[str] = (),
) -> dict[str, Any]:
    """Read the changes after a number, of all kinds or of some, but never of those that are hidden.

    Raises InvalidParameter for an unknown kind.
    """
    seen = {"hidden": list(hidden)}
    if kinds is None:
        return _page(session, _ALL, seen, query, path, {})
    _refuse_unknown(kinds)
    return _page(session, _OF_KINDS, {**seen, "kinds": kinds}, query, path, {"kind": ",".join(kinds)})


def _refuse_unknown(kinds: list[str]) -> None:
    """Refuse a kind of which there never will be a change: waiting for one would pass for being in step."""
    tables = Table.metadata.sorted_tables
    kinds_of_things = [table for table in tables if "deleted_at" in table.c]
    known = sorted(table.name for table in kinds_of_things if not table.info.get("unrecorded"))
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        choice = ", ".join(known)
        faults = [Fault(f"{kind!r} is not among: {choice}", parameter="kind") for kind in unknown]
        raise InvalidParameter(errors=faults)


def history_page(session: Session, kind: str, id: str, query: ChangeQuery, path: str) -> dict[str, Any]:
    """Read the changes of one thing and of its parts."""
    return _page(session, _OF_SUBJECT, {"kind": kind, "id": id}, query, path, {})


def _page(
    session: Session,
    statement: Any,
    values: dict[str, Any],
    query: ChangeQuery,
    path: str,
    kept: dict[str, str],
) -> dict[str, Any]:
    found = session.execute(statement, {**values, "after": query.after, "most": query.limit}).mappings().all()
    last = found[-1]["id"] if found else query.after
    following = urlencode({**kept, "after": last, "limit": query.limit})
    return {"items": [_shown(row) for row in found], "next": f"{path}?{following}"}


def _shown(row: RowMapping) -> dict[str, Any]:
    item = dict(row)
    actor = {name: item.pop(f"actor_{name}") for name in ("kind", "id", "name")}
    return {"id": item.pop("id"), "at": item.pop("at"), "actor": actor, **item}
