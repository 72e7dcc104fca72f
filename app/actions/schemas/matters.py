"""The wire shapes of matters arising: what earlier meetings left open."""

from datetime import date

from pydantic import Field

from app.actions.rules import ActionStatus
from app.actions.rules.matters import MatterKind, MatterReason
from app.actions.schemas import LeadShown
from app.core.schemas import Day, Shape
from app.meetings.rules import DecisionOutcome
from app.meetings.schemas import MeetingShown


class MatterQuery(Shape):
    """As of when matters arising are reckoned, and how many are listed."""

    as_of: Day | None = Field(
        default=None,
        description="The day as of which it is reckoned how long something is overdue; by default the meeting's.",
    )
    limit: int = Field(default=50, ge=1, le=200, description="How many items a page has at most.")
    cursor: str | None = Field(default=None, max_length=10_000, description="`next` of the page before.")


class MatterArising(Shape):
    """Something from earlier meetings of the group that is still open, as far as is known now."""

    kind: MatterKind
    id: str = Field(
        description="The id of the action or the decision; of one that was deferred again, the newest."
    )
    url: str
    reference: str | None = Field(description="That of an action; null for a decision.")
    plan_id: str | None = Field(description="The plan of an action; null for a decision.")
    text: str | None = Field(
        description="What is to be done, or was decided, else recommended, else the title of the agenda item."
    )
    agenda_item: str | None = Field(description="The title of the agenda item that a decision is under.")
    reasons: list[MatterReason] = Field(description="Why it arises.")
    meeting: MeetingShown | None = Field(
        description="The first meeting that it came from, also one that was cancelled; null for what slips in the "
        "group's plan alone, or came from a meeting that was deleted."
    )
    times_deferred: int = Field(
        description="How often it was put off: the progress updates of an action that say so, in all the plans "
        "that it has lived through, but none of a later day, nor what only tells again how it stood as it was carried "
        "forward or came back; the decisions on a matter that deferred it."
    )
    days_overdue: int | None = Field(description="As of the day; null for what is not overdue.")
    milestone: str | None = Field(
        description="The milestone of an action by which it is due first, by its title; null where the action itself "
        "is, and for a decision."
    )
    due_text: str | None = Field(
        description="When it is due, as written of the action, or else of that milestone; null for a decision."
    )
    due_on: date | None = Field(description="The first day that passed, else the next one.")
    status: ActionStatus | None = Field(description="That of an action; null for a decision.")
    outcome: DecisionOutcome | None = Field(description="That of a decision; null for an action.")
    leads: list[LeadShown]


class MattersArising(Shape):
    """One page of matters arising."""

    items: list[MatterArising]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")
    total: int = Field(description="How many there are in all.")
