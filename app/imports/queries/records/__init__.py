"""What an import of records would do: each compared with the record that the register would write itself."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import orjson
from sqlmodel import Session

from app.access.rules import Visibility
from app.actions.queries.records import plan_records
from app.core.callers import SERVICE
from app.core.links import find_many_named, find_named
from app.core.listing import View
from app.imports.queries.actions import plan_missing
from app.imports.queries.records.alike import Told, pair_alike
from app.imports.queries.records.checking import ends_of, faults_in, lost_ends, says_the_same
from app.imports.queries.records.pointing import leave_out, link
from app.imports.rules.changes import ImportPlan, Name, NotInFile, RowPlan, allowed_outcome
from app.imports.rules.drafts import CellFault
from app.imports.rules.outcomes import OnError, PlanIsNotThere, RowOutcome
from app.imports.rules.records import (
    PARTIES,
    Item,
    Key,
    RecordRead,
    RecordRow,
    RecordsDraft,
    names_of,
)
from app.imports.schemas import ImportOptions
from app.kernel.clock import now
from app.kernel.text import natural_key, shortened
from app.partners.models import Organisation, Person, Post
from app.plans.models import Criterion, Plan
from app.plans.rules import ENDED, PlanIsClosed
from app.sub_groups.models import SubGroup

Ids = Mapping[str, str]
Known = dict[Key, tuple[str, Item | None]]
"""The id of what a record of the file is of, and what the register says of it: None where that is the same."""
# What is there already is only pointed to: a plan's file does not rewrite what other plans share.
_SHARED: dict[str, type[Any]] = {
    "organisation": Organisation,
    "sub_group": SubGroup,
    "person": Person,
    "post": Post,
    "criterion": Criterion,
}


def plan_of_records(session: Session, draft: RecordsDraft, options: ImportOptions) -> ImportPlan:
    """Plan an import of records; what is wrong with a record stands with its row.

    Raises PlanIsNotThere, and PlanIsClosed where new actions can't be left out.
    """
    reference = options.plan or draft.plan.item.get("reference")
    id = find_named(session, Plan.__table__, reference) if isinstance(reference, str) else None
    if id is None and options.mode == "update":
        raise PlanIsNotThere(f"No plan has the reference {reference!r}.")
    plan = session.get_one(Plan, id) if id else None
    known, gone = _known(session, id, draft)
    rows = _rows(session, draft, known, options)
    plan_row = next(row for row in rows if row.kind == "plan")
    if not plan_row.faults:
        _take_options(plan_row, plan, str(reference), options)
    link(session, rows)
    leave_out(session, rows)
    _refuse_closed(plan, rows, options)
    others = (row for row in rows if row is not plan_row)
    removed, missing = plan_missing(session, gone, options)
    _leave_named(removed, draft)
    return ImportPlan(draft, (plan_row, *others, *removed), missing)


def _rows(session: Session, draft: RecordsDraft, known: Known, options: ImportOptions) -> list[RecordRow]:
    there = {kind: _shared(session, kind, draft) for kind in _SHARED}
    lost = lost_ends(draft.records)
    return [
        _row(record, known, there, [*_faults(record, known)] or lost.get(record.line, []), options)
        for record in draft.records
    ]


def _faults(record: RecordRead, known: Known) -> Sequence[CellFault]:
    """Tell what is wrong with a record. What the register has to the letter is not looked at: it was when it came."""
    is_same = known.get(record.key, ("", {}))[1] is None
    return record.faults or (() if is_same else faults_in(record))


def _refuse_closed(plan: Plan | None, rows: Sequence[RecordRow], options: ImportOptions) -> None:
    """Refuse new actions in a plan that is over."""
    if plan is None or plan.status not in ENDED:
        return
    for row in rows:
        if row.kind == "action" and row.outcome == RowOutcome.CREATED and not row.faults:
            if options.on_error == OnError.ABORT:
                raise PlanIsClosed(plan.status)
            row.faults.append(CellFault(f"the plan is {plan.status}, and takes no new actions", row.line))


def _leave_named(removed: Sequence[RowPlan], draft: RecordsDraft) -> None:
    """Leave what has no record of its own, but is still named by others, which fail for that."""
    named: dict[Name, int] = {}
    for record in draft.records if removed else ():
        for _, name in ends_of(record.item):
            named.setdefault(name, record.line)
    for row in removed:
        line = named.get((row.kind, row.reference))
        if row.outcome == RowOutcome.DELETED and line is not None:
            row.outcome = RowOutcome.SKIPPED
            row.faults = [CellFault(f"left, since line {line:,} names it", row.line)]


def _take_options(row: RecordRow, plan: Plan | None, reference: str, options: ImportOptions) -> None:
    """Have a plan go by the name that is asked for, and be shown to the public where that is asked."""
    row.reference = reference
    row.item = {**row.item, "reference": reference}
    if options.public:
        row.item["visibility"] = row.values["visibility"] = Visibility.PUBLIC.value
        if plan is not None and plan.visibility != Visibility.PUBLIC:
            row.changes["visibility"] = {"before": plan.visibility, "after": Visibility.PUBLIC.value}
            row.outcome = allowed_outcome(RowOutcome.UPDATED, options.mode)


def _known(session: Session, plan_id: str | None, draft: RecordsDraft) -> tuple[Known, tuple[NotInFile, ...]]:
    """Compare the records that the register has of a plan with those of the file; tell which actions that has not."""
    known: Known = {}
    gone: list[NotInFile] = []
    wanted: defaultdict[tuple[str, str], list[RecordRead]] = defaultdict(list)
    for record in draft.records:
        wanted[record.key[:2]].append(record)
    met: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    view = View(SERVICE, now().date())
    for kind, told, id in chain.from_iterable(plan_records(session, plan_id, view) if plan_id else ()):
        names = ((kind, words) for words in names_of(kind, told))
        name = next((one for one in names if counts[one] < len(wanted.get(one, ()))), None)
        if name is not None:
            counts[name] += 1
            if len(wanted[name]) == 1:
                known[wanted[name][0].key] = id, _different(wanted[name][0], told)
            else:
                met[name].append((id, orjson.loads(orjson.dumps(told))))
        elif kind == "action":
            gone.append(NotInFile(id, told["reference"], shortened(told["text"])))
    for name, alike in met.items():
        for record, (id, told) in pair_alike(wanted[name], alike):
            known[record.key] = id, _different(record, told)
    return known, tuple(sorted(gone, key=lambda one: natural_key(one.reference)))


def _different(record: RecordRead, told: Item) -> Item | None:
    """Give what the register says of a record, None where that is the same to the letter."""
    written = orjson.dumps(told)
    return None if written == orjson.dumps(record.item) else orjson.loads(written)


def _shared(session: Session, kind: str, draft: RecordsDraft) -> Ids:
    """Find those of the records of a kind that the register has already."""
    named = (str(one.item.get("reference")) for one in draft.records if one.kind == kind)
    return find_many_named(session, _SHARED[kind].__table__, named)


def _row(
    record: RecordRead,
    known: Known,
    there: Mapping[str, Ids],
    faults: Sequence[CellFault],
    options: ImportOptions,
) -> RecordRow:
    row = RecordRow(record.kind, record.line, RowOutcome.CREATED, _reference(record), _label(record))
    row.item, row.values, row.faults = record.item, dict(record.item), [*faults]
    if record.kind in _SHARED:
        return _shared_row(row, there[record.kind], options)
    found = known.get(record.key)
    if found is None:
        row.outcome = allowed_outcome(RowOutcome.CREATED, options.mode)
        return row
    row.target_id, different = found
    if not faults:
        _compare(row, record.item if different is None else different, options)
    return row


def _compare(row: RecordRow, before: Item, options: ImportOptions) -> None:
    """Say what becomes of a row that is about something known."""
    same = says_the_same(row.kind, row.item, before) if row.item != before else row.item.keys()
    row.values = {name: value for name, value in row.item.items() if name not in same}
    if row.kind == "plan":
        # Another name may be given to it, by which it is found.
        row.values.pop("reference", None)
    if row.kind in ("progress_update", "relation"):
        # It is known by all that it says; where a report tells no day, any will do.
        row.values = {}
    for name in ("leads", "position"):
        # Leads that were given by hand stand for as long as the words do; a place that is not told is the one it has.
        if row.values.get(name, ()) is None:
            del row.values[name]
    row.changes = {name: {"before": before[name], "after": value} for name, value in row.values.items()}
    wanted = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
    row.outcome = allowed_outcome(wanted, options.mode)


def _shared_row(row: RecordRow, there: Ids, options: ImportOptions) -> RecordRow:
    """Plan what several plans name: left as it is where it is there; parties are created only where that is asked."""
    row.target_id = there.get(str(row.item.get("reference")))
    if row.target_id is not None:
        row.values, row.outcome = {}, RowOutcome.UNCHANGED
    elif row.kind in PARTIES and not options.create_parties:
        row.outcome = RowOutcome.SKIPPED
    else:
        row.outcome = allowed_outcome(RowOutcome.CREATED, options.mode)
    return row


def _reference(record: RecordRead) -> str | None:
    named = record.item.get("reference", record.item.get("action", record.item.get("number")))
    return None if named is None else str(named)


def _label(record: RecordRead) -> str:
    for name in ("title", "name", "text", "term", "kind"):
        if isinstance(record.item.get(name), str):
            return shortened(record.item[name])
    return record.kind
