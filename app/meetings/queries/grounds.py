"""What rests on a meeting, or on a decision, in this room."""

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from app.core.db import Table
from app.core.links import address, is_alive
from app.meetings.models import Attendance, Decision, Meeting, Paper, Recommendation
from app.meetings.queries.papers import list_approved_by, list_approved_minutes
from app.meetings.rules import AttendanceStatus
from app.meetings.rules.grounds import Resting

_decision = Decision.__table__.c
_recommendation = Recommendation.__table__.c
_attendance = Attendance.__table__.c
_DAY = timedelta(days=1)


def resting_on_meeting(session: Session, meeting: Meeting) -> list[Resting]:
    """List the approvals of minutes, the decisions and the attendances that rest on a meeting.

    Apologies don't: they are sent beforehand, whatever becomes of the meeting.
    """
    concerned = or_(_decision.meeting_id == meeting.id, _recommendation.meeting_id == meeting.id)
    decided = (
        select(Decision, Recommendation)
        .outerjoin(Recommendation, _recommendation.id == _decision.recommendation_id)
        .where(concerned, is_alive(Decision.__table__))
        .order_by(_decision.id)
    )
    live = (_attendance.meeting_id == meeting.id, _attendance.deleted_at.is_(None))
    known = select(Attendance).where(*live, _attendance.status != AttendanceStatus.APOLOGIES.value)
    attendances = session.scalars(known.order_by(_attendance.id))
    return [
        *(_approval(session, minutes, meeting) for minutes in list_approved_minutes(session, meeting.id)),
        *(_decided(session, one, asked, meeting) for one, asked in session.execute(decided)),
        *(Resting("the attendance", _address(one), "delete it", is_of_group=False) for one in attendances),
    ]


def resting_on_decision(session: Session, decision: Decision) -> list[Resting]:
    """List the approvals of minutes that rest on a decision."""
    return [_approved(minutes) for minutes in list_approved_by(session, decision.id)]


def _decided(session: Session, decision: Decision, asked: Recommendation | None, meeting: Meeting) -> Resting:
    """Tell of a decision of the meeting, or of a later one on what was recommended to it."""
    first = last = None
    if decision.meeting_id != meeting.id:
        last = session.get_one(Meeting, decision.meeting_id).starts_on - _DAY
    elif asked is not None and asked.meeting_id != meeting.id:
        first = session.get_one(Meeting, asked.meeting_id).starts_on + _DAY
    return Resting("the decision", _address(decision), "delete it", first, last, shows_held=last is None)


def _approval(session: Session, minutes: Paper, meeting: Meeting) -> Resting:
    """Tell of minutes that were approved at the meeting, after the one that they are of, or of its own."""
    if minutes.meeting_id == meeting.id:
        approving = session.get_one(Meeting, minutes.approval_meeting_id)
        return _approved(minutes, last=approving.starts_on - _DAY)
    of = session.get_one(Meeting, minutes.meeting_id)
    return _approved(minutes, of.starts_on + _DAY, minutes.approved_on)


def _approved(minutes: Paper, first: date | None = None, last: date | None = None) -> Resting:
    url = _address(minutes)
    undo = f"take that back by POST {url}/reopen"
    return Resting("the approval of the minutes", url, undo, first, last)


def _address(row: Table) -> str:
    return address(row.__table__, row.model_dump())
