"""The bundled sample: loaded once, seen by the public, and true to the real documents without their names."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import Sessions
from app.imports.commands import GivenDocument, read_document
from app.imports.commands.sample import load_sample
from app.imports.rules import ActionDraft, PlanDraft
from app.phrases.due import Context, Point, read_due
from tests.adoption.test_transitions import taken
from tests.cli.conftest import Plans
from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import IMPROVEMENT_PLAN, PARTNERSHIP_PLAN, everything, seed
from tests.support.matters import arising, decide, meet

SAMPLE = files("app.imports") / "sample"
LEADS = Path(__file__).resolve().parents[3] / "shared" / "lead-phrases" / "seeds.jsonl"
PAIRS = [(PARTNERSHIP_PLAN, "partnership-plan.txt"), (IMPROVEMENT_PLAN, "improvement-plan.txt")]


def read(data: bytes) -> PlanDraft:
    """Read a document."""
    draft = read_document(GivenDocument(None, data))
    assert isinstance(draft, PlanDraft)
    return draft


def places(draft: PlanDraft) -> list[tuple[int | None, int | None, int]]:
    """Tell where each action stands."""
    return [(action.theme_number, action.issue_number, action.position) for action in draft.actions]


def dates(draft: PlanDraft) -> list[Any]:
    """Tell what each due cell says: kinds and dates."""
    above: tuple[Point, ...] | None = None
    told = []
    for action in draft.actions:
        context = Context(draft.document_date, draft.starts_on, draft.ends_on, above)
        above = read_due(action.due_text, context).points
        told.append([(point.kind, point.earliest, point.latest, point.rrule) for point in above])
    return told


def blanks(action: ActionDraft) -> tuple[bool, ...]:
    """Tell which cells are empty."""
    return tuple(not words for words in (action.current_situation, action.lead_text, action.due_text))


def test_sample_fills_an_empty_register_once(plans: Plans, sessions: Sessions) -> None:
    first = plans("import", "--sample", "--json")
    counts = [one["outcome"]["counts"] for one in json.loads(first.stdout)["files"]]
    assert [(one.get("theme"), one.get("issue"), one["action"]) for one in counts] == [
        ({"created": 6}, None, {"created": 32}),
        (None, {"created": 5}, {"created": 6}),
    ]
    before = everything(sessions)
    second = plans("import", "--sample")
    assert (second.exit_code, second.stdout) == (0, "")
    assert "holds something already" in second.stderr
    assert everything(sessions) == before


def test_sample_is_not_loaded_where_something_was_deleted(api: Client) -> None:
    made = api.post("/v1/organisations", json={"name": "A trust"})
    api.delete(made.json()["url"], headers={"If-Match": "*"})
    assert load_sample(api.sessions, COMMAND_LINE) is None


def test_public_sees_the_deadlines_of_the_sample_and_who_leads(api: Client) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    page = api.public.get("/v1/deadlines?as_of=2004-07-15&state=in_window&count=true").json()
    first = page["items"][0]
    assert (page["total"], first["latest"], first["action"]["reference"]) == (9, "2004-07-31", "1.1")
    assert [lead["name"] for lead in first["leads"]] == [
        "Community Strategy sub-group",
        "Policy Manager",
        "Partnership Officer",
        "Community Strategy Officer",
    ]
    assert api.get("/v1/people").json()["items"] == []


def test_themes_of_the_sample_answer_the_criteria_that_they_are_named_after(api: Client) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    plan = api.get("/v1/plans/by-reference/partnership-plan-2004-05").json()
    taken(api, plan, "proposed", "adopted")
    entries = api.get(f"{plan['url']}/accreditation-pack").json()["criteria"]
    assert [(entry["criterion"]["title"], entry["themes"][0]["title"]) for entry in entries] == [
        ("Strategic", "Strategic"),
        ("Inclusive", "Inclusive"),
        ("Action-focused", "Action Focused"),
        ("Performance managed", "Performance Managed"),
        ("Efficient", "Efficient (and efficiency of Partnership links)"),
        ("Learning and development", "Learning and Development"),
    ]
    assert sum(entry["counts"]["total"] for entry in entries) == 32


def test_sample_holds_what_the_report_to_the_steering_group_tells(api: Client) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    meetings = api.public.get("/v1/meetings?embed=agenda_items").json()["items"]
    assert [meeting["starts_on"] for meeting in meetings] == ["2002-09-27", "2002-12-03", "2003-01-21"]
    (item,) = meetings[2]["agenda_items"]
    assert (item["kind"], [one["letter"] for one in item["recommendations"]]) == ("decision", ["a", "b"])
    assert len(api.public.get("/v1/criteria").json()["items"]) == 6
    group = api.public.get("/v1/sub-groups/by-reference/steering-group").json()
    assert group["agenda_notice_days"] == 14
    plans = api.public.get("/v1/plans").json()["items"]
    assert [plan["reference"] for plan in plans] == [
        "accreditation-2003-04",
        "improvement-plan-2004",
        "partnership-plan-2004-05",
    ]


def test_sample_goes_from_agenda_to_matters_arising_as_the_readme_shows(api: Client) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    meeting = api.public.get("/v1/meetings/by-reference/steering-group-2003-01-21").json()
    assert {paper["reference"] for paper in meeting["papers"]} == {"report", "appendix-a"}
    asked = api.public.get(f"{meeting['url']}/recommendations?limit=1").json()["items"][0]
    decision = decide(api, meeting, "agreed", recommendation_id=asked["id"])
    action = {"plan_id": "accreditation-2003-04", "text": "Send it", "due": {"text": "End January 2003"}}
    make(api, f"{decision['url']}/actions", **action)
    group = api.get("/v1/sub-groups/by-reference/steering-group").json()
    march = meet(api, group, "2003-03-18", visibility="public")
    # From 31 January to 18 March there are 28 and 18 days.
    assert arising(api, march, "reasons", "days_overdue") == [
        (["came_of_decision"], 46),
        (["no_follow_up"], None),
    ]
    open_ones = api.get("/v1/decisions?sub_group=steering-group&follow_up=open").json()["items"]
    assert [one["meeting"]["starts_on"] for one in open_ones] == ["2002-12-03"]


def test_documents_of_the_sample_can_be_imported_again_without_a_change(api: Client, plans: Plans) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    before = everything(api.sessions)
    result = plans("import", "--plan", "partnership-plan-2004-05", str(SAMPLE / "partnership-plan.txt"))
    assert result.exit_code == 0, result.stderr
    assert everything(api.sessions) == before


@pytest.mark.parametrize(("real", "ours"), PAIRS)
def test_sample_tells_the_facts_of_the_real_documents(real: str, ours: str) -> None:
    theirs, mine = read(seed(real)), read((SAMPLE / ours).read_bytes())
    assert (mine.title, mine.kind, mine.starts_on, mine.ends_on, mine.document_date) == (
        (theirs.title, theirs.kind, theirs.starts_on, theirs.ends_on, theirs.document_date)
    )
    assert [theme.title for theme in mine.themes] == [theme.title for theme in theirs.themes]
    assert [(term.acronym, term.meaning) for term in mine.glossary] == [
        (term.acronym, term.meaning) for term in theirs.glossary
    ]
    assert (len(mine.issues), places(mine)) == (len(theirs.issues), places(theirs))
    assert list(map(blanks, mine.actions)) == list(map(blanks, theirs.actions))
    assert dates(mine) == dates(theirs)
    assert mine.unread == ()


@pytest.mark.parametrize(("real", "ours"), PAIRS)
def test_sample_is_told_in_our_own_words(real: str, ours: str) -> None:
    theirs, mine = read(seed(real)), read((SAMPLE / ours).read_bytes())
    for their_action, my_action in zip(theirs.actions, mine.actions, strict=True):
        for their_words, my_words in (
            (their_action.text, my_action.text),
            (their_action.current_situation, my_action.current_situation),
        ):
            assert not runs_of_eight(their_words) & runs_of_eight(my_words)


def runs_of_eight(words: str) -> set[tuple[str, ...]]:
    """Give every eight words that stand one after the other."""
    listed = re.findall(r"[\w&'-]+", words.lower())
    return {tuple(listed[place : place + 8]) for place in range(len(listed) - 7)}


def test_sample_names_nobody() -> None:
    if not LEADS.exists():
        pytest.skip(f"the leads of the real documents are not here: no {LEADS}")
    leads = [lead for line in LEADS.read_text().splitlines() for lead in json.loads(line)["leads"]]
    names = {lead["name"] for lead in leads if lead["kind"] == "person"}
    written = " ".join(file.read_text(encoding="utf-8") for file in SAMPLE.iterdir())
    assert len(names) > 5
    assert [part for name in names for part in name.split() if re.search(rf"\b{part}\b", written)] == []
