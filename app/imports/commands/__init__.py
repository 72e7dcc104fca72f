"""Imports in three steps: read (outside any transaction), plan, apply (all in one transaction, or not at all)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert
from sqlmodel import Session

from app.actions.commands.adding import add_actions
from app.actions.commands.due import due_values, take_due
from app.actions.models import Action
from app.core.callers import Caller
from app.core.db import Sessions, Table, reading, writing
from app.core.documents import read_file
from app.core.isolation import USUAL_LIMITS, Limits
from app.core.schemas import given, reason_of
from app.formats.charset import NotText
from app.formats.document import Document, DocumentIsBroken, Paragraph
from app.formats.readers import told_kind
from app.imports.commands.doors import DOORS
from app.imports.commands.records import apply_records
from app.imports.models import Import, ImportRow
from app.imports.queries import find_same_import
from app.imports.queries.planning import plan_import
from app.imports.queries.records import plan_of_records
from app.imports.rules import read_plan
from app.imports.rules.changes import ImportPlan, RowPlan
from app.imports.rules.drafts import CellFault, NotAPlan, PlanDraft
from app.imports.rules.jobs import ImportState
from app.imports.rules.mapping import NO_MAPPING, ByHand
from app.imports.rules.outcomes import RowOutcome, unreadable
from app.imports.rules.records import RecordsDraft, read_records
from app.imports.rules.settling import settle
from app.imports.rules.tables.changes import TablePlan
from app.imports.rules.templates import without_explanation
from app.imports.schemas import LONGEST_FILE_NAME, ImportOptions
from app.kernel.clock import now
from app.kernel.ids import new_id
from app.kernel.text import shortened, single_spaced
from app.ledger.commands import Writer
from app.ledger.queries import last_event
from app.phrases.due import DueColumn
from app.plans.models import Plan

WRITE_IMPORTS = Writer(table=Import)
VANISHED = "It has vanished from the file that was imported."


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document as it came: its bytes, and its name, charset, media type and mapping, where they came with it.

    `limits` are those within which it is read.
    """

    name: str | None
    data: bytes
    charset: str | None = None
    media_type: str | None = None
    mapping: str | None = None
    limits: Limits = USUAL_LIMITS

    @property
    def shown_name(self) -> str | None:
        """Its name as it can be kept: a file may be called anything."""
        printable = "".join(one if one.isprintable() else " " for one in self.name or "")
        return shortened(single_spaced(printable), LONGEST_FILE_NAME) or None


def read_document(
    document: GivenDocument, charset: str | None = None, by_hand: ByHand = NO_MAPPING
) -> PlanDraft | RecordsDraft:
    """Read a document as a plan; a `charset` that is asked for goes before the one that it came with.

    Raises DocumentIsUnreadable, which says where and why.
    """
    try:
        read = open_document(document, charset)
        if read.records and read.blocks:
            told = 'a record has a "kind" and an "item"; this line has not, though others have'
            raise NotAPlan(told, line=_first_line(read))
        if read.records:
            return read_records((one.line, one.values) for one in read.records)
        return read_plan(read, by_hand)
    except NotAPlan as reason:
        raise unreadable(reason) from None


def _first_line(read: Document) -> int:
    first = read.blocks[0]
    return first.line if isinstance(first, Paragraph) else first.rows[0].line


def open_document(document: GivenDocument, charset: str | None = None) -> Document:
    """Make paragraphs and tables of a document's bytes. Raises DocumentIsUnreadable."""
    told = told_kind(document.name, document.media_type)
    try:
        read = read_file(document.data, document.limits, told, charset or document.charset)
    except (NotText, DocumentIsBroken) as reason:
        raise unreadable(reason) from None
    return without_explanation(read)


def import_document(
    sessions: Sessions, caller: Caller, document: GivenDocument, options: ImportOptions
) -> dict[str, Any]:
    """Import a document, whole or not at all; or tell, in a dry run, what would happen.

    Gives an ImportOutcome. Raises DocumentIsUnreadable, and what the writers of its rows raise.
    """
    draft = read_document(document, options.charset, options.by_hand)
    if options.dry_run:
        with reading(sessions) as session:
            plan, _ = _planned(session, draft, options)
        return outcome_of(plan, document, options, None)
    with writing(sessions) as session:
        return apply_import(session, caller, draft, document, options)


def apply_import(
    session: Session,
    caller: Caller,
    draft: PlanDraft | RecordsDraft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
) -> dict[str, Any]:
    """Plan and carry out an import within a transaction, and record it. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is carried out.
    """
    plan, checked = _planned(session, draft, options)
    events_after = last_event(session)
    before = find_same_import(session, plan.plan_row.target_id, sha256(document.data).hexdigest())
    if job is None and before is not None and not plan.changes_something():
        # The same file as the last time, and nothing to do: not even a note of it is written.
        return outcome_of(plan, document, options, before)
    if isinstance(draft, RecordsDraft):
        apply_records(session, caller, plan)
    else:
        _apply_rows(session, caller, plan, checked)
    kept = record_import(session, caller, plan, document, options, events_after, job)
    return outcome_of(plan, document, options, kept)


def _planned(
    session: Session, draft: PlanDraft | RecordsDraft, options: ImportOptions
) -> tuple[ImportPlan, list[dict[str, Any]]]:
    """Plan an import, and check its values; those of records are checked as they are planned."""
    if isinstance(draft, RecordsDraft):
        return plan_of_records(session, draft, options), []
    plan = plan_import(session, draft, options)
    return plan, _check_all(plan, options)


def _apply_rows(session: Session, caller: Caller, plan: ImportPlan, checked: list[dict[str, Any]]) -> None:
    themes: dict[int, str] = {}
    issues: dict[int, str] = {}
    new: list[tuple[RowPlan, dict[str, Any]]] = []
    for row, values in zip(plan.rows, checked, strict=True):
        if row.kind == "action":
            values = {**_with_reading(session, row, values, plan.dues), **_links(row, themes, issues)}
        if row.kind == "action" and row.outcome == RowOutcome.CREATED:
            new.append((row, values))
            continue
        row.target_id = _keep(session, caller, row, values, plan.plan_row.target_id)
        if row.target_id is None or row.outcome in (RowOutcome.STAYS_DELETED, RowOutcome.FAILED):
            continue
        if row.kind == "theme":
            themes[row.theme_number or 0] = row.target_id
        if row.kind == "issue":
            issues[row.issue_number or 0] = row.target_id
    _add(session, caller, plan, new)


def _add(
    session: Session, caller: Caller, plan: ImportPlan, new: Sequence[tuple[RowPlan, dict[str, Any]]]
) -> None:
    """Keep the new actions, in sets."""
    if new:
        kept = session.get_one(Plan, plan.plan_row.target_id)
        ids = add_actions(session, caller, kept, (values for _, values in new))
        for (row, _), id in zip(new, ids, strict=True):
            row.target_id = id


def _check_all(plan: ImportPlan, options: ImportOptions) -> list[dict[str, Any]]:
    """Check the values of every row by the shape that the API checks them by; give them as it does.

    A row with faults fails. Raises DocumentIsUnreadable where nothing may be kept then.
    """
    checked: list[dict[str, Any]] = []
    for row in plan.rows:
        try:
            checked.append({} if row.faults and not row.values else _checked(row))
        except ValidationError as error:
            checked.append({})
            row.faults += [_fault(row, one) for one in error.errors()]
    settle(plan, options.on_error)
    return checked


def _checked(row: RowPlan) -> dict[str, Any]:
    door = DOORS[row.kind]
    if row.outcome == RowOutcome.CREATED:
        # The plan that a row is in may not be there yet; the shape is told a name that it takes.
        stand_in = {door.owner: "-"} if door.owner and door.owner_is_in_shape else {}
        values = door.create(**row.values, **stand_in).model_dump()
        return {name: value for name, value in values.items() if name not in stand_in}
    if row.outcome == RowOutcome.UPDATED and row.values:
        return given(door.update(**row.values))
    return {}


# What the cell was taken for that a value comes from, where that has another name.
_READ_AS = {
    "lead_text": ("lead",),
    "text": ("action",),
    "acronym": ("other_name",),
    "other_names": ("other_name",),
}


def _fault(row: RowPlan, error: Any) -> CellFault:
    name = str(error["loc"][0]) if error["loc"] else ""
    meanings = (name, *_READ_AS.get(name, ()))
    cell = next((cell for cell in row.cells if cell.read_as in meanings), None)
    if cell is None:
        return CellFault(reason_of(error), row.line, name or None)
    return CellFault(reason_of(error), cell.line, cell.column, shortened(cell.words))


def _links(row: RowPlan, themes: dict[int, str], issues: dict[int, str]) -> dict[str, Any]:
    """Give the ids of the theme and the issue that an action is new under, or was moved to."""
    new = row.outcome == RowOutcome.CREATED
    links = {}
    if row.theme_number in themes and (new or "theme" in row.changes):
        numbers = (row.theme_number, *row.further_themes)
        links["theme_ids"] = [themes[number] for number in numbers if number in themes]
    if row.issue_number in issues and (new or "issue" in row.changes):
        links["issue_ids"] = [issues[row.issue_number]]
    return links


def _with_reading(session: Session, row: RowPlan, values: dict[str, Any], dues: DueColumn) -> dict[str, Any]:
    """Read due words in the light of the row above in the document, which may stand elsewhere in the register."""
    if "due" not in values:
        return values
    known = session.get(Action, row.target_id) if row.target_id else None
    rest = {name: value for name, value in values.items() if name != "due"}
    if values["due"].get("points"):
        # Somebody said in which order the days are written: the words alone don't say so.
        return {**rest, **take_due(session, {"due": values["due"]}, known, None, None)}
    words = values["due"]["text"]
    return {**rest, **due_values(words, dues.read(words, row.above), known)}


def _keep(
    session: Session, caller: Caller, row: RowPlan, values: dict[str, Any], plan_id: str | None
) -> str | None:
    """Write one row, as its plan says; give the id of the thing that it is about."""
    door = DOORS[row.kind]
    if row.outcome == RowOutcome.CREATED:
        owner = {door.owner: plan_id} if door.owner else {}
        kept: Table = door.writer.create(session, caller, {**values, **owner})
        row.reference = getattr(kept, "reference", row.reference)
        return kept.id
    if row.outcome == RowOutcome.UPDATED:
        door.writer.update(session, caller, session.get_one(door.table, row.target_id), values)
    if row.outcome == RowOutcome.DELETED:
        door.writer.remove(session, caller, session.get_one(door.table, row.target_id), VANISHED)
    return row.target_id


def record_import(
    session: Session,
    caller: Caller,
    plan: ImportPlan | TablePlan,
    document: GivenDocument,
    options: ImportOptions,
    events_after: int,
    job: Import | None,
) -> str:
    """Keep what the import did, by which the next one tells what its file says anew; give its id."""
    told = {
        "plan_id": plan.plan_id,
        "state": ImportState.DONE.value,
        "phase": None,
        "counts": plan.counts(),
        "unread": _unread(plan),
        "not_in_file": [asdict(one) for one in plan.not_in_file],
        "columns": _columns(plan),
        "events_after": events_after,
    }
    if job is None:
        kept = WRITE_IMPORTS.create(session, caller, {**described(document, options), **told})
    else:
        kept = WRITE_IMPORTS.update(session, caller, job, told)
    at = now()
    bookkeeping = {"import_id": kept.id, "version": 1, "created_at": at, "updated_at": at}
    rows = [
        {"id": new_id(), "position": place, **bookkeeping, **_shown(row)}
        for place, row in enumerate(plan.rows)
    ]
    if rows:
        session.execute(insert(ImportRow.__table__), rows)
    return kept.id


def described(document: GivenDocument, options: ImportOptions) -> dict[str, Any]:
    """Give what is kept of a document, and of how it is to be taken."""
    digest = sha256(document.data).hexdigest()
    return {
        "file_name": document.shown_name,
        "digest": digest,
        "kind": options.kind.value,
        "mode": options.mode.value,
        "options": options.model_dump(mode="json", exclude={"dry_run", "file_name"}),
    }


def _shown(row: RowPlan) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "sheet": row.sheet,
        "line": row.line,
        "outcome": row.outcome.value,
        "resource_id": row.target_id,
        "reference": row.reference,
        "label": row.label,
        "cells": [cell.shown() for cell in row.cells],
        "changes": row.changes,
        "faults": [asdict(fault) for fault in row.faults],
        "similar_to": asdict(row.similar_to) if row.similar_to else None,
    }


def _columns(plan: ImportPlan | TablePlan) -> list[dict[str, Any]]:
    return [
        {
            "sheet": table.sheet,
            "line": table.line,
            "columns": [{"heading": words, "read_as": field} for words, field in table.headings],
        }
        for table in plan.draft.columns
    ]


def _plan_shown(row: RowPlan) -> dict[str, Any]:
    title = row.label if row.outcome == RowOutcome.SKIPPED else row.values.get("title", row.label)
    return {"id": row.target_id, "reference": row.reference, "title": title}


def _unread(plan: ImportPlan | TablePlan) -> list[dict[str, Any]]:
    return [{"line": one.line, "text": one.text} for one in plan.unread]


def outcome_of(
    plan: ImportPlan | TablePlan, document: GivenDocument, options: ImportOptions, import_id: str | None
) -> dict[str, Any]:
    """Give what an import did, or would do, as an ImportOutcome."""
    return {
        "id": import_id,
        "url": f"{Import.__path__}/{import_id}" if import_id else None,
        "dry_run": options.dry_run,
        "file_name": document.shown_name,
        "kind": options.kind.value,
        "mode": options.mode.value,
        "plan": _plan_shown(plan.plan_row) if isinstance(plan, ImportPlan) else None,
        "counts": plan.counts(),
        "columns": _columns(plan),
        "rows": [_shown(one) for one in plan.rows],
        "unread": _unread(plan),
        "not_in_file": [asdict(one) for one in plan.not_in_file],
    }
