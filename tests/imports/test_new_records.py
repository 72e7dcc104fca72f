"""New actions of a file of records: as the records tell them, in whatever order these stand."""

import json
from typing import Any

from tests.support.asking import Item, make
from tests.support.client import Client

Record = tuple[str, dict[str, Any]]
NDJSON = {"Content-Type": "application/x-ndjson"}
PLAN: Record = (
    "plan",
    {"reference": "quay", "title": "Quay", "kind": "strategy", "document_date": "2004-04"},
)


def sent(api: Client, *records: Record, status: int = 201, **options: str) -> Item:
    """Send records of a plan to be imported; give the answer, whose status is told."""
    data = "\n".join(json.dumps({"kind": kind, "item": item}) for kind, item in (PLAN, *records))
    answer = api.post("/v1/imports", content=data.encode(), headers=NDJSON, params=options)
    assert answer.status_code == status, answer.text
    outcome: Item = answer.json()
    return outcome


def action(reference: str, **members: Any) -> Record:
    return "action", {"reference": reference, "text": "Sweep it", **members}


def report(reference: str, **members: Any) -> Record:
    return "progress_update", {"action": reference, **members}


def actions(api: Client) -> list[Item]:
    """List the actions as they stand in their plan."""
    found: list[Item] = api.get(
        "/v1/actions", params={"sort": "position", "embed": "links,milestones"}
    ).json()["items"]
    return found


def reports(api: Client, one: Item) -> list[Item]:
    found: list[Item] = api.get(f"{one['url']}/progress-updates", params={"sort": "created_at"}).json()[
        "items"
    ]
    return found


def test_lines_stand_in_any_order(api: Client) -> None:
    outcome = sent(
        api,
        ("relation", {"action": "1", "kind": "requires", "other": "2"}),
        report("1", text="It was begun"),
        ("milestone", {"action": "1", "title": "Half"}),
        action("2"),
        action("1", themes=[1], issues=["1"]),
        ("theme", {"number": 1, "title": "Quay"}),
        ("issue", {"reference": "1", "text": "It is dirty"}),
    )
    assert {name for told in outcome["counts"].values() for name in told} == {"created"}
    assert all(row["resource_id"] for row in outcome["rows"])
    first = next(one for one in actions(api) if one["reference"] == "1")
    assert (len(first["theme_ids"]), len(first["issue_ids"])) == (1, 1)
    assert [step["title"] for step in first["milestones"]] == ["Half"]
    assert [one["text"] for one in reports(api, first)] == ["It was begun"]


def test_ditto_is_the_row_above_in_the_plan_and_not_in_the_file(api: Client) -> None:
    sent(
        api,
        action("1", position=2, due={"text": "ditto"}),
        action("2", due={"text": "ditto"}),
        action("3", position=1, due={"text": "July 2004"}),
        action("4", position=3, due={"text": "May 2004"}),
    )
    # The second has no place, and gets the one after those before it in the file, which is the one of the fourth, too.
    shown = [(one["reference"], one["position"], one["due"]["next_on"]) for one in actions(api)]
    assert shown == [
        *(("3", 1, "2004-07-31"), ("1", 2, "2004-07-31")),
        *(("2", 3, "2004-07-31"), ("4", 3, "2004-05-31")),
    ]


def test_new_actions_come_between_others(api: Client) -> None:
    sent(
        api,
        action("1", position=1, due={"text": "July 2004"}),
        action("3", position=3, due={"text": "ditto"}),
    )
    outcome = sent(
        api,
        action("2", position=2, due={"text": "May 2004"}),
        action("4", position=4, due={"text": "ditto"}),
        action("5", due={"text": "ditto"}),
    )
    assert [one["reference"] for one in outcome["not_in_file"]] == ["1", "3"]
    assert [one["due"]["next_on"] for one in actions(api)] == ["2004-07-31", *4 * ["2004-05-31"]]


def test_action_shows_what_its_record_tells_and_its_updates_do_not(api: Client) -> None:
    sent(
        api,
        action("1", status="completed", rag=None, percent=40),
        report("1", status="in_progress", rag="amber", percent=40, reported_on="2004-05-01"),
        report("1", text="It was begun", percent=10, reported_on="2004-04-01"),
        action("2", percent=30),
        action("3"),
        report("3", status="in_progress"),
    )
    one, two, three = actions(api)
    # What is not told in its record is as its updates have it.
    assert (one["status"], one["rag"], one["percent"], one["current_situation"]) == (
        *("completed", None, 40),
        "It was begun",
    )
    assert [(told["status"], told["percent"]) for told in reports(api, one)] == [
        *(("in_progress", 40), (None, 10)),
        ("completed", None),
    ]
    assert [(told["status"], told["percent"]) for told in reports(api, two)] == [(None, 30)]
    assert (three["status"], [told["status"] for told in reports(api, three)]) == (
        "in_progress",
        ["in_progress"],
    )
    assert [found["version"] for found in (one, two, three)] == [1, 1, 1]


def test_plan_that_is_over_takes_no_new_actions_and_a_dry_run_says_so(api: Client) -> None:
    plan = make(api, "/v1/plans", **PLAN[1])
    closing = {"to_status": "closed", "made_on": "2005-04-01"}
    make(api, f"{plan['url']}/transitions", **closing)
    for dry_run in ("true", "false"):
        assert sent(api, action("1"), status=409, dry_run=dry_run)["code"] == "plan_is_closed"
