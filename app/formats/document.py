"""The one shape into which every reader of documents puts what it read: paragraphs and tables, in order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# A plan of a borough has tens of rows, a whole register a hundred thousand and its headings; what is larger is none.
MAX_ROWS = 120_000
MAX_RECORDS = 1_000_000
MAX_COLUMNS = 64
MAX_CELL_LENGTH = 100_000
MAX_FILLED_CELLS = 1_500_000
# Cells that are merged, and words that a workbook keeps once for many cells, may be far more than the file.
MAX_CHARACTERS = 50_000_000
_OVERRIDE = re.compile("[\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words outside any table, with no white space at either end.

    `line` counts from 1, in the unit in which people find their way in the file: a line of text,
    a row of a sheet, a paragraph of a document. `level` is that of a heading, where the format knows
    headings: 0 is the title's.
    """

    text: str
    line: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells as they were written, white space included, and its line.

    `is_banner` tells that it is one cell across the table, as a heading between its rows is.
    """

    cells: tuple[str, ...]
    line: int
    is_banner: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand directly below one another, on a sheet where there are sheets; they need not be equally wide.

    `is_whole` tells that the format itself says where the table ends: words below it are none of its cells.
    """

    rows: tuple[Row, ...]
    sheet: str | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file for programs: its values by their names."""

    values: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs and tables in the order in which they were written, or the records of a file for programs."""

    blocks: tuple[Paragraph | Table, ...]
    records: tuple[Record, ...] = ()


class DocumentIsBroken(ValueError):
    """Report a file that can't be read: `reason`, and where known the sheet, the line and the column."""

    def __init__(
        self, reason: str, line: int | None = None, column: str | None = None, sheet: str | None = None
    ) -> None:
        places = (
            f"sheet {sheet!r}" if sheet else "",
            f"line {line:,}" if line is not None else "",
            f"column {column!r}" if column else "",
        )
        place = ", ".join(filter(None, places))
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.sheet = sheet


class DocumentIsTooLarge(DocumentIsBroken):
    """Report the first line at which a document goes beyond a limit."""


@dataclass(frozen=True, slots=True)
class TableBegins:
    """The rows that follow are those of another table."""

    sheet: str | None = None
    is_whole: bool = False


Part = Paragraph | TableBegins | Row | Record
"""What a reader gives one after the other, so that no document need be held whole where it is read."""


def gathered(parts: Iterable[Part]) -> Document:
    """Put the parts of a document together."""
    blocks: list[Paragraph | Table] = []
    records: list[Record] = []
    rows: list[Row] = []
    table = TableBegins()
    for part in parts:
        if isinstance(part, Row):
            rows.append(part)
            continue
        if rows:
            blocks.append(Table(tuple(rows), table.sheet, table.is_whole))
            rows.clear()
        if isinstance(part, TableBegins):
            table = part
        elif isinstance(part, Record):
            records.append(part)
        else:
            blocks.append(part)
    if rows:
        blocks.append(Table(tuple(rows), table.sheet, table.is_whole))
    return Document(tuple(blocks), tuple(records))


def within_limits(parts: Iterable[Part]) -> Iterator[Part]:
    """Pass the parts of a document on as long as it is within its limits. Raises DocumentIsTooLarge."""
    row_count = paragraph_count = record_count = filled = characters = 0
    sheet = None
    for part in parts:
        if isinstance(part, Row):
            row_count += 1
            refuse_beyond(row_count, MAX_ROWS, "rows", part.line, sheet)
            refuse_beyond(len(part.cells), MAX_COLUMNS, "columns", part.line, sheet)
            lengths = [*map(len, part.cells)]
            refuse_beyond(
                max(lengths, default=0), MAX_CELL_LENGTH, "characters in one cell", part.line, sheet
            )
            filled += sum(map(bool, lengths))
            refuse_beyond(filled, MAX_FILLED_CELLS, "cells", part.line, sheet)
            characters += sum(lengths)
            refuse_beyond(characters, MAX_CHARACTERS, "characters", part.line, sheet)
        elif isinstance(part, Paragraph):
            paragraph_count += 1
            refuse_beyond(paragraph_count, MAX_ROWS, "paragraphs", part.line)
            refuse_beyond(len(part.text), MAX_CELL_LENGTH, "characters in one paragraph", part.line)
        elif isinstance(part, Record):
            record_count += 1
            refuse_beyond(record_count, MAX_RECORDS, "records", part.line)
        else:
            sheet = part.sheet
        yield part


def without_overrides(parts: Iterable[Part]) -> Iterator[Part]:
    """Pass the words of a document on as long as they read as they are written. Raises DocumentIsBroken.

    Overrides of the direction show words that nobody wrote. Records are let through: what a register holds comes back.
    """
    sheet = None
    for part in parts:
        if isinstance(part, Row):
            if _OVERRIDE.search("\t".join(part.cells)):
                place, found = next(
                    (place, found)
                    for place, one in enumerate(part.cells, 1)
                    if (found := _OVERRIDE.search(one))
                )
                raise DocumentIsBroken(_turned(found), part.line, f"column {place}", sheet)
        elif isinstance(part, Paragraph):
            if found := _OVERRIDE.search(part.text):
                raise DocumentIsBroken(_turned(found), part.line)
        elif isinstance(part, TableBegins):
            sheet = part.sheet
        yield part


def _turned(found: re.Match[str]) -> str:
    return f"a character overrides the direction of the words (U+{ord(found.group()):04X}): take it out"


def refuse_beyond(count: int, limit: int, what: str, line: int, sheet: str | None = None) -> None:
    """Refuse what goes beyond a limit, and tell it."""
    if count > limit:
        reason = f"more {what} than can be read; at most {limit:,} are allowed"
        raise DocumentIsTooLarge(reason, line, sheet=sheet)
