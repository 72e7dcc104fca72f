"""What is reported of an action: one history, whichever way it came in, and who may add to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.support.asking import Item, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import deadlines, make_action


def report(client: Client, action: Item, **values: Any) -> httpx.Response:
    """Report progress."""
    return client.post(f"{action['url']}/progress-updates", json=values)


def reported(api: Client, action: Item, *names: str) -> list[tuple[Any, ...]]:
    """List these members of the updates of an action, oldest first."""
    updates = api.get(f"{action['url']}/progress-updates").json()["items"]
    return [tuple(update[name] for name in names) for update in updates]


def test_update_is_kept_and_shown_on_its_action(api: Client, action: Item) -> None:
    given = {
        "reported_on": "2004-06-15",
        "author": "Ada Officer",
        "text": "Printed",
        "status": "in_progress",
        "rag": "amber",
        "percent": 40,
    }
    answer = report(api, action, **given)
    assert answer.status_code == 201
    update = answer.json()
    assert {name: update[name] for name in given} == given
    assert (update["action_id"], update["organisation_id"]) == (action["id"], None)
    now = api.get(action["url"]).json()
    shown = ("current_situation", "status", "rag", "percent")
    assert [now[name] for name in shown] == ["Printed", "in_progress", "amber", 40]


def test_update_changes_only_what_it_tells_of(api: Client, plan: Item) -> None:
    action = make_action(
        api, plan, current_situation="Printed", status="in_progress", rag="amber", percent=40
    )
    told: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
        ({"text": "Sent out"}, ("Sent out", "in_progress", "amber", 40)),
        ({"status": "completed"}, ("Sent out", "completed", "amber", 40)),
        ({"rag": "green"}, ("Sent out", "completed", "green", 40)),
        ({"percent": 0}, ("Sent out", "completed", "green", 0)),
    ]
    for given, shown in told:
        assert report(api, action, **given).status_code == 201
        now = api.get(action["url"]).json()
        assert (now["current_situation"], now["status"], now["rag"], now["percent"]) == shown


def test_update_that_says_nothing_is_refused(api: Client, action: Item) -> None:
    nothing: list[dict[str, Any]] = [{}, {"author": "Ada"}, {"reported_on": "2004-06-15"}, {"text": None}]
    for given in nothing:
        assert refusal(report(api, action, **given)) == (422, "says_nothing", [""]), given
    assert reported(api, action, "id") == []


def test_update_with_a_value_that_is_none_is_refused(api: Client, action: Item) -> None:
    for name, value in (("text", ""), ("text", "  "), ("percent", 101), ("percent", -1), ("rag", "blue")):
        assert refusal(report(api, action, **{name: value})) == (422, "invalid", [f"/{name}"]), value


def test_updates_are_only_added(api: Client, action: Item) -> None:
    update = report(api, action, text="Printed").json()
    for method in ("PATCH", "DELETE", "PUT"):
        answer = api.request(method, update["url"], json={"text": "Lost"}, headers={"If-Match": "*"})
        assert answer.status_code == 405, method
        assert answer.headers["allow"] == "GET, HEAD"
    assert api.get(update["url"]).json() == update


def test_patch_and_report_make_one_history(api: Client, action: Item) -> None:
    changed(api, action, status="in_progress")
    report(api, action, status="deferred", text="The printer is ill")
    changed(api, action, status="in_progress", percent=10, current_situation="The printer is well")
    report(api, action, rag="green")
    changed(api, action, text="Publish two newsletters")
    changed(api, action, rag="green")
    assert reported(api, action, "status", "rag", "percent", "text") == [
        ("in_progress", None, None, None),
        ("deferred", None, None, "The printer is ill"),
        ("in_progress", None, 10, "The printer is well"),
        (None, "green", None, None),
    ]


def test_every_way_to_a_status_leaves_one_update(api: Client, plan: Item) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group")
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")
    decision = make(api, f"{meeting['url']}/decisions", outcome="agreed")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Nobody knows of us")
    begun = {"text": "Publish it", "status": "in_progress"}
    action = make(api, f"{decision['url']}/actions", plan_id=plan["id"], **begun)
    assert reported(api, action, "status") == [("in_progress",)]
    assert reported(api, make(api, f"{issue['url']}/actions", **begun), "status") == [("in_progress",)]
    assert reported(api, make(api, f"{issue['url']}/actions", text="Later"), "status") == []
    changed(api, action, status="deferred", current_situation="Put off", rag="red")
    put = f"/v1/actions/by-reference/{action['reference']}?plan={plan['id']}"
    for _ in range(2):
        # What changes nothing leaves nothing.
        assert api.put(put, json={"status": "not_started"}).status_code == 200
    report(api, action, status="completed")
    changed(api, action, status="completed", text="Publish it twice")
    assert reported(api, action, "status", "text", "rag") == [
        ("in_progress", None, None),
        ("deferred", "Put off", "red"),
        ("not_started", None, None),
        ("completed", None, None),
    ]
    assert api.get(action["url"]).json()["status"] == "completed"


def test_history_begins_with_what_an_action_came_with(api: Client, plan: Item) -> None:
    fresh = make_action(api, plan)
    assert reported(api, fresh, "id") == []
    begun = make_action(api, plan, status="in_progress", current_situation="Printed", rag="amber", percent=5)
    assert reported(api, begun, "status", "rag", "percent", "text") == [
        ("in_progress", "amber", 5, "Printed")
    ]


def test_current_situation_is_told_by_the_newest_words(api: Client, action: Item) -> None:
    report(api, action, text="Printed", reported_on="2004-06-15")
    report(api, action, status="in_progress")
    assert api.get(action["url"]).json()["current_situation"] == "Printed"
    changed(api, action, current_situation="Sent out")
    assert [text for (text,) in reported(api, action, "text")] == ["Printed", None, "Sent out"]
    assert api.get(action["url"]).json()["current_situation"] == "Sent out"


@pytest.mark.parametrize("nothing", [None, "", " \n\u00a0"])
def test_cleared_situation_is_empty_and_takes_nothing_from_its_history(
    api: Client, plan: Item, nothing: str | None
) -> None:
    action = make_action(api, plan, current_situation="Printed")
    cleared = changed(api, action, current_situation=nothing)
    assert (cleared["current_situation"], cleared["version"]) == (None, 2)
    assert reported(api, action, "text") == [("Printed",)]
    assert changed(api, action, current_situation=nothing)["version"] == 2


def test_report_leaves_the_version_so_that_no_change_of_others_is_stale(api: Client, action: Item) -> None:
    tag = api.get(action["url"]).headers["etag"]
    report(api, action, text="Printed", status="in_progress")
    after = api.get(action["url"])
    assert after.json()["version"] == action["version"] == 1
    assert after.headers["etag"] != tag
    assert after.json()["updated_at"] > action["updated_at"]
    patched = api.patch(action["url"], json={"text": "Publish"}, headers={"If-Match": tag})
    assert (patched.status_code, patched.json()["version"]) == (200, 2)
    assert patched.json()["current_situation"] == "Printed"


def test_report_that_changes_nothing_is_still_told(api: Client, plan: Item) -> None:
    action = make_action(api, plan, status="in_progress", current_situation="Printed")
    assert report(api, action, status="in_progress", text="Printed").status_code == 201
    assert reported(api, action, "status", "text") == [("in_progress", "Printed")] * 2
    assert api.get(action["url"]).json()["updated_at"] == action["updated_at"]


def test_report_of_completion_takes_the_deadlines_off_the_list(api: Client, action: Item) -> None:
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]
    report(api, action, status="completed")
    assert deadlines(api) == []
    assert deadlines(api, "state=done") == [("action", "2004-07-31", "done")]
    report(api, action, status="in_progress")
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]


@pytest.fixture
def reporting(api: Client, plan: Item) -> Callable[[dict[str, Any]], int]:
    """Report with the key of the council, on an action with this lead; give the status of the answer."""
    council = make(api, "/v1/organisations", name="Royal Borough", acronym="RBKC")
    council_key = api.as_key(["report"], council["id"])

    def reporting(lead: dict[str, Any]) -> int:
        action = make_action(api, plan, leads=[{"is_vacant": True}, lead])
        answer = report(council_key, action, text="Printed")
        if answer.status_code == 201:
            assert answer.json()["organisation_id"] == council["id"]
            assert reported(api, action, "text") == [("Printed",)]
        else:
            assert answer.json()["code"] == "does_not_lead"
            assert reported(api, action, "text") == []
        return answer.status_code

    return reporting


def test_who_leads_may_report(api: Client, reporting: Callable[[dict[str, Any]], int]) -> None:
    person = make(api, "/v1/people", name="Ada Officer", organisation_id="rbkc")
    post = make(api, "/v1/posts", title="Partnership officer", organisation_id="rbkc")
    assert reporting({"organisation_id": "rbkc"}) == 201
    assert reporting({"person_id": person["id"]}) == 201
    assert reporting({"post_id": post["id"]}) == 201


def test_who_does_not_lead_may_not_report(api: Client, reporting: Callable[[dict[str, Any]], int]) -> None:
    make(api, "/v1/organisations", name="Golborne Trust", acronym="GT", parent_id="rbkc")
    make(api, "/v1/sub-groups", name="Agenda Planning")
    person = make(api, "/v1/people", name="Ada Officer", organisation_id="gt")
    post = make(api, "/v1/posts", title="Chair", organisation_id="gt")
    for lead in (
        {"organisation_id": "gt"},
        {"person_id": person["id"]},
        {"post_id": post["id"]},
        {"sub_group_id": "agenda-planning"},
        {"is_vacant": True},
    ):
        assert reporting(lead) == 403, lead


def test_key_without_an_organisation_reports_only_where_it_may_write(api: Client, action: Item) -> None:
    assert report(api.as_key(["report"]), action, text="Printed").status_code == 403
    assert report(api.as_key(["read"]), action, text="Printed").status_code == 403
    assert report(api.public, action, text="Printed").status_code == 401
    assert report(api.as_key(["write"]), action, text="Printed").status_code == 201


def test_key_that_may_report_may_not_change_the_action(api: Client, plan: Item) -> None:
    council = make(api, "/v1/organisations", name="RBKC")
    action = make_action(api, plan, leads=[{"organisation_id": council["id"]}])
    key = api.as_key(["report"], council["id"])
    patched = key.patch(action["url"], json={"status": "completed"}, headers={"If-Match": "*"})
    assert patched.status_code == 403
    milestone = key.post(f"{action['url']}/milestones", json={"title": "Printed"})
    assert milestone.status_code == 403


def test_public_does_not_see_who_wrote_an_update(api: Client, plan: Item, action: Item) -> None:
    changed(api, plan, visibility="public")
    update = report(api, action, text="Printed", author="Ada Officer").json()
    assert update["author"] == "Ada Officer"
    path = f"{action['url']}/progress-updates"
    for shown in (api.public.get(update["url"]).json(), api.public.get(path).json()["items"][0]):
        assert (shown["text"], shown["author"]) == ("Printed", None)
    assert api.public.get(f"{path}?q=ada").json()["items"] == []
    assert len(api.public.get(f"{path}?q=print").json()["items"]) == 1


def test_report_that_is_entered_late_does_not_hide_a_newer_one(api: Client, action: Item) -> None:
    newer = {"reported_on": "2005-06-20", "text": "All printed", "status": "completed"}
    late = {"reported_on": "2005-06-19", "text": "Half printed", "status": "in_progress", "percent": 50}
    assert report(api, action, **newer).status_code == 201
    assert report(api, action, **late).status_code == 201
    now = api.get(action["url"]).json()
    # Of the percent nothing newer is told.
    shown = (now["current_situation"], now["status"], now["percent"])
    assert shown == ("All printed", "completed", 50)
    assert reported(api, action, "text") == [("All printed",), ("Half printed",)]
    assert report(api, action, reported_on="2005-06-20", text="All sent out").status_code == 201
    assert api.get(action["url"]).json()["current_situation"] == "All sent out"


def test_report_without_a_day_is_of_the_day_on_which_it_is_entered(api: Client, action: Item) -> None:
    assert report(api, action, status="completed").status_code == 201
    assert report(api, action, reported_on="2005-06-19", status="in_progress").status_code == 201
    assert api.get(action["url"]).json()["status"] == "completed"


def test_nothing_is_reported_of_days_to_come(api: Client, action: Item) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    refused = report(api, action, reported_on=ahead, text="Printed")
    assert refusal(refused) == (422, "reported_ahead_of_time", ["/reported_on"])
