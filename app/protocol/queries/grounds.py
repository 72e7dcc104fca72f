"""What rests on a meeting, or on a decision, in this room: the rules that were agreed there."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from app.core.links import address
from app.meetings.models import Decision, Meeting
from app.meetings.rules.grounds import Resting
from app.protocol.models import ProtocolRule

_rule = ProtocolRule.__table__.c


def rules_at_meeting(session: Session, meeting: Meeting) -> list[Resting]:
    """List the rules that a meeting agreed."""
    return [_resting(rule, "meeting_id") for rule in _list_rules(session, meeting_id=meeting.id)]


def rules_by_decision(session: Session, decision: Decision) -> list[Resting]:
    """List the rules that a decision agreed."""
    return [_resting(rule, "decision_id") for rule in _list_rules(session, decision_id=decision.id)]


def _list_rules(session: Session, **ground: str) -> Sequence[ProtocolRule]:
    where = [_rule[name] == id for name, id in ground.items()]
    live = select(ProtocolRule).where(*where, _rule.deleted_at.is_(None))
    return session.execute(live.order_by(_rule.id)).scalars().all()


def _resting(rule: ProtocolRule, member: str) -> Resting:
    url = address(ProtocolRule.__table__, rule.model_dump())
    return Resting("the rule", url, f"clear its {member}", rule.agreed_on, rule.agreed_on)
