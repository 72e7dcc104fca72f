"""The actions of a plan as records, each followed by its milestones and its progress updates.

A few statements go through the plan side by side, in the order of its actions. Each gives the members of a record in
their order, so that a row becomes an item in one step: a plan may have a hundred thousand.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, null, select
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.actions.models import (
    Action,
    ActionCluster,
    ActionIssue,
    ActionTheme,
    Issue,
    Milestone,
    ProgressUpdate,
)
from app.actions.queries.carried import statuses_before_carrying
from app.actions.queries.leads import leads_of
from app.actions.queries.records.members import MEMBERS, Record, references_of
from app.actions.rules import PARTIES, ActionStatus, LeadsReading
from app.core.chunks import in_chunks
from app.core.db import Rows
from app.core.listing import Item, View
from app.core.times import read_fast
from app.core.whole import CHUNK, Beside, rows_in_chunks
from app.plans.models import Theme
from app.schedule.rules import Binding, DueReading
from app.sub_groups.models import SubGroup

_action = Action.__table__.c
_action_theme = ActionTheme.__table__.c
_theme = Theme.__table__.c
_milestone = Milestone.__table__
_progress = ProgressUpdate.__table__
_OF_PLAN = (_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
_IN_PLACE = (_action.position, _action.reference_key, _action.id)


def _members(kind: str, table: CoreTable) -> Iterator[ColumnElement[Any]]:
    """Select the members of a record in their order; what is kept in other tables takes its place later."""
    others = {"action": _action.reference, "due": table.c.get("due_text")}
    for name in MEMBERS[kind]:
        yield table.c.get(name, others.get(name, null())).label(name)


def _reading(table: CoreTable) -> tuple[ColumnElement[Any], ...]:
    """Select whose reading of due words there is, and its points where it is a person's."""
    return table.c.due_reading, case((table.c.due_reading != DueReading.AUTOMATIC.value, table.c.due_points))


# An action that stands under several themes comes once for each.
_ACTIONS = (
    select(
        *(_action.id, _theme.number, _action.leads_reading, *_reading(Action.__table__)),
        *_members("action", Action.__table__),
    )
    .select_from(Action.__table__.outerjoin(ActionTheme.__table__, _action_theme.action_id == _action.id))
    .outerjoin(Theme.__table__, (_theme.id == _action_theme.theme_id) & _theme.deleted_at.is_(None))
    .where(*_OF_PLAN)
    .order_by(*_IN_PLACE, _action_theme.position)
)
_BEFORE_MEMBERS = 5


def _linked(link: type[Rows], key: ColumnElement[Any], shown: Any) -> Select[Any]:
    """Select what the actions of a plan are linked to, as it is told."""
    links = link.__table__
    target = shown.table
    return (
        select(_action.id, shown)
        .select_from(
            Action.__table__.join(links, links.c.action_id == _action.id).join(target, target.c.id == key)
        )
        .where(*_OF_PLAN, target.c.deleted_at.is_(None))
        .order_by(*_IN_PLACE, links.c.position)
    )


def _owned(kind: str, table: CoreTable, order: ColumnElement[Any], *columns: ColumnElement[Any]) -> Select[Any]:
    """Select what belongs to the actions of a plan: its id, some columns besides, and then its members."""
    return (
        select(_action.id, table.c.id.label("own_id"), *columns, *_members(kind, table))
        .select_from(Action.__table__.join(table, table.c.action_id == _action.id))
        .where(*_OF_PLAN, table.c.deleted_at.is_(None))
        .order_by(*_IN_PLACE, order, table.c.id)
    )


_BESIDE = {
    "issues": _linked(ActionIssue, ActionIssue.__table__.c.issue_id, Issue.__table__.c.reference),
    "cluster_ids": _linked(
        ActionCluster, ActionCluster.__table__.c.sub_group_id, SubGroup.__table__.c.reference
    ),
    "milestone": _owned("milestone", _milestone, _milestone.c.position, *_reading(_milestone)),
    "progress_update": _owned(
        "progress_update", _progress, _progress.c.created_at, read_fast(_progress.c.created_at)
    ),
}


def action_records(session: Session, plan_id: str, view: View) -> Iterator[list[Record]]:
    """Read the actions of a plan, with what belongs to them, in chunks."""
    within = {"plan_id": plan_id}
    beside = {name: Beside(session, statement, within) for name, statement in _BESIDE.items()}
    rows = chain.from_iterable(rows_in_chunks(session, _ACTIONS, within))
    for actions in in_chunks((list(own) for _, own in groupby(rows, itemgetter(0))), CHUNK):
        chunk = _Chunk(view, beside)
        for rows_of_action in actions:
            chunk.add(rows_of_action)
        chunk.finish(session)
        yield chunk.records


class _Chunk:
    """The records of some actions as they are made, and which of them still lack what is read for all at once."""

    def __init__(self, view: View, beside: Mapping[str, Beside]) -> None:
        self.records: list[Record] = []
        self._view, self._beside = view, beside
        self._sees_partners = view.caller.sees_partners
        self._led: dict[str, Item] = {}
        self._carried: dict[str, Item] = {}
        self._read: list[Item] = []

    def add(self, rows: Sequence[Any]) -> None:
        """Add an action, of which there is a row for each of its themes, and what belongs to it."""
        first = rows[0]
        id, _, leads_reading, reading, points = first[:_BEFORE_MEMBERS]
        item = dict(zip(MEMBERS["action"], first[_BEFORE_MEMBERS:], strict=True))
        item["themes"] = [row[1] for row in rows if row[1] is not None]
        for name in ("issues", "cluster_ids"):
            item[name] = [shown for _, shown in self._beside[name].of(id)]
        if not self._sees_partners:
            item["lead_text"] = ""
        # The public, who does not see the words, is told all that it may see.
        if leads_reading == LeadsReading.CONFIRMED or not self._sees_partners:
            self._led[id] = item
        if item["status"] == ActionStatus.CARRIED_FORWARD:
            self._carried[id] = item
        self._tell_due(item, reading, points)
        self.records.append(Record("action", item, id))
        self._add_milestones(id)
        self._add_progress(id)

    def _add_milestones(self, action_id: str) -> None:
        for _, id, reading, points, *members in self._beside["milestone"].of(action_id):
            item = dict(zip(MEMBERS["milestone"], members, strict=True))
            self._tell_due(item, reading, points)
            self.records.append(Record("milestone", item, id))

    def _add_progress(self, action_id: str) -> None:
        """Add reports, each of the day that it was entered on where it names none; and nothing of other plans."""
        for _, id, created_at, *members in self._beside["progress_update"].of(action_id):
            item = dict(zip(MEMBERS["progress_update"], members, strict=True))
            item["reported_on"] = item["reported_on"] or created_at.date()
            if not self._sees_partners:
                item["author"] = None
            if item["status"] == ActionStatus.CARRIED_FORWARD:
                item["status"] = None
            if any(item[name] is not None for name in ("text", "status", "rag", "percent")):
                self.records.append(Record("progress_update", item, id))

    def _tell_due(self, item: Item, reading: str, points: list[Item] | None) -> None:
        """Tell when something is due in its words, with the reading only where it is a person's."""
        item["due"] = {"text": item["due"]}
        if points is not None:
            item["due"] |= {"reading": reading, "points": points}
            self._read.append(item["due"])

    def finish(self, session: Session) -> None:
        """Tell what is read for all at once."""
        for id, status in statuses_before_carrying(session, self._carried).items():
            self._carried[id]["status"] = status
        self._tell_leads(session)
        self._tell_points(session)

    def _tell_leads(self, session: Session) -> None:
        """Tell the leads that were given by hand; null stays where they are read from the words, wherever that is."""
        leads = leads_of(session, self._led, self._view)
        known = {
            name: references_of(session, name, (lead[name] for many in leads.values() for lead in many))
            for name in PARTIES
        }
        for id, item in self._led.items():
            told = (_told_lead(lead, known) for lead in leads.get(id, ()))
            item["leads"] = [lead for lead in told if lead is not None]

    def _tell_points(self, session: Session) -> None:
        """Tell what people read in due words; only partners are told which meetings they chose."""
        ids = (point["meeting_id"] for due in self._read for point in due["points"])
        meetings = references_of(session, "meeting_id", ids) if self._sees_partners else {}
        for due in self._read:
            due["points"] = [_told_point(point, meetings) for point in due["points"]]


def _told_lead(lead: Item, known: Mapping[str, Mapping[str, str]]) -> Item | None:
    """Tell a lead by the reference of its party, or as vacant; nothing of one that is only a name."""
    about = {"role": lead["role"], "text": lead["text"]}
    if lead["kind"] == "vacant":
        return {**about, "is_vacant": True}
    for name in PARTIES:
        if lead[name] in known[name]:
            return {**about, name: known[name][lead[name]]}
    return None


def _told_point(point: Item, meetings: Mapping[str, str]) -> Item:
    told = {name: value for name, value in point.items() if name != "binding"}
    is_chosen = point["binding"] == Binding.CHOSEN
    return {**told, "meeting_id": meetings.get(point["meeting_id"]) if is_chosen else None}
