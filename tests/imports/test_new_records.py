"""New actions of a file of records: as the records tell them, in whatever order these stand."""

from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.documents import everything
from tests.support.records import PLAN, action, relation, report, sent, step


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
        relation("1", "requires", "2"),
        report("1", text="It was begun"),
        step("1", "Half"),
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


def test_report_that_tells_no_day_is_the_same_on_every_day(api: Client) -> None:
    begun = report("1", text="It was begun", status="in_progress")
    twice = (begun, report("1", text="It was begun", status="in_progress", reported_on=None))
    assert sent(api, action("1"), begun)["counts"]["progress_update"] == {"created": 1}
    for records, counts in (
        ((begun,), {"unchanged": 1}),
        (twice, {"unchanged": 1, "created": 1}),
        (twice, {"unchanged": 2}),
        ((report("1", text="It was begun", status="in_progress", reported_on="2004-05-01"),), {"created": 1}),
        ((begun, report("1", text="It was begun")), {"unchanged": 1, "created": 1}),
    ):
        assert sent(api, action("1"), *records)["counts"]["progress_update"] == counts
    assert len(reports(api, actions(api)[0])) == 4


def test_record_that_says_the_same_in_another_form_changes_nothing(api: Client) -> None:
    first = (
        ("theme", {"number": 1, "title": "Quay"}),
        ("issue", {"reference": "1", "text": "Rust"}),
        ("glossary_term", {"term": "HT", "meaning": "Harbour Trust"}),
        action("1", position=2, due={"text": "July 2004"}),
        action("2", position=1, due=None, current_situation=None),
        step("1", "Half", position=3),
    )
    sent(api, *first)
    other = (
        ("theme", {"number": 1, "title": " Quay ", "position": None, "criterion_id": None}),
        ("issue", {"reference": "1", "text": "Rust\u00a0", "position": None}),
        ("glossary_term", {"term": " HT", "meaning": "Harbour  Trust"}),
        action("1", position=None, due={"text": "July 2004", "points": None}, leads=None),
        action("2", due={"text": ""}, current_situation="", lead_text=""),
        step("1", " Half ", position=None, due=None),
    )
    outcome = sent(api, *other)
    assert {name for told in outcome["counts"].values() for name in told} == {"unchanged"}
    assert [one["position"] for one in actions(api)] == [1, 2]


def test_null_clears_what_may_be_missing(api: Client) -> None:
    sent(api, action("1", due={"text": "July 2004"}, rag="red"))
    outcome = sent(api, action("1", due=None, rag=None, current_situation=None))
    assert outcome["rows"][1]["changes"] == {
        "due": {"before": {"text": "July 2004"}, "after": None},
        "rag": {"before": "red", "after": None},
    }
    (one,) = actions(api)
    assert (one["due"]["text"], one["rag"]) == ("", None)


def test_action_that_is_there_shows_what_its_record_tells_whatever_its_new_reports_say(api: Client) -> None:
    swept = action("1", status="in_progress", current_situation="Half swept")
    sent(api, swept)
    done = sent(api, swept, report("1", status="completed", text="All swept"))
    assert [row["outcome"] for row in done["rows"]] == ["unchanged", "unchanged", "created"]
    (kept,) = actions(api)
    assert (kept["status"], kept["current_situation"]) == ("in_progress", "Half swept")
    before = everything(api.sessions)
    sent(api, swept, report("1", status="completed", text="All swept"))
    assert everything(api.sessions) == before
