"""What becomes of plans: their transitions, the versions that were frozen, and their reviews."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Table
from app.core.links import OWNED
from app.schedule.models import HasDue


class PlanTransition(Table, table=True):
    """One step of a plan from one status to another, once and for all: steps are only added."""

    __tablename__: ClassVar[str] = "plan_transition"
    __path__: ClassVar[str] = "/v1/plans/{plan_id}/transitions"

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED})
    from_status: str = Field(sa_type=WORDS)
    to_status: str = Field(sa_type=WORDS)
    made_on: date
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", sa_type=WORDS, index=True)
    decision_id: str | None = Field(default=None, foreign_key="decision.id", sa_type=WORDS, index=True)
    made_by: str | None = Field(default=None, sa_type=WORDS)
    note: str | None = Field(default=None, sa_type=WORDS)
    version_number: int | None = None


class PlanVersion(Table, table=True):
    """A plan as it was adopted, whole and for ever: `content` is what the contract calls a frozen plan."""

    __tablename__: ClassVar[str] = "plan_version"
    __path__: ClassVar[str] = "/v1/plans/{plan_id}/versions"
    __table_args__ = (Index("uq_plan_version_number", "plan_id", "number", unique=True),)

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS, sa_column_kwargs={"info": OWNED})
    number: int
    adopted_on: date
    content: dict[str, Any] = Field(sa_type=JSON_VALUE, sa_column_kwargs={"info": {"unrecorded": True}})


class Review(HasDue, Table, table=True):
    """A review of a plan or of a cluster: planned, in people's words, and held on a day or at a meeting."""

    __tablename__: ClassVar[str] = "review"
    __path__: ClassVar[str] = "/v1/reviews"

    plan_id: str | None = Field(default=None, foreign_key="plan.id", sa_type=WORDS, index=True)
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    title: str = Field(sa_type=WORDS)
    held_on: date | None = None
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", sa_type=WORDS, index=True)
    summary: str | None = Field(default=None, sa_type=WORDS)


class Finding(Table, table=True):
    """Something that a review found. An issue of a plan may come of it, and actions of that."""

    __tablename__: ClassVar[str] = "finding"
    __path__: ClassVar[str] = "/v1/reviews/{review_id}/findings"

    review_id: str = Field(
        foreign_key="review.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    position: int
    text: str = Field(sa_type=WORDS)
    issue_id: str | None = Field(default=None, foreign_key="issue.id", sa_type=WORDS, index=True)
