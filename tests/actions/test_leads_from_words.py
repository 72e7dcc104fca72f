"""Leads read from the words of a lead cell: linked where the register knows the name, kept as written where not."""

from typing import Any

import pytest

from tests.support.asking import Item, change, changed, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, references


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan that the public sees."""
    return make_plan(api, visibility="public")


@pytest.fixture
def council(api: Client) -> Item:
    """A council that the register knows."""
    return make(api, "/v1/organisations", name="Westford Borough Council", acronym="WBC")


def shown(item: Item) -> list[tuple[Any, ...]]:
    """List the kind, name and organisation of each lead, and whether its name is known."""
    return [(one["kind"], one["name"], one["organisation"], one["is_resolved"]) for one in item["leads"]]


def test_words_become_leads(api: Client, plan: Item, council: Item) -> None:
    action = make_action(api, plan, lead_text="WBC: Kim Hill; Mill Trust. Support: WBC. HK/TR")
    assert shown(action) == [
        ("person", "Kim Hill", "Westford Borough Council", False),
        ("organisation", "Mill Trust", None, False),
        ("organisation", "Westford Borough Council", None, True),
    ]
    assert [lead["role"] for lead in action["leads"]] == ["lead", "lead", "support"]
    assert [lead["text"] for lead in action["leads"]] == ["Kim Hill", "Mill Trust", "WBC"]
    assert action["leads"][2]["organisation_id"] == council["id"]
    assert (action["leads_reading"], action["leads_unread"]) == ("automatic", ["HK/TR"])
    (listed,) = api.get("/v1/actions?embed=leads").json()["items"]
    assert listed["leads"] == action["leads"]


def test_vacancy_is_told_with_its_words(api: Client, plan: Item, council: Item) -> None:
    action = make_action(api, plan, lead_text="WBC Officer resource to be found")
    assert shown(action) == [("vacant", "Officer", council["name"], True)]


@pytest.mark.usefixtures("council")
def test_new_words_are_read_and_the_same_words_are_not(api: Client, plan: Item) -> None:
    action = make_action(api, plan, lead_text="WBC")
    after = changed(api, action, lead_text="Mill Trust")
    assert shown(after) == [("organisation", "Mill Trust", None, False)]
    assert changed(api, after, lead_text="Mill Trust") == after
    assert changed(api, after, lead_text="")["leads"] == []


def test_leads_given_by_hand_stand_as_long_as_the_words(api: Client, plan: Item, council: Item) -> None:
    by_hand = [{"organisation_id": council["id"]}]
    action = make_action(api, plan, lead_text="Mill Trust", leads=by_hand)
    assert (shown(action), action["leads_reading"]) == (
        [("organisation", council["name"], None, True)],
        "confirmed",
    )
    same = changed(api, action, lead_text="Mill Trust", text="Another text")
    assert (same["leads"], same["leads_reading"]) == (action["leads"], "confirmed")
    after = changed(api, same, lead_text="Oak Trust")
    assert (shown(after), after["leads_reading"]) == (
        [("organisation", "Oak Trust", None, False)],
        "automatic",
    )
    again = changed(api, after, leads=by_hand)
    assert (shown(again)[0][1], again["leads_reading"]) == (council["name"], "confirmed")
    assert changed(api, again, lead_text="")["leads"] == again["leads"]


def test_ditto_repeats_the_leads_of_the_row_above(api: Client, plan: Item) -> None:
    assert make_action(api, plan, lead_text="ditto")["leads_unread"] == ["ditto"]
    make_action(api, plan, lead_text="Mill Trust")
    action = make_action(api, plan, lead_text="ditto")
    assert shown(action) == [("organisation", "Mill Trust", None, False)]
    assert action["leads"][0]["text"] == "ditto"


def test_upsert_by_reference_reads_words_too(api: Client, plan: Item) -> None:
    path = f"/v1/actions/by-reference/1.1?plan={plan['reference']}"
    made = api.put(path, json={"text": "Meet", "lead_text": "Mill Trust"}).json()
    assert shown(made) == [("organisation", "Mill Trust", None, False)]
    assert api.put(path, json={"text": "Meet twice"}).json()["leads"] == made["leads"]


def test_public_sees_no_name_that_the_register_does_not_know(api: Client, plan: Item, council: Item) -> None:
    words = "WBC: Kim Hill. Lee Dale, Age Concern; Mill Trust; Oak sub-group; Play Ranger; WBC: TBC. HK/TR"
    action = make_action(api, plan, lead_text=words)
    assert len(action["leads"]) == 6
    for path in (action["url"], "/v1/actions?embed=leads", "/v1/deadlines?include=undated"):
        told = api.public.get(path).text
        for name in ("Kim", "Hill", "Lee", "Dale", "Concern", "Mill", "Oak", "Ranger", "HK"):
            assert name not in told, (path, name)
    seen = api.public.get(action["url"]).json()
    assert (seen["leads_unread"], seen["lead_text"]) == (None, None)
    assert shown(seen) == [
        ("organisation", council["name"], None, True),
        ("person", None, None, False),
        ("organisation", None, None, False),
        ("sub_group", None, None, False),
        ("post", None, None, False),
        ("vacant", None, council["name"], True),
    ]


def test_organisation_leads_through_who_is_said_to_belong_to_it(
    api: Client, plan: Item, council: Item
) -> None:
    action = make_action(api, plan, lead_text="Kim Hill, WBC")
    make_action(api, plan, lead_text="Lee Dale")
    assert references(api, "organisation=wbc") == [action["reference"]]
    report = {"text": "Done", "percent": 10}
    theirs = api.as_key(["report"], council["id"])
    assert theirs.post(f"{action['url']}/progress-updates", json=report).status_code == 201


def test_words_that_are_too_long_are_refused(api: Client, plan: Item) -> None:
    action = make_action(api, plan)
    assert change(api, action, lead_text="a" * 2001).status_code == 422
    changed(api, action, lead_text="Kim Hill, " * 200)
