"""How meetings are told in calendars, feeds and tables: in English, by what an item of the list shows."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.formats.ical import EventStatus
from app.formats.tables import Cell, Column
from app.kernel.text import day_words
from app.meetings.rules import AgendaStatus, MeetingStatus

Item = Mapping[str, Any]

NAME = "Meetings"
COLUMNS = (
    Column("Day", 12),
    Column("Begins", 8),
    Column("Ends", 8),
    Column("Time zone", 14),
    Column("Status", 12),
    Column("Sub-group", 30),
    Column("Reference", 20),
    Column("Meeting", 40),
    Column("Venue", 40),
    Column("Agenda due", 12),
    Column("Agenda", 16),
    Column("Series", 24),
    Column("Changed (UTC)", 17),
    Column("Link", 40),
)
_CERTAINTY = {
    MeetingStatus.PROPOSED: EventStatus.TENTATIVE,
    MeetingStatus.CONFIRMED: EventStatus.CONFIRMED,
    MeetingStatus.HELD: EventStatus.CONFIRMED,
    MeetingStatus.CANCELLED: EventStatus.CANCELLED,
}


def event_status(item: Item) -> EventStatus:
    """Tell how certain a meeting is."""
    return _CERTAINTY[MeetingStatus(item["status"])]


def changed_at(item: Item) -> datetime:
    """Tell when a meeting changed, or what else is told of it: its sub-group and its venue."""
    told = (item, item["sub_group"], item["venue"])
    changed: datetime = max(one["updated_at"] for one in told if one is not None)
    return changed


def span_of(item: Item) -> tuple[date, date | None]:
    """Give when a meeting begins and what it ends before: times where they are known, else days."""
    if item["starts_at"] is not None:
        # Where no end is known none is made up: to calendars it is then a moment (RFC 5545, section 3.6.1).
        return item["starts_at"], item["ends_at"]
    return item["starts_on"], item["starts_on"] + timedelta(days=1)


def venue_words(item: Item) -> str:
    """Name the venue, with its address."""
    venue = item["venue"]
    return ", ".join(filter(None, (venue["name"], venue["address"]))) if venue else ""


def body_words(item: Item) -> str:
    """Name the sub-group that meets."""
    return item["sub_group"]["name"] if item["sub_group"] else ""


def when_words(item: Item) -> str:
    """Tell the day of a meeting, and its times where they are known, where it is held."""
    known = [at for at in (_clock(item, "starts_at"), _clock(item, "ends_at")) if at is not None]
    told = [at if isinstance(at, str) else f"{at:%H:%M}" for at in known]
    times = f", {' to '.join(told)}" if told else ""
    return f"{day_words(item['starts_on'])}{times}"


def told_of(item: Item) -> str:
    """Tell all of a meeting that its title doesn't, line by line."""
    return "\n".join(f"{label}: {words}" for label, words in _details(item) if words)


def _details(item: Item) -> Iterator[tuple[str, str]]:
    yield "When", when_words(item)
    yield "Status", MeetingStatus(item["status"]).en
    yield "Sub-group", body_words(item)
    yield "Venue", venue_words(item)
    yield "Agenda due", day_words(item["agenda_due_on"]) if item["agenda_due_on"] else ""
    yield "Agenda", AgendaStatus(item["agenda_status"]).en


def row_of(item: Item, link: str) -> tuple[Cell, ...]:
    """Make the row of a table, cell by cell in the order of COLUMNS."""
    return (
        item["starts_on"],
        _clock(item, "starts_at"),
        _clock(item, "ends_at"),
        item["time_zone"],
        MeetingStatus(item["status"]).en,
        body_words(item),
        item["reference"],
        item["title"],
        venue_words(item),
        item["agenda_due_on"],
        AgendaStatus(item["agenda_status"]).en,
        item["series"],
        changed_at(item),
        link,
    )


def _clock(item: Item, name: str) -> time | str | None:
    """Tell a time as clocks show it where the meeting is held, to the minute; led by its day where that is another."""
    at: datetime | None = item[name]
    if at is None:
        return None
    there = at.astimezone(ZoneInfo(item["time_zone"]))
    if there.date() != item["starts_on"]:
        return f"{day_words(there)}, {there:%H:%M}"
    return there.time().replace(second=0, microsecond=0)
