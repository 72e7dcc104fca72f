"""The actions of a plan as records, each followed by its milestones and its progress updates.

A few statements go through the plan side by side, in the order of its actions. Each gives the members of a record in
their order, so that a row becomes an item in one step: a plan may have a hundred thousand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, Text, bindparam, case, cast, func, select
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
from app.core.db import Rows
from app.core.listing import Item, View
from app.core.times import read_fast
from app.core.whole import Beside, rows_in_chunks, rows_in_groups
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
    """Select the members of a record in their order, but for those that are kept in other tables."""
    columns: dict[str, ColumnElement[Any]] = {
        **table.c,
        "action": _action.reference,
        # Nearly no action has any; JSON that is not there need not be read.
        "cross_cutting": func.nullif(cast(_action.cross_cutting, Text), "[]"),
    }
    if "due_text" in columns:
        columns["due"] = columns["due_text"]
    for name in MEMBERS[kind]:
        if name in columns:
            yield columns[name].label(name)


def _reading(table: CoreTable) -> tuple[ColumnElement[Any], ...]:
    """Select whose reading of due words there is, and its points where it is a person's."""
    is_told = table.c.due_reading != DueReading.AUTOMATIC.value
    return table.c.due_reading, case((is_told, cast(table.c.due_points, Text)))


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
_TOLD_OF = ("text", "status", "rag", "percent")
# Words are compared faster than the members of a vocabulary.
_CONFIRMED, _CARRIED = LeadsReading.CONFIRMED.value, ActionStatus.CARRIED_FORWARD.value


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


def _owned(
    kind: str, table: CoreTable, order: ColumnElement[Any], *columns: ColumnElement[Any]
) -> Select[Any]:
    """Select what belongs to the actions of a plan: its id, some columns besides, and then its members."""
    return (
        select(_action.id, table.c.id.label("own_id"), *columns, *_members(kind, table))
        .select_from(Action.__table__.join(table, table.c.action_id == _action.id))
        .where(*_OF_PLAN, table.c.deleted_at.is_(None))
        .order_by(*_IN_PLACE, order, table.c.id)
    )


_BESIDE: dict[str, tuple[CoreTable, Select[Any]]] = {
    "issues": (
        ActionIssue.__table__,
        _linked(ActionIssue, ActionIssue.__table__.c.issue_id, Issue.__table__.c.reference),
    ),
    "cluster_ids": (
        ActionCluster.__table__,
        _linked(ActionCluster, ActionCluster.__table__.c.sub_group_id, SubGroup.__table__.c.reference),
    ),
    "milestone": (
        _milestone,
        _owned("milestone", _milestone, _milestone.c.position, *_reading(_milestone)),
    ),
    "progress_update": (
        _progress,
        _owned("progress_update", _progress, _progress.c.created_at, read_fast(_progress.c.created_at)),
    ),
}


def action_records(session: Session, plan_id: str, view: View) -> Iterator[list[Record]]:
    """Read the actions of a plan, with what belongs to them, in chunks."""
    within = {"plan_id": plan_id}
    beside = {
        name: Beside(rows_in_chunks(session, statement, within) if is_any_of(session, table, plan_id) else ())
        for name, (table, statement) in _BESIDE.items()
    }
    for rows in rows_in_groups(session, _ACTIONS, within):
        chunk = _Chunk(view)
        chunk.add_actions(rows)
        chunk.add_links(beside)
        chunk.add_milestones(beside["milestone"])
        chunk.add_progress(beside["progress_update"])
        chunk.finish(session)
        yield chunk.records()


def is_any_of(session: Session, table: CoreTable, plan_id: str) -> bool:
    """Tell whether a table has anything of the actions of a plan: to go through all of them takes far longer."""
    action = select(_action.id).where(_action.id == table.c.action_id, *_OF_PLAN).exists()
    any_row = select(table.c.action_id).where(action).limit(1)
    return session.execute(any_row, {"plan_id": plan_id}).first() is not None


class _Chunk:
    """Some actions as they are made, by their ids, and which of them still lack what is read for all at once."""

    def __init__(self, view: View) -> None:
        self._view, self._sees_partners = view, view.caller.sees_partners
        self._actions: dict[str, Item] = {}
        self._parts: dict[str, list[Record]] = {}
        self._led: dict[str, Item] = {}
        self._carried: dict[str, Item] = {}
        self._read: list[Item] = []

    def records(self) -> list[Record]:
        """Give each action, followed by what belongs to it."""
        records: list[Record] = []
        for id, item in self._actions.items():
            records.append(("action", item, id))
            if id in self._parts:
                records += self._parts[id]
        return records

    def add_actions(self, rows: Iterable[Any]) -> None:
        """Add the actions, of which there is a row for each of their themes."""
        for id, theme, *told in rows:
            if id not in self._actions:
                self._actions[id] = self._action(id, told)
            if theme is not None:
                self._actions[id]["themes"] += (theme,)

    def _action(self, id: str, told: Sequence[Any]) -> Item:
        """Make an action, member by member, which takes half as long as by their names."""
        leads_reading, reading, points, reference, text, position, situation, *told = told
        status, rag, percent, origin, tags, lead_text, due = told
        item: Item = {
            "reference": reference,
            "text": text,
            "position": position,
            "current_situation": situation,
            "status": status,
            "rag": rag,
            "percent": percent,
            "origin": origin,
            "cross_cutting": () if tags is None else orjson.loads(tags),
            "themes": (),
            "issues": (),
            "cluster_ids": (),
            "lead_text": lead_text if self._sees_partners else "",
            "leads": None,
            "due": {"text": due},
        }
        if points is not None:
            self._tell_reading(item["due"], reading, points)
        # The public, who does not see the words, is told all that it may see.
        if not self._sees_partners or leads_reading == _CONFIRMED:
            self._led[id] = item
        if status == _CARRIED:
            self._carried[id] = item
        return item

    def _tell_reading(self, due: Item, reading: str, points: str) -> None:
        """Tell a person's reading of due words beside them."""
        due |= {"reading": reading, "points": orjson.loads(points)}
        self._read.append(due)

    def add_links(self, beside: Mapping[str, Beside]) -> None:
        """Add what the actions are linked to."""
        for name in ("issues", "cluster_ids"):
            for id, shown in beside[name].of(self._actions):
                self._actions[id][name] += (shown,)

    def add_milestones(self, rows: Beside) -> None:
        """Add the steps of the actions."""
        for action_id, id, reading, points, *members in rows.of(self._actions):
            item = dict(zip(MEMBERS["milestone"], members, strict=True))
            item["due"] = {"text": item["due"]}
            if points is not None:
                self._tell_reading(item["due"], reading, points)
            self._parts.setdefault(action_id, []).append(("milestone", item, id))

    def add_progress(self, rows: Beside) -> None:
        """Add reports, each of the day that it was entered on where it names none; and nothing of other plans."""
        for action_id, id, created_at, *members in rows.of(self._actions):
            item = dict(zip(MEMBERS["progress_update"], members, strict=True))
            item["reported_on"] = item["reported_on"] or created_at.date()
            if not self._sees_partners:
                item["author"] = None
            if item["status"] == _CARRIED:
                item["status"] = None
            if any(item[name] is not None for name in _TOLD_OF):
                self._parts.setdefault(action_id, []).append(("progress_update", item, id))

    def finish(self, session: Session) -> None:
        """Tell what is read for all at once."""
        if self._carried:
            for id, status in statuses_before_carrying(session, self._carried).items():
                self._carried[id]["status"] = status
        if self._led:
            self._tell_leads(session)
        if self._read:
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
