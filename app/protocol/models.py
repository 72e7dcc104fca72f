"""The rules of the protocol."""

from datetime import date
from typing import Any, ClassVar

from sqlmodel import Field

from app.core.db import JSON_VALUE, WORDS, Referenced, unique_reference


class ProtocolRule(Referenced, table=True):
    """Something that the partnership has agreed about how it works. `parameters` are those of its kind."""

    __tablename__: ClassVar[str] = "protocol_rule"
    __path__: ClassVar[str] = "/v1/protocol"
    __table_args__ = (unique_reference("protocol_rule"),)

    title: str = Field(sa_type=WORDS)
    kind: str = Field(sa_type=WORDS)
    parameters: dict[str, Any] = Field(sa_type=JSON_VALUE)
    text: str | None = Field(default=None, sa_type=WORDS)
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    plan_id: str | None = Field(default=None, foreign_key="plan.id", sa_type=WORDS, index=True)
    agreed_on: date | None = None
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", sa_type=WORDS, index=True)
    decision_id: str | None = Field(default=None, foreign_key="decision.id", sa_type=WORDS, index=True)
    starts_on: date | None = None
    ends_on: date | None = None
    visibility: str = Field(default="partners", sa_type=WORDS)
