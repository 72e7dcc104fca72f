"""Headings as word processors and spreadsheets have them become themes, with or without a number."""

from collections.abc import Sequence
from io import BytesIO
from typing import cast

from docx import Document as WordDocument
from sqlmodel import Session

from app.formats.document import Document, Paragraph, Row, Table
from app.imports.queries.numbering import with_numbers
from app.imports.rules import PlanDraft, read_plan
from tests.support.client import Client

HEADING = ("Planned Action", "Due date")
SWEEP, PAINT = ("Sweep the quay", "July 2004"), ("Paint the bollards", "May 2004")
TITLE = "Harbour PARTNERSHIP PLAN 2004/05"

Cells = tuple[str, ...]
Block = tuple[int | None, str] | list[Cells]


def document(*blocks: Block) -> Document:
    """Make a document of paragraphs, each with its level, and tables; a row of one cell goes across its table."""
    made: list[Paragraph | Table] = []
    line = 0
    for block in blocks:
        if isinstance(block, tuple):
            line += 1
            made.append(Paragraph(block[1], line, block[0]))
            continue
        rows = [Row(cells, line + place, len(cells) == 1) for place, cells in enumerate(block, 1)]
        line += len(block)
        made.append(Table(tuple(rows), is_whole=True))
    return Document(tuple(made))


def workbook(**sheets: Sequence[Cells]) -> Document:
    """Make a document of sheets, each by its name."""
    tables = [
        Table(tuple(Row(cells, line) for line, cells in enumerate(rows, 1)), name, is_whole=True)
        for name, rows in sheets.items()
    ]
    return Document(tuple(tables))


def numbered_plan(made: Document) -> PlanDraft:
    """Read a document as a new plan, of which the register knows no themes yet."""
    return with_numbers(cast(Session, None), None, read_plan(made))


def themes(draft: PlanDraft) -> list[tuple[int, str]]:
    return [(theme.number, theme.title) for theme in draft.themes]


def placed(draft: PlanDraft) -> list[tuple[int | None, str]]:
    return [(action.theme_number, action.text) for action in draft.actions]


def test_heading_without_a_number_takes_the_next_that_is_free() -> None:
    draft = numbered_plan(
        document((0, TITLE), (1, "Quay"), [HEADING, SWEEP], (1, "1. Dock"), [HEADING, PAINT])
    )
    assert themes(draft) == [(2, "Quay"), (1, "Dock")]
    assert placed(draft) == [(2, SWEEP[0]), (1, PAINT[0])]


def test_heading_that_begins_the_document_is_its_title() -> None:
    draft = numbered_plan(document((1, TITLE), [HEADING, SWEEP]))
    assert (draft.title, themes(draft)) == (TITLE, [])
    assert str(draft.starts_on) == "2004-04-01"


def test_first_heading_is_a_theme_where_another_of_its_level_is_one() -> None:
    draft = numbered_plan(document((1, "Quay"), [HEADING, SWEEP], (1, "Dock"), [HEADING, PAINT]))
    assert (draft.title, themes(draft)) == ("", [(1, "Quay"), (2, "Dock")])


def test_same_heading_again_is_the_same_theme() -> None:
    draft = numbered_plan(
        document((0, TITLE), (1, "Quay"), [HEADING, SWEEP], (1, "Quay (continued)"), [HEADING, PAINT])
    )
    assert (themes(draft), placed(draft)) == ([(1, "Quay")], [(1, SWEEP[0]), (1, PAINT[0])])


def test_heading_below_a_numbered_one_is_a_part_of_it() -> None:
    draft = numbered_plan(
        document(
            (0, TITLE),
            (1, "1. Quay"),
            (2, "Actions"),
            [HEADING, SWEEP],
            (1, "2. Dock"),
            (2, "Actions"),
            [HEADING, PAINT],
        )
    )
    assert themes(draft) == [(1, "Quay"), (2, "Dock")]


def test_numbered_section_without_actions_of_its_own_is_no_theme() -> None:
    draft = numbered_plan(
        document((0, TITLE), (1, "1. Background"), (None, "It rains."), (1, "Quay"), [HEADING, SWEEP])
    )
    assert themes(draft) == [(1, "Quay")]
    assert [line.text for line in draft.unread] == ["1. Background", "It rains."]


def test_heading_of_a_table_without_actions_is_no_theme() -> None:
    names: list[Cells] = [("Name", "Number"), ("Helen", "1")]
    draft = numbered_plan(document((0, TITLE), (1, "Quay"), [HEADING, SWEEP], (1, "Contacts"), names))
    assert themes(draft) == [(1, "Quay")]
    assert "Contacts" in [line.text for line in draft.unread]


def test_sentence_that_is_marked_as_a_heading_is_no_theme() -> None:
    draft = numbered_plan(document((0, TITLE), (1, "All that follows is agreed."), [HEADING, SWEEP]))
    assert themes(draft) == []


def test_words_between_two_whole_tables_cut_no_row_in_two() -> None:
    names: list[Cells] = [("Name", "Number"), ("Helen", "1")]
    draft = numbered_plan(document((0, TITLE), [HEADING, SWEEP], (None, "Contacts"), names))
    assert placed(draft) == [(None, SWEEP[0])]


def test_cell_across_a_table_heads_the_rows_below_it() -> None:
    draft = numbered_plan(document((0, TITLE), [HEADING, ("Quay",), SWEEP, ("Dock",), PAINT]))
    assert (themes(draft), placed(draft)) == (
        [(1, "Quay"), (2, "Dock")],
        [(1, SWEEP[0]), (2, PAINT[0])],
    )


def test_numbered_cell_across_a_table_has_its_number() -> None:
    draft = numbered_plan(document((0, TITLE), [HEADING, ("3. Quay",), SWEEP, ("5. Dock",), PAINT]))
    assert themes(draft) == [(3, "Quay"), (5, "Dock")]


def test_title_across_a_table_is_no_theme() -> None:
    draft = numbered_plan(document([(TITLE,), HEADING, ("Quay",), SWEEP, ("Dock",), PAINT]))
    assert (draft.title, themes(draft)) == (TITLE, [(1, "Quay"), (2, "Dock")])


def test_cell_across_a_table_under_a_theme_only_parts_its_rows() -> None:
    draft = numbered_plan(
        document((0, TITLE), (None, "1. Quay"), [HEADING, ("Soon",), SWEEP, ("Later",), PAINT])
    )
    assert themes(draft) == [(1, "Quay")]
    assert [line.text for line in draft.unread] == ["Soon", "Later"]


def test_row_below_a_cell_across_is_no_rest_of_the_row_above_that() -> None:
    draft = numbered_plan(document((0, TITLE), [HEADING, ("Quay",), SWEEP, ("Dock",), ("paint it", "")]))
    assert placed(draft) == [(1, SWEEP[0]), (2, "paint it")]


def test_names_of_sheets_are_themes_where_several_have_actions() -> None:
    draft = numbered_plan(workbook(Quay=[HEADING, SWEEP], Dock=[HEADING, PAINT], Notes=[("Name", "Number")]))
    assert (themes(draft), placed(draft)) == (
        [(1, "Quay"), (2, "Dock")],
        [(1, SWEEP[0]), (2, PAINT[0])],
    )


def test_name_of_the_only_sheet_is_no_theme() -> None:
    assert themes(numbered_plan(workbook(Actions=[(TITLE,), HEADING, SWEEP]))) == []


def test_names_that_a_spreadsheet_gives_are_no_themes() -> None:
    assert themes(numbered_plan(workbook(Sheet1=[HEADING, SWEEP], Sheet2=[HEADING, PAINT]))) == []


def test_numbered_name_of_a_sheet_is_a_theme() -> None:
    assert themes(numbered_plan(workbook(**{"2. Quay": [HEADING, SWEEP]}))) == [(2, "Quay")]


def test_theme_on_a_sheet_goes_before_its_name() -> None:
    first: list[Cells] = [(TITLE,), ("",), ("1. Quay",), HEADING, SWEEP]
    draft = numbered_plan(workbook(One=first, Two=[("2. Dock",), HEADING, PAINT]))
    assert (draft.title, themes(draft)) == (TITLE, [(1, "Quay"), (2, "Dock")])


def test_sheet_does_not_go_on_with_the_headings_of_another() -> None:
    draft = numbered_plan(workbook(Quay=[HEADING, SWEEP], Phones=[("Helen", "1"), ("Alex", "2")]))
    assert placed(draft) == [(None, SWEEP[0])]
    assert [line.text for line in draft.unread] == ["Helen\t1", "Alex\t2"]


def test_headings_that_a_page_repeats_are_no_action() -> None:
    draft = numbered_plan(
        document((0, TITLE), (1, "Quay"), [HEADING, SWEEP, HEADING, PAINT], [HEADING], [SWEEP])
    )
    assert placed(draft) == [(1, SWEEP[0]), (1, PAINT[0]), (1, SWEEP[0])]


def word_document(**rows: Cells) -> bytes:
    """Make a Word document of a title and headings without numbers, each with one row below."""
    made = WordDocument()
    made.add_heading(TITLE, 0)
    for heading, cells in rows.items():
        made.add_heading(heading, 1)
        table = made.add_table(rows=2, cols=2)
        for cell, words in zip(table.rows[0].cells + table.rows[1].cells, HEADING + cells, strict=True):
            cell.text = words
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def test_heading_that_moves_down_stays_the_same_theme(api: Client) -> None:
    def take(document: bytes) -> list[tuple[str, str]]:
        answer = api.post("/v1/imports", files={"file": ("plan.docx", document)})
        assert answer.status_code == 201, answer.text
        return [(row["label"], row["outcome"]) for row in answer.json()["rows"] if row["kind"] == "theme"]

    assert take(word_document(Quay=SWEEP)) == [("Quay", "created")]
    assert take(word_document(Dock=PAINT, Quay=SWEEP)) == [("Dock", "created"), ("Quay", "unchanged")]
    plan = api.get("/v1/plans").json()["items"][0]
    found = api.get(f"{plan['url']}/themes").json()["items"]
    assert [(theme["number"], theme["title"]) for theme in found] == [(1, "Quay"), (2, "Dock")]
