"""What was recorded of a meeting rests on it: the meeting goes on being one at which it can have happened."""

from datetime import date, timedelta

import pytest

from app.kernel.clock import now
from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client

NOT_HELD = [{"status": status} for status in ("cancelled", "proposed", "confirmed")]


def day(ahead: int) -> str:
    """Give the day so many days from now."""
    today: date = now().date()
    return str(today + timedelta(days=ahead))


@pytest.fixture(autouse=True)
def _others(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Learning")
    make(api, "/v1/organisations", name="The Borough Council", acronym="TBC")


@pytest.fixture
def held(api: Client, group: Item) -> Item:
    """A meeting that took place on 21 January 2003."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-01-21", status="held")


def decide(api: Client, meeting: Item, **values: object) -> Item:
    return make(api, f"{meeting['url']}/decisions", **{"outcome": "agreed", **values})


def attend(api: Client, meeting: Item, status: str) -> Item:
    return make(api, f"{meeting['url']}/attendances", organisation_id="tbc", status=status)


def approve(api: Client, meeting: Item, at: Item) -> Item:
    """Have the minutes of a meeting approved at another."""
    minutes = make(api, f"{meeting['url']}/papers", title="Minutes", kind="minutes")
    api.post(f"{minutes['url']}/approve", json={"meeting_id": at["id"]}).raise_for_status()
    return minutes


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        *((values, "/status") for values in NOT_HELD),
        ({"status": "proposed", "starts_on": day(30)}, "/status"),
        ({"sub_group_id": "learning"}, "/sub_group_id"),
    ],
)
def test_meeting_at_which_something_was_decided_stays_one_that_could_decide_it(
    api: Client, held: Item, values: Item, pointer: str
) -> None:
    decision = decide(api, held)
    refused = change(api, held, **values)
    assert refusal(refused)[:2] == (409, "rests_on_it")
    fault = refused.json()["errors"][0]
    assert (fault["pointer"], decision["url"] in fault["detail"]) == (pointer, True)
    assert api.get(held["url"]).json()["version"] == held["version"]
    delete(api, decision)
    assert change(api, held, **values).status_code == 200


@pytest.mark.parametrize("values", [{"starts_on": day(2)}, {"starts_at": f"{day(9)}T18:30:00Z"}])
def test_meeting_at_which_something_was_decided_is_not_still_to_come(
    api: Client, meeting: Item, values: Item
) -> None:
    decision = decide(api, meeting)
    refused = change(api, meeting, **values)
    assert refusal(refused) == (409, "rests_on_it", ["/starts_on"])
    assert decision["url"] in refused.json()["errors"][0]["detail"]
    delete(api, decision)
    assert change(api, meeting, **values).status_code == 200


@pytest.mark.parametrize("status", ["present", "absent"])
def test_meeting_at_which_somebody_was_was_held(api: Client, meeting: Item, status: str) -> None:
    attendance = attend(api, meeting, status)
    for values, pointer in (({"status": "cancelled"}, "/status"), ({"starts_on": day(2)}, "/starts_on")):
        refused = change(api, meeting, **values)
        assert refusal(refused) == (409, "rests_on_it", [pointer])
        assert attendance["url"] in refused.json()["errors"][0]["detail"]
    # Who was there is so whoever met.
    assert change(api, meeting, sub_group_id="learning").status_code == 200


def test_apologies_hold_no_meeting_back(api: Client, group: Item) -> None:
    coming = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day(30))
    attend(api, coming, "apologies")
    for values in ({"starts_on": day(60)}, {"sub_group_id": "learning"}, {"status": "cancelled"}):
        changed(api, coming, **values)


def test_everything_that_rests_on_a_meeting_is_named_at_once(api: Client, group: Item, held: Item) -> None:
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    resting = [decide(api, held), attend(api, held, "present"), approve(api, held, march)]
    refused = change(api, held, status="cancelled", starts_on=day(2))
    assert refusal(refused) == (409, "rests_on_it", ["/status", "/starts_on"] * 3)
    told = " ".join(fault["detail"] for fault in refused.json()["errors"])
    assert all(one["url"] in told for one in resting)


def test_of_many_that_rest_on_a_meeting_some_are_named(api: Client, held: Item) -> None:
    for _ in range(21):
        decide(api, held)
    assert len(change(api, held, status="cancelled").json()["errors"]) == 20


def test_day_of_a_meeting_can_be_corrected_and_the_rest_be_changed(api: Client, group: Item) -> None:
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-01-21")
    decide(api, meeting)
    attend(api, meeting, "present")
    corrected = changed(api, meeting, starts_on="2003-01-28", title="Winter meeting", status="held")
    assert (corrected["starts_on"], corrected["status"]) == ("2003-01-28", "held")
    # Somewhere on Earth it is tomorrow already.
    changed(api, meeting, starts_on=day(1))
    assert changed(api, meeting, sub_group_id=group["reference"], status="held")["status"] == "held"


def test_minutes_of_a_cancelled_meeting_are_not_approved(api: Client, group: Item, meeting: Item) -> None:
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    minutes = make(api, f"{meeting['url']}/papers", title="Minutes", kind="minutes")
    changed(api, meeting, status="cancelled")
    answer = api.post(f"{minutes['url']}/approve", json={"meeting_id": march["id"]})
    assert refusal(answer)[:2] == (409, "meeting_is_cancelled")


def test_meeting_of_which_the_minutes_were_approved_is_not_deleted(
    api: Client, group: Item, meeting: Item
) -> None:
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    minutes = approve(api, meeting, march)
    refused = api.delete(meeting["url"], headers=ANY)
    assert refusal(refused)[:2] == (409, "minutes_are_approved")
    assert minutes["url"] in refused.text
    assert api.get(minutes["url"]).json()["status"] == "approved"
    held_back = api.delete(march["url"], headers=ANY)
    assert refusal(held_back)[:2] == (409, "is_depended_on")
    assert minutes["url"] in held_back.text
    api.post(f"{minutes['url']}/reopen", json={}).raise_for_status()
    delete(api, meeting)
    delete(api, march)


def test_decision_by_which_minutes_were_approved_is_not_deleted(
    api: Client, group: Item, meeting: Item
) -> None:
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    decision = decide(api, march)
    minutes = make(api, f"{meeting['url']}/papers", title="Minutes", kind="minutes")
    by = {"meeting_id": march["id"], "decision_id": decision["id"]}
    api.post(f"{minutes['url']}/approve", json=by).raise_for_status()
    refused = api.delete(decision["url"], headers=ANY)
    assert refusal(refused)[:2] == (409, "is_depended_on")
    assert minutes["url"] in refused.text


def test_meeting_is_not_deleted_under_the_actions_that_came_of_it(api: Client, held: Item) -> None:
    plan = make(api, "/v1/plans", title="Plan", kind="partnership_plan")
    item = make(api, f"{held['url']}/agenda-items", title="The away day", kind="decision")
    decision = decide(api, held, agenda_item_id=item["id"])
    action = make(api, f"{decision['url']}/actions", plan_id=plan["id"], text="Book the away day")
    refused = api.delete(held["url"], headers=ANY)
    assert refusal(refused)[:2] == (409, "is_depended_on")
    assert action["url"] in refused.text
    delete(api, action)
    # What is only of the meeting is deleted with it, whatever else of it that hangs on.
    delete(api, held)
    assert api.get(decision["url"]).status_code == 404
    assert refusal(api.post(f"{action['url']}/undelete"))[0] == 422


def test_meeting_stays_before_the_one_that_answered_it(api: Client, group: Item, held: Item) -> None:
    item = make(api, f"{held['url']}/agenda-items", title="The plan", kind="decision")
    under = {"agenda_item_id": item["id"], "letter": "a", "text": "Adopt it."}
    asked = make(api, f"{held['url']}/recommendations", **under)
    later = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18", status="held")
    decision = decide(api, later, recommendation_id=asked["id"])
    for meeting, values in (
        (held, {"starts_on": "2003-03-18"}),
        (held, {"sub_group_id": "learning"}),
        (later, {"starts_on": "2003-01-21"}),
        (later, {"sub_group_id": "learning"}),
        (later, {"status": "cancelled"}),
    ):
        refused = change(api, meeting, **values)
        assert refusal(refused) == (409, "rests_on_it", [f"/{next(iter(values))}"]), values
        assert decision["url"] in refused.text
    # That it was asked shows not that the meeting took place.
    assert changed(api, held, status="cancelled")["starts_on"] == "2003-01-21"
    assert changed(api, held, starts_on="2003-03-17")["starts_on"] == "2003-03-17"
    assert changed(api, later, starts_on="2003-03-20")["starts_on"] == "2003-03-20"
