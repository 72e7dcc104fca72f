"""How deadlines, and the meetings that they hang on, are found."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlmodel import Session

from app.core.chunks import rows_among
from app.schedule.models import Deadline, HasDue, MeetingDay
from app.schedule.rules import Binding, DeadlineSource, MeetingFacts

_deadline = Deadline.__table__.c
_meeting = MeetingDay.__table__.c
_LIVE = _deadline.deleted_at.is_(None)

Kept = dict[str, Any]
"""A row as it is kept, by its columns."""


def _read(session: Session, statement: Select[Any]) -> list[Kept]:
    return [dict(row) for row in session.execute(statement).mappings()]


def list_of_source(session: Session, source: str, source_id: str) -> list[Kept]:
    """List all deadlines that were ever kept of a source, in the order of its words."""
    mine = (_deadline.source == source, _deadline.source_id == source_id)
    found = select(Deadline.__table__).where(*mine).order_by(_deadline.position, _deadline.id)
    return _read(session, found)


def list_ticked(session: Session, source: str, source_ids: Collection[str], until: date) -> list[Row[Any]]:
    """List the deadlines of sources that were ticked off up to a day, by that of their ticks."""
    ticked = (_LIVE, _deadline.source == source, _deadline.completed_on <= until)
    by_tick = select(Deadline.__table__).where(*ticked).order_by(_deadline.completed_on, _deadline.id)
    return [*rows_among(session, by_tick, _deadline.source_id, source_ids)]


def list_naming_meetings(session: Session, source: str, source_id: str) -> list[Kept]:
    """List the deadlines of a source whose words name a meeting, or that hang on one."""
    mine = (_deadline.source == source, _deadline.source_id == source_id, _LIVE)
    names = or_(_deadline.body.is_not(None), _deadline.meeting_id.is_not(None))
    return _read(session, select(Deadline.__table__).where(*mine, names))


def list_naming_meetings_of(session: Session, source: str, source_ids: Collection[str]) -> list[Kept]:
    """List the deadlines of several sources whose words name a meeting, or that hang on one."""
    named = or_(_deadline.body.is_not(None), _deadline.meeting_id.is_not(None))
    found = select(Deadline.__table__).where(_deadline.source == source, _LIVE, named)
    return [dict(row._mapping) for row in rows_among(session, found, _deadline.source_id, source_ids)]


def list_hanging_on(session: Session, meeting_id: str, days: Sequence[date]) -> list[Kept]:
    """List the deadlines that hang on a meeting, or whose words name one on one of the days."""
    on_a_day = [and_(_deadline.meets_from <= day, _deadline.meets_to >= day) for day in days]
    names_it = and_(_deadline.body.is_not(None), or_(*on_a_day))
    found = select(Deadline.__table__).where(_LIVE, or_(_deadline.meeting_id == meeting_id, names_it))
    return _read(session, found)


def list_waiting(session: Session, plan_id: str | None = None) -> list[Kept]:
    """List the deadlines whose words name a meeting that is not known; of one plan, or of all."""
    waiting = select(Deadline.__table__).where(
        _LIVE, _deadline.body.is_not(None), _deadline.meeting_id.is_(None)
    )
    return _read(session, waiting if plan_id is None else waiting.where(_deadline.plan_id == plan_id))


def list_bound_by_owner(session: Session, plan_id: str) -> list[Kept]:
    """List the deadlines of a plan that hang on a meeting of its owner, since the words don't say whose it is."""
    mine = (_LIVE, _deadline.plan_id == plan_id, _deadline.meeting_id.is_not(None))
    whose = (_deadline.body == "", _deadline.binding != Binding.CHOSEN)
    return _read(session, select(Deadline.__table__).where(*mine, *whose))


def list_repeating(session: Session) -> Sequence[tuple[str, str]]:
    """List the sources, by kind and id, that say of something that it repeats."""
    found = (
        select(_deadline.source, _deadline.source_id).where(_LIVE, _deadline.rrule.is_not(None)).distinct()
    )
    rows = session.execute(found.order_by(_deadline.source, _deadline.source_id)).all()
    return [(source, id) for source, id in rows]


def find_meeting_facts(session: Session, meeting_id: str | None) -> MeetingFacts | None:
    """Find what deadlines need to know of a meeting, or None where it is not there."""
    if meeting_id is None:
        return None
    row = session.execute(_FACTS.where(_meeting.meeting_id == meeting_id)).mappings().first()
    return None if row is None else MeetingFacts(**row)


def list_meetings_named(
    session: Session, sub_group_ids: Sequence[str], meets_from: date, meets_to: date
) -> Sequence[MeetingFacts]:
    """List the meetings of sub-groups on these days, inclusive, that are not cancelled."""
    among = (
        _meeting.sub_group_id.in_(sub_group_ids),
        _meeting.held_on >= meets_from,
        _meeting.held_on <= meets_to,
    )
    found = _FACTS.where(*among, _meeting.is_cancelled.is_(False)).order_by(_meeting.held_on)
    return [MeetingFacts(**row) for row in session.execute(found).mappings()]


_FACTS = select(*(_meeting[field.name] for field in fields(MeetingFacts)))


def find_agenda_deadline(session: Session, meeting_id: str) -> Deadline | None:
    """Find the deadline by which the agenda of a meeting is to be circulated, or None where there is none."""
    mine = (_deadline.source == DeadlineSource.MEETING, _deadline.source_id == meeting_id, _LIVE)
    found = select(Deadline).where(*mine, _deadline.point >= 0)
    # Deadlines are written without their objects, so what a session holds of one may be old.
    return session.scalars(found, execution_options={"populate_existing": True}).first()


def bearer_of(source: str) -> Any | None:
    """Give the table of a kind of source that carries a due value; None for one that carries none."""
    return next((table for table in HasDue.__subclasses__() if table.__tablename__ == source), None)
