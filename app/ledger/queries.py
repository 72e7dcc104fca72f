"""Events read back: everything in the order of commits, or what was done to one thing and its parts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, RowMapping, Text, bindparam, cast, func, select
from sqlmodel import Session

from app.core.chunks import rows_among
from app.core.db import Table
from app.core.errors import Fault, InvalidParameter
from app.core.schemas import Kept
from app.ledger.models import Event
from app.ledger.rules import Verb
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


@dataclass(frozen=True, slots=True)
class Stood:
    """A thing as it stood at a time: its recorded values, and what else the ledger tells of it."""

    id: str
    values: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    is_deleted: bool = False

    def kept(self) -> dict[str, Any]:
        """Give the members that every thing has."""
        names = ("id", "version", "created_at", "updated_at")
        return {name: getattr(self, name) for name in names}


def things_at(
    session: Session, at: datetime, subject_kind: str, subject_ids: Collection[str], raised_by: str = ""
) -> dict[str, dict[str, Stood]]:
    """Read how some things and their parts stood at a time: by the kind of part, and its id; deleted ones too.

    `raised_by` is the kind of parts whose changes raise the version of the thing itself, which the ledger tells only
    with the next change of that.
    """
    by_then = (_columns.subject_kind == subject_kind, _columns.at <= at)
    told = select(_table).where(*by_then).order_by(_columns.id)
    found: defaultdict[str, dict[str, Stood]] = defaultdict(dict)
    for event in rows_among(session, told, _columns.subject_id, subject_ids):
        of_kind = found[event.kind]
        of_kind[event.resource_id] = _after_event(of_kind.get(event.resource_id), event)
        if event.kind == raised_by:
            whole = found[subject_kind][event.subject_id]
            raised = replace(whole, version=whole.version + 1, updated_at=event.at)
            found[subject_kind][event.subject_id] = raised
    return found


def _after_event(before: Stood | None, event: Any) -> Stood:
    is_deleted = event.verb == Verb.DELETED
    known = before.values if before is not None else {}
    # A deletion tells no new values; that something comes back is told whole.
    values = {**known, **(event.after or {})}
    created_at = before.created_at if before is not None else event.at
    return Stood(event.resource_id, values, event.version, created_at, event.at, is_deleted)


def shown_at(table: type[Table], read: type[Kept], stood: Stood) -> dict[str, Any]:
    """Show a thing as it stood in its shape, without what the shape embeds.

    What was not kept of such things yet is what it is by default.
    """
    item = stood.kept()
    for name in read.model_fields:
        if name in table.__table__.c and name not in item:
            default = table.model_fields[name].get_default(call_default_factory=True)
            item[name] = stood.values.get(name, default)
    path = table.__path__.format(**item) if "{" in table.__path__ else table.__path__
    return {**item, "url": f"{path}/{stood.id}"}


def last_event(session: Session) -> int:
    """Give the number of the newest event, or 0."""
    return session.execute(select(func.max(_columns.id))).scalar() or 0


def things_that_held(session: Session, kind: str, words: str) -> list[str]:
    """List the ids of things of a kind that have, by some change, ceased to hold these words: an id, say."""
    held = cast(_columns.before, Text).contains(words, autoescape=True)
    where = (_columns.kind == kind, _columns.verb == Verb.UPDATED, held)
    return list(session.execute(select(_columns.resource_id).where(*where).distinct()).scalars())


def parts_changed_in(session: Session, subject_id: str, kind: str, member: str) -> set[str]:
    """List the ids of a thing's parts of a kind of which this member was ever changed, be it back again."""
    where = (_columns.subject_id == subject_id, _columns.kind == kind, _columns.verb == Verb.UPDATED)
    told = session.execute(select(_columns.resource_id, _columns.before).where(*where))
    return {event.resource_id for event in told if member in (event.before or {})}


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
