"""Workbooks are read as people see them, and refused where they show what is not there."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from app.formats import xlsx
from app.formats.document import Document, DocumentIsBroken, DocumentIsTooLarge, Table, gathered
from app.formats.readers.office import office_parts
from app.formats.tables import Column
from app.formats.tables import Table as Written
from tests.support.office import WORKBOOK, repacked


def saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_of(*rows: Sequence[Any]) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet


def read(data: bytes) -> Document:
    return gathered(office_parts(BytesIO(data)))


def rows(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    tables = [block for block in read(data).blocks if isinstance(block, Table)]
    return [(row.line, row.cells) for table in tables for row in table.rows]


def test_numbers_and_days_are_the_words_that_are_seen() -> None:
    shown: list[tuple[Any, str, str]] = [
        (3.0, "General", "3"),
        (0.1, "General", "0.1"),
        (0.5, "0%", "50%"),
        (1 / 3, "0%", "33%"),
        (0.125, "0.0%", "12.5%"),
        (1.1, "0.00", "1.10"),
        (1.125, "0.0", "1.125"),
        (12.5, "#,##0.00;[Red]-#,##0.00", "12.50"),
        (2.0, "0.00", "2"),
        (1e21, "General", "1e+21"),
        (True, "General", "TRUE"),
        (dt.date(2027, 6, 15), "dd/mm/yyyy", "2027-06-15"),
        (dt.datetime.fromisoformat("2027-06-15T09:30"), "dd/mm/yyyy hh:mm", "2027-06-15 09:30"),
        (dt.date(2004, 7, 1), "mmm-yy", "July 2004"),
        (dt.date(2004, 7, 1), '"by "mmmm yyyy', "July 2004"),
        (dt.date(2004, 1, 1), "yyyy", "2004"),
        (dt.date(2004, 7, 1), "mmmm", "July"),
        (dt.time(9, 30), "hh:mm", "09:30"),
        (-5, "dd/mm/yyyy", "-5"),
    ]
    book, sheet = sheet_of()
    for column, (value, number_format, _) in enumerate(shown, 1):
        sheet.cell(1, column, value).number_format = number_format
    assert rows(saved(book)) == [(1, tuple(words for _, _, words in shown))]


def test_cell_that_is_merged_down_belongs_to_each_of_its_rows() -> None:
    book, sheet = sheet_of(("Issue", "Action"), ("Litter", "Sweep"), (None, "Paint"), (None, "Dredge"))
    sheet.merge_cells("A2:A5")
    # The fifth row has no words of its own, and the last belongs to nothing merged.
    sheet["B6"] = "Count"
    assert rows(saved(book)) == [
        (1, ("Issue", "Action")),
        (2, ("Litter", "Sweep")),
        (3, ("Litter", "Paint")),
        (4, ("Litter", "Dredge")),
        (6, ("", "Count")),
    ]


def test_cell_that_is_merged_across_is_a_banner() -> None:
    book, sheet = sheet_of(("Action", "Due"), ("Quay",), ("Sweep", "May"), ("Lone",))
    sheet.merge_cells("A2:B2")
    (table,) = read(saved(book)).blocks
    assert isinstance(table, Table)
    assert [row.is_banner for row in table.rows] == [False, True, False, False]


def test_each_sheet_is_a_table_and_hidden_ones_are_not_read() -> None:
    book, sheet = sheet_of(("Action",))
    sheet.title = "Quay"
    book.create_sheet("Dock").append(("Action",))
    for state in ("hidden", "veryHidden"):
        hidden = book.create_sheet(state)
        hidden.append(("Secret",))
        hidden.sheet_state = state
    tables = [block for block in read(saved(book)).blocks if isinstance(block, Table)]
    assert [table.sheet for table in tables] == ["Quay", "Dock"]


def test_words_that_spreadsheets_escape_come_back_as_they_were() -> None:
    words = ("_x0041_", "_x005F_", "=1+1", "'+1", "\tindented", "a\nb", "#N/A", "-1", "50%", "🐚")
    columns = [Column(f"Column {number}", 10) for number in range(len(words))]
    data = xlsx.write_table(Written("Words", columns, [words]))
    assert rows(data)[1] == (2, words)


SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def test_words_that_a_workbook_keeps_once_for_many_cells_are_read_as_the_others() -> None:
    data = saved(Workbook())
    with ZipFile(BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode().replace("</Types>", SHARED)
    words = ("_x005F_x0041_", "a_x000A_b", "_xD800__x0000_")
    shared = "".join(f"<si><t>{one}</t></si>" for one in words)
    # What is written in several styles is one word, and how it is spoken is no part of it.
    shared += "<si><r><t>Sw</t></r><r><rPr><b/></rPr><t>eep</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    row = "".join(["<row>", *(f'<c t="s"><v>{number}</v></c>' for number in (0, 1, 2, 3, 3)), "</row>"])
    parts = {
        "[Content_Types].xml": types,
        "xl/sharedStrings.xml": f'<sst xmlns="{WORKBOOK}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{WORKBOOK}"><sheetData>{row}</sheetData></worksheet>',
    }
    data = repacked(data, {name: part.encode() for name, part in parts.items()})
    assert rows(data) == [(1, ("_x0041_", "a\nb", "_xD800__x0000_", "Sweep", "Sweep"))]


def test_formula_without_a_value_is_refused_by_its_place() -> None:
    book, sheet = sheet_of(("Action", "Due"), ("Sweep", "=TODAY()"))
    sheet.title = "Quay"
    with pytest.raises(DocumentIsBroken, match="a formula without a value") as refused:
        read(saved(book))
    assert (refused.value.sheet, refused.value.line, refused.value.column) == ("Quay", 2, "B")


@pytest.mark.parametrize(
    ("cells", "told", "place"),
    [
        ('<c r="A7" t="e"><f>B9</f><v>#REF!</v></c>', "a formula that comes to #REF!", "A"),
        ('<c r="A7" t="s"><v>99</v></c>', "its value '99' is none that can be read", "A"),
        ('<c r="A7" t="s"><v>-1</v></c>', "its value '-1' is none that can be read", "A"),
        ('<c r="A7"/><c r="B7"><v>one</v></c>', "its value 'one' is none that can be read", "B"),
        ('<c r="A7" t="d"><v>31 June</v></c>', "its value '31 June' is none that can be read", "A"),
        ('<c r="A7"><v>1</v></c><c r="A7"><v>2</v></c>', "stands twice", "A"),
        ("<c><v>1</v></c></row><row r='7'>", "stands twice", None),
    ],
)
def test_cell_that_can_not_be_read_is_refused_by_its_place(cells: str, told: str, place: str | None) -> None:
    sheet = f'<worksheet xmlns="{WORKBOOK}"><sheetData><row r="7">{cells}</row></sheetData></worksheet>'
    with pytest.raises(DocumentIsBroken, match=told) as refused:
        read(repacked(saved(Workbook()), {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert (refused.value.sheet, refused.value.line, refused.value.column) == ("Sheet", 7, place)


def test_sheet_in_another_form_is_refused_and_not_taken_for_an_empty_one() -> None:
    book, _ = sheet_of(("Action",), ("Sweep",))
    strict = WORKBOOK.replace("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml").encode()
    with ZipFile(BytesIO(saved(book))) as archive:
        parts = {name: archive.read(name).replace(WORKBOOK.encode(), strict) for name in archive.namelist()}
    for left in (parts, {name: parts[name] for name in parts if "sheet1" in name}):
        with pytest.raises(DocumentIsBroken, match="save it as Excel does by itself"):
            read(repacked(saved(book), left))


def test_sheet_that_is_called_as_a_picture_is_is_not_read() -> None:
    book, _ = sheet_of(("Action",), ("Sweep",))
    with ZipFile(BytesIO(saved(book))) as archive:
        parts = {
            name: archive.read(name).replace(b"sheet1.xml", b"sheet1.png") for name in archive.namelist()
        }
    parts["xl/worksheets/sheet1.png"] = parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(DocumentIsBroken, match=r"'xl/worksheets/sheet1\.png' is called as no sheet is"):
        read(repacked(b"", parts))


def test_cell_in_the_last_corner_is_refused_by_its_place() -> None:
    book, sheet = sheet_of(("Action", "Due"))
    sheet["XFD1048576"] = "x"
    with pytest.raises(DocumentIsTooLarge, match="beyond column BL; at most 64") as refused:
        read(saved(book))
    assert (refused.value.line, refused.value.column) == (1_048_576, "XFD")


def test_styles_far_out_are_no_words() -> None:
    book, sheet = sheet_of(("Action", "Due"))
    sheet["XFD7"].number_format = "0%"
    assert rows(saved(book)) == [(1, ("Action", "Due"))]


def test_odd_notes_of_who_wrote_the_workbook_make_it_none_the_worse() -> None:
    book, _ = sheet_of(("Action", "Due"))
    assert rows(repacked(saved(book), {"docProps/core.xml": b"<a"})) == [(1, ("Action", "Due"))]
