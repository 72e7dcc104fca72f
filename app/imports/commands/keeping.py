"""The rows of a table, kept one by one: each with what it needs, and each taken back alone where it can't be kept."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import trying
from app.core.errors import Problem
from app.core.links import words
from app.core.schemas import given, reason_of
from app.imports.commands.doors import DOORS
from app.imports.rules.changes import RowPlan
from app.imports.rules.drafts import CellFault
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.refusals import in_plain_words
from app.imports.rules.tables import COLUMNS
from app.kernel.text import shortened
from app.reading.queries import forget_parties

Values = dict[str, Any]
_WRITTEN = frozenset({RowOutcome.CREATED, RowOutcome.UPDATED})
# What the cell was taken for that a value comes from, where that has another name.
_READ_AS = {
    "person_id": ("member_id",),
    "organisation_id": ("member_id",),
    "post_id": ("member_id",),
    "starts_on": ("starts_at", "label"),
    "ends_on": ("ends_at", "label"),
}


class NeedsWhatFailed(Exception):
    """Report that a row can't be kept, since something that it names is not there: which value names it, and what."""

    def __init__(self, name: str, needed: RowPlan, why: str) -> None:
        super().__init__(name)
        what = needed.kind.replace("_", "-")
        self.name, self.told = name, f"the {what} {shortened(needed.label)!r} on line {needed.line:,} {why}"


class Keeper:
    """Keeps rows through the writers of their rooms."""

    def __init__(self, session: Session, caller: Caller) -> None:
        self._session, self._caller = session, caller
        # In the order in which they were kept, so that the last ones can be taken back.
        self._kept: dict[int, RowPlan] = {}
        self._being_kept: set[int] = set()

    def has_kept(self, row: RowPlan) -> bool:
        """Tell whether a row was written, and stayed so."""
        return id(row) in self._kept

    def keep(self, row: RowPlan) -> None:
        """Write a row that is to be written; where that can't be, it fails, and nothing of it stays."""
        if row.outcome not in _WRITTEN or self.has_kept(row):
            return
        before = len(self._kept)
        try:
            with trying(self._session):
                self._being_kept.add(id(row))
                self._write(row)
                self._kept[id(row)] = row
        except (Problem, ValidationError, NeedsWhatFailed) as reason:
            # With it went what it brought along; others who need that will bring it again.
            while len(self._kept) > before:
                self._kept.popitem()
            forget_parties(self._session)
            row.fail(faults_of(row, reason))
        finally:
            self._being_kept.discard(id(row))

    def _write(self, row: RowPlan) -> None:
        door = DOORS[row.kind]
        values = {name: self._linked(row, name, value) for name, value in row.values.items()}
        owner = {door.owner: values.pop(door.owner)} if door.owner in values else {}
        if row.outcome == RowOutcome.CREATED:
            checked = door.create(**values).model_dump()
            kept = door.writer.create(self._session, self._caller, {**checked, **owner})
            row.target_id, row.reference = kept.id, getattr(kept, "reference", row.reference)
        else:
            known = self._session.get_one(door.table, row.target_id)
            door.writer.update(self._session, self._caller, known, given(door.update(**values)))

    def _linked(self, row: RowPlan, name: str, value: Any) -> Any:
        """Give the id of what a row of the file brings in, which is kept first."""
        if not isinstance(value, RowPlan):
            return value
        if id(value) in self._being_kept:
            raise NeedsWhatFailed(name, value, "is itself a part of this one, or comes after it")
        self.keep(value)
        if value.outcome not in _WRITTEN:
            raise NeedsWhatFailed(name, value, "is not there, or can't be kept")
        if name in row.changes:
            row.changes[name]["after"] = value.reference
        return value.target_id


def faults_of(row: RowPlan, reason: Problem | ValidationError | NeedsWhatFailed) -> list[CellFault]:
    """Tell why a row can't be kept, by the cells that are to blame."""
    if isinstance(reason, NeedsWhatFailed):
        return [_fault(row, reason.name, reason.told)]
    if isinstance(reason, ValidationError):
        return [_refused(row, one) for one in reason.errors()]
    told = reason.detail or reason.title
    faults = [(fault.pointer or "", fault.detail) for fault in reason.errors] or [("", told)]
    return [
        _fault(row, pointer.strip("/").partition("/")[0], _why(reason, detail)) for pointer, detail in faults
    ]


def _why(reason: Problem, detail: str) -> str:
    """Tell the law that was broken along with what broke it."""
    return detail if detail == reason.detail or not reason.title else f"{reason.title}: {detail}"


def _refused(row: RowPlan, error: Any) -> CellFault:
    name = str(next(iter(error["loc"]), ""))
    if error["type"] == "missing":
        return CellFault(_what_is_missing(row, name), row.line, row.heading_of(name))
    return _fault(row, name, in_plain_words(error["type"], error.get("ctx", {}), reason_of(error)))


def _what_is_missing(row: RowPlan, name: str) -> str:
    """Tell what something new needs to say, and in which words."""
    column = COLUMNS[row.kind, name]
    place = "is blank" if row.heading_of(name) else f"the table has no column {column.headings[0]!r}"
    told = f"{place}, and a new {words(DOORS[row.kind].table.__table__)} needs it"
    return f"{told}: one of {column.allowed}" if column.allowed else told


def _fault(row: RowPlan, name: str, told: str) -> CellFault:
    meanings: Iterable[str] = (name, *_READ_AS.get(name, ()))
    cells = {cell.read_as: cell for cell in row.cells}
    cell = next((cells[meaning] for meaning in meanings if meaning in cells), None)
    if cell is None:
        return CellFault(told, row.line)
    return CellFault(told, cell.line, cell.column, shortened(cell.words))
