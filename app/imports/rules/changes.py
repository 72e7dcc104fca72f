"""What an import would do, row by row: the plan that a dry run shows and a real run carries out."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.formats.document import Paragraph
from app.imports.rules.outcomes import ImportMode, RowOutcome
from app.kernel.text import single_spaced
from app.phrases.due import Point

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell: where it stands, its words, what they were taken for, and our reading of them where there is one."""

    line: int
    column: str
    words: str
    read_as: str | None
    reading: dict[str, Any] | None = None


@dataclass(slots=True)
class RowPlan:
    """What would become of one thing in the document.

    `values` go to the writer of its kind; `changes` show, for an update, what each value is and would be.
    `theme_number` and `issue_number` name parts of the document, whose ids are known only as they are kept;
    `above` is what the row above in the document is due, which a "ditto" repeats.
    """

    kind: str
    line: int
    outcome: RowOutcome
    reference: str | None
    label: str
    cells: tuple[CellRead, ...] = ()
    target_id: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    theme_number: int | None = None
    issue_number: int | None = None
    above: tuple[Point, ...] | None = None


@dataclass(frozen=True, slots=True)
class NotInFile:
    """An action of the plan that the document does not hold; it is left as it is."""

    id: str
    reference: str
    text: str


class Draft(Protocol):
    """What a document says, of whatever form: here only what of it was not understood matters."""

    @property
    def unread(self) -> tuple[Paragraph, ...]:
        """The lines that were not understood."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that an import would do; `rows` begin with the plan itself."""

    draft: Draft
    rows: tuple[RowPlan, ...]
    not_in_file: tuple[NotInFile, ...]

    @property
    def plan_row(self) -> RowPlan:
        """The row of the plan itself."""
        return self.rows[0]

    @property
    def unread(self) -> tuple[Paragraph, ...]:
        """The lines that were not understood."""
        return self.draft.unread

    def changes_something(self) -> bool:
        """Tell whether any row would be created or updated."""
        return any(row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED) for row in self.rows)

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the rows by kind and outcome."""
        counted: dict[str, Counter[str]] = {}
        for row in self.rows:
            counted.setdefault(row.kind, Counter())[row.outcome.value] += 1
        return {kind: dict(counter) for kind, counter in counted.items()}


def file_changed(now: str, kept: str | None, last: str | None) -> bool:
    """Tell whether what the file says of a value is to be taken over.

    It is not where the file says what it said at its last import: whatever the register holds by now was
    changed there since, on purpose. Nor is a blank that was never filled: it says nothing.
    """
    if last is not None:
        return single_spaced(now) != single_spaced(last) and now != (kept or "")
    return bool(now) and now != (kept or "")


def allowed_outcome(wanted: RowOutcome, mode: ImportMode) -> RowOutcome:
    """Leave out what the mode does not allow."""
    refused = {ImportMode.CREATE: RowOutcome.UPDATED, ImportMode.UPDATE: RowOutcome.CREATED}
    return RowOutcome.SKIPPED if refused.get(mode) == wanted else wanted


# The last word of a name by which an import that is asked to create parties tells what kind of party it is.
_GROUPS = {
    "group": "sub_group",
    "sub-group": "sub_group",
    "subgroup": "sub_group",
    "cluster": "cluster",
    "network": "network",
}
_ORGANISATIONS = frozenset(
    (
        *("agency", "alliance", "association", "board", "centre", "college", "council", "forum", "office"),
        *("organisation", "partnership", "service", "society", "trust", "union", "university"),
    )
)


def party_kind(name: str) -> tuple[str, str] | None:
    """Tell what party a name is the name of: ("sub_group", its kind), ("organisation", ""), or None."""
    last_word = name.casefold().rsplit(" ", 1)[-1]
    if last_word in _GROUPS:
        return "sub_group", "steering_group" if "steering" in name.casefold() else _GROUPS[last_word]
    return ("organisation", "") if last_word in _ORGANISATIONS else None
