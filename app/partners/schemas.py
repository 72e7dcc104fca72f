"""The wire shapes of organisations, people and posts."""

from typing import Annotated

from pydantic import Field

from app.core.listing import ListQuery, Names, Split
from app.core.schemas import EmailAddress, Flag, Line, Link, Named, Reference, Shape, WebAddress, merge_patch
from app.partners.rules import Sector

OtherNames = Annotated[list[Line], Field(max_length=50)]


class OrganisationCreate(Shape):
    """An organisation to be kept."""

    name: Line
    reference: Reference | None = Field(
        default=None, description="Made from the acronym or the name where left out."
    )
    acronym: Line | None = None
    other_names: OtherNames = []
    sector: Sector = Sector.OTHER
    parent_id: Link | None = Field(default=None, description="What it is a part of: an id or a reference.")
    website: WebAddress | None = None


OrganisationUpdate = merge_patch(OrganisationCreate, "OrganisationUpdate")


class OrganisationRead(Named):
    """An organisation."""

    name: str
    acronym: str | None
    other_names: list[str]
    sector: Sector
    parent_id: str | None
    website: str | None


class OrganisationQuery(ListQuery):
    """Filters of the list of organisations."""

    sector: Annotated[list[Sector], Split] | None = None
    parent: Names | None = Field(
        default=None, description="Parts of these organisations, by id or reference."
    )


class PersonCreate(Shape):
    """A person to be kept. Contact details are never shown without a key."""

    name: Line
    other_names: OtherNames = Field(default=[], description="Never shown without a key.")
    reference: Reference | None = None
    organisation_id: Link | None = Field(default=None, description="An id or a reference.")
    email: EmailAddress | None = None
    phone: Line | None = None
    is_name_public: Flag = Field(default=False, description="Whether the name is shown without a key.")


PersonUpdate = merge_patch(PersonCreate, "PersonUpdate")


class PersonRead(Named):
    """A person. Without a key only people whose name is public are seen, and no contact details or other names."""

    name: str
    other_names: list[str]
    organisation_id: str | None
    email: str | None
    phone: str | None
    is_name_public: bool


class PersonQuery(ListQuery):
    """Filters of the list of people."""

    organisation: Names | None = Field(default=None, description="By id or reference.")


class PostCreate(Shape):
    """A post to be kept."""

    title: Line
    other_names: OtherNames = []
    reference: Reference | None = None
    organisation_id: Link | None = Field(default=None, description="An id or a reference.")
    holder_id: Link | None = Field(default=None, description="The person who holds it: an id or a reference.")
    is_vacant: Flag = False


PostUpdate = merge_patch(PostCreate, "PostUpdate")


class PostRead(Named):
    """A post. `holder_id` is shown without a key only where the holder's name is public."""

    title: str
    other_names: list[str]
    organisation_id: str | None
    holder_id: str | None
    is_vacant: bool


class PostQuery(ListQuery):
    """Filters of the list of posts."""

    organisation: Names | None = Field(default=None, description="By id or reference.")
    holder: Names | None = Field(default=None, description="By id or reference. Needs a key.")
    is_vacant: bool | None = None
