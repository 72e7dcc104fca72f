"""Plans from draft to closed: which steps there are, by which decision they are taken, what they leave."""

from typing import Any

import httpx
import pytest

from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


def take(api: Client, plan: Item, to: str, **values: Any) -> httpx.Response:
    """Take a plan a step further, or be refused."""
    return api.post(f"{plan['url']}/transitions", json={"to_status": to, **values})


def taken(api: Client, plan: Item, *steps: str, **values: Any) -> Item:
    """Take a plan some steps further; give the last one."""
    for to in steps:
        answer = take(api, plan, to, **values)
        assert answer.status_code == 201, answer.text
    last: Item = answer.json()
    return last


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api)


@pytest.fixture
def meeting(api: Client) -> Item:
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")


def decide(api: Client, meeting: Item, outcome: str) -> Item:
    return make(api, f"{meeting['url']}/decisions", outcome=outcome)


def test_plan_goes_from_draft_to_accredited_and_is_closed(api: Client, plan: Item) -> None:
    for before, after in (
        ("draft", "proposed"),
        ("proposed", "adopted"),
        ("adopted", "submitted"),
        ("submitted", "refused"),
        ("refused", "submitted"),
        ("submitted", "accredited"),
        ("accredited", "closed"),
    ):
        step = taken(api, plan, after)
        assert (step["from_status"], step["to_status"]) == (before, after)
        assert api.get(plan["url"]).json()["status"] == after
    assert len(api.get(f"{plan['url']}/transitions").json()["items"]) == 7


@pytest.mark.parametrize(
    ("steps", "to"),
    [
        ((), "adopted"),
        ((), "draft"),
        ((), "submitted"),
        (("proposed",), "submitted"),
        (("proposed", "adopted"), "draft"),
        (("proposed", "adopted"), "accredited"),
        (("proposed", "closed"), "adopted"),
    ],
)
def test_step_that_its_status_does_not_allow_is_refused(
    api: Client, plan: Item, steps: tuple[str, ...], to: str
) -> None:
    if steps:
        taken(api, plan, *steps)
    before = api.get(plan["url"]).json()
    assert refusal(take(api, plan, to)) == (409, "transition_not_allowed", ["/to_status"])
    assert api.get(plan["url"]).json() == before


def test_refusal_says_what_the_plan_may_become(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed")
    detail = take(api, plan, "accredited").json()["detail"]
    assert detail == "The plan is proposed. From there it may become: draft, adopted, closed."


def test_closed_plan_may_become_again_what_it_was(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted", "closed", "adopted")
    assert api.get(plan["url"]).json()["status"] == "adopted"
    numbers = [item["number"] for item in api.get(f"{plan['url']}/versions").json()["items"]]
    assert numbers == [1], "nothing was adopted anew"


def test_last_step_can_be_taken_back_with_what_it_froze(api: Client, plan: Item) -> None:
    first = taken(api, plan, "proposed")
    wrong = taken(api, plan, "adopted")
    refused = api.post(f"{first['url']}/take-back", json={})
    assert refusal(refused)[:2] == (409, "not_the_last_step")
    answer = api.post(f"{wrong['url']}/take-back", json={"reason": "It was another plan"})
    assert (answer.status_code, answer.json()["status"]) == (200, "proposed")
    assert api.get(f"{plan['url']}/versions").json()["items"] == []
    assert api.get(f"{plan['url']}/versions/1").status_code == 404
    assert api.post(f"{first['url']}/take-back", json={}).json()["status"] == "draft"
    taken(api, plan, "proposed", made_on="2004-07-01")
    again = taken(api, plan, "adopted", made_on="2004-07-20")
    # The number of the version that was withdrawn is not given to another.
    assert again["version_number"] == 2
    reasons = [one["reason"] for one in api.get("/v1/changes?kind=plan_version").json()["items"]]
    assert reasons == [None, "It was another plan", None]


def test_status_of_a_plan_is_not_simply_changed(api: Client, plan: Item) -> None:
    assert refusal(change(api, plan, status="adopted"))[0] == 422


def test_adoption_names_its_decision_and_with_it_the_meeting_and_the_day(
    api: Client, plan: Item, meeting: Item
) -> None:
    decision = decide(api, meeting, "amended")
    taken(api, plan, "proposed", made_on="2004-07-01")
    step = taken(api, plan, "adopted", decision_id=decision["id"])
    assert (step["meeting_id"], step["decision_id"], step["made_on"]) == (
        meeting["id"],
        decision["id"],
        "2004-07-20",
    )
    assert step["version_number"] == 1
    assert refusal(api.delete(meeting["url"], headers={"If-Match": "*"}))[:2] == (409, "is_depended_on")


@pytest.mark.parametrize("outcome", ["deferred", "rejected", "noted"])
def test_plan_is_not_adopted_by_a_decision_that_did_not_agree(
    api: Client, plan: Item, meeting: Item, outcome: str
) -> None:
    decision = decide(api, meeting, outcome)
    taken(api, plan, "proposed", made_on="2004-07-01")
    answer = take(api, plan, "adopted", decision_id=decision["id"])
    assert refusal(answer) == (409, "decision_did_not_agree", ["/decision_id"])
    assert api.get(f"{plan['url']}/versions").json()["items"] == []


def test_decision_must_be_of_the_meeting_that_is_named(api: Client, plan: Item, meeting: Item) -> None:
    other = make(api, "/v1/meetings", sub_group_id=meeting["sub_group_id"], starts_on="2004-09-21")
    decision = decide(api, meeting, "agreed")
    answer = take(api, plan, "proposed", decision_id=decision["id"], meeting_id=other["id"])
    assert refusal(answer) == (422, "of_another_meeting", ["/decision_id"])
    changed(api, other, status="cancelled")
    assert refusal(take(api, plan, "proposed", meeting_id=other["reference"])) == (
        409,
        "meeting_is_cancelled",
        ["/meeting_id"],
    )
    assert refusal(take(api, plan, "proposed", meeting_id="nowhere")) == (422, "invalid", ["/meeting_id"])


def test_what_a_plan_is_made_by_a_decision_must_be_agreed_by_it(
    api: Client, plan: Item, meeting: Item
) -> None:
    refused, noted = decide(api, meeting, "rejected"), decide(api, meeting, "noted")
    answer = take(api, plan, "proposed", decision_id=refused["id"])
    assert refusal(answer) == (409, "decision_did_not_agree", ["/decision_id"])
    taken(api, plan, "proposed", "adopted", made_on="2004-07-01")
    assert refusal(take(api, plan, "submitted", decision_id=refused["id"]))[1] == "decision_did_not_agree"
    taken(api, plan, "submitted", made_on="2004-07-10")
    # That others accredited it is something that a meeting only takes note of.
    taken(api, plan, "accredited", decision_id=noted["id"])


def test_step_is_not_before_its_meeting_and_adoption_is_on_its_day(
    api: Client, plan: Item, meeting: Item
) -> None:
    taken(api, plan, "proposed", made_on="2004-07-01")
    for day in ("2004-07-19", "2004-07-21"):
        answer = take(api, plan, "adopted", meeting_id=meeting["id"], made_on=day)
        assert refusal(answer) == (422, "transition_out_of_order", ["/made_on"])
    taken(api, plan, "adopted", meeting_id=meeting["id"], made_on="2004-07-20")
    early = take(api, plan, "submitted", meeting_id=meeting["id"], made_on="2004-07-19")
    assert refusal(early)[1] == "transition_out_of_order"
    taken(api, plan, "submitted", meeting_id=meeting["id"], made_on="2004-07-30")


def test_what_a_step_rests_on_is_not_pulled_away(api: Client, plan: Item, meeting: Item) -> None:
    decision = decide(api, meeting, "agreed")
    noted = decide(api, meeting, "noted")
    taken(api, plan, "proposed", "adopted", decision_id=decision["id"])
    # The steps to proposed and to adopted both rest on it.
    assert refusal(change(api, decision, outcome="rejected")) == (409, "rests_on_it", ["/outcome"] * 2)
    # And so do both decisions rest on the meeting.
    assert refusal(change(api, meeting, status="cancelled")) == (409, "rests_on_it", ["/status"] * 4)
    assert changed(api, decision, outcome="amended", text="With thanks")["outcome"] == "amended"
    assert changed(api, noted, outcome="rejected")["outcome"] == "rejected"
    assert changed(api, meeting, status="held")["status"] == "held"


@pytest.mark.parametrize("is_decided", [True, False])
def test_meeting_keeps_the_day_by_which_a_step_was_taken_at_it(
    api: Client, plan: Item, meeting: Item, is_decided: bool
) -> None:
    by = (
        {"decision_id": decide(api, meeting, "agreed")["id"]} if is_decided else {"meeting_id": meeting["id"]}
    )
    taken(api, plan, "proposed", made_on="2004-07-01")
    step = taken(api, plan, "adopted", **by)
    for day in ("2004-07-19", "2004-07-21"):
        refused = change(api, meeting, starts_on=day)
        assert refusal(refused) == (409, "rests_on_it", ["/starts_on"])
        assert f"POST {step['url']}/take-back" in refused.json()["errors"][0]["detail"]
    make(api, "/v1/sub-groups", name="Learning")
    assert refusal(change(api, meeting, sub_group_id="learning"))[1] == "rests_on_it"
    api.post(f"{step['url']}/take-back", json={}).raise_for_status()
    changed(api, meeting, starts_on="2004-07-21")
    assert taken(api, plan, "adopted", **by)["made_on"] == "2004-07-21"


def test_meeting_comes_no_later_than_a_step_that_followed_it(api: Client, plan: Item, meeting: Item) -> None:
    taken(api, plan, "proposed", meeting_id=meeting["id"], made_on="2004-07-23")
    assert refusal(change(api, meeting, starts_on="2004-07-24")) == (409, "rests_on_it", ["/starts_on"])
    assert changed(api, meeting, starts_on="2004-07-23")["starts_on"] == "2004-07-23"
    assert changed(api, meeting, starts_on="2004-06-23")["starts_on"] == "2004-06-23"


def test_meeting_is_not_deleted_under_a_step_by_its_decision(api: Client, plan: Item, meeting: Item) -> None:
    decision = decide(api, meeting, "agreed")
    step = taken(api, plan, "proposed", decision_id=decision["id"])
    for ground in (meeting, decision):
        refused = api.delete(ground["url"], headers={"If-Match": "*"})
        assert refusal(refused)[:2] == (409, "is_depended_on")
        assert step["url"] in refused.text


def test_steps_are_taken_in_the_order_of_their_days(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", made_on="2004-07-01")
    early = take(api, plan, "adopted", made_on="2004-06-30")
    late = take(api, plan, "adopted", made_on="2999-06-30")
    for answer in (early, late):
        assert refusal(answer) == (422, "transition_out_of_order", ["/made_on"])
    taken(api, plan, "adopted", made_on="2004-07-01")


def test_plan_is_superseded_by_one_that_follows_it(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted")
    assert refusal(take(api, plan, "superseded"))[:2] == (409, "nothing_supersedes_it")
    after = make_plan(api, title="The next plan", predecessor_id=plan["id"])
    taken(api, plan, "superseded")
    assert refusal(take(api, plan, "closed"))[:2] == (409, "transition_not_allowed")
    assert api.get(after["url"]).json()["status"] == "draft"
    # It goes on being superseded by something.
    refused = change(api, after, predecessor_id=None)
    assert refusal(refused) == (409, "supersedes_another", ["/predecessor_id"])
    assert plan["url"] in refused.json()["errors"][0]["detail"]
    assert refusal(api.delete(after["url"], headers=ANY))[:2] == (409, "supersedes_another")
    make_plan(api, title="Another that follows", predecessor_id=plan["id"])
    assert changed(api, after, predecessor_id=None)["predecessor_id"] is None
    delete(api, after)


def test_closed_plan_refuses_new_actions(api: Client, plan: Item) -> None:
    action = make_action(api, plan)
    other = make_action(api, make_plan(api, title="Another plan"))
    taken(api, plan, "closed")
    answer = api.post("/v1/actions", json={"plan_id": plan["id"], "text": "Too late"})
    assert refusal(answer) == (409, "plan_is_closed", ["/plan_id"])
    assert refusal(change(api, other, plan_id=plan["id"]))[1] == "plan_is_closed"
    assert changed(api, action, status="completed")["status"] == "completed"


def test_end_of_the_period_of_a_closed_plan_is_due_no_more(api: Client, plan: Item) -> None:
    asked = f"/v1/deadlines?source=plan&as_of=2004-07-01&plan={plan['id']}"
    assert [item["latest"] for item in api.get(asked).json()["items"]] == ["2005-03-31"]
    taken(api, plan, "closed")
    assert api.get(asked).json()["items"] == []
    taken(api, plan, "draft")
    assert len(api.get(asked).json()["items"]) == 1


def test_public_sees_the_steps_of_a_public_plan_but_not_who_took_them(
    api: Client, plan: Item, meeting: Item
) -> None:
    decision = decide(api, meeting, "agreed")
    step = taken(api, plan, "proposed", decision_id=decision["id"], note="As discussed with A. N. Other")
    assert (step["note"], bool(step["made_by"])) == ("As discussed with A. N. Other", True)
    assert api.public.get(step["url"]).status_code == 404
    changed(api, plan, visibility="public")
    seen = api.public.get(step["url"]).json()
    assert (seen["to_status"], seen["made_on"]) == ("proposed", "2004-07-20")
    assert [seen[name] for name in ("note", "made_by", "meeting_id", "decision_id")] == [None] * 4
    changed(api, meeting, visibility="public")
    assert api.public.get(step["url"]).json()["decision_id"] == decision["id"]


def test_step_repeated_with_its_key_is_taken_once(api: Client, plan: Item) -> None:
    headers = {"Idempotency-Key": "propose"}
    answers = [
        api.post(f"{plan['url']}/transitions", json={"to_status": "proposed"}, headers=headers)
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(api.get(f"{plan['url']}/transitions").json()["items"]) == 1


def test_key_that_may_only_report_takes_no_step(api: Client, plan: Item) -> None:
    assert take(api.as_key(["report"]), plan, "proposed").status_code == 403
    assert take(api.public, plan, "proposed").status_code == 401


def test_steps_of_a_deleted_plan_are_not_there(api: Client, plan: Item) -> None:
    step = taken(api, plan, "proposed")
    delete(api, plan)
    assert api.get(step["url"]).status_code == 404
    assert take(api, plan, "adopted").status_code == 404
