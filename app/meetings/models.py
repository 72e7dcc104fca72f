"""Meetings, where they are held, who was there, what is on their agendas, and what was decided."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from app.core.db import WORDS, Referenced, Table, unique_reference
from app.core.links import OWNED
from app.ledger.commands import UNRECORDED
from app.meetings.rules import DEFAULT_TIME_ZONE

_LIVE = text("deleted_at IS NULL")


class Venue(Referenced, table=True):
    """A place where meetings are held. `is_town_hall` is null where that is not known."""

    __tablename__: ClassVar[str] = "venue"
    __path__: ClassVar[str] = "/v1/venues"
    __table_args__ = (unique_reference("venue"),)

    name: str = Field(sa_type=WORDS)
    address: str | None = Field(default=None, sa_type=WORDS)
    is_town_hall: bool | None = None


class Meeting(Referenced, table=True):
    """A meeting of a sub-group, on a day; its times only where somebody gave them."""

    __tablename__: ClassVar[str] = "meeting"
    __path__: ClassVar[str] = "/v1/meetings"
    __table_args__ = (
        unique_reference("meeting"),
        Index("ix_meeting_list", "starts_on", "id"),
        Index("ix_meeting_sub_group", "sub_group_id", "starts_on", "id"),
    )

    sub_group_id: str = Field(foreign_key="sub_group.id", sa_type=WORDS)
    title: str = Field(sa_type=WORDS)
    starts_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = Field(default=DEFAULT_TIME_ZONE, sa_type=WORDS)
    venue_id: str | None = Field(default=None, foreign_key="venue.id", sa_type=WORDS, index=True)
    status: str = Field(default="proposed", sa_type=WORDS)
    series: str | None = Field(default=None, sa_type=WORDS, index=True)
    scheduled_on: date | None = None
    visibility: str = Field(default="partners", sa_type=WORDS)
    draft_agenda_sent_on: date | None = None
    final_agenda_sent_on: date | None = None


class AgendaItem(Table, table=True):
    """One item of a meeting's agenda. `standing_item` is the one of the sub-group's that it was put there as."""

    __tablename__: ClassVar[str] = "agenda_item"
    __path__: ClassVar[str] = "/v1/meetings/{meeting_id}/agenda-items"

    meeting_id: str = Field(
        foreign_key="meeting.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    position: int
    number: str | None = Field(default=None, sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    title: str = Field(sa_type=WORDS)
    text: str | None = Field(default=None, sa_type=WORDS)
    presenter: str | None = Field(default=None, sa_type=WORDS)
    standing_item: str | None = Field(default=None, sa_type=WORDS, sa_column_kwargs={"info": UNRECORDED})


class Recommendation(Table, table=True):
    """Something that a meeting was asked, under an agenda item, to decide."""

    __tablename__: ClassVar[str] = "recommendation"
    __path__: ClassVar[str] = "/v1/meetings/{meeting_id}/recommendations"
    __table_args__ = (
        Index(
            "uq_recommendation_letter",
            "agenda_item_id",
            "letter",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    meeting_id: str = Field(
        foreign_key="meeting.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    agenda_item_id: str = Field(foreign_key="agenda_item.id", sa_type=WORDS, index=True)
    letter: str = Field(sa_type=WORDS)
    letter_key: str = Field(sa_type=WORDS, sa_column_kwargs={"info": UNRECORDED})
    text: str = Field(sa_type=WORDS)


class Decision(Table, table=True):
    """What a meeting decided: on a recommendation, on an agenda item, or by itself."""

    __tablename__: ClassVar[str] = "decision"
    __path__: ClassVar[str] = "/v1/meetings/{meeting_id}/decisions"

    meeting_id: str = Field(
        foreign_key="meeting.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    agenda_item_id: str | None = Field(default=None, foreign_key="agenda_item.id", sa_type=WORDS, index=True)
    recommendation_id: str | None = Field(
        default=None, foreign_key="recommendation.id", sa_type=WORDS, index=True
    )
    outcome: str = Field(sa_type=WORDS)
    text: str | None = Field(default=None, sa_type=WORDS)
    no_action_needed: bool = Field(default=False)


class Paper(Referenced, table=True):
    """A paper that a meeting is given, or its minutes; these show by which meeting they were approved."""

    __tablename__: ClassVar[str] = "paper"
    __path__: ClassVar[str] = "/v1/meetings/{meeting_id}/papers"
    __reference_in__: ClassVar[tuple[str, ...]] = ("meeting_id",)
    __table_args__ = (unique_reference("paper", "meeting_id"),)

    meeting_id: str = Field(
        foreign_key="meeting.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    title: str = Field(sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    link: str | None = Field(default=None, sa_type=WORDS)
    author: str | None = Field(default=None, sa_type=WORDS)
    purpose: str | None = Field(default=None, sa_type=WORDS)
    written_on: date | None = None
    agenda_item_id: str | None = Field(default=None, foreign_key="agenda_item.id", sa_type=WORDS, index=True)
    visibility: str = Field(default="partners", sa_type=WORDS)
    approved_on: date | None = None
    approval_meeting_id: str | None = Field(default=None, foreign_key="meeting.id", sa_type=WORDS, index=True)
    approval_decision_id: str | None = Field(
        default=None, foreign_key="decision.id", sa_type=WORDS, index=True
    )


class Attendance(Table, table=True):
    """Who was at a meeting, or was not: a person, an organisation or a post, each once."""

    __tablename__: ClassVar[str] = "attendance"
    __path__: ClassVar[str] = "/v1/meetings/{meeting_id}/attendances"
    __table_args__ = tuple(
        Index(
            f"uq_attendance_{party}",
            "meeting_id",
            f"{party}_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )
        for party in ("person", "organisation", "post")
    )

    meeting_id: str = Field(
        foreign_key="meeting.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    person_id: str | None = Field(default=None, foreign_key="person.id", sa_type=WORDS, index=True)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    post_id: str | None = Field(default=None, foreign_key="post.id", sa_type=WORDS, index=True)
    status: str = Field(sa_type=WORDS)
    on_behalf_of_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    note: str | None = Field(default=None, sa_type=WORDS)
