"""Workbooks as they are written, read back by openpyxl."""

from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from app.formats.tables import Cell, Column, Table
from app.formats.xlsx import MOST_CHARACTERS, write_table

COLUMNS = (Column("Due", 12), Column("What", 60))


def written(*rows: tuple[Cell, Cell], name: str = "Deadlines") -> bytes:
    return write_table(Table(name, COLUMNS, rows))


def sheet_of(*rows: tuple[Cell, Cell], name: str = "Deadlines") -> Any:
    return openpyxl.load_workbook(BytesIO(written(*rows, name=name))).active


def read_back(cell: Cell) -> Any:
    return sheet_of((cell, None))["A2"]


def test_headings_are_bold_and_stay_in_sight() -> None:
    sheet = sheet_of(("a", "b"))
    assert [cell.value for cell in sheet[1]] == ["Due", "What"]
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (12, 60)
    assert sheet.title == "Deadlines"


def test_days_are_days_and_numbers_are_numbers() -> None:
    cell = read_back(date(2004, 7, 31))
    assert (cell.value, cell.is_date, cell.number_format) == (datetime(2004, 7, 31), True, "yyyy\\-mm\\-dd")  # noqa: DTZ001 - Spreadsheets know no time zone.
    assert (read_back(-115).value, read_back(0).value) == (-115, 0)
    # 31 July 2004 is day 38199 of the calendar that spreadsheets count in.
    assert b"<v>38199</v>" in ZipFile(BytesIO(written((date(2004, 7, 31), "")))).read(
        "xl/worksheets/sheet1.xml"
    )


def test_time_is_written_in_utc() -> None:
    at = datetime(2004, 7, 20, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    assert read_back(at).value.replace(tzinfo=UTC) == at


def test_day_before_march_1900_is_told_in_words() -> None:
    assert read_back(date(1900, 2, 28)).value == "1900-02-28"
    assert read_back(date(1900, 3, 1)).value.date() == date(1900, 3, 1)


def test_words_are_never_formulas() -> None:
    for words in ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "=1+1"):
        cell = read_back(words)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)
    assert not read_back("Report").quotePrefix
    assert read_back("\x00=1+1").quotePrefix


def test_words_are_never_errors() -> None:
    cell = read_back("#N/A")
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_what_looks_like_an_escape_is_kept_as_it_was_written() -> None:
    sheet = ZipFile(BytesIO(written(("_x0041_ _x", "")))).read("xl/worksheets/sheet1.xml")
    assert b"_x005F_x0041_ _x<" in sheet


def test_words_that_no_cell_can_hold_are_cut_to_what_it_can() -> None:
    cell = read_back("a" * (MOST_CHARACTERS + 1))
    assert (len(cell.value), cell.value[-1]) == (MOST_CHARACTERS, "…")
    assert read_back("a" * MOST_CHARACTERS).value == "a" * MOST_CHARACTERS
    assert read_back("_x0041_" + "a" * (MOST_CHARACTERS - 7)).value[-1] == "…"
    # Spreadsheets count what is beyond the first plane of Unicode as two characters, 16,383 of which have room.
    assert read_back("😀" * 16_383).value == "😀" * 16_383
    assert read_back("😀" * 16_384).value == "😀" * 16_383 + "…"
    assert read_back("a" + "😀" * 16_384).value == "a" + "😀" * 16_382 + "…"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="_"), max_size=60))
def test_any_words_leave_the_workbook_readable(words: str) -> None:
    kept = "".join(one for one in words if (one in "\t\n\r" or one >= " ") and one not in "\ufffe\uffff")
    assert (read_back(words).value or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_name_of_a_sheet_holds_only_what_it_may() -> None:
    assert sheet_of(name="Plans: [a]/b?" + "c" * 40).title == "Plans   a  b " + "c" * 18
    assert sheet_of(name="Plans\x00 <&>").title == "Plans <&>"


def test_same_table_is_the_same_bytes_and_tells_no_time() -> None:
    assert written(("a", 1)) == written(("a", 1))
    assert {info.date_time for info in ZipFile(BytesIO(written(("a", 1)))).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    properties = openpyxl.load_workbook(BytesIO(written(("a", 1)))).properties
    assert properties.created == properties.modified == datetime(1980, 1, 1)  # noqa: DTZ001 - openpyxl tells UTC so.


def test_many_columns_have_letters_of_their_own() -> None:
    columns = [Column(str(number), 5) for number in range(60)]
    book = openpyxl.load_workbook(BytesIO(write_table(Table("x", columns, [range(60)]))))
    assert book.active is not None
    assert [cell.value for cell in book.active[2]] == [*range(60)]
