"""Workbooks as people keep them: each sheet that is shown is a table, its cells the words that are seen in it.

A cell of merged ones belongs to each of their rows, so that a theme or an issue which is merged down is read
for every row beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, BinaryIO

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from app.formats.document import (
    MAX_COLUMNS,
    DocumentIsBroken,
    DocumentIsTooLarge,
    Part,
    Row,
    TableBegins,
    refuse_beyond,
)
from app.formats.readers.archive import refuse_unseen

# What stands in a format between quotes or brackets is shown as it is, and says nothing of the number.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
# No sheet has a column beyond XFD, which is this one.
_MOST_CELLS = 16_384
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DIGITS = ".15g"
_SHARED, _ROW, _VALUE, _FORMULA, _INLINE, _RUN, _TEXT, _MERGED = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "row", "v", "f", "is", "r", "t", "mergeCells")
)

_WORKSHEET = f"{{{SHEET_MAIN_NS}}}worksheet"
_DECIMALS = re.compile(r"[0#?]\.(0+)")
_IN_ANOTHER_FORM = (
    "no cells are found, as in a workbook of the standard's strict form; save it as Excel does by itself"
)

Cells = dict[int, str]


def xlsx_parts(file: BinaryIO) -> Iterator[Part]:
    """Give the rows of each sheet that is not hidden; an empty row ends a table.

    Raises DocumentIsBroken and DocumentIsTooLarge.
    """
    reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    book: Any = reader.wb
    if not book.worksheets:
        raise DocumentIsBroken(_IN_ANOTHER_FORM)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield from _Sheet(book, sheet).parts()


class _Reader(ExcelReader):
    """Opens a workbook; unlike its parent it keeps apart what is escaped in shared words and what only looks so."""

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        refuse_unseen(part.PartName)
        with self.archive.open(part.PartName[1:]) as source:
            for _, element in iterparse(source):
                if element.tag == _SHARED:
                    self.shared_strings.append(_words_in(element))
                    element.clear()

    def read_properties(self) -> None:
        """Pass over who wrote the workbook and when: whatever is odd there makes its cells none the worse."""

    read_custom = read_theme = read_properties


class _Sheet:
    """One sheet: its rows, with what is merged put into each of its rows.

    The cells are not read by openpyxl, which takes several times as long and tells no formula without a value from an
    empty cell.
    """

    def __init__(self, book: Any, sheet: Any) -> None:
        refuse_unseen(sheet._worksheet_path)
        self._name: str = sheet.title
        self._open = sheet._get_source
        self._shared: Sequence[str] = sheet._shared_strings
        self._formats = _Formats(book)
        self._merged: list[Any] = []

    def parts(self) -> Iterator[Part]:
        read: dict[int, Cells] = {}
        with self._open() as source:
            for line, row in self._rows(source):
                if line in read:
                    raise self._broken("this row stands twice in the file", line)
                if cells := self._cells(line, row):
                    read[line] = cells
        banners = self._spread(read)
        for line, cells in sorted(read.items()):
            if line - 1 not in read:
                yield TableBegins(self._name, is_whole=True)
            width = max(cells)
            words = tuple(cells.get(column, "") for column in range(1, width + 1))
            yield Row(words, line, is_banner=line in banners and len(cells) == 1)

    def _rows(self, source: Any) -> Iterator[tuple[int, Any]]:
        line = 0
        element = None
        for _, element in iterparse(source):
            if element.tag == _ROW:
                line = int(element.get("r", line + 1))
                refuse_beyond(len(element), _MOST_CELLS, "cells in one row", line, self._name)
                yield line, element
                element.clear()
            elif element.tag == _MERGED:
                self._merged = [range_boundaries(one.get("ref")) for one in element]
        # The last to end is the one that holds all others.
        if element is None or element.tag != _WORKSHEET:
            raise DocumentIsBroken(_IN_ANOTHER_FORM, sheet=self._name)

    def _cells(self, line: int, row: Any) -> Cells:
        cells: Cells = {}
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = _column_of(reference.rstrip("0123456789")) if reference else column + 1
            words = self._words(cell, line, column)
            if not words or words.isspace():
                continue
            if column > MAX_COLUMNS:
                last = get_column_letter(MAX_COLUMNS)
                reason = f"words beyond column {last}; at most {MAX_COLUMNS} columns are allowed"
                raise DocumentIsTooLarge(reason, line, get_column_letter(column), self._name)
            if column in cells:
                raise self._broken("this cell stands twice in the file", line, column)
            cells[column] = words
        return cells

    def _words(self, cell: Any, line: int, column: int) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return "" if inline is None else _words_in(inline)
        written = cell.findtext(_VALUE)
        if not written:
            # A formula that gives no words was worked out as such.
            if cell.find(_FORMULA) is not None and not (kind == "str" and written is not None):
                reason = "a formula without a value; open the workbook, have it worked out, and save it"
                raise self._broken(reason, line, column)
            return ""
        if kind == "e":
            reason = f"a formula that comes to {written[:20]}; mend it, or put words in its place"
            raise self._broken(reason, line, column)
        try:
            return self._meant(kind, written, int(cell.get("s", 0)))
        except (IndexError, OverflowError, ValueError):
            reason = f"its value {written[:40]!r} is none that can be read"
            raise self._broken(reason, line, column) from None

    def _meant(self, kind: str, written: str, style_id: int) -> str:
        if kind == "s":
            number = int(written)
            # A list in Python counts from its end below nought.
            return self._shared[number if number >= 0 else len(self._shared)]
        return self._formats.words(written, style_id) if kind == "n" else _unlike_numbers(kind, written)

    def _broken(self, reason: str, line: int, column: int | None = None) -> DocumentIsBroken:
        return DocumentIsBroken(
            reason, line, None if column is None else get_column_letter(column), self._name
        )

    def _spread(self, read: dict[int, Cells]) -> set[int]:
        """Put words that are merged down into each row that has others; tell which rows have a cell across."""
        banners = set()
        for first_column, first, last_column, last in self._merged:
            words = read.get(first, {}).get(first_column)
            if last_column > first_column:
                banners.add(first)
            if words is None:
                continue
            lines = range(first + 1, last + 1)
            for line in lines if len(lines) < len(read) else [line for line in read if line in lines]:
                if line in read:
                    read[line].setdefault(first_column, words)
        return banners


class _Formats:
    """How a workbook's numbers and days are shown."""

    def __init__(self, book: Any) -> None:
        # What a workbook knows of its styles is private; nothing that is public tells a month from a day.
        self._styles = book._cell_styles
        self._own: Mapping[int, str] = dict(enumerate(book._number_formats, 164))
        self._dates, self._lengths = book._date_formats, book._timedelta_formats
        self._epoch = book.epoch
        self._known: dict[int, str] = {}

    def words(self, written: str, style_id: int) -> str:
        """Give what a person sees of a number, a day as ISO 8601 has it, and a month as a month."""
        value = float(written)
        is_length = style_id in self._lengths
        # There are no days before the first that a workbook knows.
        if style_id in self._dates and (is_length or value >= 0):
            try:
                return _time_words(
                    from_excel(value, self._epoch, timedelta=is_length), self._shown_as(style_id)
                )
            except (OverflowError, ValueError):
                return written
        found = _DECIMALS.search(self._shown_as(style_id))
        decimals = len(found[1]) if found else 0
        if "%" in self._shown_as(style_id):
            return f"{value * 100:.{decimals}f}%"
        return written if written.isdigit() else _with_decimals(f"{value:{_DIGITS}}", decimals)

    def _shown_as(self, style_id: int) -> str:
        if style_id not in self._known:
            number = self._styles[style_id].numFmtId if style_id < len(self._styles) else 0
            self._known[style_id] = _LITERAL.sub("", self._own.get(number, _BUILT_IN.get(number, ""))).lower()
        return self._known[style_id]


# Source: ECMA-376 part 1, 18.8.30: of the formats that every workbook has, those that show decimals, a per cent or a
# month only.
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 17: "mmm-yy"}


def _with_decimals(number: str, decimals: int) -> str:
    """Fill up with noughts what is shown with them, as "1.10" that follows "1.9"; nothing of a number is lost."""
    whole, point, fraction = number.partition(".")
    return f"{whole}.{fraction:0<{decimals}}" if point and fraction.isdigit() else number


def _time_words(value: datetime | date | time | timedelta, shown_as: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    if not isinstance(value, datetime):
        return value.isoformat()
    if set("my") & set(shown_as) and not set("dhs") & set(shown_as):
        # "July 2004" was typed; that it is kept as the first of July is not what the words say.
        shown = (("m", f"{value:%B}"), ("y", f"{value:%Y}"))
        return " ".join(words for sign, words in shown if sign in shown_as)
    return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"


def _unlike_numbers(kind: str, written: str) -> str:
    if kind == "b":
        return "FALSE" if written == "0" else "TRUE"
    if kind == "d":
        day: Any = from_ISO8601(written)  # type: ignore[no-untyped-call]  # Its stubs leave that open.
        return _time_words(day, "")
    return _plain(written)


def _words_in(element: Any) -> str:
    """Join the words of all the styles in which they are written; how they are spoken is no part of them."""
    runs = (
        run.findtext(_TEXT) if run.tag == _RUN else run.text for run in element if run.tag in (_RUN, _TEXT)
    )
    return _plain("".join(run or "" for run in runs))


def _plain(words: str) -> str:
    return _ESCAPED.sub(_unescaped, words) if "_x" in words else words


def _unescaped(found: re.Match[str]) -> str:
    """Give the character that stands escaped; a NUL and half of a pair stay as they are, since no words hold them."""
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    return column_index_from_string(letters)
