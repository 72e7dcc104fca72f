"""The wire shapes of meetings, venues, agenda items, recommendations and decisions."""

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from app.access.rules import Visibility
from app.core.listing import ListQuery, Names, Split
from app.core.schemas import (
    Day,
    Flag,
    Kept,
    Line,
    Link,
    Moment,
    Named,
    Reference,
    Shape,
    SomeWords,
    Words,
    merge_patch,
    not_before,
)
from app.meetings.rules import (
    DEFAULT_TIME_ZONE,
    AgendaItemKind,
    AgendaStatus,
    DecisionOutcome,
    MeetingStatus,
)
from app.meetings.schemas.papers import PaperRead
from app.sub_groups.schemas import SubGroupRead


@lru_cache
def _time_zones() -> set[str]:
    return available_timezones()


def _must_be_time_zone(value: str) -> str:
    if value not in _time_zones():
        raise ValueError("is no IANA time zone such as Europe/London")
    return value


TimeZone = Annotated[
    str, Field(max_length=64, examples=["Europe/London"]), AfterValidator(_must_be_time_zone)
]
Position = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Letter = Annotated[Line, Field(max_length=10)]


class VenueCreate(Shape):
    """A venue to be kept."""

    name: Line
    reference: Reference | None = Field(default=None, description="Made from the name where left out.")
    address: Words | None = None
    is_town_hall: Flag | None = Field(
        default=None, description="Whether it is the town hall; null where not known."
    )


VenueUpdate = merge_patch(VenueCreate, "VenueUpdate")


class VenueRead(Named):
    """A place where meetings are held."""

    name: str
    address: str | None
    is_town_hall: bool | None = Field(description="Whether it is the town hall; null where not known.")


class VenueQuery(ListQuery):
    """Filters of the list of venues."""

    is_town_hall: bool | None = None


class RecommendationCreate(Shape):
    """A recommendation to be kept under one of the meeting's agenda items."""

    agenda_item_id: Link = Field(description="The id of an agenda item of the same meeting.")
    letter: Letter = Field(
        description="As printed, such as `a`; unique within its agenda item, where `A` is the same."
    )
    text: SomeWords


RecommendationUpdate = merge_patch(RecommendationCreate, "RecommendationUpdate")


class RecommendationRead(Kept):
    """Something that the meeting was asked to decide."""

    meeting_id: str
    agenda_item_id: str
    letter: str = Field(
        description="As printed, such as `a`; unique within its agenda item, where `A` is the same."
    )
    text: str


class RecommendationQuery(ListQuery):
    """Filters of the list of a meeting's recommendations."""

    agenda_item: Names | None = Field(default=None, description="Those under these agenda items, by id.")


class DecisionCreate(Shape):
    """A decision to be kept."""

    agenda_item_id: Link | None = Field(
        default=None,
        description="The id of an agenda item of the same meeting; where left out, the recommendation's.",
    )
    recommendation_id: Link | None = Field(
        default=None,
        description="The id of the recommendation that it answers: under the same agenda item or, where it settles "
        "what was put off, or puts it off again, made to an earlier meeting of the sub-group.",
    )
    outcome: DecisionOutcome
    text: Words | None = Field(default=None, description="What was decided, in the words of the minutes.")
    no_action_needed: Flag = Field(
        default=False, description="That nothing has to follow. A decision that actions came of refuses it."
    )


DecisionUpdate = merge_patch(DecisionCreate, "DecisionUpdate")


class DecisionRead(Kept):
    """What the meeting decided: on a recommendation, on an agenda item, or by itself."""

    meeting_id: str
    agenda_item_id: str | None
    recommendation_id: str | None = Field(
        description="The recommendation that it answers, perhaps one made to an earlier meeting; without a key, none "
        "of a meeting that is not public."
    )
    outcome: DecisionOutcome
    text: str | None = Field(description="What was decided, in the words of the minutes.")
    no_action_needed: bool = Field(description="That nothing has to follow.")


class DecisionQuery(ListQuery):
    """Filters of the list of a meeting's decisions."""

    agenda_item: Names | None = Field(default=None, description="Those under these agenda items, by id.")
    recommendation: Names | None = Field(default=None, description="Those on these recommendations, by id.")
    outcome: Annotated[list[DecisionOutcome], Split] | None = None


class AgendaItemCreate(Shape):
    """An agenda item to be kept."""

    title: Line
    kind: AgendaItemKind
    position: Position | None = Field(
        default=None,
        description="Its place on the agenda, after the last where null. What stands there moves on.",
    )
    number: Line | None = Field(default=None, description="As printed, such as `3.1`.")
    text: Words | None = None
    presenter: Line | None = Field(default=None, description="Never shown without a key.")


AgendaItemUpdate = merge_patch(AgendaItemCreate, "AgendaItemUpdate")


class AgendaItemRead(Kept):
    """One item of a meeting's agenda."""

    meeting_id: str
    position: int = Field(description="Its place on the agenda.")
    number: str | None = Field(description="As printed, such as `3.1`.")
    kind: AgendaItemKind
    title: str
    text: str | None
    presenter: str | None = Field(description="Null without a key.")
    recommendations: list[RecommendationRead] = Field(
        default=[],
        description="By letter. With `embed=recommendations`, and wherever a meeting embeds its agenda.",
    )
    decisions: list[DecisionRead] = Field(
        default=[], description="With `embed=decisions`, and wherever a meeting embeds its agenda."
    )
    papers: list[PaperRead] = Field(
        default=[], description="With `embed=papers`, and wherever a meeting embeds its agenda."
    )


class AgendaItemQuery(ListQuery):
    """Filters of the list of a meeting's agenda items."""

    kind: Annotated[list[AgendaItemKind], Split] | None = None


class MeetingCreate(Shape):
    """A meeting to be kept: on a day, at a time only where the time is known."""

    sub_group_id: Link = Field(description="Who meets: an id or a reference.")
    reference: Reference | None = Field(
        default=None,
        description="Where left out, the sub-group's and the day: `steering-group-2004-07-20`.",
    )
    title: Line | None = Field(default=None, description="Made from the sub-group's name where null.")
    starts_on: Day | None = Field(
        default=None,
        description="The day; where null, the one on which `starts_at` falls. Where it alone is changed, the times go "
        "along, at the same hours by the clock in `time_zone`.",
    )
    starts_at: Moment | None = Field(
        default=None, description="When it begins, where that is known; on `starts_on` in `time_zone`."
    )
    ends_at: Moment | None = Field(
        default=None, description="When it ends; not before `starts_at`, nor without it."
    )
    time_zone: TimeZone = Field(
        default=DEFAULT_TIME_ZONE,
        description="The IANA name of the time zone whose calendar `starts_on` is of.",
    )
    venue_id: Link | None = Field(default=None, description="An id or a reference.")
    status: MeetingStatus = MeetingStatus.PROPOSED
    series: Line | None = Field(default=None, description="What it is one of, such as `Steering Group 2004`.")
    scheduled_on: Day | None = Field(
        default=None,
        description="The day on which it was put into the forward programme, where that is known; not after the "
        "meeting.",
    )
    visibility: Visibility = Visibility.PARTNERS
    draft_agenda_sent_on: Day | None = Field(
        default=None,
        description="The day on which the draft agenda was sent out, which ticks off that it was due; not after the "
        "meeting.",
    )
    final_agenda_sent_on: Day | None = Field(
        default=None,
        description="The day on which the final agenda was sent out; not before the draft. What is on it stands then "
        "until this is cleared, or the meeting is held.",
    )


MeetingUpdate = merge_patch(MeetingCreate, "MeetingUpdate")


class MeetingRead(Named):
    """A meeting of a sub-group. Without a key, only public ones are seen, with what is on their agendas."""

    sub_group_id: str
    title: str
    starts_on: date = Field(description="The day, in `time_zone`.")
    starts_at: datetime | None = Field(
        description="When it begins, in UTC; null where only the day is known."
    )
    ends_at: datetime | None = Field(description="When it ends, in UTC; null where not known.")
    time_zone: str = Field(description="An IANA name.")
    venue_id: str | None
    status: MeetingStatus
    series: str | None
    scheduled_on: date | None = Field(
        description="The day on which it was put into the forward programme; null where nobody has said."
    )
    visibility: Visibility
    draft_agenda_sent_on: date | None = Field(description="The day on which the draft agenda was sent out.")
    final_agenda_sent_on: date | None = Field(description="The day on which the final agenda was sent out.")
    agenda_due_on: date | None = Field(
        description="The day by which the agenda is to be sent out, by the sub-group's `agenda_notice_days`; null "
        "where that is not agreed, or the meeting is cancelled."
    )
    agenda_status: AgendaStatus = Field(description="How far the agenda has got.")
    sub_group: SubGroupRead | None = Field(default=None, description="With `embed=sub_group`.")
    venue: VenueRead | None = Field(default=None, description="With `embed=venue`.")
    agenda_items: list[AgendaItemRead] = Field(
        default=[],
        description="In order, with their recommendations, decisions and papers. With `embed=agenda_items`.",
    )
    decisions: list[DecisionRead] = Field(
        default=[],
        description="All of them, in the order in which they were entered, also those on no agenda item. With "
        "`embed=decisions`; what came of each is told where it is read by itself.",
    )
    papers: list[PaperRead] = Field(
        default=[], description="All of them, those of agenda items too. With `embed=papers`."
    )
    minutes_to_approve: list[PaperRead] = Field(
        default=[],
        description="The minutes of earlier meetings of the sub-group that are not approved yet. With "
        "`embed=minutes_to_approve`.",
    )


class MeetingShown(Shape):
    """A meeting, where something else tells of it."""

    id: str
    reference: str
    url: str
    title: str
    starts_on: date
    status: MeetingStatus


class MeetingQuery(ListQuery):
    """Filters of the list of meetings."""

    sub_group: Names | None = Field(default=None, description="Who meets, by id or reference.")
    venue: Names | None = Field(default=None, description="By id or reference.")
    status: Annotated[list[MeetingStatus], Split] | None = None
    series: Line | None = Field(default=None, description="The whole name of the series.")
    visibility: Annotated[list[Visibility], Split] | None = None
    from_: Day | None = Field(default=None, alias="from", description="On this day or later.")
    to: Annotated[Day | None, not_before("from_")] = Field(
        default=None, description="On this day or earlier."
    )
