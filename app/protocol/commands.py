"""How the protocol's rules are written."""

from typing import Any

from sqlmodel import Session

from app.core.errors import Fault
from app.kernel.clock import now
from app.ledger.commands import Writer
from app.meetings.models import Decision, Meeting
from app.meetings.rules import (
    AGREEING,
    DecisionDidNotAgree,
    IsOfAnotherMeeting,
    refuse_cancelled,
    refuse_to_come,
)
from app.protocol.models import ProtocolRule
from app.protocol.rules import check_day_agreed, fitting_parameters, refuse_unasked_plan
from app.sub_groups.rules import refuse_early_end

Values = dict[str, Any]


def _prepare_rule(session: Session, rule: ProtocolRule | None, values: Values) -> Values:
    """Keep the parameters that are set, and name the meeting of the decision where none is."""
    values = dict(values)
    told = {**(rule.model_dump() if rule is not None else {}), **values}
    if not values.keys().isdisjoint({"kind", "parameters"}):
        values["parameters"] = fitting_parameters(told["kind"], told["parameters"])
    if told.get("decision_id") is not None and told.get("meeting_id") is None:
        decision = session.get(Decision, told["decision_id"].lower())
        values["meeting_id"] = decision.meeting_id if decision is not None else None
    return values


def _check_rule(session: Session, rule: ProtocolRule) -> None:
    refuse_early_end(rule.starts_on, rule.ends_on, "/ends_on")
    if rule.plan_id is not None:
        refuse_unasked_plan(rule.kind, rule.parameters)
    with session.no_autoflush:
        decision = session.get(Decision, rule.decision_id) if rule.decision_id is not None else None
        meeting = session.get(Meeting, rule.meeting_id) if rule.meeting_id is not None else None
    if decision is not None:
        _check_decision(rule, decision)
    if meeting is not None:
        refuse_cancelled(meeting.status)
        refuse_to_come(meeting.starts_on, now().date(), "/meeting_id")
    check_day_agreed(rule.agreed_on, meeting.starts_on if meeting is not None else None, now().date())


def _check_decision(rule: ProtocolRule, decision: Decision) -> None:
    if decision.meeting_id != rule.meeting_id:
        fault = Fault("was made at another meeting", pointer="/decision_id")
        raise IsOfAnotherMeeting(errors=[fault])
    if decision.outcome not in AGREEING:
        raise DecisionDidNotAgree(decision.outcome)


WRITE_PROTOCOL_RULES = Writer(table=ProtocolRule, prepare=_prepare_rule, check=_check_rule)
