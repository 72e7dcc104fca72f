"""How a day, a month or a year is written: one rule for each way.

To teach the reader a new way to write a date, write one more rule here, or beside its kin in `stretches`,
`planned`, `spoken` or `feasts`, and put it into `WAYS` with what it begins with (see `ways`).
"""

from collections.abc import Iterable
from dataclasses import replace

from app.phrases.due import feasts, planned, spoken, stretches
from app.phrases.due.appointed import known_event
from app.phrases.due.figures import (
    COUNTED,
    MONTHS,
    YEARS,
    continues_as_figures,
    counts_something,
    follows_figures,
    take_day,
    take_fiscal_year,
    take_year,
    year_of,
)
from app.phrases.due.foreign import is_of_foreign_year
from app.phrases.due.moments import FISCAL_YEAR, Moment, Part
from app.phrases.due.months import BEFORE_TIME, JOINS_MONTHS, take_month
from app.phrases.due.numbers import ORDINALS, take_ordinal
from app.phrases.due.parts import PARTS, take_part
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.ways import NUMBER, Rule, Way
from app.phrases.due.words import words

WEEKDAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)

_WEEK = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}

# A lone number is a year only where the word before it asks for a time.
_BEFORE_LAST_YEAR = words("review reviewed refresh due deadline")
_BEFORE_DAY = words("between and from to until on by the")
_REPLACES = words("was now originally previously formerly")
_GOES_ON = words("ongoing continue continues continuing up")
_OPENS = ("", "\n", ":", "(")
_LONGEST_DAY = 2


def week_of_day(cursor: Cursor) -> Moment | None:
    """Read the week of a day: "w/c 5 July 2004", "week commencing 5/7/04", "week ending 9 July 2004"."""
    part = _take_week(cursor)
    cursor.take(":", "-")
    cursor.take("the")
    day = _first_of((weekday_and_day, numeric_day, day_and_month), cursor) if part else None
    return replace(day, part=part) if day else None


def _take_week(cursor: Cursor) -> Part | None:
    if cursor.take("wc", "wb"):
        return Part.WEEK_OF
    is_short = cursor.take("w")
    if not is_short and not cursor.take("wk", "week"):
        return None
    if is_short:
        cursor.take("/", ".")
    if cursor.take("c", "b", "comm", "commencing", "beginning", "starting") or (
        not is_short and cursor.take("of")
    ):
        cursor.take(".")
        return Part.WEEK_OF
    return Part.WEEK_TO if cursor.take("e", "ending") else None


def weekday_and_day(cursor: Cursor) -> Moment | None:
    """Read a day with its weekday: "Wednesday, 12 January 2005"."""
    if cursor.peek().text not in WEEKDAYS:
        return None
    cursor.at += 1
    cursor.take(",", ".")
    return day_and_month(cursor) or numeric_day(cursor)


def weekday_of_month(cursor: Cursor) -> Moment | None:
    """Read a weekday by its place in a month: "last Sunday in April", "first Monday of May 2004"."""
    which, weekday = take_ordinal(cursor), _WEEK.get(cursor.peek().text)
    if which is None or not -1 <= which <= 5 or weekday is None:
        return None
    cursor.at += 1
    month = take_month(cursor) if cursor.take("in", "of") else None
    if month is None:
        return None
    year = take_year(cursor, month) or spoken.take_spoken_year(cursor)
    return Moment(year, month, weekday=(which, weekday))


def numeric_day(cursor: Cursor) -> Moment | None:
    """Read a day in figures, the year first or in the order of the document: "10/09/03", "31.3.15", "2004-07-21"."""
    first, mark, second, again, last = (cursor.peek(ahead) for ahead in range(5))
    if mark.text not in ("/", ".", "-") or again.text != mark.text:
        return None
    # In "1/4/04-31/3/05" the dash stands between two days.
    opens_run = mark.text != "-" and cursor.peek(5).text == "-"
    closes_run = mark.text != "-" and cursor.peek(-1).text == "-"
    if not all(cursor.is_glued(ahead) for ahead in range(4)) or counts_something(cursor):
        return None
    if (continues_as_figures(cursor, 4) and not opens_run) or (follows_figures(cursor) and not closes_run):
        return None
    written_year, month, day = _in_order(first, second, last, cursor.context.date_order)
    if len(day.text) > _LONGEST_DAY or len(month.text) > _LONGEST_DAY:
        # "0001-01-10" is of a year that is none of ours.
        return None
    year = year_of(written_year)
    cursor.at += 5
    return _existing(year, month.number, day.number) if year else None


def _in_order(first: Token, second: Token, last: Token, date_order: str) -> tuple[Token, Token, Token]:
    """Give year, month and day; four digits tell which is the year, whatever the order."""
    if first.number in YEARS or (date_order == "ymd" and last.number not in YEARS):
        return first, second, last
    return (last, first, second) if date_order == "mdy" else (last, second, first)


def numeric_month(cursor: Cursor) -> Moment | None:
    """Read a month and its year in figures: "10/2022", "04-2005"."""
    month, mark, year = (cursor.peek(ahead) for ahead in range(3))
    if mark.text not in ("/", "-", ".") or year.number not in YEARS or month.number not in MONTHS.values():
        return None
    if len(month.text) > 2:
        return None
    if not (cursor.is_glued(0) and cursor.is_glued(1)) or continues_as_figures(cursor, 2):
        return None
    if counts_something(cursor) or follows_figures(cursor):
        return None
    cursor.at += 3
    return Moment(year.number, month.number)


def day_and_month(cursor: Cursor) -> Moment | None:
    """Read a day of a month: "21st January 2003", "21 st of January", "8 May", "30-Jun-04"."""
    day = take_day(cursor)
    if day is None:
        return None
    cursor.take("of")
    if cursor.is_glued(-1) and cursor.is_glued(0):
        cursor.take("-", "/", ".")
    month = take_month(cursor)
    if month is None:
        return None
    # In "5 March 10 April" the 10 is a day.
    is_next_day = len(cursor.peek().text) < 3 and cursor.peek(1).text in MONTHS
    return _existing(None if is_next_day else take_year(cursor, month), month, day)


def month_and_day(cursor: Cursor) -> Moment | None:
    """Read a month and then its day: "January 21st 2003", "January 21 2003"."""
    month, day = take_month(cursor), cursor.peek()
    if month is None or day.number is None:
        return None
    cursor.at += 1
    is_dated = cursor.peek().number in YEARS or (cursor.peek().text == "," and cursor.peek(1).number in YEARS)
    # In "between Mar 1 and June 1" one figure is a day: no year is written by one.
    is_bare = len(day.text) == 1 and (not cursor.peek().is_word or cursor.peek().text in ("and", "to"))
    if not (day.is_ordinal or is_dated or (is_bare and cursor.peek(-3).text in _BEFORE_DAY)):
        return None
    return _existing(take_year(cursor, month), month, day.number)


def month_of_year(cursor: Cursor) -> Moment | None:
    """Read a month, or a part of one: "Sept. 2004", "End March 2005", "Apr-07", "July '04", "late May"."""
    if _follows_day(cursor):
        return None
    part = take_part(cursor)
    month = take_month(cursor)
    if month is None:
        return None
    year = take_year(cursor, month)
    may_be_day = _may_be_day(cursor.peek(-2), cursor.peek(-1))
    return Moment(year or spoken.take_spoken_year(cursor), month, part=part, may_be_day=may_be_day)


def month_of_spoken_year(cursor: Cursor) -> Moment | None:
    """Read a month behind the year that is told by where it stands: "next year July"."""
    year = spoken.take_spoken_year(cursor)
    cursor.take(",", "in")
    month = take_month(cursor) if year is not None else None
    return None if month is None or is_of_foreign_year(Moment(), cursor) else Moment(year, month)


def fiscal_year(cursor: Cursor) -> Moment | None:
    """Read a year from April to March: "2004/05", "17/18", "FY24/25", "end of the financial year 2004/05"."""
    part = take_part(cursor)
    if cursor.take("financial", "fiscal"):
        cursor.take("year")
    cursor.take("fy")
    year = take_fiscal_year(cursor)
    if cursor.take("financial", "fiscal"):
        cursor.take("year")
    return None if year is None else Moment(year, part=part, stretch=FISCAL_YEAR)


def calendar_year(cursor: Cursor) -> Moment | None:
    """Read a year, where the words around it show that it is one: "by 2030", "end of 2017", "by '05"."""
    before = cursor.peek(-1)
    part = take_part(cursor)
    is_short = cursor.take("'")
    number, after = cursor.peek(), cursor.peek(1)
    is_asked_for = part is not None or before.text in BEFORE_TIME or _is_end_of_ongoing(cursor)
    is_asked_for = is_asked_for or (before.text in _BEFORE_LAST_YEAR and not after.is_word)
    is_asked_for = is_asked_for or (before.text in _REPLACES and not cursor.peek(-2).is_word)
    if not (is_asked_for or _stands_alone(cursor, before) or _opens_years(cursor)):
        return None
    if after.number is not None or after.text in COUNTED or continues_as_figures(cursor, 0):
        return None
    year = year_of(number) if is_short or number.number in YEARS else None
    cursor.at += 1
    return Moment(year, part=part) if year else None


_MONTHS = frozenset(MONTHS)
_WEEKS = words("w wc wb wk week")
_FIGURES = frozenset({NUMBER})

WAYS: tuple[Way, ...] = (
    Way(week_of_day, _WEEKS),
    Way(weekday_and_day, WEEKDAYS),
    Way(weekday_of_month, frozenset({NUMBER, *ORDINALS})),
    Way(numeric_day, _FIGURES),
    Way(numeric_month, _FIGURES),
    Way(day_and_month, _FIGURES),
    Way(month_and_day, _MONTHS),
    Way(month_of_year, _MONTHS | PARTS),
    Way(month_of_spoken_year, frozenset({"this", "next"})),
    *stretches.WAYS,
    *planned.WAYS,
    *spoken.WAYS,
    *feasts.WAYS,
    Way(fiscal_year, PARTS | {NUMBER, "financial", "fiscal", "fy"}),
    Way(calendar_year, PARTS | {NUMBER, "'"}),
)
"""All ways to write a date; the first that reads something wins."""

_RULES_BY_BEGINNING: dict[str, tuple[Rule, ...]] = {
    beginning: tuple(way.rule for way in WAYS if beginning in way.beginnings)
    for beginning in frozenset().union(*(way.beginnings for way in WAYS))
}


def may_begin(cursor: Cursor) -> bool:
    """Tell whether some date begins with the token that stands here."""
    token = cursor.peek()
    return token.number is not None or token.text in _RULES_BY_BEGINNING or token.text in cursor.events


def take_moment(cursor: Cursor) -> Moment | None:
    """Take the moment that stands here; without one the cursor stays where it is."""
    token = cursor.peek()
    moment = known_event(cursor) if token.text in cursor.events else None
    beginning = token.text if token.number is None else NUMBER
    return moment or _first_of(_RULES_BY_BEGINNING.get(beginning, ()), cursor)


def _first_of(rules: Iterable[Rule], cursor: Cursor) -> Moment | None:
    start = cursor.at
    for rule in rules:
        moment = rule(cursor)
        if moment is not None:
            return moment
        cursor.at = start
    return None


def _follows_day(cursor: Cursor) -> bool:
    # A day was there and could not be read: 31 June does not exist, and is not "June" either.
    back = 2 if cursor.peek(-1).text in ("of", "st", "nd", "rd", "th") else 1
    if back <= cursor.at and take_day(Cursor(cursor.tokens, cursor.at - back)) is not None:
        return True
    # Nor is "32 July"; but "Target 95 March 2005" counts something.
    before, number = cursor.peek(-back - 1), cursor.peek(-back)
    is_two_figures = number.number is not None and len(number.text) == 2
    return is_two_figures and (not before.is_word or before.text in _BEFORE_DAY)


def _may_be_day(before: Token, number: Token) -> bool:
    return before.text in MONTHS and len(number.text) == 2 and 0 < (number.number or 0) < 32


def _stands_alone(cursor: Cursor, before: Token) -> bool:
    after, further = cursor.peek(1), cursor.peek(2)
    # "2012 (was 2011)" is a year, "2000 (homes)" may be anything.
    is_begun = after.text == "ongoing" or (after.text in JOINS_MONTHS and further.text == "ongoing")
    is_explained = after.text == "(" and further.is_word and further.text not in COUNTED
    is_code = after.text == ")" and further.number is not None
    # "2005 - 30%" is what is to be reached in that year.
    is_target = after.text in ("-", ":") and further.number is not None and cursor.peek(3).text == "%"
    is_end = (
        is_begun
        or is_explained
        or is_target
        or (not is_code and after.text in ("", "\n", ".", ";", ")", "onwards", "onward"))
    )
    return before.text in _OPENS and is_end


def _is_end_of_ongoing(cursor: Cursor) -> bool:
    # "Ongoing to 2008", but not "from 1500 to 2000".
    leads = (cursor.peek(-2).text, cursor.peek(-1).text)
    return leads[1] == "to" and leads[0] in _GOES_ON and not cursor.peek(1).is_word


def _opens_years(cursor: Cursor) -> bool:
    """Tell whether this is the first of some years that have the cell for themselves: "2004, 2005 and 2006"."""
    is_list = cursor.peek(1).text in (",", "and", "&", "to", "-") and cursor.peek(2).number in YEARS
    return is_list and cursor.peek().number in YEARS and cursor.peek(-1).text in _OPENS


def _existing(year: int | None, month: int | None, day: int | None) -> Moment | None:
    """Make the moment if there is such a day; 29 February is one as long as the year isn't known."""
    if month is None or day is None:
        return None
    moment = Moment(year, month, day)
    return moment if moment.in_year(year or 2000).span() else None
