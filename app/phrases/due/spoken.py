"""Dates that only what stands around the phrase can tell: "next 6 months", "later in the year", "this month".

The rules are like those of `periods.py`, which asks them in turn. They count from the document's date, or look
at the plan's period. Where that is not known the moment *hangs*: it has no days, and none are made up.
"""

from datetime import MAXYEAR, MINYEAR, timedelta

from app.phrases.due.figures import MONTHS, take_fiscal_year
from app.phrases.due.lengths import Length, take_length, take_unit
from app.phrases.due.moments import ACADEMIC_YEAR, FISCAL_YEAR, Moment, Part, Span, Stretch, part_of
from app.phrases.due.numbers import NUMBERS, take_count
from app.phrases.due.parts import PARTS, take_part
from app.phrases.due.points import Context
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.ways import NUMBER, Way
from app.phrases.due.words import words
from app.phrases.due.years import document_span, months_of_plan
from app.phrases.edtf import first_and_last_day, months_of

_NEXT = words("next coming following forthcoming")
_THIS = words("this current")
_REST = words("rest remainder")
_CALENDAR_YEAR = Stretch(1, 12)
_KINDS_OF_YEAR = {"calendar": _CALENDAR_YEAR}
_KINDS_OF_YEAR |= dict.fromkeys(("financial", "fiscal"), FISCAL_YEAR)
_KINDS_OF_YEAR |= dict.fromkeys(("academic", "school"), ACADEMIC_YEAR)
_UNITS = {"month": 1, "quarter": 3}
_STANDS_ALONE = frozenset({"", "\n", ":", "(", ")", ".", "-"})
_COUNTS_FROM = words("of from after following before prior in ahead since preceding")
_OVER = words("in during over throughout within")
_LONGEST_YEAR = 13
_LONGEST_ALONE = 120
_HANGS = Moment(hangs=True)
_DAY = timedelta(days=1)


def _today(context: Context) -> Span | None:
    """Tell the days of the document, unless some that are counted from them may lie beyond the calendar."""
    document = document_span(context)
    return document if document and MINYEAR + 2 < document.first.year < MAXYEAR - 2 else None


def next_length(cursor: Cursor) -> Moment | None:
    """Read a length that begins now: "next 6 months", "coming two years", "the next year"."""
    # "Next month" is a month of the calendar, but "over the next month" begins today.
    begins_now = cursor.peek(-1).text == "the" and cursor.peek().text == "next"
    if not cursor.take(*_NEXT):
        return None
    length = take_length(cursor) if take_length(cursor.copy()) else None
    if length is None and begins_now and not cursor.peek().text.startswith("quarter"):
        length = take_unit(cursor)
    return _from_now_on(length, cursor.context) if length else None


def length_within(cursor: Cursor) -> Moment | None:
    """Read a length in which something is due: "within 3 months"; working days cannot be counted."""
    if cursor.peek(-1).text != "within":
        return None
    length = take_length(cursor)
    if length is None or cursor.peek().text in _COUNTS_FROM:
        return None
    # So many days are mostly granted from something that is not said: "answered within 14 days".
    is_in_days = cursor.peek(-1).text in ("day", "days")
    return _HANGS if is_in_days else _from_now_on(length, cursor.context)


def length_ahead(cursor: Cursor) -> Moment | None:
    """Read a length after which something is due: "in six months' time", "2 years from now", "12-18 months"."""
    before, is_one = cursor.peek(-1).text, cursor.peek().text == "a"
    if before in ("(", "-") and _ends_date(cursor.peek(-2)):
        # "2006-2009 (3 years)" tells how long that is.
        return None
    first = _take_shorter(cursor)
    count = cursor.copy()
    length = take_length(cursor)
    if length is None:
        return None
    ends = cursor.take("time") or (cursor.take("from") and cursor.take("now", "today"))
    # "6 months" is when it is due; "2 days" or "a month" is how long it takes or how much there is of it.
    # "Three quarters" are mostly no time at all, and "0-19 years" is an age.
    is_other = length.months > _LONGEST_ALONE or cursor.peek(-1).text.startswith("quarter")
    is_alone = before in _STANDS_ALONE and length.months > 0 and not (is_one or is_other)
    if not ends and not (cursor.peek().text in _STANDS_ALONE and (is_alone or before == "in")):
        return None
    base = _today(cursor.context)
    last = length.after(base) if base else None
    number = take_count(count) or 1
    begins = (
        Length(length.months * first // number, length.days * first // number).after(base)
        if first and base
        else last
    )
    if begins is None or last is None or begins.first > last.last:
        return _HANGS
    return Moment(days=Span(begins.first, last.last))


def _ends_date(token: Token) -> bool:
    return token.number is not None or token.text in MONTHS


def _take_shorter(cursor: Cursor) -> int | None:
    """Take the shorter of two lengths: the 12 of "12-18 months"."""
    first, mark, second = cursor.peek(), cursor.peek(1), cursor.peek(2)
    number = NUMBERS.get(first.text, first.number)
    if mark.text not in ("-", "to") or (second.number is None and second.text not in NUMBERS):
        return None
    cursor.at += 2
    return number


def _from_now_on(length: Length, context: Context) -> Moment:
    base = _today(context)
    end = length.after(base) if base else None
    return Moment(days=Span(base.first, end.last)) if base and end else _HANGS


def this_or_next(cursor: Cursor) -> Moment | None:
    """Read a part of the calendar by where it stands: "this month", "next financial year", "end of the year"."""
    part = take_part(cursor)
    before = cursor.peek(-1).text
    is_over = before == "throughout" or (before == "the" and cursor.peek(-2).text in _OVER)
    ahead = 1 if cursor.take(*_NEXT) else 0
    is_said = ahead or cursor.take(*_THIS)
    if not is_said and part is None and not is_over:
        return None
    # "The year" and "the current year" are the plan's; "this year" and "next year" are those of the calendar.
    is_plans = not is_said or cursor.peek(-2).text == "the"
    return _beside_now(cursor, part, ahead, is_plans)


def take_spoken_year(cursor: Cursor) -> int | None:
    """Take the year of a month or a season that is told by where it stands: "of this year", "next year"."""
    start, document = cursor.at, _today(cursor.context)
    cursor.take("of", "in")
    ahead = 1 if cursor.take("next") else -1 if cursor.take("last") else 0
    is_told = (ahead or cursor.take("this")) and cursor.take("year") and cursor.peek().text != "'"
    if not is_told or document is None or document.first.year != document.last.year:
        cursor.at = start
        return None
    return document.first.year + ahead


def _beside_now(cursor: Cursor, part: Part | None, ahead: int, is_plans: bool) -> Moment | None:
    stretch = _KINDS_OF_YEAR.get(cursor.peek().text)
    cursor.at += 1 if stretch else 0
    unit = cursor.peek().text
    if unit == "year":
        days = _year(cursor.context, stretch, ahead, is_plans)
    elif unit in _UNITS and stretch is None and (ahead or part or not is_plans):
        days = _months(cursor.context, _UNITS[unit], ahead)
    else:
        return None
    cursor.at += 1
    if cursor.peek().text == "'" or cursor.peek().number is not None:
        # "Next year's plan" is no time, and "year 2" another one.
        return None
    return Moment(days=part_of(days, part)) if days else _HANGS


def _year(context: Context, stretch: Stretch | None, ahead: int, is_plans: bool) -> Span | None:
    plan, document = months_of_plan(context), _today(context)
    if is_plans and stretch is None and plan is not None and plan[0] <= _LONGEST_YEAR:
        return plan[1]
    if document is None or document.first.month != document.last.month:
        return None
    stretch = stretch or _CALENDAR_YEAR
    begins = document.first.year - (document.first.month < stretch.first)
    return Span(*months_of(begins + ahead, stretch.first, stretch.months))


def _months(context: Context, months: int, ahead: int) -> Span | None:
    document = _today(context)
    if document is None or document.first.month != document.last.month:
        return None
    # The quarters of the fiscal year begin in the same months as those of the calendar's.
    first = (document.first.month - 1) // months * months + 1
    return Span(*months_of(document.first.year, first + ahead * months, months))


def rest_of_year(cursor: Cursor) -> Moment | None:
    """Read what is left of a year: "later in the year", "later this year", "remainder of the financial year"."""
    is_rest = cursor.take(*_REST) and cursor.take("of")
    if not is_rest and not cursor.take("later"):
        return None
    if not is_rest:
        cursor.take("on")
        cursor.take("in")
    is_plans = cursor.take("the")
    if cursor.take("municipal"):
        # It ends at a meeting, whose day nobody can reckon.
        return _HANGS if cursor.take("year") else None
    whole = this_or_next(cursor.copy()) and this_or_next(cursor)
    whole = whole or (_beside_now(cursor, None, 0, is_plans=True) if is_plans else None)
    if whole is None or not whole.days:
        return whole
    document = _today(cursor.context)
    if document is None:
        return _HANGS
    first = (
        document.first if is_rest else first_and_last_day(document.last.year, document.last.month)[1] + _DAY
    )
    days = Span(max(first, whole.days.first), whole.days.last)
    return Moment(days=days) if days.first <= days.last else _HANGS


def year_end(cursor: Cursor) -> Moment | None:
    """Read the end of a year in one word: "year-end", "financial year end", "year end 2006/07"."""
    stretch = _KINDS_OF_YEAR.get(cursor.peek().text)
    cursor.at += 1 if stretch else 0
    if not cursor.take("year-end"):
        return None
    year = take_fiscal_year(cursor)
    if year is not None:
        return Moment(year, stretch=FISCAL_YEAR, part=Part.END)
    if cursor.peek().number is not None:
        return None
    days = _year(cursor.context, stretch, 0, is_plans=True)
    return Moment(days=part_of(days, Part.END)) if days else _HANGS


_LENGTHS = frozenset({NUMBER, "a", *NUMBERS})

WAYS = (
    Way(next_length, _NEXT),
    Way(length_within, _LENGTHS),
    Way(length_ahead, _LENGTHS),
    Way(rest_of_year, _REST | {"later"}),
    Way(year_end, frozenset({"year-end", *_KINDS_OF_YEAR})),
    Way(this_or_next, PARTS | _NEXT | _THIS | {"year", *_KINDS_OF_YEAR}),
)
