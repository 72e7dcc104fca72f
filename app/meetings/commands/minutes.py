"""What hangs on meetings and decisions by which minutes were approved."""

from sqlmodel import Session

from app.core.links import address
from app.meetings.models import Decision, Meeting, Paper
from app.meetings.queries.papers import list_approved_by, list_approved_minutes
from app.meetings.rules import AGREEING, MeetingStatus
from app.meetings.rules.minutes import MinutesHangOnIt, refuse_unless_approval_stands


def keep_approvals_by_meeting(session: Session, meeting: Meeting) -> None:
    """Refuse a meeting that no longer fits the minutes that it approved, or its own. Raises MinutesHangOnIt."""
    for minutes in list_approved_minutes(session, meeting.id):
        of = session.get_one(Meeting, minutes.meeting_id)
        at = session.get_one(Meeting, minutes.approved_at_id)
        refuse_unless_approval_stands(
            _address(minutes),
            is_of_group=at.sub_group_id == of.sub_group_id,
            is_in_order=minutes.approved_on is None or of.starts_on < at.starts_on <= minutes.approved_on,
            is_cancelled=at.status == MeetingStatus.CANCELLED,
        )


def keep_approvals_by_decision(session: Session, decision: Decision) -> None:
    """Refuse a decision that no longer agrees to the minutes that were approved by it. Raises MinutesHangOnIt."""
    minutes = list_approved_by(session, decision.id) if decision.outcome not in AGREEING else []
    if minutes:
        raise MinutesHangOnIt(_address(minutes[0]), ["/outcome"])


def _address(minutes: Paper) -> str:
    return address(Paper.__table__, minutes.model_dump())
