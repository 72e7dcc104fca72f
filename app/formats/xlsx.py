"""Workbooks for spreadsheets, a sheet for each table, as openpyxl writes them.

The same tables are the same bytes whenever they are written. Words are never formulas, whatever they begin with, since
their cells say that they are words.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from app.formats.csv import guarded
from app.formats.package import WRITTEN_AT, timeless
from app.formats.tables import Cell, Column, Table
from app.formats.xml import legal

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHARACTERS = 32_767
"""How many characters a cell holds at most, of which UTF-16 writes some as two."""

_BOLD = Font(name="Calibri", size=11, bold=True)
_DAY = "yyyy\\-mm\\-dd"
_MOMENT = "yyyy\\-mm\\-dd\\ hh:mm"
_TIME = "hh:mm"
# Spreadsheets believe that there was a 29 February 1900, so their days before March are other days.
_FIRST_DAY = date(1900, 3, 1)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LISTS = "Lists"
_LAST_ROW = 1_048_576
_NOT_IN_NAMES = re.compile(r"[\\/?*\[\]:']")


def write_table(table: Table) -> bytes:
    """Write a table as a workbook; its headings are bold and stay in sight."""
    return write_tables([table])


def write_tables(tables: Sequence[Table]) -> bytes:
    """Write a workbook with a sheet for each table; where columns have choices, a hidden sheet lists these."""
    book = Workbook(write_only=True)
    book.properties = DocumentProperties(creator=None, created=WRITTEN_AT, modified=WRITTEN_AT)
    lists = [column for table in tables for column in table.columns if column.choices]
    for table in tables:
        sheet = _add_sheet(book, table)
        for number, column in enumerate(table.columns, 1):
            if column.choices:
                _offer(sheet, number, lists.index(column) + 1, len(column.choices))
    if lists:
        _add_sheet(book, _table_of(lists)).sheet_state = "hidden"
    return _saved(book)


def _add_sheet(book: Workbook, table: Table) -> Any:
    sheet: Any = book.create_sheet(legal(_NOT_IN_NAMES.sub(" ", table.name))[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_heading(sheet, column.heading) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    return sheet


def _table_of(lists: Sequence[Column]) -> Table:
    rows = zip_longest(*(column.choices for column in lists), fillvalue="")
    return Table(_LISTS, [Column(column.heading, 30) for column in lists], rows)


def _offer(sheet: Any, number: int, place: int, count: int) -> None:
    """Offer in a column what stands in a column of the lists; other words may be written all the same."""
    listed, letter = get_column_letter(place), get_column_letter(number)
    choices = DataValidation(
        type="list", formula1=f"'{_LISTS}'!${listed}$2:${listed}${count + 1}", showErrorMessage=False
    )
    choices.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.data_validations.append(choices)


def _heading(sheet: Any, words: str) -> Any:
    heading = _words(sheet, words)
    heading.font = _BOLD
    return heading


def _cell(sheet: Any, cell: Cell) -> Any:
    if isinstance(cell, str):
        return _words(sheet, cell) if cell else None
    if isinstance(cell, datetime):
        # Spreadsheets know no time zones.
        return _dated(sheet, cell.astimezone(UTC).replace(microsecond=0, tzinfo=None), _MOMENT)
    if isinstance(cell, date):
        return _words(sheet, cell.isoformat()) if cell < _FIRST_DAY else _dated(sheet, cell, _DAY)
    return _dated(sheet, cell, _TIME) if isinstance(cell, time) else cell


def _words(sheet: Any, words: str) -> Any:
    # `_x0041_` stands for a letter in these files, unless its first mark is written so itself.
    told = _cut(_LOOKS_ESCAPED.sub("_x005F_", legal(words)))
    cell = WriteOnlyCell(sheet, told)
    # openpyxl has taken `=1+1` for a formula and `#N/A` for an error.
    cell.data_type = "s"
    if guarded(told) != told:
        # The words stay words when someone edits them.
        cell.quotePrefix = True
    return cell


def _cut(words: str) -> str:
    """Cut words to what a cell holds, counted as spreadsheets do: in UTF-16."""
    units = words.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return words
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _dated(sheet: Any, at: date | time, shown_as: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.number_format = shown_as
    cell.value = at
    return cell


def _saved(book: Workbook) -> bytes:
    saved = BytesIO()
    # `book.save` would put the time of writing into the properties.
    ExcelWriter(book, ZipFile(saved, "w")).save()
    return timeless(saved)
