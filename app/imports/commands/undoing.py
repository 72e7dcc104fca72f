"""An import taken back: what it created, changed and deleted, as the ledger tells it, while all of it stands so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from app.actions.commands import WRITE_ISSUES, WRITE_MILESTONE_ALONE
from app.actions.commands.decisions import refuse_baseless
from app.actions.commands.due import sync_deadlines
from app.actions.commands.naming import PARTY_WRITERS
from app.actions.commands.parts import PARTS, refuse_lost_links, refuse_other_plans
from app.actions.commands.relations import WRITE_RELATIONS
from app.actions.models import Action, ActionRelation, Milestone, ProgressUpdate
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.core.errors import Conflict, Fault, Invalid
from app.core.rows import get_row
from app.imports.commands import WRITE_IMPORTS
from app.imports.commands.doors import DOORS
from app.imports.models import Import
from app.imports.queries.undoing import Did, Done, changes_since, done_by, is_pointed_at, new_of
from app.imports.rules.jobs import ImportState
from app.imports.rules.outcomes import ImportCanNotBeUndone
from app.kernel.clock import now
from app.ledger.commands import Writer, remove_many
from app.ledger.queries import last_event
from app.ledger.rules import Verb
from app.plans.commands import WRITE_CRITERIA, WRITE_GLOSSARY, WRITE_PLANS, WRITE_THEMES
from app.schedule.commands import clear_deadlines
from app.schedule.rules import DeadlineSource, DueReading

MOST_NAMED = 20


def _follow_action(session: Session, caller: Caller, action: Action, _changed: frozenset[str]) -> None:
    """Bring the deadlines in step. Nothing is told of progress: what was told of it goes with the import."""
    if action.deleted_at is None:
        refuse_lost_links(session, action)
        refuse_other_plans(session, action)
    sync_deadlines(session, caller, action)


def _as_it_was(writer: Any) -> Any:
    """Make the writer that takes values as the ledger has them: there is nothing to prepare of them."""
    return replace(writer, prepare=lambda _session, _row, values: dict(values))


_OF_TABLES = ("membership", "venue", "meeting", "indicator", "indicator_period")
_WRITERS: Mapping[str, Any] = {
    "plan": _as_it_was(WRITE_PLANS),
    "theme": _as_it_was(WRITE_THEMES),
    "glossary_term": _as_it_was(WRITE_GLOSSARY),
    "criterion": _as_it_was(WRITE_CRITERIA),
    "issue": _as_it_was(WRITE_ISSUES),
    "action": Writer(table=Action, parts=PARTS, check=refuse_baseless, follow=_follow_action),
    "milestone": _as_it_was(WRITE_MILESTONE_ALONE),
    "action_relation": _as_it_was(WRITE_RELATIONS),
    "progress_update": Writer(table=ProgressUpdate),
    **{kind: _as_it_was(DOORS[kind].writer) for kind in _OF_TABLES},
    **{kind: _as_it_was(writer) for kind, writer in PARTY_WRITERS.items()},
}


_IN_SETS: Sequence[type[Table]] = (ActionRelation, ProgressUpdate, Milestone, Action)


def undo_import(session: Session, caller: Caller, id: str) -> Import:
    """Take back all that an import did; its rows stay to be read.

    Raises ImportCanNotBeUndone, which names what has changed since, or what depends on it by now.
    """
    kept = get_row(session, Import, id)
    if kept.undone_at is not None:
        raise ImportCanNotBeUndone(f"It was undone at {kept.undone_at:%Y-%m-%d %H:%M} UTC.")
    if kept.dry_run:
        raise ImportCanNotBeUndone("It was a dry run, so there is nothing to take back.")
    if kept.state != ImportState.DONE:
        raise ImportCanNotBeUndone("It was not carried out, so there is nothing to take back.")
    if kept.events_after is None:
        # The numbers of events stay with their ledger, where a register is restored from an archive.
        told = "It was carried out in another register, or before this service kept what is needed for that."
        raise ImportCanNotBeUndone(told)
    done = done_by(session, kept.id, kept.events_after)
    _refuse_changed(session, done)
    reason, events_after = f"The import {kept.id} was undone.", last_event(session)
    gone = _remove_new(session, caller, done, reason)
    for event in done.events:
        if event.resource_id in gone:
            continue
        try:
            _take_back(session, caller, event, reason)
        except (Conflict, Invalid) as refused:
            told = f"{done.name_of(event.kind, event.resource_id)}: {refused.detail or refused.title}"
            raise ImportCanNotBeUndone(told, errors=refused.errors) from None
    values = {"undone_at": now(), "undo_events_after": events_after}
    return WRITE_IMPORTS.update(session, caller, kept, values, reason)


def _refuse_changed(session: Session, done: Done) -> None:
    changed = changes_since(session, done)
    if changed:
        counted = f"{len(changed):,} changes were" if len(changed) > 1 else "One change was"
        named = [Fault(one) for one in changed[:MOST_NAMED]]
        raise ImportCanNotBeUndone(f"{counted} made since to what it wrote.", errors=named)


def _remove_new(session: Session, caller: Caller, done: Done, reason: str) -> set[str]:
    """Delete the actions that came with the import, and what belongs to actions, in sets; give their ids.

    Where something points to one of them none is: who takes them back one by one tells which it is.
    """
    new = {table: new_of(done, table.__tablename__) for table in _IN_SETS}
    # A step of an action that stays raises its version by going, as it did by coming.
    new[Milestone] = {id: told for id, told in new[Milestone].items() if told[1] in new[Action]}
    if any(is_pointed_at(session, table, told) for table, told in new.items()):
        return set()
    for table, told in new.items():
        remove_many(session, caller, table, told, reason)
    for source, table in ((DeadlineSource.ACTION, Action), (DeadlineSource.MILESTONE, Milestone)):
        for ids in in_chunks(new[table]):
            clear_deadlines(session, source, *ids)
    return {id for told in new.values() for id in told}


def _take_back(session: Session, caller: Caller, event: Did, reason: str) -> None:
    writer = _WRITERS.get(event.kind)
    if writer is None:
        raise ImportCanNotBeUndone(f"It wrote a {event.kind.replace('_', ' ')}, which nothing takes back.")
    row = session.get_one(writer.table, event.resource_id)
    if event.verb == Verb.CREATED:
        writer.remove(session, caller, row, reason)
    elif event.verb == Verb.DELETED:
        writer.restore(session, caller, row, reason)
    else:
        writer.update(session, caller, row, _values(writer.table, event.before), reason)


def _values(table: type[Table], before: Mapping[str, Any]) -> dict[str, Any]:
    """Read the values of an event back into those of a row: the ledger keeps days as words."""
    values = {name: _as_kept(table, name, value) for name, value in before.items()}
    if values.get("due_reading") == DueReading.CONFIRMED:
        # Which grammar read the words is not recorded; what a person confirmed was read by none.
        values["due_grammar"] = None
    return values


def _as_kept(table: type[Table], name: str, value: Any) -> Any:
    field = table.model_fields.get(name)
    if field is None or field.annotation is None:
        return value
    return TypeAdapter(field.annotation).validate_python(value)
