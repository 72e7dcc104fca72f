"""The wire shapes of indicators and their periods."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.listing import ListQueryOfDay, Names, Split
from app.core.schemas import Day, Kept, Line, Link, Named, Reference, Shape, Words, merge_patch
from app.indicators.rules import LARGEST, Direction, TargetVerdict, Trend, check_places

Number = Annotated[
    float,
    Field(strict=True, ge=-LARGEST, le=LARGEST, description="At most four digits after the point."),
    AfterValidator(check_places),
]


class PeriodCreate(Shape):
    """A period to be kept. No two of an indicator have a day in common."""

    label: Line = Field(description="What people call it, such as `2004/05`.")
    starts_on: Day
    ends_on: Day = Field(description="Its last day, not before `starts_on`.")
    target: Number | None = Field(
        default=None, description="What is meant to be measured; null where not agreed."
    )
    actual: Number | None = Field(
        default=None,
        description="What was measured, or was so far; null where that is not known, as before it begins.",
    )
    note: Words | None = None


PeriodUpdate = merge_patch(PeriodCreate, "PeriodUpdate")


class PeriodRead(Kept):
    """A period of an indicator."""

    indicator_id: str
    label: str
    starts_on: date
    ends_on: date = Field(description="Its last day.")
    target: float | None
    actual: float | None
    note: str | None
    verdict: TargetVerdict = Field(description="`unknown` where the target or the actual is.")


class LatestPeriod(Shape):
    """The newest period of an indicator for which something was measured."""

    id: str
    url: str
    label: str
    starts_on: date
    ends_on: date
    target: float | None
    actual: float
    verdict: TargetVerdict


class ComparedWith(Shape):
    """What the latest measurement is compared with: the one before it, or the baseline."""

    label: str | None
    value: float
    period_id: str | None = Field(description="Null for the baseline.")


class IndicatorCreate(Shape):
    """An indicator to be kept. It is as public as its plan; without a plan only partners see it."""

    title: Line
    reference: Reference | None = Field(default=None, description="Made from the title where left out.")
    definition: Words | None = Field(default=None, description="What exactly is measured, and how.")
    unit: Line | None = Field(default=None, description="What is counted, such as `%` or `meetings`.")
    direction: Direction
    baseline: Number | None = Field(default=None, description="What was measured before the first period.")
    baseline_label: Line | None = Field(default=None, description="What people call that, such as `2002/03`.")
    baseline_on: Day | None = None
    plan_id: Link | None = Field(default=None, description="The plan that it tells of: an id or a reference.")
    theme_id: Link | None = Field(default=None, description="The id of a theme of that plan.")
    sub_group_id: Link | None = Field(
        default=None, description="The cluster, or whatever body, that it tells of: an id or a reference."
    )
    organisation_id: Link | None = Field(default=None, description="Who measures it: an id or a reference.")


IndicatorUpdate = merge_patch(IndicatorCreate, "IndicatorUpdate")


class IndicatorRead(Named):
    """An indicator, with how it stands as of the day asked for."""

    title: str
    definition: str | None
    unit: str | None
    direction: Direction
    baseline: float | None
    baseline_label: str | None
    baseline_on: date | None
    plan_id: str | None
    theme_id: str | None
    sub_group_id: str | None
    organisation_id: str | None
    latest: LatestPeriod | None = Field(
        description="The newest period with an actual that had begun by that day; null where there is none."
    )
    verdict: TargetVerdict = Field(description="That of `latest`.")
    trend: Trend = Field(
        description="Of `latest`, against the last measurement before it, or else the baseline. What is to stay at its "
        "target is better the nearer it is."
    )
    compared_with: ComparedWith | None
    periods: list[PeriodRead] = Field(
        default=[], description="All of them, oldest first. With `embed=periods`."
    )


class IndicatorQuery(ListQueryOfDay):
    """Filters of the list of indicators."""

    plan: Names | None = Field(default=None, description="By id or reference.")
    theme: Names | None = Field(default=None, description="By id, or by number.")
    sub_group: Names | None = Field(default=None, description="By id or reference.")
    organisation: Names | None = Field(default=None, description="Who measures it, by id or reference.")
    direction: Annotated[list[Direction], Split] | None = None
    verdict: Annotated[list[TargetVerdict], Split] | None = Field(
        default=None, description="As of `as_of`, of the newest period with an actual."
    )
