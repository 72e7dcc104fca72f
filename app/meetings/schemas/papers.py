"""The wire shapes of papers, and of minutes that are approved."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.access.rules import Visibility
from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Day, Line, Link, Named, Reference, Shape, SomeWords, WebAddress, merge_patch
from app.meetings.rules import PaperKind, PaperPurpose
from app.meetings.rules.minutes import MinutesStatus


class PaperCreate(Shape):
    """A paper to be kept: what it is, and where it is read."""

    title: Line
    reference: Reference | None = Field(
        default=None, description="Unique in its meeting; made from the title where left out."
    )
    kind: PaperKind
    link: WebAddress | None = Field(default=None, description="Where it is read, an http or https address.")
    author: Line | None = Field(default=None, description="Never shown without a key.")
    purpose: PaperPurpose | None = Field(
        default=None, description="What the meeting is given it for; null where not said."
    )
    written_on: Day | None = None
    agenda_item_id: Link | None = Field(
        default=None, description="The id of an agenda item of the same meeting, which it belongs to."
    )
    visibility: Visibility = Field(
        default=Visibility.PARTNERS, description="The public sees what is public in a public meeting."
    )


PaperUpdate = merge_patch(PaperCreate, "PaperUpdate")


class PaperRead(Named):
    """A paper of a meeting. Without a key, only public ones are seen, of public meetings."""

    meeting_id: str
    title: str
    kind: PaperKind
    link: str | None = Field(description="Where it is read.")
    author: str | None = Field(description="Null without a key.")
    purpose: PaperPurpose | None = Field(
        description="What the meeting was given it for; null where not said."
    )
    written_on: date | None
    agenda_item_id: str | None = Field(description="The agenda item that it belongs to.")
    visibility: Visibility
    status: MinutesStatus | None = Field(description="Of minutes: whether they are approved. Else null.")
    approved_on: date | None = Field(description="The day on which minutes were approved.")
    approval_meeting_id: str | None = Field(
        description="The meeting that approved the minutes; null, with the decision, without a key unless it is public."
    )
    approval_decision_id: str | None = Field(
        description="What that meeting decided on them, where it is kept."
    )


class PaperQuery(ListQuery):
    """Filters of the list of a meeting's papers."""

    kind: Annotated[list[PaperKind], Split] | None = None
    purpose: Annotated[list[PaperPurpose], Split] | None = None
    agenda_item: Names | None = Field(default=None, description="Those under these agenda items, by id.")
    visibility: Annotated[list[Visibility], Split] | None = None


class MinutesApproved(Shape):
    """Where, and when, minutes were approved."""

    meeting_id: Link = Field(
        description="A later meeting of the same sub-group that is not cancelled: an id or a reference."
    )
    decision_id: Link | None = Field(
        default=None, description="The id of what that meeting decided on them, where it is kept."
    )
    approved_on: Day | None = Field(default=None, description="By default the day of that meeting.")


class MinutesReopened(Shape):
    """Why minutes are not approved after all."""

    reason: SomeWords | None = None
