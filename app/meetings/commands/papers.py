"""How papers are written, and minutes approved."""

from datetime import date

from sqlmodel import Session

from app.core.callers import Caller
from app.core.errors import Fault
from app.core.rows import get_named
from app.kernel.clock import now
from app.ledger.commands import Writer
from app.meetings.commands import refuse_other_meetings
from app.meetings.models import AgendaItem, Decision, Meeting, Paper
from app.meetings.rules import (
    AGREEING,
    DecisionDidNotAgree,
    IsOfAnotherMeeting,
    MeetingStatus,
    PaperKind,
    refuse_cancelled,
)
from app.meetings.rules.minutes import (
    MinutesAreApproved,
    MinutesAreOpen,
    PaperIsNotMinutes,
    check_approval_day,
    refuse_unless_later,
)


def _check_paper(session: Session, paper: Paper) -> None:
    with session.no_autoflush:
        item = session.get(AgendaItem, paper.agenda_item_id) if paper.agenda_item_id else None
    refuse_other_meetings(paper, item)


def _refuse_approved(_session: Session, _caller: Caller, paper: Paper, changed: frozenset[str]) -> None:
    """Refuse what was done to approved minutes, but that they are shown to others: that is often decided after.

    It is done here, since what is deleted is not checked before.
    """
    if paper.approved_on is not None and not changed <= {"visibility"}:
        raise MinutesAreApproved("Take their approval back first: POST …/reopen.")


WRITE_PAPERS = Writer(table=Paper, check=_check_paper, follow=_refuse_approved)
_WRITE_APPROVAL = Writer(table=Paper)


def approve_minutes(
    session: Session,
    caller: Caller,
    minutes: Paper,
    meeting: str,
    decision: str | None,
    approved_on: date | None,
) -> None:
    """Approve minutes at a later meeting, named by id or reference, by its decision, where that is kept.

    Raises PaperIsNotMinutes, MinutesAreApproved, MeetingIsCancelled where they are of no meeting that was held,
    DecisionDidNotAgree, and Invalid where the meeting, the decision or the day don't fit.
    """
    _refuse_unless_minutes(minutes)
    if minutes.approved_on is not None:
        raise MinutesAreApproved(f"They were approved on {minutes.approved_on}.")
    at = get_named(session, Meeting, meeting, "/meeting_id")
    of = session.get_one(Meeting, minutes.meeting_id)
    refuse_cancelled(of.status)
    refuse_unless_later(
        is_of_group=at.sub_group_id == of.sub_group_id,
        is_later=at.starts_on > of.starts_on,
        is_cancelled=at.status == MeetingStatus.CANCELLED,
    )
    decided = None if decision is None else get_named(session, Decision, decision, "/decision_id")
    _refuse_unless_agreed(decided, at)
    check_approval_day(approved_on, at.starts_on, now().date())
    values = {
        "approved_on": approved_on or at.starts_on,
        "approval_meeting_id": at.id,
        "approval_decision_id": decided and decided.id,
    }
    _WRITE_APPROVAL.update(session, caller, minutes, values)


def reopen_minutes(session: Session, caller: Caller, minutes: Paper, reason: str | None) -> None:
    """Take back that minutes were approved. Raises PaperIsNotMinutes and MinutesAreOpen."""
    _refuse_unless_minutes(minutes)
    if minutes.approved_on is None:
        raise MinutesAreOpen
    cleared = dict.fromkeys(("approved_on", "approval_meeting_id", "approval_decision_id"))
    _WRITE_APPROVAL.update(session, caller, minutes, cleared, reason)


def _refuse_unless_minutes(paper: Paper) -> None:
    if paper.kind != PaperKind.MINUTES:
        raise PaperIsNotMinutes(f"Its kind is {paper.kind!r}.")


def _refuse_unless_agreed(decision: Decision | None, at: Meeting) -> None:
    if decision is None:
        return
    if decision.meeting_id != at.id:
        fault = Fault("was made by another meeting", pointer="/decision_id")
        raise IsOfAnotherMeeting(errors=[fault])
    if decision.outcome not in AGREEING:
        raise DecisionDidNotAgree(decision.outcome)
