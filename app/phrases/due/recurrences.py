"""How often something repeats, as people say it: "annually", "once a year", "every two months"."""

from dataclasses import dataclass

from app.phrases.due.figures import MONTHS
from app.phrases.due.tokens import Cursor, Token

_ADVERBS = {
    "annually": ("YEARLY", 1),
    "yearly": ("YEARLY", 1),
    "biennially": ("YEARLY", 2),
    "biannual": ("MONTHLY", 6),
    "biannually": ("MONTHLY", 6),
    "half-yearly": ("MONTHLY", 6),
    "quarterly": ("MONTHLY", 3),
    "monthly": ("MONTHLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "weekly": ("WEEKLY", 1),
    "daily": ("DAILY", 1),
}
_TAKE_NUMBER = frozenset({"yearly", "monthly", "weekly"})
_UNITS = {"year": "YEARLY", "annum": "YEARLY", "month": "MONTHLY", "week": "WEEKLY", "day": "DAILY"}
_TIMES = {"once": 1, "twice": 2}
_MONTHS_IN = {"YEARLY": 12, "MONTHLY": 1}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
NUMBERS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
"""Numbers that people write in words."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often something repeats, and where in the phrase the words begin and end that say so."""

    frequency: str
    interval: int
    start: int
    end: int

    def rrule(self, month: int | None = None) -> str:
        """Write the rule as RFC 5545 does, section 3.3.10; the month is that in which each one begins."""
        interval = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        by_month = f";BYMONTH={month}" if month and self.frequency == "YEARLY" else ""
        return f"FREQ={self.frequency}{interval}{by_month}"


def find_recurrence(tokens: list[Token]) -> Recurrence | None:
    """Find the first words that say how often something repeats."""
    cursor = Cursor(tokens)
    for place, token in enumerate(tokens):
        if token.number is None and token.text not in BEGINNINGS:
            continue
        for rule in RULES:
            cursor.at = place
            often = rule(cursor)
            if often is not None:
                return Recurrence(*often, token.start, cursor.peek(-1).end)
    return None


def with_adverb(cursor: Cursor) -> tuple[str, int] | None:
    """Read an adverb: "quarterly", "six-monthly", "3 - monthly"."""
    number = _take_number(cursor)
    cursor.take("-")
    adverb = cursor.peek().text
    # "Bimonthly" is said of twice a month and of every two months; nobody can tell.
    often = _ADVERBS.get(adverb)
    if often is None or (number is not None and adverb not in _TAKE_NUMBER):
        return None
    cursor.at += 1
    return often[0], often[1] * (number or 1)


def with_every(cursor: Cursor) -> tuple[str, int] | None:
    """Read "every" or "each": "every year", "every two years", "each quarter", "each January"."""
    if not cursor.take("every", "each"):
        return None
    if cursor.peek().text in MONTHS:
        return "YEARLY", 1
    number = 2 if cursor.take("other") else _take_number(cursor) or 1
    return _take_unit(cursor, number)


def with_times(cursor: Cursor) -> tuple[str, int] | None:
    """Read how many times a year or month: "once a year", "twice per year", "four times a year"."""
    times = _TIMES.get(cursor.peek().text)
    if times is not None:
        cursor.at += 1
    else:
        times = _take_number(cursor)
        if not cursor.take("times"):
            return None
    unit = _take_unit(cursor, 1) if cursor.take("a", "per", "each", "every") else None
    if unit is None or not times or times == 1:
        return unit
    months = _MONTHS_IN.get(unit[0], 0) * unit[1]
    # Five times a year is no rule that a calendar could show.
    return ("MONTHLY", months // times) if months and months % times == 0 else None


def with_annual(cursor: Cursor) -> tuple[str, int] | None:
    """Read "annual" where it says how often, not what sort of report: "on annual basis", "annual review"."""
    is_often = cursor.take("annual") and cursor.take("basis", "review", "reviews", "refresh")
    return ("YEARLY", 1) if is_often else None


RULES = (with_adverb, with_every, with_times, with_annual)
"""The ways to say how often; the first that reads something wins."""

BEGINNINGS = frozenset({"every", "each", "annual", *_ADVERBS, *_TIMES, *NUMBERS})
"""What these ways may begin with, other than a number."""


def _take_number(cursor: Cursor) -> int | None:
    token = cursor.peek()
    number = NUMBERS.get(token.text, token.number)
    if number is None or number < 1:
        return None
    cursor.at += 1
    return number


def _take_unit(cursor: Cursor, number: int) -> tuple[str, int] | None:
    unit = cursor.peek().text.removesuffix("s")
    if unit == "quarter":
        cursor.at += 1
        return "MONTHLY", 3 * number
    if unit not in _UNITS:
        return None
    cursor.at += 1
    return _UNITS[unit], number
