"""Organisations, people, and posts that outlive their holders."""

from typing import ClassVar

from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Referenced, unique_reference


class Organisation(Referenced, table=True):
    """A partner: a council, a charity, a residents' group."""

    __tablename__: ClassVar[str] = "organisation"
    __path__: ClassVar[str] = "/v1/organisations"
    __table_args__ = (unique_reference("organisation"),)

    name: str = Field(sa_type=WORDS)
    acronym: str | None = Field(default=None, sa_type=WORDS)
    other_names: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    sector: str = Field(sa_type=WORDS)
    parent_id: str | None = Field(default=None, foreign_key="organisation.id", sa_type=WORDS)
    website: str | None = Field(default=None, sa_type=WORDS)


class Person(Referenced, table=True):
    """Someone who works for, or stands for, a partner. The public sees the name only where its flag says so."""

    __tablename__: ClassVar[str] = "person"
    __path__: ClassVar[str] = "/v1/people"
    __table_args__ = (unique_reference("person"),)

    name: str = Field(sa_type=WORDS)
    other_names: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    email: str | None = Field(default=None, sa_type=WORDS)
    phone: str | None = Field(default=None, sa_type=WORDS)
    is_name_public: bool = Field(default=False)


class Post(Referenced, table=True):
    """A role that outlives its holder, perhaps vacant."""

    __tablename__: ClassVar[str] = "post"
    __path__: ClassVar[str] = "/v1/posts"
    __table_args__ = (unique_reference("post"),)

    title: str = Field(sa_type=WORDS)
    other_names: list[str] = Field(default_factory=list, sa_type=JSON_VALUE)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )
    holder_id: str | None = Field(default=None, foreign_key="person.id", sa_type=WORDS, index=True)
    is_vacant: bool = Field(default=False)
