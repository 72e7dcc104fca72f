"""The one shape into which every reader of documents puts what it read: paragraphs and tables, in order."""

from dataclasses import dataclass

# A plan of a borough has tens of rows, a whole register a hundred thousand; what is larger is no document.
MAX_ROWS = 100_000
MAX_COLUMNS = 64
MAX_CELL_LENGTH = 100_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words outside any table, with no white space at either end.

    `line` counts from 1, in the unit in which people find their way in the file: a line of text,
    a row of a sheet, a paragraph of a document.
    """

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells as they were written, white space included, and its line."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand directly below one another; they need not be equally wide.

    `sheet` is the name of the sheet that they stand in, where there are sheets.
    """

    rows: tuple[Row, ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs and tables in the order in which they were written."""

    blocks: tuple[Paragraph | Table, ...]


class DocumentIsTooLarge(ValueError):
    """Report the first line at which a document goes beyond a limit: `reason` says which, `line` where."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line:,}: {reason}")
        self.reason = reason
        self.line = line
