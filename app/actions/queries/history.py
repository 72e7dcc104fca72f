"""When an action was due before, who changed that, and why: people ask who moved the deadline."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import RowMapping, Text, and_, bindparam, cast, or_, select
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.ledger.models import Event
from app.ledger.schemas import ChangeQuery
from app.schedule.models import Deadline

_table = Event.__table__
_event = _table.c
_DUE = ("due_text", "due_points", "due_unread", "due_reading", "due_confirmed_text")

# What is written to JSON is asked for as text, which both databases can do in the same words.
_SPEAKS_OF_DUE = or_(
    *(cast(_event.after, Text).contains(f'"{name}"') for name in ("due_text", "due_points", "due_reading"))
)
_CHANGES = (
    select(_table)
    .where(
        _event.subject_kind == Action.__tablename__,
        _event.subject_id == bindparam("id"),
        _event.id > bindparam("after"),
        or_(
            _event.kind == Deadline.__tablename__,
            and_(_event.kind.in_([Action.__tablename__, Milestone.__tablename__]), _SPEAKS_OF_DUE),
        ),
    )
    .order_by(_event.id)
    .limit(bindparam("most"))
)


def due_history_page(session: Session, id: str, query: ChangeQuery, path: str) -> dict[str, Any]:
    """Read the changes of when an action, or a milestone of it, is due, oldest first, as a DueChangePage."""
    values = {"id": id, "after": query.after, "most": query.limit}
    found = session.execute(_CHANGES, values).mappings().all()
    last = found[-1]["id"] if found else query.after
    following = urlencode({"after": last, "limit": query.limit})
    return {"items": [_shown(row) for row in found], "next": f"{path}?{following}"}


def _shown(row: RowMapping) -> dict[str, Any]:
    return {
        "id": row["id"],
        "at": row["at"],
        "actor": {name: row[f"actor_{name}"] for name in ("kind", "id", "name")},
        "verb": row["verb"],
        "kind": row["kind"],
        "resource_id": row["resource_id"],
        "before": _of_due(row["kind"], row["before"]),
        "after": _of_due(row["kind"], row["after"]),
        "reason": row["reason"],
    }


def _of_due(kind: str, payload: dict[str, Any] | None) -> dict[str, Any] | None:
    """Take from what the ledger holds what tells when something is due, under the names of the API."""
    if payload is None or kind == Deadline.__tablename__:
        return payload
    return {name.removeprefix("due_"): payload[name] for name in _DUE if name in payload}
