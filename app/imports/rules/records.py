"""Plans as the service itself writes them: one record a line, `{"kind": …, "item": …}`; no database is asked."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.actions.rules import ActionStatus, DueSaysNothing, NothingCarriesItOn, kind_of_lead, refuse_met
from app.actions.rules.progress import refuse_untold
from app.actions.rules.relations import RelationKind
from app.core.errors import Fault, Problem
from app.formats.document import Paragraph
from app.imports.rules.changes import Name, RowPlan
from app.imports.rules.drafts import CellFault, NotAPlan, TableColumns
from app.kernel.text import shortened, single_spaced

Item = dict[str, Any]

KEYS: dict[str, tuple[str, ...]] = {
    "organisation": ("reference",),
    "sub_group": ("reference",),
    "person": ("reference",),
    "post": ("reference",),
    "criterion": ("reference",),
    "plan": (),
    "glossary_term": ("term",),
    "theme": ("number",),
    "issue": ("reference",),
    "action": ("reference",),
    "milestone": ("action", "title"),
    "progress_update": ("action", "reported_on", "author", "text", "status", "rag", "percent"),
    "relation": ("action", "kind", "other"),
}
"""The members by which a record is the same one as something in the register, kind by kind."""

STRAY = "record"
"""The kind of a line that is no record of any kind."""

THE_PLAN: Name = ("plan", None)
OF_PLAN = ("glossary_term", "theme", "issue", "action")
PARTIES = ("organisation", "sub_group", "person", "post")
PROGRESS = ("status", "rag", "percent", "current_situation")
_NAMED_BY_WRITERS = {
    "action_id": "action",
    "other_id": "other",
    "theme_ids": "themes",
    "issue_ids": "issues",
}
_LINES = frozenset({"term", "title", "author"})
_MAY_BE_ALIKE = frozenset({"milestone", "progress_update"})

Key = tuple[str, str, int]
"""A kind, the members by which it is known, and how many of the same stand before it."""


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One line: what it is of, its members as they were written, the number of the line, and what is wrong with it."""

    kind: str
    item: Item
    line: int
    key: Key
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordsDraft:
    """A whole plan as its records tell it; nothing here is in the register yet."""

    records: tuple[RecordRead, ...]
    unread: tuple[Paragraph, ...] = ()
    columns: tuple[TableColumns, ...] = ()

    @property
    def plan(self) -> RecordRead:
        """The record of the plan itself."""
        return next(one for one in self.records if one.kind == "plan")

    @property
    def faults(self) -> Iterator[tuple[str | None, CellFault]]:
        """What is wrong with its lines by themselves, each with its sheet, which no line has."""
        return ((None, fault) for record in self.records for fault in record.faults)


@dataclass(slots=True)
class RecordRow(RowPlan):
    """What would become of a record; `item` are its members as they were written, and `pointing` what these name."""

    item: Item = field(default_factory=dict)
    pointing: tuple[Name, ...] = ()

    @property
    def name(self) -> Name:
        """By what others of the file name it."""
        if self.kind == "plan":
            # There is one, which goes by whatever name is asked for.
            return THE_PLAN
        named = self.item.get("number" if self.kind == "theme" else "reference")
        return self.kind, named if is_name(named) else None

    @property
    def needs(self) -> Iterator[Name]:
        """What has to be there for it to be written."""
        yield from self.pointing
        if self.kind in OF_PLAN:
            yield THE_PLAN


def read_records(lines: Iterable[tuple[int, Any]]) -> RecordsDraft:
    """Read the records of one plan, each with the number of its line.

    Raises NotAPlan, which names the line, where the file is not of one plan.
    """
    records = _told_twice(_record(*line) for line in lines)
    plans = [one for one in records if one.kind == "plan"]
    if not plans:
        stray = next((fault for one in records if one.kind == STRAY for fault in one.faults), None)
        if stray is not None:
            raise NotAPlan(stray.detail, line=stray.line, column=stray.column)
        raise NotAPlan("no line is of the kind 'plan'")
    if len(plans) > 1:
        raise NotAPlan("a file holds one plan; export each by itself", line=plans[1].line)
    return RecordsDraft(tuple(records))


def _told_twice(read: Iterable[RecordRead]) -> list[RecordRead]:
    """Count the records that are known by the same members; of most things there is one, so all of them are faulty."""
    records: list[RecordRead] = []
    first: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], int] = {}
    for record in read:
        kind, known, _ = record.key
        place = first.setdefault((kind, known), len(records))
        if place < len(records) and kind in _MAY_BE_ALIKE:
            counts[kind, known] = counts.get((kind, known), 0) + 1
            record = replace(record, key=(kind, known, counts[kind, known]))
        elif place < len(records) and _is_known(record):
            record = _twice(record, records[place].line)
            if not records[place].faults:
                records[place] = _twice(records[place], record.line)
        records.append(record)
    return records


def _is_known(record: RecordRead) -> bool:
    """Tell whether anything says which thing of its kind a record is of."""
    return any(record.item.get(name) is not None for name in KEYS.get(record.kind, ()))


def _twice(record: RecordRead, other: int) -> RecordRead:
    told = f"this {record.kind} stands twice in the file: line {other:,} has it, too"
    return replace(record, faults=(CellFault(told, record.line, KEYS[record.kind][0]),))


def _record(line: int, record: Any) -> RecordRead:
    try:
        kind, item = _members(record, line)
    except NotAPlan as reason:
        fault = CellFault(reason.reason, line, reason.column)
        return RecordRead(STRAY, {}, line, (STRAY, "", 0), (fault,))
    return RecordRead(kind, item, line, (kind, known_by(kind, item), 0))


def is_name(value: Any) -> bool:
    """Tell whether a member holds what can be the name of something: a reference or a number."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def known_by(kind: str, item: Item) -> str:
    """Give the members by which a record is known, in one string; a day is the word for it."""
    members = [_as_kept(name, item.get(name)) for name in KEYS[kind]]
    if kind == "relation" and item.get("kind") == RelationKind.RELATES:
        # It has no direction, so it is the same from either end.
        members.sort(key=str)
    return json.dumps(members, default=str)


def _as_kept(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _LINES:
        return single_spaced(value)
    return value.strip() if name == "text" else value


def names_of(kind: str, item: Item) -> Iterator[str]:
    """Give what something in the register may be known by: a report also without its day, which is that of its entry
    where none was told.
    """
    yield known_by(kind, item)
    if kind == "progress_update":
        yield known_by(kind, {**item, "reported_on": None})


def _members(record: Any, line: int) -> tuple[str, Item]:
    if not isinstance(record, dict) or record.keys() != {"kind", "item"}:
        raise NotAPlan('a line is an object with a "kind" and an "item", and nothing else', line=line)
    kind, item = record["kind"], record["item"]
    if not isinstance(kind, str) or kind not in KEYS:
        raise NotAPlan(
            f"{shortened(str(kind))!r} is no kind of record; it is one of {', '.join(KEYS)}",
            line=line,
            column="kind",
        )
    if not isinstance(item, dict):
        raise NotAPlan("an item is an object", line=line, column="item")
    return kind, item


def faults_of(problem: Problem, line: int) -> list[CellFault]:
    """Tell what was refused of a record with its line, and the law that it broke."""
    if not problem.errors:
        return [CellFault(problem.detail or problem.title, line)]
    law = (problem.detail or problem.title).rstrip(".")
    return [
        CellFault(f"{law}: {one.detail}", line, _member((one.pointer or "").strip("/")))
        for one in problem.errors
    ]


def _member(name: str) -> str | None:
    """Give the member of a record that a writer knows by another name."""
    return _NAMED_BY_WRITERS.get(name, name) or None


def refuse_unlawful(kind: str, values: Item, today: date) -> None:
    """Refuse values of a record that break a law of their own, whatever the register holds. Raises what the laws do."""
    if values.get("due") is not None and values["due"]["text"] is None:
        raise DueSaysNothing(errors=[Fault("is required: the words as written", pointer="/due/text")])
    if kind in ("action", "progress_update") and values["status"] == ActionStatus.CARRIED_FORWARD:
        raise NothingCarriesItOn
    if kind == "progress_update":
        refuse_untold(values, today)
    if kind == "milestone":
        refuse_met(values["status"], values["met_on"])
    for place, lead in enumerate(values.get("leads", ())):
        kind_of_lead(lead, f"/leads/{place}")
