"""How attendance at meetings is written."""

from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Table
from app.core.errors import Fault
from app.core.links import address
from app.kernel.clock import now
from app.ledger.commands import Writer
from app.meetings.models import Attendance, Meeting
from app.meetings.queries.attendances import PARTIES, find_attendance, list_attendances
from app.meetings.rules import AttendanceIsKept, AttendanceStatus, refuse_cancelled, refuse_to_come
from app.sub_groups.rules import refuse_unless_one


def _check_attendance(session: Session, attendance: Attendance) -> None:
    """Refuse one of nobody, of more than one, of somebody whose attendance is kept already, or that can't be known."""
    _check_status(session, attendance)
    parties = {name: getattr(attendance, name) for name in PARTIES}
    refuse_unless_one(parties)
    with session.no_autoflush:
        for name, id in parties.items():
            kept = find_attendance(session, attendance.meeting_id, name, id)
            if kept is not None and kept.id != attendance.id:
                where = address(Attendance.__table__, kept.model_dump())
                raise AttendanceIsKept(errors=[Fault(f"is kept as {where}", pointer=f"/{name}")])


def _check_status(session: Session, attendance: Attendance) -> None:
    """Refuse attendance at a meeting that is cancelled or, apologies apart, still to come."""
    with session.no_autoflush:
        meeting = session.get_one(Meeting, attendance.meeting_id)
    refuse_cancelled(meeting.status)
    if attendance.status != AttendanceStatus.APOLOGIES:
        refuse_to_come(meeting.starts_on, now().date(), "/status")


WRITE_ATTENDANCES = Writer(table=Attendance, check=_check_attendance)


def drop_second_attendances(session: Session, caller: Caller, stays: Table, gone: Table, reason: str) -> None:
    """Delete one of two attendances at a meeting, where two parties turn out to be one: who was present was there."""
    party = f"{stays.__tablename__}_id"
    if party not in PARTIES:
        return
    for theirs in list_attendances(session, party, gone.id):
        kept = find_attendance(session, theirs.meeting_id, party, stays.id)
        if kept is not None:
            was_there = theirs.status == AttendanceStatus.PRESENT != kept.status
            WRITE_ATTENDANCES.remove(session, caller, kept if was_there else theirs, reason)
