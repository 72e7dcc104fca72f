"""What falls due, as rows indexed by date, so that reading the next twenty is one index range.

The rooms above write them in the transaction of what they come from; this room knows nothing of actions, so it
holds plain ids of what is above it, and the facts that these rooms keep here.
"""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Rows, Table

_WORKED_OUT = {"unrecorded": True}


class HasDue(Rows):
    """What a row has that carries a due value: people's words, which are kept as written, and their reading.

    `due_points` and `due_unread` are the reading; `due_reading` says whose it is; `due_grammar` is the version of
    the grammar that made it, None where a person did. `due_confirmed_text` are words whose confirmed reading ended
    when these words came. `due_on` is the first day due that is not ticked off.
    """

    due_text: str = Field(default="", sa_type=WORDS)
    due_points: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    due_unread: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    due_reading: str = Field(default="automatic", sa_type=WORDS)
    due_grammar: int | None = Field(default=None, sa_column_kwargs={"info": _WORKED_OUT})
    due_confirmed_text: str | None = Field(default=None, sa_type=WORDS)
    due_on: date | None = Field(default=None, sa_column_kwargs={"info": _WORKED_OUT})


class Deadline(Table, table=True):
    """One dated occurrence of something that falls due, or a starting or undated one, listed after those.

    `named_earliest` and `named_latest` are the days that the words name; `earliest` and `latest` those of the
    meeting that it is bound to, where it is. `body` is the body whose meeting the words name, from `meets_from` to
    `meets_to`: "" where they don't say whose, None where they name no meeting. `owner_id` is the sub-group that the
    source belongs to, and `is_closed` tells that the source as a whole is due no more.
    Of what repeats, `follows_on` is the last day of the occurrence before, while that is not done, and `lapses_on`
    that of the one after: between the two it is the one that is due next, or late. `point` is the place of its
    point in the due value, -1 where the words say it no longer and it is only kept because it was ticked off.
    """

    __tablename__: ClassVar[str] = "deadline"
    __path__: ClassVar[str] = "/v1/deadlines"
    __table_args__ = (
        Index("ix_deadline_list", "is_done", "rank", "listed_on", "id"),
        Index("ix_deadline_changed", "is_done", "updated_at", "id"),
        Index("ix_deadline_source", "source", "source_id"),
        Index("ix_deadline_plan", "plan_id", "is_done", "rank", "listed_on", "id"),
        Index("ix_deadline_meeting", "meeting_id"),
        Index("ix_deadline_body", "body", "meets_from"),
    )

    source: str = Field(sa_type=WORDS)
    source_id: str = Field(sa_type=WORDS)
    action_id: str | None = Field(default=None, sa_type=WORDS)
    plan_id: str | None = Field(default=None, sa_type=WORDS)
    theme_id: str | None = Field(default=None, sa_type=WORDS)
    owner_id: str | None = Field(default=None, sa_type=WORDS)
    point: int = 0
    position: int
    kind: str = Field(sa_type=WORDS)
    earliest: date | None = None
    latest: date | None = None
    edtf: str | None = Field(default=None, sa_type=WORDS)
    rrule: str | None = Field(default=None, sa_type=WORDS)
    anchor: str | None = Field(default=None, sa_type=WORDS)
    text: str = Field(sa_type=WORDS)
    named_earliest: date | None = None
    named_latest: date | None = None
    named_edtf: str | None = Field(default=None, sa_type=WORDS)
    body: str | None = Field(default=None, sa_type=WORDS)
    meets_from: date | None = None
    meets_to: date | None = None
    meeting_id: str | None = Field(default=None, sa_type=WORDS)
    binding: str | None = Field(default=None, sa_type=WORDS)
    rank: int
    listed_on: date
    follows_on: date | None = None
    lapses_on: date | None = None
    completed_on: date | None = None
    completion_note: str | None = Field(default=None, sa_type=WORDS)
    is_closed: bool = Field(default=False)
    is_done: bool = Field(default=False)
    is_public: bool = Field(default=False)


class MeetingDay(Rows, table=True):
    """A meeting as far as deadlines hang on it: a fact that the meetings' room keeps here. Deleted ones have none."""

    __tablename__: ClassVar[str] = "meeting_day"
    __table_args__ = (Index("ix_meeting_day_sub_group", "sub_group_id", "held_on"),)

    meeting_id: str = Field(primary_key=True, sa_type=WORDS)
    sub_group_id: str = Field(sa_type=WORDS)
    title: str = Field(sa_type=WORDS)
    held_on: date
    is_cancelled: bool = Field(default=False)
    is_held: bool = Field(default=False)
    is_public: bool = Field(default=False)
    notice_days: int | None = None
    agenda_sent_on: date | None = None
