"""Deadlines as rows, indexed by date, so that reading the next twenty is one index range.

The rooms above write them in the transaction of what they come from; this room knows nothing of actions, so it
holds plain ids of what is above it.
"""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from app.core.db import WORDS, Table


class Deadline(Table, table=True):
    """One dated occurrence of something that falls due, or a starting or undated one, listed after those."""

    __tablename__: ClassVar[str] = "deadline"
    __path__: ClassVar[str] = "/v1/deadlines"
    __table_args__ = (
        Index("ix_deadline_list", "is_done", "rank", "listed_on", "id"),
        Index("ix_deadline_source", "source", "source_id"),
        Index("ix_deadline_plan", "plan_id", "is_done", "rank", "listed_on", "id"),
        {"info": {"unrecorded": True}},
    )

    source: str = Field(sa_type=WORDS)
    source_id: str = Field(sa_type=WORDS)
    action_id: str = Field(sa_type=WORDS)
    plan_id: str = Field(sa_type=WORDS)
    theme_id: str | None = Field(default=None, sa_type=WORDS)
    position: int
    kind: str = Field(sa_type=WORDS)
    earliest: date | None = None
    latest: date | None = None
    edtf: str | None = Field(default=None, sa_type=WORDS)
    anchor: str | None = Field(default=None, sa_type=WORDS)
    text: str = Field(sa_type=WORDS)
    rank: int
    listed_on: date
    is_done: bool = Field(default=False)
    is_public: bool = Field(default=False)
