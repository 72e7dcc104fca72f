"""Many new actions of one plan, written in sets: what the writers of actions and their parts would keep, one by one.

A document of a thousand rows would else be thirty thousand statements.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import Session

from app.actions.commands import (
    WRITE_ACTION_ALONE,
    WRITE_MILESTONE_ALONE,
    WRITE_UPDATES,
    progress_told,
    reporter,
    reread_dittos,
)
from app.actions.commands.due import context_of, due_values, take_due
from app.actions.commands.leads import repeated_leads, take_lead_words
from app.actions.commands.parts import resolve_leads
from app.actions.models import Action, Lead, Milestone, ProgressUpdate
from app.actions.queries import LINKS, actions_below, list_actions_in_place, points_above
from app.actions.queries.due import is_closed
from app.actions.rules import LeadsReading, MilestoneStatus
from app.core.bulk import insert_many
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.kernel.clock import now
from app.kernel.ids import new_id, new_ids
from app.kernel.text import natural_key
from app.ledger.commands import REASON, Recorded, record_created
from app.phrases.due import DueColumn, Point
from app.phrases.leads import says_ditto
from app.plans.models import Plan
from app.plans.rules import ENDED, PlanIsClosed
from app.schedule.commands import Source
from app.schedule.commands.adding import NewDeadlines
from app.schedule.rules import DeadlineSource, point_from
from app.sub_groups.queries import find_body

Values = dict[str, Any]

AT_ONCE = 1_000
"""How many actions are written as one set."""

_RECORDED = WRITE_ACTION_ALONE.recorded()
_RECORDED_OF_STEPS = WRITE_MILESTONE_ALONE.recorded()
_RECORDED_OF_UPDATES = WRITE_UPDATES.recorded()


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that is to be added, with the id that it gets; and its steps and what was reported of it, with theirs.

    What was reported is all that is told of its progress, and the values are what it shows by that. Where nothing was,
    they are reported.
    """

    id: str
    values: Values
    milestones: Sequence[tuple[str, Values]] = ()
    updates: Sequence[tuple[str, Values]] = ()


def add_actions(session: Session, caller: Caller, plan: Plan, given: Iterable[Values]) -> list[str]:
    """Keep new actions of a plan, as Adding does; give their ids."""
    adding = Adding(session, caller, plan)
    ids: list[str] = []
    for chunk in in_chunks(given, AT_ONCE):
        made = new_ids(len(chunk))
        adding.add(NewAction(id, values) for id, values in zip(made, chunk, strict=True))
        ids += made
    adding.end()
    return ids


class Adding:
    """Keeps new actions of a plan, in their order, set after set, with an event of each.

    The values are those of an ActionCreate, with a reference that is free in the plan, a position, and ids for links;
    those of their parts are checked. Their leads are read here, and so are their due words unless that was done.
    Raises PlanIsClosed.
    """

    def __init__(self, session: Session, caller: Caller, plan: Plan) -> None:
        if plan.status in ENDED:
            raise PlanIsClosed(plan.status)
        self._session, self._caller, self._plan = session, caller, plan
        columns = Action.__table__.c
        any_of_it = select(columns.id).where(columns.plan_id == plan.id).limit(1)
        self._is_empty = session.execute(any_of_it).first() is None
        self._rows = _Gathered(plan, caller)
        self._words = _Words(session, caller, self._rows, is_empty=self._is_empty)
        self._added: set[str] = set()

    def add(self, given: Iterable[NewAction]) -> None:
        """Write some actions as one set."""
        for one in given:
            self._rows.add(self._words.take(one))
            if not self._is_empty:
                self._added.add(one.id)
        self._rows.write(self._session)

    def end(self) -> None:
        """Bring in step what was there before."""
        if self._added:
            _reread_below(self._session, self._caller, self._plan, self._added)


def _reread_below(session: Session, caller: Caller, plan: Plan, added: Container[str]) -> None:
    """Read the dittos anew that were there before, and have another row above them now."""
    above: Action | None = None
    for is_new, group in groupby(list_actions_in_place(session, plan.id), lambda one: one.id in added):
        actions = [*group]
        if above is not None and not is_new:
            reread_dittos(session, caller, plan, [above, *actions], whole=False)
        above = actions[-1]


class _Words:
    """Reads lead words and due words, each once. A "ditto" repeats the row above, which may be added with it."""

    def __init__(self, session: Session, caller: Caller, rows: "_Gathered", *, is_empty: bool) -> None:
        self._session, self._caller, self._rows, self._is_empty = session, caller, rows, is_empty
        self._leads: dict[str, Values] = {}
        self._leads_given: dict[bytes, Values] = {}
        self._dues = DueColumn(context_of(rows.plan, None))
        self._last: NewAction | None = None

    def take(self, new: NewAction) -> NewAction:
        """Give the next new action with what its words say, and those of its steps."""
        values = new.values
        is_given = values.get("leads") or values.get("leads_reading") == LeadsReading.CONFIRMED
        leads = self._given_leads(values["leads"]) if is_given else self._read_leads(values)
        above = partial(self._points_above, values["position"])
        due = self._due(values["due"], above) if "due" in values else {}
        # Nothing is above a step.
        steps = [(id, {**step, **self._due(step["due"], lambda: None)}) for id, step in new.milestones]
        self._last = replace(new, values={**values, **leads, **due}, milestones=steps)
        return self._last

    def _given_leads(self, leads: Sequence[Values]) -> Values:
        """Take leads that somebody gave by hand."""
        key = orjson.dumps(leads)
        if key not in self._leads_given:
            given = {"leads": resolve_leads(self._session, leads)}
            confirmed = {"leads_reading": LeadsReading.CONFIRMED.value}
            said = take_lead_words(self._session, {**given, **confirmed}, None, self._rows.plan.id)
            self._leads_given[key] = {**given, **said}
        return self._leads_given[key]

    def _read_leads(self, values: Values) -> Values:
        words, position = values["lead_text"], values["position"]
        if words in self._leads:
            return self._leads[words]
        if not says_ditto(words):
            self._leads[words] = self._ask_leads(words, position)
            return self._leads[words]
        above = self._row_above(position)
        if above is not None:
            return repeated_leads(words, above["leads"])
        self._rows.write(self._session)
        return self._ask_leads(words, position)

    def _ask_leads(self, words: str, position: int) -> Values:
        values = {"lead_text": words, "position": position}
        return take_lead_words(self._session, values, None, self._rows.plan.id)

    def _due(self, due: Values | None, above: Callable[[], Sequence[Point] | None]) -> Values:
        told = {name: value for name, value in (due or {"text": ""}).items() if value is not None}
        if told.keys() != {"text"}:
            points = None if "points" in told else above()
            return take_due(self._session, {"due": due}, None, self._rows.plan, points)
        words = told["text"]
        return due_values(words, self._dues.read_alone(words) or self._dues.read(words, above()))

    def _points_above(self, position: int) -> Sequence[Point] | None:
        above = self._row_above(position)
        if above is not None:
            return [point_from(point) for point in above["due_points"]]
        self._rows.write(self._session)
        if self._last is not None:
            # What was there before may be above, and repeat what was added last.
            last = self._session.get_one(Action, self._last.id)
            below = actions_below(self._session, last)
            reread_dittos(self._session, self._caller, self._rows.plan, below, whole=False)
        return points_above(self._session, self._rows.plan.id, position, None)

    def _row_above(self, position: int) -> Values | None:
        """Give the row that was added last where it is the one above: what was there before may stand between them."""
        above = self._last.values if self._last is not None else None
        is_above = above is not None and (self._is_empty or above["position"] == position)
        return above if is_above else None


class _Gathered:
    """The rows of new actions in all tables, gathered and then written table by table."""

    def __init__(self, plan: Plan, caller: Caller) -> None:
        self.plan, self._caller = plan, caller
        self._deadlines = NewDeadlines(DeadlineSource.ACTION)
        self._deadlines_of_steps = NewDeadlines(DeadlineSource.MILESTONE)
        self._begin()

    def _begin(self) -> None:
        at = now()
        self._kept = {"version": 1, "created_at": at, "updated_at": at, "deleted_at": None}
        self._actions: list[Values] = []
        self._links: dict[str, list[Values]] = {name: [] for name in LINKS}
        self._leads: list[Values] = []
        self._steps: list[Values] = []
        self._updates: list[Values] = []
        self._created: list[tuple[Recorded, Values, str | None]] = []

    def add(self, new: NewAction) -> None:
        """Add an action, and all that belongs to it; the values are its parts as well."""
        id, values = new.id, new.values
        row = {**_NEW_ACTION, **values, **self._kept, "id": id, "plan_id": self.plan.id}
        # Each step that an action gets raises its version.
        row["version"] += len(new.milestones)
        row["reference_key"] = natural_key(row["reference"])
        row["current_situation"] = row["current_situation"] or None
        for name, (_, column) in LINKS.items():
            row[name] = ids = [*dict.fromkeys(values.get(name, ()))]
            self._links[name] += [
                {"action_id": id, column: one, "position": place} for place, one in enumerate(ids)
            ]
        source = self._source(row)
        row["due_on"] = self._deadlines.add(source, row["due_points"])
        self._actions.append(row)
        self._leads += [
            {"action_id": id, "position": place, **lead} for place, lead in enumerate(row["leads"])
        ]
        self._tell(Action, id, id, row, _RECORDED)
        for step_id, step in _numbered(new.milestones):
            self._add_step(step_id, step, source)
        for update_id, told in new.updates or _first_update(row):
            self._add_update(update_id, id, told)

    def _source(self, row: Values) -> Source:
        return Source(
            source=DeadlineSource.ACTION,
            source_id=row["id"],
            action_id=row["id"],
            plan_id=self.plan.id,
            theme_id=next(iter(row["theme_ids"]), None),
            owner_id=self.plan.sub_group_id,
            is_closed=is_closed(row["status"]),
            is_public=self.plan.visibility == "public",
        )

    def _add_step(self, id: str, values: Values, whole: Source) -> None:
        row = {**_NEW_STEP, **values, **self._kept, "id": id, "action_id": whole.action_id}
        closed = whole.is_closed or row["status"] == MilestoneStatus.MET
        source = replace(whole, source=DeadlineSource.MILESTONE, source_id=id, is_closed=closed)
        # A milestone without words says nothing of when; its action does.
        row["due_on"] = self._deadlines_of_steps.add(source, row["due_points"] if row["due_text"] else [])
        self._steps.append(row)
        self._tell(Milestone, id, row["action_id"], row, _RECORDED_OF_STEPS)

    def _add_update(self, id: str, action_id: str, told: Values) -> None:
        row = {**_NEW_UPDATE, **told, **reporter(self._caller), **self._kept}
        row |= {"id": id, "action_id": action_id}
        self._updates.append(row)
        self._tell(ProgressUpdate, id, action_id, row, _RECORDED_OF_UPDATES)

    def _tell(
        self, table: type[Table], id: str, action_id: str, row: Values, recorded: Iterable[str]
    ) -> None:
        what = Recorded(table.__tablename__, id, 1, Action.__tablename__, action_id)
        self._created.append((what, {name: row[name] for name in recorded}, row.get(REASON)))

    def write(self, session: Session) -> None:
        """Write what was gathered, and begin anew."""
        insert_many(session, Action.__table__, self._actions)
        for name, (link, _) in LINKS.items():
            insert_many(session, link.__table__, self._links[name])
        insert_many(session, Lead.__table__, self._leads)
        insert_many(session, Milestone.__table__, self._steps)
        insert_many(session, ProgressUpdate.__table__, self._updates)
        record_created(session, self._caller, self._created)
        for deadlines in (self._deadlines, self._deadlines_of_steps):
            deadlines.write(session, self._caller, find_body)
        self._begin()


def _first_update(row: Values) -> Iterator[tuple[str, Values]]:
    """Report what is told of the progress of a new action where nothing else was reported of it."""
    if told := progress_told(row, is_new=True):
        yield new_id(), told


def _numbered(steps: Iterable[tuple[str, Values]]) -> Iterator[tuple[str, Values]]:
    """Give each step of an action its place: after those before it where none is given."""
    last = 0
    for id, values in steps:
        position = values["position"] if values.get("position") is not None else last + 1
        last = max(last, position)
        yield id, {**values, "position": position}


def _new(table: type[Table]) -> Values:
    """Give what a new row has where nothing is said."""
    return {
        name: column.get_default(call_default_factory=True)
        for name, column in table.model_fields.items()
        if not column.is_required()
    }


_NEW_ACTION, _NEW_STEP, _NEW_UPDATE = _new(Action), _new(Milestone), _new(ProgressUpdate)
