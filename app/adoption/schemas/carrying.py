"""The wire shapes of what is carried forward from plan to plan."""

from typing import Annotated

from pydantic import Field

from app.actions.rules import ActionStatus
from app.core.schemas import Link, Shape


class CarryForwardGiven(Shape):
    """Into which plan what is left is carried."""

    into: Link = Field(description="The plan that follows: an id or a reference.")
    action_ids: Annotated[list[Link], Field(min_length=1, max_length=1000)] | None = Field(
        default=None, description="Only these; where left out, all that are open."
    )


class ActionNamed(Shape):
    """An action by its reference."""

    id: str
    reference: str
    url: str


class CarriedAction(Shape):
    """An action that was carried forward, as it stands in both plans."""

    original: ActionNamed
    copied_as: ActionNamed
    text: str


class CarriedForward(Shape):
    """What was carried forward by this request. What was carried before is not carried again."""

    plan_id: str
    into_id: str
    carried: list[CarriedAction]
    carried_before: int = Field(description="How many had been carried forward into this plan before.")
    carried_elsewhere: int = Field(description="How many had been carried forward into another plan.")
    carried_nowhere: int = Field(
        description="How many are said to be carried forward, and no plan has them: `/v1/gaps?kind=carried_nowhere`. "
        "Give them another status, and they are carried, too."
    )
    closed: int = Field(description="How many are completed or cancelled, and stay where they are.")
    left: int = Field(description="How many are open still, since only some were named.")


class PlanNamed(Shape):
    """A plan by its name."""

    id: str
    reference: str
    title: str
    url: str


class LineageStep(Shape):
    """One plan in which an action has stood."""

    id: str
    reference: str
    url: str
    status: ActionStatus
    plan: PlanNamed


class Lineage(Shape):
    """The plans through which an action has come, from the first one on."""

    items: list[LineageStep]
