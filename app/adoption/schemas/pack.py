"""The wire shapes of the accreditation pack."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.actions.rules import ActionStatus, Rag
from app.adoption.schemas import VersionRead
from app.adoption.schemas.carrying import LineageStep
from app.core.schemas import Day, Shape
from app.meetings.rules import DecisionOutcome
from app.plans.rules import PlanKind, PlanStatus
from app.schedule.rules import DueState


class PackQuery(Shape):
    """Which version of a plan a pack is of, and as of which day."""

    version: int | None = Field(
        default=None, ge=1, le=1_000_000, description="The number of a version; the newest where left out."
    )
    as_of: Day | None = Field(
        default=None,
        description="The day as of which states are reckoned, and up to which reports are evidence; today by "
        "default. Statuses are those of now.",
    )


class PackPlan(Shape):
    """The plan that a pack is of, as it is called now."""

    id: str
    reference: str
    title: str
    url: str
    kind: PlanKind
    starts_on: date | None
    ends_on: date | None
    status: PlanStatus


class PackMeeting(Shape):
    """The meeting at which a version was adopted."""

    id: str
    title: str
    sub_group: str = Field(description="The name of the body that met.")
    starts_on: date
    url: str


class PackDecision(Shape):
    """The decision by which a version was adopted."""

    id: str
    outcome: DecisionOutcome
    text: str | None
    url: str


class PackStep(Shape):
    """A step that the plan has taken."""

    to_status: PlanStatus
    made_on: date
    note: str | None
    url: str


class PackVersion(VersionRead):
    """The version that a pack is of, and how it was adopted."""

    meeting: PackMeeting | None
    decision: PackDecision | None
    steps: list[PackStep] = Field(description="What the plan has become, the first step first.")


class PackCounts(Shape):
    """How many actions there are, and how many are what by now."""

    total: int
    by_status: dict[ActionStatus, int] = Field(description="Of those that are still there; every status.")
    by_state: dict[DueState, int] = Field(description="Of those that are still there; every state.")
    removed: int = Field(description="How many have been taken out of the plan since it was adopted.")
    with_evidence: int = Field(
        description="How many have news since they were adopted, a milestone met, or a deadline ticked off."
    )


class PackEvidence(Shape):
    """Something that shows progress: a report in words, a milestone that was met, or a deadline that was ticked off."""

    kind: Literal["progress_update", "milestone", "deadline"]
    dated_on: date | None = Field(
        description="The day of the report, on which it was met, or was ticked off as done."
    )
    text: str = Field(description="Of a deadline, the note of its tick, else its due words.")
    url: str


class PackNow(Shape):
    """What became of an action."""

    status: ActionStatus
    rag: Rag | None
    percent: int | None
    current_situation: str | None
    url: str
    text: str = Field(description="Its words now.")
    due: str = Field(description="Its due words now.")
    state: DueState


class PackAction(Shape):
    """An action as it was adopted, and what became of it."""

    id: str
    reference: str
    text: str
    due: str = Field(description="The due words as adopted.")
    due_on: date | None = Field(description="The last day that these words were read to mean; null for none.")
    leads: list[str] = Field(
        description="Who led it as it was adopted, by organisation and name (`RBKC: Ann Example`); people whose names "
        "are not public, only by their organisation."
    )
    now: PackNow | None = Field(description="Null where it has been taken out of the plan since.")
    is_as_adopted: bool = Field(description="Whether its words and its due words are still those.")
    carried_into: LineageStep | None = Field(
        description="As what it was carried forward into another plan, and how it stands there; null where it was not."
    )
    evidence: list[PackEvidence] = Field(description="Reports by day, then milestones, then ticks by day.")


class PackTheme(Shape):
    """A theme that answers a criterion."""

    number: int
    title: str


class PackCriterion(Shape):
    """A criterion that a plan is judged by."""

    id: str
    reference: str
    framework: str
    title: str
    url: str


class PackEntry(Shape):
    """A criterion, and the actions that answer it. `criterion` is null, at the end, for those that answer none."""

    criterion: PackCriterion | None
    themes: list[PackTheme]
    counts: PackCounts
    actions: list[PackAction]


class AccreditationPack(Shape):
    """A plan as it was adopted, against each criterion of the frameworks that it answers, with progress."""

    plan: PackPlan
    owner: str | None = Field(description="The sub-group that the plan belongs to.")
    version: PackVersion
    as_of: date
    criteria: list[PackEntry] = Field(
        description="Also those that no action answers. Where none is answered at all, those of the only framework."
    )
    totals: PackCounts = Field(description="Each action counted once.")
