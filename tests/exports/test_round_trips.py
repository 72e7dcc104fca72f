"""What goes out as a file comes in as one: the same bytes again, or the same tables."""

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest

from app.formats import csv, xlsx
from app.formats import docx as word
from tests.support.asking import Item, make
from tests.support.client import Client

WORDS = ("Sweep the quay", "=1+1", "-1 is odd", "@all of us", '+ more, "much" more; yes', "'=1")
TYPES = {
    "csv": csv.MEDIA_TYPE,
    "xlsx": xlsx.MEDIA_TYPE,
    "docx": word.MEDIA_TYPE,
    "ndjson": "application/x-ndjson",
}


def tables_of(form: str, data: bytes) -> Any:
    """Read what is to be the same: the tables of office files, the bytes of the others."""
    if form == "xlsx":
        sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
        return [[*sheet.iter_rows(values_only=True)] for sheet in sheets]
    if form == "docx":
        document = docx.Document(BytesIO(data))
        words = [paragraph.text for paragraph in document.paragraphs]
        return words, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return data


def through(api: Client, form: str, data: bytes, **options: str) -> bytes:
    """Import a file and export what came of it."""
    answer = api.post("/v1/imports", content=data, headers={"Content-Type": TYPES[form]}, params=options)
    assert answer.status_code == 201, answer.text
    exported = api.get(f"/v1/plans/{answer.json()['plan']['id']}/export.{form}")
    assert exported.status_code == 200, exported.text
    return exported.content


@pytest.fixture
def plain(api: Client) -> Item:
    """A plan as officers keep them in one table, with words that spreadsheets would run."""
    plan = make(
        api,
        "/v1/plans",
        title="Harbour PARTNERSHIP PLAN 2004/05",
        kind="partnership_plan",
        reference="harbour",
    )
    themes = [make(api, f"{plan['url']}/themes", title=title)["id"] for title in ("Strategic", "Inclusive")]
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="The quay is dirty")
    for place, words in enumerate(WORDS):
        make(
            api, "/v1/actions", plan_id=plan["id"], text=words, theme_ids=[themes[place // 4]],
            issue_ids=[issue["id"]] if place == 3 else [], lead_text="RBKC: Ann Example" if place else "",
            current_situation="Half of it is done" if place == 1 else None,
            due={"text": ("July 2004", "ditto", "", "Ongoing", "@", "End March 2005")[place]},
        )  # fmt: skip
    return plan


@pytest.mark.parametrize("form", TYPES)
def test_plan_goes_through_an_empty_register(form: str, api: Client, empty: Client, plain: Item) -> None:
    before = api.get(f"{plain['url']}/export.{form}").content
    after = through(empty, form, before, plan="harbour")
    assert tables_of(form, after) == tables_of(form, before)


@pytest.mark.parametrize("form", TYPES)
def test_rich_plan_goes_through_an_empty_register(form: str, api: Client, empty: Client, rich: Item) -> None:
    before = api.get(f"{rich['url']}/export.{form}").content
    after = through(empty, form, before, plan="Harbour 04", create_parties="true")
    assert tables_of(form, after) == tables_of(form, before)


@pytest.mark.parametrize("form", TYPES)
def test_line_breaks_in_words_come_back(form: str, api: Client, empty: Client) -> None:
    plan = make(api, "/v1/plans", title="Small plan", kind="strategy", reference="small")
    make(api, "/v1/actions", plan_id=plan["id"], text="Paint it,\nthen look", current_situation="Red\n\nBlue")
    before = api.get(f"{plan['url']}/export.{form}").content
    assert tables_of(form, through(empty, form, before, plan="small")) == tables_of(form, before)


@pytest.mark.parametrize("form", TYPES)
def test_action_below_one_with_an_issue_stays_without_one(form: str, api: Client, empty: Client) -> None:
    plan = make(api, "/v1/plans", title="Small plan", kind="strategy", reference="small")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="The quay is dirty")
    make(api, "/v1/actions", plan_id=plan["id"], text="Sweep the quay", issue_ids=[issue["id"]])
    make(api, "/v1/actions", plan_id=plan["id"], text="Paint it")
    before = api.get(f"{plan['url']}/export.{form}").content
    assert tables_of(form, through(empty, form, before, plan="small")) == tables_of(form, before)
