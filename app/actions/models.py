"""Actions, who leads them, their milestones and progress, and the issues that they answer."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Referenced, Rows, Table, unique_reference
from app.core.links import OWNED
from app.schedule.models import HasDue

OF_ACTION = {"info": OWNED}
_LIVE = text("deleted_at IS NULL")


class Action(HasDue, Referenced, table=True):
    """Something that the partnership has agreed to do."""

    __tablename__: ClassVar[str] = "action"
    __path__: ClassVar[str] = "/v1/actions"
    __reference_in__: ClassVar[tuple[str, ...]] = ("plan_id",)
    __table_args__ = (
        unique_reference("action", "plan_id"),
        Index("ix_action_reference_key", "reference_key", "id"),
        Index("ix_action_plan", "plan_id", "reference_key", "id"),
        Index("ix_action_place", "plan_id", "position", "id"),
        Index("ix_action_due", "due_on", "id"),
        Index("ix_action_updated", "updated_at", "id"),
    )

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS)
    position: int
    text: str = Field(sa_type=WORDS)
    current_situation: str | None = Field(default=None, sa_type=WORDS)
    status: str = Field(default="not_started", sa_type=WORDS)
    rag: str | None = Field(default=None, sa_type=WORDS)
    percent: int | None = None
    origin: str | None = Field(default=None, sa_type=WORDS)
    cross_cutting: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    lead_text: str = Field(default="", sa_type=WORDS)
    leads_unread: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    leads_reading: str = Field(default="automatic", sa_type=WORDS)
    decision_id: str | None = Field(default=None, foreign_key="decision.id", sa_type=WORDS, index=True)
    carried_from_id: str | None = Field(default=None, foreign_key="action.id", sa_type=WORDS, index=True)
    plans_lived: int = Field(default=1)


class ActionTheme(Rows, table=True):
    """A theme that an action stands under; the first is the one that it is shown with."""

    __tablename__: ClassVar[str] = "action_theme"

    action_id: str = Field(
        foreign_key="action.id", primary_key=True, sa_type=WORDS, sa_column_kwargs=OF_ACTION
    )
    theme_id: str = Field(foreign_key="theme.id", primary_key=True, sa_type=WORDS, index=True)
    position: int


class ActionCluster(Rows, table=True):
    """A cluster that an action belongs to."""

    __tablename__: ClassVar[str] = "action_cluster"

    action_id: str = Field(
        foreign_key="action.id", primary_key=True, sa_type=WORDS, sa_column_kwargs=OF_ACTION
    )
    sub_group_id: str = Field(foreign_key="sub_group.id", primary_key=True, sa_type=WORDS, index=True)
    position: int


class ActionIssue(Rows, table=True):
    """An issue that an action answers."""

    __tablename__: ClassVar[str] = "action_issue"

    action_id: str = Field(
        foreign_key="action.id", primary_key=True, sa_type=WORDS, sa_column_kwargs=OF_ACTION
    )
    issue_id: str = Field(foreign_key="issue.id", primary_key=True, sa_type=WORDS, index=True)
    position: int


class Lead(Rows, table=True):
    """Someone named on an action: one party, nobody yet, or a name that the register does not know.

    `name` and `affiliation`, the body that someone is said to belong to, are as they were written. Their keys are
    set while they are names that nobody has resolved; `affiliation_id` is the organisation that is meant.
    """

    __tablename__: ClassVar[str] = "lead"

    action_id: str = Field(
        foreign_key="action.id", primary_key=True, sa_type=WORDS, sa_column_kwargs=OF_ACTION
    )
    position: int = Field(primary_key=True)
    role: str = Field(sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    person_id: str | None = Field(default=None, foreign_key="person.id", sa_type=WORDS, index=True)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    post_id: str | None = Field(default=None, foreign_key="post.id", sa_type=WORDS, index=True)
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    affiliation_id: str | None = Field(default=None, foreign_key="organisation.id", sa_type=WORDS, index=True)
    name: str | None = Field(default=None, sa_type=WORDS)
    name_key: str | None = Field(default=None, sa_type=WORDS, index=True)
    affiliation: str | None = Field(default=None, sa_type=WORDS)
    affiliation_key: str | None = Field(default=None, sa_type=WORDS, index=True)
    text: str | None = Field(default=None, sa_type=WORDS)


class Milestone(HasDue, Table, table=True):
    """A step of an action with a due of its own."""

    __tablename__: ClassVar[str] = "milestone"
    __path__: ClassVar[str] = "/v1/actions/{action_id}/milestones"

    action_id: str = Field(foreign_key="action.id", sa_type=WORDS, index=True, sa_column_kwargs=OF_ACTION)
    position: int
    title: str = Field(sa_type=WORDS)
    status: str = Field(default="scheduled", sa_type=WORDS)
    met_on: date | None = None


class ProgressUpdate(Table, table=True):
    """What was reported of an action, once and for all: updates are only added."""

    __tablename__: ClassVar[str] = "progress_update"
    __path__: ClassVar[str] = "/v1/actions/{action_id}/progress-updates"

    action_id: str = Field(foreign_key="action.id", sa_type=WORDS, index=True, sa_column_kwargs=OF_ACTION)
    reported_on: date | None = None
    author: str | None = Field(default=None, sa_type=WORDS)
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", sa_type=WORDS)
    text: str | None = Field(default=None, sa_type=WORDS)
    status: str | None = Field(default=None, sa_type=WORDS)
    rag: str | None = Field(default=None, sa_type=WORDS)
    percent: int | None = None


class ActionRelation(Table, table=True):
    """How one action stands to another, kept once and read from both ends: it is a part of either."""

    __tablename__: ClassVar[str] = "action_relation"
    __path__: ClassVar[str] = "/v1/actions/{action_id}/relations"
    __table_args__ = (
        Index(
            "uq_action_relation_ends",
            "action_id",
            "other_id",
            "kind",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    action_id: str = Field(foreign_key="action.id", sa_type=WORDS, sa_column_kwargs=OF_ACTION)
    other_id: str = Field(foreign_key="action.id", sa_type=WORDS, index=True, sa_column_kwargs=OF_ACTION)
    kind: str = Field(sa_type=WORDS)


class Issue(Referenced, table=True):
    """A finding that actions answer."""

    __tablename__: ClassVar[str] = "issue"
    __path__: ClassVar[str] = "/v1/issues"
    __reference_in__: ClassVar[tuple[str, ...]] = ("plan_id",)
    __table_args__ = (unique_reference("issue", "plan_id"),)

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS, index=True)
    position: int
    text: str = Field(sa_type=WORDS)
