"""Standing items return by themselves: on the agendas of new meetings, and of those to come when they change."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import now
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.ledger import events, last_event

APOLOGIES, NEWS, RENEWAL = "Apologies", "News and views", "Neighbourhood renewal"
TODAY = str(now().date())
SOON = str(now().date() + timedelta(days=30))


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group, with two standing items."""
    return make(
        api,
        "/v1/sub-groups",
        name="Steering Group",
        kind="steering_group",
        standing_items=[APOLOGIES, NEWS],
    )


@pytest.fixture
def meeting(api: Client, group: Item) -> Item:
    """A meeting of it that is to come."""
    return hold(api, group)


def hold(api: Client, group: Item, day: str = SOON, **values: Any) -> Item:
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day, **values)


def add(api: Client, meeting: Item, title: str, kind: str = "decision", **values: Any) -> Item:
    return make(api, f"{meeting['url']}/agenda-items", title=title, kind=kind, **values)


def agenda(api: Client, meeting: Item) -> list[str]:
    items = api.get(f"{meeting['url']}/agenda-items").json()["items"]
    return [f"{item['position']} {item['title']}" for item in items]


def item_called(api: Client, meeting: Item, title: str) -> Item:
    (found,) = api.get(f"{meeting['url']}/agenda-items", params={"q": title}).json()["items"]
    item: Item = found
    return item


@pytest.mark.parametrize("day", [SOON, TODAY])
def test_new_meeting_begins_with_the_standing_items_in_order(api: Client, group: Item, day: str) -> None:
    before = last_event(api)
    meeting = hold(api, group, day)
    shown = [(item["position"], item["title"], item["kind"]) for item in meeting["agenda_items"]]
    assert shown == [(1, APOLOGIES, "standing"), (2, NEWS, "standing")]
    told = [(event["verb"], event["kind"], event["subject_id"]) for event in events(api.sessions, before)]
    assert told == [
        ("created", "meeting", meeting["id"]),
        ("created", "agenda_item", meeting["id"]),
        ("created", "agenda_item", meeting["id"]),
    ]
    assert add(api, meeting, "The plan")["position"] == 3


def test_meeting_that_is_past_when_it_is_entered_gets_no_standing_items_by_itself(
    api: Client, group: Item
) -> None:
    # What was on its agenda in truth is for people to say.
    for status in ("held", "confirmed"):
        past = hold(api, group, "2004-07-20", status=status)
        assert past["agenda_items"] == [], status
    # Put off until it is to come, it is a meeting like any other.
    changed(api, past, starts_on=SOON)
    assert agenda(api, past) == ["1 Apologies", "2 News and views"]


def test_cancelled_meeting_gets_its_standing_items_when_it_is_on_after_all(api: Client, group: Item) -> None:
    meeting = hold(api, group, status="cancelled")
    assert agenda(api, meeting) == []
    changed(api, meeting, status="confirmed")
    assert agenda(api, meeting) == ["1 Apologies", "2 News and views"]


def test_item_said_twice_is_on_the_agenda_once(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Twice", standing_items=[NEWS, APOLOGIES, NEWS])
    assert agenda(api, hold(api, group)) == ["1 News and views", "2 Apologies"]


def test_meeting_that_was_sent_out_when_it_is_made_has_them_too(api: Client, group: Item) -> None:
    meeting = hold(api, group, final_agenda_sent_on="2004-07-13")
    assert agenda(api, meeting) == ["1 Apologies", "2 News and views"]


def test_new_standing_item_comes_right_after_the_one_before_it(
    api: Client, group: Item, meeting: Item
) -> None:
    for title in ("The plan", "The budget"):
        add(api, meeting, title)
    changed(api, group, standing_items=[RENEWAL, APOLOGIES, "Minutes", NEWS])
    assert agenda(api, meeting) == [
        "1 Neighbourhood renewal",
        "2 Apologies",
        "3 Minutes",
        "4 News and views",
        "5 The plan",
        "6 The budget",
    ]


def test_only_what_stands_in_the_way_is_moved(api: Client, group: Item, meeting: Item) -> None:
    add(api, meeting, "The plan", position=3)
    add(api, meeting, "The budget", position=7)
    before = last_event(api)
    changed(api, group, standing_items=[APOLOGIES, NEWS, RENEWAL])
    assert agenda(api, meeting)[2:] == ["3 Neighbourhood renewal", "4 The plan", "7 The budget"]
    told = [(event["verb"], event["kind"], event["reason"]) for event in events(api.sessions, before)]
    assert told == [
        ("updated", "sub_group", None),
        ("updated", "agenda_item", "A standing item of the sub-group was put before it."),
        ("created", "agenda_item", "It is a standing item of the sub-group."),
    ]


def test_standing_item_that_is_none_any_more_goes_unless_something_hangs_on_it(
    api: Client, group: Item, meeting: Item
) -> None:
    news = item_called(api, meeting, NEWS)
    make(api, f"{meeting['url']}/recommendations", agenda_item_id=news["id"], letter="a", text="Note it.")
    changed(api, group, standing_items=[])
    assert agenda(api, meeting) == ["2 News and views"]
    changed(api, group, standing_items=[NEWS, APOLOGIES])
    assert agenda(api, meeting) == ["2 News and views", "3 Apologies"]


def test_retitled_standing_item_is_still_the_same(api: Client, group: Item, meeting: Item) -> None:
    changed(api, item_called(api, meeting, NEWS), title="News from the wards")
    changed(api, group, standing_items=[APOLOGIES, NEWS, RENEWAL])
    assert agenda(api, meeting) == ["1 Apologies", "2 News from the wards", "3 Neighbourhood renewal"]
    changed(api, group, standing_items=[APOLOGIES])
    assert agenda(api, meeting) == ["1 Apologies"]


def test_item_put_there_by_hand_is_not_doubled_nor_taken_off(api: Client, group: Item, meeting: Item) -> None:
    add(api, meeting, "neighbourhood  RENEWAL", kind="standing")
    changed(api, group, standing_items=[APOLOGIES, NEWS, RENEWAL])
    assert agenda(api, meeting) == ["1 Apologies", "2 News and views", "3 neighbourhood RENEWAL"]
    changed(api, group, standing_items=[APOLOGIES])
    assert agenda(api, meeting) == ["1 Apologies", "3 neighbourhood RENEWAL"]


def test_item_that_a_person_took_off_stays_away_and_one_that_was_dropped_returns(
    api: Client, group: Item, meeting: Item
) -> None:
    delete(api, item_called(api, meeting, APOLOGIES))
    changed(api, group, standing_items=[APOLOGIES])
    assert agenda(api, meeting) == []
    changed(api, group, standing_items=[APOLOGIES, NEWS])
    assert agenda(api, meeting) == ["1 News and views"]


def test_meetings_that_are_held_past_or_sent_stay_as_they_are(api: Client, group: Item) -> None:
    settled = [
        hold(api, group, TODAY, status="held"),
        hold(api, group, status="cancelled"),
        hold(api, group, draft_agenda_sent_on="2004-07-06"),
        hold(api, group, final_agenda_sent_on="2004-07-13"),
    ]
    settled.append(changed(api, hold(api, group), starts_on="2004-07-20"))
    before = [agenda(api, meeting) for meeting in settled]
    assert before.count([]) == 1
    today = hold(api, group, TODAY)
    changed(api, group, standing_items=[RENEWAL])
    assert [agenda(api, meeting) for meeting in settled] == before
    assert agenda(api, today) == ["1 Neighbourhood renewal"]


def test_agenda_that_was_called_back_catches_up(api: Client, group: Item) -> None:
    meeting = hold(api, group, draft_agenda_sent_on="2004-07-06")
    changed(api, group, standing_items=[APOLOGIES, NEWS, RENEWAL])
    assert agenda(api, meeting) == ["1 Apologies", "2 News and views"]
    changed(api, meeting, draft_agenda_sent_on=None)
    assert agenda(api, meeting) == ["1 Apologies", "2 News and views", "3 Neighbourhood renewal"]


def test_other_changes_of_a_sub_group_write_nothing_on_agendas(
    api: Client, group: Item, meeting: Item
) -> None:
    before = last_event(api)
    changed(api, group, name="The Steering Group", agenda_notice_days=7)
    changed(api, meeting, title="Summer meeting")
    assert {event["kind"] for event in events(api.sessions, before)} == {"sub_group", "meeting"}


def test_meeting_given_to_another_sub_group_gets_its_standing_items(
    api: Client, group: Item, meeting: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning", standing_items=[RENEWAL, NEWS])
    past = changed(api, hold(api, group), starts_on="2004-07-20")
    add(api, meeting, "The plan")
    for one in (meeting, past):
        changed(api, one, sub_group_id=other["id"])
    assert agenda(api, meeting) == ["1 Neighbourhood renewal", "2 News and views", "3 The plan"]
    assert agenda(api, past) == ["1 Apologies", "2 News and views"]


def test_undeleted_meeting_catches_up_with_its_sub_group(api: Client, group: Item, meeting: Item) -> None:
    past = changed(api, hold(api, group), starts_on="2004-07-20")
    for one in (meeting, past):
        delete(api, one)
    changed(api, group, standing_items=[NEWS])
    for one in (meeting, past):
        assert api.post(f"{one['url']}/undelete").status_code == 200
    assert agenda(api, meeting) == ["2 News and views"]
    assert agenda(api, past) == ["1 Apologies", "2 News and views"]


def test_meetings_of_a_merged_sub_group_get_the_standing_items_of_the_other(
    api: Client, group: Item, meeting: Item
) -> None:
    make(api, "/v1/sub-groups", name="Full Steering Group", standing_items=[NEWS, RENEWAL])
    merged = api.post(
        f"{group['url']}/merge", json={"into": "full-steering-group"}, headers={"If-Match": "*"}
    )
    assert merged.status_code == 200
    assert agenda(api, meeting) == ["2 News and views", "3 Neighbourhood renewal"]
