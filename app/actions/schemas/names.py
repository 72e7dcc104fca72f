"""The wire shapes of names in leads that nobody is known by, and of parties that are merged."""

from typing import Annotated

from pydantic import Field

from app.actions.rules import LeadKind
from app.core.listing import Split
from app.core.schemas import Line, Link, Shape
from app.reading.schemas import PartyShown


class UnresolvedQuery(Shape):
    """Which of the names that the register does not know are listed."""

    kind: Annotated[list[LeadKind], Split] | None = Field(default=None, description="As they were read.")
    limit: int = Field(default=50, ge=1, le=200, description="How many items a page has at most.")
    cursor: str | None = Field(default=None, max_length=10_000, description="`next` of the page before.")


class LedAction(Shape):
    """An action in whose leads a name stands."""

    id: str
    url: str
    reference: str
    plan_id: str


class UnresolvedName(Shape):
    """A name in lead cells that the register does not know, or that several parties go by."""

    name: str = Field(description="As it is written in one of the rows.")
    kind: LeadKind = Field(description="As it was read.")
    count: int = Field(description="In how many actions it stands.")
    actions: list[LedAction] = Field(description="The first 20 of them.")
    candidates: list[PartyShown] = Field(description="Those who go by the name, where that is not clear.")


class UnresolvedNames(Shape):
    """One page of the names that the register does not know."""

    items: list[UnresolvedName]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class NameResolved(Shape):
    """Whom a name means: exactly one party, by id or reference."""

    name: Line = Field(description="As it is written, whatever its case and spacing.")
    kind: LeadKind | None = Field(default=None, description="Only where it was read as this kind.")
    person_id: Link | None = None
    organisation_id: Link | None = None
    post_id: Link | None = None
    sub_group_id: Link | None = None


class NameResolution(Shape):
    """What became of a name: it is linked wherever it stood."""

    name: str
    party: PartyShown
    is_remembered: bool = Field(
        description="Whether the party goes by the name from now on. The name of a person is not given to others."
    )
    count: int = Field(description="In how many actions it stood.")
    actions: list[LedAction] = Field(description="The first 20 of them.")


class MergeGiven(Shape):
    """Into what a party is merged that turned out to be the same."""

    into: Link = Field(description="The one that stays, of the same kind: an id or a reference.")
