"""What only happens at a meeting is not kept of one that is still to come, nor of one that is cancelled."""

from datetime import date, timedelta

import pytest

from app.kernel.clock import now
from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client

APOLOGIES = {"status": "apologies", "organisation_id": "tbc"}


def day(ahead: int) -> date:
    """Give the day so many days from now."""
    return now().date() + timedelta(days=ahead)


def plan_meeting(api: Client, group: Item, ahead: int, **values: object) -> Item:
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=str(day(ahead)), **values)


@pytest.fixture(autouse=True)
def _council(api: Client) -> None:
    make(api, "/v1/organisations", name="The Borough Council", acronym="TBC")


@pytest.fixture
def coming(api: Client, group: Item) -> Item:
    """A meeting in a month."""
    return plan_meeting(api, group, 30)


@pytest.fixture
def cancelled(api: Client, group: Item) -> Item:
    """A meeting of last month that did not take place."""
    return plan_meeting(api, group, -30, status="cancelled")


def test_meeting_is_not_held_ahead_of_time(api: Client, group: Item, coming: Item) -> None:
    to_come = (422, "meeting_is_to_come", ["/status"])
    assert refusal(change(api, coming, status="held")) == to_come
    body = {"sub_group_id": group["id"], "starts_on": str(day(2)), "status": "held"}
    assert refusal(api.post("/v1/meetings", json=body)) == to_come
    series = {"series": "Next year", "days": [str(day(2))], "status": "held"}
    assert refusal(api.post(f"{group['url']}/meetings", json=series)) == to_come
    # Somewhere on Earth it is tomorrow already.
    held = plan_meeting(api, group, 1, status="held")
    assert refusal(change(api, held, starts_on=str(day(2)))) == to_come


def test_nobody_was_at_a_meeting_to_come_but_apologies_may_be_sent(api: Client, coming: Item) -> None:
    path = f"{coming['url']}/attendances"
    for status in ("present", "absent"):
        answer = api.post(path, json={**APOLOGIES, "status": status})
        assert refusal(answer) == (422, "meeting_is_to_come", ["/status"]), status
    sent = make(api, path, **APOLOGIES)
    assert refusal(change(api, sent, status="present")) == (422, "meeting_is_to_come", ["/status"])
    changed(api, coming, starts_on=str(day(1)))
    assert changed(api, sent, status="present")["status"] == "present"


def test_nothing_is_decided_at_a_meeting_to_come(api: Client, coming: Item) -> None:
    path = f"{coming['url']}/decisions"
    answer = api.post(path, json={"outcome": "agreed"})
    assert refusal(answer) == (422, "meeting_is_to_come", ["/outcome"])
    assert str(day(30)) in answer.json()["errors"][0]["detail"]
    changed(api, coming, starts_on=str(day(1)))
    assert make(api, path, outcome="agreed")["outcome"] == "agreed"


def test_nothing_happens_at_a_meeting_that_is_cancelled(api: Client, cancelled: Item) -> None:
    refused: tuple[int, str, list[str]] = (409, "meeting_is_cancelled", [])
    assert refusal(api.post(f"{cancelled['url']}/decisions", json={"outcome": "noted"})) == refused
    for status in ("present", "apologies"):
        answer = api.post(f"{cancelled['url']}/attendances", json={**APOLOGIES, "status": status})
        assert refusal(answer) == refused, status
    changed(api, cancelled, status="held")
    make(api, f"{cancelled['url']}/decisions", outcome="noted")
    make(api, f"{cancelled['url']}/attendances", **APOLOGIES)
