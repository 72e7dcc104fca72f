"""`plans matters-arising`: what arises at a meeting, for people and for programs."""

import json

import pytest

from tests.cli.conftest import Plans
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

MEETING = "steering-group-2004-09-21"


@pytest.fixture(autouse=True)
def july(api: Client) -> Item:
    """What a meeting in July left for one in September: an action, and a decision that was put off."""
    group = make(api, "/v1/sub-groups", name="Steering Group")
    july, _ = (
        make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day)
        for day in ("2004-07-20", "2004-09-21")
    )
    agreed = make(api, f"{july['url']}/decisions", outcome="agreed")
    make(api, f"{july['url']}/decisions", outcome="deferred", text="The budget")
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    make_action(
        api,
        make_plan(api),
        reference="1.3",
        due="August 2004",
        decision_id=agreed["id"],
        leads=[{"organisation_id": trust["id"]}],
    )
    return july


def test_matters_arising_are_listed_in_words(plans: Plans) -> None:
    result = plans("matters-arising", MEETING)
    lines = [" ".join(line.split()) for line in result.stdout.splitlines() if line.strip()]
    assert lines[0] == f"Matters arising at {MEETING}: 2"
    # From 31 August to 21 September.
    assert "20 Jul 2004 21 days 1.3 Not started Publish a newsletter" in lines
    assert "It came of a decision · “August 2004” · Golborne Trust" in lines
    assert "20 Jul 2004 1× Deferred The budget" in lines


def test_milestone_by_which_an_action_is_due_is_named(plans: Plans, api: Client) -> None:
    (action,) = api.get("/v1/actions").json()["items"]
    make(api, f"{action['url']}/milestones", title="Ask a printer", due={"text": "July 2004"})
    lines = [" ".join(line.split()) for line in plans("matters-arising", MEETING).stdout.splitlines()]
    assert "It came of a decision · Ask a printer: “July 2004” · Golborne Trust" in lines
    # From 31 July: 31 days of August and 21.
    assert "20 Jul 2004 52 days 1.3 Not started Publish a newsletter" in lines


def test_matters_arising_as_json_are_what_the_api_gives(plans: Plans, api: Client) -> None:
    meeting = api.get(f"/v1/meetings/by-reference/{MEETING}").json()
    told = plans("matters-arising", MEETING, "--json", "--as-of", "2004-09-01", "--limit", "1")
    page = api.get(f"{meeting['url']}/matters-arising", params={"as_of": "2004-09-01", "limit": 1}).json()
    assert (json.loads(told.stdout), told.stderr) == (page, "")
    assert plans("matters-arising", meeting["id"], "--limit", "1").stderr.startswith("There are more")


def test_meeting_at_which_nothing_arises_is_told_so(plans: Plans, july: Item) -> None:
    result = plans("matters-arising", july["reference"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing arises from earlier meetings.\n"


def test_meeting_or_day_that_is_none_is_refused(plans: Plans) -> None:
    nowhere = plans("matters-arising", "nowhere")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "There is no meeting with the id or reference 'nowhere'." in nowhere.stderr
    wrong = plans("matters-arising", MEETING, "--as-of", "soon")
    assert (wrong.exit_code, "--as-of: a day is written as text" in wrong.stderr) == (2, True)
