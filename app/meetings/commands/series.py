"""Series of meetings, made at once."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from app.core.callers import Caller
from app.core.errors import Fault
from app.core.schemas import FIRST_YEAR, LAST_YEAR
from app.meetings.commands import WRITE_MEETINGS
from app.meetings.models import Meeting
from app.meetings.queries.programme import list_made_for, list_on_days
from app.meetings.rules import TimesDisagree, days_of_series, starts_at_of
from app.meetings.schemas import MeetingCreate
from app.meetings.schemas.series import MeetingSeries
from app.sub_groups.models import SubGroup

_OF_EACH = ("series", "time_zone", "title", "venue_id", "status", "scheduled_on", "visibility")


def make_series(
    session: Session, caller: Caller, sub_group: SubGroup, series: MeetingSeries
) -> tuple[Sequence[Meeting], Sequence[Meeting]]:
    """Make the meetings of a series, all or none; give those made, and those that its days have already.

    A day is left out on which the sub-group meets, or from which a meeting of the series was moved, so that to make a
    series again makes nothing twice. Raises what `days_of_series` raises, and TimesDisagree where a time falls into a
    year that is not kept.
    """
    days = days_of_series(series.days, series.rrule, series.from_, series.to)
    there = ((meeting.starts_on, meeting) for meeting in list_on_days(session, sub_group.id, days))
    taken = [*there, *list_made_for(session, sub_group.id, series.series, days)]
    known = {day for day, _ in taken}
    made = [_make(session, caller, sub_group, series, day) for day in days if day not in known]
    existing = {meeting.id: meeting for _, meeting in taken}.values()
    return made, sorted(existing, key=lambda meeting: (meeting.starts_on, meeting.id))


def _make(session: Session, caller: Caller, sub_group: SubGroup, series: MeetingSeries, day: date) -> Meeting:
    """Make one meeting, through the same door as by itself."""
    told = {name: getattr(series, name) for name in _OF_EACH}
    starts_at = None if series.time is None else starts_at_of(day, series.time, series.time_zone)
    if starts_at is not None and not FIRST_YEAR <= starts_at.year <= LAST_YEAR:
        fault = Fault(f"on {day} falls, in UTC, into the year {starts_at.year}", pointer="/time")
        raise TimesDisagree(f"Years are {FIRST_YEAR} to {LAST_YEAR}.", errors=[fault])
    meeting = MeetingCreate(sub_group_id=sub_group.id, starts_on=day, starts_at=starts_at, **told)
    return WRITE_MEETINGS.create(session, caller, meeting.model_dump())
