"""`plans protocol`: whether the rules were kept, for people and for programs."""

import json

import pytest

from tests.cli.conftest import Plans
from tests.protocol.builders import make_meeting, make_rule, make_venues
from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import change

YEAR = ("--from", "2004-04-01", "--to", "2005-03-31", "--as-of", "2005-04-01")
A_THIRD = {"minimum": {"numerator": 1, "denominator": 3}, "sectors": ["voluntary_community"]}


@pytest.fixture(autouse=True)
def _year(api: Client) -> None:
    """Three meetings, of which one is of an unknown place, and a sub-group with a member of an unknown sector."""
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    make_venues(api)
    for day, venue in {"2004-07-20": "library", "2004-09-21": "town-hall", "2004-11-16": None}.items():
        make_meeting(api, day, venue)
    group = make(api, "/v1/sub-groups", name="Agenda Planning")
    for name, sector in {"KCSC": "voluntary_community", "Newcomers": "other"}.items():
        organisation = make(api, "/v1/organisations", name=name, sector=sector)
        seat = {"organisation_id": organisation["id"], "started_on": "2003-04-01"}
        make(api, f"{group['url']}/memberships", **seat)
    make_rule(api, "venue_share", {"minimum_percent": 50}, reference="1", title="Away from the town hall")
    make_rule(api, "sector_share", A_THIRD, reference="2", title="A third from the voluntary sector")
    make_rule(api, "minimum_count", {"what": "meetings_ahead", "count": 3}, reference="3", title="Ahead")


def test_rules_are_told_in_words_with_what_is_not_known(plans: Plans) -> None:
    result = plans("protocol", *YEAR)
    lines = [" ".join(line.split()) for line in result.stdout.splitlines() if line.strip()]
    assert lines[0] == "Protocol, 1 Apr 2004 to 31 Mar 2005, as of 1 Apr 2005"
    # One meeting of three was away, or two: a third, or two thirds.
    assert lines[3:7] == [
        "Not known 1 of 3 meetings 1 Away from the town hall",
        "at least 50% of the meetings away from the town hall",
        "what is not known of one record would decide it",
        "? Steering Group meeting, 16 Nov 2004: where it was",
    ]
    # One member of two is more than a third, whatever the other is; no meeting is ahead.
    assert lines[7:] == [
        "Kept 1 of 1 sub-groups 2 A third from the voluntary sector",
        "at least 1/3 of the members of each sub-group from: Voluntary and community sector",
        "Kept 1 of 2 members Agenda Planning",
        "? Newcomers: the sector of whom the member speaks for",
        "Broken 0 meetings 3 Ahead",
        "at least 3 meetings ahead within 12 months",
    ]
    assert (result.exit_code, result.stderr) == (0, "1 kept, 1 broken, 1 not known.\n")


def test_period_that_is_not_over_is_told(plans: Plans) -> None:
    result = plans("protocol", "--rule", "1", "--to", "2005-03-31", "--as-of", "2005-03-31")
    assert result.stdout.split("\n")[0].strip() == (
        "Protocol, 1 Apr 2004 to 31 Mar 2005, as of 31 Mar 2005, when it was not over"
    )


def test_json_is_what_the_api_gives(plans: Plans, api: Client) -> None:
    told = plans("protocol", "--json", *YEAR, "--rule", "1,3", "--sub-group", "steering-group")
    asked = {"from": "2004-04-01", "to": "2005-03-31", "as_of": "2005-04-01"}
    found = api.get("/v1/protocol/evaluation", params={**asked, "rule": "1,3", "sub_group": "steering-group"})
    assert (json.loads(told.stdout), told.stderr) == (found.json(), "")
    assert len(found.json()["items"]) == 2


def test_no_rule_in_force_is_told_from_no_rule_at_all(plans: Plans, api: Client) -> None:
    rules = api.get("/v1/protocol").json()["items"]
    for rule in rules:
        change(api, rule, starts_on="2005-04-01")
    result = plans("protocol", *YEAR)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No rule of this kind was in force.\n")
    for rule in rules:
        api.delete(rule["url"], headers={"If-Match": "*"}).raise_for_status()
    result = plans("protocol", *YEAR)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No rules are kept yet. POST /v1/protocol makes one")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--from", "yesterday"), 2, "--from: a day is written as text, YYYY-MM-DD"),
        (("--from", "2004-04-02", "--to", "2004-04-01"), 1, "--to: is before from"),
        (("--rule", "nowhere"), 1, "--rule: no protocol rule has the id or reference 'nowhere'"),
        (("--sub-group", "nowhere"), 1, "--sub-group: no sub-group has the id or reference 'nowhere'"),
    ],
)
def test_what_is_not_allowed_is_refused(
    plans: Plans, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = plans("protocol", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr
