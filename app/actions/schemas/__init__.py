"""The wire shapes of actions, leads, milestones, progress updates and issues."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.actions.rules import (
    ActionOrigin,
    ActionStatus,
    LeadKind,
    LeadRole,
    LeadsReading,
    MilestoneStatus,
    Rag,
)
from app.actions.schemas.decisions import DecisionShown
from app.actions.schemas.due import DueGiven, DueRead
from app.actions.schemas.relations import RelationRead
from app.core.listing import ListQuery, ListQueryOfDay, Names, OneQueryAt, Split
from app.core.schemas import (
    CellWords,
    Count,
    Day,
    Flag,
    Kept,
    Line,
    Link,
    Moment,
    Named,
    Percent,
    Reference,
    Shape,
    SomeWords,
    Words,
    merge_patch,
    not_before,
)
from app.plans.schemas import PlanRead, ThemeRead
from app.schedule.rules import DueState


def _empty_where_blank(words: str) -> str:
    return "" if words.isspace() else words


Links = Annotated[list[Link], Field(max_length=50)]
# A report has words or none, and blanks are none.
Situation = Annotated[Words, AfterValidator(_empty_where_blank)]
OF_DECISION = "The decision that it comes of, by id; not one that needs no action."


class LeadGiven(Shape):
    """Someone who leads: exactly one party by id or reference, or `is_vacant`."""

    role: LeadRole = LeadRole.LEAD
    person_id: Link | None = None
    organisation_id: Link | None = None
    post_id: Link | None = None
    sub_group_id: Link | None = None
    is_vacant: Flag = False
    text: Line | None = Field(default=None, description="The words as written.")


class LeadRead(Shape):
    """Someone who leads. Without a key a person is shown as their post or organisation, unless their name is public.

    A name that the register does not know (`is_resolved` is false) is shown as written, and not without a key.
    """

    role: LeadRole
    kind: LeadKind
    name: str | None
    is_resolved: bool = Field(description="False where no party of the register, or several, go by the name.")
    organisation: str | None = Field(
        description="The name of the organisation that a person or a post belongs to."
    )
    person_id: str | None
    organisation_id: str | None
    post_id: str | None
    sub_group_id: str | None
    text: str | None


class LeadShown(Shape):
    """Someone who leads, where only that is told."""

    kind: LeadKind
    name: str | None


class MilestoneCreate(Shape):
    """A milestone to be kept on an action."""

    title: Line
    due: DueGiven | None = Field(default=None, description="Null where no words say when.")
    position: Count | None = Field(default=None, description="The next one where left out.")
    status: MilestoneStatus = MilestoneStatus.SCHEDULED
    met_on: Day | None = None


MilestoneUpdate = merge_patch(MilestoneCreate, "MilestoneUpdate")


class MilestoneRead(Kept):
    """A milestone of an action."""

    action_id: str
    position: int
    title: str
    due: DueRead
    status: MilestoneStatus
    met_on: date | None


class MilestoneQuery(ListQueryOfDay):
    """Filters of the list of milestones."""

    status: Annotated[list[MilestoneStatus], Split] | None = None


class ProgressUpdateCreate(Shape):
    """Progress to be reported: words, or a status, a rag or a percent, or all of them."""

    reported_on: Day | None = Field(
        default=None,
        description="The day that it tells of; where left out, that on which it is entered. Its action goes on "
        "showing what is told of a later day.",
    )
    author: Line | None = Field(default=None, description="Who says so, as written.")
    text: SomeWords | None = None
    status: ActionStatus | None = None
    rag: Rag | None = None
    percent: Percent | None = None


class ProgressUpdateRead(Kept):
    """Progress as it was reported. Without a key its author is not shown."""

    action_id: str
    reported_on: date | None
    author: str | None
    organisation_id: str | None = Field(description="Whose key reported it.")
    text: str | None
    status: ActionStatus | None
    rag: Rag | None
    percent: int | None


class IssueCreate(Shape):
    """An issue to be kept in a plan."""

    plan_id: Link = Field(description="An id or a reference.")
    text: SomeWords
    reference: Reference | None = Field(
        default=None, description="The next number in the plan where left out."
    )
    position: Count | None = None


IssueUpdate = merge_patch(IssueCreate, "IssueUpdate")


class IssueRead(Named):
    """An issue that actions answer."""

    plan_id: str
    position: int
    text: str


class IssueQuery(ListQuery):
    """Filters of the list of issues."""

    plan: Names | None = Field(default=None, description="By id or reference.")
    action: Names | None = Field(default=None, description="Issues that these actions answer, by id.")
    answered: bool | None = Field(default=None, description="Whether an action answers them.")


class _ActionGiven(Shape):
    """What is given for an action, wherever it comes from."""

    text: SomeWords
    reference: Reference | None = Field(
        default=None, description='Unique in its plan, such as "1.3"; the next in its theme where left out.'
    )
    position: Count | None = Field(
        default=None, description="Where it stands in the plan; last where left out."
    )
    current_situation: Situation | None = Field(
        default=None,
        description="Recorded as a progress update. Cleared, it is shown no more; what was reported stays among those.",
    )
    status: ActionStatus = ActionStatus.NOT_STARTED
    rag: Rag | None = None
    percent: Percent | None = None
    origin: ActionOrigin | None = Field(
        default=None, description="`decision` where none is given for an action that comes of one."
    )
    cross_cutting: Annotated[list[Line], Field(max_length=50)] = []
    theme_ids: Links = Field(
        default=[], description="Themes of the plan; the first is the one it is shown with."
    )
    cluster_ids: Links = Field(default=[], description="Clusters, by id or reference.")
    lead_text: CellWords = Field(
        default="", description="Who leads, as written; read into `leads` where none are given with it."
    )
    leads: Annotated[list[LeadGiven], Field(max_length=50)] = Field(
        default=[], description="Given by hand, they stand for as long as `lead_text` stands."
    )
    due: DueGiven | None = Field(default=None, description="Null where no words say when.")


class _InPlan(Shape):
    """The plan that something is given for; told before all else."""

    plan_id: Link = Field(description="An id or a reference.")


class ActionFromDecision(_ActionGiven, _InPlan):
    """An action to be kept that comes of a decision, which the address names."""

    issue_ids: Links = Field(default=[], description="Issues of the plan that it answers.")


class ActionFromIssue(_ActionGiven):
    """An action to be kept that answers an issue, which the address names with its plan."""

    decision_id: Link | None = Field(default=None, description=OF_DECISION)


class ActionCreate(ActionFromDecision):
    """An action to be kept in a plan."""

    decision_id: Link | None = Field(default=None, description=OF_DECISION)


ActionUpdate = merge_patch(ActionCreate, "ActionUpdate")


class ActionRead(Named):
    """An action. Its version covers its leads and milestones, not its progress updates."""

    plan_id: str
    position: int
    text: str
    current_situation: str | None = Field(
        description="The words of the progress update of the latest day that has any, unless they were cleared."
    )
    status: ActionStatus
    rag: Rag | None
    percent: int | None
    origin: ActionOrigin | None
    decision_id: str | None = Field(
        description="The decision that it came of; without a key only where that was made at a public meeting."
    )
    cross_cutting: list[str]
    lead_text: str | None = Field(description="Who leads, as written; null without a key.")
    leads_reading: LeadsReading = Field(
        description="Whether `leads` were read from the words or given by hand."
    )
    leads_unread: list[str] | None = Field(
        description="What of the words was not understood; null without a key."
    )
    due: DueRead
    carried_from_id: str | None = Field(
        description="The action of an earlier plan that it was carried forward from; null without a key."
    )
    plans_lived: int = Field(description="In how many plans it has stood, this one included.")
    theme_ids: list[str] = Field(default=[], description="With `embed=links`.")
    cluster_ids: list[str] = Field(default=[], description="With `embed=links`.")
    issue_ids: list[str] = Field(default=[], description="With `embed=links`.")
    leads: list[LeadRead] = Field(default=[], description="With `embed=leads`.")
    milestones: list[MilestoneRead] = Field(default=[], description="With `embed=milestones`.")
    plan: PlanRead | None = Field(default=None, description="With `embed=plan`.")
    themes: list[ThemeRead] = Field(default=[], description="With `embed=themes`.")
    issues: list[IssueRead] = Field(default=[], description="With `embed=issues`.")
    decision: DecisionShown | None = Field(
        default=None, description="The decision that it came of, with its meeting. With `embed=decision`."
    )
    relations: list[RelationRead] = Field(default=[], description="With `embed=relations`.")


class ActionQuery(ListQueryOfDay, OneQueryAt):
    """Filters of the list of actions."""

    at: Moment | None = Field(
        default=None,
        description="The actions that `plan` had at this time, as they stood then, in their places. Needs a key; "
        "other filters can't be asked together with it.",
    )
    plan: Names | None = Field(default=None, description="By id or reference.")
    theme: Names | None = Field(default=None, description="By id, or by number.")
    cluster: Names | None = Field(default=None, description="By id or reference.")
    issue: Names | None = Field(default=None, description="By id.")
    status: Annotated[list[ActionStatus], Split] | None = None
    rag: Annotated[list[Rag], Split] | None = None
    origin: Annotated[list[ActionOrigin], Split] | None = None
    decision: Names | None = Field(default=None, description="Those that came of these decisions, by id.")
    meeting: Names | None = Field(
        default=None,
        description="Those that came of the decisions of these meetings, by id or reference.",
    )
    lead: Names | None = Field(default=None, description="Any party that leads, by id or reference.")
    organisation: Names | None = Field(
        default=None, description="Led by the organisation, its people or its posts; by id or reference."
    )
    sub_group: Names | None = Field(default=None, description="Led by the sub-group; by id or reference.")
    due_after: Day | None = Field(default=None, description="First due after this day.")
    due_before: Annotated[Day | None, not_before("due_after")] = Field(
        default=None, description="First due before this day."
    )
    state: Annotated[list[DueState], Split] | None = Field(
        default=None, description="How what they say of when they are due stands as of `as_of`: `due.state`."
    )
