"""What arises at a meeting: everything that earlier meetings of the group left open, and nothing else."""

from typing import Any

import pytest

from app.actions.rules.matters import Decided, follow_matters
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")


@pytest.fixture
def july(api: Client, group: Item) -> Item:
    """Its meeting on 20 July 2004."""
    return meet(api, group, "2004-07-20")


@pytest.fixture
def september(api: Client, group: Item) -> Item:
    """Its meeting on 21 September 2004."""
    return meet(api, group, "2004-09-21")


@pytest.fixture
def november(api: Client, group: Item) -> Item:
    """Its meeting on 16 November 2004."""
    return meet(api, group, "2004-11-16")


def meet(api: Client, group: Item, day: str, **values: Any) -> Item:
    """Make a meeting of a group."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day, **values)


def decide(api: Client, meeting: Item, outcome: str, title: str | None = None, **values: Any) -> Item:
    """Make a decision, under an agenda item of this title."""
    if title is not None:
        item = make(api, f"{meeting['url']}/agenda-items", title=title, kind="decision")
        values["agenda_item_id"] = item["id"]
    return make(api, f"{meeting['url']}/decisions", outcome=outcome, **values)


def arising(client: Client, meeting: Item, *names: str, **asked: Any) -> list[Any]:
    """List these members of what arises at a meeting; one member alone by itself."""
    answer = client.get(f"{meeting['url']}/matters-arising", params=asked)
    assert answer.status_code == 200, answer.text
    found = [tuple(item[name] for name in names) for item in answer.json()["items"]]
    return [one[0] for one in found] if len(names) == 1 else found


def test_nothing_arises_at_the_first_meeting(api: Client, july: Item) -> None:
    page = api.get(f"{july['url']}/matters-arising").json()
    assert page == {"items": [], "next": None, "total": 0}


def test_action_of_a_decision_arises_with_all_that_is_known_of_it(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed", text="A newsletter is wanted")
    lead = make(api, "/v1/organisations", name="Golborne Trust")
    action = make_action(
        api,
        plan,
        decision_id=decision["id"],
        due="August 2004",
        leads=[{"organisation_id": lead["id"]}],
    )
    (item,) = api.get(f"{september['url']}/matters-arising").json()["items"]
    assert item == {
        "kind": "action",
        "id": action["id"],
        "url": action["url"],
        "reference": "1",
        "plan_id": plan["id"],
        "text": "Publish a newsletter",
        "agenda_item": None,
        "reasons": ["came_of_decision"],
        "meeting": {
            "id": july["id"],
            "url": july["url"],
            "reference": "steering-group-2004-07-20",
            "title": "Steering Group meeting",
            "starts_on": "2004-07-20",
            "status": "proposed",
        },
        "times_deferred": 0,
        # From 31 August to 21 September.
        "days_overdue": 21,
        "due_text": "August 2004",
        "due_on": "2004-08-31",
        "status": "not_started",
        "outcome": None,
        "leads": [{"kind": "organisation", "name": "Golborne Trust"}],
    }


def test_action_arises_until_it_is_closed(api: Client, plan: Item, july: Item, september: Item) -> None:
    action = make_action(api, plan, decision_id=decide(api, july, "agreed")["id"])
    assert arising(api, september, "id") == [action["id"]]
    # At the meeting itself nothing arises from it.
    assert arising(api, july, "id") == []
    for status in ("completed", "cancelled"):
        changed(api, action, status=status)
        assert arising(api, september, "id") == [], status
    changed(api, action, status="in_progress")
    assert arising(api, september, "id") == [action["id"]]
    delete(api, action)
    # Nothing came of the decision then.
    assert arising(api, september, "reasons") == [["no_follow_up"]]


def test_how_long_it_is_overdue_is_told_as_of_a_day(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    make_action(api, plan, decision_id=decide(api, july, "agreed")["id"], due="August 2004; October 2004")
    told = ("due_on", "days_overdue")
    assert arising(api, september, *told) == [("2004-08-31", 21)]
    assert arising(api, september, *told, as_of="2004-08-31") == [("2004-08-31", None)]
    assert arising(api, september, *told, as_of="2004-09-01") == [("2004-08-31", 1)]


def test_action_due_at_a_meeting_arises_at_the_next(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    action = make_action(api, plan, due="Present to Steering Group meeting in July 2004")
    assert action["due"]["points"][0]["meeting_id"] == july["id"]
    step = make_action(api, plan, "Draw up a budget", due="March 2005")
    make(api, f"{step['url']}/milestones", title="Draft", due={"text": "Steering Group meeting July 2004"})
    make_action(api, plan, "Hold a fair", due="July 2004")
    told = ("reference", "reasons", "due_on", "days_overdue")
    # From 20 July to 21 September: 11 days of July, 31 of August, 21 of September.
    assert arising(api, september, *told) == [
        ("1", ["due_at_meeting"], "2004-07-20", 63),
        ("2", ["due_at_meeting"], "2004-07-20", 63),
    ]
    (deadline,) = (
        one
        for one in api.get("/v1/deadlines?source=action&as_of=2004-09-21").json()["items"]
        if one["action"]["id"] == action["id"]
    )
    api.post(f"{deadline['url']}/complete", json={"completed_on": "2004-07-20"}).raise_for_status()
    assert arising(api, september, "reference") == ["2"]


def test_cancelled_meetings_and_those_of_others_leave_nothing(
    api: Client, plan: Item, group: Item, july: Item, september: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning Sub-group")
    elsewhere = meet(api, other, "2004-07-06")
    for meeting in (july, elsewhere, september):
        make_action(api, plan, decision_id=decide(api, meeting, "agreed")["id"])
        decide(api, meeting, "deferred")
    assert arising(api, september, "kind", "reference") == [("decision", None), ("action", "1")]
    changed(api, july, status="cancelled")
    assert arising(api, september, "id") == []
    same_day = meet(api, group, "2004-09-21", reference="extra")
    assert arising(api, same_day, "id") == []


def test_action_of_the_groups_plan_that_was_put_off_arises(
    api: Client, plan: Item, group: Item, september: Item
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    put_off = make_action(api, own, "Hold a fair", reference="7", status="deferred")
    make_action(api, own, "Paint the hall")
    make_action(api, plan, "Sweep the quay", status="deferred")
    told = ("reference", "reasons", "meeting", "times_deferred")
    assert arising(api, september, *told) == [("7", ["deferred"], None, 1)]
    changed(api, put_off, status="in_progress")
    assert arising(api, september, "id") == []


def test_deferrals_of_a_later_day_are_not_counted(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed")
    action = make_action(api, plan, decision_id=decision["id"])
    for day in ("2004-08-02", "2004-09-21", "2004-09-22"):
        make(api, f"{action['url']}/progress-updates", status="deferred", reported_on=day)
    told = ("reasons", "times_deferred", "status")
    assert arising(api, september, *told) == [(["came_of_decision", "deferred"], 2, "deferred")]
    assert arising(api, september, "times_deferred", as_of="2004-09-22") == [3]


def test_deferred_decision_arises_until_it_is_settled(
    api: Client, group: Item, july: Item, september: Item, november: Item
) -> None:
    first = decide(api, july, "deferred", "The  budget", text="Put off to September")
    told = ("kind", "id", "text", "agenda_item", "reasons", "times_deferred", "outcome")
    assert arising(api, september, *told) == [
        ("decision", first["id"], "Put off to September", "The budget", ["deferred"], 1, "deferred")
    ]
    again = decide(api, september, "deferred", "the Budget", text="Put off again")
    ((id, meeting, times),) = arising(api, november, "id", "meeting", "times_deferred")
    assert (id, meeting["id"], times) == (again["id"], july["id"], 2)
    # What comes after a meeting changes nothing of what arises there.
    january = meet(api, group, "2005-01-18")
    decide(api, november, "agreed", "The budget", no_action_needed=True)
    assert len(arising(api, november, "id")) == 1
    assert arising(api, january, "id") == []


def test_deferred_decision_that_needs_no_action_is_settled(api: Client, july: Item, september: Item) -> None:
    decision = decide(api, july, "deferred")
    assert arising(api, september, "text") == [None]
    changed(api, decision, no_action_needed=True)
    assert arising(api, september, "id") == []


def test_agreed_decision_arises_until_something_comes_of_it(
    api: Client, plan: Item, july: Item, september: Item, november: Item
) -> None:
    decide(api, july, "deferred", "The budget")
    agreed = decide(api, september, "amended", "The budget")
    for outcome in ("rejected", "noted"):
        decide(api, july, outcome)
    told = ("id", "text", "reasons", "times_deferred", "outcome")
    assert arising(api, november, *told) == [(agreed["id"], "The budget", ["no_follow_up"], 1, "amended")]
    changed(api, agreed, no_action_needed=True)
    assert arising(api, november, "id") == []
    changed(api, agreed, no_action_needed=False)
    action = make_action(api, plan, decision_id=agreed["id"])
    assert arising(api, november, "id") == [action["id"]]


def test_longest_overdue_comes_first(
    api: Client, plan: Item, july: Item, september: Item, november: Item
) -> None:
    later, sooner = decide(api, september, "agreed")["id"], decide(api, july, "agreed")["id"]
    make_action(api, plan, reference="10", decision_id=sooner)
    make_action(api, plan, reference="9", decision_id=sooner, due="March 2005")
    make_action(api, plan, reference="1", decision_id=later)
    make_action(api, plan, reference="20", decision_id=later, due="July 2004")
    make_action(api, plan, reference="30", decision_id=later, due="June 2004")
    assert arising(api, november, "reference") == ["30", "20", "9", "10", "1"]
    path, walked, asked = f"{november['url']}/matters-arising", [], {"limit": "2"}
    while True:
        page = api.get(path, params=asked).json()
        assert page["total"] == 5
        walked += [item["reference"] for item in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert walked == ["30", "20", "9", "10", "1"]
    astray = api.get(f"{september['url']}/matters-arising", params=asked)
    assert (astray.status_code, astray.json()["code"]) == (400, "bad_cursor")


def test_public_sees_what_is_public_alone(api: Client, plan: Item, july: Item, september: Item) -> None:
    shown_plan = make_plan(api, title="Improvement Plan", visibility="public")
    decision = decide(api, july, "agreed")
    decide(api, july, "deferred")
    person = make(api, "/v1/people", name="Ada Quiet")
    for one in (plan, shown_plan):
        make_action(api, one, decision_id=decision["id"], leads=[{"person_id": person["id"]}])
    path = f"{september['url']}/matters-arising"
    assert api.public.get(path).status_code == 404
    changed(api, september, visibility="public")
    assert api.public.get(path).json()["total"] == 0
    changed(api, july, visibility="public")
    told = ("kind", "plan_id", "leads")
    assert sorted(arising(api.public, september, *told)) == [
        ("action", shown_plan["id"], [{"kind": "person", "name": None}]),
        ("decision", None, []),
    ]
    assert len(arising(api, september, "id")) == 3


def test_parameters_that_are_not_taken_are_refused(api: Client, july: Item) -> None:
    for query in ("as_of=soon", "limit=0", "cursor=abc", "embed=leads"):
        answer = api.get(f"{july['url']}/matters-arising?{query}")
        assert answer.status_code == 400, query
    assert api.get("/v1/meetings/nonsense/matters-arising").status_code == 404


def decided(id: str, meeting: str, outcome: str, *, letter: str | None = None, matter: str = "x") -> Decided:
    """Make a decision on a matter, on the recommendation with the letter."""
    recommendation = f"{meeting}{letter}" if letter is not None else None
    return Decided(id, meeting, matter, recommendation, letter, outcome == "deferred")


@pytest.mark.parametrize(
    ("decisions", "open_and_how_often"),
    [
        ([decided("1", "m1", "deferred"), decided("2", "m2", "agreed")], []),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "agreed", matter="y")], [("1", 1)]),
        # Agreed in July, put off in September: that is another matter, only its words are the same.
        ([decided("1", "m1", "agreed"), decided("2", "m2", "deferred")], [("2", 1)]),
        # Of two recommendations under one item, each is a matter of its own.
        (
            [decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "deferred", letter="b")],
            [("1", 1), ("2", 1)],
        ),
        ([decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "agreed", letter="b")], [("1", 1)]),
        ([decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "agreed", letter="a")], []),
        # An item as a whole is all that stands under it.
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m1", "deferred", letter="b"),
                decided("3", "m2", "deferred"),
            ],
            [("3", 2), ("3", 2)],
        ),
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m2", "deferred", letter="a"),
                decided("3", "m3", "deferred", letter="b"),
            ],
            [("2", 2), ("3", 1)],
        ),
    ],
)
def test_matter_is_followed_through_decisions(
    decisions: list[Decided], open_and_how_often: list[tuple[str, int]]
) -> None:
    waiting = [one for one in follow_matters(decisions) if one.settled_by is None]
    assert [(one.deferrals[-1].id, len(one.deferrals)) for one in waiting] == open_and_how_often
