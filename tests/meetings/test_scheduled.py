"""On which day a meeting was put into the forward programme, where somebody says so."""

from datetime import timedelta

import pytest

from app.kernel.clock import now
from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client


@pytest.fixture
def group(api: Client) -> Item:
    """A group that meets."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")


def test_meeting_tells_since_when_it_was_in_the_programme(api: Client, group: Item) -> None:
    meeting = make(
        *(api, "/v1/meetings"), sub_group_id=group["id"], starts_on="2004-07-20", scheduled_on="2004-03-16"
    )
    assert meeting["scheduled_on"] == "2004-03-16"
    # It may have been agreed on the very day.
    assert changed(api, meeting, scheduled_on="2004-07-20")["scheduled_on"] == "2004-07-20"
    assert changed(api, meeting, scheduled_on=None)["scheduled_on"] is None
    unsaid = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-09-21")
    assert unsaid["scheduled_on"] is None


def test_meeting_was_not_put_into_the_programme_after_its_day(api: Client, group: Item) -> None:
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")
    refused = change(api, meeting, scheduled_on="2004-07-21")
    assert refusal(refused) == (422, "not_scheduled_then", ["/scheduled_on"])
    assert refused.json()["errors"][0]["detail"] == "is after the meeting, which is on 2004-07-20"
    changed(api, meeting, scheduled_on="2004-07-20")
    assert refusal(change(api, meeting, starts_on="2004-07-19")) == (
        *(422, "not_scheduled_then", ["/scheduled_on"]),
    )


def test_nothing_was_put_into_the_programme_on_a_day_to_come(api: Client, group: Item) -> None:
    today = now().date()
    told = {"sub_group_id": group["id"], "starts_on": str(today + timedelta(days=30))}
    refused = api.post("/v1/meetings", json={**told, "scheduled_on": str(today + timedelta(days=2))})
    assert refusal(refused) == (422, "not_scheduled_then", ["/scheduled_on"])
    assert refused.json()["errors"][0]["detail"] == "is still to come"
    assert make(api, "/v1/meetings", **told, scheduled_on=str(today))["scheduled_on"] == str(today)


def test_meetings_of_a_series_were_put_into_the_programme_together(api: Client, group: Item) -> None:
    series = {"series": "2004/05", "days": ["2004-07-20", "2004-09-21"]}
    address = f"{group['url']}/meetings"
    refused = api.post(address, json={**series, "scheduled_on": "2004-07-21"})
    assert refusal(refused) == (422, "not_scheduled_then", ["/scheduled_on"])
    made = make(api, address, **series, scheduled_on="2004-03-16")["made"]
    assert [meeting["scheduled_on"] for meeting in made] == ["2004-03-16"] * 2
