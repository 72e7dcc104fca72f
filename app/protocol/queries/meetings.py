"""Meetings as records of the protocol: read once, and judged by the law of the rule."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlmodel import Session

from app.kernel.clock import months_after
from app.meetings.models import AgendaItem, Meeting, Venue
from app.meetings.rules import MeetingStatus
from app.protocol.queries.scope import Readings, Scope, record_of
from app.protocol.rules import AgendaStage, Missing, months_ahead
from app.protocol.rules.judging import ABSENT, COUNTS
from app.protocol.rules.records import (
    Found,
    Record,
    ahead_of,
    away_from_town_hall,
    of_meeting,
    on_agenda,
    sent_in_time,
)

_meeting = Meeting.__table__.c
_venue = Venue.__table__.c
_item = AgendaItem.__table__.c
_WHEN_SENT = {AgendaStage.DRAFT: Missing.DRAFT_SENT, AgendaStage.FINAL: Missing.FINAL_SENT}


def meetings_away(readings: Readings, _parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge where the meetings were."""
    return _judged(readings, scope, lambda row: away_from_town_hall(row.venue_id, row.is_town_hall))


def meetings_with_notice(readings: Readings, parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge when the agendas of the meetings were sent."""
    missing, days = _WHEN_SENT[AgendaStage(parameters["agenda"])], parameters["days"]
    return _judged(
        readings, scope, lambda row: sent_in_time(row.starts_on, getattr(row, missing), days, missing)
    )


def meetings_with_item(readings: Readings, parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge what was on the agendas of the meetings."""
    agendas = readings.of(_agendas, scope)
    return _judged(readings, scope, lambda row: _on_agenda(parameters["title"], row, agendas.get(row.id, ())))


def _agendas(session: Session, scope: Scope) -> Mapping[str, Sequence[Row[Any]]]:
    in_period = _meeting.starts_on.between(scope.start, scope.end)
    found = select(_item.meeting_id, _item.title, _item.standing_item).where(
        _item.deleted_at.is_(None), _item.meeting_id.in_(select(_meeting.id).where(in_period))
    )
    agendas: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for item in session.execute(found):
        agendas[item.meeting_id].append(item)
    return agendas


def _on_agenda(title: str, meeting: Row[Any], items: Sequence[Row[Any]]) -> Found:
    was_sent = (meeting.draft_agenda_sent_on or meeting.final_agenda_sent_on) is not None
    was_seen = was_sent or any(item.standing_item is None for item in items)
    return on_agenda(title, [item.title for item in items], was_seen=was_seen)


def meetings_held(readings: Readings, _parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge whether there were meetings."""
    return _judged(readings, scope, lambda _row: Found(COUNTS))


def meetings_ahead(readings: Readings, parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge which of the meetings after the period were ahead at its end, by when each was in the programme."""
    last, began_on = months_after(scope.end, months_ahead(parameters)), readings.of(_began_on, scope)
    rows = _read(readings.session, scope, _meeting.starts_on > scope.end, _meeting.starts_on <= last)
    judged = []
    for row in rows:
        entered_on = row.created_at.date()
        found = ahead_of(scope.end, row.scheduled_on, entered_on, began_on[row.sub_group_id])
        if found.outcomes != ABSENT:
            judged.append(record_of("meeting", Meeting, row, row.starts_on, found))
    return judged


def _began_on(session: Session, scope: Scope) -> Mapping[str, date]:
    """Tell of each sub-group from when on the register was used for it: when its first meeting was entered."""
    entered = select(_meeting.sub_group_id, func.min(_meeting.created_at)).group_by(_meeting.sub_group_id)
    if scope.bodies is not None:
        entered = entered.where(_meeting.sub_group_id.in_(scope.bodies))
    return {sub_group_id: first.date() for sub_group_id, first in session.execute(entered)}


def _judged(readings: Readings, scope: Scope, law: Callable[[Row[Any]], Found]) -> list[Record]:
    """Judge the meetings in the period. One that is past, and neither held nor cancelled, may not have been one."""
    judged = []
    for row in readings.of(_in_period, scope):
        found = of_meeting(law(row), is_held=row.status == MeetingStatus.HELD)
        judged.append(record_of("meeting", Meeting, row, row.starts_on, found))
    return judged


def _in_period(session: Session, scope: Scope) -> Sequence[Row[Any]]:
    in_period = _meeting.starts_on.between(scope.start, scope.end)
    past = or_(_meeting.status == MeetingStatus.HELD, _meeting.starts_on < scope.as_of)
    return _read(session, scope, in_period, past)


def _read(session: Session, scope: Scope, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
    found = (
        select(*_meeting, _venue.is_town_hall)
        .select_from(Meeting.__table__.outerjoin(Venue.__table__, _venue.id == _meeting.venue_id))
        .where(_meeting.deleted_at.is_(None), _meeting.status != MeetingStatus.CANCELLED, *where)
    )
    if scope.bodies is not None:
        found = found.where(_meeting.sub_group_id.in_(scope.bodies))
    return session.execute(found.order_by(_meeting.starts_on, _meeting.id)).all()
