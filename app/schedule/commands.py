"""Deadlines kept in step with what they come from. They are worked out, so the ledger records their sources."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlmodel import Session

from app.kernel.clock import now
from app.kernel.ids import new_id
from app.phrases.due import PointKind
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, Occurrence

_table = Deadline.__table__


@dataclass(frozen=True, slots=True)
class Source:
    """What deadlines come from, and what a list of them is filtered by."""

    source: DeadlineSource
    source_id: str
    action_id: str
    plan_id: str
    theme_id: str | None
    is_done: bool
    is_public: bool


def set_deadlines(session: Session, source: Source, occurrences: Sequence[Occurrence]) -> None:
    """Make the deadlines of a source the ones given. An occurrence that stays keeps its id."""
    columns = _table.c
    mine = (columns.source == source.source.value, columns.source_id == source.source_id)
    kept: defaultdict[tuple[object, ...], list[RowMapping]] = defaultdict(list)
    for row in session.execute(select(_table).where(*mine).order_by(columns.position)).mappings():
        kept[_identity(row)].append(row)
    at = now()
    facts = {**asdict(source), "source": source.source.value, "updated_at": at}
    added = []
    # What is said twice is due once.
    for position, occurrence in enumerate(dict.fromkeys(occurrences)):
        values = {**facts, **asdict(occurrence), "rank": int(occurrence.rank), "position": position}
        # What was done before it was written down is done, however its source stands.
        values["is_done"] = source.is_done or occurrence.kind == PointKind.DONE
        alike = kept[_identity(values)]
        known = alike.pop(0) if alike else None
        if known is None:
            added.append({"id": new_id(), "version": 1, "created_at": at, **values})
        elif any(known[name] != value for name, value in values.items() if name != "updated_at"):
            changed = update(_table).where(columns.id == known["id"])
            session.execute(changed.values(**values, version=known["version"] + 1))
    if gone := [row["id"] for rows in kept.values() for row in rows]:
        session.execute(delete(_table).where(columns.id.in_(gone)))
    if added:
        session.execute(insert(_table), added)


def clear_deadlines(session: Session, source: DeadlineSource, source_id: str) -> None:
    """Take away the deadlines of a source that is deleted."""
    columns = _table.c
    session.execute(delete(_table).where(columns.source == source.value, columns.source_id == source_id))


def show_plan_deadlines(session: Session, plan_id: str, *, is_public: bool) -> None:
    """Show a plan's deadlines to the public, or to partners only."""
    columns = _table.c
    shown = update(_table).where(columns.plan_id == plan_id, columns.is_public != is_public)
    session.execute(shown.values(is_public=is_public, updated_at=now(), version=columns.version + 1))


def _identity(row: Mapping[Any, Any]) -> tuple[object, ...]:
    """Tell what makes an occurrence the same one: its kind and its days, not its words nor where it stands."""
    return row["kind"], row["earliest"], row["latest"]
