"""Feasts whose day is known: Christmas and Easter."""

from datetime import date

from app.phrases.due.figures import take_year_of
from app.phrases.due.moments import Moment, Span
from app.phrases.due.spoken import take_spoken_year
from app.phrases.due.tokens import Cursor
from app.phrases.due.ways import Way
from app.phrases.due.words import words

_AFTER_FEAST = words("and or to at by for in when then with ongoing review onwards each every annually")
_HOLIDAYS = words("holiday holidays break term vacation period recess")


def christmas(cursor: Cursor) -> Moment | None:
    """Read Christmas, which is 25 December: "Christmas 2004", "Christmas"."""
    if not cursor.take("christmas", "xmas", "nadolig"):
        return None
    is_eve = cursor.take("eve")
    cursor.take("day")
    # "Christmas holidays" and "Christmas lights" are something else.
    if cursor.peek().is_word and cursor.peek().text not in _AFTER_FEAST:
        return None
    return Moment(take_year_of(cursor, int), 12, 24 if is_eve else 25)


def easter(cursor: Cursor) -> Moment | None:
    """Read Easter, where its year is written: "Easter 2005"."""
    if not cursor.take("easter", "pasg") or cursor.peek().text in _HOLIDAYS:
        return None
    cursor.take("sunday")
    # Without a year it would be another day in each of those that come into question.
    year = take_year_of(cursor, lambda first: first + 1) or take_spoken_year(cursor)
    if year is None or cursor.peek().text in _HOLIDAYS:
        return None
    sunday = easter_sunday(year)
    return Moment(days=Span(sunday, sunday))


def easter_sunday(year: int) -> date:
    """Tell the day of Easter. Source: the anonymous Gregorian computus (Meeus, Astronomical Algorithms)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


WAYS = (
    Way(christmas, words("christmas xmas nadolig")),
    Way(easter, words("easter pasg")),
)
