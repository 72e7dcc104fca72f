"""A plan of no group becomes that of the group that proposed or adopted it at a meeting."""

from typing import Any

import pytest

from tests.adoption.test_transitions import decide, taken
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.matters import arising, meet
from tests.support.plans import make_action, make_plan


@pytest.fixture
def group(api: Client) -> Item:
    """A group that is no steering group, so that "the July meeting" of nobody's plan is not its own."""
    return make(api, "/v1/sub-groups", name="Learning Sub-group")


@pytest.fixture
def july(api: Client, group: Item) -> Item:
    """Its meeting on 20 July 2004."""
    return meet(api, group, "2004-07-20")


def owner(api: Client, plan: Item) -> Any:
    """Tell whose plan it is."""
    return api.get(plan["url"]).json()["sub_group_id"]


def last_change(api: Client, plan: Item) -> Item:
    """Give the newest change of a plan."""
    found = api.get("/v1/changes?kind=plan&limit=200").json()["items"]
    last: Item = [one for one in found if one["resource_id"] == plan["id"]][-1]
    return last


def test_plan_of_no_group_becomes_that_of_the_group_that_adopted_it(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    taken(api, plan, "proposed", made_on="2004-07-01")
    assert owner(api, plan) is None
    taken(api, plan, "adopted", decision_id=decide(api, july, "agreed")["id"], note="With thanks.")
    assert owner(api, plan) == group["id"]
    # It is one change, which says so.
    told = last_change(api, plan)
    assert told["after"] == {"status": "adopted", "sub_group_id": group["id"]}
    assert told["reason"] == (
        "With thanks. It was nobody's plan, and is that of Learning Sub-group since its meeting on 2004-07-20."
    )
    frozen = api.get(f"{plan['url']}/versions/1").json()["frozen"]["plan"]
    assert frozen["sub_group_id"] == group["id"]


def test_plan_of_no_group_becomes_that_of_the_group_to_whose_meeting_it_was_proposed(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    taken(api, plan, "proposed", meeting_id=july["id"])
    assert owner(api, plan) == group["id"]
    assert last_change(api, plan)["reason"].startswith("It was nobody's plan")


def test_plan_of_a_group_stays_its_own_wherever_it_is_adopted(api: Client, july: Item) -> None:
    other = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    theirs = make_plan(api, sub_group_id=other["id"])
    taken(api, theirs, "proposed", "adopted", meeting_id=july["id"], made_on="2004-07-20")
    assert owner(api, theirs) == other["id"]
    assert last_change(api, theirs)["reason"] is None


def test_what_others_make_of_a_plan_of_no_group_gives_it_to_nobody(
    api: Client, plan: Item, july: Item
) -> None:
    taken(api, plan, "proposed", "adopted", made_on="2004-07-20")
    taken(api, plan, "submitted", "accredited", "closed", meeting_id=july["id"], made_on="2004-07-21")
    assert owner(api, plan) is None


def test_step_that_is_taken_back_leaves_the_plan_to_the_group(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    step = taken(api, plan, "proposed", meeting_id=july["id"])
    api.post(f"{step['url']}/take-back", json={}).raise_for_status()
    after = api.get(plan["url"]).json()
    assert (after["status"], after["sub_group_id"]) == ("draft", group["id"])


def test_words_of_a_plan_that_a_group_adopted_mean_its_meetings_and_nothing_slips(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    september = meet(api, group, "2004-09-21")
    action = make_action(api, plan, "Open the library", due="July 2004 meeting")
    make_action(api, plan, "Hold a fair", due="August 2004")
    before = api.get(action["url"]).json()["due"]
    assert (before["points"][0]["meeting_id"], before["next_on"]) == (None, "2004-07-31")
    taken(api, plan, "proposed", "adopted", meeting_id=july["id"], made_on="2004-07-20")
    after = api.get(action["url"]).json()["due"]
    assert (after["points"][0]["meeting_id"], after["next_on"]) == (july["id"], "2004-07-20")
    # From 20 July, and from 31 August, to 21 September: 11 days of July, 31 of August and 21.
    assert arising(api, september, "text", "reasons", "days_overdue") == [
        ("Open the library", ["due_at_meeting", "overdue_in_plan"], 63),
        ("Hold a fair", ["overdue_in_plan"], 21),
    ]
