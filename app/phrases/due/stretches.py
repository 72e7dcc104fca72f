"""How longer stretches of a year are written: quarters, halves, seasons, school terms and academic years.

The rules are like those of `periods.py`, which asks them in turn. Schools are asked before seasons, since the
"spring term" is no part of spring.
"""

from app.phrases.due.figures import YEARS, take_fiscal_year, take_year_of, take_years_in_a_row
from app.phrases.due.moments import ACADEMIC_YEAR, FISCAL_YEAR, Moment, Part, Stretch
from app.phrases.due.numbers import ORDINALS, take_count, take_ordinal
from app.phrases.due.parts import PARTS, take_part
from app.phrases.due.planned import YEAR, numbered_year
from app.phrases.due.spoken import take_spoken_year
from app.phrases.due.tokens import Cursor, Token
from app.phrases.due.ways import NUMBER, Way
from app.phrases.due.words import words

_QUARTER = words("quarter quarters qtr qtrs")
_FISCAL_QUARTERS = (Stretch(4, 3), Stretch(7, 3), Stretch(10, 3), Stretch(13, 3))
_CALENDAR_QUARTERS = (Stretch(1, 3, 33), Stretch(4, 3, 34), Stretch(7, 3, 35), Stretch(10, 3, 36))
SEASONS = {"spring": Stretch(3, 3, 21), "summer": Stretch(6, 3, 22)}
SEASONS |= dict.fromkeys(("autumn", "fall"), Stretch(9, 3, 23)) | {"winter": Stretch(12, 3, 24)}
# In short a season is only sure of itself with its year: "Aut 2011".
_SHORT_SEASONS = {"aut": SEASONS["autumn"], "spr": SEASONS["spring"]}
_TERMS = {"autumn": Stretch(9, 4), "spring": Stretch(1, 3), "summer": Stretch(4, 4)}
_TERMS |= {"aut": _TERMS["autumn"], "spr": _TERMS["spring"], "sum": _TERMS["summer"]}
_TERM = words("term terms")
_FISCAL = words("financial fiscal fy council plan")
_ACADEMIC = words("academic school")
_AFTER_SEASON = words("and or to when for with at onwards by in spring summer autumn winter")
_AFTER_QUARTER = words("and or of to in by")
_LONGEST_TERM = 5


def quarter(cursor: Cursor) -> Moment | None:
    """Read a quarter: "Q2 2005", "Qtr 3 2022/23", "third quarter of 2005", "end of quarter two, 2004/05"."""
    part = take_part(cursor)
    year, plan_year = _take_year_before(cursor), _take_plan_year(cursor)
    number = _take_quarter(cursor)
    if number is None or not 1 <= number <= 4:
        return None
    if year is not None and take_year_of(cursor.copy(), int) is not None:
        # "2001/02 - Q1 2002/03" runs from the one to the other.
        return None
    plan_year = plan_year or _take_plan_year(cursor)
    if plan_year is not None:
        return _quarter_of_plan(plan_year, number, part)
    fiscal_year = cursor.copy()
    if year is None and fiscal_year.take("of", "-", ",", "("):
        fiscal_year.take("the")
    is_fiscal = take_fiscal_year(fiscal_year) is not None or cursor.context.quarters == "fiscal"
    stretch = (_FISCAL_QUARTERS if is_fiscal else _CALENDAR_QUARTERS)[number - 1]
    year = year or take_year_of(cursor, int)
    if year is None and cursor.peek().text == "of" and not _take_the_year(cursor):
        # "Q1 of the survey" is a question.
        return None
    return Moment(year, stretch=stretch, part=part)


def _take_plan_year(cursor: Cursor) -> Moment | None:
    start = cursor.at
    cursor.take(",", "of", "-", "(")
    moment = numbered_year(cursor)
    is_beside = cursor.peek().text in _QUARTER or cursor.peek().text in ("q", ",", "-", "", ")", ".")
    if moment is None or not is_beside:
        cursor.at = start
        return None
    cursor.take(",", "-", ")")
    return moment


def _quarter_of_plan(year: Moment, number: int, part: Part | None) -> Moment:
    if year.stretch is None:
        return year
    return Moment(year.year, stretch=Stretch(year.stretch.first + 3 * (number - 1), 3), part=part)


def further_quarter(cursor: Cursor, before: Moment) -> Moment | None:
    """Read one that comes with another, such as the 2 of "Q1-2", "four" in "quarters two and four"."""
    if before.stretch not in _FISCAL_QUARTERS + _CALENDAR_QUARTERS:
        return None
    number, after = take_count(cursor), cursor.peek()
    if number is None or number > 4 or (after.is_word and after.text not in _AFTER_QUARTER):
        return None
    quarters = _FISCAL_QUARTERS if before.stretch in _FISCAL_QUARTERS else _CALENDAR_QUARTERS
    year = take_year_of(cursor, int) if before.year is None else None
    return Moment(year, stretch=quarters[number - 1], part=before.part)


def _take_year_before(cursor: Cursor) -> int | None:
    start = cursor.at
    cursor.take("fy")
    year = take_fiscal_year(cursor)
    if year is None and cursor.peek().number in YEARS:
        year = cursor.peek().number
        cursor.at += 1
    if year is not None:
        cursor.take(",", "-")
        if cursor.peek().text in _QUARTER or cursor.peek().text == "q":
            return year
    cursor.at = start
    return None


def _take_quarter(cursor: Cursor) -> int | None:
    start = cursor.at
    if cursor.take("q"):
        # The letter and the figure may have a space or a dot between, but "Q. 3" asks something.
        return take_count(cursor) if cursor.peek().number is not None else None
    if cursor.take(*_QUARTER):
        cursor.take(".")
        return take_count(cursor)
    number = take_ordinal(cursor)
    cursor.take("-")
    if number is not None and cursor.take(*_QUARTER):
        # "The last quarter" without a year is the one before this.
        return number if number > 0 else 4 if cursor.peek().text == "of" else None
    cursor.at = start
    return None


def _take_the_year(cursor: Cursor) -> bool:
    start = cursor.at
    cursor.take("of")
    cursor.take("the", "this")
    cursor.take(*_FISCAL)
    if cursor.take("year"):
        return True
    cursor.at = start
    return False


def half(cursor: Cursor) -> Moment | None:
    """Read half a year: "first half of 2024/25", "second half of 2005", "H1 2024/25"."""
    if cursor.take("h"):
        number = take_count(cursor)
    else:
        number = take_ordinal(cursor)
        number = number if cursor.take("half") and cursor.peek().text == "of" else None
    if number not in (1, 2):
        return None
    cursor.take("of")
    cursor.take("the")
    is_fiscal = cursor.take(*_FISCAL) and cursor.take("year")
    is_fiscal = is_fiscal or take_fiscal_year(cursor.copy()) is not None
    year = take_year_of(cursor, int)
    return Moment(year, stretch=Stretch((4 if is_fiscal else 1) + 6 * (number - 1), 6)) if year else None


def term(cursor: Cursor) -> Moment | None:
    """Read a school term: "Autumn Term 2017", "spring term 2017/18", "end of the summer term", "Aut term"."""
    part = take_part(cursor)
    stretch = _TERMS.get(cursor.peek().text)
    if stretch is None:
        return _numbered_term(cursor, part)
    cursor.at += 1
    if not cursor.take(*_TERM) and not _is_one_of_terms(cursor):
        return None
    year = take_year_of(cursor, lambda first: first if stretch.first == ACADEMIC_YEAR.first else first + 1)
    if year is None and cursor.peek().is_word and cursor.peek().text not in _AFTER_SEASON:
        return None
    return None if _is_halved(cursor) else Moment(year, stretch=stretch, part=part)


def _is_halved(cursor: Cursor) -> bool:
    # "Spring 2" and "autumn term 1" are halves of a term, whose days nobody can reckon.
    return cursor.peek().number is not None and len(cursor.peek().text) == 1


def _is_one_of_terms(cursor: Cursor) -> bool:
    """Tell whether "term" comes with a later one: "autumn and spring terms", "autumn/spring term"."""
    ahead = cursor.copy()
    for _ in _TERMS:
        if ahead.take(",", "/", "and", "&", "-", "or") and not ahead.take(*_TERMS):
            return False
    return cursor.at < ahead.at and ahead.peek().text in _TERM


def _numbered_term(cursor: Cursor, part: Part | None) -> Moment | None:
    # Schools have three terms or six, and other countries four: only a plan made for a term tells which it is.
    start, end = cursor.context.plan_start, cursor.context.plan_end
    if not cursor.take("term") or take_count(cursor) is None or start is None or end is None:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    is_one_term = months <= _LONGEST_TERM and start.day == 1
    return Moment(start.year, stretch=Stretch(start.month, months), part=part) if is_one_term else None


def season(cursor: Cursor) -> Moment | None:
    """Read a season: "Summer 2024", "Autumn 06", "early spring 2011", "winter '16"."""
    part = take_part(cursor)
    word = cursor.peek()
    stretch = SEASONS.get(word.text) or _SHORT_SEASONS.get(word.text)
    if stretch is None:
        return None
    cursor.at += 1
    year = take_year_of(cursor, lambda first: first if stretch.first >= FISCAL_YEAR.first else first + 1)
    year = year or take_spoken_year(cursor)
    is_sure = year is not None or (word.text in SEASONS and _is_named(word, cursor.peek()))
    return Moment(year, stretch=stretch, part=part) if is_sure and not _is_halved(cursor) else None


def _is_named(season: Token, after: Token) -> bool:
    # Without a year a season may be that of a "summer play scheme" or a "spring clean", and "fall" is a verb.
    return season.text != "fall" and (not after.is_word or after.text in _AFTER_SEASON)


def academic_year(cursor: Cursor) -> Moment | None:
    """Read a year of schools: "2017/18 academic year", "academic year 2017/18", "end of school year 2004/05"."""
    part = take_part(cursor)
    is_before = cursor.take(*_ACADEMIC)
    if is_before and not cursor.take("year"):
        return None
    first = take_fiscal_year(cursor)
    if first is None or not (is_before or (cursor.take(*_ACADEMIC) and cursor.take("year"))):
        return None
    return Moment(first, stretch=ACADEMIC_YEAR, part=part)


def years_in_a_row(cursor: Cursor) -> tuple[Moment, Moment] | None:
    """Take years that run from one to another: "2023-26" is April 2023 to March 2026, "2015-2019 academic years".

    Two whole years, "2023-2026", are such years too, unless the plan's begin in January.
    """
    start = cursor.at
    years = take_years_in_a_row(cursor)
    if years is None or years[1] == years[0] + 1 or len(cursor.peek(-3).text) != 4:
        cursor.at = start
        return None
    begins = cursor.context.plan_start
    if cursor.take(*_ACADEMIC):
        cursor.take("year", "years")
        stretch = ACADEMIC_YEAR
    elif len(cursor.peek(-1).text) == 4 and begins and begins.month == 1:
        return Moment(years[0]), Moment(years[1])
    else:
        stretch = FISCAL_YEAR
    return Moment(years[0], stretch=stretch), Moment(years[1] - 1, stretch=stretch)


_ORDINALS = frozenset({NUMBER, *ORDINALS})

WAYS = (
    Way(quarter, _ORDINALS | PARTS | _QUARTER | {"q", "fy", *YEAR}),
    Way(half, _ORDINALS | {"h"}),
    Way(term, PARTS | _TERMS.keys() | {"term"}),
    Way(academic_year, PARTS | _ACADEMIC | {NUMBER}),
    Way(season, PARTS | SEASONS.keys() | _SHORT_SEASONS.keys()),
)
