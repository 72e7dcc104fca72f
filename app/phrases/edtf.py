"""The small EDTF profile in which dates are written: days, months, years, and intervals of them.

Source: ISO 8601-2:2019, level 0, and the open intervals of level 1 (`2004-09/..`, `../2005-07`).
"""

import re
from calendar import monthrange
from datetime import date

_OPEN = ".."
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class NotEdtf(ValueError):
    """The words are not a date of the profile, such as "2004-07", nor an interval of two."""


def span_of(edtf: str) -> tuple[date | None, date | None]:
    """Tell the first and last day that the date covers, inclusive; an open end is None.

    An interval open at both ends, or that ends before it begins, raises NotEdtf like any other words.
    """
    opening, slash, closing = edtf.partition("/")
    if not slash:
        return _days_of(edtf)
    earliest = None if opening == _OPEN else _days_of(opening)[0]
    latest = None if closing == _OPEN else _days_of(closing)[1]
    if (earliest is None and latest is None) or (earliest and latest and latest < earliest):
        raise NotEdtf(f"{edtf[:40]!r} is no interval: it needs a first and a last day, in that order.")
    return earliest, latest


def _days_of(edtf: str) -> tuple[date, date]:
    matched = _DATE.fullmatch(edtf)
    if matched is None:
        raise NotEdtf(f"{edtf[:40]!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD.")
    year, month, day = (int(part) if part else None for part in matched.groups())
    try:
        return first_and_last_day(year or 0, month, day)
    except ValueError as error:
        raise NotEdtf(f"{edtf[:40]!r} is no date: {error}.") from error


def first_and_last_day(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """Tell the first and last day of a year, a month or a day; ValueError where there is none such."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


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
