"""The wire shapes of series of meetings, and of a sub-group's forward programme."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from app.access.rules import Visibility
from app.core.schemas import Day, Line, Link, Shape
from app.meetings.rules import DEFAULT_TIME_ZONE, MOST_MEETINGS, MeetingStatus
from app.meetings.schemas import MeetingRead, TimeZone
from app.phrases.recurrence import read_rule


def _must_be_rule(value: str) -> str:
    read_rule(value)
    return value


def _must_be_time_of_day(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a time of day is written as text, HH:MM")
    return value


RuleWords = Annotated[
    Line, AfterValidator(_must_be_rule), Field(examples=["FREQ=MONTHLY;BYDAY=3TU"], max_length=300)
]
TimeOfDay = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["18:30"]),
    BeforeValidator(_must_be_time_of_day),
]


class MeetingSeries(Shape):
    """Meetings to be kept at once: on the days given, or on those that a rule makes from one day to another."""

    series: Line = Field(description="What each of them is one of, such as `Steering Group 2004/05`.")
    days: Annotated[list[Day], Field(min_length=1, max_length=MOST_MEETINGS)] | None = None
    rrule: RuleWords | None = Field(
        default=None, description="By which rule they repeat (RFC 5545); with `from` and `to`."
    )
    from_: Day | None = Field(
        default=None, alias="from", description="The first day that may be one of them."
    )
    to: Day | None = Field(default=None, description="The last day that may be one of them.")
    time: TimeOfDay | None = Field(
        default=None, description="When they begin, by the clock in `time_zone`, where that is known."
    )
    time_zone: TimeZone = DEFAULT_TIME_ZONE
    title: Line | None = Field(default=None, description="Made from the sub-group's name where null.")
    venue_id: Link | None = Field(default=None, description="An id or a reference.")
    status: MeetingStatus = MeetingStatus.PROPOSED
    scheduled_on: Day | None = Field(
        default=None,
        description="The day on which they were put into the forward programme, where that is known; not after the "
        "first of them.",
    )
    visibility: Visibility = Visibility.PARTNERS


class MeetingSeriesRead(Shape):
    """The meetings of a series: those that were made, and those that its days have already."""

    made: list[MeetingRead]
    existing: list[MeetingRead] = Field(
        description="Meetings of the sub-group on days of the series, cancelled ones too, and those of the series that "
        "were made for such a day and moved to another: for those days none was made."
    )


class ProgrammeQuery(Shape):
    """Which part of a forward programme is asked for."""

    as_of: Day | None = Field(default=None, description="Meetings on this day or later; by default today.")
    months: int = Field(default=12, ge=1, le=36, description="How many months ahead it reaches.")


class Whereabouts(Shape):
    """How many meetings are held where."""

    away: int = Field(description="Away from the town hall.")
    town_hall: int = Field(description="In the town hall.")
    unknown: int = Field(description="Where the venue is not known, or not whether it is the town hall.")


class ForwardProgramme(Shape):
    """The meetings of a sub-group that are to come, in order, without those that are cancelled."""

    sub_group_id: str
    from_: date = Field(alias="from")
    to: date = Field(description="The last day that it reaches to.")
    count: int = Field(description="How many meetings there are.")
    held_at: Whereabouts
    meetings: list[MeetingRead] = Field(description="Each with its venue and its agenda.")
