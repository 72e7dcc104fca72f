"""What an import did, and what has happened since to what it did, as the ledger tells them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, not_, select, true
from sqlmodel import Session

from app.core.chunks import in_chunks
from app.core.db import Table
from app.core.links import is_alive, pointing_at
from app.imports.models import Import, ImportRow
from app.ledger.models import Event
from app.ledger.rules import Verb

_event = Event.__table__.c
_import = Import.__table__.c
_row = ImportRow.__table__.c
# Deadlines follow from what they are of; what a person does to one is to tick it off.
_DERIVED = "deadline"
_TICKS = (Verb.COMPLETED.value, Verb.REOPENED.value)


@dataclass(frozen=True, slots=True)
class Did:
    """One thing that an import did: to what, which is a part of what, and its values before and after."""

    kind: str
    resource_id: str
    verb: str
    subject: tuple[str, str]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """All that an import did, the last first; what people call it; and the number of its own event."""

    events: Sequence[Did]
    names: Mapping[str, str]
    last_event: int

    def name_of(self, kind: str, id: str) -> str:
        """Say what something is called: "action 1.1"."""
        return f"{_spoken(kind)} {self.names.get(id, id)}"


def done_by(session: Session, import_id: str, events_after: int) -> Done:
    """Read what an import did: all events between the one that came before it and its own.

    Only one writes at a time, so that no other's events stand between them.
    """
    own = select(_event.id).where(
        _event.id > events_after, _event.kind == Import.__tablename__, _event.resource_id == import_id
    )
    last = session.execute(own.order_by(_event.id).limit(1)).scalar_one()
    between = select(
        _event.kind,
        _event.resource_id,
        _event.verb,
        _event.subject_kind,
        _event.subject_id,
        _event.before,
        _event.after,
    ).where(_event.id > events_after, _event.id < last, _event.kind != _DERIVED)
    events = [
        Did(kind, id, verb, (subject_kind, subject_id), before or {}, after or {})
        for kind, id, verb, subject_kind, subject_id, before, after in session.execute(
            between.order_by(_event.id.desc())
        )
    ]
    return Done(events, _names(session, import_id), last)


def new_of(done: Done, kind: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Give what an import created of a kind by its id: what it is a part of, or itself, and its values now."""
    new: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for one in reversed(done.events):
        if one.kind == kind and one.verb == Verb.CREATED:
            new[one.resource_id] = (*one.subject, dict(one.after))
        elif one.kind == kind and one.resource_id in new:
            new[one.resource_id][2].update(one.after)
    return new


def is_pointed_at(session: Session, table: type[Table], ids: Iterable[str]) -> bool:
    """Tell whether anything that is there, and is no part of them, points to one of these rows."""
    pointing = [column for column in pointing_at(table.__table__) if not column.info.get("owned")]
    for chunk in in_chunks(ids):
        for column in pointing:
            alive = is_alive(column.table) if "deleted_at" in column.table.c else true()
            if session.execute(select(column).where(column.in_(chunk), alive).limit(1)).first():
                return True
    return False


def _names(session: Session, import_id: str) -> dict[str, str]:
    """Read what people call the things that an import was about: by their references, else by their words."""
    rows = select(_row.resource_id, _row.reference, _row.label).where(_row.import_id == import_id)
    return {row.resource_id: row.reference or row.label for row in session.execute(rows)}


def changes_since(session: Session, done: Done) -> list[str]:
    """Tell what was done since to things that an import wrote, or to parts of them: each once, in words."""
    written = {(one.kind, one.resource_id) for one in done.events}
    created = {(one.kind, one.resource_id) for one in done.events if one.verb == Verb.CREATED}
    # A plan has parts without end, which are things of their own: they count where it came with the import.
    owners = {one for one in written if one[0] != "plan"} | created
    since = select(_event.kind, _event.resource_id, _event.subject_kind, _event.subject_id, _event.verb)
    later = since.where(_event.id > done.last_event, *_not_taken_back(session, done.last_event))
    found = session.execute(later.order_by(_event.id))
    changed = [one for one in found if _counts(one) and _is_of(one, written, owners)]
    return list(dict.fromkeys(_told(one, done) for one in changed))


def _not_taken_back(session: Session, after: int) -> list[ColumnElement[bool]]:
    """Make the conditions that leave out what later imports did that were undone, and their being undone."""
    undone = select(_import.id, _import.events_after, _import.undo_events_after).where(
        _import.events_after >= after, _import.undone_at.is_not(None)
    )
    conditions: list[ColumnElement[bool]] = []
    for one in session.execute(undone).all():
        own = select(_event.id).where(_event.kind == Import.__tablename__, _event.resource_id == one.id)
        for start in (one.events_after, one.undo_events_after):
            end = session.execute(own.where(_event.id > start).order_by(_event.id).limit(1)).scalar_one()
            conditions.append(not_(_event.id.between(start + 1, end)))
    return conditions


def _counts(event: Any) -> bool:
    return event.kind != Import.__tablename__ and (event.kind != _DERIVED or event.verb in _TICKS)


def _is_of(event: Any, written: set[tuple[str, str]], owners: set[tuple[str, str]]) -> bool:
    is_part = (event.subject_kind, event.subject_id) in owners
    return is_part or (event.kind, event.resource_id) in written


def _told(event: Any, done: Done) -> str:
    """Say what was done: "action 1.1 was updated", "a milestone of action 1.1 was created"."""
    verb = Verb(event.verb).en
    if event.resource_id == event.subject_id or event.resource_id in done.names:
        return f"{done.name_of(event.kind, event.resource_id)} was {verb}"
    return f"a {_spoken(event.kind)} of {done.name_of(event.subject_kind, event.subject_id)} was {verb}"


def _spoken(kind: str) -> str:
    return kind.replace("sub_group", "sub-group").replace("_", " ")
