"""Empty tables to fill in: their headings, the words that they offer, and what explains them."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from app.formats.document import Row
from app.imports.rules.headings import columns_of
from app.imports.rules.kinds import ImportKind
from app.imports.rules.templates import TEMPLATES, TemplateKind
from tests.support.client import Client

KINDS = tuple(TemplateKind)


def book_of(api: Client, kind: str) -> Any:
    """Open a template, which must be there."""
    answer = api.get(f"/v1/imports/templates/{kind}.xlsx")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}.xlsx"'
    return openpyxl.load_workbook(BytesIO(answer.content))


def test_every_kind_of_import_has_a_template() -> None:
    assert [kind.imported_as for kind in TemplateKind] == [*ImportKind]


@pytest.mark.parametrize("kind", KINDS)
def test_template_has_its_headings_and_explains_each(api: Client, kind: TemplateKind) -> None:
    table, columns, *_ = book_of(api.public, kind).worksheets
    headings = [cell.value for cell in table[1]]
    assert headings == [column.heading for column in TEMPLATES[kind]]
    assert len(headings) == len(set(headings))
    assert table.max_row == 1
    explained = [row[0] for row in columns.iter_rows(min_row=2, values_only=True)]
    assert [words.partition(": ")[2] for words in explained] == headings


def test_cells_of_a_vocabulary_offer_its_words(api: Client) -> None:
    book = book_of(api, "actions")
    table, lists = book["Actions of a plan"], book["Lists"]
    offered = {str(one.sqref): one.formula1 for one in table.data_validations.dataValidation}
    assert offered == {"H2:H1048576": "'Lists'!$A$2:$A$7", "I2:I1048576": "'Lists'!$B$2:$B$4"}
    assert [cell.value for cell in lists["B"] if cell.value] == ["RAG", "Red", "Amber", "Green"]
    assert (lists.sheet_state, table.sheet_state) == ("hidden", "visible")


def test_import_knows_the_headings_of_actions_and_takes_no_explanation_for_them() -> None:
    headings = tuple(column.heading for column in TEMPLATES[TemplateKind.ACTIONS])
    known = columns_of(Row(headings, 1), None)
    assert known is not None
    assert {"issue", "action", "current_situation", "lead", "due"} <= known.known.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_no_explanation_heads_a_table_of_actions(api: Client, kind: TemplateKind) -> None:
    columns = book_of(api, kind)["Columns"]
    for row in columns.iter_rows(values_only=True):
        assert columns_of(Row(tuple(str(cell or "") for cell in row), 1), None) is None


@pytest.mark.parametrize("kind", KINDS)
def test_import_knows_every_column_of_a_table_that_was_filled_in(api: Client, kind: TemplateKind) -> None:
    book = book_of(api, kind)
    headings = [column.heading for column in TEMPLATES[kind]]
    # A row with nothing but words: what it lacks is told, or not, but no heading is one that nobody knows.
    book.worksheets[0].append([{"Kind": "Strategy"}.get(heading) for heading in headings])
    book.worksheets[0].cell(3, headings.index(NAMED_BY[kind]) + 1, "Quay")
    filled = BytesIO()
    book.save(filled)
    sent = {"kind": kind.imported_as, "dry_run": True, "on_error": "skip"}
    sent |= {"plan": "quay"} if kind == TemplateKind.ACTIONS else {}
    answer = api.post("/v1/imports", params=sent, files={"file": (f"{kind}.xlsx", filled.getvalue())})
    assert answer.status_code == 200, answer.text
    (table,) = answer.json()["columns"]
    assert [column["heading"] for column in table["columns"] if column["read_as"] is None] == []
    assert [column["heading"] for column in table["columns"]] == headings
    assert answer.json()["unread"] == []


NAMED_BY = {
    TemplateKind.ACTIONS: "Planned Action",
    TemplateKind.PLANS: "Title",
    TemplateKind.ORGANISATIONS: "Name",
    TemplateKind.PEOPLE: "Name",
    TemplateKind.SUB_GROUPS: "Sub-group",
    TemplateKind.MEMBERSHIPS: "Member",
    TemplateKind.MEETINGS: "Sub-group",
    TemplateKind.PROGRESS_UPDATES: "Progress",
    TemplateKind.INDICATORS: "Title",
    TemplateKind.INDICATOR_VALUES: "Indicator",
}


def test_template_is_the_same_bytes_each_time(api: Client) -> None:
    first, second = (api.get("/v1/imports/templates/plans.xlsx") for _ in range(2))
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_unknown_kind_is_refused_with_what_there_is(api: Client) -> None:
    answer = api.get("/v1/imports/templates/wishes.xlsx")
    assert answer.status_code == 400
    assert "sub-groups" in answer.text
