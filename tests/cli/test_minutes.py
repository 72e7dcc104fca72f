"""What a minute-taker records with `plans meetings`: attendance, decisions with their actions, minutes, approval."""

import json

import pytest

from tests.cli.conftest import Plans
from tests.cli.test_meetings import lines
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.matters import meet
from tests.support.plans import make_plan

JULY, SEPTEMBER = "steering-group-2004-07-20", "steering-group-2004-09-21"


@pytest.fixture(autouse=True)
def july(api: Client) -> Item:
    """The steering group's meeting in July, on whose agenda 3 is the second item; and one in September."""
    group = make(api, "/v1/sub-groups", name="Steering Group")
    meet(api, group, "2004-09-21")
    meeting = meet(api, group, "2004-07-20")
    for number, title in (("2", "Apologies"), ("3", "Newsletter")):
        make(api, f"{meeting['url']}/agenda-items", title=title, kind="decision", number=number)
    return meeting


def test_attendance_is_recorded(plans: Plans, api: Client, july: Item) -> None:
    make(api, "/v1/organisations", name="Voluntary Organisations Forum", acronym="VOF", reference="vof")
    make(api, "/v1/posts", title="Meetings Officer", reference="officer")
    result = plans("meetings", "attendance", JULY, "present", "--post", "officer", "--on-behalf-of", "vof")
    assert (result.exit_code, result.stdout) == (0, "Meetings Officer: present.\n")
    shown = json.loads(
        plans("meetings", "attendance", JULY, "apologies", "--organisation", "vof", "--json").stdout
    )
    kept = api.get(f"{july['url']}/attendances").json()["items"]
    assert [one["status"] for one in kept] == ["present", "apologies"]
    assert kept[1]["id"] == shown["id"]
    again = plans("meetings", "attendance", JULY, "absent", "--organisation", "vof")
    assert (again.exit_code, lines(again.stderr)[1].partition(": is kept as ")[0]) == (1, "--organisation")
    nobody = plans("meetings", "attendance", JULY, "present")
    assert (nobody.exit_code, "one of person_id" in nobody.stderr) == (1, True)


def test_decision_is_recorded_with_its_actions(plans: Plans, api: Client) -> None:
    make_plan(api, reference="kcp")
    decide = ("meetings", "decide", JULY, "agreed", "--agenda-item", "3", "--text", "It goes ahead")
    acted = ("--action", "Write it", "--action", "Print it", "--plan", "kcp", "--due", "September 2004")
    result = plans(*decide, *acted, "--lead", "VOF")
    assert (result.exit_code, result.stdout) == (0, "Agreed. Actions: 1, 2.\n")
    (decided,) = api.get("/v1/decisions?embed=actions").json()["items"]
    assert (decided["text"], decided["follow_up"]) == ("It goes ahead", "actions")
    item = api.get(f"{decided['meeting']['url']}/agenda-items/{decided['agenda_item_id']}").json()
    assert item["title"] == "Newsletter"
    actions = api.get("/v1/actions").json()["items"]
    assert [(one["text"], one["due"]["text"], one["lead_text"]) for one in actions] == [
        ("Write it", "September 2004", "VOF"),
        ("Print it", "September 2004", "VOF"),
    ]
    assert {one["decision_id"] for one in actions} == {decided["id"]}


def test_decision_may_need_no_action_and_is_refused_whole(plans: Plans, api: Client) -> None:
    make_plan(api, reference="kcp")
    noted = ("meetings", "decide", JULY, "noted", "--no-action-needed")
    both = plans(*noted, "--action", "Write it", "--plan", "kcp")
    assert both.exit_code == 1
    assert "needing no action" in both.stderr
    assert api.get("/v1/decisions").json()["items"] == []
    # The first item is 2 by its printed number, which goes first, and 1 by its place.
    for name in ("2", "1"):
        shown = json.loads(plans(*noted, "--agenda-item", name, "--json").stdout)
        assert (shown["follow_up"], shown["no_action_needed"]) == ("no_action_needed", True)
        agenda = api.get(f"/v1/meetings/{shown['meeting_id']}/agenda-items").json()["items"]
        assert shown["agenda_item_id"] == agenda[0]["id"]
    for arguments, code, told in (
        (("--agenda-item", "9"), 1, "--agenda-item: there is no agenda item with this id"),
        (("--action", "Write it"), 2, "--plan"),
        (("--text", "x" * 20_001), 2, "--text"),
    ):
        refused = plans("meetings", "decide", JULY, "agreed", *arguments)
        assert refused.exit_code == code
        assert told in refused.stderr
    nowhere = plans("meetings", "decide", "nowhere", "agreed")
    assert lines(nowhere.stderr) == ["nowhere: there is no meeting with this id or reference."]


@pytest.mark.parametrize("option", ["--due", "--lead", "--plan"])
def test_words_of_an_action_are_refused_without_one(plans: Plans, api: Client, option: str) -> None:
    make_plan(api, reference="kcp")
    refused = plans("meetings", "decide", JULY, "agreed", "--text", "It goes ahead", option, "kcp")
    assert (refused.exit_code, f"{option}: goes with --action" in refused.stderr) == (2, True)
    assert api.get("/v1/decisions").json()["items"] == []


def test_recommendation_goes_by_its_letter(plans: Plans, api: Client, july: Item) -> None:
    apologies, newsletter = api.get(f"{july['url']}/agenda-items").json()["items"]
    made = {}
    for item, letter in ((apologies, "a"), (newsletter, "A"), (newsletter, "b")):
        under = {"agenda_item_id": item["id"], "letter": letter, "text": f"{item['title']} {letter}"}
        made[item["title"], letter] = make(api, f"{july['url']}/recommendations", **under)["id"]
    noted = ("meetings", "decide", JULY, "noted", "--json", "--recommendation")
    for arguments, answered in (
        (("a", "--agenda-item", "3"), ("Newsletter", "A")),
        (("A", "--agenda-item", "2"), ("Apologies", "a")),
        (("B",), ("Newsletter", "b")),
        ((made["Apologies", "a"],), ("Apologies", "a")),
    ):
        shown = json.loads(plans(*noted, *arguments).stdout)
        assert shown["recommendation_id"] == made[answered]
        assert (
            shown["agenda_item_id"] == {"A": newsletter, "b": newsletter, "a": apologies}[answered[1]]["id"]
        )
    several = plans(*noted, "a")
    assert (several.exit_code, "--agenda-item" in several.stderr) == (1, True)
    for arguments in (("c",), ("b", "--agenda-item", "2")):
        nowhere = plans(*noted, *arguments)
        assert (nowhere.exit_code, "--recommendation: there is no" in nowhere.stderr) == (1, True)


def test_decisions_are_listed_with_what_came_of_them(plans: Plans) -> None:
    plans("meetings", "decide", SEPTEMBER, "agreed", "--text", "A venue is wanted")
    plans("meetings", "decide", JULY, "noted", "--text", "The accounts", "--no-action-needed")
    told = lines(plans("meetings", "decisions").stdout)
    assert told[-2:] == [
        f"20 Jul 2004 {JULY} Noted No action needed The accounts",
        f"21 Sep 2004 {SEPTEMBER} Agreed Nothing yet A venue is wanted",
    ]
    listed = json.loads(plans("meetings", "decisions", "--follow-up", "open", "--json").stdout)
    assert [one["text"] for one in listed["items"]] == ["A venue is wanted"]
    assert lines(plans("meetings", "decisions", "--to", "2004-07-19").stderr) == [
        "No decisions of this kind are kept."
    ]
    more = plans("meetings", "decisions", "--limit", "1", "--sub-group", "steering-group")
    assert "There are more" in more.stderr
    refused = plans("meetings", "decisions", "--from", "2004-07-20", "--to", "2004-07-19")
    assert (refused.exit_code, "--to: is before from" in refused.stderr) == (2, True)


def test_minutes_are_added_and_approved(plans: Plans, api: Client, july: Item) -> None:
    waiting = plans("meetings", "approve-minutes", JULY, SEPTEMBER)
    assert (waiting.exit_code, waiting.stderr) == (1, f"{JULY}: there are no minutes among its papers.\n")
    added = plans("meetings", "minutes", JULY, "--link", "https://example.org/july.pdf")
    assert (added.exit_code, added.stdout) == (0, "Minutes (minutes): draft.\n")
    early = plans("meetings", "approve-minutes", JULY, JULY)
    assert (early.exit_code, "later meeting" in early.stderr) == (1, True)
    result = plans("meetings", "approve-minutes", JULY, SEPTEMBER)
    assert (result.exit_code, result.stdout) == (0, "Minutes: approved on 21 Sep 2004.\n")
    (minutes,) = api.get(f"{july['url']}/papers").json()["items"]
    assert (minutes["status"], minutes["approved_on"]) == ("approved", "2004-09-21")
    again = plans("meetings", "approve-minutes", JULY, SEPTEMBER)
    assert (again.exit_code, "approved on 2004-09-21" in again.stderr) == (1, True)
