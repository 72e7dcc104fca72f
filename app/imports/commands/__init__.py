"""Imports in three steps: read (outside any transaction), plan, apply (all in one transaction, or not at all)."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.imports.commands.applying import Applying, go_through
from app.imports.commands.aside import RowsAside
from app.imports.commands.documents import GivenDocument, open_document, read_document
from app.imports.commands.dry_runs import forget_ids
from app.imports.commands.progress import gone_through
from app.imports.commands.recording import (
    WRITE_IMPORTS,
    RowsTold,
    described,
    outcome_of,
    record_import,
    told_of,
)
from app.imports.commands.records import apply_records
from app.imports.models import Import
from app.imports.queries import find_same_import
from app.imports.queries.planning import PlannedInChunks, plan_import
from app.imports.queries.records import plan_of_records
from app.imports.rules.changes import ImportPlan
from app.imports.rules.drafts import PlanDraft
from app.imports.rules.records import RecordsDraft
from app.imports.schemas import ImportOptions
from app.ledger.queries import last_event

__all__ = [
    "WRITE_IMPORTS",
    "GivenDocument",
    "RowsTold",
    "apply_import",
    "described",
    "open_document",
    "outcome_of",
    "read_document",
    "record_import",
    "told_of",
    "try_import",
]

Outcome = dict[str, Any]


def try_import(
    session: Session,
    draft: PlanDraft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
    aside: RowsAside | None = None,
) -> Outcome:
    """Tell what an import would do: what a real one does, but for the writing. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is made. Its rows are laid `aside` where that is given.
    Raises DocumentIsUnreadable.
    """
    plan, told = _gone_through(session, None, draft, options, job, aside)
    return outcome_of(plan, told, document, options, None, plan.plan_row)


def apply_import(
    session: Session,
    caller: Caller,
    draft: PlanDraft | RecordsDraft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
    aside: RowsAside | None = None,
) -> Outcome:
    """Plan and carry out an import within a transaction, and record it. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is carried out: its rows are found there, and not in the outcome.
    Else they are laid `aside` where that is given. A dry run of records is not recorded, and its transaction is to be
    taken back. Raises DocumentIsUnreadable, and what the writers raise.
    """
    events_after = last_event(session)
    if isinstance(draft, RecordsDraft):
        plan, told = _records_kept(session, caller, draft, options, job, aside)
    else:
        plan, told = _gone_through(session, caller, draft, options, job, aside)
    if options.dry_run:
        return outcome_of(plan, told, document, options, None, plan.plan_row)
    kept = find_same_import(session, plan.plan_id, document.digest) if job is None else None
    if kept is None or told.changes_something():
        kept = record_import(session, caller, plan, told, document, options, events_after, job)
    # Else it is the same file as the last time, and nothing to do: not even a note of it is written.
    return outcome_of(plan, told, document, options, kept, plan.plan_row)


def _gone_through(
    session: Session,
    caller: Caller | None,
    draft: PlanDraft,
    options: ImportOptions,
    job: Import | None,
    aside: RowsAside | None,
) -> tuple[ImportPlan | PlannedInChunks, RowsTold]:
    """Plan an import, tell of its rows and of how far it is, and carry it out where a caller does."""
    plan = plan_import(session, draft, options)
    plan = replace(plan, chunks=gone_through(session, job, plan.chunks, plan.rows_total, len(plan.head)))
    told = RowsTold(session if caller is not None else None, job, kept_back=len(plan.head), aside=aside)
    go_through(plan, told, options.on_error, Applying(session, caller, plan) if caller is not None else None)
    return plan, told


def _records_kept(
    session: Session,
    caller: Caller,
    draft: RecordsDraft,
    options: ImportOptions,
    job: Import | None,
    aside: RowsAside | None,
) -> tuple[ImportPlan | PlannedInChunks, RowsTold]:
    """Plan an import of records, carry it out, and tell of its rows. What only writers know to refuse is asked so."""
    plan = plan_of_records(session, draft, options)
    apply_records(session, caller, plan, options.on_error, job)
    told = RowsTold(None if options.dry_run else session, job, aside=aside)
    if options.dry_run:
        forget_ids(plan.rows)
    told.tell(plan.rows)
    return plan, told
