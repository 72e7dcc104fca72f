"""Years of the plan: "Year 2", "Years 1-3", "first two years of the strategy", counted from its first day."""

from dataclasses import replace

from app.phrases.due.moments import Moment, Stretch, part_of
from app.phrases.due.numbers import ORDINALS, take_count, take_ordinal
from app.phrases.due.parts import PARTS, take_part
from app.phrases.due.points import Context
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.ways import NUMBER, Way
from app.phrases.due.words import words
from app.phrases.due.years import months_of_plan

YEAR = words("year years yr yrs")
_PLAN = words("plan strategy")
_LIFE = words("life lifetime duration period")
_JOINS_YEARS = frozenset({"-", "to", "and", "&", "/", ","})
_MOST_JOINED = 5
_FEW = frozenset(range(1, 20))
_FOLLOWS = frozenset(
    {"q", "quarter", "qtr", "", "\n", ".", ",", ";", ":", "(", ")", "of", "by", "with", "only", "onwards"}
)


def numbered_year(cursor: Cursor) -> Moment | None:
    """Read a year of the plan by its number: "Year 2", "year one", "Yr 3"."""
    part = take_part(cursor)
    moment = _year_there(cursor) if cursor.take(*YEAR) else None
    return replace(moment, part=part) if moment else None


def further_year(cursor: Cursor, before: Moment) -> Moment | None:
    """Read one that comes with another, such as the 3 of "Years 1-3"."""
    if not before.is_plan_year:
        return None
    cursor.take(*YEAR)
    return _year_there(cursor)


def _year_there(cursor: Cursor) -> Moment | None:
    number = take_count(cursor)
    # "Year 6 pupils" and "Years 1-3 children" are no years, and a "Year 3 action" is one of those.
    follower = _behind_years(cursor.copy()).text
    if number is None or number > 99 or not (follower in _JOINS_YEARS or follower in _FOLLOWS):
        return None
    return plan_year(cursor.context, number)


def _behind_years(cursor: Cursor) -> Token:
    for _ in range(_MOST_JOINED):
        if cursor.peek().text not in _JOINS_YEARS or cursor.peek(1).number not in _FEW:
            break
        cursor.at += 2
    return cursor.peek()


def ordinal_year(cursor: Cursor) -> Moment | None:
    """Read the first or a later year of the plan: "first year of the strategy", "second year of the plan"."""
    number = take_ordinal(cursor)
    many = take_count(cursor) if number == 1 else None
    if number is None or number < 1 or not cursor.take("year", "years") or not _take_plan(cursor):
        return None
    return plan_year(cursor.context, number, many or 1)


def _take_plan(cursor: Cursor) -> bool:
    return cursor.take("of") and (cursor.take("the", "this") or True) and cursor.take(*_PLAN)


def plan_period(cursor: Cursor) -> Moment | None:
    """Read the plan's own period: "life of the strategy", "end of the plan period", "duration of the plan"."""
    part = take_part(cursor)
    is_life = cursor.take(*_LIFE) and cursor.take("of")
    cursor.take("the", "this")
    if not (is_life or part) or not cursor.take(*_PLAN):
        return None
    cursor.take("period")
    plan = months_of_plan(cursor.context)
    return Moment(days=part_of(plan[1], part)) if plan else Moment(hangs=True)


def plan_year(context: Context, number: int, many: int = 1) -> Moment:
    """Tell the years of the plan from that number on; without a plan that has them the moment hangs."""
    plan = months_of_plan(context)
    if plan is None or plan[1].first.day != 1 or 12 * (number + many - 2) >= plan[0]:
        return Moment(hangs=True, is_plan_year=True)
    first = plan[1].first
    return Moment(first.year + number - 1, stretch=Stretch(first.month, 12 * many), is_plan_year=True)


WAYS = (
    Way(numbered_year, YEAR | PARTS),
    Way(ordinal_year, frozenset({NUMBER, *ORDINALS})),
    Way(plan_period, PARTS | _LIFE),
)
