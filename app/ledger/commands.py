"""The one way to write a row: checked, kept, followed by its consequences, and recorded as one event.

A room makes a Writer for each of its tables and adds its own laws to it. Whatever comes in (an HTTP body, a row
of a document, an argument of the command line) goes through the same Writer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy import Table as CoreTable
from sqlalchemy import insert, select, update
from sqlmodel import Session

from app.core.bulk import insert_many
from app.core.callers import Caller
from app.core.chunks import in_chunks, rows_among
from app.core.db import Referenced, Table
from app.core.errors import Fault, ReferenceIsTaken
from app.core.links import (
    OWNED,
    address,
    refuse_if_depended_on,
    refuse_lost_parts,
    resolve_links,
    words,
)
from app.core.rows import find_by_reference
from app.kernel.clock import now
from app.kernel.text import natural_key, slug
from app.ledger.models import Event
from app.ledger.rules import Verb

REASON = "reason for the change"
"""The name under which `prepare` gives why a change is made, where somebody says so; it is no column."""

Row = TypeVar("Row", bound=Table)
Values = dict[str, Any]
Follow = Callable[[Session, Caller, Any, frozenset[str]], None]
BOOKKEEPING = frozenset({"id", "version", "created_at", "updated_at", "deleted_at", "reference_key"})
# Columns marked so are kept out of the ledger: what is secret, and what is worked out from other columns.
UNRECORDED = {"unrecorded": True}


def _prepare_nothing(_session: Session, _row: Table | None, values: Values) -> Values:
    return values


def _check_nothing(_session: Session, _row: Any) -> None:
    return None


def _follow_nothing(_session: Session, _caller: Caller, _row: Any, _changed: frozenset[str]) -> None:
    return None


def _named_by_title(_session: Session, values: Values) -> str:
    return slug(str(values.get("title") or values.get("name") or values.get("text") or ""))


@dataclass(frozen=True, slots=True)
class Part:
    """Something kept in other tables that belongs to a row and counts as one of its values.

    `load` gives its present value in the form that `save` takes and the ledger records.
    """

    load: Callable[[Session, Any], Any]
    save: Callable[[Session, Any, Any], None]


@dataclass(frozen=True, kw_only=True)
class Writer(Generic[Row]):
    """How the rows of one table are written.

    `prepare` turns values from the wire into columns and parts; `check` refuses a row that breaks a law;
    `follow` brings other tables in step, told which values changed; `name` makes a reference where none is given.
    """

    table: type[Row]
    prepare: Callable[[Session, Any, Values], Values] = _prepare_nothing
    check: Callable[[Session, Any], None] = _check_nothing
    follow: Follow = _follow_nothing
    name: Callable[[Session, Values], str] = _named_by_title
    parts: Mapping[str, Part] = field(default_factory=dict)

    def followed_by(self, follow: Follow) -> "Writer[Row]":
        """Make the same writer for a room above, which brings its own tables in step as well."""

        def both(session: Session, caller: Caller, row: Any, changed: frozenset[str]) -> None:
            self.follow(session, caller, row, changed)
            follow(session, caller, row, changed)

        return replace(self, follow=both)

    def create(self, session: Session, caller: Caller, values: Values, reason: str | None = None) -> Row:
        """Keep a new row. Raises what `check` raises, Invalid for a dangling link, ReferenceIsTaken."""
        values = resolve_links(session, self.table.__table__, self.prepare(session, None, values))
        reason = values.pop(REASON, None) or reason
        parts = {name: values.pop(name) for name in self.parts if name in values}
        self._take_reference(session, None, values)
        row = self.table(**values)
        row.updated_at = row.created_at
        self.check(session, row)
        session.add(row)
        session.flush()
        for name, value in parts.items():
            self.parts[name].save(session, row, value)
        record(session, caller, Verb.CREATED, row, after=self.payload(session, row), reason=reason)
        self.follow(session, caller, row, frozenset(values) | frozenset(parts))
        return row

    def update(
        self, session: Session, caller: Caller, row: Row, values: Values, reason: str | None = None
    ) -> Row:
        """Change a row, and record only what changed; where nothing does, nothing is written."""
        values = resolve_links(session, self.table.__table__, self.prepare(session, row, values))
        reason = values.pop(REASON, None) or reason
        self._take_reference(session, row, values)
        before = {name: self._present(session, row, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            return row
        for name, value in changed.items():
            if name not in self.parts:
                setattr(row, name, value)
        row.updated_at = now()
        self.check(session, row)
        session.flush()
        for name in self.parts.keys() & changed.keys():
            self.parts[name].save(session, row, changed[name])
        recorded = [name for name in changed if self._is_recorded(name)]
        after = {name: self._present(session, row, name) for name in recorded}
        record(
            session, caller, Verb.UPDATED, row, {name: before.get(name) for name in recorded}, after, reason
        )
        self.follow(session, caller, row, frozenset(changed))
        return row

    def remove(self, session: Session, caller: Caller, row: Row, reason: str | None = None) -> None:
        """Delete a row softly. Raises IsDependedOn where live rows point to it."""
        refuse_if_depended_on(session, row)
        before = self.payload(session, row)
        row.deleted_at = row.updated_at = now()
        session.flush()
        record(session, caller, Verb.DELETED, row, before=before, reason=reason)
        self.follow(session, caller, row, frozenset({"deleted_at"}))

    def restore(self, session: Session, caller: Caller, row: Row, reason: str | None = None) -> Row:
        """Undo a deletion. Raises ReferenceIsTaken where another has its reference by now."""
        values = {name: getattr(row, name) for name in self._column_names() if name not in BOOKKEEPING}
        resolve_links(session, self.table.__table__, values)
        self._take_reference(session, row, values)
        row.deleted_at, row.updated_at = None, now()
        self.check(session, row)
        session.flush()
        refuse_lost_parts(session, row)
        record(session, caller, Verb.UNDELETED, row, after=self.payload(session, row), reason=reason)
        self.follow(session, caller, row, frozenset({"deleted_at"}))
        return row

    def payload(self, session: Session, row: Row) -> Values:
        """Give the values of a row that the ledger records."""
        return {name: self._present(session, row, name) for name in self.recorded()}

    def recorded(self) -> list[str]:
        """Name the columns and parts of a row that the ledger records."""
        return [name for name in (*self._column_names(), *self.parts) if self._is_recorded(name)]

    def _column_names(self) -> list[str]:
        return [column.name for column in self.table.__table__.c]

    def _present(self, session: Session, row: Row, name: str) -> Any:
        return self.parts[name].load(session, row) if name in self.parts else getattr(row, name)

    def _is_recorded(self, name: str) -> bool:
        column = self.table.__table__.c.get(name)
        return name not in BOOKKEEPING and (column is None or not column.info.get("unrecorded"))

    def _take_reference(self, session: Session, row: Row | None, values: Values) -> None:
        """See to it that a new or changed reference is free, or make one where none is given."""
        if not issubclass(self.table, Referenced):
            return
        if isinstance(row, Referenced):
            # What moves to another scope must be the only one of its name there, too.
            if values.keys().isdisjoint(("reference", *self.table.__reference_in__)):
                return
            values.setdefault("reference", row.reference)
        scope = {name: values.get(name, getattr(row, name, None)) for name in self.table.__reference_in__}
        is_made = values.get("reference") is None
        if is_made:
            values["reference"] = self._free_reference(session, self.name(session, values), scope)
        holder = None if is_made else find_by_reference(session, self.table, values["reference"], scope)
        if holder is not None and holder is not row:
            raise ReferenceIsTaken(
                f"{values['reference']!r} names another {words(self.table.__table__)}.",
                errors=[
                    Fault(f"taken by {address(holder.__table__, holder.model_dump())}", pointer="/reference")
                ],
            )
        values["reference_key"] = natural_key(values["reference"])

    def _free_reference(self, session: Session, wanted: str, scope: Values) -> str:
        wanted = wanted or self.table.__tablename__.replace("_", "-")
        taken = self.table.__table__.c
        # A range rather than a pattern, for which no index is asked.
        among = select(taken.reference).where(
            taken.deleted_at.is_(None),
            *(taken[name] == value for name, value in scope.items()),
            taken.reference >= wanted,
            taken.reference <= f"{wanted}-\U0010ffff",
        )
        used = set(session.execute(among).scalars())
        number, reference = 2, wanted
        while reference in used:
            reference, number = f"{wanted}-{number}", number + 1
        return reference


def record(
    session: Session,
    caller: Caller,
    verb: Verb,
    row: Table,
    before: Values | None = None,
    after: Values | None = None,
    reason: str | None = None,
) -> None:
    """Append one event, in the transaction of the change itself."""
    what = Recorded(row.__tablename__, row.id, row.version, *_subject(row))
    record_of(session, caller, verb, what, before, after, reason)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an event is of: a row by its kind, id and version, and what it is a part of, or itself."""

    kind: str
    resource_id: str
    version: int
    subject_kind: str
    subject_id: str


def record_of(
    session: Session,
    caller: Caller,
    verb: Verb,
    what: Recorded,
    before: Values | None,
    after: Values | None,
    reason: str | None,
) -> None:
    """Append one event of what is written set-wise, without an object."""
    told = {"before": before, "after": after, "reason": reason}
    event = {"at": now(), **_actor(caller), "verb": verb.value, **asdict(what), **told}
    session.execute(insert(Event.__table__), event)


def record_kept(
    session: Session, caller: Caller, table: CoreTable, rows: Sequence[Values], reason: str
) -> None:
    """Append one event for each of the rows that were written as they were elsewhere: created there, or deleted.

    A row holds its columns, and its parts under their names.
    """
    events = [_event_of_kept(caller, table, row, reason) for row in rows]
    insert_many(session, Event.__table__, events)


def _event_of_kept(caller: Caller, table: CoreTable, row: Values, reason: str) -> Values:
    unrecorded = {column.name for column in table.c if column.info.get("unrecorded")} | BOOKKEEPING
    told = {name: value for name, value in row.items() if name not in unrecorded}
    is_deleted = row["deleted_at"] is not None
    subject_kind, subject_id = _subject_of(table, row.__getitem__)
    return {
        "at": now(),
        **_actor(caller),
        "verb": (Verb.DELETED if is_deleted else Verb.CREATED).value,
        "kind": table.name,
        "resource_id": row["id"],
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "version": row["version"],
        "before": told if is_deleted else None,
        "after": None if is_deleted else told,
        "reason": reason,
    }


def remove_many(
    session: Session,
    caller: Caller,
    table: type[Table],
    gone: Mapping[str, tuple[str, str, Values]],
    reason: str | None,
) -> None:
    """Delete many rows of a table softly as one set; for each its id, what it is a part of or itself, and its values.

    The caller has seen to it that nothing depends on them, and brings in step what follows.
    """
    columns, at = table.__table__.c, now()
    mine = select(columns.id, columns.version)
    common = {"at": at, **_actor(caller)}
    common |= {"verb": Verb.DELETED.value, "kind": table.__tablename__, "after": None, "reason": reason}
    for ids in in_chunks(gone):
        values = {"deleted_at": at, "updated_at": at, "version": columns.version + 1}
        session.execute(update(table.__table__).where(columns.id.in_(ids)).values(values))
        versions = {row.id: row.version for row in rows_among(session, mine, columns.id, ids)}
        events = []
        for id in ids:
            subject_kind, subject_id, before = gone[id]
            subject = {"subject_kind": subject_kind, "subject_id": subject_id}
            events.append({**common, **subject, "resource_id": id, "version": versions[id], "before": before})
        insert_many(session, Event.__table__, events)
    session.expire_all()


def record_created(
    session: Session, caller: Caller, created: Sequence[tuple[Recorded, Values, str | None]]
) -> None:
    """Append an event for each of many rows that were written as one set: what was created, its values, and why."""
    common = {"at": now(), **_actor(caller), "verb": Verb.CREATED.value, "before": None}
    events = [
        {
            **common,
            "kind": what.kind,
            "resource_id": what.resource_id,
            "version": what.version,
            "subject_kind": what.subject_kind,
            "subject_id": what.subject_id,
            "after": after,
            "reason": reason,
        }
        for what, after, reason in created
    ]
    insert_many(session, Event.__table__, events)


def _actor(caller: Caller) -> Values:
    return {"actor_kind": caller.kind, "actor_id": caller.id, "actor_name": caller.name}


def _subject(row: Table) -> tuple[str, str]:
    return _subject_of(row.__table__, partial(getattr, row))


def _subject_of(table: CoreTable, value: Callable[[str], Any]) -> tuple[str, str]:
    """Find what a row is a part of; a row that is no part is its own subject."""
    for column in table.c:
        if column.info == OWNED and value(column.name) is not None:
            return next(iter(column.foreign_keys)).column.table.name, value(column.name)
    return table.name, value("id")
