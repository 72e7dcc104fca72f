"""The rule that a share of each sub-group's members comes from certain sectors."""

from typing import Any

import pytest

from tests.protocol.builders import YEAR, judged, make_rule, numbers
from tests.support.asking import Item, changed, make
from tests.support.client import Client

A_THIRD = {"minimum": {"numerator": 1, "denominator": 3}, "sectors": ["voluntary_community"]}


@pytest.fixture(autouse=True)
def _organisations(api: Client) -> None:
    sectors = {"KCSC": "voluntary_community", "RBKC": "public", "Chamber": "business", "Newcomers": "other"}
    for name, sector in sectors.items():
        make(api, "/v1/organisations", name=name, sector=sector)


def make_group(api: Client, name: str, *organisations: str, kind: str = "sub_group") -> Item:
    """Make a sub-group of which these organisations are members."""
    group = make(api, "/v1/sub-groups", name=name, kind=kind)
    for organisation in organisations:
        sit(api, group, organisation_id=organisation)
    return group


def sit(api: Client, group: Item, **values: Any) -> Item:
    """Give a seat in a sub-group, taken before the year unless it is said otherwise."""
    return make(api, f"{group['url']}/memberships", **{"started_on": "2003-04-01", **values})


def test_a_third_of_each_sub_group_is_from_the_voluntary_sector(api: Client) -> None:
    # 1 of 3 is a third; 1 of 4 is less. Of the steering group the rule says nothing.
    make_group(api, "Community Strategy", "kcsc", "rbkc", "chamber")
    second = make_group(api, "Agenda Planning", "kcsc", "rbkc", "chamber", "rbkc")
    make_group(api, "Steering Group", "rbkc", kind="steering_group")
    rule = make_rule(api, "sector_share", A_THIRD)
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 2, "broken", 0)
    assert evaluation["counted"] == "sub_groups"
    assert evaluation["required"]["text"] == (
        "at least 1/3 of the members of each sub-group from: Voluntary and community sector"
    )
    assert [(part["sub_group"]["name"], *numbers(part)) for part in evaluation["parts"]] == [
        ("Agenda Planning", 1, 4, "broken", 0),
        ("Community Strategy", 1, 3, "kept", 0),
    ]
    assert [(one["title"], one["counts"]) for one in evaluation["evidence"]] == [
        ("Agenda Planning", False),
        ("Community Strategy", True),
    ]
    # A second one makes it 2 of 5.
    sit(api, second, organisation_id="kcsc")
    assert numbers(judged(api, rule)) == (2, 2, "kept", 0)
    kinds = {**A_THIRD, "sub_group_kinds": ["sub_group", "steering_group"]}
    # With the steering group, 0 of 1, two of three groups keep it.
    assert numbers(judged(api, changed(api, rule, parameters=kinds))) == (2, 3, "broken", 0)


def test_rule_of_one_sub_group_counts_its_members(api: Client) -> None:
    make_group(api, "Steering Group", "kcsc", "rbkc", kind="steering_group")
    rule = make_rule(api, "sector_share", A_THIRD, sub_group_id="steering-group")
    evaluation = judged(api, rule)
    assert (*numbers(evaluation), evaluation["counted"]) == (1, 2, "kept", 0, "members")
    assert [(one["title"], one["counts"]) for one in evaluation["evidence"]] == [
        ("KCSC", True),
        ("RBKC", False),
    ]
    assert evaluation["parts"] == []


def test_rule_for_each_of_a_kind_is_judged_by_the_one_that_is_asked_for(api: Client) -> None:
    make_group(api, "Agenda Planning", "kcsc")
    make_group(api, "Community Strategy", "rbkc")
    make_group(api, "Steering Group", "rbkc", kind="steering_group")
    make_rule(api, "sector_share", A_THIRD)
    found = {
        group: [
            numbers(one)
            for one in api.get(f"/v1/protocol/evaluation?{YEAR}&sub_group={group}").json()["items"]
        ]
        for group in ("agenda-planning", "community-strategy", "steering-group")
    }
    # Of the steering group the rule says nothing.
    assert found == {
        "agenda-planning": [(1, 1, "kept", 0)],
        "community-strategy": [(0, 1, "broken", 0)],
        "steering-group": [],
    }


def test_member_whose_sector_is_not_known_never_makes_a_rule_kept(api: Client) -> None:
    group = make_group(api, "Agenda Planning", "rbkc", "rbkc", "newcomers")
    rule = make_rule(api, "sector_share", A_THIRD)
    # 0 or 1 of 3.
    evaluation = judged(api, rule)
    assert (*numbers(evaluation), evaluation["reason"]) == (
        0,
        1,
        "unknown",
        1,
        "not known of: Agenda Planning",
    )
    assert numbers(evaluation["parts"][0]) == (0, 3, "unknown", 1)
    assert [(one["title"], one["missing"]) for one in evaluation["unknown"]] == [("Newcomers", ["sector"])]
    # 0 or 1 of 4 are too few.
    sit(api, group, organisation_id="chamber")
    assert numbers(judged(api, rule)) == (0, 1, "broken", 1)
    # 2 of 6, or 3 of 6.
    for _ in range(2):
        sit(api, group, organisation_id="kcsc")
    assert numbers(judged(api, rule)) == (1, 1, "kept", 1)


def test_member_speaks_for_whom_they_sit_then_for_their_own_then_for_their_posts(api: Client) -> None:
    group = make_group(api, "Agenda Planning")
    make(api, "/v1/people", name="Ann Example", organisation_id="rbkc")
    make(api, "/v1/people", name="Bob Example")
    make(api, "/v1/people", name="Cy Example")
    make(api, "/v1/posts", title="Development worker", organisation_id="kcsc", holder_id="cy-example")
    rule = make_rule(api, "sector_share", A_THIRD)
    seats = {
        "Ann Example": sit(api, group, person_id="ann-example", on_behalf_of_id="kcsc"),
        "Bob Example": sit(api, group, person_id="bob-example"),
        "Cy Example": sit(api, group, person_id="cy-example"),
        "Development worker": sit(api, group, post_id="development-worker"),
    }
    (part,) = judged(api, rule)["parts"]
    assert {one["title"]: one["counts"] for one in part["evidence"]} == {
        "Ann Example": True,
        "Cy Example": True,
        "Development worker": True,
    }
    assert [(one["title"], one["missing"]) for one in part["unknown"]] == [
        ("Bob Example", ["organisation_id"])
    ]
    changed(api, seats["Ann Example"], on_behalf_of_id=None)
    (part,) = judged(api, rule)["parts"]
    assert [one["title"] for one in part["evidence"] if not one["counts"]] == ["Ann Example"]


def test_members_are_those_of_the_last_day_and_neither_officers_nor_observers(api: Client) -> None:
    group = make_group(api, "Agenda Planning", "kcsc")
    sit(api, group, organisation_id="rbkc", started_on="2004-04-01", ended_on="2005-03-31")
    sit(api, group, organisation_id="rbkc", started_on="2005-03-31")
    sit(api, group, organisation_id="rbkc", ended_on="2005-03-30")
    sit(api, group, organisation_id="rbkc", started_on="2005-04-01")
    for role in ("officer", "observer"):
        sit(api, group, organisation_id="rbkc", role=role)
    rule = make_rule(api, "sector_share", A_THIRD)
    # On 31 March 2005: one of the voluntary sector, one on his last day, one on his first.
    assert numbers(judged(api, rule)["parts"][0]) == (1, 3, "kept", 0)
    # On 30 March the third had not begun, and another had his last day.
    day_before = "from=2004-04-01&to=2005-03-31&as_of=2005-03-30"
    assert numbers(judged(api, rule, day_before)["parts"][0]) == (1, 3, "kept", 0)
    # With officers there are four.
    with_officers = {**A_THIRD, "roles": ["chair", "member", "officer"]}
    assert numbers(judged(api, changed(api, rule, parameters=with_officers))["parts"][0]) == (
        1,
        4,
        "broken",
        0,
    )


def test_member_of_whom_nobody_said_since_when_is_not_known_to_have_been_one(api: Client) -> None:
    group = make_group(api, "Agenda Planning", "rbkc")
    seat = sit(api, group, organisation_id="kcsc", started_on=None)
    rule = make_rule(api, "sector_share", A_THIRD, sub_group_id=group["id"])
    # They were entered long after the year: 1 of 2, or 0 of 1.
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (0, 1, "unknown", 1)
    assert [(one["title"], one["missing"]) for one in evaluation["unknown"]] == [("KCSC", ["started_on"])]
    # On the day on which they were entered they are known.
    today = seat["created_at"][:10]
    assert numbers(judged(api, rule, f"from={today}&to={today}&as_of={today}")) == (1, 2, "kept", 0)
    assert numbers(judged(api, rule, "to=2004-03-31&as_of=2005-04-01")) == (0, 1, "unknown", 1)
    # 1 of 2 others are from the sector whether the third was there or not; one who had left was not.
    sit(api, group, organisation_id="kcsc")
    sit(api, group, organisation_id="kcsc", started_on=None, ended_on="2005-03-30")
    assert numbers(judged(api, rule)) == (1, 2, "kept", 1)


def test_member_who_would_break_a_rule_need_not_have_been_one(api: Client) -> None:
    group = make_group(api, "Agenda Planning", "kcsc", "rbkc", "rbkc")
    rule = make_rule(api, "sector_share", A_THIRD, sub_group_id=group["id"])
    sit(api, group, organisation_id="rbkc", started_on=None)
    # 1 of 4, or 1 of 3.
    assert numbers(judged(api, rule)) == (1, 3, "unknown", 1)
    bob = make(api, "/v1/people", name="Bob Example")
    sit(api, group, person_id=bob["id"], started_on=None)
    evaluation = judged(api, rule)
    assert {one["title"]: one["missing"] for one in evaluation["unknown"]} == {
        "RBKC": ["started_on"],
        "Bob Example": ["started_on", "organisation_id"],
    }
    # Two more who are known make it 1 of 5 to 1 of 7, or 2 of 6 to 2 of 7 with Bob.
    for _ in range(2):
        sit(api, group, organisation_id="chamber")
    assert numbers(judged(api, rule)) == (1, 5, "unknown", 2)
    # 1 of 6 to 1 of 8, or 2 of 7 and 2 of 8.
    sit(api, group, organisation_id="chamber")
    assert numbers(judged(api, rule)) == (1, 6, "broken", 2)


def test_group_without_members_is_not_known_to_keep_it(api: Client) -> None:
    rule = make_rule(api, "sector_share", A_THIRD)
    assert judged(api, rule)["reason"] == "no sub-groups of these kinds"
    make_group(api, "Agenda Planning")
    make_group(api, "Community Strategy", "kcsc")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 2, "unknown", 0)
    assert evaluation["parts"][0]["reason"] == "no members at the end of the period"


def test_public_sees_no_name_that_is_not_public(api: Client) -> None:
    group = make_group(api, "Agenda Planning")
    make(api, "/v1/people", name="Helena Quiet", organisation_id="kcsc")
    make(api, "/v1/people", name="Ann Open", organisation_id="kcsc", is_name_public=True)
    for person in ("helena-quiet", "ann-open"):
        sit(api, group, person_id=person)
    rule = make_rule(api, "sector_share", A_THIRD, visibility="public")
    for path in (f"{rule['url']}/evaluation?{YEAR}", f"/v1/protocol/evaluation?{YEAR}"):
        known, shown = api.get(path), api.public.get(path)
        assert "Helena" in known.text
        assert "Helena" not in shown.text
        assert "Ann Open" in shown.text
    (part,) = judged(api.public, rule)["parts"]
    assert (*numbers(part), part["hidden"]) == (2, 2, "kept", 0, 0)
