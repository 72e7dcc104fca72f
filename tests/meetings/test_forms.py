"""Meetings as a calendar, a feed and tables: the same list as in JSON, with the same filters, in every form."""

import csv
import io
from datetime import UTC, date, datetime, time
from typing import Any

import feedparser
import icalendar
import openpyxl
import pytest

from app.meetings.models import Meeting, Venue
from app.meetings.rules.forms import COLUMNS
from app.sub_groups.models import SubGroup
from tests.support.asking import Item, changed, make, make_last_changed
from tests.support.client import Client
from tests.support.feeds import check_feed

LONG_AGO = datetime(2004, 1, 2, 3, 4, 5, tzinfo=UTC)
FILTERS = (
    "",
    "sub_group=cluster",
    "venue=town-hall",
    "status=cancelled",
    "from=2004-08-01",
    "q=away",
    "sort=-title",
)


@pytest.fixture
def meetings(api: Client) -> dict[str, Item]:
    """A meeting with times and a place, one of which only the day is known, and one that is cancelled."""
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=14)
    make(api, "/v1/sub-groups", name="Cluster")
    make(api, "/v1/venues", name="Town Hall", address="Hornton Street", is_town_hall=True)
    times = {"starts_at": "2004-07-20T18:30:00+01:00", "ends_at": "2004-07-20T20:00:00+01:00"}
    rows = {
        "july": {**times, "status": "confirmed", "venue_id": "town-hall", "visibility": "public"},
        "away": {"starts_on": "2004-09-28", "sub_group_id": "cluster"},
        "off": {"starts_on": "2004-11-16", "status": "cancelled", "visibility": "public"},
    }
    return {
        name: make(api, "/v1/meetings", **{"sub_group_id": "steering-group", "title": name, **values})
        for name, values in rows.items()
    }


def events(api: Client, query: str = "") -> dict[str, Any]:
    answer = api.get(f"/v1/meetings.ics?{query}")
    assert answer.status_code == 200, answer.text
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def fed(api: Client, title: str) -> Any:
    entries = feedparser.parse(api.get("/v1/meetings.atom").content).entries
    return next(entry for entry in entries if entry.title == title)


def rows(api: Client, query: str = "") -> list[dict[str, str]]:
    content = api.get(f"/v1/meetings.csv?{query}").content.decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(content, newline=""))]


@pytest.mark.parametrize("asked", FILTERS)
def test_every_form_holds_what_the_list_holds(api: Client, meetings: dict[str, Item], asked: str) -> None:
    for caller in (api, api.public):
        items = caller.get(f"/v1/meetings?{asked}").json()["items"]
        titles = [item["title"] for item in items]
        assert {*titles} <= {*meetings}
        assert [*events(caller, asked)] == titles
        assert [row["Meeting"] for row in rows(caller, asked)] == titles
        sheet: Any = openpyxl.load_workbook(
            io.BytesIO(caller.get(f"/v1/meetings.xlsx?{asked}").content)
        ).active
        assert [row[7].value for row in sheet.iter_rows(min_row=2)] == titles
        content = caller.get(f"/v1/meetings.atom?{asked}").content
        check_feed(content)
        assert sorted(entry.title for entry in feedparser.parse(content).entries) == sorted(titles)


def test_meeting_has_its_times_in_utc_and_its_place(api: Client, meetings: dict[str, Item]) -> None:
    event = events(api)["july"]
    begins, ends = datetime(2004, 7, 20, 17, 30, tzinfo=UTC), datetime(2004, 7, 20, 19, 0, tzinfo=UTC)
    assert (event.decoded("dtstart"), event.decoded("dtend"), event["transp"]) == (begins, ends, "OPAQUE")
    assert (event["location"], event["status"]) == ("Town Hall, Hornton Street", "CONFIRMED")
    assert event["url"] == f"http://plans.test{meetings['july']['url']}"
    assert str(event["description"]).split("\n") == [
        "When: 20 Jul 2004, 18:30 to 20:00",
        "Status: Confirmed",
        "Sub-group: Steering Group",
        "Venue: Town Hall, Hornton Street",
        "Agenda due: 6 Jul 2004",
        "Agenda: Not sent out",
    ]


def test_meeting_of_which_only_the_day_is_known_takes_the_day(api: Client, meetings: dict[str, Item]) -> None:
    event = events(api)["away"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2004, 9, 28), date(2004, 9, 29))
    assert (event["transp"], event["status"]) == ("TRANSPARENT", "TENTATIVE")
    assert len(meetings) == 3


def test_cancelled_meeting_stays_as_cancelled(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["july"], status="cancelled")
    found = events(api.public)
    assert {name: event["status"] for name, event in found.items()} == {
        "july": "CANCELLED",
        "off": "CANCELLED",
    }
    assert (found["july"]["uid"], found["july"]["sequence"]) == (
        f"{meetings['july']['id']}@partnership-plans",
        1,
    )


def test_event_changes_with_its_venue(api: Client, meetings: dict[str, Item]) -> None:
    venue = changed(api, api.get("/v1/venues").json()["items"][0], name="Old Town Hall")
    event = events(api)["july"]
    assert event["location"] == "Old Town Hall, Hornton Street"
    assert f"{event.decoded('last-modified'):%Y-%m-%dT%H:%M:%S}" == venue["updated_at"][:19]
    assert meetings["july"]["updated_at"] < venue["updated_at"]


def test_feed_and_table_tell_when_the_venue_changed(api: Client, meetings: dict[str, Item]) -> None:
    make_last_changed(api, LONG_AGO, Meeting, SubGroup, Venue)
    entry, row = fed(api, "july"), rows(api)[0]
    assert entry.updated == row["Changed (UTC)"] == "2004-01-02T03:04:05Z"
    venue = changed(api, api.get("/v1/venues").json()["items"][0], name="Old Town Hall")
    entry, row = fed(api, "july"), rows(api)[0]
    assert entry.updated == row["Changed (UTC)"] == f"{venue['updated_at'][:19]}Z"
    assert fed(api, "away").updated == "2004-01-02T03:04:05Z"
    assert api.get(meetings["july"]["url"]).json()["updated_at"].startswith("2004-01-02")


def test_table_tells_times_as_clocks_show_them_there(api: Client, meetings: dict[str, Item]) -> None:
    row = rows(api)[0]
    assert [*row] == [column.heading for column in COLUMNS]
    assert (row["Day"], row["Begins"], row["Ends"], row["Time zone"]) == (
        "2004-07-20",
        "18:30",
        "20:00",
        "Europe/London",
    )
    assert (row["Status"], row["Agenda due"], row["Venue"]) == (
        "Confirmed",
        "2004-07-06",
        "Town Hall, Hornton Street",
    )
    assert row["Link"] == f"http://plans.test{meetings['july']['url']}"


def test_workbook_has_times_that_are_times(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["off"], starts_at="2004-11-16T10:00:00Z")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(api.get("/v1/meetings.xlsx").content)).active
    assert [[cell.value for cell in row] for row in sheet["B2:C4"]] == [
        [time(18, 30), time(20, 0)],
        [None, None],
        [time(10, 0), None],
    ]
    assert (sheet["B2"].is_date, sheet["B2"].number_format) == (True, "hh:mm")
    assert [row["Begins"] for row in rows(api)] == ["18:30", "", "10:00"]


def test_meeting_whose_end_is_not_known_takes_no_time(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["away"], starts_at="2004-09-28T10:00:00+01:00")
    event = events(api)["away"]
    # By RFC 5545, section 3.6.1, it ends as it begins; an end at that very time would not be allowed.
    assert (event.decoded("dtstart"), "dtend" in event) == (datetime(2004, 9, 28, 9, tzinfo=UTC), False)
    assert "duration" not in event
    assert "When: 28 Sep 2004, 10:00\n" in event["description"]


def test_meeting_that_ends_on_another_day_says_on_which(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["july"], ends_at="2004-07-20T23:30:00Z")
    assert "When: 20 Jul 2004, 18:30 to 21 Jul 2004, 00:30\n" in events(api)["july"]["description"]
    assert (rows(api)[0]["Begins"], rows(api)[0]["Ends"]) == ("18:30", "21 Jul 2004, 00:30")


def test_feed_begins_with_what_changed_last(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["away"], status="confirmed")
    (first, *_) = feedparser.parse(api.get("/v1/meetings.atom?limit=1").content).entries
    assert (first.title, first.summary) == ("away", "Confirmed: 28 Sep 2004")


def test_feed_has_another_order_where_one_is_asked_for(api: Client, meetings: dict[str, Item]) -> None:
    changed(api, meetings["away"], status="confirmed")
    entries = feedparser.parse(api.get("/v1/meetings.atom?sort=-title").content).entries
    assert [entry.title for entry in entries] == ["off", "july", "away"]
