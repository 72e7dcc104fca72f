"""Plans read whole, as streams of bytes: a table for spreadsheets, and every detail as JSON Lines.

Each stream opens a `reading()` of its own as its first piece is asked for, and goes through the plan in chunks, so
that its memory stays flat however long the plan is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue
from app.actions.queries.leads import leads_of
from app.actions.queries.records import plan_records
from app.actions.queries.records.members import Record
from app.actions.rules import ActionStatus
from app.core.db import Sessions, reading
from app.core.listing import Item, OneQuery, View
from app.core.whole import Beside, rows_in_chunks, rows_in_groups
from app.exports.rules import HEADINGS, PLAN_HEADING, cell_of, lead_words
from app.formats import csv
from app.plans.models import Plan, Theme
from app.plans.queries import PLANS

TableRow = tuple[str, ...]
PIECE_BYTES = 250_000

_action = Action.__table__.c
_theme = Theme.__table__.c
_issue = Issue.__table__.c
_action_theme = ActionTheme.__table__.c
_action_issue = ActionIssue.__table__.c

_OF_PLAN = (_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
_IN_PLACE = (_action.position, _action.reference_key, _action.id)
# An action that stands under several themes comes once for each.
_ROWS = (
    select(
        _action.id,
        _theme.number,
        _theme.title,
        _action.reference,
        _action.text,
        _action.current_situation,
        _action.lead_text,
        _action.due_text,
        _action.status,
    )
    .select_from(Action.__table__.outerjoin(ActionTheme.__table__, _action_theme.action_id == _action.id))
    .outerjoin(Theme.__table__, (_theme.id == _action_theme.theme_id) & _theme.deleted_at.is_(None))
    .where(*_OF_PLAN)
    .order_by(*_IN_PLACE, _action_theme.position)
)
_ISSUES = (
    select(_action.id, _issue.text)
    .select_from(Action.__table__.join(ActionIssue.__table__, _action_issue.action_id == _action.id))
    .join(Issue.__table__, _issue.id == _action_issue.issue_id)
    .where(*_OF_PLAN, _issue.deleted_at.is_(None))
    .order_by(*_IN_PLACE, _action_issue.position)
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


def in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join small chunks: a thread gives each piece of an answer to another, which takes as long as some lines."""
    held, size = list[bytes](), 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


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
            for rows in table_rows(session, plan_id, view):
                yield csv.csv_lines((*ahead, *row) for row in rows)


def table_rows(session: Session, plan_id: str, view: View) -> Iterator[list[TableRow]]:
    """Read the rows of a plan's table in chunks, in the order of its actions; the cells are those under HEADINGS."""
    within = {"plan_id": plan_id}
    beside = Beside(rows_in_chunks(session, _ISSUES, within))
    for rows in rows_in_groups(session, _ROWS, within):
        themes, issues = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for id, number, title, *_ in rows:
            themes[id] += [] if number is None else [f"{number}. {title}"]
        for id, words in beside.of(themes):
            issues[id].append(words)
        actions = {row[0]: row for row in rows}
        leads = _lead_cells(session, actions, view)
        yield [
            (
                cell_of(themes[id]),
                cell_of(issues[id]) if id in issues else "",
                reference,
                text,
                situation or "",
                leads[id],
                due,
                _STATUS_WORDS[status],
            )
            for id, _, _, reference, text, situation, _, due, status in actions.values()
        ]


def _lead_cells(session: Session, actions: Mapping[str, Any], view: View) -> dict[str, str]:
    """Write who leads each of the actions.

    The words as written say more than the parties that they were read as, but are for partners only.
    """
    sees_words = view.caller.sees_partners
    cells = {id: row.lead_text if sees_words else "" for id, row in actions.items()}
    leads = leads_of(session, [id for id, words in cells.items() if not words], view)
    return cells | {id: lead_words(told) for id, told in leads.items()}


def plans_as_ndjson(sessions: Sessions, view: View, plan_ids: Sequence[str]) -> Iterator[bytes]:
    """Give plans as lines `{"kind": …, "item": …}`: their records, which another register takes."""
    with reading(sessions) as session:
        for plan_id in plan_ids:
            for records in plan_records(session, plan_id, view):
                yield _lines(records)


def _lines(records: Sequence[Record]) -> bytes:
    as_line = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    return b"".join([orjson.dumps({"kind": kind, "item": item}, option=as_line) for kind, item, _ in records])


def count_actions(session: Session, plan_ids: Sequence[str]) -> int:
    """Count the actions of plans."""
    counted = select(func.count()).where(_action.plan_id.in_(list(plan_ids)), _action.deleted_at.is_(None))
    return int(session.execute(counted).scalar_one())
