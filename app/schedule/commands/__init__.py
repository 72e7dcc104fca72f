"""Deadlines kept in step with what they come from, in its transaction.

They are worked out, so the ledger records their sources; of a deadline itself it records only what is done to it
alone: that it was ticked off, or that it moved with its meeting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from app.core.callers import Caller
from app.kernel.clock import now
from app.kernel.ids import new_id
from app.ledger.rules import Verb
from app.schedule.commands.binding import FindBody, bind
from app.schedule.commands.pairing import paired
from app.schedule.commands.recording import record_of_deadline
from app.schedule.commands.settling import tell_source
from app.schedule.models import Deadline
from app.schedule.queries import Kept, list_bound_by_owner, list_naming_meetings, list_of_source, list_waiting
from app.schedule.rules import (
    Binding,
    DeadlineSource,
    Occurrence,
    occurrences_of,
    placed,
    point_from,
    settle,
)

Values = dict[str, Any]
_table = Deadline.__table__
_NAMING = ("meeting_id", "body", "meets_from", "meets_to")
_TOLD_LEAVING = ("meeting_id", "earliest", "latest", "binding", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What deadlines come from, and what a list of them is filtered by.

    `owner_id` is the sub-group whose meetings its words mean where they don't say whose.
    """

    source: DeadlineSource
    source_id: str
    action_id: str | None = None
    plan_id: str | None = None
    theme_id: str | None = None
    owner_id: str | None = None
    is_closed: bool = False
    is_public: bool = False


_FACTS = tuple(field.name for field in fields(Source))
_OCCURRENCE = tuple(field.name for field in fields(Occurrence))


def set_deadlines(
    session: Session, caller: Caller, source: Source, points: Sequence[Mapping[str, Any]], find_body: FindBody
) -> None:
    """Make the deadlines of a source those of its points, which are given in the form that they are kept in.

    An occurrence that stays keeps its id, its tick and its meeting; one that moves keeps its id alone; one that was
    ticked off stays, whatever the words say now.
    """
    wanted = occurrences_of([point_from(point) for point in points], now().date())
    known = list_of_source(session, source.source.value, source.source_id)
    pairs = paired(known, wanted)
    rows = [
        values_of(source, place, one, pairs.get(place), points[one.point]) for place, one in enumerate(wanted)
    ]
    stays = {row["id"] for row in pairs.values()}
    gone = [row for row in known if row["id"] not in stays]
    ticked = [_no_longer_said(row, source) for row in gone if row["completed_on"] is not None]
    settle([*rows, *ticked])
    _write(session, rows, ticked, {row["id"]: row for row in known})
    for place, row in pairs.items():
        _tell_leaving(session, caller, row, rows[place])
    if dropped := [row["id"] for row in gone if row["completed_on"] is None]:
        session.execute(delete(_table).where(_table.c.id.in_(dropped)))
    if any(row["body"] is not None or row["meeting_id"] is not None for row in rows):
        named = list_naming_meetings(session, source.source.value, source.source_id)
        bind(session, caller, named, find_body)
    tell_source(session, source.source.value, source.source_id)


def clear_deadlines(session: Session, source: DeadlineSource, *source_ids: str) -> None:
    """Take away the deadlines of sources that are deleted; they are kept for the day on which these come back."""
    of_source = (_table.c.source == source.value, _table.c.source_id.in_(source_ids))
    mine = (*of_source, _table.c.deleted_at.is_(None))
    at = now()
    gone = {"deleted_at": at, "updated_at": at, "version": _table.c.version + 1}
    session.execute(update(_table).where(*mine).values(gone))


def show_plan_deadlines(session: Session, plan_id: str, *, is_public: bool) -> None:
    """Show a plan's deadlines to the public, or to partners only."""
    columns = _table.c
    shown = update(_table).where(columns.plan_id == plan_id, columns.is_public != is_public)
    session.execute(shown.values(is_public=is_public, updated_at=now(), version=columns.version + 1))


def give_plan_deadlines(
    session: Session, caller: Caller, plan_id: str, owner_id: str | None, find_body: FindBody
) -> None:
    """Give a plan's deadlines to another sub-group, whose meetings its words mean from now on."""
    session.execute(update(_table).where(_table.c.plan_id == plan_id).values(owner_id=owner_id))
    waiting, bound = list_waiting(session, plan_id), list_bound_by_owner(session, plan_id)
    bind(session, caller, [*waiting, *bound], find_body, is_given=True)


def facts_of(source: Source) -> Values:
    """Give the values by which a deadline is kept with its source."""
    return {name: getattr(source, name) for name in _FACTS} | {"source": source.source.value}


def source_of(row: Mapping[str, Any]) -> Source:
    """Make the source again that a deadline was kept with."""
    facts = {name: row[name] for name in _FACTS}
    return Source(**{**facts, "source": DeadlineSource(row["source"])})


def values_of(
    source: Source,
    position: int,
    occurrence: Occurrence,
    known: Kept | None,
    point: Mapping[str, Any],
) -> Values:
    """Make the values of a row: those of the occurrence, and what the row that was known had besides."""
    kept = _meeting_of(occurrence, known, point)
    rank, listed_on = placed(occurrence.kind, kept["earliest"], kept["latest"])
    return {
        "id": known["id"] if known else new_id(),
        **facts_of(source),
        **{name: getattr(occurrence, name) for name in _OCCURRENCE},
        **kept,
        "position": position,
        "rank": int(rank),
        "listed_on": listed_on,
        "completed_on": known["completed_on"] if known else None,
        "completion_note": known["completion_note"] if known else None,
        "deleted_at": None,
    }


def _meeting_of(occurrence: Occurrence, known: Kept | None, point: Mapping[str, Any]) -> Values:
    """Give the meeting on which an occurrence hangs as far as is known, and the days that it has by that."""
    is_first = point["earliest"] == _written(occurrence.named_earliest)
    chosen = point["meeting_id"] if is_first and point["binding"] == Binding.CHOSEN else None
    was_chosen = known is not None and known["binding"] == Binding.CHOSEN
    stays = chosen == known["meeting_id"] if known and chosen is not None else not was_chosen
    if known and stays and (chosen is not None or _names_the_same(known, occurrence)):
        binding = known["binding"] if chosen is None else Binding.CHOSEN.value
        days = {name: known[name] for name in ("earliest", "latest", "edtf")}
        return {"meeting_id": known["meeting_id"], "binding": binding, **days}
    return {
        "meeting_id": chosen,
        "binding": None if chosen is None else Binding.CHOSEN.value,
        "earliest": occurrence.named_earliest,
        "latest": occurrence.named_latest,
        "edtf": occurrence.named_edtf,
    }


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _names_the_same(known: Kept, occurrence: Occurrence) -> bool:
    return occurrence.body is not None and all(
        known[name] == getattr(occurrence, name) for name in ("body", "meets_from", "meets_to")
    )


def _tell_leaving(session: Session, caller: Caller, before: Kept, after: Values) -> None:
    """Record that a deadline hangs no longer on the meeting, known or not, that its words named before.

    It has the same id, so that whoever reads its history must see where the meetings of other words end.
    """
    hung = before["body"] is not None or before["meeting_id"] is not None
    if not hung or all(before[name] == after[name] for name in _NAMING):
        return
    # One that was chosen instead, for the same words, is told when it is bound to that.
    if after["meeting_id"] is None or before["text"] != after["text"]:
        told = {name: after[name] for name in _TOLD_LEAVING}
        record_of_deadline(session, caller, Verb.UPDATED, before, told, "When it is due was said anew.")


def _no_longer_said(row: Kept, source: Source) -> Values:
    """Make the values of a row that the words say no longer, and that is kept since it was ticked off."""
    return {**row, **facts_of(source), "point": -1, "deleted_at": None}


def _write(
    session: Session, rows: Sequence[Values], ticked: Sequence[Values], known: Mapping[str, Kept]
) -> None:
    """Write the rows that are new or other than they were."""
    at, added = now(), []
    for row in (*rows, *ticked):
        before = known.get(row["id"])
        if before is None:
            added.append({"version": 1, "created_at": at, "updated_at": at, **row})
        elif any(before[name] != value for name, value in row.items()):
            changed = {name: value for name, value in row.items() if name not in ("version", "updated_at")}
            session.execute(
                update(_table)
                .where(_table.c.id == row["id"])
                .values(**changed, version=before["version"] + 1, updated_at=at)
            )
    if added:
        session.execute(insert(_table), added)
