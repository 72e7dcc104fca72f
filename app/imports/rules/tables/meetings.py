"""How a table tells of meetings: their times are by the clock of the partnership."""

from datetime import date, time
from typing import Any

from app.imports.rules.tables.cells import CantBeRead, OneOf, read_day, read_when
from app.imports.rules.tables.columns import Column, Said, Sayings, Thing
from app.meetings.rules import DEFAULT_TIME_ZONE, MeetingStatus, starts_at_of


def _settle(said: Sayings) -> Sayings:
    """Make times of a meeting's day and of the time of day in its cells; a day with the start is the meeting's."""
    settled = dict(said)
    start = said.get("starts_at")
    if start is not None and not isinstance(start.value, time):
        day = start.value if isinstance(start.value, date) else start.value[0]
        if settled.setdefault("starts_on", Said(day, start.sources)).value != day:
            raise CantBeRead(f"it begins on {day}, which is not the day of the meeting", "starts_at")
    for name in ("starts_at", "ends_at"):
        if name in said:
            settled.pop(name)
            settled |= _moment(name, said[name], settled.get("starts_on"))
    return settled


def _moment(name: str, said: Said, on: Said | None) -> dict[str, Said]:
    value: Any = said.value
    if isinstance(value, date):
        return {}
    if isinstance(value, tuple):
        day, clock = value
    elif on is None:
        raise CantBeRead("a time of day needs the day of the meeting beside it", name)
    else:
        day, clock = on.value, value
    sources = tuple(dict.fromkeys((*said.sources, *(on.sources if on else ()))))
    return {name: Said(starts_at_of(day, clock.isoformat(), DEFAULT_TIME_ZONE), sources)}


MEETING = Thing(
    kind="meeting",
    needs=("sub_group_id", "starts_on"),
    same=(
        ("reference",),
        ("sub_group_id", "starts_at"),
        ("sub_group_id", "starts_on", "title"),
        ("sub_group_id", "starts_on"),
    ),
    settle=_settle,
    can_be_public=True,
    columns=(
        Column(
            "reference",
            ("Reference", "Ref", "Cyfeirnod"),
            "The key by which it is known; made from the sub-group and the day where left blank.",
        ),
        Column(
            "sub_group_id",
            ("Sub-group", "Sub group", "Group", "Body", "Meeting of", "Is-grŵp", "Grŵp"),
            "Who meets, by name or reference.",
            names=("sub_group",),
        ),
        Column(
            "title",
            ("Title", "Meeting", "Meeting title", "Teitl", "Cyfarfod"),
            "Made from who meets where blank.",
        ),
        Column(
            "starts_on", ("Date", "Day", "Meeting date", "Date of meeting", "Dyddiad"), "Its day.", read_day
        ),
        Column(
            "starts_at",
            ("Start", "Starts", "Start time", "Time", "From", "Begins", "Amser", "Dechrau"),
            "When it begins, by the clock of the partnership; perhaps with the day.",
            read_when,
        ),
        Column(
            "ends_at",
            ("End", "Ends", "End time", "To", "Finish", "Finishes", "Until", "Diwedd"),
            "When it ends; perhaps with the day.",
            read_when,
        ),
        Column(
            "venue_id",
            ("Venue", "Place", "Where", "Location", "Lleoliad"),
            "Where it is held, by name or reference.",
            names=("venue",),
        ),
        Column("status", ("Status", "Statws"), "How certain it is.", OneOf(MeetingStatus)),
        Column("series", ("Series", "Cyfres"), "What it is one of, such as Steering Group 2004."),
    ),
)
