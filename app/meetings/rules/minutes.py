"""The words and laws of minutes, and of their approval."""

from datetime import date

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.clock import is_to_come
from app.kernel.vocabulary import Vocabulary
from app.meetings.rules import PaperKind


class MinutesStatus(Vocabulary):
    """Whether a later meeting has approved minutes."""

    DRAFT = "draft", "Draft", "Drafft"
    APPROVED = "approved", "Approved", "Cymeradwywyd"


class PaperIsNotMinutes(Conflict):
    """Only minutes are approved."""

    code, title = "not_minutes", "The paper is not minutes"


class MinutesAreApproved(Conflict):
    """The minutes were approved, and stand as they are."""

    code, title = "minutes_are_approved", "The minutes are approved"


class MinutesAreOpen(Conflict):
    """The minutes were not approved."""

    code, title = "minutes_are_open", "The minutes are not approved"


class IsNotALaterMeeting(Invalid):
    """Minutes would be approved by another meeting than a later one of the same sub-group."""

    code, title = "not_a_later_meeting", "Minutes are approved at a later meeting of the same sub-group"


class ApprovalDayDisagrees(Invalid):
    """Minutes would be approved before the meeting that approves them, or on a day that is still to come."""

    code, title = "approval_day_disagrees", "The day doesn't fit the meeting that approves the minutes"


def minutes_status(kind: str, approved_on: date | None) -> MinutesStatus | None:
    """Tell whether minutes are approved; None for other papers."""
    if kind != PaperKind.MINUTES:
        return None
    return MinutesStatus.DRAFT if approved_on is None else MinutesStatus.APPROVED


def refuse_unless_later(*, is_of_group: bool, is_later: bool, is_cancelled: bool) -> None:
    """Refuse a meeting that can't have approved the minutes of another."""
    law = {
        "is not of the same sub-group": is_of_group,
        "is not after the meeting that the minutes are of": is_later,
        "is cancelled": not is_cancelled,
    }
    faults = [Fault(detail, pointer="/meeting_id") for detail, is_kept in law.items() if not is_kept]
    if faults:
        raise IsNotALaterMeeting(errors=faults)


def check_approval_day(approved_on: date | None, held_on: date, today: date) -> None:
    """Refuse a day before the meeting that approves minutes, or one still to come; by default it is that meeting's."""
    if approved_on is not None and approved_on < held_on:
        fault = Fault(f"is before the meeting, which is on {held_on}", pointer="/approved_on")
        raise ApprovalDayDisagrees(errors=[fault])
    if is_to_come(approved_on or held_on, today):
        pointer = "/meeting_id" if approved_on is None else "/approved_on"
        raise ApprovalDayDisagrees(errors=[Fault("is still to come", pointer=pointer)])
