"""Plans read whole, as streams of bytes: a table for spreadsheets, and every detail as JSON Lines.

Each stream opens a `reading()` of its own as its first piece is asked for, and goes through the plan in chunks of
1,000 actions, so that its memory stays flat however long the plan is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue, Milestone, ProgressUpdate
from app.actions.queries import ACTIONS, ISSUES, MILESTONES, PROGRESS_UPDATES
from app.actions.queries.leads import leads_of
from app.actions.rules import ActionStatus
from app.core.db import Sessions, reading
from app.core.links import address
from app.core.listing import Item, Listing, OneQuery, View
from app.exports.rules import HEADINGS, PLAN_HEADING, cell_of, lead_words
from app.formats import csv
from app.plans.models import GlossaryTerm, Plan, Theme
from app.plans.queries import GLOSSARY, PLANS, THEMES

CHUNK = 1_000

_action = Action.__table__.c
_theme = Theme.__table__.c
_issue = Issue.__table__.c
_action_theme = ActionTheme.__table__.c
_action_issue = ActionIssue.__table__.c

_ROWS = (
    select(
        _action.id,
        _action.reference,
        _action.text,
        _action.current_situation,
        _action.lead_text,
        _action.due_text,
        _action.status,
    )
    .where(_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
    .order_by(_action.position, _action.reference_key, _action.id)
)
_THEMES = (
    select(_action_theme.action_id, _theme.number, _theme.title)
    .join_from(ActionTheme.__table__, Theme.__table__, _theme.id == _action_theme.theme_id)
    .where(_action_theme.action_id.in_(bindparam("actions", expanding=True)), _theme.deleted_at.is_(None))
    .order_by(_action_theme.position)
)
_ISSUES = (
    select(_action_issue.action_id, _issue.text)
    .join_from(ActionIssue.__table__, Issue.__table__, _issue.id == _action_issue.issue_id)
    .where(_action_issue.action_id.in_(bindparam("actions", expanding=True)), _issue.deleted_at.is_(None))
    .order_by(_action_issue.position)
)
_STATUS_WORDS = {status.value: status.en for status in ActionStatus}


def plan_named(session: Session, id: str, view: View) -> Item:
    """Read the id and the reference of a plan. Raises NotFound where the caller may see none."""
    return PLANS.one(session, id, view, OneQuery(fields=["id", "reference"], embed=[]))


def list_plan_ids(session: Session) -> Sequence[str]:
    """List the ids of all plans, in the order of their references."""
    plans = Plan.__table__.c
    live = select(plans.id).where(plans.deleted_at.is_(None))
    return session.execute(live.order_by(plans.reference_key, plans.id)).scalars().all()


def plans_as_csv(
    sessions: Sessions, view: View, plan_ids: Sequence[str], *, naming_plans: bool = False
) -> Iterator[bytes]:
    """Give the tables of plans as one CSV file, with the plan's reference in front where that is asked.

    The public reads who leads by what it may see of the leads, others by the words as written.
    """
    with reading(sessions) as session:
        references = [plan_named(session, id, view)["reference"] for id in plan_ids]
        headings = (PLAN_HEADING, *HEADINGS) if naming_plans else HEADINGS
        yield csv.BOM + csv.csv_lines([headings])
        for plan_id, reference in zip(plan_ids, references, strict=True):
            ahead = (reference,) if naming_plans else ()
            for rows in _chunks(session, _ROWS, {"plan_id": plan_id}):
                yield csv.csv_lines((*ahead, *row) for row in _table_rows(session, rows, view))


def plans_as_ndjson(sessions: Sessions, view: View, plan_ids: Sequence[str]) -> Iterator[bytes]:
    """Give plans as lines `{"kind": …, "item": …}`, each item as the API shows it.

    A plan is followed by its themes, its glossary, its issues and its actions; an action holds its leads, its
    milestones and all its progress updates.
    """
    with reading(sessions) as session:
        for plan_id in plan_ids:
            plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
            yield _lines("plan", [plan])
            for kind, listing, column in _PARTS:
                for items in _items(session, listing, view, column == plan["id"]):
                    yield _lines(kind, items)
            for actions in _items(
                session, ACTIONS, view, _action.plan_id == plan["id"], "position,reference"
            ):
                yield _lines("action", _whole(session, actions, view))


_PARTS: tuple[tuple[str, Listing, ColumnElement[Any]], ...] = (
    ("theme", THEMES, _theme.plan_id),
    ("glossary_term", GLOSSARY, GlossaryTerm.__table__.c.plan_id),
    ("issue", ISSUES, _issue.plan_id),
)


def _lines(kind: str, items: Sequence[Item]) -> bytes:
    as_line = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    return b"".join(orjson.dumps({"kind": kind, "item": item}, option=as_line) for item in items)


def _chunks(
    session: Session, statement: Select[Any], values: Mapping[str, Any]
) -> Iterator[Sequence[Row[Any]]]:
    found = session.connection().execute(statement, dict(values), execution_options={"yield_per": CHUNK})
    yield from found.partitions()


def _table_rows(session: Session, rows: Sequence[Any], view: View) -> Iterator[tuple[str, ...]]:
    ids = [row.id for row in rows]
    themes, issues = _grouped(session, _THEMES, ids), _grouped(session, _ISSUES, ids)
    # The words as written say more than the parties that they were read as, but are for partners only.
    written = {row.id: row.lead_text for row in rows if row.lead_text} if view.caller.sees_partners else {}
    leads = leads_of(session, [id for id in ids if id not in written], view)
    for id, reference, text, situation, _, due, status in rows:
        yield (
            cell_of([f"{number}. {title}" for number, title in themes[id]]),
            cell_of([words for (words,) in issues[id]]),
            reference,
            text,
            situation or "",
            written.get(id) or lead_words(leads[id]),
            due,
            _STATUS_WORDS[status],
        )


def _grouped(
    session: Session, statement: Select[Any], ids: Sequence[str]
) -> defaultdict[str, list[Sequence[Any]]]:
    grouped: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for action_id, *words in session.connection().execute(statement, {"actions": list(ids)}):
        grouped[action_id].append(words)
    return grouped


def _items(
    session: Session, listing: Listing, view: View, where: ColumnElement[bool], order: str = ""
) -> Iterator[list[Item]]:
    """Read all rows of a listing that fulfil the condition, in chunks, each item as the API shows it."""
    table = listing.table.__table__
    shown = [column.label(name) for name, column in listing.columns.items()]
    keys = [listing.sorts[name].column for name in (order or listing.default_sort).split(",")]
    source = table if listing.source is None else listing.source
    statement = select(*shown).select_from(source).where(table.c.deleted_at.is_(None), where)
    for rows in _chunks(session, statement.order_by(*keys, table.c.id), {}):
        items = [dict(row._mapping) for row in rows]
        for item in items:
            item["url"] = address(table, item)
            listing.shape(item, view)
        if listing.finish is not None:
            listing.finish(session, items, view)
        yield items


def _whole(session: Session, actions: list[Item], view: View) -> list[Item]:
    """Show the actions with all that belongs to them."""
    for name in ("links", "leads"):
        ACTIONS.embeds[name](session, actions, view)
    ids = [action["id"] for action in actions]
    for name, listing, table in (
        ("milestones", MILESTONES, Milestone),
        ("progress_updates", PROGRESS_UPDATES, ProgressUpdate),
    ):
        grouped: defaultdict[str, list[Item]] = defaultdict(list)
        for items in _items(session, listing, view, table.__table__.c.action_id.in_(ids)):
            for item in items:
                grouped[item["action_id"]].append(item)
        for action in actions:
            action[name] = grouped[action["id"]]
    return actions


def count_actions(session: Session, plan_ids: Sequence[str]) -> int:
    """Count the actions of plans."""
    counted = select(func.count()).where(_action.plan_id.in_(list(plan_ids)), _action.deleted_at.is_(None))
    return int(session.execute(counted).scalar_one())
