"""The wire shapes of decisions as actions tell of them: which one they came of, and what came of each."""

from typing import Annotated

from pydantic import Field

from app.actions.rules import ActionStatus, FollowUp
from app.core.listing import Names, Split
from app.core.schemas import Day, Shape, not_before
from app.meetings.rules import DecisionOutcome
from app.meetings.schemas import DecisionQuery, DecisionRead, MeetingShown


class DecisionShown(Shape):
    """The decision that an action came of."""

    id: str
    url: str
    outcome: DecisionOutcome
    text: str | None
    meeting: MeetingShown


class ActionBrief(Shape):
    """An action, where something else tells of it."""

    id: str
    url: str
    reference: str
    plan_id: str
    text: str
    status: ActionStatus


class DecisionFollowed(DecisionRead):
    """What the meeting decided, and what came of it."""

    follow_up: FollowUp = Field(
        description="What came of it, whoever asks: also without a key, where the actions are not shown. It was "
        "carried out where something that is no action names it: the step of a plan, the approval of minutes. One that "
        "was rejected or noted needs none; `open` is what was agreed, as long as nothing came of it. A deferred one is "
        "`put_off`; whether it was settled since is told by what arises at the meetings after it."
    )
    actions: list[ActionBrief] = Field(
        default=[], description="The actions that came of it and may be seen. With `embed=actions`."
    )


class DecisionOfMeeting(DecisionFollowed):
    """What a meeting decided, and at which."""

    meeting: MeetingShown


class FollowedQuery(DecisionQuery):
    """Filters of the list of a meeting's decisions, by what came of them too."""

    follow_up: Annotated[list[FollowUp], Split] | None = Field(
        default=None, description="What came of them, as each shows it."
    )


class DecisionsQuery(FollowedQuery):
    """Filters of the list of decisions across meetings."""

    meeting: Names | None = Field(default=None, description="Where they were made, by id or reference.")
    sub_group: Names | None = Field(default=None, description="Who met, by id or reference.")
    from_: Day | None = Field(default=None, alias="from", description="Made on this day or later.")
    to: Annotated[Day | None, not_before("from_")] = Field(
        default=None, description="Made on this day or earlier."
    )
