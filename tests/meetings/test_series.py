"""Series of meetings, made at once and never twice, and the forward programme that they make."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.kernel.clock import now
from app.meetings.rules import LONGEST_SERIES
from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event

NAME = "Steering Group 2004/05"


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group, whose agendas are sent out two weeks before its meetings."""
    return make(
        api,
        "/v1/sub-groups",
        name="Steering Group",
        kind="steering_group",
        agenda_notice_days=14,
        standing_items=["Apologies"],
    )


def ask(api: Client, group: Item, **values: Any) -> httpx.Response:
    return api.post(f"{group['url']}/meetings", json={"series": NAME, **values})


def days(meetings: list[Item]) -> list[str]:
    return [meeting["starts_on"] for meeting in meetings]


def test_series_has_a_meeting_on_each_day_given(api: Client, group: Item) -> None:
    make(api, "/v1/venues", name="Library", is_town_hall=False)
    answer = ask(
        api,
        group,
        days=["2004-09-21", "2004-07-20", "2004-09-21"],
        venue_id="library",
        title="Steering",
        status="confirmed",
        visibility="public",
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()["made"]
    assert (days(made), answer.json()["existing"]) == (["2004-07-20", "2004-09-21"], [])
    for meeting in made:
        told = [meeting[name] for name in ("series", "title", "status", "visibility", "starts_at")]
        assert told == [NAME, "Steering", "confirmed", "public", None]
        whole = api.get(f"{meeting['url']}?embed=venue,agenda_items").json()
        assert whole["venue"]["reference"] == "library"
        # What was on the agendas of 2004 does not follow from what is standing today.
        assert whole["agenda_items"] == []
    assert made[0]["reference"] == "steering-group-2004-07-20"


def test_member_that_a_series_does_not_know_is_told_those_of_the_wire(api: Client, group: Item) -> None:
    refused = ask(api, group, from_="2004-07-01")
    assert refusal(refused) == (422, "invalid", ["/from_"])
    told = refused.json()["errors"][0]["detail"]
    assert told.startswith("is not known here; allowed: series, days, rrule, from, to, time, "), told


def test_meetings_of_a_series_that_are_to_come_have_the_standing_items(api: Client, group: Item) -> None:
    soon = now().date() + timedelta(days=30)
    (made,) = ask(api, group, days=[str(soon)]).json()["made"]
    agenda = api.get(f"{made['url']}/agenda-items").json()["items"]
    assert [item["title"] for item in agenda] == ["Apologies"]


@pytest.mark.parametrize(
    ("rrule", "first", "last", "expected"),
    [
        # The third Tuesdays of July to October 2004; 20 July itself is one of them.
        (
            "FREQ=MONTHLY;BYDAY=3TU",
            "2004-07-20",
            "2004-10-19",
            ["2004-07-20", "2004-08-17", "2004-09-21", "2004-10-19"],
        ),
        # The first day counts only where the rule makes it: 1 July 2004 was a Thursday.
        ("FREQ=MONTHLY;BYDAY=3TU", "2004-07-01", "2004-08-16", ["2004-07-20"]),
        # Every second month from the first one on.
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU", "2004-07-01", "2004-10-31", ["2004-07-20", "2004-09-21"]),
        ("RRULE:FREQ=MONTHLY", "2004-07-20", "2004-09-19", ["2004-07-20", "2004-08-20"]),
        ("FREQ=WEEKLY;COUNT=2", "2004-07-20", "2005-07-20", ["2004-07-20", "2004-07-27"]),
        ("FREQ=WEEKLY;UNTIL=20040802", "2004-07-20", "2005-07-20", ["2004-07-20", "2004-07-27"]),
    ],
)
def test_series_has_a_meeting_on_each_day_that_a_rule_makes(
    api: Client, group: Item, rrule: str, first: str, last: str, expected: list[str]
) -> None:
    answer = ask(api, group, rrule=rrule, **{"from": first, "to": last})
    assert answer.status_code == 201, answer.text
    assert days(answer.json()["made"]) == expected


def test_time_of_day_is_that_of_the_clock_in_summer_and_in_winter(api: Client, group: Item) -> None:
    made = ask(api, group, days=["2004-07-20", "2004-11-16"], time="18:30").json()["made"]
    # British Summer Time is an hour ahead of UTC, and ended on 31 October 2004.
    assert [one["starts_at"] for one in made] == ["2004-07-20T17:30:00Z", "2004-11-16T18:30:00Z"]
    night = ask(api, group, days=["2004-12-01"], time="00:15", time_zone="Asia/Tokyo").json()["made"]
    assert [(one["starts_on"], one["starts_at"]) for one in night] == [("2004-12-01", "2004-11-30T15:15:00Z")]


def test_time_that_the_clock_leaves_out_is_still_on_its_day(api: Client, group: Item) -> None:
    # On 28 March 2004 the clocks of London went from 01:00 to 02:00.
    (made,) = ask(api, group, days=["2004-03-28"], time="01:30").json()["made"]
    assert (made["starts_on"], made["starts_at"]) == ("2004-03-28", "2004-03-28T01:30:00Z")


def test_series_that_is_asked_for_again_makes_nothing_twice(api: Client, group: Item) -> None:
    first = ask(api, group, days=["2004-07-20", "2004-09-21"]).json()["made"]
    changed(api, first[1], status="cancelled")
    before = last_event(api)
    again = ask(api, group, days=["2004-07-20", "2004-09-21"])
    assert again.status_code == 200
    assert (again.json()["made"], days(again.json()["existing"])) == ([], ["2004-07-20", "2004-09-21"])
    assert events(api.sessions, before) == []
    longer = ask(api, group, days=["2004-07-20", "2004-11-16"]).json()
    assert (days(longer["made"]), days(longer["existing"])) == (["2004-11-16"], ["2004-07-20"])


def test_meeting_that_was_moved_is_not_made_again_on_the_day_it_was_made_for(
    api: Client, group: Item
) -> None:
    asked = {"rrule": "FREQ=MONTHLY;BYDAY=2TU", "from": "2027-01-01", "to": "2027-03-31"}
    made = ask(api, group, **asked).json()["made"]
    assert days(made) == ["2027-01-12", "2027-02-09", "2027-03-09"]
    for day in ("2027-02-16", "2027-04-06"):
        changed(api, made[1], starts_on=day)
        again = ask(api, group, **asked)
        assert (again.status_code, again.json()["made"]) == (200, [])
        # It is told where it is now.
        assert days(again.json()["existing"]) == sorted(["2027-01-12", day, "2027-03-09"])
    # A day of another series is free, and so is one whose meeting was deleted.
    other = {"series": "Awaydays", "days": ["2027-02-09"]}
    awayday = make(api, f"{group['url']}/meetings", **other)["made"][0]
    changed(api, awayday, starts_on="2027-02-10")
    delete(api, made[1])
    assert days(ask(api, group, **asked).json()["made"]) == ["2027-02-09"]


def test_meetings_of_other_sub_groups_and_deleted_ones_do_not_stand_in_the_way(
    api: Client, group: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning")
    make(api, "/v1/meetings", sub_group_id=other["id"], starts_on="2004-07-20")
    delete(api, make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20"))
    assert days(ask(api, group, days=["2004-07-20"]).json()["made"]) == ["2004-07-20"]


def test_repetition_with_its_key_is_answered_as_the_first_time(api: Client, group: Item) -> None:
    asked = {"json": {"series": NAME, "days": ["2004-07-20"]}, "headers": {"Idempotency-Key": "series"}}
    first, again = (api.post(f"{group['url']}/meetings", **asked) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, ("series_has_no_days", ["/rrule", "/from", "/to"])),
        ({"rrule": "FREQ=WEEKLY", "from": "2004-07-20"}, ("series_has_no_days", ["/to"])),
        ({"days": ["2004-07-20"], "to": "2004-07-20"}, ("series_has_no_days", ["/to"])),
        (
            {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "from": "2004-01-01", "to": "2013-12-31"},
            ("series_has_no_days", ["/rrule"]),
        ),
        # 60 weeks after 20 July 2004 is the 61st meeting.
        (
            {"rrule": "FREQ=WEEKLY", "from": "2004-07-20", "to": "2005-09-13"},
            ("series_is_too_long", ["/rrule"]),
        ),
        ({"rrule": "FREQ=YEARLY", "from": "2004-07-20", "to": "2999-01-01"}, ("series_is_too_long", ["/to"])),
        (
            {"rrule": "FREQ=WEEKLY", "from": "2004-07-20", "to": "2004-07-19"},
            ("ends_before_it_starts", ["/to"]),
        ),
        ({"rrule": "FREQ=HOURLY", "from": "2004-07-20", "to": "2004-07-21"}, ("invalid", ["/rrule"])),
        ({"days": []}, ("invalid", ["/days"])),
        ({"days": ["2004-02-30"]}, ("invalid", ["/days/0"])),
        ({"days": ["2004-07-20"], "time": "24:00"}, ("invalid", ["/time"])),
        ({"days": ["2004-07-20"], "time": "6.30pm"}, ("invalid", ["/time"])),
        ({"days": ["2004-07-20"], "time_zone": "Kensington"}, ("invalid", ["/time_zone"])),
        ({"days": ["2004-07-20"], "venue_id": "nowhere"}, ("invalid", ["/venue_id"])),
        ({"days": ["2004-07-20"], "series": " "}, ("invalid", ["/series"])),
    ],
)
def test_series_that_can_not_be_made_is_refused_whole(
    api: Client, group: Item, values: dict[str, Any], wanted: tuple[str, list[str]]
) -> None:
    before = last_event(api)
    assert refusal(ask(api, group, **values)) == (422, *wanted)
    assert events(api.sessions, before) == []


def test_sixty_meetings_are_a_series(api: Client, group: Item) -> None:
    answer = ask(api, group, rrule="FREQ=WEEKLY", **{"from": "2004-07-20", "to": "2005-09-12"})
    # The 60th Tuesday is 59 weeks after the first.
    assert (len(answer.json()["made"]), answer.json()["made"][-1]["starts_on"]) == (60, "2005-09-06")


def test_series_may_last_as_long_as_it_says_and_no_day_longer(api: Client, group: Item) -> None:
    first = date(2004, 7, 20)
    for days_more, status in ((1, 422), (0, 201)):
        last = first + LONGEST_SERIES + timedelta(days=days_more)
        answer = ask(api, group, rrule="FREQ=YEARLY", **{"from": str(first), "to": str(last)})
        assert answer.status_code == status, answer.text


def test_series_needs_a_key_that_may_write_and_a_sub_group(api: Client, group: Item) -> None:
    assert ask(api.public, group, days=["2004-07-20"]).status_code == 401
    assert ask(api.as_key(["report"]), group, days=["2004-07-20"]).status_code == 403
    assert ask(api, {"url": "/v1/sub-groups/steering-group"}, days=["2004-07-20"]).status_code == 404


def programme(api: Client, group: Item, query: str) -> Item:
    answer = api.get(f"{group['url']}/forward-programme?{query}")
    assert answer.status_code == 200, answer.text
    shown: Item = answer.json()
    return shown


def test_programme_has_the_meetings_to_come_and_tells_where_they_are(api: Client, group: Item) -> None:
    hall = make(api, "/v1/venues", name="Town Hall", is_town_hall=True)
    library = make(api, "/v1/venues", name="Library", is_town_hall=False)
    chapel = make(api, "/v1/venues", name="Chapel")
    made = ask(
        api,
        group,
        days=["2004-07-20", "2004-09-21", "2004-11-16", "2005-01-18", "2005-03-15", "2005-05-17"],
    ).json()["made"]
    for meeting, venue in zip(made, (hall, library, library, chapel, None, library), strict=True):
        changed(api, meeting, venue_id=venue and venue["id"])
    changed(api, made[1], status="cancelled")
    make(api, f"{made[2]['url']}/agenda-items", title="Apologies", kind="standing")
    changed(api, made[2], draft_agenda_sent_on="2004-11-01")
    shown = programme(api, group, "as_of=2004-07-20&months=8")
    # From 20 July to 19 March, without September, which is cancelled, and May, which is later.
    assert (shown["from"], shown["to"], shown["count"]) == ("2004-07-20", "2005-03-19", 4)
    assert days(shown["meetings"]) == ["2004-07-20", "2004-11-16", "2005-01-18", "2005-03-15"]
    assert shown["held_at"] == {"away": 1, "town_hall": 1, "unknown": 2}
    november = shown["meetings"][1]
    assert (november["agenda_due_on"], november["agenda_status"]) == ("2004-11-02", "draft")
    assert november["venue"]["name"] == "Library"
    assert [item["title"] for item in november["agenda_items"]] == ["Apologies"]
    assert days(programme(api, group, "as_of=2004-11-17&months=3")["meetings"]) == ["2005-01-18"]


def test_public_sees_the_public_meetings_of_a_programme(api: Client, group: Item) -> None:
    july, september = ask(api, group, days=["2004-07-20", "2004-09-21"]).json()["made"]
    changed(api, september, visibility="public")
    shown = programme(api.public, group, "as_of=2004-07-01")
    assert (days(shown["meetings"]), shown["count"]) == (["2004-09-21"], 1)
    assert shown["held_at"] == {"away": 0, "town_hall": 0, "unknown": 1}
    assert change(api, july, status="held").status_code == 200
    assert days(programme(api, group, "as_of=2004-07-01")["meetings"]) == ["2004-07-20", "2004-09-21"]


def test_programme_of_more_meetings_than_a_page_holds_is_whole(api: Client, group: Item) -> None:
    # Four times sixty days in a row.
    for first, last in (
        ("2004-07-01", "2004-08-29"),
        ("2004-08-30", "2004-10-28"),
        ("2004-10-29", "2004-12-27"),
        ("2004-12-28", "2005-02-25"),
    ):
        answer = ask(api, group, rrule="FREQ=DAILY", **{"from": first, "to": last})
        assert len(answer.json()["made"]) == 60
    assert programme(api, group, "as_of=2004-07-01&months=24")["count"] == 240


@pytest.mark.parametrize("query", ["months=0", "months=37", "months=x", "as_of=July", "page=1"])
def test_programme_refuses_what_it_does_not_know(api: Client, group: Item, query: str) -> None:
    assert api.get(f"{group['url']}/forward-programme?{query}").status_code == 400


def test_programme_of_nobody_is_not_there(api: Client, group: Item) -> None:
    delete(api, group)
    assert api.get(f"{group['url']}/forward-programme").status_code == 404


def test_programme_ends_with_the_calendar(api: Client, group: Item) -> None:
    assert programme(api, group, "as_of=2999-12-31&months=36")["to"] == "2999-12-31"


@pytest.mark.parametrize(
    ("day", "time", "zone"),
    [("2999-12-31", "23:59", "America/New_York"), ("1800-01-01", "00:00", "Asia/Tokyo")],
)
def test_time_that_falls_into_a_year_that_is_not_kept_is_refused(
    api: Client, group: Item, day: str, time: str, zone: str
) -> None:
    body = {"series": "Edges", "days": [day], "time": time, "time_zone": zone}
    answer = api.post(f"{group['url']}/meetings", json=body)
    assert refusal(answer) == (422, "times_disagree", ["/time"])
