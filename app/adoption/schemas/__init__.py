"""The wire shapes of transitions, of frozen versions and their comparison."""

from datetime import date
from typing import Any

from pydantic import Field

from app.actions.schemas import ActionRead, IssueRead
from app.core.schemas import Day, Kept, Link, Shape, SomeWords
from app.plans.rules import PlanStatus
from app.plans.schemas import CriterionRead, GlossaryTermRead, PlanRead


class TransitionCreate(Shape):
    """A step of a plan to another status."""

    to_status: PlanStatus = Field(description="What it becomes. A refusal names what it may become.")
    made_on: Day | None = Field(
        default=None, description="The day; where left out, that of the meeting, or today."
    )
    meeting_id: Link | None = Field(
        default=None, description="The meeting at which it was decided: an id or a reference."
    )
    decision_id: Link | None = Field(
        default=None, description="The decision by which it was done, by id; its meeting need not be named."
    )
    note: SomeWords | None = None


class TransitionTakenBack(Shape):
    """Why a step is taken back."""

    reason: SomeWords | None = None


class TransitionRead(Kept):
    """A step of a plan from one status to another. Steps are only added."""

    plan_id: str
    from_status: PlanStatus
    to_status: PlanStatus
    made_on: date
    meeting_id: str | None = Field(description="Null without a key unless the meeting is public.")
    decision_id: str | None = Field(description="Null without a key unless its meeting is public.")
    made_by: str | None = Field(description="Whose key did it; null without a key.")
    note: str | None = Field(description="Null without a key.")
    version_number: int | None = Field(description="The version that was frozen by it, where one was.")


class FrozenPlan(Shape):
    """A plan with all that is in it, as it stood on a day: the shapes are those by which each thing is read."""

    plan: PlanRead
    criteria: list[CriterionRead] = Field(description="Those that its themes answer.")
    glossary: list[GlossaryTermRead]
    issues: list[IssueRead]
    actions: list[ActionRead] = Field(description="In their places, with their leads, milestones and links.")


class VersionRead(Kept):
    """A version of a plan: the plan as it was adopted, which stays as it is whatever changes after."""

    plan_id: str
    number: int = Field(description="From 1; by it the version is read.")
    adopted_on: date


class FrozenVersion(VersionRead):
    """A version of a plan, with the plan as it was adopted.

    Without a key it is shown as the plan is: people whose names are not public now by their organisation.
    """

    frozen: FrozenPlan


class ChangedMember(Shape):
    """One member of something that is other than it was."""

    member: str = Field(description="Its name in the shape, such as `text` or `due.text`.")
    is_agreed: bool = Field(description="True for what was agreed to be done; false for how far it has come.")
    before: Any = None
    after: Any = None


class ChangedThing(Shape):
    """Something that is in both, but not the same."""

    id: str
    reference: str | None = Field(description="As it was; null for a plan's theme, which has a number.")
    text: str = Field(description="What it says, or its title, as it was.")
    changes: list[ChangedMember]


class LoneThing(Shape):
    """Something that is in only one of the two."""

    id: str
    reference: str | None
    text: str


class ComparedThings(Shape):
    """Things of one kind, compared one by one by their ids."""

    added: list[LoneThing]
    removed: list[LoneThing]
    changed: list[ChangedThing]
    unchanged: int


class Comparison(Shape):
    """What is other than it was in a version."""

    plan_id: str
    number: int
    adopted_on: date
    against: int | None = Field(
        description="The version that it is compared with; null for the plan as it is now."
    )
    is_as_agreed: bool = Field(description="Whether nothing that was agreed is other than it was.")
    plan: list[ChangedMember]
    themes: ComparedThings
    issues: ComparedThings
    actions: ComparedThings


class CompareQuery(Shape):
    """What a version is compared with."""

    against: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="Another version; where left out, the plan as it is now.",
    )
