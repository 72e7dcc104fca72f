"""The change feed over HTTP: whoever reads it on and on misses nothing."""

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import writing
from app.partners.commands import WRITE_ORGANISATIONS
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan, whose making is the first event."""
    return make_plan(api)


def test_feed_tells_every_change_in_the_order_of_commits(api: Client, plan: Item) -> None:
    action = make_action(api, plan)
    changed(api, plan, title="Other")
    make(api, f"{action['url']}/milestones", title="Printed")
    items = api.get("/v1/changes").json()["items"]
    assert [(item["kind"], item["verb"], item["version"]) for item in items] == [
        ("plan", "created", 1),
        ("action", "created", 1),
        ("plan", "updated", 2),
        ("milestone", "created", 1),
    ]
    assert [item["id"] for item in items] == sorted(item["id"] for item in items)
    assert [item["resource_id"] for item in items[:3]] == [plan["id"], action["id"], plan["id"]]
    assert (items[2]["before"], items[2]["after"]) == ({"title": "Partnership Plan"}, {"title": "Other"})
    assert (items[3]["subject_kind"], items[3]["subject_id"]) == ("action", action["id"])


def test_deleted_thing_leaves_a_tombstone(api: Client, plan: Item) -> None:
    action = make_action(api, plan, "Meet")
    delete(api, action)
    assert api.post(f"{action['url']}/undelete").status_code == 200
    created, deleted, undeleted = api.get("/v1/changes?kind=action").json()["items"]
    assert (deleted["verb"], deleted["resource_id"], deleted["after"]) == ("deleted", action["id"], None)
    assert deleted["before"]["text"] == "Meet"
    assert (undeleted["verb"], undeleted["before"]) == ("undeleted", None)
    assert undeleted["after"] == created["after"]


def test_last_page_links_to_itself_and_shows_what_comes_later(api: Client, plan: Item) -> None:
    first = api.get("/v1/changes").json()
    assert len(first["items"]) == 1
    last = api.get(first["next"]).json()
    assert (last["items"], last["next"]) == ([], first["next"])
    changed(api, plan, title="Other")
    (later,) = api.get(last["next"]).json()["items"]
    assert later["after"] == {"title": "Other"}


def test_feed_of_some_kinds_holds_no_others_and_goes_on_with_them(api: Client, plan: Item) -> None:
    make_action(api, plan)
    make(api, "/v1/organisations", name="RBKC")
    page = api.get("/v1/changes?kind=action,organisation&limit=1").json()
    assert [item["kind"] for item in page["items"]] == ["action"]
    page = api.get(page["next"]).json()
    assert [item["kind"] for item in page["items"]] == ["organisation"]
    make_action(api, plan, "Meet")
    assert [item["after"]["text"] for item in api.get(page["next"]).json()["items"]] == ["Meet"]


def test_kind_of_which_no_changes_are_told_is_refused(api: Client) -> None:
    for kind in ("acton", "action,plans", "Action", "event", "meeting_day", "lead"):
        answer = api.get(f"/v1/changes?kind={kind}")
        assert answer.status_code == 400, kind
        (fault,) = answer.json()["errors"]
        assert fault["parameter"] == "kind"
        assert "action" in fault["detail"]
        assert "sub_group" in fault["detail"]


def test_feed_is_for_partners(api: Client, plan: Item) -> None:
    changed(api, plan, visibility="public")
    assert api.public.get("/v1/changes").status_code == 401
    for scope in ("read", "report", "import"):
        assert len(api.as_key([scope]).get("/v1/changes").json()["items"]) == 2


def test_who_holds_keys_is_told_to_administrators_alone(api: Client, plan: Item) -> None:
    key = api.post("/v1/keys", json={"name": "A partner", "scopes": ["read"]})
    assert key.status_code == 201
    make_action(api, plan)
    partner = api.as_key(["read", "write", "import", "report"])
    assert [item["kind"] for item in api.get("/v1/changes").json()["items"]] == ["plan", "key", "action"]
    seen = partner.get("/v1/changes?limit=1").json()
    assert [item["kind"] for item in seen["items"]] == ["plan"]
    assert [item["kind"] for item in partner.get(seen["next"]).json()["items"]] == ["action"]
    (told,) = api.get("/v1/changes?kind=key").json()["items"]
    assert told["after"]["name"] == "A partner"
    assert key.json()["secret"] not in str(told)
    assert partner.get("/v1/changes?kind=action,key").status_code == 403


def test_place_in_the_feed_that_can_not_be_is_refused(api: Client) -> None:
    for query in ("after=-1", "after=x", "after=9223372036854775808", "limit=0", "limit=201"):
        answer = api.get(f"/v1/changes?{query}")
        assert answer.status_code == 400, query
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [query.partition("=")[0]]


def test_two_hundred_changes_are_paged_without_a_gap(api: Client) -> None:
    with writing(api.sessions) as session:
        for number in range(200):
            values = {"name": f"Trust {number}", "sector": "other"}
            WRITE_ORGANISATIONS.create(session, COMMAND_LINE, values)
    seen: list[str] = []
    sizes: list[int] = []
    following = "/v1/changes?limit=70"
    while not sizes or sizes[-1] > 0:
        page = api.get(following).json()
        sizes.append(len(page["items"]))
        seen += [item["after"]["name"] for item in page["items"]]
        following = page["next"]
    assert sizes == [70, 70, 60, 0]
    assert seen == [f"Trust {number}" for number in range(200)]
    whole = api.get("/v1/changes?limit=200").json()
    assert len(whole["items"]) == 200


def test_feed_that_has_not_grown_is_not_sent_again(api: Client, plan: Item) -> None:
    answer = api.get("/v1/changes")
    tag = {"If-None-Match": answer.headers["etag"]}
    assert api.get("/v1/changes", headers=tag).status_code == 304
    changed(api, plan, title="Other")
    assert api.get("/v1/changes", headers=tag).status_code == 200
