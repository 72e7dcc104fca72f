"""Workbooks of one sheet, for spreadsheets. Source: ECMA-376, part 1, section 18 (SpreadsheetML).

Written here and not by a library: this is many times as fast, and the same table is the same bytes, with no time of
writing in them. Words are never formulas, whatever they begin with, since their cells say that they are words.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.formats.csv import guarded
from app.formats.tables import Cell, Column, Table
from app.formats.xml import xml_words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHARACTERS = 32_767
"""How many characters a cell holds at most."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The places of these in `cellXfs` of the styles. The last keeps words from becoming a formula when they are edited.
_HEADING, _DAY, _TIME, _QUOTED = 1, 2, 3, 4
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
)
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_DAY_ZERO = date(1899, 12, 30)
# Spreadsheets believe that there was a 29 February 1900, so their days before March are other days.
_FIRST_DAY = date(1900, 3, 1)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\\/?*\[\]:']")


def write_table(table: Table) -> bytes:
    """Write a table as a workbook; its headings are bold and stay in sight."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(f"{_DOCUMENT}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _workbook(table.name),
        "xl/_rels/workbook.xml.rels": _relationships(
            f"{_DOCUMENT}/worksheet", "worksheets/sheet1.xml", f"{_DOCUMENT}/styles", "styles.xml"
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": "".join(_sheet(table)),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = ZipInfo(name, _FIRST_TIME)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, content.encode("utf-8", "replace"))
    return buffer.getvalue()


def _relationships(*kinds_and_targets: str) -> str:
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


def _workbook(name: str) -> str:
    shown = xml_words(_NOT_IN_NAMES.sub(" ", name)[:31])
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        f'<sheets><sheet name="{shown}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(table: Table) -> Iterator[str]:
    letters = [_letters(place) for place in range(len(table.columns))]
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield f"<cols>{_widths(table.columns)}</cols><sheetData>"
    headings = [column.heading for column in table.columns]
    yield _row(
        1, [_words(f"{letter}1", one, _HEADING) for letter, one in zip(letters, headings, strict=True)]
    )
    for number, row in enumerate(table.rows, 2):
        yield _row(
            number, [_cell(f"{letter}{number}", one) for letter, one in zip(letters, row, strict=True)]
        )
    yield "</sheetData></worksheet>"


def _letters(place: int) -> str:
    above, letter = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + letter)


def _widths(columns: Sequence[Column]) -> str:
    return "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(columns, 1)
    )


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return _words(place, cell, _QUOTED if guarded(cell) != cell else 0)
    if isinstance(cell, datetime):
        return f'<c r="{place}" s="{_TIME}"><v>{_serial_time(cell)}</v></c>'
    if isinstance(cell, date):
        return _day(place, cell)
    return f'<c r="{place}"><v>{cell}</v></c>'


def _day(place: str, day: date) -> str:
    if day < _FIRST_DAY:
        return _words(place, day.isoformat(), 0)
    return f'<c r="{place}" s="{_DAY}"><v>{(day - _DAY_ZERO).days}</v></c>'


def _serial_time(at: datetime) -> str:
    """Give a time as days since the first one; spreadsheets know no time zones, so it is in UTC."""
    passed = at.replace(microsecond=0) - datetime(1899, 12, 30, tzinfo=UTC)
    return f"{passed / timedelta(days=1):.9f}"


def _words(place: str, words: str, style: int) -> str:
    if len(words) > MOST_CHARACTERS:
        words = words[: MOST_CHARACTERS - 1] + "…"
    # `_x0041_` stands for a letter in these files, unless its first mark is written so itself.
    told = xml_words(_LOOKS_ESCAPED.sub("_x005F_", words))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'
