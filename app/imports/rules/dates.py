"""Dates in titles and headings: the period that a plan is for, and the date that it bears."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = "[0-9]{1,2}"
_MONTHS = tuple(name.lower() for name in calendar.month_abbr)
_LONGEST_SPAN = 20

# What may close a title or a heading after its date.
CLOSING = " .,;:()[]"

_YEARS = re.compile(
    rf"(?<![0-9/.-])({_YEAR}) ?(?:/|-|–|—|\bto\b|\buntil\b) ?({_YEAR}|[0-9]{{2}})(?![0-9]|[-/.][0-9])",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b(?:(?P<day>{_DAY})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})(?: (?P<year>{_YEAR}))?"
    rf" ?(?:-|–|—|\bto\b|\buntil\b) ?"
    rf"(?:(?P<last_day>{_DAY})(?:st|nd|rd|th)? )?(?P<last_month>{_MONTH}) (?P<last_year>{_YEAR})\b",
    re.IGNORECASE,
)
_BEFORE = r"(?:^|(?<=[ (\[,:;]))"
_ENDINGS = tuple(
    re.compile(_BEFORE + pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>{_DAY})(?:st|nd|rd|th)? (?P<month>{_MONTH}),? (?P<year>{_YEAR})\Z",
        rf"(?P<month>{_MONTH}),? (?P<year>{_YEAR})\Z",
        rf"(?P<day>{_DAY})(?P<slash>[/.])(?P<month>{_DAY})(?P=slash)(?P<year>{_YEAR})\Z",
        rf"(?P<year>{_YEAR})-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?\Z",
        rf"(?P<year>{_YEAR})\Z",
    )
)
_LONGEST_ENDING = 40


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day of a period, and the words that told it."""

    starts_on: date
    ends_on: date
    words: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The date that some words end in, as EDTF, and the words before it."""

    edtf: str
    before: str


def period_of(title: str) -> Period | None:
    """Find the period that a single-spaced title names: "2004/05", "2003-06", "April 2004 to March 2005".

    Years are fiscal, from 1 April to 31 March: "2003-06" ends in March 2006.
    """
    for pattern, read in ((_FROM_TO, _from_to), (_YEARS, _fiscal_years)):
        for found in pattern.finditer(title):
            if period := read(found):
                return period
    return None


def _fiscal_years(found: re.Match[str]) -> Period | None:
    first = int(found[1])
    last = int(found[2])
    if last < 100:
        last += first - first % 100
        last += 100 if last <= first else 0
    if not first < last <= first + _LONGEST_SPAN:
        return None
    return Period(date(first, 4, 1), date(last, 3, 31), found[0])


def _from_to(found: re.Match[str]) -> Period | None:
    month, last_month = _month(found["month"]), _month(found["last_month"])
    last_year = int(found["last_year"])
    year = int(found["year"] or (last_year if month <= last_month else last_year - 1))
    last_day = int(found["last_day"] or calendar.monthrange(last_year, last_month)[1])
    try:
        starts_on = date(year, month, int(found["day"] or 1))
        ends_on = date(last_year, last_month, last_day)
    except ValueError:
        return None
    return Period(starts_on, ends_on, found[0]) if starts_on <= ends_on else None


def ending_of(words: str) -> Ending | None:
    """Read the date that single-spaced words end in: a day, a month or a year, brackets aside.

    Of a pair ("July/August 2004") only the year is sure. A day that no calendar has is no date.
    """
    bare = words.rstrip(CLOSING)
    tail = bare[-_LONGEST_ENDING:]
    for pattern in _ENDINGS:
        if found := pattern.search(tail):
            edtf = _edtf(found.groupdict())
            return Ending(edtf, bare[: len(bare) - len(found[0])]) if edtf else None
    return None


def _edtf(parts: dict[str, str | None]) -> str | None:
    year, month, day = int(parts["year"] or 0), parts.get("month"), parts.get("day")
    if month is None:
        return f"{year:04d}"
    number = int(month) if month.isdigit() else _month(month)
    try:
        found = date(year, number, int(day or 1))
    except ValueError:
        return None
    return found.isoformat() if day else f"{found:%Y-%m}"


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower())
