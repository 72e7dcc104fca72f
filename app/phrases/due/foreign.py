"""Years that were written and are none of ours: "10 June 3000", "summer 0001", "3000 Q4".

What has such a year is no date of another one, least of all of the plan's, which nobody wrote.
"""

from app.phrases.due.figures import MAY_FOLLOW_YEAR, MONTHS, YEARS
from app.phrases.due.moments import Moment
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.words import words

_YEAR_DIGITS = 4
_SHORT_DIGITS = 2
_MOST_BETWEEN = 12
_SPEAKS_OF_YEAR = words("year years fy ad")
_BETWEEN = (
    _SPEAKS_OF_YEAR | words("and or to of in the this next financial fiscal") | frozenset("/-,.&+'([\n")
)
_BETWEEN |= words("mon tue tues wed thu thur thurs fri sat sun")
_BETWEEN |= words("monday tuesday wednesday thursday friday saturday sunday")
_ENDS = (".", "\n")
_SET_APART = (*_ENDS, "(", "[")
_HOURS = words("hrs hr hours hour h am pm noon")
_OPENS = ("", "\n", ":", "(", "in", "by", "fy", "year")
_AMOUNTS = ("£", "€", "$", ".", ",")


def is_of_foreign_year(moment: Moment, cursor: Cursor) -> bool:
    """Tell whether a number behind the moment looks like its year and is none that we take: "July 2999".

    Other months and days may stand between, as in "June 10-12, 2999". A number of four digits is a year, whatever it
    may count, unless a sentence or a bracket sets it apart; "10 June 500 leaflets" has none.
    """
    place = _number_ahead(cursor) if misses_year(moment) or moment.may_be_day else None
    if place is None or _is_no_year(cursor, place):
        return False
    if cursor.peek(place).number in YEARS:
        return misses_year(moment) and _is_of_days_passed(cursor, place)
    may_count = len(cursor.peek(place).text) != _YEAR_DIGITS or cursor.peek(place - 1).text in _SET_APART
    # In "April 07 1500 leaflets" there is a year already.
    return not ((may_count or moment.may_be_day) and _counts(cursor.peek(place + 1)))


def follows_foreign_year(moment: Moment, cursor: Cursor) -> bool:
    """Tell whether such a number stands before the moment, which begins here: "3000 June", "3000/01 Q4"."""
    if not (misses_year(moment) or moment.may_be_day):
        return False
    back = -2 if cursor.peek(-1).text in (",", "-", "/", ")") else -1
    is_beside = back == -1 and misses_year(moment)
    if cursor.peek(back - 1).text in ("/", "-") and _is_short(cursor.peek(back)):
        back -= 2
    number, before = cursor.peek(back), cursor.peek(back - 1)
    is_foreign = len(number.text) == _YEAR_DIGITS and _is_figure(number) and number.number not in YEARS
    return is_foreign and (before.text in _OPENS or (is_beside and before.text not in _AMOUNTS))


def misses_year(moment: Moment) -> bool:
    """Tell whether the moment was written without a year that we know."""
    return moment.year is None and moment.days is None and not moment.hangs


def _number_ahead(cursor: Cursor) -> int | None:
    """Find the number that may be a year, so many tokens ahead."""
    for place in range(_MOST_BETWEEN):
        token = cursor.peek(place)
        if _is_figure(token) and not _is_short(token):
            return place
        is_day = token.is_ordinal or (_is_figure(token) and not _goes_on(cursor, place, "/."))
        if not (is_day or token.text in _BETWEEN or token.text in MONTHS):
            return None
    return None


def _is_of_days_passed(cursor: Cursor, place: int) -> bool:
    """Tell whether one of our years belongs to what was not understood: "June 10-12, 2004", "June 2000s"."""
    passed = [cursor.peek(ahead) for ahead in range(place)]
    names_more = any(token.text in MONTHS or token.text in _ENDS for token in passed)
    is_apart = passed and not any(
        token.is_ordinal or _is_figure(token) or token.text in _SPEAKS_OF_YEAR for token in passed
    )
    return not (names_more or is_apart)


def _is_no_year(cursor: Cursor, place: int) -> bool:
    """Tell whether the number is an hour, a share or a part of a longer one: "1000hrs", "100%", "100,000"."""
    after = cursor.peek(place + 1)
    is_share = after.text in ("%", "+") and cursor.is_glued(place)
    return after.text in _HOURS or is_share or _goes_on(cursor, place, ",")


def _goes_on(cursor: Cursor, place: int, marks: str) -> bool:
    mark, figures = cursor.peek(place + 1), cursor.peek(place + 2)
    is_glued = cursor.is_glued(place) and cursor.is_glued(place + 1)
    return is_glued and mark.text in tuple(marks) and figures.text[:1].isdigit()


def _counts(after: Token) -> bool:
    return after.is_word and not after.is_capital and after.text not in MAY_FOLLOW_YEAR


def _is_figure(token: Token) -> bool:
    return token.text.isdecimal()


def _is_short(token: Token) -> bool:
    return _is_figure(token) and len(token.text) <= _SHORT_DIGITS
