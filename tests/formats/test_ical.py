"""Calendars as they are written, held to what the package `icalendar` reads of them."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.ical import LONGEST_LINE, Calendar, Event, EventStatus, escaped, write_calendar

AT = datetime(2004, 7, 20, 17, 30, tzinfo=UTC)
# Everything that a database keeps, and what it refuses.
ANY_WORDS = st.text(max_size=200)


def event(**values: Any) -> Event:
    given: dict[str, Any] = {
        "uid": "1@partnership-plans",
        "sequence": 2,
        "created_at": AT,
        "changed_at": AT,
        "starts": date(2004, 7, 1),
        "ends": date(2004, 8, 1),
        "summary": "Report",
        "url": "https://plans.example/v1/actions/1",
        **values,
    }
    return Event(**given)


def read_back(*events: Event, name: str = "Deadlines") -> Any:
    return icalendar.Calendar.from_ical(write_calendar(Calendar(name, events)))


def only_event(**values: Any) -> Any:
    (found,) = read_back(event(**values)).walk("VEVENT")
    return found


def plain(words: str) -> str:
    """Give words as a calendar may hold them: their lines end alike, and control characters are left out."""
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        words = words.replace(end, "\n")
    kept = "".join(one for one in words if one in "\n\t" or not (ord(one) < 0x20 or ord(one) == 0x7F))
    return kept.encode("utf-8", "replace").decode()


def test_window_spans_its_days() -> None:
    found = only_event()
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2004, 7, 1), date(2004, 8, 1))
    assert found["transp"] == "TRANSPARENT"


def test_times_are_in_utc_and_take_time() -> None:
    begins = datetime(2004, 7, 20, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    found = only_event(starts=begins, ends=None)
    assert (found.decoded("dtstart"), "dtend" in found) == (AT, False)
    assert found["transp"] == "OPAQUE"


def test_event_says_when_it_was_changed_and_how_often() -> None:
    found = only_event(status=EventStatus.CANCELLED, sequence=7)
    assert (found["uid"], found["sequence"], found["status"]) == ("1@partnership-plans", 7, "CANCELLED")
    assert {found.decoded(name) for name in ("dtstamp", "last-modified", "created")} == {AT}
    assert found["url"] == "https://plans.example/v1/actions/1"


def test_calendar_says_its_name_and_how_often_to_ask() -> None:
    found = read_back(name="Deadlines: plan a, b; all")
    # The package leaves what it does not know as it was written.
    assert found["name"] == found["x-wr-calname"] == "Deadlines: plan a\\, b\\; all"
    assert found.decoded("refresh-interval") == timedelta(hours=1)
    assert "method" not in found


@given(summary=ANY_WORDS, description=ANY_WORDS, category=ANY_WORDS)
def test_any_words_are_read_back(summary: str, description: str, category: str) -> None:
    found = only_event(summary=summary, description=description, categories=[category, "x,y"])
    assert str(found["summary"]) == plain(summary)
    assert str(found.get("description", "")) == plain(description)
    assert [str(one) for one in found["categories"].cats] == [plain(category), "x,y"]


@given(words=ANY_WORDS, location=ANY_WORDS)
def test_lines_are_short_whole_and_end_alike(words: str, location: str) -> None:
    written = write_calendar(Calendar(words, [event(summary=words * 3, location=location)]))
    *lines, last = written.split(b"\r\n")
    assert last == b""
    for line in lines:
        assert len(line) <= LONGEST_LINE
        # Whole characters, and none that would end the line or break a terminal.
        assert not {*line.decode("utf-8")} & {"\r", "\n", "\x00", "\x0b", "\x0c", "\x1b", "\x85", "\u2028"}


def test_long_line_is_folded_at_75_octets_but_not_within_a_character() -> None:
    # "SUMMARY:" has 8 octets and 66 letters follow: the é would be the 75th and 76th.
    line, rest = (
        write_calendar(Calendar("", [event(summary="a" * 66 + "é")])).split(b"SUMMARY:")[1].split(b"\r\n")[:2]
    )
    assert (line, rest) == (b"a" * 66, " é".encode())
    # The fold takes an octet of each line: 33 é, three times 37, and 6.
    folded = write_calendar(Calendar("", [event(summary="é" * 150)])).partition(b"SUMMARY:")[2]
    assert [one.count("é".encode()) for one in folded.split(b"\r\n")[:5]] == [33, 37, 37, 37, 6]
    exact = write_calendar(Calendar("", [event(summary="a" * 67)]))
    assert b"SUMMARY:" + b"a" * 67 + b"\r\n" in exact


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("no\x00thing\x1b[0m", "nothing[0m"),
        ("BEGIN:VEVENT\nEND:VCALENDAR", "BEGIN:VEVENT\\nEND:VCALENDAR"),
        ("a\u2028b\x85c", "a\\nb\\nc"),
    ],
)
def test_words_are_escaped(words: str, written: str) -> None:
    assert escaped(words) == written


def test_same_events_are_the_same_bytes() -> None:
    assert write_calendar(Calendar("a", [event()])) == write_calendar(Calendar("a", [event()]))
