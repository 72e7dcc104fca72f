"""How often something repeats, as people say it: "annually", "once a year", "first Monday of every month"."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from app.phrases.due.figures import MONTHS
from app.phrases.due.numbers import NUMBERS, ORDINALS, take_ordinal
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.words import MEETINGS, words

_YEARLY, _MONTHLY, _WEEKLY = "YEARLY", "MONTHLY", "WEEKLY"
_WEEKDAYS = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_SEASONS = words("spring summer autumn winter")
_JOINS_MONTHS = frozenset({"/", "-", "and", "&", "or", "to"})
_STANDS_ALONE = frozenset({"", "\n", ".", ",", ";", "(", ")", "-", "/"})


class Frequency(NamedTuple):
    """How often: every so many years, months, weeks or days, on which days; no unit where no rule can say it."""

    unit: str | None
    interval: int = 1
    days: str = ""


# Terms have no fixed length, and "bi-monthly" is said of twice a month and of every two months.
_NO_RULE = Frequency(None)
_ADVERBS = {
    "annually": Frequency(_YEARLY),
    "yearly": Frequency(_YEARLY),
    "biennial": Frequency(_YEARLY, 2),
    "biennially": Frequency(_YEARLY, 2),
    "biannual": Frequency(_MONTHLY, 6),
    "biannually": Frequency(_MONTHLY, 6),
    "half-yearly": Frequency(_MONTHLY, 6),
    "quarterly": Frequency(_MONTHLY, 3),
    "monthly": Frequency(_MONTHLY),
    "bimonthly": _NO_RULE,
    "biweekly": _NO_RULE,
    "termly": _NO_RULE,
    "half-termly": _NO_RULE,
    "fortnightly": Frequency(_WEEKLY, 2),
    "weekly": Frequency(_WEEKLY),
    "daily": Frequency("DAILY"),
}
_TAKE_NUMBER = words("yearly monthly weekly")
_UNITS = {
    "year": Frequency(_YEARLY),
    "annum": Frequency(_YEARLY),
    "quarter": Frequency(_MONTHLY, 3),
    "month": Frequency(_MONTHLY),
    "fortnight": Frequency(_WEEKLY, 2),
    "week": Frequency(_WEEKLY),
    "day": Frequency("DAILY"),
    "term": _NO_RULE,
    "half-term": _NO_RULE,
    "meeting": _NO_RULE,
}
# Nothing comes so often, or so seldom: a number like this is a year or counts something else.
_MOST = 100
_TIMES = {"once": 1, "twice": 2}
_MONTHS_IN = {_YEARLY: 12, _MONTHLY: 1}


class Recurrence(NamedTuple):
    """How often something repeats, and where in the phrase the words begin and end that say so."""

    often: Frequency
    start: int
    end: int

    @property
    def is_yearly(self) -> bool:
        """Tell whether it is counted in years."""
        return self.often.unit == _YEARLY

    def rrule(self, month: int | None = None) -> str | None:
        """Write the rule as RFC 5545 does, section 3.3.10; the month is that in which each one begins."""
        unit, interval, days = self.often
        if unit is None:
            return None
        every = f";INTERVAL={interval}" if interval > 1 else ""
        by_month = f";BYMONTH={month}" if month and self.is_yearly else ""
        return f"FREQ={unit}{every}{by_month}" + (f";BYDAY={days}" if days else "")

    def rrule_in(self, months: list[int]) -> str | None:
        """Write the rule of what is said to fall into these months; uneven ones are named, each year."""
        unit, interval, _ = self.often
        gaps = {(later - earlier) % 12 for earlier, later in pairwise(months)}
        if unit == _MONTHLY and gaps - {interval}:
            return f"FREQ={_YEARLY};BYMONTH={','.join(map(str, sorted(set(months))))}"
        return self.rrule()


def find_recurrence(tokens: list[Token]) -> Recurrence | None:
    """Find the first words that say how often something repeats."""
    cursor = Cursor(tokens)
    for place, token in enumerate(tokens):
        if (token.number or _MOST) >= _MOST and token.text not in BEGINNINGS:
            continue
        for rule in RULES:
            cursor.at = place
            often = rule(cursor)
            if often is not None:
                return Recurrence(often, token.start, cursor.peek(-1).end)
    return None


def with_adverb(cursor: Cursor) -> Frequency | None:
    """Read an adverb: "quarterly", "six-monthly", "3 - monthly"."""
    is_range = cursor.peek(-1).text in ("-", "to") and cursor.peek(-2).number is not None
    number = _take_number(cursor)
    cursor.take("-")
    adverb = cursor.peek().text
    often = _ADVERBS.get(adverb)
    if often is None or (number is not None and adverb not in _TAKE_NUMBER):
        return None
    cursor.at += 1
    # "6-8 weekly" leaves open how often.
    return _NO_RULE if is_range else often._replace(interval=often.interval * (number or 1))


def with_every(cursor: Cursor) -> Frequency | None:
    """Read "every" or "each": "every year", "alternate months", "each quarter", "each January", "every Monday"."""
    is_alternate = cursor.take("alternate")
    if not is_alternate and not cursor.take("every", "each"):
        return None
    if cursor.peek().number is not None and cursor.peek(1).text in MONTHS:
        return Frequency(_YEARLY)
    if cursor.peek().text in MONTHS or cursor.peek().text in _SEASONS:
        cursor.at += cursor.peek().text in _SEASONS and cursor.peek(1).text in ("term", "terms")
        return Frequency(_YEARLY)
    number = 2 if is_alternate or cursor.take("other", "second") else _take_number(cursor) or 1
    if cursor.take("or"):
        # "Every 5 or so years" is every five.
        cursor.take("so")
    weekday = _take_weekday(cursor)
    return Frequency(_WEEKLY, number, weekday) if weekday else _take_unit(cursor, number)


def with_weekday(cursor: Cursor) -> Frequency | None:
    """Read a weekday of each month: "first Monday of every month", "last Friday of each month"."""
    place, weekday = take_ordinal(cursor), _take_weekday(cursor)
    if place is None or not weekday or not (cursor.take("of", "in") and cursor.take("every", "each", "the")):
        return None
    return Frequency(_MONTHLY, days=f"{place}{weekday}") if cursor.take("month") else None


def with_times(cursor: Cursor) -> Frequency | None:
    """Read how many times a year or month: "once a year", "twice per year", "four times a year"."""
    times = _TIMES.get(cursor.peek().text)
    if times is not None:
        cursor.at += 1
    else:
        times = _take_number(cursor)
        if not cursor.take("times", "x"):
            return None
    unit = _take_period(cursor)
    if unit is None or not times or times == 1:
        return unit
    months = _MONTHS_IN.get(unit.unit or "", 0) * unit.interval
    # Five times a year is no rule that a calendar could show.
    return Frequency(_MONTHLY, months // times) if months and months % times == 0 else _NO_RULE


def _take_period(cursor: Cursor) -> Frequency | None:
    if cursor.take("a", "per", "each", "every", "in"):
        cursor.take("a", "each")
        return _take_unit(cursor, 1)
    # "Twice yearly".
    return with_adverb(cursor)


def with_annual(cursor: Cursor) -> Frequency | None:
    """Read "annual" where it says how often, not what sort of report: "annual review", "Annual audit (March)"."""
    if not cursor.take("annual"):
        return None
    is_alone = cursor.peek(-2).text in _STANDS_ALONE and cursor.peek().text in _STANDS_ALONE
    is_often = is_alone or cursor.take("basis", "review", "reviews", "refresh", "cycle")
    return Frequency(_YEARLY) if is_often or _is_of_any_year(cursor) else None


def _is_of_any_year(cursor: Cursor) -> bool:
    """Tell whether what is annual has a month and no year: "Annual audit (Feb/March)", not "Annual report 2004"."""
    if cursor.peek(-2).is_word or cursor.peek().text in MEETINGS or not cursor.peek().is_word:
        return False
    if cursor.peek().text not in ("by", "in"):
        cursor = cursor.copy(1)
    ahead = cursor.copy()
    if not (ahead.take("(", "-", ":", ",", "by", "in", "each", "every") and ahead.peek().text in MONTHS):
        return False
    while ahead.peek().text in MONTHS or ahead.peek().text in _JOINS_MONTHS:
        ahead.at += 1
    return ahead.peek().number is None and ahead.peek().text != "'"


Rule = Callable[[Cursor], Frequency | None]

RULES: tuple[Rule, ...] = (with_adverb, with_every, with_weekday, with_times, with_annual)
"""The ways to say how often; the first that reads something wins."""

BEGINNINGS = frozenset({"every", "each", "alternate", "annual", *_ADVERBS, *_TIMES, *NUMBERS, *ORDINALS})
"""What these ways may begin with, other than a number."""


def _take_number(cursor: Cursor) -> int | None:
    token = cursor.peek()
    number = NUMBERS.get(token.text, token.number)
    if number is None or number < 1:
        return None
    cursor.at += 1
    return number


def _take_weekday(cursor: Cursor) -> str:
    weekday = _WEEKDAYS.get(cursor.peek().text.removesuffix("s"), "")
    cursor.at += 1 if weekday else 0
    return weekday


def _take_unit(cursor: Cursor, number: int) -> Frequency | None:
    cursor.take("financial", "academic", "school", "calendar")
    unit = _UNITS.get(cursor.peek().text.removesuffix("s"))
    if unit is None:
        return None
    cursor.at += 1
    return unit._replace(interval=unit.interval * number)
