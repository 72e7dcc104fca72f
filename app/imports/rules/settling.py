"""What becomes of rows that can't be taken, of those that rest on them, and of the whole import."""

from collections.abc import Iterable, Sequence

from app.core.errors import Fault
from app.imports.rules.changes import WRITTEN, Name, RowPlan
from app.imports.rules.drafts import CellFault, PlanDraft
from app.imports.rules.outcomes import DocumentIsUnreadable, OnError, RowOutcome
from app.imports.rules.records import STRAY, RecordsDraft

MOST_FAULTS = 100
_MAY_BE_ACTIONS = ("action", STRAY)


class Settling:
    """Decides what becomes of the rows that have faults, and of those that rest on them, as they come in order.

    A plan that is new and can't be taken, or nothing to be kept but all of it, is refused at the end, with all faults.
    """

    def __init__(self, on_error: OnError) -> None:
        self._takes_all_or_none = on_error == OnError.ABORT
        self._count = 0
        self._told: list[Fault] = []
        self._is_homeless = False
        self._missing: dict[Name, RowPlan] = {}
        self._unknown: RowPlan | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be kept, for the faults that were found by now."""
        return (self._takes_all_or_none and self._count > 0) or self._is_homeless

    def settle(self, rows: Iterable[RowPlan]) -> None:
        """Have the rows with faults fail, with those that rest on them; what came before stays as it is."""
        for row in rows:
            self.note(row)
            self.rest(row)

    def note(self, row: RowPlan) -> None:
        """Have a row fail that has faults, which are told where nothing may be kept."""
        if row.faults:
            self._count += len(row.faults)
            room = MOST_FAULTS - len(self._told)
            self._told += (_told(row.sheet, fault) for fault in row.faults[:room])
            row.fail()

    def rest(self, row: RowPlan) -> None:
        """Have a row fail that needs something new which failed: its theme, its issue, its organisation."""
        needed = next((self._missing[name] for name in row.needs if name in self._missing), None)
        if needed is not None and row.outcome in WRITTEN:
            what = needed.kind.replace("_", " ")
            row.fail([CellFault(f"the {what} on line {needed.line:,} failed, which it needs", row.line)])
        if row.outcome == RowOutcome.FAILED and row.target_id is None:
            self._is_homeless = self._is_homeless or row.kind == "plan"
            self._missing[row.name] = row
        self._keep_what_is_missing(row)

    def end(self) -> None:
        """Raise DocumentIsUnreadable, which tells the faults, where nothing may be kept for them."""
        if self.is_refused:
            raise _refusal(self._told, self._count)

    def _keep_what_is_missing(self, row: RowPlan) -> None:
        """Leave what has vanished where a row failed of which nobody knows what it is: it may be the very thing."""
        if row.kind in _MAY_BE_ACTIONS and row.outcome == RowOutcome.FAILED and row.target_id is None:
            self._unknown = self._unknown or row
        elif row.outcome == RowOutcome.DELETED and self._unknown is not None:
            told = f"left, since line {self._unknown.line:,} failed, and may be what became of it"
            row.outcome, row.faults = RowOutcome.SKIPPED, [CellFault(told, row.line)]


def refuse_faulty(draft: PlanDraft | RecordsDraft, on_error: OnError) -> None:
    """Refuse a document of which reading it already tells faults, where nothing may be kept then."""
    faults = [_told(sheet, fault) for sheet, fault in draft.faults]
    if faults and on_error == OnError.ABORT:
        raise _refusal(faults[:MOST_FAULTS], len(faults))


def refuse_without_rows(draft: PlanDraft) -> None:
    """Refuse a mere table that has headings and nothing below them: no plan is to be made of one to be filled in."""
    if not (draft.actions or draft.themes or draft.title):
        told = "there are no rows below these headings, so there is no plan to make"
        fault = Fault(told, row=draft.columns[0].line, sheet=draft.columns[0].sheet)
        raise DocumentIsUnreadable("Nothing of it was kept.", errors=[fault])


def _told(sheet: str | None, fault: CellFault) -> Fault:
    return Fault(fault.detail, row=fault.line, column=fault.column, sheet=sheet, words=fault.words or None)


def _refusal(told: Sequence[Fault], count: int) -> DocumentIsUnreadable:
    """Make the refusal that tells the first faults, and how many there are."""
    some = f"{count:,} faults were found; here are the first {MOST_FAULTS}."
    all_of_them = "One fault was found." if count == 1 else f"{count} faults were found."
    counted = some if count > MOST_FAULTS else all_of_them
    return DocumentIsUnreadable(f"Nothing of it was kept. {counted}", errors=told)
