"""Lengths of time, and what they come to when they are counted from days: "6 months", "two weeks"."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from app.phrases.due.moments import Span
from app.phrases.due.numbers import NUMBERS, take_count
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.words import words

_DAYS = {"day": 1, "week": 7, "wk": 7, "fortnight": 14}
_MONTHS = {"month": 1, "mth": 1, "quarter": 3, "year": 12, "yr": 12}
_UNITS = frozenset({*_DAYS, *_MONTHS})
_COUNTS_BACK = words("before prior preceding ahead")
_COUNTS_ON = words("after following from of since post")
_MOST = 1200
_LONGEST_MONTH = 31
_OTHER_LENGTHS = words("every each for first last final")


class Length(NamedTuple):
    """So many months or days; neither, where it says nothing that can be counted, as working days do."""

    months: int = 0
    days: int = 0

    def times(self, number: int) -> "Length":
        """Make the length that is so many of this one; -1 counts back."""
        return Length(self.months * number, self.days * number)

    def after(self, base: Span) -> Span | None:
        """Tell the days that lie this length after those.

        A day gives the same day of another month, or its last where it has no such day; a month gives a whole
        month. What is counted in days needs a day to count from, and months need more than a year: else None.
        """
        is_day = base.first == base.last
        covered = (base.last - base.first).days + 1
        try:
            if self.days:
                step = timedelta(days=self.days)
                return Span(base.first + step, base.last + step) if is_day else None
            if not self.months or (covered > _LONGEST_MONTH and self.months % 12):
                return None
            first, last = _months_on(base.first, self.months), _months_on(base.last, self.months)
        except (ValueError, OverflowError):
            return None
        return Span(first, last if is_day else last.replace(day=monthrange(last.year, last.month)[1]))


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def take_unit(cursor: Cursor) -> Length | None:
    """Take a unit of time: "month", "working days", "year's"."""
    uncounted = cursor.take("working", "clear", "school")
    cursor.take("calendar")
    unit = cursor.peek().text.removesuffix("s")
    if unit not in _UNITS:
        return None
    cursor.at += 1
    if cursor.take("'"):
        cursor.take("s")
    return Length() if uncounted else Length(_MONTHS.get(unit, 0), _DAYS.get(unit, 0))


def _take_longer(cursor: Cursor) -> int | None:
    """Take how many there are, or at most: "3", "three/four", "2-3"."""
    number, further = take_count(cursor), cursor.copy()
    if number is not None and further.take("/", "-", "to", "or"):
        most = take_count(further)
        if most is not None and number < most:
            cursor.at = further.at
            return most
    return number


def take_length(cursor: Cursor) -> Length | None:
    """Take a length of time: "6 months", "a year's", "two weeks'", "14 calendar days"."""
    number = 1 if cursor.take("a", "an", "one") else _take_longer(cursor)
    unit = take_unit(cursor) if number is not None and number <= _MOST else None
    return unit.times(number or 1) if unit is not None else None


def take_direction(cursor: Cursor) -> int | None:
    """Take the words that say that a length counts from something: 1 for "after", -1 for "in advance of"."""
    if cursor.take("in"):
        return -1 if cursor.take("advance") and cursor.take("of") else None
    if cursor.take(*_COUNTS_BACK):
        cursor.take("to", "of")
        return -1
    return 1 if cursor.take(*_COUNTS_ON) else None


def find_offset(tokens: list[Token]) -> int | None:
    """Find a length that counts from something, and return the place where it begins, or None."""
    for place, token in enumerate(tokens):
        if token.number is not None or token.text in NUMBERS or token.text == "a":
            cursor = Cursor(tokens, place)
            # "Every two months from June" says how often, and "first 10 days of June" a part of it.
            is_other = cursor.peek(-1).text in _OTHER_LENGTHS
            if not is_other and take_length(cursor) is not None:
                cursor.take("time")
                if take_direction(cursor) is not None:
                    return place
    return None
