"""Sub-groups, who sits in them, and what these can do."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Referenced, Table, unique_reference
from app.core.links import OWNED


class SubGroup(Referenced, table=True):
    """A body of the partnership, with what it has agreed about how it works."""

    __tablename__: ClassVar[str] = "sub_group"
    __path__: ClassVar[str] = "/v1/sub-groups"
    __table_args__ = (unique_reference("sub_group"),)

    name: str = Field(sa_type=WORDS)
    other_names: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    kind: str = Field(default="sub_group", sa_type=WORDS)
    parent_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    agenda_notice_days: int | None = None
    standing_items: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    terms_of_reference: str | None = Field(default=None, sa_type=WORDS)
    started_on: date | None = None
    ended_on: date | None = None


class Membership(Table, table=True):
    """A seat in a sub-group: a person's, an organisation's or a post's."""

    __tablename__: ClassVar[str] = "membership"
    __path__: ClassVar[str] = "/v1/sub-groups/{sub_group_id}/memberships"

    sub_group_id: str = Field(
        foreign_key="sub_group.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    person_id: str | None = Field(default=None, foreign_key="person.id", sa_type=WORDS, index=True)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    post_id: str | None = Field(default=None, foreign_key="post.id", sa_type=WORDS, index=True)
    role: str = Field(default="member", sa_type=WORDS)
    on_behalf_of_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    started_on: date | None = None
    ended_on: date | None = None


class Skill(Table, table=True):
    """Something that a member can do, or is interested in; it goes with the membership."""

    __tablename__: ClassVar[str] = "skill"
    __path__: ClassVar[str] = "/v1/sub-groups/{sub_group_id}/skills"

    sub_group_id: str = Field(
        foreign_key="sub_group.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    membership_id: str = Field(
        foreign_key="membership.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    kind: str = Field(sa_type=WORDS)
    text: str = Field(sa_type=WORDS)
    noted_on: date | None = None
