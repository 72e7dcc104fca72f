"""The wire shapes of the progress of a plan."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.actions.rules import ActionStatus, Rag
from app.actions.rules.progress import ProgressBy
from app.core.schemas import Day, Shape
from app.schedule.rules import DueState


class ProgressQuery(Shape):
    """What the progress of a plan is counted by, since when, and as of which day."""

    by: ProgressBy = ProgressBy.THEME
    since: Day | None = Field(
        default=None, description="Also tell what was reported of this day or later; not after `as_of`."
    )
    as_of: Day | None = Field(
        default=None, description="The day as of which states are reckoned; by default today."
    )


class ProgressCounts(Shape):
    """How many actions there are, and how they stand. Every status, state and rag is there, zeros too."""

    total: int
    by_status: dict[ActionStatus, int]
    by_state: dict[DueState, int] = Field(description="By when they are due, as of the day.")
    by_rag: dict[Rag | Literal["none"], int] = Field(description="`none` counts those without one.")
    changed: int | None = Field(description="Of how many something was reported; null without `since`.")
    newly_completed: int | None = Field(
        description="How many are completed now and were not then; null without `since`."
    )


class ProgressGroup(ProgressCounts):
    """The actions of one group. One that is in several is counted in each."""

    kind: str | None = Field(
        description="What the group is: `theme`, `sub_group`, `criterion`, `organisation`, `person`, `post`, or "
        "`vacant` where who leads is to be found. Null for the actions that are in none, which come last."
    )
    id: str | None = Field(description="Null where nothing in the register is meant.")
    name: str | None
    organisation: str | None = Field(
        description="The name of the organisation that a person or a post belongs to; by `lead` alone."
    )
    url: str | None


class ProgressChange(Shape):
    """What was reported of one action since a day."""

    id: str
    url: str
    reference: str
    from_status: ActionStatus
    to_status: ActionStatus
    reported_on: date = Field(description="The day of the newest update.")
    text: str | None = Field(description="The newest words.")


class PlanProgress(Shape):
    """How the actions of a plan stand."""

    plan_id: str
    by: ProgressBy
    as_of: date
    since: date | None
    groups: list[ProgressGroup]
    totals: ProgressCounts = Field(description="All actions of the plan, each counted once.")
    changes: list[ProgressChange] = Field(description="The newest 200; empty without `since`.")
