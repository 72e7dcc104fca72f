"""The wire shapes of deadlines."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.actions.rules.progress import ProgressBy
from app.actions.schemas import LeadShown
from app.core.listing import ListQueryOfDay, Names, Split
from app.core.schemas import Day, Kept, Shape, SomeWords, not_before
from app.deadlines.rules.wording import Language
from app.meetings.schemas import MeetingShown
from app.phrases.due import PointKind
from app.schedule.rules import Binding, DeadlineSource, DueState


class ActionShown(Shape):
    """The action that a deadline is of."""

    id: str
    reference: str
    url: str


class PlanShown(Shape):
    """The plan that a deadline is in."""

    id: str
    reference: str
    title: str


class ThemeShown(Shape):
    """The theme that a deadline stands under."""

    number: int
    title: str


class DeadlineRead(Kept):
    """Something that falls due, with all that a widget shows of it."""

    kind: PointKind
    earliest: date | None
    latest: date | None = Field(
        description="The day due, inclusive; where it hangs on a meeting, the meeting's."
    )
    edtf: str | None
    rrule: str | None = Field(description="How it repeats (RFC 5545): this is one of its occurrences.")
    anchor: str | None
    binding: Binding | None = Field(
        description="How it hangs on the meeting that its words name; null where they name none."
    )
    state: DueState = Field(description="As of the day asked for, by default today.")
    is_called_off: bool = Field(
        description="It need not be done any more, since its action or its meeting was cancelled; its `state` is "
        "`done` then, though nobody did it."
    )
    days_left: int | None = Field(description="From that day to the day due; negative once it has passed.")
    text: str = Field(description="The words as written.")
    title: str = Field(
        description="The action's words, shortened; or the title of the milestone, the meeting or the plan."
    )
    source: DeadlineSource
    completed_on: date | None = Field(description="The day on which it was done, once it is ticked off.")
    completion_note: str | None = Field(description="What was noted then; null without a key.")
    action: ActionShown | None
    plan: PlanShown | None
    theme: ThemeShown | None
    leads: list[LeadShown]
    lead_text: str | None = Field(description="Who leads, as written; null without a key.")
    meeting: MeetingShown | None = Field(
        description="The meeting that it hangs on, or whose agenda it is; null without a key unless it is public."
    )


class DeadlineComplete(Shape):
    """What is told of a deadline as it is ticked off."""

    completed_on: Day | None = Field(
        default=None, description="The day on which it was done; today where left out."
    )
    note: SomeWords | None = None


class DeadlineReopen(Shape):
    """Why a tick is taken back."""

    reason: SomeWords | None = None


class DeadlineQuery(ListQueryOfDay):
    """Filters of the list of deadlines. Without `state`, what is done is left out."""

    from_: Day | None = Field(default=None, alias="from", description="Due on this day or later.")
    to: Annotated[Day | None, not_before("from_")] = Field(
        default=None, description="Due on this day or earlier."
    )
    state: Annotated[list[DueState], Split] | None = None
    include: Annotated[list[Literal["starts", "undated", "missed", "later"]], Split] | None = Field(
        default=None,
        description="Also list, at the end, what only starts and what has no date. Of what repeats, the next "
        "occurrence is listed, and the last one where that was missed: `later` and `missed` add the others. A period "
        "asked for by `from` or `to` has them all.",
    )
    kind: Annotated[list[PointKind], Split] | None = None
    source: Annotated[list[DeadlineSource], Split] | None = None
    plan: Names | None = Field(default=None, description="By id or reference.")
    theme: Names | None = Field(default=None, description="By id, or by number.")
    lead: Names | None = Field(default=None, description="Any party that leads, by id or reference.")
    organisation: Names | None = Field(
        default=None, description="Led by the organisation, its people or its posts; by id or reference."
    )
    sub_group: Names | None = Field(default=None, description="Led by the sub-group; by id or reference.")
    meeting: Names | None = Field(
        default=None,
        description="The meeting's own, and what is due by or with it; by id or reference.",
    )


class DeadlinePageQuery(DeadlineQuery):
    """Parameters of the page of deadlines: those of the list, and the language. `fields` and `embed` change nothing."""

    lang: Language = Language.EN

    def of_list(self) -> DeadlineQuery:
        """Give what is asked of the list, with every member that the page shows."""
        asked = self.model_dump(by_alias=True, exclude_unset=True, exclude={"lang", "fields", "embed"})
        return DeadlineQuery.model_validate(asked)


class PictureQuery(Shape):
    """As of which day, and in which language, a picture is drawn."""

    as_of: Day | None = Field(
        default=None, description="The day as of which states are reckoned; by default today."
    )
    lang: Language = Field(default=Language.EN, description="The language of the labels.")


class ProgressPictureQuery(PictureQuery):
    """What a picture of progress counts actions by."""

    by: ProgressBy = ProgressBy.THEME
