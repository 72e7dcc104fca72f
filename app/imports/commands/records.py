"""Records applied: each written through the writer of its kind, in the order of the file."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_MILESTONES, WRITE_PROGRESS
from app.actions.commands.naming import PARTY_WRITERS
from app.actions.commands.relations import WRITE_RELATIONS
from app.actions.models import Action, Issue, Milestone
from app.actions.rules import LeadsReading
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.core.errors import Fault, Problem
from app.imports.commands.progress import gone_through
from app.imports.models import Import
from app.imports.queries.planning import CHUNK
from app.imports.queries.records import checked
from app.imports.rules.changes import ImportPlan
from app.imports.rules.outcomes import DocumentIsUnreadable, RowOutcome
from app.imports.rules.records import PROGRESS, RecordRow
from app.ledger.commands import Writer
from app.plans.commands import WRITE_CRITERIA, WRITE_GLOSSARY, WRITE_PLANS, WRITE_THEMES
from app.plans.models import GlossaryTerm, Plan, Theme
from app.schedule.rules import DueReading

Values = dict[str, Any]
_WRITERS: dict[str, Writer[Any]] = {
    **{str(kind): writer for kind, writer in PARTY_WRITERS.items()},
    "criterion": WRITE_CRITERIA,
    "plan": WRITE_PLANS,
    "glossary_term": WRITE_GLOSSARY,
    "theme": WRITE_THEMES,
    "issue": WRITE_ISSUES,
    "action": WRITE_ACTIONS,
    "milestone": WRITE_MILESTONES,
    "relation": WRITE_RELATIONS,
}
_TABLES: dict[str, type[Table]] = {
    "plan": Plan,
    "glossary_term": GlossaryTerm,
    "theme": Theme,
    "issue": Issue,
    "action": Action,
    "milestone": Milestone,
}
_OF_PLAN = ("glossary_term", "theme", "issue", "action")


@dataclass(slots=True)
class _Ids:
    """The ids that what the file names has in the register by now."""

    plan: str = ""
    themes: dict[int, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)


def apply_records(session: Session, caller: Caller, plan: ImportPlan, job: Import | None = None) -> None:
    """Write what a plan of records says, and set the id of each row. Raises DocumentIsUnreadable with the line.

    Where it is a `job`, others are told how far it is.
    """
    # Who may import may report on what is imported.
    caller = replace(caller, scopes=caller.scopes | {"write"})
    ids = _Ids()
    rows = sorted(_rows_of(plan), key=lambda row: row.line)
    for some in gone_through(
        session, job, in_chunks(rows, CHUNK), len(plan.rows), len(plan.rows) - len(rows)
    ):
        for row in some:
            _keep_line(session, caller, row, ids)
    for row in rows:
        if row.kind == "action" and row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED):
            _settle_progress(session, caller, row)


def _rows_of(plan: ImportPlan) -> list[RecordRow]:
    return [row for row in plan.rows if isinstance(row, RecordRow)]


def _keep_line(session: Session, caller: Caller, row: RecordRow, ids: _Ids) -> None:
    """Write one row; what its writer refuses is told with its line."""
    try:
        row.target_id = _keep(session, caller, row, ids)
    except Problem as problem:
        told = problem.errors or (Fault(problem.detail or problem.title),)
        faults = [
            Fault(one.detail, row=row.line, column=(one.pointer or "").strip("/") or None) for one in told
        ]
        raise DocumentIsUnreadable(problem.detail or problem.title, errors=faults) from None
    if row.target_id is not None:
        _note(row, row.target_id, ids)


def _note(row: RecordRow, id: str, ids: _Ids) -> None:
    if row.kind == "plan":
        ids.plan = id
    elif row.kind == "theme":
        ids.themes[row.item["number"]] = id
    elif row.kind == "issue":
        ids.issues[row.item["reference"]] = id
    elif row.kind == "action":
        ids.actions[row.item["reference"]] = id


def _keep(session: Session, caller: Caller, row: RecordRow, ids: _Ids) -> str | None:
    """Write one row as its plan says; give the id of the thing that it is about."""
    if row.outcome == RowOutcome.CREATED:
        return _create(session, caller, row, _values(row, ids), ids)
    if row.outcome == RowOutcome.UPDATED:
        kept = session.get_one(_TABLES[row.kind], row.target_id)
        _WRITERS[row.kind].update(session, caller, kept, _changed(row, _values(row, ids)))
    return row.target_id


def _values(row: RecordRow, ids: _Ids) -> Values:
    """Give all that a record says, as its writer takes it: what is named within the file by its id.

    The progress of an action is told by its updates, in the order in which they came about.
    """
    values = checked(row.kind, row.item)
    if row.kind == "relation":
        values["other_id"] = ids.actions.get(row.item["other"])
    if row.kind == "action":
        values = {name: value for name, value in values.items() if name not in PROGRESS}
        values["theme_ids"] = [ids.themes[one] for one in row.item.get("themes", ()) if one in ids.themes]
        values["issue_ids"] = [ids.issues[one] for one in row.item.get("issues", ()) if one in ids.issues]
        if row.item.get("leads") is not None:
            values["leads_reading"] = LeadsReading.CONFIRMED.value
    return values


def _create(session: Session, caller: Caller, row: RecordRow, values: Values, ids: _Ids) -> str:
    if "action" in row.item:
        values["action_id"] = ids.actions[row.item["action"]]
    if row.kind in _OF_PLAN:
        values["plan_id"] = ids.plan
    if row.kind == "progress_update":
        return WRITE_PROGRESS.create(session, caller, values).id
    kept: Table = _WRITERS[row.kind].create(session, caller, values)
    return kept.id


_NAMED_OTHERWISE = {"themes": "theme_ids", "issues": "issue_ids"}


def _changed(row: RecordRow, values: Values) -> Values:
    """Give of all that a record says what changes."""
    names = {_NAMED_OTHERWISE.get(name, name) for name in row.values}
    changed = {name: value for name, value in values.items() if name in names}
    due = changed.get("due")
    if due is not None and due["reading"] is None and due["points"] is None:
        # Where the words are the same, it is a person's reading of them that the file does not have.
        changed["due"] = {**due, "reading": DueReading.AUTOMATIC.value}
    return changed


def _settle_progress(session: Session, caller: Caller, row: RecordRow) -> None:
    """Have an action show the progress that its record tells, where its updates did not."""
    action = session.get_one(Action, row.target_id)
    told = {name: row.item[name] for name in PROGRESS if name in row.item}
    WRITE_ACTIONS.update(session, caller, action, told)
