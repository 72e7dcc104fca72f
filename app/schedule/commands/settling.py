"""What follows for the whole source from one of its deadlines that is ticked off, or has moved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from app.kernel.clock import now
from app.schedule.models import Deadline
from app.schedule.queries import Kept, bearer_of, list_of_source
from app.schedule.rules import Rank, settle

Values = dict[str, Any]
_table = Deadline.__table__
_SETTLED = ("completed_on", "completion_note", "is_done", "follows_on", "lapses_on")


def settle_source(
    session: Session, source: str, source_id: str, told: Mapping[str, Values] | None = None
) -> list[Kept]:
    """Keep which occurrence is the current one and which are late no more; give the rows of the source.

    `told` are new values of some rows, by their ids: a tick, or one taken back.
    """
    kept = [row for row in list_of_source(session, source, source_id) if row["deleted_at"] is None]
    rows = [{**row, **(told or {}).get(row["id"], {})} for row in kept]
    settle(rows)
    for before, after in zip(kept, rows, strict=True):
        news = {name: after[name] for name in _SETTLED if after[name] != before[name]}
        if news:
            after["version"] = before["version"] + 1
            changed = update(_table).where(_table.c.id == before["id"])
            session.execute(changed.values(**news, version=after["version"], updated_at=now()))
    return rows


def tell_source(session: Session, source: str, source_id: str) -> None:
    """Keep with the source what became of its points: their meetings, and the first day due not ticked off.

    The version of the source stays: nobody changed it.
    """
    rows = settle_source(session, source, source_id)
    table = bearer_of(source)
    if table is None:
        return
    columns = table.__table__.c
    kept = session.execute(select(columns.due_points, columns.due_on).where(columns.id == source_id)).first()
    if kept is None:
        return
    points = [_with_meeting(point, place, rows) for place, point in enumerate(kept.due_points)]
    due_on = first_due(rows)
    if (points, due_on) == (kept.due_points, kept.due_on):
        return
    values = {"due_points": points, "due_on": due_on, "updated_at": now()}
    session.execute(update(table.__table__).where(columns.id == source_id).values(**values))
    held = session.identity_map.get(identity_key(table, source_id))
    if held is not None and not inspect(held).expired:
        session.expire(held, list(values))


def first_due(rows: Sequence[Kept]) -> date | None:
    """Tell the first day due that is not ticked off by the rows of a source; where all are, the first of all."""
    said = [row for row in rows if row["rank"] == Rank.DUE and row["point"] >= 0]
    dues = [row["latest"] for row in said if not row["is_done"]]
    return min(dues or [row["latest"] for row in said], default=None)


def _with_meeting(point: Values, place: int, rows: Sequence[Kept]) -> Values:
    row = next((row for row in rows if row["point"] == place), None)
    if row is None:
        return point
    return {**point, "meeting_id": row["meeting_id"], "binding": row["binding"]}
