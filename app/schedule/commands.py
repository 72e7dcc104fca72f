"""Deadlines kept in step with what they come from. They are worked out, so the ledger records their sources."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update
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
    kept = {_identity(row): row for row in session.execute(select(_table).where(*mine)).mappings()}
    at = now()
    facts = {**asdict(source), "source": source.source.value, "updated_at": at}
    added = []
    # What is said twice is due once.
    for position, occurrence in enumerate(dict.fromkeys(occurrences)):
        values = {**facts, **asdict(occurrence), "rank": int(occurrence.rank), "position": position}
        # What was done before it was written down is done, however its source stands.
        values["is_done"] = source.is_done or occurrence.kind == PointKind.DONE
        known = kept.pop(_identity(values), None)
        if known is None:
            added.append({"id": new_id(), "version": 1, "created_at": at, **values})
        elif any(known[name] != value for name, value in values.items() if name != "updated_at"):
            changed = update(_table).where(columns.id == known["id"])
            session.execute(changed.values(**values, version=known["version"] + 1))
    if kept:
        session.execute(delete(_table).where(columns.id.in_([row["id"] for row in kept.values()])))
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


def _identity(row: object) -> tuple[object, ...]:
    """Tell what makes an occurrence the same one: what it says and when, not where it stands."""
    names = ("kind", "earliest", "latest", "text")
    return tuple(row[name] for name in names)  # type: ignore[index]
