"""The wire shapes of reviews and of what they find."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.actions.schemas.due import DueGiven, DueRead
from app.core.listing import ListQueryOfDay, Names
from app.core.schemas import (
    Count,
    Day,
    Kept,
    Line,
    Link,
    Reference,
    Shape,
    SomeWords,
    Words,
    merge_patch,
    not_before,
)


class ReviewCreate(Shape):
    """A review to be kept: of one plan, or of one cluster."""

    plan_id: Link | None = Field(default=None, description="The plan: an id or a reference.")
    sub_group_id: Link | None = Field(
        default=None, description="The cluster, or another sub-group: an id or a reference."
    )
    title: Line | None = Field(default=None, description="Made from what is reviewed where null.")
    due: DueGiven | None = Field(
        default=None,
        description="When it is planned; null where no words say when: then it is due at its meeting, if it has one.",
    )
    meeting_id: Link | None = Field(
        default=None, description="The meeting at which it is done: an id or a reference."
    )
    held_on: Day | None = Field(
        default=None,
        description="The day on which it was held, null until then; where it names a meeting, the day of that.",
    )
    summary: Words | None = None


ReviewUpdate = merge_patch(ReviewCreate, "ReviewUpdate")


class FindingCreate(Shape):
    """Something that a review found."""

    text: SomeWords
    position: Count | None = Field(default=None, description="The next one where left out.")


FindingUpdate = merge_patch(FindingCreate, "FindingUpdate")


class FindingRead(Kept):
    """Something that a review found. An issue may have been made of it, which actions answer."""

    review_id: str
    position: int
    text: str
    issue_id: str | None = Field(
        description="The issue that was made of it; null without a key unless its plan is public."
    )


class FindingMadeIssue(Shape):
    """In which plan a finding becomes an issue."""

    plan_id: Link | None = Field(
        default=None,
        description="An id or a reference; where left out, the plan that was reviewed.",
    )
    reference: Reference | None = Field(
        default=None, description="The next number in the plan where left out."
    )


class ReviewRead(Kept):
    """A review of a plan or of a cluster, planned or held. The public sees those of public plans."""

    plan_id: str | None
    sub_group_id: str | None
    title: str
    due: DueRead = Field(description="When it is planned; done once it was held.")
    meeting_id: str | None = Field(description="Null without a key.")
    held_on: date | None
    summary: str | None
    findings: list[FindingRead] = Field(default=[], description="With `embed=findings`.")


class ReviewQuery(ListQueryOfDay):
    """Filters of the list of reviews."""

    plan: Names | None = Field(default=None, description="By id or reference.")
    sub_group: Names | None = Field(default=None, description="By id or reference.")
    is_held: bool | None = None
    open_findings: bool | None = Field(
        default=None, description="Whether they found something of which no issue was made. Needs a key."
    )
    held_from: Day | None = Field(default=None, description="Held on this day or later.")
    held_to: Annotated[Day | None, not_before("held_from")] = Field(
        default=None, description="Held on this day or earlier."
    )
