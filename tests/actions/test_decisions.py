"""Decisions end as actions, or as "no action needed": each knows the other, and the two never contradict."""

from typing import Any

import pytest

from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, references


@pytest.fixture
def meeting(api: Client) -> Item:
    """A meeting of the steering group, which only partners see."""
    group = make(api, "/v1/sub-groups", name="Steering Group")
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")


@pytest.fixture
def decision(api: Client, meeting: Item) -> Item:
    """Something that the meeting agreed."""
    return make(api, f"{meeting['url']}/decisions", outcome="agreed", text="A newsletter is wanted")


def decide_action(api: Client, decision: Item, plan: Item, text: str = "Publish it", **values: Any) -> Item:
    """Make an action that comes of a decision."""
    return make(api, f"{decision['url']}/actions", plan_id=plan["reference"], text=text, **values)


def test_action_comes_of_a_decision(api: Client, plan: Item, meeting: Item, decision: Item) -> None:
    answer = api.post(f"{decision['url']}/actions", json={"plan_id": plan["id"], "text": "Publish it"})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == made["url"] == f"/v1/actions/{made['id']}"
    assert (made["decision_id"], made["origin"], made["plan_id"]) == (decision["id"], "decision", plan["id"])
    shown = api.get(made["url"], params={"embed": "decision"}).json()["decision"]
    assert shown == {
        "id": decision["id"],
        "url": decision["url"],
        "outcome": "agreed",
        "text": "A newsletter is wanted",
        "meeting": {
            "id": meeting["id"],
            "url": meeting["url"],
            "reference": "steering-group-2004-07-20",
            "title": "Steering Group meeting",
            "starts_on": "2004-07-20",
            "status": "proposed",
        },
    }


def test_repeated_request_makes_one_action(api: Client, plan: Item, decision: Item) -> None:
    body, once = {"plan_id": plan["id"], "text": "Publish it"}, {"Idempotency-Key": "july"}
    first, again = (api.post(f"{decision['url']}/actions", json=body, headers=once) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert references(api, f"decision={decision['id']}") == ["1"]


def test_origin_that_is_given_stands(api: Client, plan: Item, decision: Item) -> None:
    assert decide_action(api, decision, plan, origin="letter")["origin"] == "letter"
    action = make_action(api, plan)
    assert action["origin"] is None
    linked = changed(api, action, decision_id=decision["id"])
    assert (linked["origin"], linked["decision_id"]) == ("decision", decision["id"])
    loose = changed(api, action, decision_id=None)
    assert (loose["origin"], loose["decision_id"]) == ("decision", None)


def test_decision_tells_what_came_of_it(api: Client, plan: Item, decision: Item) -> None:
    assert (decision["follow_up"], decision["actions"], decision["no_action_needed"]) == ("open", [], False)
    second = decide_action(api, decision, plan, "Print it", reference="10")
    first = decide_action(api, decision, plan, "Write it", reference="9", status="in_progress")
    now = api.get(decision["url"]).json()
    assert (now["follow_up"], [one["reference"] for one in now["actions"]]) == ("actions", ["9", "10"])
    assert now["actions"][0] == {
        "id": first["id"],
        "url": first["url"],
        "reference": "9",
        "plan_id": plan["id"],
        "text": "Write it",
        "status": "in_progress",
    }
    (listed,) = api.get(decision["url"].rpartition("/")[0]).json()["items"]
    assert (listed["follow_up"], "actions" in listed) == ("actions", False)
    for action in (first, second):
        delete(api, action)
    now = api.get(decision["url"]).json()
    assert (now["follow_up"], now["actions"]) == ("open", [])


def test_decision_may_need_no_action(api: Client, plan: Item, meeting: Item, decision: Item) -> None:
    assert changed(api, decision, no_action_needed=True)["follow_up"] == "no_action_needed"
    body = {"plan_id": plan["id"], "text": "Publish it"}
    expected = (409, "no_action_is_needed", ["/decision_id"])
    assert refusal(api.post(f"{decision['url']}/actions", json=body)) == expected
    assert refusal(api.post("/v1/actions", json={**body, "decision_id": decision["id"]})) == expected
    assert refusal(change(api, make_action(api, plan), decision_id=decision["id"])) == expected
    assert "no_action_needed" in api.post(f"{decision['url']}/actions", json=body).text
    assert changed(api, decision, no_action_needed=False)["follow_up"] == "open"
    assert decide_action(api, decision, plan)["decision_id"] == decision["id"]
    settled = make(api, f"{meeting['url']}/decisions", outcome="noted", no_action_needed=True)
    assert settled["follow_up"] == "no_action_needed"


def test_decision_with_actions_needs_some(api: Client, plan: Item, decision: Item) -> None:
    action = decide_action(api, decision, plan)
    refused = change(api, decision, no_action_needed=True)
    assert refusal(refused) == (409, "decision_has_actions", ["/no_action_needed"])
    assert action["url"] in refused.json()["errors"][0]["detail"]
    assert api.get(decision["url"]).json()["no_action_needed"] is False
    delete(api, action)
    assert changed(api, decision, no_action_needed=True)["follow_up"] == "no_action_needed"
    assert refusal(api.post(f"{action['url']}/undelete"))[:2] == (409, "no_action_is_needed")


def test_no_action_comes_of_what_was_rejected(api: Client, plan: Item, decision: Item) -> None:
    action = decide_action(api, decision, plan)
    refused = change(api, decision, outcome="rejected")
    assert refusal(refused) == (409, "decision_has_actions", ["/outcome"])
    assert action["url"] in refused.json()["errors"][0]["detail"]
    both = change(api, decision, outcome="rejected", no_action_needed=True)
    assert refusal(both) == (409, "decision_has_actions", ["/outcome", "/no_action_needed"])
    # Of what was put off or noted something may have to be done.
    for outcome in ("deferred", "noted", "amended"):
        assert changed(api, decision, outcome=outcome)["outcome"] == outcome
    delete(api, action)
    rejected = changed(api, decision, outcome="rejected")
    body = {"plan_id": plan["id"], "text": "Publish it"}
    expected = (409, "decision_did_not_agree", ["/decision_id"])
    assert refusal(api.post(f"{rejected['url']}/actions", json=body)) == expected
    assert refusal(api.post("/v1/actions", json={**body, "decision_id": rejected["id"]})) == expected
    assert refusal(change(api, make_action(api, plan, reference="9"), decision_id=rejected["id"])) == expected
    assert refusal(api.post(f"{action['url']}/undelete")) == expected


def test_decision_that_actions_came_of_is_not_deleted(api: Client, plan: Item, decision: Item) -> None:
    action = decide_action(api, decision, plan)
    refused = api.delete(decision["url"], headers=ANY)
    assert refusal(refused)[:2] == (409, "is_depended_on")
    assert action["url"] in refused.text


def test_decision_is_found_only_under_its_meeting(
    api: Client, plan: Item, meeting: Item, decision: Item
) -> None:
    other = make(api, "/v1/meetings", sub_group_id=meeting["sub_group_id"], starts_on="2004-09-21")
    body = {"plan_id": plan["id"], "text": "Publish it"}
    astray = decision["url"].replace(meeting["id"], other["id"])
    for path in (astray, f"{meeting['url']}/decisions/nonsense"):
        assert refusal(api.post(f"{path}/actions", json=body))[:2] == (404, "not_found")
    refused = api.post(f"{decision['url']}/actions", json={**body, "decision_id": decision["id"]})
    assert refusal(refused) == (422, "invalid", ["/decision_id"])
    assert refusal(api.post(f"{decision['url']}/actions", json={"text": "Where?"}))[2] == ["/plan_id"]


def test_actions_are_found_by_where_they_came_from(
    api: Client, plan: Item, meeting: Item, decision: Item
) -> None:
    other = make(api, f"{meeting['url']}/decisions", outcome="amended")
    decide_action(api, decision, plan, reference="1")
    decide_action(api, other, plan, reference="2")
    make_action(api, plan, reference="3", origin="letter")
    make_action(api, plan, reference="4")
    assert references(api, f"decision={other['id']}") == ["2"]
    assert references(api, f"meeting={meeting['reference']}") == ["1", "2"]
    assert references(api, "origin=decision,letter") == ["1", "2", "3"]
    for query in ("decision=nowhere", "meeting=nowhere", "origin=rumour"):
        refused = api.get(f"/v1/actions?{query}").json()
        assert (refused["status"], refused["errors"][0]["parameter"]) == (400, query.partition("=")[0])


def test_public_sees_decisions_of_public_meetings_alone(api: Client, meeting: Item, decision: Item) -> None:
    plan = make_plan(api, visibility="public")
    action = decide_action(api, decision, plan)
    asked = f"{action['url']}?embed=decision"
    hidden = api.public.get(asked).json()
    assert (hidden["decision_id"], hidden["decision"], hidden["origin"]) == (None, None, "decision")
    assert decision["id"] not in api.public.get("/v1/actions?embed=decision").text
    assert decision["id"] not in api.public.get(f"{plan['url']}/export?format=ndjson").text
    for query in (f"decision={decision['id']}", f"meeting={meeting['id']}"):
        assert api.public.get(f"/v1/actions?{query}").status_code == 400
    changed(api, meeting, visibility="public")
    shown = api.public.get(asked).json()
    assert (shown["decision_id"], shown["decision"]["meeting"]["id"]) == (decision["id"], meeting["id"])
    for query in (f"decision={decision['id']}", f"meeting={meeting['id']}"):
        assert len(api.public.get(f"/v1/actions?{query}").json()["items"]) == 1


def test_public_sees_of_a_decision_the_actions_of_public_plans(
    api: Client, meeting: Item, decision: Item
) -> None:
    changed(api, meeting, visibility="public")
    decide_action(api, decision, make_plan(api))
    assert api.public.get(decision["url"]).json()["actions"] == []
    # That something came of it is no secret: else it would look as if nothing had.
    assert api.public.get(decision["url"]).json()["follow_up"] == "actions"
    shown = decide_action(api, decision, make_plan(api, visibility="public"))
    assert [one["id"] for one in api.public.get(decision["url"]).json()["actions"]] == [shown["id"]]


def test_action_answers_the_issue_that_the_address_names(api: Client, plan: Item) -> None:
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Nobody knows of us")
    answer = api.post(f"{issue['url']}/actions", json={"text": "Publish it", "origin": "review"})
    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, made["url"])
    assert (made["plan_id"], made["issue_ids"], made["origin"]) == (plan["id"], [issue["id"]], "review")
    # Named by the issue that it answers, as elsewhere.
    assert made["reference"] == "1.1"
    assert make(api, f"{issue['url']}/actions", text="Print it")["origin"] is None
    for name, value in (("plan_id", plan["id"]), ("issue_ids", [])):
        refused = api.post(f"{issue['url']}/actions", json={"text": "Publish it", name: value})
        assert refusal(refused) == (422, "invalid", [f"/{name}"])
    assert api.post("/v1/issues/nonsense/actions", json={"text": "Publish it"}).status_code == 404
    assert api.public.post(f"{issue['url']}/actions", json={"text": "Publish it"}).status_code == 401
