"""What an import of records would do: each compared with the record that the register would write itself."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.access.rules import Visibility
from app.actions.queries.records import plan_records
from app.actions.queries.records.members import MEMBERS, POINTING
from app.actions.schemas import ActionCreate, IssueCreate, MilestoneCreate, ProgressUpdateCreate
from app.actions.schemas.relations import RelationCreate
from app.core.callers import SERVICE
from app.core.errors import Fault, Problem
from app.core.links import find_many_named, find_named, words
from app.core.listing import View
from app.core.schemas import Shape, reason_of
from app.imports.queries.actions import plan_missing
from app.imports.rules.changes import ImportPlan, NotInFile, allowed_outcome
from app.imports.rules.outcomes import DocumentIsUnreadable, PlanIsNotThere, RowOutcome
from app.imports.rules.records import (
    PARTIES,
    Item,
    Key,
    RecordRead,
    RecordRow,
    RecordsDraft,
    faults_of,
    known_by,
    refuse_unlawful,
)
from app.imports.schemas import ImportOptions
from app.kernel.clock import now
from app.kernel.text import natural_key, shortened
from app.partners.models import Organisation, Person, Post
from app.partners.schemas import OrganisationCreate, PersonCreate, PostCreate
from app.plans.models import Criterion, Plan
from app.plans.rules import ENDED, PlanIsClosed
from app.plans.schemas import CriterionCreate, GlossaryTermCreate, PlanCreate, ThemeCreate
from app.sub_groups.models import SubGroup
from app.sub_groups.schemas import SubGroupCreate

Ids = Mapping[str, str]
Known = dict[Key, tuple[str, Item | None]]
"""The id of what a record of the file is of, and what the register says of it: None where that is the same."""
MOST_FAULTS = 100
SHAPES: dict[str, type[Shape]] = {
    "organisation": OrganisationCreate,
    "sub_group": SubGroupCreate,
    "person": PersonCreate,
    "post": PostCreate,
    "criterion": CriterionCreate,
    "plan": PlanCreate,
    "glossary_term": GlossaryTermCreate,
    "theme": ThemeCreate,
    "issue": IssueCreate,
    "action": ActionCreate,
    "milestone": MilestoneCreate,
    "progress_update": ProgressUpdateCreate,
    "relation": RelationCreate,
}
# What is there already is only pointed to: a plan's file does not rewrite what other plans share.
_SHARED: dict[str, type[Any]] = {
    "organisation": Organisation,
    "sub_group": SubGroup,
    "person": Person,
    "post": Post,
    "criterion": Criterion,
}
# What the shapes call otherwise, or know by where it stands.
_NOT_IN_SHAPES = {
    "action": ("themes", "issues"),
    "milestone": ("action",),
    "progress_update": ("action",),
    "relation": ("action", "other"),
}
_STAND_INS = {"issue": {"plan_id": "-"}, "action": {"plan_id": "-"}, "relation": {"other_id": "-"}}


def plan_of_records(session: Session, draft: RecordsDraft, options: ImportOptions) -> ImportPlan:
    """Plan an import of records. Raises DocumentIsUnreadable, with the lines, PlanIsNotThere and PlanIsClosed."""
    reference = options.plan or draft.plan.item.get("reference")
    id = find_named(session, Plan.__table__, reference) if isinstance(reference, str) else None
    known, gone = _known(session, id, draft)
    _refuse_faulty(draft, known)
    if id is None and options.mode == "update":
        raise PlanIsNotThere(f"No plan has the reference {reference!r}.")
    plan = session.get_one(Plan, id) if id else None
    there = {kind: _shared(session, kind, draft) for kind in _SHARED}
    rows = [_row(record, known, there, options) for record in draft.records]
    plan_row = next(row for row in rows if row.kind == "plan")
    _take_options(plan_row, plan, str(reference), options)
    if plan is not None and plan.status in ENDED and any(map(_is_new_action, rows)):
        raise PlanIsClosed(plan.status)
    _refuse_unknown(session, rows)
    others = (row for row in rows if row is not plan_row)
    removed, missing = plan_missing(session, gone, options)
    return ImportPlan(draft, (plan_row, *others, *removed), missing)


def _refuse_faulty(draft: RecordsDraft, known: Known) -> None:
    """Refuse what can't be kept. What the register has to the letter is not looked at: it was when it came."""
    is_same = {key for key, (_, different) in known.items() if different is None}
    faults = [fault for record in draft.records if record.key not in is_same for fault in _faults(record)]
    faults += _lost_ends(draft)
    if faults:
        raise DocumentIsUnreadable("Some lines hold what can't be kept.", errors=faults[:MOST_FAULTS])


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
    wanted = {record.key: record for record in draft.records}
    alike: Counter[tuple[str, str]] = Counter()
    view = View(SERVICE, now().date())
    for kind, told, id in chain.from_iterable(plan_records(session, plan_id, view) if plan_id else ()):
        words = known_by(kind, told)
        record = wanted.get((kind, words, alike[kind, words]))
        alike[kind, words] += 1
        if record is not None:
            written = orjson.dumps(told)
            known[record.key] = id, None if written == orjson.dumps(record.item) else orjson.loads(written)
        elif kind == "action":
            gone.append(NotInFile(id, told["reference"], shortened(told["text"])))
    return known, tuple(sorted(gone, key=lambda one: natural_key(one.reference)))


def _shared(session: Session, kind: str, draft: RecordsDraft) -> Ids:
    """Find those of the records of a kind that the register has already."""
    named = (str(one.item["reference"]) for one in draft.records if one.kind == kind)
    return find_many_named(session, _SHARED[kind].__table__, named)


def _is_new_action(row: RecordRow) -> bool:
    return row.kind == "action" and row.outcome == RowOutcome.CREATED


def _row(record: RecordRead, known: Known, there: Mapping[str, Ids], options: ImportOptions) -> RecordRow:
    row = RecordRow(record.kind, record.line, RowOutcome.CREATED, _reference(record), _label(record))
    row.item, row.values = record.item, dict(record.item)
    if record.kind in _SHARED:
        return _shared_row(row, there[record.kind], options)
    found = known.get(record.key)
    if found is None:
        row.outcome = allowed_outcome(RowOutcome.CREATED, options.mode)
        return row
    row.target_id, different = found
    before = record.item if different is None else different
    row.values = {name: value for name, value in record.item.items() if value != before[name]}
    if row.kind == "plan":
        # Another name may be given to it, by which it is found.
        row.values.pop("reference", None)
    if row.values.get("leads", ()) is None:
        # Leads that were given by hand stand for as long as the words do.
        del row.values["leads"]
    row.changes = {name: {"before": before[name], "after": value} for name, value in row.values.items()}
    wanted = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
    row.outcome = allowed_outcome(wanted, options.mode)
    return row


def _shared_row(row: RecordRow, there: Ids, options: ImportOptions) -> RecordRow:
    """Plan what several plans name: left as it is where it is there; parties are created only where that is asked."""
    row.target_id = there.get(str(row.item["reference"]))
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


def _faults(record: RecordRead) -> list[Fault]:
    """Tell what of a record the API would not take."""
    allowed = MEMBERS[record.kind]
    faults = [
        Fault(f"a record of the kind {record.kind!r} has no such member; it has {', '.join(allowed)}",
              row=record.line, column=shortened(name))
        for name in record.item if name not in allowed
    ]  # fmt: skip
    missing = {name for name in _MUST_HAVE[record.kind] if record.item.get(name) is None}
    faults += [Fault("is required", row=record.line, column=name) for name in sorted(missing)]
    if faults:
        return faults
    try:
        refuse_unlawful(record.kind, checked(record.kind, record.item), now().date())
    except ValidationError as error:
        return [
            Fault(reason_of(one), row=record.line, column="/".join(map(str, one["loc"])))
            for one in error.errors()
        ]
    except Problem as problem:
        return faults_of(problem, record.line)
    return [
        Fault(f"names by {what}", row=record.line, column=name)
        for name, (kind, what) in _LISTS.items()
        if name in record.item and not _is_list_of(record.item[name], kind)
    ] + [
        Fault("is the reference of an action", row=record.line, column=name)
        for name in ("action", "other")
        if name in record.item and not isinstance(record.item[name], str)
    ]


_MUST_HAVE = {
    **{kind: {"reference"} for kind in (*_SHARED, "plan", "issue", "action")},
    "glossary_term": {"term"},
    "theme": {"number"},
    "milestone": {"action", "title"},
    "progress_update": {"action"},
    "relation": {"action", "kind", "other"},
}
_LISTS = {"themes": (int, "their numbers, in a list"), "issues": (str, "their references, in a list")}


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(one) is kind for one in value)


def checked(kind: str, item: Mapping[str, Any]) -> Item:
    """Check the members of a record by the shape by which the API takes such a thing; give them as it does.

    Raises ValidationError.
    """
    left_out = _NOT_IN_SHAPES.get(kind, ())
    given = {name: value for name, value in item.items() if name not in left_out}
    is_carried = isinstance(given.get("due"), dict) and given["due"].get("reading") == "carried"
    if given.get("leads", ()) is None:
        del given["leads"]
    if is_carried:
        given["due"] = {**given["due"], "reading": "confirmed"}
    if isinstance(given.get("due"), dict) and given["due"].get("points") == []:
        given["due"] = {name: value for name, value in given["due"].items() if name != "points"}
    stand_in = _STAND_INS.get(kind, {})
    values = SHAPES[kind](**given, **stand_in).model_dump()
    if is_carried:
        values["due"]["reading"] = "carried"
    return {name: value for name, value in values.items() if name not in stand_in}


def _lost_ends(draft: RecordsDraft) -> list[Fault]:
    """Tell which records name an action, a theme or an issue that the file does not hold."""
    there = {
        kind: {one.item.get(name) for one in draft.records if one.kind == kind and _plain(one.item.get(name))}
        for kind, name in (("action", "reference"), ("theme", "number"), ("issue", "reference"))
    }
    return [
        Fault(f"no line is of the {kind} {shortened(str(one))!r}", row=record.line, column=name)
        for record in draft.records
        for name, kind in (
            ("action", "action"),
            ("other", "action"),
            ("themes", "theme"),
            ("issues", "issue"),
        )
        for one in _listed(record.item.get(name))
        if one not in there[kind]
    ]


def _plain(value: Any) -> bool:
    return isinstance(value, str | int)


def _listed(value: Any) -> list[Any]:
    many = value if isinstance(value, list) else [] if value is None else [value]
    return [one for one in many if _plain(one)]


def _refuse_unknown(session: Session, rows: list[RecordRow]) -> None:
    """Refuse references that nothing in the register has, nor will have by the import."""
    coming = {
        (row.kind, row.item["reference"])
        for row in rows
        if row.kind in _SHARED and row.outcome != RowOutcome.SKIPPED
    }
    pointing = [(row, name, one) for row in rows for name, one in _pointing(row)]
    wanted: defaultdict[CoreTable, set[str]] = defaultdict(set)
    for _, name, one in pointing:
        wanted[POINTING[name].__table__].add(one)
    there = {table: find_many_named(session, table, names) for table, names in wanted.items()}
    faults = []
    for row, name, one in pointing:
        table = POINTING[name].__table__
        if (table.name, one) not in coming and one not in there[table]:
            coming_if = " unless create_parties is asked" if table.name in PARTIES else ""
            told = f"there is no {words(table)} with the reference {one!r}{coming_if}"
            faults.append(Fault(told, row=row.line, column=name))
    if faults:
        raise DocumentIsUnreadable("Some lines point to what is not there.", errors=faults[:MOST_FAULTS])


def _pointing(row: RecordRow) -> list[tuple[str, str]]:
    """List the references that a row would write, each with the member that holds it."""
    if row.outcome not in (RowOutcome.CREATED, RowOutcome.UPDATED):
        return []
    points = (row.values.get("due") or {}).get("points") or []
    holders = [row.values, *(row.values.get("leads") or []), *points]
    return [
        (name, one)
        for holder in holders
        for name in POINTING
        for one in _listed(holder.get(name))
        if isinstance(one, str)
    ]
