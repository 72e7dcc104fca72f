"""The same plan is the same plan in whatever file it comes."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from app.formats.charset import decoded
from app.formats.readers import MEDIA_TYPES
from app.imports.commands import GivenDocument, read_document
from app.imports.rules import PlanDraft
from tests.conftest import MakeApi
from tests.support.client import Client
from tests.support.documents import HARBOUR, IMPROVEMENT_PLAN, PARTNERSHIP_PLAN, actions, plan, seed, send
from tests.support.office import as_csv, as_docx, as_xlsx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Mapping[str, tuple[Callable[[str], bytes], str]] = {
    "plan.docx": (as_docx, WORD),
    "plan.xlsx": (as_xlsx, EXCEL),
    "plan.csv": (as_csv, "text/csv"),
}


def said(draft: PlanDraft) -> list[tuple[Any, ...]]:
    """Give what a draft says of its actions, and where, but for the lines."""
    issues = {issue.number: issue.text for issue in draft.issues}
    return [
        (
            *(action.text, action.current_situation, action.lead_text, action.due_text),
            *(action.theme_number, issues.get(action.issue_number or 0), action.position),
        )
        for action in draft.actions
    ]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("document", "count"), [(PARTNERSHIP_PLAN, 32), (IMPROVEMENT_PLAN, 6)])
def test_real_plan_says_the_same_in_each_kind_of_file(name: str, document: str, count: int) -> None:
    text = decoded(seed(document))
    as_text = read_document(GivenDocument("plan.txt", text.encode()))
    made = read_document(GivenDocument(name, FILES[name][0](text)))
    assert isinstance(as_text, PlanDraft)
    assert isinstance(made, PlanDraft)
    assert said(made) == said(as_text)
    assert len(made.actions) == count
    for part in ("title", "kind", "starts_on", "ends_on", "document_date"):
        assert getattr(made, part) == getattr(as_text, part)
    assert [theme.title for theme in made.themes] == [theme.title for theme in as_text.themes]
    assert [(term.acronym, term.meaning) for term in made.glossary] == [
        (term.acronym, term.meaning) for term in as_text.glossary
    ]


@pytest.mark.parametrize("name", FILES)
def test_file_is_imported_as_a_form_or_as_the_body_and_is_the_plan_of_the_text(
    api: Client, name: str
) -> None:
    make, media_type = FILES[name]
    data = make(plan())
    form = api.post("/v1/imports", files={"file": (name, data)})
    assert form.status_code == 201, form.text
    assert form.json()["plan"]["reference"] == HARBOUR
    assert form.json()["counts"]["action"] == {"created": 4}
    body = api.post("/v1/imports", content=data, headers={"Content-Type": media_type})
    assert (body.status_code, body.json()["counts"]["action"]) == (201, {"unchanged": 4})
    as_text = send(api, plan())
    assert as_text.json()["counts"]["action"] == {"unchanged": 4}
    kept = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()
    themes = api.get(f"{kept['url']}/themes").json()["items"]
    assert [(theme["number"], theme["title"]) for theme in themes] == [(1, "Quay"), (2, "Dock")]


def test_lines_of_json_are_rows_of_a_table(api: Client) -> None:
    lines = (
        '{"Planned action":"Sweep the quay","Due":"July 2004"}\n{"Planned action":"Paint","Lead":"Helen"}\n'
    )
    answer = api.post(
        "/v1/imports?plan=quay", content=lines, headers={"Content-Type": "application/x-ndjson"}
    )
    assert answer.status_code == 201, answer.text
    kept = [(one["text"], one["due"]["text"], one["lead_text"]) for one in actions(api, "quay").values()]
    assert kept == [("Sweep the quay", "July 2004", ""), ("Paint", "", "Helen")]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["plan.txt", "plan.csv", "plan.ndjson", "plan.docx", "plan", "plan.PDF"])
@pytest.mark.parametrize("kind", [*FILES, "plan.txt"])
def test_file_is_read_by_what_it_is_whatever_it_is_called(api: Client, name: str, kind: str) -> None:
    data = plan().encode() if kind == "plan.txt" else FILES[kind][0](plan())
    answer = api.post("/v1/imports", params={"dry_run": True}, files={"file": (name, data, "text/plain")})
    assert answer.status_code == 200, answer.text
    assert answer.json()["counts"]["action"] == {"created": 4}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_every_media_type_that_the_contract_names_is_taken(api: Client, media_type: str) -> None:
    answer = api.post("/v1/imports", content=plan().encode(), headers={"Content-Type": media_type})
    # Commas part no cells of this plan, but tabs do.
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_csv_is_read_in_the_charsets_that_spreadsheets_save(api: Client, encoding: str) -> None:
    data = "Planned action;Lead\r\nClirio’r cei, Ynys Môn;Siân\r\n".encode(encoding)
    charset = {"charset": "utf-16le"} if encoding == "utf-16-le" else {}
    answer = api.post("/v1/imports", params={"plan": "cei", **charset}, files={"file": ("cei.csv", data)})
    assert answer.status_code == 201, answer.text
    (action,) = actions(api, "cei").values()
    assert (action["text"], action["lead_text"]) == ("Clirio’r cei, Ynys Môn", "Siân")


def test_large_text_is_read_as_a_small_one_is(make_api: MakeApi) -> None:
    api = make_api(import_at_once_bytes=10_000_000)
    # Spaces make the text large enough for a process of its own, and say nothing.
    large = plan().replace("\tHalf swept", f"\tHalf{' ' * 90_000}swept") + "\n" * 1_000_000
    answer = send(api, large, dry_run="true")
    small = send(api, plan(), dry_run="true")
    assert answer.json()["counts"] == small.json()["counts"]
    assert [row["label"] for row in answer.json()["rows"]] == [row["label"] for row in small.json()["rows"]]


def due_days(answer: httpx.Response) -> list[tuple[str, ...]]:
    rows = [row for row in answer.json()["rows"] if row["kind"] == "action"]
    cells = [cell for row in rows for cell in row["cells"] if cell["read_as"] == "due"]
    return [tuple(point["edtf"] or "" for point in cell["reading"]["points"]) for cell in cells]


ORDERED = "Action\tDue\nSweep\t04/05/06\nPaint\tby 2027-06-15\nDredge\t30/11/2004\nCount\t12.31.2004\nRest\tJuly 2004\n"


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("dmy", ["2006-05-04", "2027-06-15", "2004-11-30", "", "2004-07"]),
        ("mdy", ["2006-04-05", "2027-06-15", "", "2004-12-31", "2004-07"]),
        ("ymd", ["2004-05-06", "2027-06-15", "2004-11-30", "", "2004-07"]),
    ],
)
def test_days_in_figures_are_read_in_the_order_that_is_told(api: Client, order: str, days: list[str]) -> None:
    options = {"plan": "quay", "date_order": order}
    dry = send(api, ORDERED, dry_run="true", **options)
    real = send(api, ORDERED, **options)
    assert due_days(dry) == due_days(real) == [(day,) for day in days]
    kept = [action["due"] for action in actions(api, "quay").values()]
    assert [due["points"][0]["edtf"] or "" for due in kept] == days
    # What the order alone tells is a person's reading, which nothing that reads the words later undoes.
    usual = ["2006-05-04", "2027-06-15", "2004-11-30", "", "2004-07"]
    assert [due["reading"] for due in kept] == [
        "automatic" if day == as_usual else "confirmed" for day, as_usual in zip(days, usual, strict=True)
    ]
    again = send(api, ORDERED, **options)
    assert again.json()["counts"]["action"] == {"unchanged": 5}


def test_order_that_is_told_later_changes_what_days_mean(api: Client) -> None:
    send(api, ORDERED, plan="quay").raise_for_status()
    again = send(api, ORDERED, plan="quay", date_order="mdy")
    assert again.json()["counts"]["action"] == {"updated": 3, "unchanged": 2}
    swept = actions(api, "quay")["1"]["due"]
    assert (swept["points"][0]["edtf"], swept["reading"]) == ("2006-04-05", "confirmed")
