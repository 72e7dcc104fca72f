"""The facts of meetings, which the room of meetings keeps here, and the deadlines that follow from them."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.core.callers import Caller
from app.phrases.due import Point, PointKind
from app.schedule.commands import Source, clear_deadlines, set_deadlines
from app.schedule.commands.binding import FindBody, bind
from app.schedule.commands.ticks import complete_deadline, reopen_deadline
from app.schedule.models import Deadline, MeetingDay
from app.schedule.queries import find_agenda_deadline, find_meeting_facts, list_hanging_on, list_waiting
from app.schedule.rules import DeadlineSource, MeetingFacts, agenda_due_on, kept_point

_table = MeetingDay.__table__
# What a tick says that was made by the day on which the agenda was sent out, and why one is taken back.
AGENDA_SENT = "The agenda was sent out."
AGENDA_NOT_SENT = "The day on which the agenda was sent out has changed."


def move_bound(
    session: Session, caller: Caller, meeting: MeetingFacts, notice_days: int | None, find_body: FindBody
) -> None:
    """Keep the facts of a meeting that is made or changed, and move what hangs on it.

    `notice_days` is how many days before it its sub-group has the agenda circulated, where that is agreed.
    """
    before = find_meeting_facts(session, meeting.meeting_id)
    if before is not None:
        session.execute(delete(_table).where(_table.c.meeting_id == meeting.meeting_id))
    session.execute(insert(_table), {**asdict(meeting), "notice_days": notice_days})
    if before is not None or notice_days is not None:
        _set_agenda_deadline(session, caller, meeting, notice_days, find_body)
    days = {meeting.held_on} | ({before.held_on} if before else set())
    bind(session, caller, list_hanging_on(session, meeting.meeting_id, sorted(days)), find_body)


def release_bound(session: Session, caller: Caller, meeting_id: str, find_body: FindBody) -> None:
    """Drop the facts of a meeting that is deleted; what hung on it stands as its words name it."""
    before = find_meeting_facts(session, meeting_id)
    if before is None:
        return
    session.execute(delete(_table).where(_table.c.meeting_id == meeting_id))
    clear_deadlines(session, DeadlineSource.MEETING, meeting_id)
    bind(session, caller, list_hanging_on(session, meeting_id, [before.held_on]), find_body)


def set_agenda_notice(
    session: Session, caller: Caller, sub_group_id: str, notice_days: int | None, find_body: FindBody
) -> None:
    """Have the agendas of a sub-group's meetings circulated so many days before them."""
    mine = _table.c.sub_group_id == sub_group_id
    session.execute(update(_table).where(mine).values(notice_days=notice_days))
    for meeting_id in session.execute(select(_table.c.meeting_id).where(mine)).scalars().all():
        meeting = find_meeting_facts(session, meeting_id)
        if meeting is not None:
            _set_agenda_deadline(session, caller, meeting, notice_days, find_body)


def give_meetings(
    session: Session,
    caller: Caller,
    giver_id: str,
    taker_id: str,
    notice_days: int | None,
    find_body: FindBody,
) -> None:
    """Have all meetings and deadlines of a sub-group be those of another, into which it was merged."""
    session.execute(update(_table).where(_table.c.sub_group_id == giver_id).values(sub_group_id=taker_id))
    owned = Deadline.__table__.c.owner_id
    session.execute(update(Deadline.__table__).where(owned == giver_id).values(owner_id=taker_id))
    set_agenda_notice(session, caller, taker_id, notice_days, find_body)
    bind_waiting(session, caller, find_body)


def bind_waiting(session: Session, caller: Caller, find_body: FindBody) -> None:
    """Look again for the meetings that words name, since a sub-group has come or has another name."""
    bind(session, caller, list_waiting(session), find_body)


def _set_agenda_deadline(
    session: Session,
    caller: Caller,
    meeting: MeetingFacts,
    notice_days: int | None,
    find_body: FindBody,
) -> None:
    if notice_days is None or meeting.is_cancelled:
        # Kept with its id for the day on which the meeting takes place after all.
        clear_deadlines(session, DeadlineSource.MEETING, meeting.meeting_id)
        return
    source = Source(
        source=DeadlineSource.MEETING,
        source_id=meeting.meeting_id,
        owner_id=meeting.sub_group_id,
        is_closed=meeting.is_held,
        is_public=meeting.is_public,
    )
    day = agenda_due_on(meeting.held_on, notice_days)
    point = Point(PointKind.BY, day, day, day.isoformat(), None, None, "Agenda circulation")
    set_deadlines(session, caller, source, [kept_point(point)], find_body)
    _tick_agenda(session, caller, meeting)


def _tick_agenda(session: Session, caller: Caller, meeting: MeetingFacts) -> None:
    """Tick the agenda's deadline off as done when it was sent out; a tick made by hand stays as it is."""
    deadline = find_agenda_deadline(session, meeting.meeting_id)
    if deadline is None or deadline.completed_on == meeting.agenda_sent_on:
        return
    if deadline.completed_on is not None:
        if deadline.completion_note != AGENDA_SENT:
            return
        reopen_deadline(session, caller, deadline, AGENDA_NOT_SENT)
        session.refresh(deadline)
    if meeting.agenda_sent_on is not None:
        complete_deadline(session, caller, deadline, meeting.agenda_sent_on, AGENDA_SENT)
