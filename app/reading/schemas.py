"""The wire shapes of phrases to be read, and of what they are read to."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.core.schemas import CellWords, Day, Line, Shape
from app.phrases.due import PointKind
from app.phrases.edtf import span_of
from app.phrases.leads import LeadRole, PartyKind

MOST_PHRASES = 1_000
MOST_BESIDE = 50


def _must_be_edtf(value: str) -> str:
    span_of(value)
    return value


def _must_be_one_date(value: str) -> str:
    if "/" in value:
        raise ValueError("one date is wanted here, not an interval: YYYY, YYYY-MM or YYYY-MM-DD")
    return _must_be_edtf(value)


EdtfWords = Annotated[str, StringConstraints(max_length=40)]
Edtf = Annotated[EdtfWords, AfterValidator(_must_be_edtf)]
EdtfDate = Annotated[EdtfWords, AfterValidator(_must_be_one_date)]


class PointGiven(Shape):
    """A point of the row above, as it was answered; what is left out is not known."""

    kind: PointKind
    edtf: Line | None = None
    earliest: Day | None = None
    latest: Day | None = None
    rrule: Line | None = None
    anchor: CellWords | None = None
    text: CellWords = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError("latest is before earliest")
        return self


class RowAbove(Shape):
    """The row above, whose points "ditto" repeats."""

    phrase: CellWords | None = None
    points: Annotated[list[PointGiven], Field(max_length=MOST_BESIDE)]


class DueContext(Shape):
    """What stands around a due phrase and helps to read it; all of it may be left out or null."""

    document_date: EdtfDate | None = Field(
        default=None,
        description="When the document was written, as exactly as it says: YYYY, YYYY-MM or a day.",
    )
    plan_start: Day | None = None
    plan_end: Day | None = None
    previous: RowAbove | None = Field(default=None, description='The row above, which "ditto" repeats.')
    anchors: Annotated[dict[Line, Edtf], Field(max_length=MOST_BESIDE)] | None = Field(
        default=None, description='When events are, by their words: {"adoption": "2004-07-21"}.'
    )
    quarters: Literal["fiscal", "calendar"] | None = Field(
        default=None, description="What Q1 is: April to June (fiscal, by default) or January to March."
    )
    field: Line | None = Field(default=None, description="The heading of the column.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.plan_start is not None and self.plan_end is not None and self.plan_end < self.plan_start:
            raise ValueError("plan_end is before plan_start")
        return self


class DuePhrase(Shape):
    """One due phrase to be read."""

    phrase: CellWords = Field(description='As written: "July/August 2004", "ditto", "Ongoing".')
    context: DueContext | None = None


class DuePhrases(Shape):
    """Due phrases to be read."""

    phrases: Annotated[list[DuePhrase], Field(min_length=1, max_length=MOST_PHRASES)]


class PointShown(Shape):
    """One thing that a due phrase says. Dates are inclusive; null is open or not known."""

    kind: PointKind
    edtf: str | None = Field(description="The same dates in EDTF (ISO 8601-2).")
    earliest: date | None
    latest: date | None
    rrule: str | None = Field(description="How it repeats (RFC 5545).")
    anchor: str | None = Field(description="The event that it hangs on, in words.")
    text: str = Field(description="The words that it was read from.")


class DueReading(Shape):
    """What a due phrase was read to."""

    points: list[PointShown]
    unread: list[str] = Field(description="What was not understood.")


class DueReadings(Shape):
    """What each due phrase was read to, in the order in which they were sent."""

    items: list[DueReading]


class LeadPhrase(Shape):
    """One lead phrase to be read."""

    phrase: CellWords = Field(description='As written: "WBC: Ann Example, Parks sub-group".')


class LeadPhrases(Shape):
    """Lead phrases to be read. One that says "ditto" repeats the one before it."""

    phrases: Annotated[list[LeadPhrase], Field(min_length=1, max_length=MOST_PHRASES)]


class PartyShown(Shape):
    """A party that a name may mean."""

    kind: PartyKind
    id: str
    url: str
    name: str


class LeadShown(Shape):
    """Someone whom a lead phrase names. A member that the kind does not have is left out."""

    kind: PartyKind
    name: str | None = Field(
        description="As the register spells it, else as written; null for a bare vacancy."
    )
    organisation: str | None = Field(default=None, description="What a person or a post belongs to.")
    sub_group: str | None = Field(
        default=None, description="What someone is named under, where it is a sub-group."
    )
    vacant: bool | None = Field(default=None, description="Of a post: whether it is to be filled.")
    role: LeadRole
    text: str = Field(description="The words that it was read from.")
    id: str | None = Field(
        description="Of the one party that goes by the name; null where none or several do."
    )
    url: str | None
    candidates: list[PartyShown] = Field(description="Those whom the name may mean, where that is not clear.")


class PhraseLeads(Shape):
    """What a lead phrase was read to."""

    leads: list[LeadShown]
    unread: list[str] = Field(description="What was not understood.")


class LeadReadings(Shape):
    """What each lead phrase was read to, in the order in which they were sent."""

    items: list[PhraseLeads]
