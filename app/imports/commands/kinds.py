"""The one way into imports, of whatever kind a file's rows are."""

from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Sessions, reading, writing
from app.imports.commands import GivenDocument, apply_import, read_document, try_import
from app.imports.commands.aside import RowsAside
from app.imports.commands.dry_runs import only_try
from app.imports.commands.tables import apply_table, read_table_document
from app.imports.models import Import
from app.imports.rules.drafts import PlanDraft
from app.imports.rules.kinds import ImportKind
from app.imports.rules.records import RecordsDraft
from app.imports.rules.tables.drafts import TableDraft
from app.imports.schemas import ImportOptions

Draft = PlanDraft | RecordsDraft | TableDraft


def read_any(document: GivenDocument, options: ImportOptions) -> Draft:
    """Read a document as what it is said to hold. Raises DocumentIsUnreadable, which says where and why."""
    if options.kind == ImportKind.ACTIONS:
        return read_document(document, options.charset, options.by_hand)
    return read_table_document(document, options)


def import_read(
    sessions: Sessions,
    caller: Caller,
    draft: Draft,
    document: GivenDocument,
    options: ImportOptions,
    aside: RowsAside | None = None,
) -> dict[str, Any]:
    """Import what was read of a document, or tell in a dry run what would happen. Gives an ImportOutcome.

    The rows of actions are laid `aside` where that is given. Raises DocumentIsUnreadable, and what the writers of its
    rows raise.
    """
    if options.dry_run:
        return try_any(sessions, caller, draft, document, options, aside=aside)
    with writing(sessions) as session:
        return apply_any(session, caller, draft, document, options, aside=aside)


def try_any(
    sessions: Sessions,
    caller: Caller,
    draft: Draft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
    aside: RowsAside | None = None,
) -> dict[str, Any]:
    """Tell what the import of what was read would do. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is made. The rows of actions are laid `aside` where that is given.
    """
    if isinstance(draft, PlanDraft):
        with reading(sessions) as session:
            return try_import(session, draft, document, options, job, aside)
    return only_try(
        sessions, lambda session: apply_any(session, caller, draft, document, options, job, aside)
    )


def apply_any(
    session: Session,
    caller: Caller,
    draft: Draft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
    aside: RowsAside | None = None,
) -> dict[str, Any]:
    """Carry out the import of what was read, within a transaction. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is carried out. The rows of actions are laid `aside` where that
    is given.
    """
    if not isinstance(draft, TableDraft):
        return apply_import(session, caller, draft, document, options, job, aside)
    return apply_table(session, caller, draft, document, options, job)
