"""Milestones: steps of an action, each with a due of its own."""

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import deadlines, make_action


@pytest.fixture
def milestone(api: Client, action: Item) -> Item:
    """A milestone that is due a month before its action."""
    return make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})


def version(api: Client, action: Item) -> int:
    """Give the present version of an action."""
    return int(api.get(action["url"]).json()["version"])


def test_milestones_stand_one_after_the_other(api: Client, action: Item, milestone: Item) -> None:
    path = f"{action['url']}/milestones"
    second = make(api, path, title="Sent out")
    first = make(api, path, title="Written", position=0)
    assert [one["position"] for one in (milestone, second, first)] == [1, 2, 0]
    titles = ["Written", "Printed", "Sent out"]
    assert [one["title"] for one in api.get(path).json()["items"]] == titles
    assert [one["title"] for one in api.get(action["url"]).json()["milestones"]] == titles
    assert refusal(change(api, second, position=None)) == (422, "invalid", ["/position"])


def test_milestone_has_a_due_of_its_own(api: Client, action: Item, milestone: Item) -> None:
    assert milestone["due"]["points"][0]["latest"] == "2004-06-30"
    path = f"{action['url']}/milestones"
    told = {
        day: api.get(f"{path}?as_of={day}").json()["items"][0]["due"]["state"]
        for day in ("2004-05-31", "2004-06-30", "2004-07-01")
    }
    assert told == {"2004-05-31": "upcoming", "2004-06-30": "in_window", "2004-07-01": "overdue"}
    assert deadlines(api) == [("milestone", "2004-06-30", "overdue"), ("action", "2004-07-31", "in_window")]
    moved = changed(api, milestone, due={"text": "End March 2005"})
    assert moved["due"]["points"][0]["latest"] == "2005-03-31"
    assert deadlines(api) == [("action", "2004-07-31", "in_window"), ("milestone", "2005-03-31", "upcoming")]


def test_milestone_without_words_is_no_deadline(api: Client, action: Item) -> None:
    made = make(api, f"{action['url']}/milestones", title="Printed")
    assert (made["due"]["text"], made["due"]["state"], made["due"]["next_on"]) == ("", "undated", None)
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]


def test_ditto_of_a_milestone_repeats_nothing(api: Client, action: Item, milestone: Item) -> None:
    # A milestone is no row of a table: neither its action nor the milestone before it is the row above.
    assert (milestone["due"]["next_on"], action["due"]["text"]) == ("2004-06-30", "July 2004")
    made = make(api, f"{action['url']}/milestones", title="Sent out", due={"text": "ditto"})
    assert (made["due"]["text"], made["due"]["state"], made["due"]["next_on"]) == ("ditto", "undated", None)
    assert [(point["kind"], point["latest"]) for point in made["due"]["points"]] == [("unknown", None)]
    assert made["due"]["unread"] == ["ditto"], "it is told that nothing was made of it"
    assert changed(api, milestone, due={"text": "as above"})["due"]["state"] == "undated"
    assert sorted(deadlines(api), key=str) == [
        ("action", "2004-07-31", "in_window"),
        ("milestone", None, "undated"),
        ("milestone", None, "undated"),
    ]


def test_milestone_that_is_met_is_done(api: Client, milestone: Item) -> None:
    met = changed(api, milestone, status="met", met_on="2004-06-15")
    assert (met["met_on"], met["due"]["state"], met["due"]["next_on"]) == ("2004-06-15", "done", None)
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]
    assert deadlines(api, "state=done") == [("milestone", "2004-06-30", "done")]
    changed(api, milestone, status="partially_met")
    assert deadlines(api) == [("milestone", "2004-06-30", "overdue"), ("action", "2004-07-31", "in_window")]


def test_milestone_of_a_closed_action_is_done(api: Client, action: Item, milestone: Item) -> None:
    changed(api, action, status="cancelled")
    assert api.get(milestone["url"]).json()["due"]["state"] == "done"
    assert deadlines(api) == []
    assert len(deadlines(api, "state=done")) == 2


@pytest.mark.parametrize("status", ["scheduled", "not_met"])
def test_day_of_being_met_goes_with_being_met(
    api: Client, action: Item, milestone: Item, status: str
) -> None:
    wanted = (422, "met_without_being_met", ["/met_on"])
    body = {"title": "Sent out", "status": status, "met_on": "2004-06-15"}
    assert refusal(api.post(f"{action['url']}/milestones", json=body)) == wanted
    partly = changed(api, milestone, status="partially_met", met_on="2004-06-15")
    assert refusal(change(api, partly, status=status)) == wanted
    assert changed(api, partly, status=status, met_on=None)["status"] == status


def test_milestones_are_part_of_the_version_of_their_action(api: Client, action: Item) -> None:
    versions = [version(api, action)]
    milestone = make(api, f"{action['url']}/milestones", title="Printed")
    versions.append(version(api, action))
    changed(api, milestone, title="Printed and bound")
    versions.append(version(api, action))
    changed(api, milestone, title="Printed and bound")
    versions.append(version(api, action))
    delete(api, milestone)
    versions.append(version(api, action))
    api.post(f"{milestone['url']}/undelete")
    versions.append(version(api, action))
    assert versions == [1, 2, 3, 3, 4, 5]


def test_deleted_milestone_is_due_no_more_until_it_is_undeleted(
    api: Client, action: Item, milestone: Item
) -> None:
    before = deadlines(api)
    delete(api, milestone)
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]
    assert api.get(action["url"]).json()["milestones"] == []
    assert api.post(f"{milestone['url']}/undelete").status_code == 200
    assert deadlines(api) == before


def test_milestone_deleted_before_its_action_does_not_come_back_with_it(
    api: Client, action: Item, milestone: Item
) -> None:
    delete(api, milestone)
    delete(api, action)
    assert api.post(f"{action['url']}/undelete").json()["milestones"] == []
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]


@pytest.mark.usefixtures("milestone")
def test_milestones_are_found_by_status_and_words(api: Client, plan: Item, action: Item) -> None:
    path = f"{action['url']}/milestones"
    make(api, path, title="Sent out", status="met", due={"text": "May 2004"})
    make(api, f"{make_action(api, plan)['url']}/milestones", title="Sent back")

    def found(query: str) -> list[str]:
        return [one["title"] for one in api.get(f"{path}?{query}").json()["items"]]

    assert found("") == ["Printed", "Sent out"]
    assert found("status=met,not_met") == found("q=SENT") == ["Sent out"]
    assert found("sort=due") == ["Sent out", "Printed"]
