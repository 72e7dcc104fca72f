"""The verdict on a rule, and on each sub-group that must keep it, with the numbers and the records behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.core.links import address
from app.core.listing import Item, View
from app.kernel.text import day_words
from app.protocol.queries.meetings import (
    meetings_ahead,
    meetings_away,
    meetings_held,
    meetings_with_item,
    meetings_with_notice,
)
from app.protocol.queries.members import bodies_to_judge, members_by_body
from app.protocol.queries.reviews import reviewed_at_intervals, reviews_held
from app.protocol.queries.scope import Readings, Scope
from app.protocol.rules import CountedThing, Judged, RuleKind
from app.protocol.rules.judging import COUNTS, Required, RuleVerdict, is_open_yet, judge, judge_parts, tally
from app.protocol.rules.records import Record
from app.sub_groups.models import SubGroup

ReadRecords = Callable[[Readings, Mapping[str, Any], Scope], list[Record]]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a kind of rule is judged: what is counted, how it is read, and what is said where there is none."""

    counted: Judged
    read: ReadRecords
    nothing: str


def _counted(readings: Readings, parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    return _COUNTED[parameters["what"]](readings, parameters, scope)


_COUNTED: Mapping[str, ReadRecords] = {
    CountedThing.MEETINGS_AHEAD: meetings_ahead,
    CountedThing.MEETINGS_HELD: meetings_held,
    CountedThing.REVIEWS_HELD: reviews_held,
}
_NO_MEETINGS = "no meetings in the period"
_WAYS: Mapping[str, _Way] = {
    RuleKind.VENUE_SHARE: _Way(Judged.MEETINGS, meetings_away, _NO_MEETINGS),
    RuleKind.NOTICE_DAYS: _Way(Judged.MEETINGS, meetings_with_notice, _NO_MEETINGS),
    RuleKind.STANDING_ITEM: _Way(Judged.MEETINGS, meetings_with_item, _NO_MEETINGS),
    RuleKind.MINIMUM_COUNT: _Way(Judged.MEETINGS, _counted, ""),
    RuleKind.REVIEW_INTERVAL: _Way(
        Judged.REVIEWED,
        reviewed_at_intervals,
        "no review was due in the period, and none that counts was held",
    ),
}


def judge_rule(readings: Readings, rule: Item, required: Required, scope: Scope, view: View) -> Item:
    """Judge a rule by all that is looked at, as Judgement with `parts`."""
    if rule["kind"] == RuleKind.SECTOR_SHARE:
        return _judge_members(readings.session, rule, required, scope, view)
    way = _WAYS[rule["kind"]]
    records = way.read(readings, rule["parameters"], scope)
    judgement = _judgement(records, required, _counted_by(rule), way.nothing, view)
    if rule["parameters"].get("what") != CountedThing.MEETINGS_AHEAD:
        judgement |= _left_open(judgement, required, scope)
    return {**judgement, "parts": []}


def _left_open(judgement: Item, required: Required, scope: Scope) -> Item:
    """Say that what is missing so far may still come, where a rule is judged by what gathers over a period."""
    if not is_open_yet(RuleVerdict(judgement["verdict"]), required, is_over=scope.is_over):
        return {}
    among = required.numerator if required.denominator is None else judgement["denominator"]
    so_far = f"{judgement['numerator']} of {among} so far; the period ends on {day_words(scope.last)}"
    return {"verdict": RuleVerdict.UNKNOWN.value, "reason": so_far}


def not_judged(rule: Item, required: Required, reason: str) -> Item:
    """Say why there was no day on which a rule could be judged."""
    return {
        "counted": _counted_by(rule).value,
        "numerator": 0,
        "denominator": None if required.denominator is None else 0,
        "verdict": RuleVerdict.UNKNOWN.value,
        "reason": reason,
        "evidence": [],
        "unknown": [],
        "hidden": 0,
        "parts": [],
    }


def _counted_by(rule: Item) -> Judged:
    if rule["kind"] == RuleKind.SECTOR_SHARE:
        return Judged.SUB_GROUPS if rule["sub_group_id"] is None else Judged.MEMBERS
    if rule["parameters"].get("what") == CountedThing.REVIEWS_HELD:
        return Judged.REVIEWS
    return _WAYS[rule["kind"]].counted


def _judge_members(session: Session, rule: Item, required: Required, scope: Scope, view: View) -> Item:
    """Judge by the members of the rule's own sub-group or, where it is of several, of each of them."""
    parameters, nobody = rule["parameters"], "no members at the end of the period"
    if rule["sub_group_id"] is not None:
        members = members_by_body(session, parameters, [rule["sub_group_id"]], scope.end, view)
        records = members.get(rule["sub_group_id"], [])
        return {**_judgement(records, required, Judged.MEMBERS, nobody, view), "parts": []}
    bodies = bodies_to_judge(session, parameters, scope)
    members = members_by_body(session, parameters, [body.id for body in bodies], scope.end, view)
    parts = [
        {
            "sub_group": _named(body),
            **_judgement(members.get(body.id, []), required, Judged.MEMBERS, nobody, view),
        }
        for body in bodies
    ]
    return {**_judgement_of(parts), "parts": parts}


def _judgement_of(parts: Sequence[Item]) -> Item:
    """Judge a rule that each of several sub-groups must keep."""
    verdict = judge_parts([RuleVerdict(part["verdict"]) for part in parts])
    unsure = [part["sub_group"]["name"] for part in parts if part["verdict"] == RuleVerdict.UNKNOWN]
    reason = f"not known of: {', '.join(unsure)}" if parts else "no sub-groups of these kinds"
    return {
        "counted": Judged.SUB_GROUPS.value,
        "numerator": sum(part["verdict"] == RuleVerdict.KEPT for part in parts),
        "denominator": len(parts),
        "verdict": verdict.value,
        "reason": reason if verdict == RuleVerdict.UNKNOWN else None,
        "evidence": [_body_shown(part) for part in parts if part["verdict"] != RuleVerdict.UNKNOWN],
        "unknown": [record for part in parts for record in part["unknown"]],
        "hidden": sum(part["hidden"] for part in parts),
    }


def _named(body: Row[Any]) -> Item:
    url = address(SubGroup.__table__, body)
    return {"id": body.id, "reference": body.reference, "url": url, "name": body.name}


def _body_shown(part: Item) -> Item:
    body, counts = part["sub_group"], part["verdict"] == RuleVerdict.KEPT
    return {
        "kind": "sub_group",
        "title": body["name"],
        "dated_on": None,
        "url": body["url"],
        "counts": counts,
    }


def _judgement(
    records: Sequence[Record], required: Required, counted: Judged, nothing: str, view: View
) -> Item:
    """Judge by records. What the caller may not see counts all the same, and is not listed."""
    outcomes = [record.outcomes for record in records]
    verdict, known = judge(outcomes, required), tally(outcomes)
    several = f"{known.unknown} records" if known.unknown > 1 else "one record"
    told = f"what is not known of {several} would decide it" if known.unknown else nothing
    listed = [record for record in records if record.is_public or view.caller.sees_partners]
    return {
        "counted": counted.value,
        "numerator": known.counting,
        "denominator": None if required.denominator is None else known.among,
        "verdict": verdict.value,
        "reason": told if verdict == RuleVerdict.UNKNOWN else None,
        "evidence": [_evidence(record) for record in listed if len(record.outcomes) == 1],
        "unknown": [_unknown(record) for record in listed if len(record.outcomes) > 1],
        "hidden": len(records) - len(listed),
    }


def _shown(record: Record) -> Item:
    return {"kind": record.kind, "title": record.title, "dated_on": record.dated_on, "url": record.url}


def _evidence(record: Record) -> Item:
    return {**_shown(record), "counts": record.outcomes == COUNTS}


def _unknown(record: Record) -> Item:
    return {**_shown(record), "missing": [missing.value for missing in record.missing]}
