"""CSV for spreadsheets: every cell comes back, and none is run as a formula."""

import csv
import io
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.csv import BOM, csv_lines, guarded, unguarded, write_table
from app.formats.tables import Cell, Column, Table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-x"]
)
def test_cell_that_would_be_run_is_led_by_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1=1", "'tis", "a-b", "'", "“=1”", " =1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


@given(cell=CELLS)
def test_guard_can_always_be_taken_away(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(rows=st.lists(st.lists(CELLS, min_size=1)))
def test_every_cell_comes_back_through_a_reader_of_csv(rows: list[list[str]]) -> None:
    written = csv_lines(rows).decode()
    read = csv.reader(io.StringIO(written, newline=""))
    assert [[unguarded(cell) for cell in row] for row in read] == rows


def test_lines_end_as_the_standard_asks_and_every_cell_is_quoted() -> None:
    assert csv_lines([("a", 'say "b"'), ("", "c\nd")]) == b'"a","say ""b"""\r\n"","c\nd"\r\n'
    assert BOM.decode("utf-8-sig") == ""


def test_table_is_written_with_its_headings_and_plain_values() -> None:
    at = datetime(2004, 7, 20, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    rows: list[tuple[Cell, ...]] = [(date(2004, 7, 31), -115, at), (None, "=1+1", 'a "b"')]
    written = write_table(Table("x", [Column("Due", 1), Column("Left", 1), Column("Changed", 1)], rows))
    assert written.decode("utf-8-sig") == (
        '"Due","Left","Changed"\r\n"2004-07-31","-115","2004-07-20T17:30:00Z"\r\n"","\'=1+1","a ""b"""\r\n'
    )
