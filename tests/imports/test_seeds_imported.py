"""The two real documents in the register: every count, reference and reading worked out by hand."""

from typing import Any

import pytest

from app.core.callers import COMMAND_LINE
from app.imports.commands import GivenDocument
from app.imports.commands.kinds import import_read, read_any
from app.imports.schemas import ImportOptions
from tests.support.client import Client
from tests.support.documents import (
    IMPROVEMENT_PLAN,
    PARTNERSHIP_PLAN,
    actions,
    as_planned,
    everything,
    outcomes,
    seed,
    take,
)

PLAN = "kensington-and-chelsea-partnership-partnership-plan-2004-05"

ONGOING = ("ongoing", None, None, None, None)
JULY = ("by", "2004-07", "2004-07-01", "2004-07-31", None)
MARCH = ("by", "2005-03", "2005-03-01", "2005-03-31", None)
NEXT_JULY = ("by", "2005-07", "2005-07-01", "2005-07-31", None)
AT_JULY = ("at", "2004-07", "2004-07-01", "2004-07-31", None)
FROM_JULY = ("from", "2004-07/..", "2004-07-01", "2004-07-31", None)
BY_SEPTEMBER = ("by", "2004-09", "2004-09-01", "2004-09-30", None)

# What each due cell says: its kind, EDTF, first and last day, and rule.
DUE = {
    "1.1": [AT_JULY, NEXT_JULY],
    "1.2": [AT_JULY, NEXT_JULY],
    "1.3": [("by", "2005-03-31", "2005-03-31", "2005-03-31", None)],
    "1.4": [("by", "2004-07/2004-08", "2004-07-01", "2004-08-31", None)],
    "1.5": [ONGOING],
    "1.6": [ONGOING],
    "2.1": [("review", "2004-08/2004-09", "2004-08-01", "2004-09-30", "FREQ=YEARLY;BYMONTH=8")],
    "2.2": [ONGOING],
    "2.3": [ONGOING],
    "2.4": [FROM_JULY],
    "2.5": [("from", "2004-09/..", "2004-09-01", "2004-09-30", None)],
    "3.1": [("review", "2005-03/2005-04", "2005-03-01", "2005-04-30", "FREQ=YEARLY;BYMONTH=3")],
    "3.2": [JULY],
    "3.3": [JULY],
    "3.4": [JULY],
    "4.1": [("review", "2005-03", "2005-03-01", "2005-03-31", None)],
    "4.2": [MARCH],
    "4.3": [ONGOING],
    "4.4": [("unknown", None, None, None, None)],
    "4.5": [NEXT_JULY],
    "5.1": [FROM_JULY],
    "5.2": [
        ("review", "2004-09", "2004-09-01", "2004-09-30", None),
        ("review", "2004-11", "2004-11-01", "2004-11-30", None),
    ],
    "5.3": [FROM_JULY],
    "5.4": [("at", "2004-09", "2004-09-01", "2004-09-30", None)],
    "5.5": [MARCH],
    "6.1": [("by", "2006-03", "2006-03-01", "2006-03-31", None)],
    "6.2": [BY_SEPTEMBER],
    "6.3": [MARCH],
    "6.4": [MARCH],
    "6.5": [MARCH],
    "6.6": [("by", "2004-11", "2004-11-01", "2004-11-30", None)],
    "6.7": [("by", "2004-12", "2004-12-01", "2004-12-31", None)],
}
UNTIL_JULY = ("until", "../2005-07", "2005-07-01", "2005-07-31", None)
BY_JUNE = ("by", "2004-06", "2004-06-01", "2004-06-30", None)
IMPROVEMENT_DUE = {
    "1.1": [JULY, UNTIL_JULY],
    "2.1": [BY_SEPTEMBER],
    "2.2": [UNTIL_JULY],
    "3.1": [BY_JUNE, AT_JULY],
    "4.1": [BY_SEPTEMBER, ONGOING, AT_JULY],
    "5.1": [BY_JUNE],
}


def points(due: Any) -> list[tuple[Any, ...]]:
    return [
        (point["kind"], point["edtf"], point["earliest"], point["latest"], point["rrule"])
        for point in due["points"]
    ]


def test_partnership_plan_stands_in_the_register(api: Client) -> None:
    group = {"name": "Steering Group", "kind": "steering_group", "other_names": ["KCP Steering Group"]}
    api.post("/v1/sub-groups", json=group).raise_for_status()
    outcome = take(api, seed(PARTNERSHIP_PLAN))
    assert outcome["counts"] == {
        "plan": {"created": 1},
        "sub_group": {"updated": 1},
        "glossary_term": {"created": 5},
        "theme": {"created": 6},
        "action": {"created": 32},
    }
    assert (outcome["unread"], outcome["not_in_file"]) == ([], [])

    kept = api.get(f"/v1/plans/by-reference/{PLAN}").json()
    title = "The Kensington and Chelsea Partnership PARTNERSHIP PLAN 2004/05"
    assert (kept["title"], kept["kind"], kept["visibility"]) == (title, "partnership_plan", "partners")
    assert (kept["starts_on"], kept["ends_on"], kept["document_date"]) == (
        "2004-04-01",
        "2005-03-31",
        "2004-04",
    )
    assert [(theme["number"], theme["title"]) for theme in kept["themes"]] == [
        (1, "Strategic"),
        (2, "Inclusive"),
        (3, "Action Focused"),
        (4, "Performance Managed"),
        (5, "Efficient (and efficiency of Partnership links)"),
        (6, "Learning and Development"),
    ]
    counts = [len(actions(api, PLAN, theme=theme["id"])) for theme in kept["themes"]]
    assert counts == [6, 5, 4, 5, 5, 7]
    glossary = api.get(f"{kept['url']}/glossary", params={"sort": "term"}).json()["items"]
    assert {term["term"]: term["meaning"] for term in glossary} == {
        "CS": "Community Strategy",
        "KCP": "Kensington and Chelsea Partnership",
        "NRS": "Neighbourhood Renewal Strategy",
        "SG": "Steering group",
        "VOF": "Voluntary Organisations Forum",
    }
    named = api.get("/v1/sub-groups/by-reference/steering-group").json()
    assert named["other_names"] == ["KCP Steering Group", "SG"]


def test_actions_of_the_partnership_plan_are_as_written(api: Client) -> None:
    take(api, seed(PARTNERSHIP_PLAN))
    found = actions(api, PLAN)
    assert [*found] == [*DUE]
    broken = found["1.3"]
    assert broken["text"] == (
        "At least 50% of meetings to be located away from the town hall annually. Alternative venues to be "
        "found and booked. To advertise meetings locally"
    )
    assert (broken["current_situation"], broken["due"]["text"]) == (
        "Continues with present policy",
        "End March 2005",
    )
    assert broken["lead_text"] == "RBKC Officers: Helen Kay and Ainsley Walcroft"
    assert found["1.2"]["due"]["text"] == "ditto"
    assert found["4.2"]["lead_text"] == "K&C Social Council"
    assert (found["4.4"]["lead_text"], found["4.4"]["due"]["text"]) == ("", "")
    assert found["6.7"]["current_situation"] is None
    assert {item["status"] for item in found.values()} == {"not_started"}


def test_due_cells_are_read_as_worked_out_by_hand(api: Client) -> None:
    outcome = take(api, seed(PARTNERSHIP_PLAN))
    kept = {reference: points(item["due"]) for reference, item in actions(api, PLAN).items()}
    assert kept == DUE
    shown = {
        row["reference"]: points(cell["reading"])
        for row in outcome["rows"]
        for cell in row["cells"]
        if cell["read_as"] == "due"
    }
    assert shown == DUE


def test_improvement_plan_stands_in_the_register(api: Client) -> None:
    outcome = take(api, seed(IMPROVEMENT_PLAN))
    assert outcome["counts"] == {"plan": {"created": 1}, "issue": {"created": 5}, "action": {"created": 6}}
    kept = api.get(f"/v1/plans/{outcome['plan']['id']}").json()
    assert (kept["kind"], kept["document_date"]) == ("improvement_plan", "2004-06")
    assert (kept["starts_on"], kept["ends_on"], kept["themes"]) == (None, None, [])

    found = actions(api, kept["reference"], embed="issues")
    assert {reference: points(item["due"]) for reference, item in found.items()} == IMPROVEMENT_DUE
    answered = {
        reference: [issue["reference"] for issue in item["issues"]] for reference, item in found.items()
    }
    assert answered == {"1.1": ["1"], "2.1": ["2"], "2.2": ["2"], "3.1": ["3"], "4.1": ["4"], "5.1": ["5"]}
    assert found["2.2"]["issues"][0]["text"].startswith("Need to improve direction and purpose of means")
    assert found["3.1"]["lead_text"] == "Helen Kay, RBKC"


@pytest.mark.parametrize("name", [PARTNERSHIP_PLAN, IMPROVEMENT_PLAN])
def test_dry_run_says_what_the_import_does_and_the_second_one_does_nothing(api: Client, name: str) -> None:
    document = seed(name)
    before = everything(api.sessions)
    planned = take(api, document, dry_run="true")
    assert everything(api.sessions) == before
    done = take(api, document)
    assert {row["outcome"] for row in done["rows"]} == {"created"}
    assert as_planned(planned) == as_planned(done)

    kept = everything(api.sessions)
    again = take(api, document)
    assert everything(api.sessions) == kept, "no row, no event, not even a note of the import"
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}
    assert (again["id"], again["url"]) == (done["id"], done["url"])
    assert outcomes(again) == [(reference, "unchanged") for reference, _ in outcomes(done)]


def test_command_line_and_http_import_alike(api: Client) -> None:
    document = GivenDocument("plan.txt", seed(PARTNERSHIP_PLAN))
    options = ImportOptions(plan="by-hand", public=True)
    tried = ImportOptions(**{**options.model_dump(), "dry_run": True})
    planned, done = (
        import_read(api.sessions, COMMAND_LINE, read_any(document, asked), document, asked)
        for asked in (tried, options)
    )
    assert as_planned(planned) == as_planned(done)
    assert (done["counts"]["action"], done["plan"]["reference"]) == ({"created": 32}, "by-hand")
    kept = everything(api.sessions)
    again = take(api, seed(PARTNERSHIP_PLAN), plan="by-hand")
    assert again["id"] == done["id"]
    assert everything(api.sessions) == kept
    found = actions(api.public, "by-hand")
    assert {reference: points(item["due"]) for reference, item in found.items()} == DUE
