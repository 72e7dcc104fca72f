"""The wire shapes of imports."""

from typing import Annotated, Any

from pydantic import Field

from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Kept, Line, Reference, Shape
from app.imports.rules.outcomes import DateOrder, ImportMode, RowOutcome

LONGEST_FILE_NAME = 200


class ImportOptions(Shape):
    """How a document is to be taken."""

    plan: Reference | None = Field(
        default=None, description="The reference of the plan that it is; made from its title where left out."
    )
    mode: ImportMode = ImportMode.UPSERT
    dry_run: bool = Field(default=False, description="Tell what would happen, and change nothing.")
    public: bool = Field(
        default=False, description="Show the plan to the public; left as it is where not asked."
    )
    create_parties: bool = Field(
        default=False,
        description="Create the parties that its list of acronyms and its lead cells name and nobody knows yet; "
        "the names of people stay private.",
    )
    charset: Annotated[Line, Field(max_length=40)] | None = Field(
        default=None, description="The charset of the text; told from its bytes where left out."
    )
    date_order: DateOrder = Field(
        default=DateOrder.DMY,
        description='How days in figures are meant, such as "04/05/06"; a year of four digits tells itself. A day that '
        "another order would make another one is kept as confirmed.",
    )
    file_name: Annotated[Line, Field(max_length=LONGEST_FILE_NAME)] | None = Field(
        default=None, description="The file's name, where the body is the file itself."
    )


class CellShown(Shape):
    """One cell as it was read."""

    line: int
    column: str = Field(description="Its heading, as written.")
    words: str
    read_as: str | None = Field(
        description="What the column was taken for; null where it is kept only as words."
    )
    reading: dict[str, Any] | None = Field(
        description="What the words were read as: the points of a due cell, the leads of a lead cell, the criterion "
        "that a theme of this title answers."
    )


class RowShown(Shape):
    """One thing that the document holds, and what became of it."""

    kind: str = Field(
        description="`plan`, `theme`, `issue`, `action`, `glossary_term`, or a party: `organisation`, `sub_group`, "
        "`person`, `post`."
    )
    line: int
    outcome: RowOutcome
    resource_id: str | None
    reference: str | None
    label: str
    cells: list[CellShown]
    changes: dict[str, Any] = Field(
        description="For an update, also one that was left out: each value before and after."
    )


class UnreadLine(Shape):
    """A line that was not understood."""

    line: int
    text: str


class MissingAction(Shape):
    """An action of the plan that the document does not hold; it was left as it is."""

    id: str
    reference: str
    text: str


class PlanOfImport(Shape):
    """The plan that a document was read as."""

    id: str | None
    reference: str
    title: str


class ImportOutcome(Shape):
    """What an import did or, in a dry run, would do."""

    id: str | None = Field(description="Null in a dry run.")
    url: str | None = Field(description="Where it can be read again; null in a dry run.")
    dry_run: bool
    file_name: str | None
    mode: ImportMode
    plan: PlanOfImport
    counts: dict[str, dict[str, int]] = Field(description="How many rows of each kind had each outcome.")
    rows: list[RowShown]
    unread: list[UnreadLine]
    not_in_file: list[MissingAction]


class ImportRead(Kept):
    """An import that was carried out. Its rows are at `rows`."""

    file_name: str | None
    digest: str = Field(description="SHA-256 of the file.")
    plan_id: str
    mode: ImportMode
    counts: dict[str, dict[str, int]]
    unread: list[UnreadLine]
    not_in_file: list[MissingAction]


class ImportQuery(ListQuery):
    """Filters of the list of imports."""

    plan: Names | None = Field(default=None, description="By id or reference.")


class ImportRowRead(Kept):
    """One row of an import."""

    import_id: str
    position: int
    kind: str
    line: int
    outcome: RowOutcome
    resource_id: str | None
    reference: str | None
    label: str
    cells: list[CellShown]
    changes: dict[str, Any]


class ImportRowQuery(ListQuery):
    """Filters of the rows of an import."""

    outcome: Annotated[list[RowOutcome], Split] | None = None
    kind: Annotated[list[Line], Split] | None = None
