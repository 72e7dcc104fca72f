"""The EDTF profile in which dates are written, both ways: days, months, years, seasons, quarters and intervals.

Source: ISO 8601-2:2019. Level 0: `2004`, `2004-07`, `2004-07-21`, `2004-04/2005-03`. Level 1: open intervals
(`2004-09/..`, `../2005-07`), seasons (`2011-21` to `2011-24`) and months whose year is not known (`XXXX-11`).
Level 2: quarters of the calendar year (`2005-33` to `2005-36`). Which months a season has is the partnership's:
spring is March to May, and winter goes on into February of the next year.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_OPEN = ".."
_NO_YEAR = "XXXX"
# A leap year, so that 29 February is a day of a year that is not known.
_LEAP_YEAR = 2000
_DATE = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_QUARTERS = {33: 1, 34: 4, 35: 7, 36: 10}
_FIRST_MONTHS = _SEASONS | _QUARTERS


class NotEdtf(ValueError):
    """The words are not a date of the profile, such as "2004-07", nor an interval of two."""


def span_of(edtf: str) -> tuple[date | None, date | None]:
    """Tell the first and last day that the date covers, inclusive; an open end is None.

    Of a date whose year is not known both are None. An interval that is open at both ends, that ends before
    it begins or that has a season in it raises NotEdtf like any other words.
    """
    opening, slash, closing = edtf.partition("/")
    if not slash:
        return _days_of(edtf)
    earliest = None if opening == _OPEN else _end_of_interval(opening)[0]
    latest = None if closing == _OPEN else _end_of_interval(closing)[1]
    if (earliest is None and latest is None) or (earliest and latest and latest < earliest):
        raise NotEdtf(f"{edtf[:40]!r} is no interval: it needs a first and a last day, in that order.")
    return earliest, latest


def _end_of_interval(edtf: str) -> tuple[date, date]:
    first, last = _days_of(edtf)
    if first is None or last is None or edtf[5:7] in map(str, _FIRST_MONTHS):
        raise NotEdtf(f"{edtf[:40]!r} can begin or end no interval: write months of a year that is known.")
    return first, last


def _days_of(edtf: str) -> tuple[date, date] | tuple[None, None]:
    matched = _DATE.fullmatch(edtf)
    if matched is None:
        raise NotEdtf(f"{edtf[:40]!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD.")
    month, day = (int(part) if part else None for part in matched.groups()[1:])
    is_known = matched[1] != _NO_YEAR
    year = int(matched[1]) if is_known else _LEAP_YEAR
    try:
        first_month = None if day else _FIRST_MONTHS.get(month or 0)
        days = (
            first_and_last_day(year, month, day) if first_month is None else months_of(year, first_month, 3)
        )
    except ValueError as error:
        raise NotEdtf(f"{edtf[:40]!r} is no date: {error}.") from error
    if not is_known and (month is None or first_month):
        raise NotEdtf(f"{edtf[:40]!r} is no date: without a year it needs a month.")
    return days if is_known else (None, None)


@lru_cache(maxsize=4096)
def first_and_last_day(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """Tell the first and last day of a year, a month or a day; ValueError where there is none such."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


@lru_cache(maxsize=4096)
def months_of(year: int, first: int, months: int) -> tuple[date, date]:
    """Tell the first and last day of months in a row; month 13 is January of the next year."""
    opening, closing = first - 1, first + months - 2
    last_year, last_month = year + closing // 12, closing % 12 + 1
    last_day = monthrange(last_year, last_month)[1]
    return date(year + opening // 12, opening % 12 + 1, 1), date(last_year, last_month, last_day)


def edtf_of(earliest: date | None, latest: date | None) -> str | None:
    """Write the days as EDTF: whole months as months, whole years as years, days otherwise.

    An open interval that begins (or ends) with a month is written by that month. Without either day
    there is nothing to write, and the answer is None. The two must be in order, else ValueError.
    """
    if earliest is None and latest is None:
        return None
    if earliest is None or latest is None:
        return f"{_start(earliest)}/{_end(latest)}"
    if latest < earliest:
        raise ValueError(f"{latest} comes before {earliest}.")
    first, last = _closed(earliest, latest)
    return first if first == last else f"{first}/{last}"


def edtf_without_year(month: int, day: int | None = None) -> str:
    """Write a month, or a day of it, whose year is not known: "XXXX-11", "XXXX-11-05"."""
    return f"{_NO_YEAR}-{month:02d}" + (f"-{day:02d}" if day else "")


def edtf_of_season(year: int, code: int) -> str:
    """Write a season or a quarter of the calendar year by its code, 21 to 24 or 33 to 36: "2011-21"."""
    return f"{year:04d}-{code}"


def _closed(earliest: date, latest: date) -> tuple[str, str]:
    if not (earliest.day == 1 and _ends_month(latest)):
        return earliest.isoformat(), latest.isoformat()
    if earliest.month == 1 and latest.month == 12:
        return earliest.isoformat()[:4], latest.isoformat()[:4]
    return earliest.isoformat()[:7], latest.isoformat()[:7]


def _start(day: date | None) -> str:
    if day is None:
        return _OPEN
    return day.isoformat()[:7] if day.day == 1 else day.isoformat()


def _end(day: date | None) -> str:
    if day is None:
        return _OPEN
    return day.isoformat()[:7] if _ends_month(day) else day.isoformat()


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
