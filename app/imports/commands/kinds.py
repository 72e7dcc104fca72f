"""The one way into imports, of whatever kind a file's rows are."""

from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Sessions, writing
from app.imports.commands import GivenDocument, apply_import, import_document, read_document
from app.imports.commands.tables import apply_table, read_table_document, try_table
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


def import_any(
    sessions: Sessions, caller: Caller, document: GivenDocument, options: ImportOptions
) -> dict[str, Any]:
    """Import a document, or tell in a dry run what would happen. Gives an ImportOutcome."""
    if options.kind == ImportKind.ACTIONS:
        return import_document(sessions, caller, document, options)
    draft = read_table_document(document, options)
    if options.dry_run:
        return try_table(sessions, caller, draft, document, options)
    with writing(sessions) as session:
        return apply_table(session, caller, draft, document, options)


def apply_any(
    session: Session,
    caller: Caller,
    draft: Draft,
    document: GivenDocument,
    options: ImportOptions,
    job: Import | None = None,
) -> dict[str, Any]:
    """Carry out the import of what was read, within a transaction. Gives an ImportOutcome.

    `job` is its record, where it was kept before it is carried out.
    """
    if not isinstance(draft, TableDraft):
        return apply_import(session, caller, draft, document, options, job)
    return apply_table(session, caller, draft, document, options, job)
