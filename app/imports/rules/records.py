"""Plans as the service itself writes them: one record a line, `{"kind": …, "item": …}`; no database is asked."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.actions.rules import ActionStatus, DueSaysNothing, NothingCarriesItOn, kind_of_lead, refuse_met
from app.actions.rules.progress import refuse_untold
from app.core.errors import Fault, Problem
from app.formats.document import Paragraph
from app.imports.rules.changes import RowPlan
from app.imports.rules.drafts import NotAPlan, TableColumns
from app.kernel.text import shortened

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

PARTIES = ("organisation", "sub_group", "person", "post")
PROGRESS = ("status", "rag", "percent", "current_situation")
_MAY_BE_ALIKE = frozenset({"milestone", "progress_update"})

Key = tuple[str, str, int]
"""A kind, the members by which it is known, and how many of the same stand before it."""


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One line: what it is of, its members as they were written, and the number of the line."""

    kind: str
    item: Item
    line: int
    key: Key


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


@dataclass(slots=True)
class RecordRow(RowPlan):
    """What would become of a record; `item` are its members as they were written."""

    item: Item = field(default_factory=dict)


def read_records(lines: Iterable[tuple[int, Any]]) -> RecordsDraft:
    """Read the records of one plan, each with the number of its line. Raises NotAPlan, which names the line."""
    records = tuple(_records(lines))
    plans = [one for one in records if one.kind == "plan"]
    if not plans:
        raise NotAPlan("no line is of the kind 'plan'")
    if len(plans) > 1:
        raise NotAPlan("a file holds one plan; export each by itself", line=plans[1].line)
    return RecordsDraft(records)


def _records(lines: Iterable[tuple[int, Any]]) -> Iterator[RecordRead]:
    seen: dict[tuple[str, str], int] = {}
    for line, record in lines:
        kind, item = _members(record, line)
        known = known_by(kind, item)
        count = seen[kind, known] = seen.get((kind, known), -1) + 1
        if count and kind not in _MAY_BE_ALIKE and kind != "plan":
            raise NotAPlan(f"this {kind} stands twice in the file", line=line, column=KEYS[kind][0])
        yield RecordRead(kind, item, line, (kind, known, count))


def known_by(kind: str, item: Item) -> str:
    """Give the members by which a record is known, in one string; a day is the word for it."""
    return json.dumps([item.get(name) for name in KEYS[kind]], default=str)


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


def faults_of(problem: Problem, line: int) -> list[Fault]:
    """Tell what was refused of a record with its line."""
    told = problem.errors or (Fault(problem.detail or problem.title),)
    return [Fault(one.detail, row=line, column=(one.pointer or "").strip("/") or None) for one in told]


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
