"""CSV as spreadsheets save it: whichever mark parts the cells, and refused where its quotes don't pair."""

import pytest

from app.formats.csv import csv_lines
from app.formats.document import DocumentIsBroken, DocumentIsTooLarge, Row, Table, gathered
from app.formats.readers.csv import csv_parts


def rows(text: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(part.line, part.cells) for part in csv_parts(text) if isinstance(part, Row)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_mark_that_parts_the_cells_is_told_from_the_first_lines(mark: str) -> None:
    lines = [("Action", "Lead"), ('"Sweep, paint; rest"', "Helen"), ("Dredge", "Alex")]
    assert rows("\r\n".join(mark.join(line) for line in lines)) == [
        (1, ("Action", "Lead")),
        (2, ("Sweep, paint; rest", "Helen")),
        (3, ("Dredge", "Alex")),
    ]


def test_mark_is_the_one_by_which_most_rows_are_equally_wide() -> None:
    # Commas stand in the words of two rows, semicolons part all three.
    assert [cells for _, cells in rows("Action;Due\nSweep, paint;May\nDredge, dry, rest;June\n")] == [
        ("Action", "Due"),
        ("Sweep, paint", "May"),
        ("Dredge, dry, rest", "June"),
    ]


def test_first_line_may_say_the_mark() -> None:
    assert rows("sep=;\r\na;b,c\r\n") == [(2, ("a", "b,c"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_of_a_row_is_the_one_in_which_it_begins(end: str) -> None:
    text = end.join(('a,"one', "two", 'three"', "", "b,c"))
    assert rows(text) == [(1, ("a", f"one{end}two{end}three")), (5, ("b", "c"))]


@pytest.mark.parametrize("empty", ["", ",", '," "'])
def test_empty_row_ends_a_table(empty: str) -> None:
    tables = gathered(csv_parts(f"a,b\n{empty}\nc,d\n")).blocks
    assert tables == (
        Table((Row(("a", "b"), 1),), is_whole=True),
        Table((Row(("c", "d"), 3),), is_whole=True),
    )


def test_what_was_guarded_comes_back_as_it_was() -> None:
    cells = ("=1+1", "+44", "-", "@home", "\tindented", "'=1", "'quoted'", 'say "so"', "two\nlines", "")
    assert rows(csv_lines([cells]).decode()) == [(1, cells)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,"x\n2,y\n', 2),
        ('a,b\n1,2\n"x" y,3\n', 3),
        ('a,b\n"one\ntwo","three\nfour\n', 2),
    ],
)
def test_quotes_that_do_not_pair_are_refused_with_the_line_where_their_row_begins(
    text: str, line: int
) -> None:
    with pytest.raises(DocumentIsBroken, match="don't pair") as refused:
        gathered(csv_parts(text))
    assert refused.value.line == line


def test_cell_that_swallows_the_rest_of_a_large_file_is_refused_where_it_begins() -> None:
    with pytest.raises(DocumentIsTooLarge, match="never closed") as refused:
        gathered(csv_parts('a,b\n1,"x' + "\nmore" * 100_000))
    assert refused.value.line == 2
