"""The wire shapes of attendance at meetings."""

from typing import Annotated

from pydantic import Field

from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Kept, Link, Shape, Words, merge_patch
from app.meetings.rules import AttendanceStatus


class AttendanceCreate(Shape):
    """The attendance, to be kept, of exactly one person, organisation or post."""

    person_id: Link | None = Field(default=None, description="An id or a reference.")
    organisation_id: Link | None = Field(default=None, description="An id or a reference.")
    post_id: Link | None = Field(default=None, description="An id or a reference.")
    status: AttendanceStatus
    on_behalf_of_id: Link | None = Field(
        default=None, description="The organisation that they spoke for: an id or a reference."
    )
    note: Words | None = Field(default=None, description="Never shown without a key.")


AttendanceUpdate = merge_patch(AttendanceCreate, "AttendanceUpdate")


class AttendanceRead(Kept):
    """Whether somebody was at a meeting.

    Without a key, a person whose name is not public is shown by post or organisation.
    """

    meeting_id: str
    name: str | None = Field(
        description="Their name or the post's title; null for a person who is not shown and has neither a post nor an "
        "organisation."
    )
    person_id: str | None
    organisation_id: str | None
    post_id: str | None
    status: AttendanceStatus
    on_behalf_of_id: str | None = Field(description="The organisation that they spoke for.")
    note: str | None = Field(description="Null without a key.")


class AttendanceQuery(ListQuery):
    """Filters of the list of who was at a meeting."""

    status: Annotated[list[AttendanceStatus], Split] | None = None
    person: Names | None = Field(default=None, description="By id or reference. Needs a key.")
    organisation: Names | None = Field(
        default=None, description="Of these organisations, or on their behalf; by id or reference."
    )
