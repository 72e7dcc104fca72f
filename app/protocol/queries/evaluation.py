"""Whether the rules were kept over a period: each judged by its records, with the evidence that the caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.core.errors import Fault, InvalidParameter
from app.core.filters import names
from app.core.listing import Item, View
from app.protocol.models import ProtocolRule
from app.protocol.queries import PROTOCOL_RULES, plan_of_rule
from app.protocol.queries.judgements import judge_rule, not_judged
from app.protocol.queries.scope import Readings, Scope
from app.protocol.rules import MOST_RULES, Judged, fiscal_year, required_of
from app.protocol.rules.judging import RuleVerdict
from app.protocol.schemas import ProtocolRuleQuery
from app.protocol.schemas.evaluation import BodyShown, EvaluationQuery, ProtocolEvaluationQuery, RuleShown
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import SUB_GROUPS

_rule = ProtocolRule.__table__.c
_RULE = names("rule", _rule.id, ProtocolRule)
_SUB_GROUP = names("sub_group", _rule.sub_group_id, SubGroup)


@dataclass(frozen=True, slots=True)
class _Period:
    """The days asked for, both inclusive."""

    first: date
    last: date


def evaluate_protocol(session: Session, query: ProtocolEvaluationQuery, view: View) -> Item:
    """Tell of each rule that was in force in the period whether it was kept, as ProtocolEvaluation."""
    period = _period_of(query, view.today)
    also: dict[str, Any] = {"_starts_by": period.last, "_ends_from": period.first}
    if query.rule is not None:
        also["_ids"] = _RULE.read(session, query.rule, view.caller)
    bodies = None
    if query.sub_group is not None:
        bodies = also["_of_bodies"] = _SUB_GROUP.read(session, query.sub_group, view.caller)
    readings = Readings(session)
    evaluated = (_evaluated(readings, rule, period, bodies, view) for rule in _rules(session, view, also))
    items = [item for item in evaluated if bodies is None or _applies(item)]
    verdicts = [item["verdict"] for item in items]
    return {
        "from": period.first,
        "to": period.last,
        "as_of": view.today,
        "is_over": period.last < view.today,
        "summary": {verdict.value: verdicts.count(verdict) for verdict in RuleVerdict},
        "items": items,
    }


def evaluate_rule(session: Session, id: str, query: EvaluationQuery, view: View) -> Item:
    """Tell of one rule whether it was kept, as RuleEvaluation. Raises NotFound."""
    rule = PROTOCOL_RULES.one(session, id, view)
    return _evaluated(Readings(session), rule, _period_of(query, view.today), None, view)


def _applies(evaluation: Item) -> bool:
    """Tell whether a rule says anything of the bodies looked at: one for each of a kind may be about none of them."""
    return bool(evaluation["parts"]) or evaluation["counted"] != Judged.SUB_GROUPS


def _period_of(query: EvaluationQuery, today: date) -> _Period:
    """Give the period asked for; what is left out of it is that of the fiscal year."""
    first = query.from_ or fiscal_year(query.to or today)[0]
    last = query.to or fiscal_year(query.from_ or today)[1]
    if last < first:
        raise InvalidParameter(errors=[Fault("is before from", parameter="to")])
    return _Period(first, last)


def _rules(session: Session, view: View, also: dict[str, Any]) -> list[Item]:
    """Read the rules to be judged. Raises InvalidParameter where they are more than one answer takes."""
    found: list[Item] = []
    cursor = None
    while True:
        page = PROTOCOL_RULES.page(session, ProtocolRuleQuery(limit=200, cursor=cursor), view, also=also)
        found += page["items"]
        if len(found) > MOST_RULES:
            told = f"more than {MOST_RULES} rules were in force: name those that are to be judged"
            raise InvalidParameter(errors=[Fault(told, parameter="rule")])
        if (cursor := page["next"]) is None:
            return found


def _evaluated(
    readings: Readings, rule: Item, period: _Period, bodies: Sequence[str] | None, view: View
) -> Item:
    """Evaluate a rule over those days of the period on which it was in force, as far as they have come."""
    start = max(period.first, rule["starts_on"] or period.first)
    last = min(period.last, rule["ends_on"] or period.last)
    looked_at = [rule["sub_group_id"]] if rule["sub_group_id"] is not None else bodies
    plan_id = rule["plan_id"] if view.caller.sees_partners else plan_of_rule(readings.session, rule["id"])
    scope = Scope(start, last, view.today, None if looked_at is None else tuple(looked_at), plan_id)
    required = required_of(rule["kind"], rule["parameters"])
    reason = _why_not_judged(scope, period)
    told = not_judged(rule, required, reason) if reason else judge_rule(readings, rule, required, scope, view)
    return {
        "rule": {name: rule[name] for name in RuleShown.model_fields},
        "period": {"from": period.first, "to": period.last},
        "is_over": scope.is_over,
        "from": start if reason is None else period.first,
        "to": scope.end if reason is None else period.last,
        "sub_groups": _shown(readings.session, looked_at or (), view),
        "required": {
            "text": required.text, "numerator": required.numerator, "denominator": required.denominator,
        },
        **told,
    }  # fmt: skip


def _why_not_judged(scope: Scope, period: _Period) -> str | None:
    """Say why there is no day on which a rule could be judged; None where there is one."""
    if scope.last < scope.start:
        return "the rule was not in force in the period"
    if scope.as_of < period.first:
        return "the period has not begun"
    return "the rule was not in force yet" if scope.as_of < scope.start else None


def _shown(session: Session, bodies: Sequence[str], view: View) -> list[Item]:
    found = SUB_GROUPS.related(session, view, SubGroup.__table__.c.id, bodies)
    return [{name: body[name] for name in BodyShown.model_fields} for body in found]
