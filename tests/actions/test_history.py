"""The history of an action: who did what, and what it was before."""

from typing import Any

from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action


def history(api: Client, action: Item) -> list[dict[str, Any]]:
    """List the events of an action and its parts."""
    events: list[dict[str, Any]] = api.get(f"{action['url']}/history").json()["items"]
    return events


def test_history_tells_who_did_what_and_what_it_was_before(api: Client, action: Item) -> None:
    council = make(api, "/v1/organisations", name="RBKC")
    writer = api.as_key(["write"], council["id"])
    patched = writer.patch(
        action["url"],
        json={"text": "Publish two newsletters", "due": {"text": "May 2004"}, "leads": [{"organisation_id": "rbkc"}]},
        headers={"If-Match": "*"},
    )  # fmt: skip
    assert patched.status_code == 200
    created, updated = history(api, action)
    assert (created["verb"], created["version"], created["before"]) == ("created", 1, None)
    assert (created["after"]["text"], created["after"]["due_text"]) == ("Publish a newsletter", "July 2004")
    assert created["actor"]["kind"] == updated["actor"]["kind"] == "key"
    assert (created["actor"]["name"], updated["actor"]["name"]) == (
        "a key of the tests (admin)",
        "a key of the tests (write)",
    )
    assert (updated["verb"], updated["version"]) == ("updated", 2)
    assert {name: updated["before"][name] for name in ("text", "due_text", "leads")} == {
        "text": "Publish a newsletter",
        "due_text": "July 2004",
        "leads": [],
    }
    assert [point["latest"] for point in updated["before"]["due_points"]] == ["2004-07-31"]
    assert [point["latest"] for point in updated["after"]["due_points"]] == ["2004-05-31"]
    assert updated["after"]["leads"][0]["organisation_id"] == council["id"]
    assert (
        set(updated["before"])
        == set(updated["after"])
        == {"text", "due_text", "due_points", "leads", "leads_reading"}
    )


def test_history_holds_the_parts_of_an_action_and_nothing_of_others(
    api: Client, plan: Item, action: Item
) -> None:
    other = make_action(api, plan)
    make(api, f"{other['url']}/milestones", title="Elsewhere")
    milestone = make(api, f"{action['url']}/milestones", title="Printed")
    make(api, f"{action['url']}/progress-updates", status="in_progress")
    changed(api, milestone, status="met")
    delete(api, milestone)
    told = [(event["kind"], event["verb"]) for event in history(api, action)]
    assert told == [
        ("action", "created"),
        ("milestone", "created"),
        ("progress_update", "created"),
        ("action", "updated"),
        ("milestone", "updated"),
        ("milestone", "deleted"),
    ]
    shown = history(api, action)[3]
    assert (shown["before"], shown["after"]) == ({"status": "not_started"}, {"status": "in_progress"})
    assert {event["subject_id"] for event in history(api, action)} == {action["id"]}


def test_history_goes_on_where_it_was_left(api: Client, action: Item) -> None:
    for number in range(3):
        changed(api, action, text=f"Publish {number} newsletters")
    everything = history(api, action)
    seen: list[dict[str, Any]] = []
    following = f"{action['url']}/history?limit=3"
    for expected in (3, 1, 0, 0):
        page = api.get(following).json()
        assert len(page["items"]) == expected
        seen += page["items"]
        following = page["next"]
    assert seen == everything
    assert [event["version"] for event in seen] == [1, 2, 3, 4]
    changed(api, action, text="Publish no newsletters")
    assert [event["version"] for event in api.get(following).json()["items"]] == [5]


def test_history_is_for_partners_and_outlives_its_action(api: Client, plan: Item, action: Item) -> None:
    changed(api, plan, visibility="public")
    assert api.public.get(f"{action['url']}/history").status_code == 401
    assert api.as_key(["read"]).get(f"{action['url']}/history").status_code == 200
    delete(api, action)
    last = api.get(f"{action['url']}/history").json()["items"][-1]
    assert (last["verb"], last["before"]["text"], last["after"]) == ("deleted", action["text"], None)
    assert api.get(f"/v1/actions/{plan['id']}/history").status_code == 404
