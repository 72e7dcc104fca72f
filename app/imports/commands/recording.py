"""What an import did, as it is kept and answered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from operator import itemgetter
from typing import Any, Protocol

from sqlmodel import Session

from app.core.bulk import insert_many
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.imports.commands.aside import RowsAside
from app.imports.commands.documents import GivenDocument
from app.imports.models import Import, ImportRow
from app.imports.rules.changes import WRITTEN, Draft, NotInFile, RowPlan
from app.imports.rules.jobs import ImportState
from app.imports.rules.outcomes import RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.clock import now
from app.kernel.ids import new_ids
from app.ledger.commands import Writer

Values = dict[str, Any]
Counts = dict[str, dict[str, int]]
WRITE_IMPORTS = Writer(table=Import)
_WRITTEN_AT_ONCE = 1_000


class Planned(Protocol):
    """What was planned, but for its rows."""

    @property
    def plan_id(self) -> str | None:
        """The id of the plan that it is about, where there is one."""

    @property
    def draft(self) -> Draft:
        """What the document says."""

    @property
    def not_in_file(self) -> tuple[NotInFile, ...]:
        """The actions of the plan that the document does not hold."""


class RowsTold:
    """The rows of an import as they are shown, and how many there are of each kind and outcome.

    Of a `job` they are written as they come, and let go; else they wait for the record of the import, since the
    answer lists them all: in memory, or laid `aside`. The first `kept_back` of the file are told last: what becomes of
    them may turn out by others.
    """

    def __init__(
        self,
        session: Session | None = None,
        job: Import | None = None,
        kept_back: int = 0,
        aside: RowsAside | None = None,
    ) -> None:
        self._session, self._job, self._next, self._aside = session, job, kept_back, aside
        self._waiting: list[tuple[int, Values]] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def tell(self, rows: Sequence[RowPlan]) -> None:
        """Tell of the next rows."""
        self._counts.update((row.kind, row.outcome.value) for row in rows)
        self._take(rows, self._next)
        self._next += len(rows)

    def tell_first(self, rows: Sequence[RowPlan]) -> None:
        """Tell of the rows that were kept back."""
        # Counted before the others, as they stand before them.
        self._counts = Counter((row.kind, row.outcome.value) for row in rows) + self._counts
        self._take(rows, 0)

    def _take(self, rows: Iterable[RowPlan], place: int) -> None:
        if self._aside is not None:
            self._aside.put(place, map(_shown, rows))
            return
        self._waiting += enumerate(map(_shown, rows), start=place)
        if self._session is not None and self._job is not None:
            self.write(self._session, self._job.id)
            self._waiting = []

    def counts(self) -> Counts:
        """Count the rows by kind and outcome."""
        counts: Counts = {}
        for (kind, outcome), count in self._counts.items():
            counts.setdefault(kind, {})[outcome] = count
        return counts

    def changes_something(self) -> bool:
        """Tell whether any row was or would be created, updated or deleted."""
        return any(outcome in WRITTEN for _, outcome in self._counts)

    def shown(self) -> Iterable[Values]:
        """Give the rows that were not let go, in the order of the file."""
        if self._aside is not None:
            return self._aside
        return [row for _, row in sorted(self._waiting, key=itemgetter(0))]

    def write(self, session: Session, import_id: str) -> None:
        """Write the rows that wait as those of an import."""
        write_rows(session, import_id, self._waiting if self._aside is None else enumerate(self._aside))


def write_rows(session: Session, import_id: str, rows: Iterable[tuple[int, Values]]) -> None:
    """Write rows as those of an import, each with its place in the document."""
    at = now()
    common = {"import_id": import_id, "version": 1, "created_at": at, "updated_at": at}
    for some in in_chunks(rows, _WRITTEN_AT_ONCE):
        ids = new_ids(len(some))
        written = [
            {"id": id, "position": place, **common, **row} for id, (place, row) in zip(ids, some, strict=True)
        ]
        insert_many(session, ImportRow.__table__, written)


def told_of(rows: Sequence[RowPlan]) -> RowsTold:
    """Tell of rows that are all there at once."""
    told = RowsTold()
    told.tell(rows)
    return told


def record_import(
    session: Session,
    caller: Caller,
    plan: Planned,
    told: RowsTold,
    document: GivenDocument,
    options: ImportOptions,
    events_after: int,
    job: Import | None,
) -> str:
    """Keep what the import did, by which the next one tells what its file says anew; give its id."""
    values = {
        "plan_id": plan.plan_id,
        "state": ImportState.DONE.value,
        "phase": None,
        "counts": told.counts(),
        "unread": _unread(plan),
        "not_in_file": [asdict(one) for one in plan.not_in_file],
        "columns": _columns(plan),
        "events_after": events_after,
    }
    if job is not None:
        return WRITE_IMPORTS.update(session, caller, job, values).id
    kept = WRITE_IMPORTS.create(session, caller, {**described(document, options), **values})
    told.write(session, kept.id)
    return kept.id


def described(document: GivenDocument, options: ImportOptions) -> Values:
    """Give what is kept of a document, and of how it is to be taken."""
    return {
        "file_name": document.shown_name,
        "digest": document.digest,
        "kind": options.kind.value,
        "mode": options.mode.value,
        "options": options.model_dump(mode="json", exclude={"dry_run", "file_name"}),
    }


def outcome_of(
    plan: Planned,
    told: RowsTold,
    document: GivenDocument,
    options: ImportOptions,
    import_id: str | None,
    plan_row: RowPlan | None = None,
) -> Values:
    """Give what an import did, or would do, as an ImportOutcome; `plan_row` is that of the plan that it is."""
    return {
        "id": import_id,
        "url": f"{Import.__path__}/{import_id}" if import_id else None,
        "dry_run": options.dry_run,
        "file_name": document.shown_name,
        "kind": options.kind.value,
        "mode": options.mode.value,
        "plan": _plan_shown(plan_row) if plan_row is not None else None,
        "counts": told.counts(),
        "columns": _columns(plan),
        "rows": told.shown(),
        "unread": _unread(plan),
        "not_in_file": [asdict(one) for one in plan.not_in_file],
    }


def _shown(row: RowPlan) -> Values:
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


def _columns(plan: Planned) -> list[Values]:
    return [
        {
            "sheet": table.sheet,
            "line": table.line,
            "columns": [{"heading": words, "read_as": field} for words, field in table.headings],
        }
        for table in plan.draft.columns
    ]


def _plan_shown(row: RowPlan) -> Values:
    title = row.label if row.outcome == RowOutcome.SKIPPED else row.values.get("title", row.label)
    return {"id": row.target_id, "reference": row.reference, "title": title}


def _unread(plan: Planned) -> list[Values]:
    return [{"line": one.line, "text": one.text} for one in plan.draft.unread]
