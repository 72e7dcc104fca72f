"""`plans meetings`: a year of meetings made by a script, and the programme that it makes."""

import json

import pytest

from tests.cli.conftest import Plans
from tests.support.asking import changed, make
from tests.support.client import Client

SERIES = ("meetings", "schedule", "steering-group", "--series", "Steering Group 2004/05")
BY_RULE = ("--rrule", "FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU", "--from", "2004-07-01", "--to", "2004-12-31")


@pytest.fixture(autouse=True)
def group(api: Client) -> None:
    """The steering group, whose agendas are sent out two weeks before its meetings."""
    make(api, "/v1/sub-groups", name="Steering Group", agenda_notice_days=14)


def lines(words: str) -> list[str]:
    return [" ".join(line.split()) for line in words.splitlines() if line.strip()]


def test_series_is_made_by_a_rule_and_not_made_again(plans: Plans, api: Client) -> None:
    first = plans(*SERIES, *BY_RULE, "--time", "18:30", "--public", "--status", "confirmed")
    assert (first.exit_code, first.stderr) == (0, "")
    assert lines(first.stdout)[0] == "3 meetings made"
    listed = api.public.get("/v1/meetings").json()["items"]
    # The third Tuesdays of July, September and November; by November it is winter time.
    assert [(one["starts_at"], one["status"], one["series"]) for one in listed] == [
        ("2004-07-20T17:30:00Z", "confirmed", "Steering Group 2004/05"),
        ("2004-09-21T17:30:00Z", "confirmed", "Steering Group 2004/05"),
        ("2004-11-16T18:30:00Z", "confirmed", "Steering Group 2004/05"),
    ]
    again = plans(*SERIES, *BY_RULE)
    assert (again.exit_code, again.stdout) == (0, "")
    assert lines(again.stderr) == [
        "On 20 Jul 2004 there was one already: steering-group-2004-07-20",
        "On 21 Sep 2004 there was one already: steering-group-2004-09-21",
        "On 16 Nov 2004 there was one already: steering-group-2004-11-16",
    ]


def test_series_is_made_on_the_days_given(plans: Plans, api: Client) -> None:
    make(api, "/v1/venues", name="Library")
    by = ("--venue", "library", "--scheduled-on", "2004-03-16")
    result = plans(*SERIES, "--day", "2004-09-21", "--day", "2004-07-20", *by, "--json")
    shown = json.loads(result.stdout)
    assert {one["scheduled_on"] for one in shown["made"]} == {"2004-03-16"}
    assert [one["starts_on"] for one in shown["made"]] == ["2004-07-20", "2004-09-21"]
    assert shown["existing"] == []
    assert {one["visibility"] for one in shown["made"]} == {"partners"}


def test_programme_is_told_in_words(plans: Plans, api: Client) -> None:
    make(api, "/v1/venues", name="Library", is_town_hall=False)
    plans(*SERIES, "--day", "2004-07-20", "--venue", "library")
    plans(*SERIES, "--day", "2004-09-21")
    july = api.get("/v1/meetings").json()["items"][0]
    for title in ("Apologies", "News"):
        make(api, f"{july['url']}/agenda-items", title=title, kind="standing")
    changed(api, july, draft_agenda_sent_on="2004-07-06")
    result = plans(
        "meetings", "forward-programme", "steering-group", "--as-of", "2004-07-01", "--months", "6"
    )
    assert result.exit_code == 0
    told = lines(result.stdout)
    assert told[0] == "2 meetings, 1 Jul 2004 to 31 Dec 2004"
    draft = "20 Jul 2004 Proposed steering-group-2004-07-20 6 Jul 2004 Draft sent out Steering Group meeting"
    assert draft in told
    assert "Library · Apologies; News" in told
    assert result.stderr == "Away from the town hall: 1; in it: 0; not known: 1.\n"


def test_programme_as_json_is_what_the_api_gives(plans: Plans, api: Client) -> None:
    plans(*SERIES, "--day", "2004-07-20")
    told = plans("meetings", "forward-programme", "steering-group", "--as-of", "2004-07-01", "--json")
    (group,) = api.get("/v1/sub-groups").json()["items"]
    shown = api.get(f"{group['url']}/forward-programme?as_of=2004-07-01").json()
    assert (json.loads(told.stdout), told.stderr) == (shown, "")
    empty = plans("meetings", "forward-programme", "steering-group", "--as-of", "2004-07-21")
    assert (empty.stdout, empty.stderr) == ("", "No meetings are known.\n")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 1, "--rrule: is required unless days are given"),
        (("--day", "20 July 2004"), 2, "--days: a day is written as text, YYYY-MM-DD"),
        (("--rrule", "FREQ=HOURLY"), 2, "--rrule: FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        (("--day", "2004-07-20", "--venue", "nowhere"), 1, "--venue: there is no venue with this id"),
        (("--day", "2004-07-20", "--status", "sure"), 2, "--status: Input should be"),
    ],
)
def test_series_that_can_not_be_made_is_told_why(
    plans: Plans, api: Client, options: tuple[str, ...], code: int, said: str
) -> None:
    result = plans(*SERIES, *options)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert api.get("/v1/meetings").json()["items"] == []


def test_unknown_sub_group_is_told(plans: Plans) -> None:
    for command in (("forward-programme", "learning"), ("schedule", "learning", "--series", "L")):
        result = plans("meetings", *command)
        assert result.exit_code == 1
        assert result.stderr == "learning: there is no sub-group with this id or reference.\n"
