"""A plan taken away whole: the table that officers use, and every detail for programs."""

import csv
import json
import re
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from app.actions.models import Action, ActionTheme
from app.core.db import writing
from app.kernel.ids import new_id
from app.kernel.text import natural_key
from tests.support.asking import Item, changed, make
from tests.support.client import Client

HEADINGS = [
    "Theme",
    "Issues",
    "Reference",
    "Planned Action",
    "Current Situation",
    "Lead contact/organisation",
    "Due date",
    "Status",
]


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan that the public sees."""
    return make(
        api,
        "/v1/plans",
        title="Harbour plan",
        kind="partnership_plan",
        reference="Harbour 04",
        visibility="public",
    )


@pytest.fixture
def action(api: Client, plan: Item) -> Item:
    """An action with a theme, an issue, a private person and a vacancy to lead it, and words that name someone."""
    theme = make(api, f"{plan['url']}/themes", title="Quay")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="The quay is dirty")
    make(api, "/v1/people", name="Helen Quiet", reference="helen")
    make(api, "/v1/organisations", name="Harbour Trust", reference="trust")
    return make(
        api,
        "/v1/actions",
        plan_id=plan["id"],
        text="Sweep the quay",
        theme_ids=[theme["id"]],
        issue_ids=[issue["id"]],
        current_situation="Half swept",
        lead_text="Helen Quiet of the Trust",
        leads=[{"person_id": "helen"}, {"organisation_id": "trust"}, {"is_vacant": True}],
        due={"text": "July 2004"},
    )


def table(answer: httpx.Response) -> list[list[str]]:
    """Read an answer as a spreadsheet does."""
    assert answer.status_code == 200, answer.text
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    """Read an answer line by line."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines()]


@pytest.mark.usefixtures("action")
def test_partners_get_the_table_with_leads_as_they_were_written(api: Client, plan: Item) -> None:
    answer = api.get(f"{plan['url']}/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="harbour-04.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert table(answer) == [
        HEADINGS,
        [
            "1. Quay",
            "The quay is dirty",
            "1.1",
            "Sweep the quay",
            "Half swept",
            "Helen Quiet of the Trust",
            "July 2004",
            "Not started",
        ],
    ]


@pytest.mark.usefixtures("action")
def test_public_gets_neither_raw_words_nor_private_people(api: Client, plan: Item) -> None:
    answer = api.public.get(f"{plan['url']}/export.csv")
    assert table(answer)[1][5] == "Harbour Trust; to be found"
    everything = api.public.get(f"{plan['url']}/export.ndjson")
    assert "Quiet" not in answer.text
    assert "Quiet" not in everything.text
    assert "Helen" not in everything.text


@pytest.mark.usefixtures("action")
def test_leads_that_nobody_wrote_are_named_for_partners_too(api: Client, plan: Item) -> None:
    action = api.get("/v1/actions").json()["items"][0]
    changed(api, action, lead_text="")
    assert table(api.get(f"{plan['url']}/export.csv"))[1][5] == "Helen Quiet; Harbour Trust; to be found"


def test_cell_that_a_spreadsheet_would_run_is_guarded(api: Client, plan: Item) -> None:
    make(api, "/v1/actions", plan_id=plan["id"], text='=HYPERLINK("http://x")', due={"text": "-1"})
    assert table(api.get(f"{plan['url']}/export.csv"))[1][3:7] == ['\'=HYPERLINK("http://x")', "", "", "'-1"]


def test_every_detail_comes_a_line_at_a_time(api: Client, plan: Item, action: Item) -> None:
    make(api, f"{plan['url']}/glossary", term="HT", meaning="Harbour Trust")
    make(api, f"{action['url']}/milestones", title="First half", due={"text": "June 2004"})
    for number in range(3):
        make(api, f"{action['url']}/progress-updates", text=f"Swept {number}", author="Helen")
    answer = api.get(f"{plan['url']}/export.ndjson")
    told = lines(answer)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="harbour-04.ndjson"'
    assert [line["kind"] for line in told] == [
        *("organisation", "person", "plan", "glossary_term", "theme", "issue", "action", "milestone"),
        *("progress_update",) * 4,
    ]
    items = {line["kind"]: line["item"] for line in told}
    assert (items["plan"]["reference"], items["theme"]["title"]) == ("Harbour 04", "Quay")
    assert (items["glossary_term"]["term"], items["issue"]["text"]) == ("HT", "The quay is dirty")
    assert items["milestone"]["title"] == "First half"
    updates = [line["item"] for line in told if line["kind"] == "progress_update"]
    assert [update["text"] for update in updates] == ["Half swept", "Swept 0", "Swept 1", "Swept 2"]


def test_records_hold_references_and_no_id(api: Client, plan: Item, action: Item) -> None:
    make(api, f"{action['url']}/milestones", title="First half", due={"text": "June 2004"})
    for caller in (api, api.public):
        answer = caller.get(f"{plan['url']}/export.ndjson")
        assert not re.search(rb"[0-9a-f]{8}-[0-9a-f]{4}-7", answer.content)
        assert {"id", "url", "version", "created_at", "updated_at"}.isdisjoint(
            {name for line in lines(answer) for name in line["item"]}
        )


def test_plan_that_is_for_partners_is_not_there_for_the_public(api: Client, plan: Item) -> None:
    changed(api, plan, visibility="partners")
    for form in ("csv", "ndjson"):
        assert api.public.get(f"{plan['url']}/export.{form}").status_code == 404
        assert api.get(f"{plan['url']}/export.{form}").status_code == 200


def test_plan_that_is_nowhere_and_parameters_are_refused(api: Client, plan: Item) -> None:
    assert api.get("/v1/plans/nowhere/export.csv").status_code == 404
    assert api.get(f"{plan['url']}/export.csv?limit=3").status_code == 400


def test_deleted_things_are_not_exported(api: Client, plan: Item, action: Item) -> None:
    gone = make(api, "/v1/actions", plan_id=plan["id"], text="Forget this")
    milestone = make(api, f"{action['url']}/milestones", title="First half")
    for item in (gone, milestone):
        api.delete(item["url"], headers={"If-Match": "*"})
    assert [row[3] for row in table(api.get(f"{plan['url']}/export.csv"))[1:]] == ["Sweep the quay"]
    told = lines(api.get(f"{plan['url']}/export.ndjson"))
    assert [line["item"]["text"] for line in told if line["kind"] == "action"] == ["Sweep the quay"]
    assert "milestone" not in {line["kind"] for line in told}


def test_plan_longer_than_a_chunk_comes_whole_and_in_its_order(api: Client, plan: Item) -> None:
    theme = make(api, f"{plan['url']}/themes", title="Quay")
    count = 2_345
    rows = []
    for place in range(count):
        reference = str(count - place)
        step = Action(
            id=new_id(),
            plan_id=plan["id"],
            position=place,
            text=f"Step {place}",
            reference=reference,
            reference_key=natural_key(reference),
        )
        rows.append(step.model_dump())
    with writing(api.sessions) as session:
        session.execute(insert(Action.__table__), rows)
        # Every third action has a theme, so that the themes of a chunk are not those of one thousand actions.
        under = [{"action_id": row["id"], "theme_id": theme["id"], "position": 0} for row in rows[::3]]
        session.execute(insert(ActionTheme.__table__), under)
    wanted = [(f"Step {place}", place % 3 == 0) for place in range(count)]
    exported = table(api.get(f"{plan['url']}/export.csv"))[1:]
    assert [(row[3], row[0] == "1. Quay") for row in exported] == wanted
    told = lines(api.get(f"{plan['url']}/export.ndjson"))
    actions = [line["item"] for line in told if line["kind"] == "action"]
    assert [(one["text"], one["themes"] == [1]) for one in actions] == wanted
