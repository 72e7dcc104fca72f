"""Records applied: new actions with all that belongs to them in sets, all else through the writers of its kinds."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_MILESTONES, WRITE_PROGRESS
from app.actions.commands.adding import Adding
from app.actions.commands.naming import PARTY_WRITERS
from app.actions.commands.relations import WRITE_RELATIONS
from app.actions.models import Action, Issue, Milestone
from app.actions.queries.records.members import MEMBERS
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.core.errors import Problem
from app.imports.commands.applying import VANISHED
from app.imports.commands.new_records import Ids, NewRecords, action_values
from app.imports.commands.progress import gone_through
from app.imports.models import Import
from app.imports.queries.planning import CHUNK
from app.imports.queries.records import checked
from app.imports.rules.changes import ImportPlan
from app.imports.rules.outcomes import DocumentIsUnreadable, RowOutcome
from app.imports.rules.records import PROGRESS, RecordRow, faults_of
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


# Kinds stand in the order in which they point to each other, wherever their lines do.
_PLACES = {kind: place for place, kind in enumerate(MEMBERS)}


def apply_records(session: Session, caller: Caller, plan: ImportPlan, job: Import | None = None) -> None:
    """Write what a plan of records says, and set the id of each row. Raises DocumentIsUnreadable with the line.

    Where it is a `job`, others are told how far it is.
    """
    # Who may import may report on what is imported.
    caller = replace(caller, scopes=caller.scopes | {"write"})
    rows = sorted(_rows_of(plan), key=lambda row: (_PLACES[row.kind], row.line))
    ids, new, total = Ids(), NewRecords(rows), len(rows)
    known = [row for row in rows if not new.has(row)]
    first = [row for row in known if _PLACES[row.kind] <= _PLACES["action"]]
    for some in gone_through(session, job, in_chunks(first, CHUNK), total):
        _keep_lines(session, caller, some, ids)
    if new:
        adding = Adding(session, caller, session.get_one(Plan, ids.plan))
        for some in gone_through(session, job, new.sets(session, ids), total, len(first)):
            adding.add(new.new_action(session, row, ids) for row in some if row.kind == "action")
        adding.end()
    for some in gone_through(
        session, job, in_chunks(known[len(first) :], CHUNK), total, len(first) + len(new)
    ):
        _keep_lines(session, caller, some, ids)
    for row in known:
        if row.kind == "action" and row.outcome == RowOutcome.UPDATED:
            _settle_progress(session, caller, row)
    for gone in plan.rows:
        if gone.outcome == RowOutcome.DELETED:
            WRITE_ACTIONS.remove(session, caller, session.get_one(Action, gone.target_id), VANISHED)


def _rows_of(plan: ImportPlan) -> list[RecordRow]:
    return [row for row in plan.rows if isinstance(row, RecordRow)]


def _keep_lines(session: Session, caller: Caller, rows: Iterable[RecordRow], ids: Ids) -> None:
    """Write rows one by one; what a writer refuses is told with its line."""
    for row in rows:
        try:
            row.target_id = _keep(session, caller, row, ids)
        except Problem as problem:
            faults = faults_of(problem, row.line)
            raise DocumentIsUnreadable(problem.detail or problem.title, errors=faults) from None
        if row.target_id is not None:
            _note(row, row.target_id, ids)


def _note(row: RecordRow, id: str, ids: Ids) -> None:
    if row.kind == "plan":
        ids.plan = id
    elif row.kind == "theme":
        ids.themes[row.item["number"]] = id
    elif row.kind == "issue":
        ids.issues[row.item["reference"]] = id
    elif row.kind == "action":
        ids.actions[row.item["reference"]] = id


def _keep(session: Session, caller: Caller, row: RecordRow, ids: Ids) -> str | None:
    """Write one row as its plan says; give the id of the thing that it is about."""
    if row.outcome == RowOutcome.CREATED:
        return _create(session, caller, row, _values(row, ids), ids)
    if row.outcome == RowOutcome.UPDATED:
        kept = session.get_one(_TABLES[row.kind], row.target_id)
        _WRITERS[row.kind].update(session, caller, kept, _changed(row, _values(row, ids)))
    return row.target_id


def _values(row: RecordRow, ids: Ids) -> Values:
    """Give all that a record says, as its writer takes it.

    The progress of an action is told by its updates, in the order in which they came about.
    """
    if row.kind == "action":
        return {name: value for name, value in action_values(row, ids).items() if name not in PROGRESS}
    values = checked(row.kind, row.item)
    if row.kind == "relation":
        values["other_id"] = ids.actions.get(row.item["other"])
    return values


def _create(session: Session, caller: Caller, row: RecordRow, values: Values, ids: Ids) -> str:
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
