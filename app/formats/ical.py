"""Calendars, as calendar programs subscribe to them. Sources: RFC 5545; RFC 7986 for names and how often to ask.

There is no clock in what is written: DTSTAMP tells, as it does where there is no METHOD, when an event was last
changed (RFC 5545, section 3.8.7.2). So the same events are the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""In octets, without the line's end (section 3.1)."""

_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Partnership Plans//Partnership Plans//EN",
    "CALSCALE:GREGORIAN",
)
_ASK_AGAIN = ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_TO_ESCAPE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\\\\;,]")
# What would end the line, or no program could read, is left out; a tab may stay.
_ESCAPES = str.maketrans(
    {chr(code): None for code in (*range(0x20), 0x7F)}
    | {"\t": "\t", "\n": "\\n", "\\": "\\\\", ";": "\\;", ",": "\\,"}
)


class EventStatus(StrEnum):
    """How certain an event is (section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. What starts on a day takes whole days, and nobody's time; it `ends` before a day or a time.

    `uid` never changes; `sequence` grows with each change.
    """

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    starts: date
    ends: date | None
    summary: str
    description: str = ""
    location: str = ""
    url: str
    categories: Sequence[str] = ()
    status: EventStatus = EventStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Calendar:
    """Events, under a name that calendar programs show."""

    name: str
    events: Sequence[Event]


def write_calendar(calendar: Calendar) -> bytes:
    """Write a calendar."""
    name = escaped(calendar.name)
    lines = [*_HEAD, f"NAME:{name}", f"X-WR-CALNAME:{name}", *_ASK_AGAIN]
    for event in calendar.events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def escaped(words: str) -> str:
    """Write words as a TEXT value (section 3.3.11): lines are joined, and control characters left out."""
    if not _TO_ESCAPE.search(words):
        return words
    return _LINE_END.sub("\n", words).translate(_ESCAPES)


def _lines_of(event: Event) -> Iterator[str]:
    changed_at = _time(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{changed_at}"
    yield f"CREATED:{_time(event.created_at)}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART{_moment(event.starts)}"
    if event.ends is not None:
        yield f"DTEND{_moment(event.ends)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(escaped, event.categories))}"
    yield f"URL:{event.url}"
    yield f"STATUS:{event.status.value}"
    yield f"TRANSP:{'OPAQUE' if isinstance(event.starts, datetime) else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _moment(day_or_time: date) -> str:
    if isinstance(day_or_time, datetime):
        return f":{_time(day_or_time)}"
    return f";VALUE=DATE:{day_or_time.isoformat().replace('-', '')}"


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """End a line, folded where it is too long, but never within a character."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= LONGEST_LINE:
        return octets + b"\r\n"
    pieces, begin, room = [], 0, LONGEST_LINE
    while begin < len(octets):
        end = min(begin + room, len(octets))
        # The later octets of a character begin with the bits 10.
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[begin:end])
        begin, room = end, LONGEST_LINE - 1
    return b"\r\n ".join(pieces) + b"\r\n"
