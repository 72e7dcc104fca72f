"""What a plan's document says, as it was understood: nothing here is in the register yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.formats.document import Paragraph

PlanKind = Literal["partnership_plan", "improvement_plan", "accreditation_plan", "project_plan", "strategy"]
Field = Literal[
    "reference",
    "theme",
    "issue",
    "action",
    "current_situation",
    "lead",
    "due",
    "status",
    "rag",
    "percent",
    "cross_cutting",
]


# Not frozen: of a large file half a million are made, and three times as fast.
@dataclass(slots=True)
class Cell:
    """One filled cell, single-spaced, with its line and the heading of its column as written.

    `read_as` tells what the column was taken for; None when it is kept only as words.
    """

    words: str
    line: int
    column: str
    read_as: Field | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table: each heading as written, and what it was taken for; and where each field stands."""

    columns: tuple[tuple[str, Field | None], ...]
    places: Mapping[Field, int]


@dataclass(frozen=True, slots=True)
class RowCells:
    """The filled cells of a row, made as they are asked for: of many thousands of rows only the words are held.

    `words` are those of its cells from the first to the last filled one, "" where one between is blank. A cell beyond
    the columns of the layout is kept only as words.
    """

    words: tuple[str, ...]
    line: int
    layout: Layout

    def __iter__(self) -> Iterator[Cell]:
        """Make its cells."""
        columns = self.layout.columns
        for index, words in enumerate(self.words):
            if words:
                beyond = (f"column {index + 1}", None)
                column, field = columns[index] if index < len(columns) else beyond
                yield Cell(words, self.line, column, field)

    def words_of(self, field: Field) -> str:
        """Give the words of the cell that was taken for this, "" where there is none."""
        place = self.layout.places.get(field)
        return self.words[place] if place is not None and place < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a row, or with one cell of it: its place, its words, and what would be allowed."""

    detail: str
    line: int
    column: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """One action, its words single-spaced; what the document does not say is "".

    `issue_number` is the place of its issue in the plan's, from 1. `position` counts from 1 within
    the theme, else within the issue, else within the actions that have neither. `line` is where its
    row begins; `more` cells come from further lines, where a page break cut the row in two. `headings` are
    those of its table, filled here or not: what has no column, the document says nothing of.
    `values` are what the cells mean that hold no free words; None is a cell that is blank. `further_themes` are
    those that its cell names beside the first. With `faults` it is a row that can't be taken as it is.
    """

    text: str
    current_situation: str
    lead_text: str
    due_text: str
    theme_number: int | None
    issue_number: int | None
    position: int
    line: int
    row: RowCells
    more: tuple[Cell, ...] = ()
    headings: Mapping[Field, str] = field(default_factory=dict, compare=False)
    reference: str = ""
    values: Mapping[Field, Any] = field(default_factory=dict, compare=False)
    further_themes: tuple[int, ...] = ()
    sheet: str | None = None
    faults: tuple[CellFault, ...] = ()

    @property
    def themes(self) -> tuple[int, ...]:
        """The numbers of all themes that it stands under, the one that it is shown with first."""
        return () if self.theme_number is None else (self.theme_number, *self.further_themes)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its filled cells; each time they are made anew."""
        return (*self.row, *self.more)

    def cell(self, read_as: Field) -> Cell | None:
        """Give the first filled cell that was taken for this."""
        return next((cell for cell in self.cells if cell.read_as == read_as), None)


@dataclass(frozen=True, slots=True)
class ThemeDraft:
    """A theme by the number and title of its heading; the numbers are unique, and need not be in order.

    A number below zero stands for none: the document names the theme by its title alone. One that is named by its
    number alone has the title "".
    """

    number: int
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """A finding that one or more actions answer, numbered from 1 through the whole document."""

    number: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TermDraft:
    """An acronym and what it stands for; each acronym is there once."""

    acronym: str
    meaning: str
    line: int


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What the columns of a table were taken for: each heading as written, and its field, None where it is only words.

    Tables with the same headings are told once, by the line and the sheet of the first.
    """

    line: int
    sheet: str | None
    headings: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan as its document tells it.

    `title` is "" where the document has none. `document_date` is EDTF (YYYY, YYYY-MM or YYYY-MM-DD):
    the date that ends the title, else the one at which a heading says that the actions were agreed.
    `unread` are the lines that were not understood; a row of a table has its cells parted by tabs.
    """

    title: str
    kind: PlanKind
    starts_on: date | None
    ends_on: date | None
    document_date: str | None
    themes: tuple[ThemeDraft, ...]
    issues: tuple[IssueDraft, ...]
    actions: tuple[ActionDraft, ...]
    glossary: tuple[TermDraft, ...]
    unread: tuple[Paragraph, ...]
    columns: tuple[TableColumns, ...] = ()

    @property
    def faults(self) -> Iterator[tuple[str | None, CellFault]]:
        """What is wrong with its rows by themselves, each with its sheet."""
        return ((action.sheet, fault) for action in self.actions for fault in action.faults)


class NotAPlan(ValueError):
    """Report a document that can't be read as a plan: `reason`, and where known the line and the column.

    `column` is the heading as written, or "column 3" where there is none.
    """

    def __init__(self, reason: str, *, line: int | None = None, column: str | None = None) -> None:
        places = [f"line {line:,}" if line is not None else "", f"column {column!r}" if column else ""]
        place = ", ".join(filter(None, places))
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.line = line
        self.column = column
