"""The ledger: append-only events, at once the audit trail, the change feed and the outbox."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from app.core.db import BIG_NUMBER, JSON_VALUE, STAYS, WORDS, Rows
from app.kernel.clock import now


class Event(Rows, table=True):
    """One change of one thing: who, when, what, before and after.

    `kind` and `resource_id` name the thing; `subject_kind` and `subject_id` what it is a part of (the action of
    a milestone), or the thing itself. Numbers rise in the order in which the changes were committed.
    """

    __tablename__: ClassVar[str] = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject_kind", "subject_id", "id"),
        {"sqlite_autoincrement": True, "info": STAYS},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_NUMBER)
    at: datetime = Field(default_factory=now)
    actor_kind: str = Field(sa_type=WORDS)
    actor_id: str | None = Field(default=None, sa_type=WORDS)
    actor_name: str | None = Field(default=None, sa_type=WORDS)
    verb: str = Field(sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    resource_id: str = Field(sa_type=WORDS)
    subject_kind: str = Field(sa_type=WORDS)
    subject_id: str = Field(sa_type=WORDS)
    version: int
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)
    reason: str | None = Field(default=None, sa_type=WORDS)
