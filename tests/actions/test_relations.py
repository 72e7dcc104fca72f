"""Relations between actions: one and the same, whichever end it is read from."""

from typing import Any

import httpx
import pytest

from tests.support.asking import ANY, Item, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event
from tests.support.plans import make_action, make_plan


@pytest.fixture
def three(api: Client, plan: Item) -> tuple[Item, Item, Item]:
    """Three actions of the plan: 1.1, 1.2 and 1.3."""
    first, second, third = (make_action(api, plan, reference=f"1.{number}") for number in (1, 2, 3))
    return first, second, third


def relate(api: Client, one: Item, kind: str, other: Item | str) -> httpx.Response:
    """Relate an action to another, named by its id or as it is given."""
    named = other if isinstance(other, str) else other["id"]
    return api.post(f"{one['url']}/relations", json={"kind": kind, "other_id": named})


def related(client: Client, action: Item, *names: str) -> list[tuple[Any, ...]]:
    """List these members of an action's relations, by the references of the others."""
    answer = client.get(f"{action['url']}/relations")
    assert answer.status_code == 200, answer.text
    return [tuple(item[name] for name in names) for item in answer.json()["items"]]


def test_relation_is_read_from_both_ends(api: Client, three: tuple[Item, ...]) -> None:
    one, other, third = three
    answer = relate(api, one, "requires", other)
    assert answer.status_code == 201
    out = answer.json()
    assert answer.headers["location"] == out["url"] == f"{one['url']}/relations/{out['id']}"
    assert api.get(out["url"]).json() == out
    (back,) = api.get(f"{other['url']}/relations").json()["items"]
    assert api.get(back["url"]).json() == back
    told = ("id", "url", "action_id", "other_id", "kind", "direction", "reads_as", "label")
    id = out["id"]
    assert [[end[name] for name in told] for end in (out, back)] == [
        [id, out["url"], one["id"], other["id"], "requires", "out", "requires", "requires"],
        [
            *(id, f"{other['url']}/relations/{id}", other["id"], one["id"]),
            *("requires", "in", "required_by", "required by"),
        ],
    ]
    assert back["other"] == {
        "id": one["id"],
        "url": one["url"],
        "reference": "1.1",
        "plan_id": one["plan_id"],
        "text": "Publish a newsletter",
        "status": "not_started",
    }
    assert related(api, third, "id") == []
    assert api.get(out["url"].replace(one["id"], third["id"])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "from_the_other_end"),
    [
        ("relates", "relates"),
        ("requires", "required_by"),
        ("follows", "followed_by"),
        ("duplicates", "duplicated_by"),
        ("part_of", "has_part"),
    ],
)
def test_every_kind_reads_from_either_end(
    api: Client, three: tuple[Item, ...], kind: str, from_the_other_end: str
) -> None:
    one, other, _ = three
    relate(api, one, kind, other).raise_for_status()
    assert related(api, one, "reads_as") == [(kind,)]
    assert related(api, other, "reads_as") == [(from_the_other_end,)]


def test_relations_are_embedded_and_found_by_kind_and_direction(api: Client, three: tuple[Item, ...]) -> None:
    one, other, third = three
    relate(api, one, "requires", other).raise_for_status()
    relate(api, third, "follows", one).raise_for_status()
    shown = api.get(one["url"], params={"embed": "relations"}).json()["relations"]
    assert shown == api.get(f"{one['url']}/relations").json()["items"]
    assert [(item["other"]["reference"], item["reads_as"]) for item in shown] == [
        ("1.2", "requires"),
        ("1.3", "followed_by"),
    ]
    listed = api.get("/v1/actions?embed=relations&sort=reference").json()["items"]
    assert [[end["reads_as"] for end in item["relations"]] for item in listed] == [
        ["requires", "followed_by"],
        ["required_by"],
        ["follows"],
    ]
    for query, expected in (("kind=follows", "1.3"), ("direction=out", "1.2"), ("sort=-reference", "1.3")):
        page = api.get(f"{one['url']}/relations?{query}&count=true").json()
        assert page["items"][0]["other"]["reference"] == expected, query
        assert page["total"] == (2 if "sort" in query else 1)


def test_other_action_may_be_named_by_its_reference_in_the_plan(api: Client, three: tuple[Item, ...]) -> None:
    one, other, _ = three
    elsewhere = make_action(api, make_plan(api), reference="9")
    assert relate(api, one, "relates", "1.2").json()["other_id"] == other["id"]
    assert relate(api, one, "relates", elsewhere["id"].upper()).status_code == 201
    for nowhere in ("9", "1.4", "00000000-0000-7000-8000-000000000000"):
        assert refusal(relate(api, one, "relates", nowhere)) == (422, "invalid", ["/other_id"])
    assert refusal(relate(api, one, "hinders", other)) == (422, "invalid", ["/kind"])


def test_action_is_not_related_to_itself(api: Client, three: tuple[Item, ...]) -> None:
    for named in (three[0], "1.1"):
        expected = (422, "related_to_itself", ["/other_id"])
        assert refusal(relate(api, three[0], "relates", named)) == expected


def test_relation_is_kept_once(api: Client, three: tuple[Item, ...]) -> None:
    one, other, _ = three
    made = relate(api, one, "relates", other).json()
    for ends in ((one, other), (other, one)):
        again = relate(api, ends[0], "relates", ends[1])
        assert refusal(again) == (409, "relation_is_there", ["/other_id"])
        assert made["url"] in again.text
    relate(api, one, "requires", other).raise_for_status()
    assert refusal(relate(api, one, "requires", other))[:2] == (409, "relation_is_there")


@pytest.mark.parametrize("kind", ["requires", "follows", "duplicates", "part_of"])
def test_relations_never_go_round(api: Client, three: tuple[Item, ...], kind: str) -> None:
    first, second, third = three
    relate(api, first, kind, second).raise_for_status()
    expected = (409, "relations_go_round", ["/other_id"])
    assert refusal(relate(api, second, kind, first)) == expected
    last = relate(api, second, kind, third).json()
    assert refusal(relate(api, third, kind, first)) == expected
    # It goes round neither by relations of another kind nor once one of them is gone.
    relate(api, third, "relates", first).raise_for_status()
    delete(api, last)
    relate(api, third, kind, first).raise_for_status()
    assert refusal(api.post(f"{last['url']}/undelete")) == expected


def test_deleted_action_holds_its_place_in_a_circle(api: Client, three: tuple[Item, ...]) -> None:
    first, second, third = three
    relate(api, first, "requires", second).raise_for_status()
    relate(api, second, "requires", third).raise_for_status()
    delete(api, second)
    assert refusal(relate(api, third, "requires", first))[:2] == (409, "relations_go_round")


def test_relation_is_deleted_at_either_end(api: Client, three: tuple[Item, ...]) -> None:
    one, other, third = three
    for end in (one, other):
        made = relate(api, one, "requires", other).json()
        there = made["url"].replace(one["id"], end["id"])
        assert api.delete(there).status_code == 428
        assert api.delete(there, headers={"If-Match": '"2-x"'}).status_code == 412
        astray = made["url"].replace(one["id"], third["id"])
        assert api.delete(astray, headers=ANY).status_code == 404
        gone = api.delete(there, headers={"If-Match": api.get(there).headers["etag"]})
        assert gone.status_code == 204
        assert related(api, one, "id") == related(api, other, "id") == []
    assert api.post(f"{there}/undelete").json()["direction"] == "in"
    assert related(api, one, "reads_as") == [("requires",)]
    assert api.patch(there, json={"kind": "follows"}, headers=ANY).status_code == 405


def test_relations_go_and_come_back_with_an_action(api: Client, three: tuple[Item, ...]) -> None:
    one, other, _ = three
    made = relate(api, one, "requires", other).json()
    delete(api, other)
    assert related(api, one, "id") == []
    assert api.get(made["url"]).status_code == 404
    assert api.get(f"{other['url']}/relations").status_code == 404
    assert refusal(relate(api, one, "follows", other)) == (422, "invalid", ["/other_id"])
    api.post(f"{other['url']}/undelete").raise_for_status()
    assert related(api, one, "id") == related(api, other, "id") == [(made["id"],)]


def test_public_sees_relations_to_what_is_public(api: Client, plan: Item, three: tuple[Item, ...]) -> None:
    one, other, _ = three
    shown = make_action(api, make_plan(api, visibility="public"), text="Shown")
    relate(api, shown, "requires", one).raise_for_status()
    relate(api, one, "requires", other).raise_for_status()
    assert related(api.public, shown, "id") == []
    assert api.public.get(f"{shown['url']}?embed=relations").json()["relations"] == []
    assert api.public.get(f"{one['url']}/relations").status_code == 404
    changed(api, plan, visibility="public")
    assert related(api.public, shown, "other_id") == [(one["id"],)]
    assert [found for (found,) in related(api.public, one, "reads_as")] == ["required_by", "requires"]


def test_relation_is_recorded_once_and_needs_a_key(api: Client, three: tuple[Item, ...]) -> None:
    one, other, _ = three
    known = last_event(api)
    made = relate(api, one, "part_of", other).json()
    (event,) = events(api.sessions, known)
    assert (event["verb"], event["kind"], event["resource_id"]) == ("created", "action_relation", made["id"])
    assert event["subject_id"] == one["id"]
    body = {"kind": "part_of", "other_id": other["id"]}
    assert api.public.post(f"{one['url']}/relations", json=body).status_code == 401
    assert api.public.delete(made["url"], headers=ANY).status_code == 401
    first, again = (
        api.post(
            f"{one['url']}/relations",
            json={"kind": "relates", "other_id": other["id"]},
            headers={"Idempotency-Key": "a"},
        )
        for _ in range(2)
    )
    assert (again.status_code, again.json()) == (201, first.json())


def test_relations_of_many_actions_are_paged(api: Client, plan: Item) -> None:
    hub = make_action(api, plan, reference="hub")
    for number in range(10, 0, -1):
        spoke = make(api, "/v1/actions", plan_id=plan["id"], text="Spoke", reference=f"1.{number}")
        ends = (hub, spoke) if number % 2 else (spoke, hub)
        relate(api, ends[0], "relates", ends[1]).raise_for_status()
    page = api.get(f"{hub['url']}/relations?limit=6").json()
    rest = api.get(f"{hub['url']}/relations", params={"limit": 6, "cursor": page["next"]}).json()
    walked = [item["other"]["reference"] for item in (*page["items"], *rest["items"])]
    assert (walked, rest["next"]) == ([f"1.{number}" for number in range(1, 11)], None)
