"""The wire shapes of sub-groups, memberships, and the skills of members."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Day, Kept, Line, Link, Named, Reference, Shape, Words, merge_patch
from app.sub_groups.rules import MembershipRole, SkillKind, SubGroupKind

SomeLines = Annotated[list[Line], Field(max_length=50)]
NoticeDays = Annotated[int, Field(ge=0, le=365, strict=True)]


class SubGroupCreate(Shape):
    """A sub-group to be kept."""

    name: Line
    reference: Reference | None = Field(default=None, description="Made from the name where left out.")
    other_names: SomeLines = Field(default=[], description="What else documents call it.")
    kind: SubGroupKind = SubGroupKind.SUB_GROUP
    parent_id: Link | None = Field(
        default=None, description="The body that it is a part of: an id or a reference."
    )
    agenda_notice_days: NoticeDays | None = Field(
        default=None,
        description="How many days before a meeting its agenda is sent out; null where not agreed.",
    )
    standing_items: SomeLines = Field(
        default=[],
        description="What is on the agenda of every meeting, in order: put there when a meeting is made that is not "
        "past, and on agendas that were not sent out yet when this changes.",
    )
    terms_of_reference: Words | None = None
    started_on: Day | None = None
    ended_on: Day | None = Field(
        default=None, description="Its last day, not before `started_on`; null while it lasts."
    )


SubGroupUpdate = merge_patch(SubGroupCreate, "SubGroupUpdate")


class SubGroupRead(Named):
    """A body of the partnership: its steering group, a sub-group, a cluster."""

    name: str
    other_names: list[str] = Field(description="What else documents call it.")
    kind: SubGroupKind
    parent_id: str | None = Field(description="The body that it is a part of.")
    agenda_notice_days: int | None = Field(
        description="How many days before a meeting its agenda is sent out; null where not agreed."
    )
    standing_items: list[str] = Field(description="What is on the agenda of every meeting, in order.")
    terms_of_reference: str | None
    started_on: date | None
    ended_on: date | None = Field(description="Its last day; null while it lasts.")


class SubGroupQuery(ListQuery):
    """Filters of the list of sub-groups."""

    kind: Annotated[list[SubGroupKind], Split] | None = None
    parent: Names | None = Field(default=None, description="Parts of these bodies, by id or reference.")
    current_on: Day | None = Field(
        default=None, description="Only those that had started and not ended on this day."
    )


class MembershipCreate(Shape):
    """A seat to be kept: of exactly one person, organisation or post."""

    person_id: Link | None = Field(default=None, description="An id or a reference.")
    organisation_id: Link | None = Field(default=None, description="An id or a reference.")
    post_id: Link | None = Field(default=None, description="An id or a reference.")
    role: MembershipRole = MembershipRole.MEMBER
    on_behalf_of_id: Link | None = Field(
        default=None, description="The organisation that the member speaks for: an id or a reference."
    )
    started_on: Day | None = None
    ended_on: Day | None = Field(
        default=None, description="The last day, not before `started_on`; null while it lasts."
    )


MembershipUpdate = merge_patch(MembershipCreate, "MembershipUpdate")


class MembershipRead(Kept):
    """A seat in a sub-group. Without a key, a person whose name is not public is shown by post or organisation."""

    sub_group_id: str
    name: str | None = Field(
        description="The member's name or the post's title; null for a person who is not shown and has neither a "
        "post nor an organisation."
    )
    person_id: str | None
    organisation_id: str | None
    post_id: str | None
    role: MembershipRole
    on_behalf_of_id: str | None = Field(description="The organisation that the member speaks for.")
    started_on: date | None
    ended_on: date | None = Field(description="The last day; null while it lasts.")


class MembershipQuery(ListQuery):
    """Filters of the list of a sub-group's memberships."""

    role: Annotated[list[MembershipRole], Split] | None = None
    person: Names | None = Field(default=None, description="By id or reference. Needs a key.")
    organisation: Names | None = Field(
        default=None, description="Seats of these organisations, or held on their behalf; by id or reference."
    )
    current_on: Day | None = Field(
        default=None, description="Only those that had started and not ended on this day."
    )


class SkillCreate(Shape):
    """A skill or an interest of a member, to be kept for the partners."""

    membership_id: Link = Field(description="The id of a membership of the same sub-group.")
    kind: SkillKind
    text: Line = Field(description="Such as `Minute taking`.")
    noted_on: Day | None = None


SkillUpdate = merge_patch(SkillCreate, "SkillUpdate")


class SkillRead(Kept):
    """A skill or an interest of a member. It is never shown without a key."""

    sub_group_id: str
    membership_id: str
    name: str | None = Field(description="The member's name or the post's title.")
    kind: SkillKind
    text: str
    noted_on: date | None


class SkillQuery(ListQuery):
    """Filters of the register of skills and interests."""

    kind: Annotated[list[SkillKind], Split] | None = None
    membership: Names | None = Field(default=None, description="Those of these memberships, by id.")
