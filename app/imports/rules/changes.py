"""What an import would do, row by row: the plan that a dry run shows and a real run carries out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.formats.document import Paragraph
from app.imports.rules.drafts import CellFault, TableColumns
from app.imports.rules.outcomes import ImportMode, RowOutcome
from app.imports.rules.tables.drafts import Heading
from app.kernel.text import single_spaced
from app.phrases.due import Point

Words = dict[str, str]
Name = tuple[str, object]
"""By what one thing of a document names another: its kind, and its number or its reference, None where it has none."""
LastWords = Callable[[], str | None]
"""Tells what the last import said of a value, None where none said anything; it is asked only where that matters."""

WRITTEN = frozenset({RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.DELETED})
"""The outcomes by which something is written."""

_REFUSED = {
    ImportMode.CREATE: (RowOutcome.UPDATED, RowOutcome.DELETED),
    ImportMode.UPDATE: (RowOutcome.CREATED,),
}


# Not frozen: of a large file half a million are made, and three times as fast.
@dataclass(slots=True)
class CellRead:
    """One cell: where it stands, its words, what they were taken for, and our reading of them where there is one."""

    line: int
    column: str
    words: str
    read_as: str | None
    reading: dict[str, Any] | None = None

    def shown(self) -> dict[str, Any]:
        """Give the cell as it is kept and shown."""
        return {
            "line": self.line,
            "column": self.column,
            "words": self.words,
            "read_as": self.read_as,
            "reading": self.reading,
        }


@dataclass(frozen=True, slots=True)
class Similar:
    """An action of the register whose words are alike: how much, from 0 to 1."""

    id: str
    reference: str
    text: str
    likeness: float


@dataclass(slots=True)
class RowPlan:
    """What would become of one thing in the document.

    `values` go to the writer of its kind; `changes` show, for an update, what each value is and would be.
    `theme_number` and `issue_number` name parts of the document, whose ids are known only as they are kept;
    `above` is what the row above in the document is due, which a "ditto" repeats. A row with `faults` fails; what
    vanished from the document has the line 0. `headings` are those of a flat table.
    """

    kind: str
    line: int
    outcome: RowOutcome
    reference: str | None
    label: str
    cells: tuple[CellRead, ...] = ()
    target_id: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    theme_number: int | None = None
    further_themes: tuple[int, ...] = ()
    issue_number: int | None = None
    above: tuple[Point, ...] | None = None
    sheet: str | None = None
    faults: list[CellFault] = field(default_factory=list)
    similar_to: Similar | None = None
    headings: tuple[Heading, ...] = ()

    @property
    def name(self) -> Name:
        """By what others of the document name it."""
        if self.kind == "organisation":
            return self.kind, self.reference
        return self.kind, self.theme_number if self.kind == "theme" else self.issue_number

    @property
    def needs(self) -> Iterator[Name]:
        """What of the document has to be there for it to be written, if that is new: its theme, its issue, …"""
        if self.kind == "action":
            yield from (("theme", number) for number in (self.theme_number, *self.further_themes))
            yield "issue", self.issue_number
        elif self.kind in ("person", "post"):
            yield "organisation", self.values.get("organisation_id")

    def heading_of(self, name: str) -> str | None:
        """Give the heading of the column of a field, also where its cell is blank; None where there is no column."""
        columns = ((one, one.reads.get(self.kind)) for one in self.headings)
        return next(
            (one.words for one, column in columns if column is not None and column.name == name), None
        )

    def fail(self, faults: Iterable[CellFault] = ()) -> None:
        """Have the row fail, for these reasons and those that it has already."""
        self.faults += faults
        self.outcome, self.values, self.changes = RowOutcome.FAILED, {}, {}


@dataclass(frozen=True, slots=True)
class NotInFile:
    """An action of the plan that the document does not hold; it is left as it is."""

    id: str
    reference: str
    text: str


class Draft(Protocol):
    """What a document says, of whatever form: here only what of it was not understood matters, and its columns."""

    @property
    def unread(self) -> tuple[Paragraph, ...]:
        """The lines that were not understood."""

    @property
    def columns(self) -> tuple[TableColumns, ...]:
        """What the columns of its tables were taken for."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that an import would do; `rows` begin with the plan itself."""

    draft: Draft
    rows: tuple[RowPlan, ...]
    not_in_file: tuple[NotInFile, ...]

    @property
    def plan_row(self) -> RowPlan:
        """The row of the plan itself."""
        return self.rows[0]

    @property
    def plan_id(self) -> str | None:
        """The id of the plan, where it is kept."""
        return self.plan_row.target_id


def file_changed(now: str, kept: str | None, last: LastWords) -> bool:
    """Tell whether what the file says of a value is to be taken over.

    It is not where the file says what it said at its last import: whatever the register holds by now was
    changed there since, on purpose. Nor is a blank that was never filled: it says nothing.
    """
    # What is the same to the letter is told first: of a large file that comes again it is nearly everything.
    if now == (kept or ""):
        return False
    before = last()
    return bool(now) if before is None else single_spaced(now) != single_spaced(before)


def allowed_outcome(wanted: RowOutcome, mode: ImportMode) -> RowOutcome:
    """Leave out what the mode does not allow."""
    return RowOutcome.SKIPPED if wanted in _REFUSED.get(mode, ()) else wanted


def new_row(kind: str, line: int, label: str, cells: tuple[CellRead, ...], mode: ImportMode) -> RowPlan:
    """Plan a row as one of something new, which it is until something known is met."""
    return RowPlan(kind, line, allowed_outcome(RowOutcome.CREATED, mode), None, label, cells)


def take_over(row: RowPlan, name: str, value: Any, kept: Any, words: str, last: LastWords) -> None:
    """Note a change of one value where the file says something new of it."""
    if file_changed(words, None if kept is None else str(kept), last):
        row.values[name] = value
        row.changes[name] = {"before": kept, "after": value}


def settle_row(row: RowPlan, target_id: str, mode: ImportMode) -> None:
    """Say what becomes of a row that is about something known, by what it would change."""
    row.target_id = target_id
    row.outcome = allowed_outcome(RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED, mode)


def leave_deleted(row: RowPlan, deleted: Any) -> None:
    """Leave out what an import brought in and someone deleted since: the file must not undo that."""
    if deleted is not None:
        row.target_id, row.outcome = deleted.id, RowOutcome.STAYS_DELETED


# The last word of a name by which an import that is asked to create parties tells what kind of party it is.
_GROUPS = {
    "group": "sub_group",
    "sub-group": "sub_group",
    "subgroup": "sub_group",
    "cluster": "cluster",
    "network": "network",
}
_ORGANISATIONS = frozenset(
    (
        *("agency", "alliance", "association", "board", "centre", "college", "council", "forum", "office"),
        *("organisation", "partnership", "service", "society", "trust", "union", "university"),
    )
)


def party_kind(name: str) -> tuple[str, str] | None:
    """Tell what party a name is the name of: ("sub_group", its kind), ("organisation", ""), or None."""
    last_word = name.casefold().rsplit(" ", 1)[-1]
    if last_word in _GROUPS:
        return "sub_group", "steering_group" if "steering" in name.casefold() else _GROUPS[last_word]
    return ("organisation", "") if last_word in _ORGANISATIONS else None
