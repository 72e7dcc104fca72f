"""The wire shapes of imports."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Kept, Line, Reference, Shape
from app.imports.rules.jobs import DRY_RUNS_KEPT_FOR, ImportPhase, ImportState
from app.imports.rules.kinds import ImportKind
from app.imports.rules.mapping import FIELDS, NO_MAPPING, ByHand, read_mapping
from app.imports.rules.outcomes import DateOrder, ImportMode, MatchBy, Missing, OnError, RowOutcome
from app.imports.rules.tables.mapping import NO_HEADINGS, HeadingsByHand, read_heading_mapping
from app.kernel.text import storable

LONGEST_FILE_NAME = 200


def _must_be_storable(value: str) -> str:
    if not storable(value):
        raise ValueError("holds a NUL, or half of a surrogate pair")
    return value


MappingWords = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_must_be_storable)]


class ImportOptions(Shape):
    """How a document is to be taken."""

    kind: ImportKind = Field(
        default=ImportKind.ACTIONS, description="What its rows are: a plan with its actions, or a flat table."
    )
    plan: Reference | None = Field(
        default=None,
        description="The reference of the plan that it is, made from its title where left out; or, of progress "
        "updates, the plan whose actions they tell of.",
    )
    mode: ImportMode = ImportMode.UPSERT
    dry_run: bool = Field(default=False, description="Tell what would happen, and change nothing.")
    public: bool = Field(
        default=False,
        description="Show the plan, or the plans or meetings, to the public; left as they are where not asked.",
    )
    create_parties: bool = Field(
        default=False,
        description="Create the parties that its list of acronyms and its lead cells name and nobody knows yet, in a "
        "flat table those that its cells name, and venues; the names of people stay private.",
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
    mapping: MappingWords | None = Field(
        default=None,
        description="What headings stand for, as a JSON object of headings and fields in either order, such as "
        f'`{{"Finish by": "due", "Notes": null}}`; null leaves a column as words. Fields: {", ".join(FIELDS)}; of a '
        "flat table those that `columns` tells, or the headings of its template. A form may hold it as its field "
        "`mapping`.",
    )
    match: MatchBy = Field(
        default=MatchBy.EXACT,
        description="`similar` takes a row whose words are alike to those of an action for that action, where no "
        "reference and no other words are the same; else it is only told in `similar_to`.",
    )
    on_error: OnError = Field(
        default=OnError.ABORT, description="`skip` takes the good rows where others can't be taken."
    )
    missing: Missing = Field(
        default=Missing.KEEP,
        description="`delete` deletes the actions of the plan that the file does not hold, unless a row failed of "
        "which nobody knows what it is about.",
    )

    @field_validator("mapping")
    @classmethod
    def _must_be_mapping(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if value is not None and kind == ImportKind.ACTIONS:
            read_mapping(value)
        elif value is not None and kind is not None:
            read_heading_mapping(value, kind)
        return value

    @property
    def by_hand(self) -> ByHand:
        """What the headings of a plan stand for, as it was said by hand."""
        return read_mapping(self.mapping) if self.mapping is not None else NO_MAPPING

    @property
    def headings_by_hand(self) -> HeadingsByHand:
        """What the headings of a flat table stand for, as it was said by hand."""
        return read_heading_mapping(self.mapping, self.kind) if self.mapping is not None else NO_HEADINGS


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
        "that a theme of this title answers, the `status`, `rag`, `percent` or `cross_cutting` of a cell of that kind; "
        "in a flat table the `value`, or what is named by `kind`, `id`, `reference` and `name`."
    )


class RowFault(Shape):
    """What is wrong with a row: where, in which words, and what would be allowed."""

    line: int
    column: str | None = Field(description="The heading as written; null where the whole row is meant.")
    words: str
    detail: str


class SimilarAction(Shape):
    """An action of the register whose words are alike to those of a row."""

    id: str
    reference: str
    text: str
    likeness: float = Field(
        description="0.7 to 1: the share of their runs of three characters that both have."
    )


class RowShown(Shape):
    """One thing that the document holds, and what became of it."""

    kind: str = Field(
        description="`plan`, `theme`, `issue`, `action`, `glossary_term`, a party (`organisation`, `sub_group`, "
        "`person`, `post`), or of a flat table `membership`, `meeting`, `venue`, `progress_update`, "
        "`indicator` or `indicator_period`."
    )
    sheet: str | None = Field(description="The sheet that it stands in, where the file has sheets.")
    line: int = Field(description="0 for an action that has vanished from the file.")
    outcome: RowOutcome
    resource_id: str | None
    reference: str | None
    label: str
    cells: list[CellShown]
    changes: dict[str, Any] = Field(
        description="For an update, also one that was left out: each value before and after."
    )
    faults: list[RowFault] = Field(description="Why it failed, or why what has vanished was left.")
    similar_to: SimilarAction | None = Field(
        description="The action that its words are most like, where none has its reference or the same words."
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


class ColumnRead(Shape):
    """A column of a table, and what it was taken for."""

    heading: str
    read_as: str | None = Field(description="Null where it is kept only as words.")


class TableRead(Shape):
    """The columns of a table. Tables with the same headings are told once, by the first."""

    sheet: str | None
    line: int = Field(description="Of its headings.")
    columns: list[ColumnRead]


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
    kind: ImportKind
    mode: ImportMode
    plan: PlanOfImport | None = Field(description="Null for a flat table of other things.")
    counts: dict[str, dict[str, int]] = Field(description="How many rows of each kind had each outcome.")
    columns: list[TableRead] = Field(description="What the columns of each table were taken for.")
    rows: list[RowShown]
    unread: list[UnreadLine]
    not_in_file: list[MissingAction]


class ImportRead(Kept):
    """An import that was or is to be carried out, or the dry run of a large file. Its rows are at `rows`."""

    file_name: str | None
    digest: str = Field(description="SHA-256 of the file.")
    kind: ImportKind
    plan_id: str | None = Field(
        description="Null for a flat table of no one plan, and before it is carried out."
    )
    mode: ImportMode
    dry_run: bool = Field(
        description="True where it only tells what would happen; nothing of it is in the register. Such a one is kept "
        f"for {DRY_RUNS_KEPT_FOR.days} days."
    )
    state: ImportState
    phase: ImportPhase | None = Field(description="What is being done for it now.")
    rows_total: int | None = Field(
        description="How many rows it has; null while that is not known, as before its file is read, and where it was "
        "refused. Parties that the rows of a flat table bring along are counted once it is done."
    )
    rows_done: int = Field(
        description="How many of them were gone through by now, told after every 1,000 or so; of a dry run of records "
        "only once it is done."
    )
    problem: dict[str, Any] | None = Field(
        description="Why it was refused, as the problem that a small file is answered with."
    )
    counts: dict[str, dict[str, int]]
    columns: list[TableRead]
    unread: list[UnreadLine]
    not_in_file: list[MissingAction]
    options: dict[str, Any] = Field(description="What was asked for; empty for imports of long ago.")
    undone_at: datetime | None = Field(description="When it was taken back; null while it stands.")


class ImportQuery(ListQuery):
    """Filters of the list of imports."""

    state: Annotated[list[ImportState], Split] | None = None

    plan: Names | None = Field(default=None, description="By id or reference.")
    kind: Annotated[list[ImportKind], Split] | None = None
    dry_run: bool = Field(
        default=False, description="True lists the dry runs of large files; else only imports are listed."
    )


class ImportRowRead(Kept):
    """One row of an import."""

    import_id: str
    position: int
    kind: str
    sheet: str | None
    line: int
    outcome: RowOutcome
    resource_id: str | None
    reference: str | None
    label: str
    cells: list[CellShown]
    changes: dict[str, Any]
    faults: list[RowFault]
    similar_to: SimilarAction | None


class ImportRowQuery(ListQuery):
    """Filters of the rows of an import."""

    outcome: Annotated[list[RowOutcome], Split] | None = None
    kind: Annotated[list[Line], Split] | None = None
