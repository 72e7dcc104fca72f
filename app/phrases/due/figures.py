"""Days and years in figures: what a number beside a month, or beside another number, can be."""

from calendar import month_name
from collections.abc import Callable

from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.words import words

_MONTH_NAMES = {name.lower(): number for number, name in enumerate(month_name) if number}
MONTHS = _MONTH_NAMES | {name[:3]: number for name, number in _MONTH_NAMES.items()} | {"sept": 9}
"""The number of the month, by its name and by its abbreviations."""

YEARS = frozenset(range(1900, 2100))
"""The numbers of four digits that are taken for a year."""

_CENTURY_TURNS_AT = 70
MAY_FOLLOW_YEAR = words(
    "and to or until with for by in at when then onwards ongoing review academic financial fiscal school municipal "
    "meeting budget plan programme target season winter summer quarter q term baseline completed done"
)
"""The words that may stand behind a year; any other is what a number before it counts."""

_BEFORE_SHORT_YEAR = words("by in for during throughout from to until of end early mid late and fy")

# "Phase 2 July 2004" is no day of July, and "section 9.2.15" no day at all.
_NUMBERED = words(
    "phase part stage section item action theme objective step priority level version appendix no option "
    "task page table recommendation criterion outcome aim goal paragraph ref reference para "
    "circular order regulation indicator ni bv bvpi si £ € $ #"
)


COUNTED = words(
    "homes houses dwellings units people residents children pupils places jobs trees members households tonnes "
    "hours visitors visits copies families properties m km sq square young older new affordable"
)
"""Words for what a number before them counts, so that it is no year."""


def take_day(cursor: Cursor) -> int | None:
    """Take the number of a day: "21st", "21 st", "8"; one that counts something else is left."""
    token = cursor.peek()
    if token.number is None or not 1 <= token.number <= 31:
        return None
    is_fraction = cursor.peek(-1).text == "." and cursor.is_glued(-1)
    if not token.is_ordinal and (
        len(token.text) > 2 or is_fraction or counts_something(cursor) or _is_code(cursor)
    ):
        return None
    cursor.at += 1
    cursor.take("st", "nd", "rd", "th")
    return token.number


def take_year(cursor: Cursor, month: int) -> int | None:
    """Take the year that stands behind a month; without one the cursor stays where it is.

    A month of a fiscal year has the calendar year in which it falls: "March 2004/05" is in 2005.
    """
    start = cursor.at
    _take_separator(cursor)
    fiscal = take_fiscal_year(cursor)
    if fiscal is not None:
        return fiscal if month >= 4 else fiscal + 1
    if _is_bracketed_year(cursor):
        cursor.at += 3
        return cursor.peek(-2).number
    is_year = cursor.take("'") or cursor.peek().number in YEARS or _may_be_short_year(cursor)
    is_year = is_year and not (len(cursor.peek().text) == 2 and cursor.peek(1).text in COUNTED)
    year = None if not is_year or continues_as_figures(cursor, 0) else year_of(cursor.peek())
    cursor.at = start if year is None else cursor.at + 1
    return year


def _is_bracketed_year(cursor: Cursor) -> bool:
    opening, year, closing = (cursor.peek(ahead) for ahead in range(3))
    return (opening.text, closing.text) == ("(", ")") and year.number in YEARS


def take_year_of(cursor: Cursor, begins: Callable[[int], int]) -> int | None:
    """Take the year of a season, quarter or term: "Summer 2024", "autumn '06", "Q2 (2004/05)", "third quarter of 2005".

    `begins` tells, of a year that was written as two ("2017/18"), the year in which this part of it begins.
    """
    start = cursor.at
    cursor.take(",", "of", "in", "-")
    cursor.take("the")
    is_bracketed = cursor.take("(")
    cursor.take("fy")
    first = take_fiscal_year(cursor)
    year = begins(first) if first is not None else _take_plain_year(cursor)
    if year is None or (is_bracketed and not cursor.take(")")):
        cursor.at = start
        return None
    return year


def _take_plain_year(cursor: Cursor) -> int | None:
    token = cursor.peek(1 if cursor.peek().text == "'" else 0)
    is_year = token.number in YEARS or (len(token.text) == 2 and not _counts_days(cursor))
    if not is_year or continues_as_figures(cursor, 0):
        return None
    cursor.take("'")
    cursor.at += 1
    return year_of(token)


def _counts_days(cursor: Cursor) -> bool:
    # "Autumn 10 July" has no year 10, and in "autumn 12 events" the number counts the events.
    after = cursor.peek(1)
    return after.text in MONTHS or (
        after.is_word and not after.is_capital and after.text not in MAY_FOLLOW_YEAR
    )


def _take_separator(cursor: Cursor) -> None:
    # The full stop of "Sept. 2004" shortens the month; that of "July. 2004" ends a sentence.
    shortened = "." if cursor.peek(-1).text not in _MONTH_NAMES else ","
    cursor.take(",", shortened, "of", "in", "-", "\n")
    if cursor.peek().text == "/" and cursor.peek(1).number in YEARS:
        cursor.at += 1


def _may_be_short_year(cursor: Cursor) -> bool:
    # "Apr 07" and "Apr-07" have a year; in "April - 50 homes" the number counts the homes.
    if cursor.peek(-1).text in MONTHS or (cursor.peek(-1).text == "." and cursor.peek(-2).text in MONTHS):
        return True
    return cursor.peek(-1).text == "-" and cursor.is_glued(-1) and cursor.is_glued(-2)


def take_fiscal_year(cursor: Cursor) -> int | None:
    """Take two years that follow one another, such as "2004/05" and "17/18"; return the first."""
    years = take_years_in_a_row(cursor.copy())
    if years is None or years[1] != years[0] + 1 or _counts_others(cursor):
        return None
    cursor.at += 3
    return years[0]


def _counts_others(cursor: Cursor) -> bool:
    # "11/12 schools" and "16/17 year olds" are no years, unless the word before asks for a time.
    before, after = cursor.peek(-1), cursor.peek(3)
    is_short = len(cursor.peek().text) == 2
    is_noun = after.is_word and not after.is_capital and after.text not in MAY_FOLLOW_YEAR
    return is_short and is_noun and before.text not in _BEFORE_SHORT_YEAR


def take_years_in_a_row(cursor: Cursor) -> tuple[int, int] | None:
    """Take two years with a slash or a dash between: "2004/05", "17/18", "2023-26", "2004-2005"."""
    first, mark, second = cursor.peek(), cursor.peek(1), cursor.peek(2)
    # Children may be 12-13 years old, so a dash needs four digits before it.
    if not (mark.text == "/" or (mark.text in ("-", "to") and len(first.text) == 4)):
        return None
    is_apart = len(first.text) == 4 and _may_stand_apart(cursor)
    if not (is_apart or (cursor.is_glued(0) and cursor.is_glued(1))) or follows_figures(cursor):
        return None
    year, following = year_of(first), year_of(second)
    if (
        year is not None
        and len(first.text) == 4
        and mark.text in ("/", "-")
        and second.number == (year + 1) % 10
        and len(second.text) == 1
    ):
        # "2004/5", "2004-5".
        following = year + 1
    if year is None or following is None or following <= year or len(second.text) > len(first.text):
        return None
    if continues_as_figures(cursor, 2) or _is_code(cursor) or (mark.text == "-" and counts_something(cursor)):
        return None
    cursor.at += 3
    return year, following


def _is_code(cursor: Cursor) -> bool:
    """Tell whether the number belongs to the letter before it: "A30", "Y11/12"."""
    before = cursor.peek(-1)
    return before.is_capital and len(before.text) == 1 and cursor.is_glued(-1)


def _may_stand_apart(cursor: Cursor) -> bool:
    """Tell whether a space is no hindrance: "2023 to 24", or "2004 - 2007" where nothing stands before it."""
    mark, second = cursor.peek(1), cursor.peek(2)
    return len(second.text) == 2 if mark.text == "to" else cursor.peek(-1).text in ("", "\n", ":", "(")


def year_of(token: Token) -> int | None:
    """Tell the year of four digits, or of two; None for any other token."""
    if token.number is None or token.is_ordinal:
        return None
    if len(token.text) == 2:
        return token.number + (2000 if token.number < _CENTURY_TURNS_AT else 1900)
    return token.number if token.number in YEARS else None


def counts_something(cursor: Cursor) -> bool:
    """Tell whether the number is one of a numbered thing: "Phase 2", "section 9.2"."""
    return cursor.peek(-1).text in _NUMBERED


def follows_figures(cursor: Cursor) -> bool:
    """Tell whether the number is only the end of more figures: the 03 of "30/02/03"."""
    if cursor.peek(-1).text not in ("/", ".", "-") or not (cursor.is_glued(-1) and cursor.is_glued(-2)):
        return False
    before = cursor.peek(-2)
    # Behind a slash it may be the end of an address: "example.org/2004/05".
    is_path = cursor.peek(-1).text == "/" and before.is_word and before.text not in MONTHS
    return is_path or before.text[:1].isdigit()


def continues_as_figures(cursor: Cursor, ahead: int) -> bool:
    """Tell whether the number is only the beginning of more: "50%", "20am", "10.30", "2004/5"."""
    if not cursor.is_glued(ahead):
        return False
    mark, after = cursor.peek(ahead + 1), cursor.peek(ahead + 2)
    if mark.text == "%" or mark.is_word:
        return True
    return mark.text in ("/", ".", "-", ",", ":") and cursor.is_glued(ahead + 1) and after.text[:1].isdigit()
