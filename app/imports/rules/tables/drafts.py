"""What a table says, as it was understood: nothing here is in the register yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.formats.document import Paragraph
from app.imports.rules.drafts import CellFault, TableColumns
from app.imports.rules.kinds import ImportKind
from app.imports.rules.tables.columns import Column, Thing


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading as written, and what its column was taken for: the column of each kind of thing that it tells of."""

    words: str
    line: int
    reads: Mapping[str, Column]

    @property
    def field(self) -> str | None:
        """The field that its column was taken for, of the first kind of thing that it tells of."""
        return next((column.name for column in self.reads.values()), None)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One filled cell, with the heading above it."""

    words: str
    line: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its filled cells, what is wrong with it as a row, and the headings of its table, filled here or not."""

    line: int
    cells: tuple[TableCell, ...]
    headings: tuple[Heading, ...]
    faults: tuple[CellFault, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class TableDraft:
    """All that the tables of a document say of the things of one kind; `unread` are the lines outside of them."""

    kind: ImportKind
    things: tuple[Thing, ...]
    columns: tuple[TableColumns, ...]
    rows: tuple[TableRow, ...]
    unread: tuple[Paragraph, ...]


class NotATable(ValueError):
    """Report a document that has no table of the kind, or a table that can't be understood: why, and where."""

    def __init__(self, reason: str, *, line: int | None = None, column: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
