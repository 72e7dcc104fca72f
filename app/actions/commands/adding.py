"""Many new actions of one plan, written in sets: what `WRITE_ACTIONS.create` would keep of each, one by one.

A document of a thousand rows would else be thirty thousand statements.
"""

from collections.abc import Container, Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.commands import (
    WRITE_ACTION_ALONE,
    WRITE_UPDATES,
    progress_told,
    reporter,
    reread_dittos,
)
from app.actions.commands.leads import repeated_leads, take_lead_words
from app.actions.models import Action, Lead, ProgressUpdate
from app.actions.queries import LINKS, list_actions_in_place
from app.actions.queries.due import is_closed
from app.core.bulk import insert_many
from app.core.callers import Caller
from app.core.chunks import in_chunks
from app.core.db import Table
from app.kernel.clock import now
from app.kernel.ids import new_id, new_ids
from app.kernel.text import natural_key
from app.ledger.commands import Recorded, record_created
from app.phrases.leads import says_ditto
from app.plans.models import Plan
from app.plans.rules import ENDED, PlanIsClosed
from app.schedule.commands import Source
from app.schedule.commands.adding import NewDeadlines
from app.schedule.rules import DeadlineSource
from app.sub_groups.queries import find_body

Values = dict[str, Any]

AT_ONCE = 1_000
"""How many actions are written as one set."""

_RECORDED = WRITE_ACTION_ALONE.recorded()
_RECORDED_OF_UPDATES = WRITE_UPDATES.recorded()


def add_actions(session: Session, caller: Caller, plan: Plan, given: Iterable[Values]) -> list[str]:
    """Keep new actions of a plan, as Adding does; give their ids."""
    adding = Adding(session, caller, plan)
    ids: list[str] = []
    for chunk in in_chunks(given, AT_ONCE):
        made = new_ids(len(chunk))
        adding.add(zip(made, chunk, strict=True))
        ids += made
    adding.end()
    return ids


class Adding:
    """Keeps new actions of a plan, in their order, set after set, with an event of each.

    The values are those of an ActionCreate, with a reference that is free in the plan, a position, and ids of parts of
    the plan for links; their due words are read already, and their leads are read here. Raises PlanIsClosed.
    """

    def __init__(self, session: Session, caller: Caller, plan: Plan) -> None:
        if plan.status in ENDED:
            raise PlanIsClosed(plan.status)
        self._session, self._caller, self._plan = session, caller, plan
        columns = Action.__table__.c
        any_of_it = select(columns.id).where(columns.plan_id == plan.id).limit(1)
        self._is_empty = session.execute(any_of_it).first() is None
        self._rows = _Gathered(plan, caller)
        self._leads = _Leads(session, self._rows, is_empty=self._is_empty)
        self._added: set[str] = set()

    def add(self, given: Iterable[tuple[str, Values]]) -> None:
        """Write some actions as one set: for each the id that it gets, and its values."""
        for id, values in given:
            leads = self._leads.take(values["lead_text"], values["position"])
            self._rows.add(id, {**values, **leads})
            if not self._is_empty:
                self._added.add(id)
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


class _Leads:
    """Reads lead words, each once. A "ditto" repeats the row above, which may be one that is added with it."""

    def __init__(self, session: Session, rows: "_Gathered", *, is_empty: bool) -> None:
        self._session, self._rows, self._is_empty = session, rows, is_empty
        self._read: dict[str, Values] = {}
        self._above: tuple[int, list[Values]] | None = None

    def take(self, words: str, position: int) -> Values:
        """Give what the lead words of the next new action say, as its values."""
        found = self._read.get(words) or self._read_anew(words, position)
        self._above = position, found["leads"]
        return found

    def _read_anew(self, words: str, position: int) -> Values:
        above = self._above
        if not says_ditto(words):
            self._read[words] = self._ask(words, position)
            return self._read[words]
        if above is not None and (self._is_empty or above[0] == position):
            return repeated_leads(words, above[1])
        # What was there before may stand between this row and the one that was added last.
        self._rows.write(self._session)
        return self._ask(words, position)

    def _ask(self, words: str, position: int) -> Values:
        values = {"lead_text": words, "position": position}
        return take_lead_words(self._session, values, None, self._rows.plan.id)


class _Gathered:
    """The rows of new actions in all tables, gathered and then written table by table."""

    def __init__(self, plan: Plan, caller: Caller) -> None:
        self.plan, self._caller = plan, caller
        self._deadlines = NewDeadlines(DeadlineSource.ACTION)
        self._begin()

    def _begin(self) -> None:
        at = now()
        self._kept = {"version": 1, "created_at": at, "updated_at": at, "deleted_at": None}
        self._actions: list[Values] = []
        self._links: dict[str, list[Values]] = {name: [] for name in LINKS}
        self._leads: list[Values] = []
        self._updates: list[Values] = []
        self._created: list[tuple[Recorded, Values]] = []

    def add(self, id: str, values: Values) -> None:
        """Add an action, and all that belongs to it; the values are its parts as well."""
        row = {**_NEW_ACTION, **values, **self._kept, "id": id, "plan_id": self.plan.id}
        row["reference_key"] = natural_key(row["reference"])
        row["current_situation"] = row["current_situation"] or None
        for name, (_, column) in LINKS.items():
            row[name] = ids = [*dict.fromkeys(values.get(name, ()))]
            self._links[name] += [
                {"action_id": id, column: one, "position": place} for place, one in enumerate(ids)
            ]
        row["due_on"] = self._deadlines.add(self._source(row), row["due_points"])
        self._actions.append(row)
        self._leads += [
            {"action_id": id, "position": place, **lead} for place, lead in enumerate(row["leads"])
        ]
        kind = Action.__tablename__
        self._created.append((Recorded(kind, id, 1, kind, id), {name: row[name] for name in _RECORDED}))
        if progress := progress_told(row, is_new=True):
            self._add_progress(id, progress)

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

    def _add_progress(self, action_id: str, told: Values) -> None:
        row = {**_NEW_UPDATE, **told, **reporter(self._caller), **self._kept}
        row |= {"id": new_id(), "action_id": action_id}
        self._updates.append(row)
        what = Recorded(ProgressUpdate.__tablename__, row["id"], 1, Action.__tablename__, action_id)
        self._created.append((what, {name: row[name] for name in _RECORDED_OF_UPDATES}))

    def write(self, session: Session) -> None:
        """Write what was gathered, and begin anew."""
        insert_many(session, Action.__table__, self._actions)
        for name, (link, _) in LINKS.items():
            insert_many(session, link.__table__, self._links[name])
        insert_many(session, Lead.__table__, self._leads)
        insert_many(session, ProgressUpdate.__table__, self._updates)
        record_created(session, self._caller, self._created)
        self._deadlines.write(session, self._caller, find_body)
        self._begin()


def _new(table: type[Table]) -> Values:
    """Give what a new row has where nothing is said."""
    return {
        name: column.get_default(call_default_factory=True)
        for name, column in table.model_fields.items()
        if not column.is_required()
    }


_NEW_ACTION, _NEW_UPDATE = _new(Action), _new(ProgressUpdate)
