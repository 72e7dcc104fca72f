"""An action that was carried forward lives on in its copy alone: all work is done there, and it is never lost."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from app.actions.models import Action
from app.core.db import Sessions, writing
from tests.adoption.test_carrying_forward import carried, copy_of
from tests.adoption.test_transitions import taken
from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.matters import decide, meet
from tests.support.plans import make_action, make_plan, make_themes

Do = Callable[[Client, Item], httpx.Response]


def call_carried(sessions: Sessions, action: Item) -> None:
    """Have an action say that it was carried forward where nothing carries it on, as older registers let it say."""
    named = Action.__table__.c.id == action["id"]
    with writing(sessions) as session:
        session.execute(update(Action.__table__).where(named).values(status="carried_forward"))


def put(api: Client, action: Item, **values: Any) -> httpx.Response:
    """Put an action by its reference."""
    return api.put(f"/v1/actions/by-reference/{action['reference']}?plan={action['plan_id']}", json=values)


def test_nothing_is_called_carried_forward_that_no_plan_carries_on(api: Client, plan: Item) -> None:
    action = make_action(api, plan)
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    decision = decide(api, meet(api, group, "2004-07-20"), "agreed")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few residents know of it")
    told = {"text": "Long ago", "status": "carried_forward"}
    in_plan = {**told, "plan_id": plan["id"]}
    for answer in (
        change(api, action, status="carried_forward"),
        put(api, action, status="carried_forward"),
        put(api, {**action, "reference": "9"}, **told),
        api.post(f"{action['url']}/progress-updates", json={"status": "carried_forward"}),
        api.post("/v1/actions", json=in_plan),
        api.post(f"{decision['url']}/actions", json=in_plan),
        api.post(f"{issue['url']}/actions", json=told),
    ):
        assert refusal(answer) == (409, "nothing_carries_it_on", ["/status"])
    assert [one["status"] for one in api.get("/v1/actions").json()["items"]] == ["not_started"]
    assert refusal(change(api, action, carried_from_id=None))[0] == 422


def test_what_is_said_to_be_carried_forward_and_is_not_is_a_gap(
    api: Client, plan: Item, after: Item, sessions: Sessions
) -> None:
    lost = make_action(api, plan, "Long ago")
    make_action(api, plan, "Carried on")
    done = make_action(api, plan, "Done", status="completed")
    carried(api, plan, after, action_ids=[api.get("/v1/actions?q=Carried").json()["items"][0]["id"]])
    assert api.get(f"/v1/gaps?kind=carried_nowhere&plan={plan['id']}").json()["items"] == []
    call_carried(sessions, lost)
    # Nobody leads it and it has no date, which matters no more than of one that is completed.
    (found,) = api.get(f"/v1/gaps?plan={plan['id']}").json()["items"]
    assert (found["id"], found["status"]) == (lost["id"], "carried_forward")
    assert found["gaps"] == [{"kind": "carried_nowhere", "text": None, "milestone_id": None}]
    assert api.get(f"/v1/gaps?kind=no_lead&plan={plan['id']}").json()["items"] == []
    assert changed(api, done, status="in_progress")["status"] == "in_progress"
    listed = api.get(f"/v1/gaps?kind=no_lead&plan={plan['id']}").json()["items"]
    assert [one["id"] for one in listed] == [done["id"]]


def test_what_nothing_carries_on_is_told_by_carrying_and_can_be_revived(
    api: Client, plan: Item, after: Item, sessions: Sessions
) -> None:
    lost = make_action(api, plan, due="March 2005")
    call_carried(sessions, lost)
    outcome = carried(api, plan, after)
    told = ("carried_before", "carried_elsewhere", "carried_nowhere", "closed", "left")
    assert [outcome[name] for name in told] == [0, 0, 1, 0, 0]
    revived = changed(api, lost, status="in_progress")
    assert (revived["status"], revived["due"]["next_on"]) == ("in_progress", "2005-03-31")
    outcome = carried(api, plan, after)
    assert [one["original"]["id"] for one in outcome["carried"]] == [lost["id"]]
    assert [outcome[name] for name in told] == [0, 0, 0, 0, 0]


def test_all_work_is_done_on_the_copy(api: Client, plan: Item, after: Item) -> None:
    (theme,) = make_themes(api, plan, "Inclusive")
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    action = make_action(api, plan, due="March 2005", lead_text="Mrs Chance")
    carried(api, plan, after)
    copy = copy_of(api, after)
    other = make_plan(api, title="Another")
    for answer in (
        *(
            change(api, action, **values)
            for values in (
                {"status": "in_progress"},
                {"text": "Other words"},
                {"due": {"text": "May 2005"}},
                {"leads": [{"organisation_id": trust["id"]}]},
                {"lead_text": "Golborne Trust"},
                {"theme_ids": [theme["id"]]},
                {"cross_cutting": ["equalities"]},
                {"position": 7},
                {"plan_id": other["id"]},
                {"status": "carried_forward", "rag": "red"},
            )
        ),
        put(api, action, text="Other words"),
        api.post(f"{action['url']}/progress-updates", json={"text": "Begun"}),
        api.post(f"{action['url']}/progress-updates", json={"status": "completed"}),
        api.post(f"{action['url']}/progress-updates", json={"status": "carried_forward"}),
        api.post(f"{action['url']}/milestones", json={"title": "A draft"}),
    ):
        assert refusal(answer)[:2] == (409, "is_carried_forward")
        assert copy["url"] in answer.json()["detail"]
    # What says nothing new is no work: a script that puts its whole list again is not held up.
    before = api.get(action["url"]).json()
    assert put(api, action, text=action["text"]).status_code == 200
    assert changed(api, action, status="carried_forward") == before
    assert changed(api, copy, text="Other words")["text"] == "Other words"


@pytest.mark.parametrize(
    "do",
    [
        lambda api, step: change(api, step, title="Another draft"),
        lambda api, step: change(api, step, status="met"),
        lambda api, step: api.delete(step["url"], headers=ANY),
    ],
    ids=["words", "met", "deleted"],
)
def test_milestones_of_what_was_carried_forward_stay(api: Client, plan: Item, after: Item, do: Do) -> None:
    action = make_action(api, plan)
    step = make(api, f"{action['url']}/milestones", title="A draft", due={"text": "March 2005"})
    gone = make(api, f"{action['url']}/milestones", title="A list")
    delete(api, gone)
    carried(api, plan, after)
    for answer in (do(api, step), api.post(f"{gone['url']}/undelete")):
        assert refusal(answer)[:2] == (409, "is_carried_forward")
    (copied,) = api.get(f"{copy_of(api, after)['url']}/milestones").json()["items"]
    assert do(api, copied).is_success


def test_deadlines_of_what_was_carried_forward_are_ticked_in_the_next_plan(
    api: Client, plan: Item, after: Item
) -> None:
    action = make_action(api, plan, due="June 2004. March 2005")
    make(api, f"{action['url']}/milestones", title="A draft", due={"text": "May 2004"})
    asked = "/v1/deadlines?source=action,milestone&as_of=2004-05-01&plan="
    step, june, march = api.get(f"{asked}{plan['id']}").json()["items"]
    api.post(f"{june['url']}/complete", json={"completed_on": "2004-06-15"}).raise_for_status()
    carried(api, plan, after)
    for answer in (
        api.post(f"{step['url']}/complete", json={}),
        api.post(f"{march['url']}/complete", json={}),
        api.post(f"{june['url']}/reopen", json={}),
    ):
        assert refusal(answer)[:2] == (409, "is_carried_forward")
        assert copy_of(api, after)["url"] in answer.json()["detail"]
    for deadline in api.get(f"{asked}{after['id']}").json()["items"]:
        assert api.post(f"{deadline['url']}/complete", json={}).status_code == 200


def test_relations_of_what_was_carried_forward_stay(api: Client, plan: Item, after: Item) -> None:
    action, other = make_action(api, plan, "First"), make_action(api, plan, "Second")
    kept = make(api, f"{action['url']}/relations", kind="requires", other_id=other["id"])
    carried(api, plan, after, action_ids=[action["id"]])
    copy = copy_of(api, after)
    for one, to in ((action, other), (other, action)):
        body = {"kind": "relates", "other_id": to["id"]}
        answer = api.post(f"{one['url']}/relations", json=body)
        assert refusal(answer)[:2] == (409, "is_carried_forward")
        assert copy["url"] in answer.json()["detail"]
    assert refusal(api.delete(kept["url"], headers=ANY))[:2] == (409, "is_carried_forward")
    make(api, f"{other['url']}/relations", kind="relates", other_id=copy["id"])


def test_action_that_is_carried_later_is_related_to_the_copy_of_the_other(
    api: Client, plan: Item, after: Item
) -> None:
    first, second = make_action(api, plan, "First"), make_action(api, plan, "Second")
    make(api, f"{first['url']}/relations", kind="requires", other_id=second["id"])
    for action in (first, second):
        carried(api, plan, after, action_ids=[action["id"]])
    listed = api.get(f"/v1/actions?plan={after['id']}&embed=relations&sort=position").json()["items"]
    # The copy of the first, which was related to the second, is to its copy as well.
    assert [
        (
            one["text"],
            sorted((to["other"]["text"], to["other"]["plan_id"] == after["id"]) for to in one["relations"]),
        )
        for one in listed
    ] == [("First", [("Second", False), ("Second", True)]), ("Second", [("First", True)])]


def test_register_itself_goes_on_linking_names_in_what_was_carried_forward(
    api: Client, plan: Item, after: Item
) -> None:
    action = make_action(api, plan, lead_text="Boat Club")
    carried(api, plan, after)
    club = make(api, "/v1/organisations", name="Boat Club")
    (lead,) = api.get(action["url"]).json()["leads"]
    assert lead["organisation_id"] == club["id"]
    league = make(api, "/v1/organisations", name="Boat League")
    merged = api.post(f"{club['url']}/merge", json={"into": league["id"]}, headers=ANY)
    assert merged.status_code == 200, merged.text
    (lead,) = api.get(action["url"]).json()["leads"]
    assert lead["organisation_id"] == league["id"]


def test_what_lives_on_is_not_deleted(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan)
    carried(api, plan, after)
    answer = api.delete(action["url"], headers=ANY)
    assert refusal(answer)[:2] == (409, "is_depended_on")
    assert copy_of(api, after)["url"] in answer.text


def test_leads_cleared_by_hand_stay_cleared_in_the_copy(api: Client, plan: Item, after: Item) -> None:
    make(api, "/v1/organisations", name="Boat Club")
    action = make_action(api, plan, lead_text="Boat Club")
    cleared = changed(api, action, leads=[])
    assert (cleared["leads"], cleared["leads_reading"]) == ([], "confirmed")
    carried(api, plan, after)
    copy = copy_of(api, after)
    assert (copy["lead_text"], copy["leads"], copy["leads_reading"]) == ("Boat Club", [], "confirmed")


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_copy_does_not_come_back_beside_what_was_closed_since(
    api: Client, plan: Item, after: Item, status: str
) -> None:
    action = make_action(api, plan)
    carried(api, plan, after)
    copy = copy_of(api, after)
    delete(api, copy)
    changed(api, action, status=status)
    answer = api.post(f"{copy['url']}/undelete")
    assert refusal(answer)[:2] == (409, "original_is_closed")
    assert action["url"] in answer.json()["detail"]
    assert api.get(action["url"]).json()["status"] == status
    assert api.get(copy["url"]).status_code == 404
    changed(api, action, status="in_progress")
    assert api.post(f"{copy['url']}/undelete").status_code == 200
    assert api.get(action["url"]).json()["status"] == "carried_forward"


def test_copy_does_not_come_back_beside_another_copy(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan)
    carried(api, plan, after)
    copy = copy_of(api, after)
    delete(api, copy)
    carried(api, plan, make_plan(api, title="Third"))
    answer = api.post(f"{copy['url']}/undelete")
    assert refusal(answer)[:2] == (409, "original_is_closed")
    assert action["url"] in answer.json()["detail"]


def test_what_was_reported_late_does_not_close_what_comes_back(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan)
    for day, status in (("2004-09-01", "in_progress"), ("2004-08-01", "completed")):
        make(api, f"{action['url']}/progress-updates", status=status, reported_on=day)
    assert api.get(action["url"]).json()["status"] == "in_progress"
    carried(api, plan, after)
    delete(api, copy_of(api, after))
    assert api.get(action["url"]).json()["status"] == "in_progress"


def test_copy_comes_back_to_what_still_says_that_it_was_carried_forward(
    api: Client, plan: Item, after: Item, sessions: Sessions
) -> None:
    action = make_action(api, plan)
    carried(api, plan, after)
    copy = copy_of(api, after)
    delete(api, copy)
    # As registers left it that did not open it again.
    call_carried(sessions, action)
    assert api.post(f"{copy['url']}/undelete").status_code == 200
    assert api.get(action["url"]).json()["status"] == "carried_forward"


def test_copy_does_not_go_back_into_a_plan_out_of_which_it_was_carried(
    api: Client, plan: Item, after: Item
) -> None:
    action = make_action(api, plan, "First")
    carried(api, plan, after)
    copy = copy_of(api, after)
    refused = change(api, copy, plan_id=plan["id"], reference="9")
    assert refusal(refused) == (422, "carried_into_itself", ["/plan_id"])
    assert action["url"] in refused.json()["errors"][0]["detail"]
    third = make_plan(api, title="Third")
    assert changed(api, copy, plan_id=third["id"])["plan_id"] == third["id"]


def test_copy_does_not_come_back_in_a_plan_that_is_over(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan, "First")
    carried(api, plan, after)
    copy = copy_of(api, after)
    delete(api, copy)
    taken(api, after, "proposed", "closed")
    assert refusal(api.post(f"{copy['url']}/undelete"))[:2] == (409, "plan_is_closed")
    assert api.get(action["url"]).json()["status"] == "not_started"
