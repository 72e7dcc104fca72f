"""Records applied: new actions with all that belongs to them in sets, all else through the writers of its kinds."""

from collections.abc import Iterable, Sequence, Set
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
from app.core.db import Table, trying
from app.core.errors import Problem
from app.imports.commands.applying import VANISHED
from app.imports.commands.new_records import Ids, NewRecords, action_values
from app.imports.commands.progress import gone_through
from app.imports.models import Import
from app.imports.queries.planning import CHUNK
from app.imports.queries.records.checking import checked
from app.imports.rules.changes import ImportPlan
from app.imports.rules.outcomes import OnError, RowOutcome
from app.imports.rules.records import OF_PLAN, PROGRESS, RecordRow, faults_of
from app.imports.rules.settling import Settling
from app.ledger.commands import Writer
from app.plans.commands import WRITE_CRITERIA, WRITE_GLOSSARY, WRITE_PLANS, WRITE_THEMES
from app.plans.models import GlossaryTerm, Plan, Theme
from app.reading.queries import forget_parties
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
# Kinds stand in the order in which they point to each other, wherever their lines do.
_PLACES = {kind: place for place, kind in enumerate(MEMBERS)}


def apply_records(
    session: Session, caller: Caller, plan: ImportPlan, on_error: OnError, job: Import | None = None
) -> None:
    """Write what a plan of records says, and set the id of each row, or what is wrong with it.

    Where it is a `job`, others are told how far it is. Raises DocumentIsUnreadable, with all faults, where nothing may
    be kept for them.
    """
    # Who may import may report on what is imported.
    caller = replace(caller, scopes=caller.scopes | {"write"})
    settling, rows = Settling(on_error), [row for row in plan.rows if isinstance(row, RecordRow)]
    for row in rows:
        settling.note(row)
    # A line that is of no kind fails, wherever it stands.
    rows.sort(key=lambda row: (_PLACES.get(row.kind, 0), row.line))
    for row in rows:
        settling.rest(row)
    settling.end()
    keeping = _Keeping(session, caller, settling, job)
    keeping.keep_all(rows)
    for gone in plan.rows[len(rows) :]:
        settling.rest(gone)
        if gone.outcome == RowOutcome.DELETED:
            WRITE_ACTIONS.remove(session, caller, session.get_one(Action, gone.target_id), VANISHED)
    settling.end()


class _Keeping:
    """Keeps the rows of a plan of records, which come in the order in which they need each other."""

    def __init__(self, session: Session, caller: Caller, settling: Settling, job: Import | None) -> None:
        self._session, self._caller, self._settling, self._job = session, caller, settling, job
        self._ids = Ids()

    def keep_all(self, rows: Sequence[RecordRow]) -> None:
        """Keep all rows: what is above new actions, these in sets, and what is left."""
        session, total = self._session, len(rows)
        first = [row for row in rows if _PLACES.get(row.kind, 0) <= _PLACES["action"] and not _is_new(row)]
        for some in gone_through(session, self._job, in_chunks(first, CHUNK), total):
            self._keep_one_by_one(some)
        for row in rows:
            # What the writers refused may be what new actions need, and these what their parts do.
            self._settling.rest(row)
        new = NewRecords(rows)
        if new:
            self._add(new, total, len(first))
        done = {id(row) for row in first}
        left = [row for row in rows if id(row) not in done and not new.has(row)]
        for some in gone_through(session, self._job, in_chunks(left, CHUNK), total, total - len(left)):
            self._keep_one_by_one(some)
        reported = {row.item["action"] for row in left if row.kind == "progress_update" and _is_made(row)}
        for row in first:
            if row.kind == "action" and _may_be_told_otherwise(row, reported):
                _settle_progress(session, self._caller, row)

    def _add(self, new: NewRecords, total: int, done: int) -> None:
        adding = Adding(self._session, self._caller, self._session.get_one(Plan, self._ids.plan))
        sets = new.sets(self._session, self._ids)
        for some in gone_through(self._session, self._job, sets, total, done):
            adding.add(new.new_action(self._session, row, self._ids) for row in some if row.kind == "action")
        adding.end()

    def _keep_one_by_one(self, rows: Iterable[RecordRow]) -> None:
        for row in rows:
            self._settling.rest(row)
            if row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED):
                self._try(row)
            if row.target_id is not None:
                _note(row, row.target_id, self._ids)

    def _try(self, row: RecordRow) -> None:
        """Write a row; where its writer refuses that, it fails, and nothing of it stays."""
        try:
            with trying(self._session):
                row.target_id = _keep(self._session, self._caller, row, self._ids)
        except Problem as problem:
            forget_parties(self._session)
            row.faults = faults_of(problem, row.line)
            self._settling.settle([row])


def _is_new(row: RecordRow) -> bool:
    return row.kind == "action" and _is_made(row)


def _is_made(row: RecordRow) -> bool:
    return row.outcome == RowOutcome.CREATED


def _may_be_told_otherwise(row: RecordRow, reported: Set[str]) -> bool:
    """Tell whether an action that was there may show another progress by now than its record tells."""
    if row.outcome == RowOutcome.UNCHANGED:
        return row.item["reference"] in reported
    return row.outcome == RowOutcome.UPDATED


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
    if row.kind in OF_PLAN:
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
