"""Decisions across meetings: found by where, when and how they were made, and by what came of them."""

import pytest

from tests.support.asking import Item, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.matters import arising, decide, meet
from tests.support.plans import make_action

EVERY_FOLLOW_UP = ("actions", "carried_out", "no_action_needed", "put_off", "open")


def texts(client: Client, path: str = "/v1/decisions", **asked: object) -> list[str]:
    """List what a list of decisions says, in its order."""
    answer = client.get(path, params={"fields": "text", **asked})
    assert answer.status_code == 200, answer.text
    return [item["text"] for item in answer.json()["items"]]


@pytest.fixture
def decided(api: Client, plan: Item, july: Item, september: Item) -> list[Item]:
    """Decisions of two meetings, the later meeting's first, with all that may have come of one."""
    minutes = make(api, f"{july['url']}/papers", title="Minutes", kind="minutes")
    made = [
        decide(api, september, "agreed", text="Approve the minutes"),
        decide(api, july, "agreed", text="Publish a newsletter"),
        decide(api, july, "noted", text="Note the accounts", no_action_needed=True),
        decide(api, july, "deferred", text="Choose a venue"),
        decide(api, july, "agreed", text="Adopt the plan"),
    ]
    make_action(api, plan, decision_id=made[1]["id"])
    step = {"to_status": "proposed", "decision_id": made[4]["id"]}
    assert api.post(f"{plan['url']}/transitions", json=step).status_code == 201
    approval = {"meeting_id": september["id"], "decision_id": made[0]["id"]}
    assert api.post(f"{minutes['url']}/approve", json=approval).status_code == 200
    return made


IN_ORDER = [
    "Publish a newsletter",
    "Note the accounts",
    "Choose a venue",
    "Adopt the plan",
    "Approve the minutes",
]


def test_decisions_stand_by_the_days_of_their_meetings(api: Client, july: Item, decided: list[Item]) -> None:
    assert texts(api) == IN_ORDER
    assert texts(api, sort="-starts_on,created_at") == [IN_ORDER[4], *IN_ORDER[:4]]
    assert texts(api, sort="-created_at") == [*IN_ORDER[3::-1], IN_ORDER[4]]
    page = api.get("/v1/decisions?count=true&limit=1").json()
    assert page["total"] == 5
    assert page["items"][0] == {
        **{name: one for name, one in decided[1].items() if name != "actions"},
        "follow_up": "actions",
        "meeting": {
            "id": july["id"],
            "url": july["url"],
            "reference": "steering-group-2004-07-20",
            "title": "Steering Group meeting",
            "starts_on": "2004-07-20",
            "status": "proposed",
        },
    }
    items = api.get("/v1/decisions?embed=actions").json()["items"]
    assert [len(item["actions"]) for item in items] == [1, 0, 0, 0, 0]


@pytest.mark.usefixtures("decided")
def test_cursor_goes_on_across_meetings(api: Client) -> None:
    found, asked = [], {"limit": 2, "fields": "text"}
    for expected in (2, 2, 1):
        page = api.get("/v1/decisions", params=asked).json()
        assert len(page["items"]) == expected
        found += [item["text"] for item in page["items"]]
        asked["cursor"] = page["next"]
    assert (found, asked["cursor"]) == (IN_ORDER, None)


def test_decisions_are_found_by_where_and_when_they_were_made(
    api: Client, july: Item, september: Item, decided: list[Item]
) -> None:
    cluster = make(api, "/v1/sub-groups", name="Cluster", reference="cluster")
    decide(api, meet(api, cluster, "2004-08-01"), "agreed", text="Plant trees")
    for asked, expected in (
        ({"meeting": july["reference"]}, IN_ORDER[:4]),
        ({"meeting": f"{september['id']},{july['id']}"}, IN_ORDER),
        ({"sub_group": "cluster"}, ["Plant trees"]),
        ({"from": "2004-07-21"}, ["Plant trees", *IN_ORDER[4:]]),
        ({"from": "2004-07-20", "to": "2004-07-20"}, IN_ORDER[:4]),
        ({"to": "2004-07-19"}, []),
        ({"outcome": "deferred,noted"}, IN_ORDER[1:3]),
        ({"q": "NEWSletter"}, IN_ORDER[:1]),
        ({"updated_since": decided[4]["updated_at"]}, [*IN_ORDER[3:4], "Plant trees"]),
    ):
        assert sorted(texts(api, **asked)) == sorted(expected), asked
    for query in ("meeting=nowhere", "sub_group=nowhere", "follow_up=soon", "from=soon", "at=2004-07-20"):
        refused = api.get(f"/v1/decisions?{query}").json()
        assert (refused["code"], refused["errors"][0]["parameter"]) == (
            "invalid_parameter",
            query.partition("=")[0],
        )


@pytest.mark.usefixtures("decided")
def test_filter_by_what_came_of_them_agrees_with_what_is_shown(api: Client, july: Item) -> None:
    shown = {item["text"]: item["follow_up"] for item in api.get("/v1/decisions").json()["items"]}
    assert shown == dict(
        zip(IN_ORDER, ("actions", "no_action_needed", "put_off", "carried_out", "carried_out"), strict=True)
    )
    for path, mine in (("/v1/decisions", IN_ORDER), (f"{july['url']}/decisions", IN_ORDER[:4])):
        for wanted in (*EVERY_FOLLOW_UP, "open,actions"):
            expected = [text for text in mine if shown[text] in wanted.split(",")]
            assert texts(api, path, follow_up=wanted) == expected
        for text in mine:
            assert texts(api, path, follow_up=shown[text], q=text) == [text]
    total = api.get("/v1/decisions?follow_up=carried_out&count=true&limit=1").json()["total"]
    assert total == 2


@pytest.mark.usefixtures("decided")
def test_what_is_open_is_what_arises_because_nothing_came_of_it(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    told = {}
    for outcome in ("agreed", "amended", "deferred", "rejected", "noted"):
        told[outcome] = decide(api, july, outcome)["id"]
        told[f"{outcome}, needless"] = decide(api, july, outcome, no_action_needed=True)["id"]
    for outcome in ("agreed", "amended", "deferred", "noted"):
        told[f"{outcome}, done"] = decide(api, july, outcome)["id"]
        make_action(api, plan, decision_id=told[f"{outcome}, done"])
    shown = {item["id"]: item["follow_up"] for item in api.get("/v1/decisions?limit=200").json()["items"]}
    assert {name: shown[id] for name, id in told.items()} == {
        **{name: "open" for name in ("agreed", "amended")},
        **{f"{name}, needless": "no_action_needed" for name in ("agreed", "amended", "deferred")},
        **{
            name: "no_action_needed"
            for name in ("rejected", "noted", "rejected, needless", "noted, needless")
        },
        # Whether it was settled since is told by what arises.
        **{name: "put_off" for name in ("deferred", "deferred, done")},
        **{f"{name}, done": "actions" for name in ("agreed", "amended", "noted")},
    }
    november = meet(api, group, "2004-11-16")
    of_reasons = arising(api, november, "id", "reasons")
    unfollowed = {id for id, reasons in of_reasons if reasons == ["no_follow_up"]}
    assert unfollowed == {id for id, told in shown.items() if told == "open"}
    assert unfollowed == {told["agreed"], told["amended"]}


@pytest.mark.usefixtures("decided")
def test_what_is_deleted_did_not_come_of_a_decision(api: Client, plan: Item) -> None:
    (action,) = api.get("/v1/actions").json()["items"]
    (step,) = api.get(f"{plan['url']}/transitions").json()["items"]
    delete(api, action)
    assert api.post(f"{step['url']}/take-back", json={}).status_code == 200
    assert texts(api, follow_up="actions") == []
    assert texts(api, follow_up="carried_out") == ["Approve the minutes"]
    assert texts(api, follow_up="open") == ["Publish a newsletter", "Adopt the plan"]


@pytest.mark.usefixtures("decided")
def test_public_sees_what_public_meetings_decided(api: Client, july: Item, september: Item) -> None:
    assert texts(api.public) == []
    refused = api.public.get("/v1/decisions", params={"meeting": july["reference"]})
    assert refusal(refused)[:2] == (400, "invalid_parameter")
    changed(api, september, visibility="public")
    assert texts(api.public) == texts(api.public, f"{september['url']}/decisions") == ["Approve the minutes"]
    assert texts(api.public, follow_up="carried_out") == ["Approve the minutes"]
    changed(api, july, visibility="public")
    assert texts(api.public) == IN_ORDER
    # That something came of it is no secret; what it is, is: the plan is not public.
    (shown,) = api.public.get("/v1/decisions?follow_up=actions&embed=actions").json()["items"]
    assert (shown["follow_up"], shown["actions"]) == ("actions", [])


def test_decisions_of_a_deleted_meeting_are_gone(api: Client, group: Item) -> None:
    august = meet(api, group, "2004-08-17")
    decide(api, august, "noted", text="Note the weather")
    assert texts(api) == ["Note the weather"]
    delete(api, august)
    assert texts(api) == []
