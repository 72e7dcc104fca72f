"""Plans as documents: the table that officers use, as Word and as a workbook."""

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest

from app.exports.rules import HEADINGS, MOST_ACTIONS, ExportFormat
from tests.support.asking import Item, make
from tests.support.client import Client

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "'", "＝1")


def document_of(api: Client, plan: Item) -> Any:
    """Open a plan as Word does."""
    answer = api.get(f"{plan['url']}/export.docx")
    assert answer.status_code == 200, answer.text
    return docx.Document(BytesIO(answer.content))


def sheet_of(api: Client, plan: Item) -> list[tuple[str, ...]]:
    """Read a plan's workbook as a spreadsheet does; an empty cell is no words."""
    answer = api.get(f"{plan['url']}/export.xlsx")
    assert answer.status_code == 200, answer.text
    (sheet,) = openpyxl.load_workbook(BytesIO(answer.content)).worksheets
    return [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]


def tables_of(document: Any) -> list[list[tuple[str, ...]]]:
    """Read the tables of a document."""
    return [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]


def test_document_has_title_acronyms_and_a_table_for_each_theme(api: Client, rich: Item) -> None:
    document = document_of(api, rich)
    words = [(one.style.name, one.text) for one in document.paragraphs]
    assert words == [
        ("Title", "Harbour plan 2004/05"),
        ("Normal", "Acronyms: HT = Harbour Trust"),
        ("Heading 1", "1. Quay"),
        ("Heading 1", "2. Nothing yet"),
    ]
    head = (
        "Issues",
        "Reference",
        "Planned Action",
        "Current Situation",
        "Lead contact/organisation",
        "Due date",
    )
    assert tables_of(document) == [
        [head, ("", "1", "Paint it, then look", "", "", "ditto")],
        [
            head,
            (
                "The quay is dirty",
                "1.1",
                "Sweep the quay",
                "Half of it is swept",
                "Helen Quiet of the Trust",
                "soon",
            ),
            ("The quay is dirty", "1.2", '=HYPERLINK("http://x")', "", "HT: Somebody Unknown", "July 2004"),
        ],
        [head],
    ]


def test_head_of_each_table_is_repeated_on_every_page(api: Client, rich: Item) -> None:
    for table in document_of(api, rich).tables:
        assert len(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) == 1


def test_plan_without_issues_has_no_column_for_them(api: Client) -> None:
    plan = make(api, "/v1/plans", title="Small plan", kind="strategy")
    (table,) = tables_of(document_of(api, plan))
    assert table == [
        ("Reference", "Planned Action", "Current Situation", "Lead contact/organisation", "Due date")
    ]


def test_workbook_has_the_table_of_the_csv(api: Client, rich: Item) -> None:
    rows = sheet_of(api, rich)
    assert rows[0] == HEADINGS
    assert rows[1][:5] == ("1. Quay", "The quay is dirty", "1.1", "Sweep the quay", "Half of it is swept")
    assert rows[1][5:] == ("Helen Quiet of the Trust", "soon", "In progress")
    assert [row[2] for row in rows[1:]] == ["1.1", "1.2", "1"]


def test_words_that_look_like_formulas_are_words_and_stay_as_they_are(api: Client) -> None:
    plan = make(api, "/v1/plans", title="Odd plan", kind="strategy")
    for words in FORMULAS:
        make(api, "/v1/actions", plan_id=plan["id"], text=words, lead_text=words, due={"text": words})
    assert [row[3] for row in sheet_of(api, plan)[1:]] == list(FORMULAS)
    answer = api.get(f"{plan['url']}/export.xlsx")
    (sheet,) = openpyxl.load_workbook(BytesIO(answer.content)).worksheets
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=4, max_col=4) for cell in row} == {
        "s"
    }
    assert [row[1] for row in tables_of(document_of(api, plan))[0][1:]] == list(FORMULAS)


def test_public_gets_neither_raw_words_nor_private_people(api: Client, rich: Item) -> None:
    leads = [row[5] for row in sheet_of(api.public, rich)[1:]]
    # Helen is not shown by name, but by the post that she holds.
    assert leads[0] == "Harbour Master, Harbour Trust; Harbour Trust; to be found"
    assert "Quiet" not in str(tables_of(document_of(api.public, rich)))
    assert "Unknown" not in str(leads)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_plan_of_partners_is_not_there_for_the_public(form: str, api: Client) -> None:
    plan = make(api, "/v1/plans", title="Small plan", kind="strategy")
    assert api.public.get(f"{plan['url']}/export.{form}").status_code == 404
    assert api.get(f"{plan['url']}/export.{form}").status_code == 200


@pytest.mark.parametrize("form", [ExportFormat.DOCX, ExportFormat.XLSX])
def test_plan_that_is_too_long_is_refused_with_what_to_take_instead(
    form: ExportFormat, api: Client, rich: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_ACTIONS, form, 2)
    answer = api.get(f"{rich['url']}/export.{form}")
    assert (answer.status_code, answer.json()["code"]) == (422, "plan_is_too_long")
    assert ".csv or .ndjson" in answer.json()["detail"]


def test_file_is_named_after_the_plan(api: Client, rich: Item) -> None:
    for form in ("docx", "xlsx"):
        answer = api.get(f"{rich['url']}/export.{form}")
        assert answer.headers["content-disposition"] == f'attachment; filename="harbour-04.{form}"'
