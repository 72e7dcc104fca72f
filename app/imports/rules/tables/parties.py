"""How tables tell of organisations and people."""

from app.imports.rules.tables.cells import OneOf, read_flag, read_several
from app.imports.rules.tables.columns import Column, Thing
from app.partners.rules import Sector

REFERENCE = Column(
    "reference",
    ("Reference", "Ref", "Cyfeirnod"),
    "The key by which it is known; made from the name where left blank.",
)
OTHER_NAMES = Column(
    "other_names",
    ("Other names", "Also known as", "Known as", "Alias", "Aliases", "Enwau eraill"),
    "What else it is called, parted by semicolons; added to the names that are known.",
    read_several,
    adds=True,
)

ORGANISATION = Thing(
    kind="organisation",
    needs=("name",),
    same=(("reference",), ("name",)),
    columns=(
        REFERENCE,
        Column(
            "name",
            (
                "Name",
                "Organisation",
                "Organisation name",
                "Partner",
                "Partner organisation",
                "Enw",
                "Sefydliad",
            ),
            "Its name, another name of it, or its acronym.",
        ),
        Column(
            "acronym", ("Acronym", "Abbreviation", "Short name", "Initials", "Acronym(s)"), "Its acronym."
        ),
        OTHER_NAMES,
        Column(
            "sector",
            ("Sector", "Type", "Kind", "Type of organisation"),
            "The part of local life that it belongs to.",
            OneOf(Sector, {"voluntary": "voluntary_community", "community": "voluntary_community"}),
        ),
        Column(
            "parent_id",
            ("Part of", "Parent", "Parent organisation", "Rhan o"),
            "The organisation that it is a part of, by name or reference.",
            names=("organisation",),
        ),
        Column("website", ("Website", "Web site", "Web address", "Web", "URL", "Gwefan"), "Its web address."),
    ),
)

PERSON = Thing(
    kind="person",
    needs=("name",),
    same=(("reference",), ("name",)),
    # Someone of another organisation is another one.
    apart=("organisation_id",),
    columns=(
        REFERENCE,
        Column(
            "name", ("Name", "Person", "Full name", "Contact", "Contact name", "Enw"), "The person's name."
        ),
        OTHER_NAMES,
        Column(
            "organisation_id",
            ("Organisation", "Works for", "Employer", "Agency", "Partner", "Sefydliad"),
            "The organisation that the person is of, by name or reference.",
            names=("organisation",),
        ),
        Column(
            "email",
            ("Email", "E-mail", "Email address", "E-mail address", "E-bost"),
            "Never shown without a key.",
        ),
        Column(
            "phone",
            ("Phone", "Telephone", "Phone number", "Telephone number", "Tel", "Ffôn"),
            "Never shown without a key.",
        ),
        Column(
            "is_name_public",
            ("Name is public", "Name public", "Public name", "Show name", "Enw yn gyhoeddus"),
            "Yes or no: whether the name is shown without a key. No where left blank.",
            read_flag,
        ),
    ),
)
