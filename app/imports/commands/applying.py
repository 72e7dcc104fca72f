"""A plan's document carried out: row after row planned, checked, told, and written, chunk by chunk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.actions.commands.adding import Adding, NewAction
from app.actions.commands.due import due_values, take_due
from app.actions.models import Action
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.imports.commands.checking import check_rows
from app.imports.commands.doors import DOORS
from app.imports.commands.recording import RowsTold
from app.imports.queries.planning import CHUNK, PlannedInChunks
from app.imports.rules.changes import WRITTEN, RowPlan
from app.imports.rules.outcomes import OnError, RowOutcome
from app.imports.rules.settling import Settling
from app.kernel.ids import new_ids
from app.plans.models import Plan

Values = dict[str, Any]
RowToWrite = tuple[RowPlan, Values]
VANISHED = "It has vanished from the file that was imported."


def go_through(
    plan: PlannedInChunks, told: RowsTold, on_error: OnError, applying: "Applying | None" = None
) -> None:
    """Settle what becomes of each row, and tell of it; write it as well, where somebody is applying it.

    Raises DocumentIsUnreadable, with all faults, where nothing may be kept for them, and what the writers raise.
    """
    settling = Settling(on_error)

    def take(rows: Sequence[RowPlan]) -> None:
        checked = check_rows(rows)
        settling.settle(rows)
        # Once it is known that all is taken back, only faults are looked for.
        if applying is not None and not settling.is_refused:
            applying.take([*zip(rows, checked, strict=True)])

    take(plan.head)
    for chunk in plan.chunks:
        take([*chunk.anew, *chunk.rows])
        if not settling.is_refused:
            told.tell(chunk.rows)
    settling.end()
    if applying is not None:
        applying.end()
    told.tell_first(plan.head)


class Applying:
    """Writes the rows of a plan as they come, if it has no actions yet; else all of them at the end.

    What is written may have other actions of the plan read anew, and rows that are still to be planned are compared
    with these as they were. Only what is to be written of a row is held until then.
    """

    def __init__(self, session: Session, caller: Caller, plan: PlannedInChunks) -> None:
        self._session, self._caller, self._plan = session, caller, plan
        self._held: list[RowToWrite] = []
        self._themes: dict[int, str] = {}
        self._issues: dict[int, str] = {}
        self._adding: Adding | None = None

    def take(self, rows: Sequence[RowToWrite]) -> None:
        """Take rows that are settled, with their checked values; a new action has its id from here on."""
        new = [row for row, _ in rows if _is_new_action(row)]
        for row, id in zip(new, new_ids(len(new)), strict=True):
            row.target_id = id
        left = [(row, values) for row, values in rows if _is_left(row)]
        if self._plan.are_all_new:
            self._write(left)
        else:
            self._held += (_light(row, values) for row, values in left)

    def end(self) -> None:
        """Write what was held, and bring in step what was there before."""
        self._write(self._held)
        if self._adding is not None:
            self._adding.end()

    def _write(self, rows: Iterable[RowToWrite]) -> None:
        new: list[RowToWrite] = []
        for row, values in rows:
            if _is_new_action(row):
                new.append((row, values))
            else:
                self._keep(row, values)
        for chunk in in_chunks(new, CHUNK):
            self._add(chunk)

    def _add(self, rows: Iterable[RowToWrite]) -> None:
        """Keep new actions as one set."""
        if self._adding is None:
            plan = self._session.get_one(Plan, self._plan.plan_id)
            self._adding = Adding(self._session, self._caller, plan)
        self._adding.add(NewAction(str(row.target_id), self._of_action(row, values)) for row, values in rows)

    def _keep(self, row: RowPlan, values: Values) -> None:
        """Write one row, as its plan says."""
        door = DOORS[row.kind]
        if row.outcome == RowOutcome.CREATED:
            owner = {door.owner: self._plan.plan_id} if door.owner else {}
            kept: Table = door.writer.create(self._session, self._caller, {**values, **owner})
            row.target_id, row.reference = kept.id, getattr(kept, "reference", row.reference)
        if row.outcome == RowOutcome.UPDATED:
            values = self._of_action(row, values) if row.kind == "action" else values
            known = self._session.get_one(door.table, row.target_id)
            door.writer.update(self._session, self._caller, known, values)
        if row.outcome == RowOutcome.DELETED:
            known = self._session.get_one(door.table, row.target_id)
            door.writer.remove(self._session, self._caller, known, VANISHED)
        self._note(row)

    def _note(self, row: RowPlan) -> None:
        """Note the id of a theme or an issue under which actions may come to stand."""
        if row.kind == "theme" and row.target_id is not None:
            self._themes[row.theme_number or 0] = row.target_id
        if row.kind == "issue" and row.target_id is not None:
            self._issues[row.issue_number or 0] = row.target_id

    def _of_action(self, row: RowPlan, values: Values) -> Values:
        return {**self._with_reading(row, values), **self._links(row)}

    def _links(self, row: RowPlan) -> Values:
        """Give the ids of the theme and the issue that an action is new under, or was moved to."""
        new = row.outcome == RowOutcome.CREATED
        links = {}
        if row.theme_number in self._themes and (new or "theme" in row.changes):
            numbers = (row.theme_number, *row.further_themes)
            links["theme_ids"] = [self._themes[number] for number in numbers if number in self._themes]
        if row.issue_number in self._issues and (new or "issue" in row.changes):
            links["issue_ids"] = [self._issues[row.issue_number]]
        return links

    def _with_reading(self, row: RowPlan, values: Values) -> Values:
        """Read due words in the light of the row above in the document, which may stand elsewhere in the register."""
        if "due" not in values:
            return values
        known = None if _is_new_action(row) else self._session.get(Action, row.target_id)
        rest = {name: value for name, value in values.items() if name != "due"}
        if values["due"].get("points"):
            # Somebody said in which order the days are written: the words alone don't say so.
            return {**rest, **take_due(self._session, {"due": values["due"]}, known, None, None)}
        words = values["due"]["text"]
        return {**rest, **due_values(words, self._plan.dues.read(words, row.above), known)}


def _is_new_action(row: RowPlan) -> bool:
    return row.kind == "action" and row.outcome == RowOutcome.CREATED


def _is_left(row: RowPlan) -> bool:
    """Tell whether anything is left to be done for a row: what is not written may still be what others point to."""
    if row.kind == "action":
        return row.outcome in WRITTEN
    return row.outcome not in (RowOutcome.STAYS_DELETED, RowOutcome.FAILED)


def _light(row: RowPlan, values: Values) -> RowToWrite:
    """Leave out of an action what is told of it by now; of all else the id is still to be told."""
    return (replace(row, cells=()) if row.kind == "action" else row), values
