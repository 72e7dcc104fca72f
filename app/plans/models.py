"""Plans, their themes and glossary, and the criteria of frameworks that plans are judged by."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from app.core.db import WORDS, Referenced, Table, unique_reference
from app.core.links import OWNED


class Plan(Referenced, table=True):
    """What a partnership has agreed to do over a period. `document_date` is EDTF, as exact as it was written."""

    __tablename__: ClassVar[str] = "plan"
    __path__: ClassVar[str] = "/v1/plans"
    __table_args__ = (unique_reference("plan"),)

    title: str = Field(sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    starts_on: date | None = None
    ends_on: date | None = None
    document_date: str | None = Field(default=None, sa_type=WORDS)
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    status: str = Field(default="draft", sa_type=WORDS)
    predecessor_id: str | None = Field(default=None, foreign_key="plan.id", sa_type=WORDS)
    visibility: str = Field(default="partners", sa_type=WORDS)


class Theme(Table, table=True):
    """A numbered part of a plan."""

    __tablename__: ClassVar[str] = "theme"
    __path__: ClassVar[str] = "/v1/plans/{plan_id}/themes"

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED})
    number: int
    title: str = Field(sa_type=WORDS)
    position: int
    criterion_id: str | None = Field(default=None, foreign_key="criterion.id", sa_type=WORDS)


class GlossaryTerm(Table, table=True):
    """A short form used in a plan, and what it stands for."""

    __tablename__: ClassVar[str] = "glossary_term"
    __path__: ClassVar[str] = "/v1/plans/{plan_id}/glossary"

    plan_id: str = Field(foreign_key="plan.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED})
    term: str = Field(sa_type=WORDS)
    meaning: str = Field(sa_type=WORDS)


class Criterion(Referenced, table=True):
    """One of the things that a framework judges a partnership by."""

    __tablename__: ClassVar[str] = "criterion"
    __path__: ClassVar[str] = "/v1/criteria"
    __table_args__ = (unique_reference("criterion"),)

    framework: str = Field(sa_type=WORDS)
    title: str = Field(sa_type=WORDS)
    position: int
