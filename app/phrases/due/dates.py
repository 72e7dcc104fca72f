"""Dates that stand together: "July/August 2004" is one, "Sept and Nov 2004" are two, "Sept-Dec" runs."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from app.phrases.due.appointed import known_events
from app.phrases.due.counted import take_date
from app.phrases.due.figures import YEARS, take_day
from app.phrases.due.foreign import follows_foreign_year, is_of_foreign_year, misses_year
from app.phrases.due.moments import Moment, Named
from app.phrases.due.parts import PARTS, take_part
from app.phrases.due.periods import WEEKDAYS, day_and_month, may_begin
from app.phrases.due.planned import further_year
from app.phrases.due.points import NOTHING_KNOWN, Context
from app.phrases.due.stretches import further_quarter, years_in_a_row
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.words import words
from app.phrases.due.years import lend_all

# "1st, 2nd, 3rd and 4th May": how many days may wait for the month that they share.
_MOST_DAYS_OF_A_MONTH = 8
_BEFORE_DAYS = words("on by of from between and monday tuesday wednesday thursday friday saturday sunday")


class _Join(Enum):
    EITHER = auto()
    RUN = auto()
    LIST = auto()


_JOINS = {
    "/": _Join.EITHER,
    "or": _Join.EITHER,
    "-": _Join.RUN,
    "to": _Join.RUN,
    "until": _Join.RUN,
    "till": _Join.RUN,
    "through": _Join.RUN,
    "and": _Join.LIST,
    "&": _Join.LIST,
    "+": _Join.LIST,
    ",": _Join.LIST,
}


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates that stand together: what is named, and the places of the first token and behind the last."""

    named: tuple[Named, ...]
    start: int
    end: int


def find_dates(tokens: list[Token], context: Context = NOTHING_KNOWN) -> list[Dates]:
    """Find all dates in the order of the words; what looks like none is passed over."""
    cursor = Cursor(tokens, 0, context, known_events(context))
    found: list[Dates] = []
    while cursor.at < len(tokens):
        dates = _take_dates(cursor) if may_begin(cursor) else None
        if dates is None:
            cursor.at += 1
        else:
            found.append(dates)
    return found


def _take_dates(cursor: Cursor) -> Dates | None:
    start = cursor.at
    named = _take_named(cursor)
    if named is None:
        return None
    explained = _take_explanation(cursor, named) if len(named) == 1 and cursor.peek().text == "(" else None
    return Dates(explained or named, start, cursor.at)


def _take_named(cursor: Cursor) -> tuple[Named, ...] | None:
    opening = cursor.copy()
    moments, joins = _take_first(cursor)
    ends = [cursor.at] * len(moments)
    while moments and (joined := _take_joined(cursor, moments[-1])) is not None:
        join, moment = joined
        joins.append(_Join.RUN if opening.peek(-1).text == "between" and join is _Join.LIST else join)
        moments.append(moment)
        ends.append(cursor.at)
    if moments and is_of_foreign_year(moments[-1], cursor):
        _leave_undated(cursor, moments, ends)
        del joins[max(len(moments) - 1, 0) :]
    if len(moments) == 2 and moments[0].is_plan_year and moments[1].month and joins == [_Join.RUN]:
        # "Year 1 - March 2017" tells in which year of the plan that is.
        del moments[0], joins[0]
    lent = lend_all(moments)
    return _grouped(lent, joins) if lent and not follows_foreign_year(lent[0], opening) else None


def _leave_undated(cursor: Cursor, moments: list[Moment], ends: list[int]) -> None:
    """Leave out the last one, whose year is none of ours, and those that share it."""
    del moments[-1]
    while moments and misses_year(moments[-1]):
        del moments[-1]
    if moments:
        cursor.at = ends[len(moments) - 1]


def _take_first(cursor: Cursor) -> tuple[list[Moment], list[_Join]]:
    first = None
    if cursor.peek().number is not None:
        years = years_in_a_row(cursor)
        if years is not None:
            return [*years], [_Join.RUN]
        first = _take_lone_day(cursor)
    elif cursor.peek().text in PARTS:
        parts = _take_two_parts(cursor)
        if parts is not None:
            return [*parts], [_Join.EITHER]
    first = first or take_date(cursor)
    return [first] if first else [], []


def _take_two_parts(cursor: Cursor) -> tuple[Moment, Moment] | None:
    """Take two parts of the same month or year: "early/mid July", "mid to late 2005"."""
    start = cursor.at
    first = take_part(cursor)
    if first is not None:
        cursor.take("/", "to", "or", "-")
        whole = take_date(cursor) if cursor.peek().text in PARTS else None
        if whole is not None and whole.part is not None:
            return replace(whole, part=first), whole
    cursor.at = start
    return None


def _take_explanation(cursor: Cursor, named: tuple[Named, ...]) -> tuple[Named, ...] | None:
    """Take the same date once more, in brackets: "Q3 2019/20 (October - December 2019)", "Year 2 (2023 to 24)"."""
    start = cursor.at
    cursor.take("(")
    again = _take_named(cursor)
    if again is not None and len(again) == 1 and cursor.take(")"):
        said, explained = named[0].span(), again[0].span()
        if explained is None or said is None:
            return again if said is None and explained is not None else named
        if said.first <= explained.first and explained.last <= said.last:
            return again if said != explained else named
    cursor.at = start
    return None


def _take_joined(cursor: Cursor, before: Moment) -> tuple[_Join, Moment] | None:
    start = cursor.at
    join = _take_join(cursor)
    if join is not None:
        cursor.take("the")
        moment = _take_lone_day(cursor) or take_date(cursor) or _take_further(cursor, before)
        if moment is not None:
            return join, moment
    cursor.at = start
    return None


def _take_further(cursor: Cursor, before: Moment) -> Moment | None:
    """Take a number that is what the one before it was: the 3 of "Year 1-3", the two of "Q1/2", a second year."""
    start = cursor.at
    for rule in (further_year, further_quarter, _further_calendar_year):
        moment = rule(cursor, before)
        if moment is not None:
            return moment
        cursor.at = start
    return None


def _take_join(cursor: Cursor) -> _Join | None:
    join = _JOINS.get(cursor.peek().text)
    if join is not None:
        cursor.at += 1
        if join is _Join.LIST:
            cursor.take("and", "&")
    return join


def _take_lone_day(cursor: Cursor) -> Moment | None:
    """Take a day whose month comes with a later one: "29th & 31st March", "1-5 July"."""
    start = cursor.at
    day = _take_day_and_join(cursor)
    if day is None:
        return None
    for _ in range(_MOST_DAYS_OF_A_MONTH):
        if day_and_month(cursor.copy()) is not None:
            cursor.at = start
            return Moment(day=take_day(cursor))
        if _take_day_and_join(cursor) is None:
            break
    cursor.at = start
    return None


def _take_day_and_join(cursor: Cursor) -> int | None:
    start = cursor.at
    # A plain number before "and" may count anything; an ordinal, or one in "1-5", is a day, and so is one
    # that nothing stands before which it could count.
    is_sure = cursor.peek().is_ordinal or (cursor.is_glued(0) and cursor.is_glued(1))
    is_sure = is_sure or not cursor.peek(-1).is_word or cursor.peek(-1).text in _BEFORE_DAYS
    day = take_day(cursor) if is_sure else None
    if day is not None and _take_join(cursor) is not None:
        cursor.take(*WEEKDAYS)
        return day
    cursor.at = start
    return None


def _further_calendar_year(cursor: Cursor, before: Moment) -> Moment | None:
    year = cursor.peek().number
    if not before.is_bare_year or before.stretch or before.year is None or year not in YEARS:
        return None
    cursor.at += 1
    return Moment(year)


def _grouped(moments: list[Moment], joins: list[_Join]) -> tuple[Named, ...]:
    """Put the moments together that are one date."""
    grouped = [Named(moments[0], moments[0])]
    for join, moment in zip(joins, moments[1:], strict=True):
        if join is _Join.LIST:
            grouped.append(Named(moment, moment))
        else:
            is_run = join is _Join.RUN or grouped[-1].is_run
            grouped[-1] = Named(grouped[-1].first, moment, is_run)
    return tuple(grouped)
