"""A plan and all that is in it as records: what another register needs to make it anew.

A record has a kind and an item: the members by which the API takes such a thing, with references in place of ids.
No id, no time of keeping and nothing that the service works out is in it, so that a plan is the same records wherever
it is kept. What ties it to other plans is left out: an action that was carried forward has the status it had before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.actions.models import (
    Action,
    ActionCluster,
    ActionIssue,
    ActionRelation,
    ActionTheme,
    Issue,
    Lead,
    Milestone,
    ProgressUpdate,
)
from app.actions.queries import ISSUES
from app.actions.queries.carried import status_before_carrying
from app.actions.queries.leads import leads_of
from app.actions.rules import PARTIES, ActionStatus, LeadsReading
from app.core.chunks import rows_among
from app.core.db import Rows
from app.core.listing import Item, Listing, OneQuery, View
from app.core.whole import Beside, items_in_chunks, rows_in_chunks
from app.meetings.models import Meeting
from app.partners.models import Organisation, Person, Post
from app.partners.queries import ORGANISATIONS, PEOPLE, POSTS
from app.plans.models import Criterion, GlossaryTerm, Theme
from app.plans.queries import CRITERIA, GLOSSARY, PLANS, THEMES
from app.schedule.rules import Binding, DueReading
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import SUB_GROUPS

MEMBERS: dict[str, tuple[str, ...]] = {
    "organisation": ("reference", "name", "acronym", "other_names", "sector", "website"),
    "sub_group": ("reference", "name", "other_names", "kind"),
    "person": ("reference", "name", "other_names", "organisation_id", "is_name_public"),
    "post": ("reference", "title", "other_names", "organisation_id", "holder_id", "is_vacant"),
    "criterion": ("reference", "framework", "title", "position"),
    "plan": ("reference", "title", "kind", "starts_on", "ends_on", "document_date", "sub_group_id"),
    "glossary_term": ("term", "meaning"),
    "theme": ("number", "title", "position", "criterion_id"),
    "issue": ("reference", "text", "position"),
    "action": (
        *("reference", "text", "position", "current_situation", "status", "rag", "percent", "origin"),
        *("cross_cutting", "themes", "issues", "cluster_ids", "lead_text", "leads", "due"),
    ),
    "milestone": ("action", "title", "position", "due", "status", "met_on"),
    "progress_update": ("action", "reported_on", "author", "text", "status", "rag", "percent"),
    "relation": ("action", "kind", "other"),
}
"""The members of the items of each kind, in their order; the kinds stand in the order of their records."""

POINTING: dict[str, type[Any]] = {
    "organisation_id": Organisation,
    "person_id": Person,
    "holder_id": Person,
    "post_id": Post,
    "sub_group_id": SubGroup,
    "cluster_ids": SubGroup,
    "criterion_id": Criterion,
    "meeting_id": Meeting,
}
"""What the members that hold references point to."""

_action = Action.__table__.c
_lead = Lead.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c
_theme = Theme.__table__.c
_relation = ActionRelation.__table__.c
_this = Action.__table__.alias("this").c
_that = Action.__table__.alias("that").c


_DUE = ("due_text", "due_reading", "due_points")
_NAMES = (
    *("id", "reference", "text", "position", "current_situation", "status", "rag", "percent", "origin"),
    *("cross_cutting", "lead_text", "leads_reading"),
    *_DUE,
)
_OF_PLAN = (_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
_IN_PLACE = (_action.position, _action.reference_key, _action.id)
_ACTIONS = select(*(_action[name] for name in _NAMES)).where(*_OF_PLAN).order_by(*_IN_PLACE)


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


def _owned(table: CoreTable, names: Sequence[str], *order: Any) -> Select[Any]:
    """Select what belongs to the actions of a plan."""
    return (
        select(_action.id, *(table.c[name].label(name if name != "id" else "own_id") for name in names))
        .select_from(Action.__table__.join(table, table.c.action_id == _action.id))
        .where(*_OF_PLAN, table.c.deleted_at.is_(None))
        .order_by(*_IN_PLACE, *order, table.c.id)
    )


_milestone = Milestone.__table__
_progress = ProgressUpdate.__table__
_BESIDE = {
    "themes": _linked(ActionTheme, ActionTheme.__table__.c.theme_id, _theme.number),
    "issues": _linked(ActionIssue, ActionIssue.__table__.c.issue_id, Issue.__table__.c.reference),
    "cluster_ids": _linked(
        ActionCluster, ActionCluster.__table__.c.sub_group_id, SubGroup.__table__.c.reference
    ),
    "milestones": _owned(
        _milestone, ("id", "title", "position", "status", "met_on", *_DUE), _milestone.c.position
    ),
    "progress_updates": _owned(
        _progress,
        ("id", "reported_on", "author", "text", "status", "rag", "percent", "created_at"),
        _progress.c.created_at,
    ),
}
_LINKS = ("themes", "issues", "cluster_ids")
_SHOWN = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing as another register takes it, and the id that it has in this one."""

    kind: str
    item: Item
    id: str


def plan_records(session: Session, plan_id: str, view: View) -> Iterator[list[Record]]:
    """Read a plan's records in chunks: the parties and criteria it names, the plan, its parts, its actions.

    Each action is followed by its milestones and its progress updates; relations come last. The public gets what it
    may see. Raises NotFound where it may not see the plan.
    """
    plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    yield from _named(session, plan, view)
    yield [_record("plan", item, id) for id, item in _pointed(session, [plan])]
    for kind, listing, column in (
        ("glossary_term", GLOSSARY, GlossaryTerm.__table__.c.plan_id),
        ("theme", THEMES, _theme.plan_id),
        ("issue", ISSUES, Issue.__table__.c.plan_id),
    ):
        yield from _records(session, kind, listing, view, column == plan["id"])
    within = {"plan_id": plan["id"]}
    beside = {name: Beside(session, statement, within) for name, statement in _BESIDE.items()}
    for rows in rows_in_chunks(session, _ACTIONS, within):
        actions = [dict(zip(_NAMES, row, strict=True)) for row in rows]
        yield [*_action_records(session, actions, beside, view)]
    yield from _relations(session, plan["id"])


def _records(
    session: Session, kind: str, listing: Listing, view: View, where: ColumnElement[bool], order: str = ""
) -> Iterator[list[Record]]:
    for items in items_in_chunks(session, listing, view, where, order):
        yield [_record(kind, item, id) for id, item in _pointed(session, items)]


def _record(kind: str, item: Item, id: str) -> Record:
    return Record(kind, {name: item[name] for name in MEMBERS[kind]}, id)


def _named(session: Session, plan: Item, view: View) -> Iterator[list[Record]]:
    """Read the parties that lead, own or have to do with a plan, and the criteria that it answers."""
    of_plan = (_action.plan_id == plan["id"], _action.deleted_at.is_(None))
    actions = select(_action.id).where(*of_plan)

    def leading(column: Any) -> Any:
        return select(column).where(_lead.action_id.in_(actions), column.is_not(None))

    # People who are not shown are shown by the posts that they hold, and by whom they work for.
    posts = or_(_post.id.in_(leading(_lead.post_id)), _post.holder_id.in_(leading(_lead.person_id)))
    people = or_(
        _person.id.in_(leading(_lead.person_id)), _person.id.in_(select(_post.holder_id).where(posts))
    )
    organisation = Organisation.__table__.c.id
    organisations = or_(
        organisation.in_(leading(_lead.organisation_id)),
        organisation.in_(leading(_lead.affiliation_id)),
        organisation.in_(select(_person.organisation_id).where(people)),
        organisation.in_(select(_post.organisation_id).where(posts)),
    )
    clusters = ActionCluster.__table__.c
    sub_group = SubGroup.__table__.c.id
    groups = or_(
        sub_group == plan["sub_group_id"],
        sub_group.in_(leading(_lead.sub_group_id)),
        sub_group.in_(select(clusters.sub_group_id).where(clusters.action_id.in_(actions))),
    )
    themes = select(_theme.criterion_id).where(_theme.plan_id == plan["id"], _theme.deleted_at.is_(None))
    for kind, listing, where in (
        ("organisation", ORGANISATIONS, organisations),
        ("sub_group", SUB_GROUPS, groups),
        ("person", PEOPLE, people),
        ("post", POSTS, posts),
        ("criterion", CRITERIA, Criterion.__table__.c.id.in_(themes)),
    ):
        yield from _records(session, kind, listing, view, where, "reference")


def _pointed(session: Session, items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Put references in place of the ids by which items point to others; give each with its own id."""
    known = {name: _references(session, name, (item.get(name) for item in items)) for name in POINTING}
    for item in items:
        yield (
            item["id"],
            {
                name: known[name].get(value) if name in POINTING and isinstance(value, str) else value
                for name, value in item.items()
            },
        )


def _references(session: Session, name: str, ids: Iterable[str | None]) -> dict[str, str]:
    """Read the references of what has these ids and is not deleted."""
    wanted = {id for id in ids if isinstance(id, str)}
    if not wanted:
        return {}
    columns = POINTING[name].__table__.c
    live = select(columns.id, columns.reference).where(columns.deleted_at.is_(None))
    return {row.id: row.reference for row in rows_among(session, live, columns.id, wanted)}


def _action_records(
    session: Session, actions: list[Item], beside: Mapping[str, Beside], view: View
) -> Iterator[Record]:
    for action in actions:
        for name in _LINKS:
            action[name] = list(map(_SHOWN, beside[name].of(action["id"])))
        for name in ("milestones", "progress_updates"):
            action[name] = [_own(row) for row in beside[name].of(action["id"])]
    _tell_leads(session, actions, view)
    _tell_dues(session, [one for action in actions for one in (action, *action["milestones"])], view)
    for action in actions:
        if action["status"] == ActionStatus.CARRIED_FORWARD:
            action["status"] = status_before_carrying(session, action["id"])
        if not view.caller.sees_partners:
            action["lead_text"] = ""
        yield _record("action", action, action["id"])
        yield from _part_records(action, view)


def _own(row: Row[Any]) -> Item:
    """Make an item of a row that belongs to an action, with an id of its own."""
    item = dict(row._mapping)
    return {**item, "id": item.pop("own_id")}


def _part_records(action: Item, view: View) -> Iterator[Record]:
    of = {"action": action["reference"]}
    for milestone in action["milestones"]:
        yield _record("milestone", {**milestone, **of}, milestone["id"])
    for update in action["progress_updates"]:
        told = _told(update, view)
        if any(told[name] is not None for name in ("text", "status", "rag", "percent")):
            yield _record("progress_update", {**told, **of}, update["id"])


def _told(update: Item, view: View) -> Item:
    """Tell the day of a report that it was entered on, where it names none; and nothing of other plans."""
    is_carried = update["status"] == ActionStatus.CARRIED_FORWARD
    return {
        **update,
        "reported_on": update["reported_on"] or update["created_at"].date(),
        "author": update["author"] if view.caller.sees_partners else None,
        "status": None if is_carried else update["status"],
    }


def _tell_leads(session: Session, actions: Sequence[Item], view: View) -> None:
    """Tell the leads that were given by hand; null where they are read from the words, wherever these are read.

    The public, who does not see the words, is told all that it may see.
    """
    is_told = [
        action["id"]
        for action in actions
        if action["leads_reading"] == LeadsReading.CONFIRMED or not view.caller.sees_partners
    ]
    leads = leads_of(session, is_told, view)
    known = {
        name: _references(session, name, (lead[name] for many in leads.values() for lead in many))
        for name in PARTIES
    }
    asked = set(is_told)
    for action in actions:
        told = (_told_lead(lead, known) for lead in leads.get(action["id"], ()))
        action["leads"] = [lead for lead in told if lead is not None] if action["id"] in asked else None


def _told_lead(lead: Item, known: dict[str, dict[str, str]]) -> Item | None:
    """Tell a lead by the reference of its party, or as vacant; nothing of one that is only a name."""
    about = {"role": lead["role"], "text": lead["text"]}
    if lead["kind"] == "vacant":
        return {**about, "is_vacant": True}
    for name in PARTIES:
        if lead[name] in known[name]:
            return {**about, name: known[name][lead[name]]}
    return None


def _tell_dues(session: Session, items: Sequence[Item], view: View) -> None:
    """Tell when things are due in their words, with the reading only where it is a person's."""
    read = [item for item in items if item["due_reading"] != DueReading.AUTOMATIC]
    ids = (point["meeting_id"] for item in read for point in item["due_points"])
    meetings = _references(session, "meeting_id", ids) if view.caller.sees_partners else {}
    for item in items:
        item["due"] = {"text": item["due_text"]}
    for item in read:
        points = [_told_point(point, meetings) for point in item["due_points"]]
        item["due"] |= {"reading": item["due_reading"], "points": points}


def _told_point(point: Item, meetings: dict[str, str]) -> Item:
    told = {name: value for name, value in point.items() if name != "binding"}
    is_chosen = point["binding"] == Binding.CHOSEN
    return {**told, "meeting_id": meetings.get(point["meeting_id"]) if is_chosen else None}


def _relations(session: Session, plan_id: str) -> Iterator[list[Record]]:
    """Read the relations between actions of the plan."""
    within = (_this.plan_id == plan_id, _that.plan_id == plan_id)
    live = (_relation.deleted_at.is_(None), _this.deleted_at.is_(None), _that.deleted_at.is_(None))
    ends = ActionRelation.__table__.join(_this.id.table, _this.id == _relation.action_id).join(
        _that.id.table, _that.id == _relation.other_id
    )
    found = (
        select(_relation.id, _this.reference.label("action"), _relation.kind, _that.reference.label("other"))
        .select_from(ends)
        .where(*within, *live)
        .order_by(_this.reference_key, _that.reference_key, _relation.kind, _relation.id)
    )
    for rows in rows_in_chunks(session, found, {}):
        yield [_record("relation", dict(row._mapping), row.id) for row in rows]
