"""The new actions of a file of records, each with its steps and reports, written in sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from app.actions.commands import progress_told
from app.actions.commands.adding import NewAction
from app.actions.commands.parts import resolve_ids
from app.actions.queries import next_position
from app.actions.rules import LeadsReading
from app.actions.rules.progress import shown_by
from app.core.chunks import in_chunks
from app.imports.queries.planning import CHUNK
from app.imports.queries.records.checking import checked
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.records import PROGRESS, RecordRow
from app.kernel.clock import now
from app.kernel.ids import new_ids

Values = dict[str, Any]
Parts = list[tuple[str, Values]]
_PARTS = ("milestone", "progress_update")


@dataclass(slots=True)
class Ids:
    """The ids that what the file names has in the register by now."""

    plan: str = ""
    themes: dict[int, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)


class NewRecords:
    """The rows of new actions, and of what belongs to them; all else of the file is written by others."""

    def __init__(self, rows: Sequence[RecordRow]) -> None:
        self._actions = [row for row in rows if row.kind == "action" and row.outcome == RowOutcome.CREATED]
        self._parts: dict[str, list[RecordRow]] = {row.item["reference"]: [] for row in self._actions}
        for row in rows:
            if self._is_part(row):
                self._parts[row.item["action"]].append(row)
        self._clusters: dict[tuple[str, ...], list[str]] = {}

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._actions) + sum(map(len, self._parts.values()))

    def has(self, row: RecordRow) -> bool:
        """Tell whether a row is one of these."""
        is_new = row.kind == "action" and row.outcome == RowOutcome.CREATED
        return is_new or self._is_part(row)

    def _is_part(self, row: RecordRow) -> bool:
        is_new = row.kind in _PARTS and row.outcome == RowOutcome.CREATED
        return is_new and row.item["action"] in self._parts

    def sets(self, session: Session, ids: Ids) -> Iterator[list[RecordRow]]:
        """Give the rows in sets, each action with what belongs to it, as they come to stand in the plan."""
        placed = self._placed(session, ids.plan)
        for row, id in zip(placed, new_ids(len(placed)), strict=True):
            row.target_id = ids.actions[row.item["reference"]] = id
        for some in in_chunks(placed, CHUNK):
            yield [one for row in some for one in (row, *self._parts[row.item["reference"]])]

    def _placed(self, session: Session, plan_id: str) -> list[RecordRow]:
        """Give each action its place in the plan, after all before it where none is told, and sort them by that."""
        last = next_position(session, plan_id) - 1
        for row in self._actions:
            position = row.item.get("position")
            row.values["position"] = last + 1 if position is None else position
            last = max(last, row.values["position"])
        return sorted(self._actions, key=lambda row: row.values["position"])

    def new_action(self, session: Session, row: RecordRow, ids: Ids) -> NewAction:
        """Make an action of its row and those of what belongs to it, which get their ids."""
        parts, values = self._parts[row.item["reference"]], action_values(row, ids)
        values |= {"position": row.values["position"], "cluster_ids": self._cluster_ids(session, values)}
        *own, spare = new_ids(len(parts) + 1)
        of_kinds: dict[str, Parts] = {kind: [] for kind in _PARTS}
        for part, id in zip(parts, own, strict=True):
            part.target_id = id
            of_kinds[part.kind].append((id, checked(part.kind, part.item)))
        steps, updates = of_kinds.values()
        if updates:
            told = {name: values[name] for name in PROGRESS if name in row.item}
            values |= _settle(told, updates, spare)
        return NewAction(str(row.target_id), values, steps, updates)

    def _cluster_ids(self, session: Session, values: Values) -> list[str]:
        names = tuple(values["cluster_ids"])
        if names not in self._clusters:
            self._clusters[names] = resolve_ids(session, "cluster_ids", names)
        return self._clusters[names]


def action_values(row: RecordRow, ids: Ids) -> Values:
    """Give all that a record says of an action, as its writer takes it: what is named within the file by its id."""
    values = checked(row.kind, row.item)
    values["current_situation"] = values["current_situation"] or None
    values["theme_ids"] = [ids.themes[one] for one in row.item.get("themes", ()) if one in ids.themes]
    values["issue_ids"] = [ids.issues[one] for one in row.item.get("issues", ()) if one in ids.issues]
    if row.item.get("leads") is not None:
        values["leads_reading"] = LeadsReading.CONFIRMED.value
    return values


def _settle(told: Mapping[str, Any], updates: Parts, id: str) -> Values:
    """Give the progress that an action shows: as its record tells it, else as its updates do.

    What its record tells otherwise than these is reported as well, under the id.
    """
    shown = shown_by((update for _, update in updates), now().date())
    untold = {name: value for name, value in told.items() if value != shown[name]}
    if report := progress_told(untold, is_new=False):
        updates.append((id, report))
    return {**shown, **told}
