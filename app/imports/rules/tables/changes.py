"""What an import of a table would do, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.imports.rules.changes import NotInFile, RowPlan
from app.imports.rules.drafts import CellFault
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.tables.drafts import TableDraft


@dataclass(slots=True)
class TablePlan:
    """Everything that an import of a table would do: `made` are the parties that are kept where a row needs them."""

    draft: TableDraft
    made: Sequence[RowPlan]
    told: Sequence[RowPlan]
    plan_id: str | None = None
    not_in_file: tuple[NotInFile, ...] = ()

    @property
    def rows(self) -> tuple[RowPlan, ...]:
        """All rows, those that are made first."""
        return (*self.made, *self.told)

    @property
    def faults(self) -> list[tuple[str | None, CellFault]]:
        """All that is wrong, in the order of the rows, each with its sheet."""
        return [(row.sheet, fault) for row in self.told for fault in row.faults]

    def changes_something(self) -> bool:
        """Tell whether any row would be created or updated."""
        return any(row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED) for row in self.rows)
