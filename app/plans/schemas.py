"""The wire shapes of plans, themes, glossaries and criteria."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.access.rules import Visibility
from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Count, Day, Kept, Line, Link, Named, Reference, Shape, merge_patch, not_before
from app.phrases.edtf import edtf_of, span_of
from app.plans.rules import PlanKind, PlanStatus
from app.sub_groups.schemas import SubGroupRead


def _must_be_edtf(value: str) -> str:
    # A season, an interval or a month of an unknown year is written otherwise once it is days.
    if "/" in value or edtf_of(*span_of(value)) != value:
        raise ValueError("a date as exact as it was written: 2004, 2004-04 or 2004-04-20")
    return value


DocumentDate = Annotated[Line, AfterValidator(_must_be_edtf)]


class PlanCreate(Shape):
    """A plan to be kept. It begins as a draft."""

    title: Line
    kind: PlanKind
    reference: Reference | None = Field(default=None, description="Made from the title where left out.")
    starts_on: Day | None = None
    ends_on: Day | None = None
    document_date: DocumentDate | None = Field(
        default=None,
        description="When it was written, as exactly as it says: 2004, 2004-04 or 2004-04-20 (EDTF).",
    )
    sub_group_id: Link | None = Field(default=None, description="Who owns it: an id or a reference.")
    predecessor_id: Link | None = Field(
        default=None, description="The plan that it follows: an id or a reference."
    )
    visibility: Visibility = Visibility.PARTNERS


PlanUpdate = merge_patch(PlanCreate, "PlanUpdate")


class ThemeCreate(Shape):
    """A theme to be kept in a plan."""

    number: Annotated[Count, Field(ge=1)] | None = Field(
        default=None, description="The next one where left out."
    )
    title: Line
    position: Count | None = Field(default=None, description="Where it stands; by its number where left out.")
    criterion_id: Link | None = Field(default=None, description="The criterion that it answers.")


ThemeUpdate = merge_patch(ThemeCreate, "ThemeUpdate", made=("number",))


class ThemeRead(Kept):
    """A theme of a plan."""

    plan_id: str
    number: int
    title: str
    position: int
    criterion_id: str | None


class PlanRead(Named):
    """A plan."""

    title: str
    kind: PlanKind
    starts_on: date | None
    ends_on: date | None
    document_date: str | None
    sub_group_id: str | None
    status: PlanStatus
    predecessor_id: str | None = Field(
        description="The plan that it follows; null without a key unless that is public."
    )
    visibility: Visibility
    themes: list[ThemeRead] = Field(default=[], description="With `embed=themes`.")
    sub_group: SubGroupRead | None = Field(default=None, description="With `embed=sub_group`.")


class PlanQuery(ListQuery):
    """Filters of the list of plans."""

    kind: Annotated[list[PlanKind], Split] | None = None
    status: Annotated[list[PlanStatus], Split] | None = None
    visibility: Annotated[list[Visibility], Split] | None = None
    sub_group: Names | None = Field(default=None, description="The owner, by id or reference.")
    predecessor: Names | None = Field(default=None, description="By id or reference.")
    starts_from: Day | None = Field(default=None, description="Starts on this day or later.")
    ends_until: Annotated[Day | None, not_before("starts_from")] = Field(
        default=None, description="Ends on this day or earlier."
    )


class GlossaryTermCreate(Shape):
    """A term to be kept in a plan's glossary."""

    term: Line
    meaning: Line


GlossaryTermUpdate = merge_patch(GlossaryTermCreate, "GlossaryTermUpdate")


class GlossaryTermRead(Kept):
    """A term of a plan's glossary."""

    plan_id: str
    term: str
    meaning: str


class CriterionCreate(Shape):
    """A criterion to be kept."""

    framework: Line = Field(description="What it belongs to, such as an accreditation scheme.")
    title: Line
    reference: Reference | None = None
    position: Count | None = Field(default=None, description="The next one where left out.")


CriterionUpdate = merge_patch(CriterionCreate, "CriterionUpdate")


class CriterionRead(Named):
    """A criterion of a framework."""

    framework: str
    title: str
    position: int


class CriterionQuery(ListQuery):
    """Filters of the list of criteria."""

    framework: Line | None = None
