"""Meetings and decisions are held to what rests on them, in this room and in those above."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import MOST_NAMED, address
from app.kernel.clock import now
from app.ledger.commands import Follow
from app.meetings.models import Decision, Meeting, Paper
from app.meetings.queries.grounds import resting_on_decision, resting_on_meeting
from app.meetings.queries.papers import list_approved_minutes
from app.meetings.rules import AGREEING
from app.meetings.rules.grounds import Resting, RestsOnIt, contradictions
from app.meetings.rules.minutes import MinutesAreApproved

Lists = Callable[[Session, Any], Sequence[Resting]]


def hold_meeting_to(*above: Lists) -> Follow:
    """Make the law that a meeting bears out what rests on it; `above` list what does in the rooms above.

    Raises RestsOnIt, naming it, and MinutesAreApproved where the meeting would be deleted with its minutes.
    """

    def follow(session: Session, _caller: Caller, meeting: Meeting, changed: frozenset[str]) -> None:
        if meeting.deleted_at is not None:
            _refuse_with_approved_minutes(session, meeting)
            return
        if changed.isdisjoint({"status", "starts_on", "sub_group_id"}):
            return
        today = now().date()
        resting = [one for of_room in (*above, resting_on_meeting) for one in of_room(session, meeting)]
        _refuse(
            fault
            for one in resting
            for fault in contradictions(one, changed, meeting.status, meeting.starts_on, today)
        )

    return follow


def hold_decision_to(*above: Lists) -> Follow:
    """Make the law that a decision goes on agreeing to what rests on it; `above` list what does in the rooms above.

    Raises RestsOnIt, naming it.
    """

    def follow(session: Session, _caller: Caller, decision: Decision, changed: frozenset[str]) -> None:
        if "outcome" not in changed or decision.outcome in AGREEING:
            return
        resting = [one for of_room in (*above, resting_on_decision) for one in of_room(session, decision)]
        _refuse(one.fault("was agreed by it", "/outcome") for one in resting)

    return follow


def _refuse(contradicted: Iterable[Fault]) -> None:
    faults = [*islice(contradicted, MOST_NAMED)]
    if faults:
        raise RestsOnIt("Take off first what rests on it, or leave it as it is.", errors=faults)


def _refuse_with_approved_minutes(session: Session, meeting: Meeting) -> None:
    """Refuse to delete approved minutes with their meeting, as it is refused by themselves."""
    approved = [one for one in list_approved_minutes(session, meeting.id) if one.meeting_id == meeting.id]
    if approved:
        where = [address(Paper.__table__, minutes.model_dump()) for minutes in approved]
        faults = [Fault(f"take their approval back first: POST {url}/reopen") for url in where]
        raise MinutesAreApproved(errors=faults)
