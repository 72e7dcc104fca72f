"""Flat tables imported: read outside any transaction, planned, and kept row by row in one.

What only the rooms' own writers know to refuse is found out by asking them. So a dry run carries everything out, too,
and takes it all back: it tells what the real run does since it is one.
"""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.actions.commands.naming import names_gathered
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.errors import Fault, InvalidParameter
from app.imports.commands import (
    GivenDocument,
    RowsTold,
    open_document,
    outcome_of,
    record_import,
    told_of,
)
from app.imports.commands.dry_runs import forget_ids
from app.imports.commands.keeping import Keeper
from app.imports.commands.progress import gone_through
from app.imports.models import Import
from app.imports.queries import find_same_import
from app.imports.queries.planning import CHUNK
from app.imports.queries.tables import plan_table
from app.imports.rules.kinds import ImportKind
from app.imports.rules.outcomes import DocumentIsUnreadable, OnError, unreadable
from app.imports.rules.tables.changes import TablePlan
from app.imports.rules.tables.drafts import NotATable, TableDraft
from app.imports.rules.tables.reading import read_table
from app.imports.schemas import ImportOptions
from app.ledger.queries import last_event

MOST_FAULTS = 100
Outcome = dict[str, Any]


def read_table_document(document: GivenDocument, options: ImportOptions) -> TableDraft:
    """Read a document as tables of the kind that is asked for. Raises DocumentIsUnreadable, InvalidParameter."""
    if options.plan is not None and options.kind != ImportKind.PROGRESS_UPDATES:
        told = f"goes with the kinds actions and progress_updates, not with {options.kind}"
        raise InvalidParameter("No one plan is imported.", errors=[Fault(told, parameter="plan")])
    try:
        return read_table(open_document(document, options.charset), options.kind, options.headings_by_hand)
    except NotATable as reason:
        raise unreadable(reason) from None


def apply_table(
    session: Session,
    caller: Caller,
    draft: TableDraft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
) -> Outcome:
    """Plan and carry out the import of a table within a transaction, and record it. Gives an ImportOutcome.

    A dry run is not recorded, and its transaction is to be taken back. `job` is its record, where it was kept before it
    is carried out.
    Raises DocumentIsUnreadable where rows can't be kept, unless the good ones are asked for.
    """
    events_after = last_event(session)
    plan = plan_table(session, draft, options)
    # Who may import may write whatever a file holds, of whoever leads it.
    keeper = Keeper(session, replace(caller, scopes=caller.scopes | {"write"}))
    with names_gathered(session, caller):
        for some in gone_through(session, job, in_chunks(plan.told, CHUNK), len(plan.told)):
            for row in some:
                keeper.keep(row)
    plan.made = [row for row in plan.made if keeper.has_kept(row)]
    if plan.faults and options.on_error == OnError.ABORT:
        raise _refusal(plan)
    if options.dry_run:
        forget_ids(plan.rows)
        outcome = outcome_of(plan, told_of(plan.rows), document, options, None)
        # A flat table is shown as none of a plan; but its record, where it has one, tells of which plan all of it is.
        return outcome if job is None else {**outcome, "plan_id": plan.plan_id}
    same = find_same_import(session, plan.plan_id, document.digest, options.kind) if job is None else None
    if same is not None and not plan.changes_something():
        # The same file as the last time, and nothing to do: not even a note of it is written.
        return outcome_of(plan, told_of(plan.rows), document, options, same)
    told = RowsTold(session, job)
    told.tell(plan.rows)
    kept = record_import(session, caller, plan, told, document, options, events_after, job)
    return outcome_of(plan, told, document, options, kept)


def _refusal(plan: TablePlan) -> DocumentIsUnreadable:
    """Make the refusal that tells what is wrong, so much of it, and how much there is."""
    told = [
        Fault(one.detail, row=one.line, column=one.column, sheet=sheet, words=one.words or None)
        for sheet, one in plan.faults
    ]
    counted = "One fault was found." if len(told) == 1 else f"{len(told):,} faults were found."
    some = f" Here are the first {MOST_FAULTS}." if len(told) > MOST_FAULTS else ""
    return DocumentIsUnreadable(f"Nothing of it was kept. {counted}{some}", errors=told[:MOST_FAULTS])
