"""The words and laws of the protocol: kinds of rules, what each takes, and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.errors import Fault, Invalid
from app.kernel.clock import is_to_come
from app.kernel.vocabulary import Vocabulary
from app.partners.rules import Sector
from app.protocol.rules.judging import Required


class RuleKind(Vocabulary):
    """What a rule of the protocol is about."""

    VENUE_SHARE = "venue_share", "Meetings away from the town hall", "Cyfarfodydd i ffwrdd o neuadd y dref"
    SECTOR_SHARE = "sector_share", "Members from a sector", "Aelodau o sector"
    NOTICE_DAYS = "notice_days", "Notice of agendas", "Rhybudd o agendâu"
    MINIMUM_COUNT = "minimum_count", "At least so many", "O leiaf hyn a hyn"
    REVIEW_INTERVAL = "review_interval", "Reviews at intervals", "Adolygiadau rheolaidd"
    STANDING_ITEM = "standing_item", "Item on every agenda", "Eitem ar bob agenda"


class AgendaStage(Vocabulary):
    """Which agenda of a meeting."""

    DRAFT = "draft", "Draft agenda", "Agenda ddrafft"
    FINAL = "final", "Final agenda", "Agenda derfynol"


class CountedThing(Vocabulary):
    """What there must be at least so many of."""

    MEETINGS_AHEAD = "meetings_ahead", "Meetings ahead", "Cyfarfodydd i ddod"
    MEETINGS_HELD = "meetings_held", "Meetings held", "Cyfarfodydd a gynhaliwyd"
    REVIEWS_HELD = "reviews_held", "Reviews held", "Adolygiadau a gynhaliwyd"


class Judged(Vocabulary):
    """What the numbers of an evaluation count."""

    MEETINGS = "meetings", "Meetings", "Cyfarfodydd"
    MEMBERS = "members", "Members", "Aelodau"
    SUB_GROUPS = "sub_groups", "Sub-groups", "Is-grwpiau"
    REVIEWS = "reviews", "Reviews", "Adolygiadau"
    REVIEWED = "reviewed", "Plans and clusters", "Cynlluniau a chlystyrau"


class Missing(Vocabulary):
    """What is not known of a record, named as the field that would tell it, where there is one."""

    STATUS = "status", "Whether it was held", "A gafodd ei gynnal"
    VENUE = "venue_id", "Where it was", "Ble roedd"
    IS_TOWN_HALL = "is_town_hall", "Whether its venue is the town hall", "Ai neuadd y dref yw ei leoliad"
    DRAFT_SENT = "draft_agenda_sent_on", "When its draft agenda was sent", "Pryd anfonwyd ei agenda ddrafft"
    FINAL_SENT = "final_agenda_sent_on", "When its final agenda was sent", "Pryd anfonwyd ei agenda derfynol"
    AGENDA = "agenda_items", "What was on its agenda", "Beth oedd ar ei agenda"
    ORGANISATION = "organisation_id", "Whom the member speaks for", "Dros bwy mae'r aelod yn siarad"
    SECTOR = (
        "sector",
        "The sector of whom the member speaks for",
        "Sector y corff y mae'r aelod yn siarad drosto",
    )
    STARTED_ON = "started_on", "Since when they were a member", "Ers pryd roedden nhw'n aelod"
    STARTS_ON = "starts_on", "When it began", "Pryd dechreuodd"
    SCHEDULED_ON = "scheduled_on", "When it was put into the programme", "Pryd cafodd ei roi yn y rhaglen"


class DoesNotFitTheKind(Invalid):
    """A rule lacks what its kind needs, or has what its kind does not take."""

    code, title = "does_not_fit_the_kind", "The kind of the rule needs something else"


class AgreedOnAnotherDay(Invalid):
    """A rule would have been agreed on another day than its meeting's, or on one that is still to come."""

    code, title = "agreed_on_another_day", "A rule is agreed on the day of the meeting that agrees it"

    def __init__(self, told: str) -> None:
        super().__init__(errors=[Fault(told, pointer="/agreed_on")])


@dataclass(frozen=True, slots=True)
class Takes:
    """The parameters that a kind of rule needs, and those that it may have."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


TAKES: Mapping[str, Takes] = {
    RuleKind.VENUE_SHARE: Takes(("minimum_percent",)),
    RuleKind.SECTOR_SHARE: Takes(("minimum", "sectors"), ("sub_group_kinds", "roles")),
    RuleKind.NOTICE_DAYS: Takes(("agenda", "days")),
    RuleKind.MINIMUM_COUNT: Takes(("what", "count"), ("months",)),
    RuleKind.REVIEW_INTERVAL: Takes(("months",)),
    RuleKind.STANDING_ITEM: Takes(("title",)),
}

MOST_RULES = 250
"""How many rules are judged in one answer, which has no pages: a partnership has some dozens."""

MONTHS_AHEAD = 12
"""How far meetings ahead may be, where a rule does not say."""


def _takes(kind: str, what: str | None) -> Takes:
    """Tell what a kind takes; how far ahead is looked is asked only of what is ahead."""
    counts_another = kind == RuleKind.MINIMUM_COUNT and what not in (None, CountedThing.MEETINGS_AHEAD)
    return Takes(TAKES[kind].needed) if counts_another else TAKES[kind]


def fitting_parameters(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parameters that are set. Raises DoesNotFitTheKind where the kind needs others."""
    present = {name: value for name, value in given.items() if value is not None}
    takes = _takes(kind, present.get("what"))
    allowed = (*takes.needed, *takes.optional)
    lacking = [
        Fault(f"is needed by {kind}", pointer=f"/parameters/{n}") for n in takes.needed if n not in present
    ]
    told = f"is not taken by {kind}; allowed: {', '.join(allowed)}"
    superfluous = [Fault(told, pointer=f"/parameters/{name}") for name in present if name not in allowed]
    if lacking or superfluous:
        raise DoesNotFitTheKind(errors=[*lacking, *superfluous])
    return present


def refuse_unasked_plan(kind: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a plan for a rule that is about no plan."""
    if kind != RuleKind.REVIEW_INTERVAL and parameters.get("what") != CountedThing.REVIEWS_HELD:
        told = "only rules about reviews are about a plan: review_interval, and minimum_count of reviews_held"
        raise DoesNotFitTheKind(errors=[Fault(told, pointer="/plan_id")])


def months_ahead(parameters: Mapping[str, Any]) -> int:
    """Tell how far ahead a rule looks for meetings."""
    months: int = parameters.get("months", MONTHS_AHEAD)
    return months


def check_day_agreed(agreed_on: date | None, met_on: date | None, today: date) -> None:
    """Refuse a day, on which a rule was agreed, that is still to come or not that of the meeting that agreed it."""
    if agreed_on is None:
        return
    if met_on not in (None, agreed_on):
        raise AgreedOnAnotherDay(f"the meeting is on {met_on}; leave the day out, or have that one")
    if is_to_come(agreed_on, today):
        raise AgreedOnAnotherDay("is still to come")


def required_of(kind: str, parameters: Mapping[str, Any]) -> Required:
    """Tell what a rule asks for, in numbers and in words."""
    return _REQUIRED[RuleKind(kind)](parameters)


def _away(parameters: Mapping[str, Any]) -> Required:
    percent = parameters["minimum_percent"]
    return Required(f"at least {percent}% of the meetings away from the town hall", percent, 100)


def _members(parameters: Mapping[str, Any]) -> Required:
    part, whole = parameters["minimum"]["numerator"], parameters["minimum"]["denominator"]
    sectors = ", ".join(Sector(sector).en for sector in parameters["sectors"])
    return Required(f"at least {part}/{whole} of the members of each sub-group from: {sectors}", part, whole)


def _notice(parameters: Mapping[str, Any]) -> Required:
    agenda, days = AgendaStage(parameters["agenda"]).en.lower(), parameters["days"]
    return Required(f"the {agenda} of each meeting sent at least {days} days before it", 1, 1)


def _count(parameters: Mapping[str, Any]) -> Required:
    what, count = CountedThing(parameters["what"]), parameters["count"]
    within = f" within {months_ahead(parameters)} months" if what == CountedThing.MEETINGS_AHEAD else ""
    return Required(f"at least {count} {what.en.lower()}{within}", count)


def _interval(parameters: Mapping[str, Any]) -> Required:
    return Required(f"a review at least every {parameters['months']} months", 1, 1)


def _item(parameters: Mapping[str, Any]) -> Required:
    return Required(f"“{parameters['title']}” on the agenda of each meeting", 1, 1)


_REQUIRED = {
    RuleKind.VENUE_SHARE: _away,
    RuleKind.SECTOR_SHARE: _members,
    RuleKind.NOTICE_DAYS: _notice,
    RuleKind.MINIMUM_COUNT: _count,
    RuleKind.REVIEW_INTERVAL: _interval,
    RuleKind.STANDING_ITEM: _item,
}


def fiscal_year(day: date) -> tuple[date, date]:
    """Give the first and the last day of the fiscal year, April to March, that the day is in."""
    first = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return first, date(first.year + 1, 4, 1) - timedelta(days=1)
