"""The wire shapes of decisions as actions tell of them: which one they came of, and what came of each."""

from pydantic import Field

from app.actions.rules import ActionStatus, FollowUp
from app.core.schemas import Shape
from app.meetings.rules import DecisionOutcome
from app.meetings.schemas import DecisionRead, MeetingShown


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
        "carried out where something that is no action names it: the step of a plan, the approval of minutes."
    )
    actions: list[ActionBrief] = Field(
        default=[], description="The actions that came of it and may be seen. With `embed=actions`."
    )
