"""Lines with tabs are rows, all others paragraphs; what is too large is refused at its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.document import Document, DocumentIsTooLarge, Paragraph, Row, Table
from app.formats.table_text import read_table_text


def rows_of(text: str) -> list[tuple[str, ...]]:
    tables = [block for block in read_table_text(text).blocks if isinstance(block, Table)]
    return [row.cells for table in tables for row in table.rows]


def test_lines_become_paragraphs_and_tables_in_order() -> None:
    text = "Harbour plan\n\nAction\tLead\nDredge\tPort\n\nNote\nAction\tLead\n"
    assert read_table_text(text) == Document(
        (
            Paragraph("Harbour plan", 1),
            Table((Row(("Action", "Lead"), 3), Row(("Dredge", "Port"), 4))),
            Paragraph("Note", 6),
            Table((Row(("Action", "Lead"), 7),)),
        )
    )


def test_blank_line_ends_a_table() -> None:
    assert len(read_table_text("a\tb\n \nc\td").blocks) == 2


def test_empty_text_is_an_empty_document() -> None:
    assert read_table_text("") == read_table_text("\n \n\n") == Document(())


def test_cells_are_kept_as_written() -> None:
    assert rows_of("  two  words \t\t'ditto'\t") == [("  two  words ", "", "'ditto'", "")]


def test_paragraph_has_no_white_space_at_its_ends() -> None:
    assert read_table_text("  1. Harbour \x0c\n").blocks == (Paragraph("1. Harbour", 1),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_from_one_whatever_ends_them(end: str) -> None:
    text = f"Title{end}{end}a\tb{end}c\td{end}"
    assert read_table_text(text).blocks == (
        Paragraph("Title", 1),
        Table((Row(("a", "b"), 3), Row(("c", "d"), 4))),
    )


@pytest.mark.parametrize("inside", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_other_breaks_stay_within_their_cell(inside: str) -> None:
    assert rows_of(f"one{inside}two\tb") == [(f"one{inside}two", "b")]


def test_line_of_only_tabs_is_an_empty_row() -> None:
    assert rows_of("a\tb\n\t\nc\td") == [("a", "b"), ("", ""), ("c", "d")]


def test_too_many_rows_are_refused_over_all_tables() -> None:
    text = "a\tb\n\nc\td\n\ne\tf\n"
    assert len(rows_of(text)) == 3
    with pytest.raises(
        DocumentIsTooLarge, match="line 5: more rows than can be read; at most 2 are"
    ) as refusal:
        read_table_text(text, max_rows=2)
    assert refusal.value.line == 5


def test_too_many_paragraphs_are_refused() -> None:
    with pytest.raises(DocumentIsTooLarge, match="line 3: more paragraphs than can be read; at most 2"):
        read_table_text("a\nb\nc", max_rows=2)


def test_as_many_as_the_limits_allow_are_read() -> None:
    text = "abc\nabc\nabc\tdef\nabc\tdef\n"
    assert len(read_table_text(text, max_rows=2, max_columns=2, max_cell_length=3).blocks) == 3


def test_ten_thousand_columns_are_refused() -> None:
    with pytest.raises(
        DocumentIsTooLarge, match="line 2: more columns than can be read; at most 64 are allowed"
    ):
        read_table_text("Action\tLead\n" + "\t" * 9_999)


def test_huge_cell_is_refused() -> None:
    with pytest.raises(
        DocumentIsTooLarge, match="line 1: more characters in one cell than can be read"
    ) as refusal:
        read_table_text("a\t" + "b" * 100_001)
    assert "100,000" in refusal.value.reason


def test_huge_paragraph_is_refused() -> None:
    with pytest.raises(DocumentIsTooLarge, match="characters in one paragraph"):
        read_table_text("b" * 100_001)


@given(st.text(st.sampled_from("ab \t\n\r\x0b")))
def test_no_word_of_any_text_is_lost_or_moved(text: str) -> None:
    found: list[str] = []
    for block in read_table_text(text).blocks:
        rows = block.rows if isinstance(block, Table) else (block,)
        found.extend("".join(row.cells) if isinstance(row, Row) else row.text for row in rows)
    assert "".join("".join(found).split()) == "".join(text.split())
