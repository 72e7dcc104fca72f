"""The year that a date was written without: lent by its neighbour, or told by what stands around it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from app.phrases.due.moments import Moment, Named, Span
from app.phrases.due.points import Context
from app.phrases.edtf import NotEdtf, span_of

# Beyond this many years a plan's period tells nothing of the year that was meant.
_LONGEST_PLAN = 12
_LONGEST_MONTH = 31

# The calendar of Python has the years 1 to 9999; the day before or after a date must still be in it.
_YEARS = range(2, 9999)


def lend(earlier: Moment, later: Moment) -> tuple[Moment, Moment]:
    """Let a year or month said once serve both sides: "Sept and Nov 2004", "29th & 31st March 2018".

    The two stay in order: in "November and February 2005" November is that of 2004.
    """
    if earlier.month is None and earlier.day and later.day:
        earlier = replace(earlier, month=later.month)
    if earlier.is_bare_year or later.is_bare_year or earlier.days or later.days:
        return earlier, later
    in_order = _are_in_order(earlier, later)
    if earlier.year is None and later.year is not None:
        earlier = earlier.in_year(later.year if in_order else later.year - 1)
    elif later.year is None and earlier.year is not None:
        later = later.in_year(earlier.year if in_order else earlier.year + 1)
    return earlier, later


def _are_in_order(earlier: Moment, later: Moment) -> bool:
    if earlier.day and later.day and earlier.month == later.month:
        return earlier.day <= later.day
    return earlier.first_month <= later.first_month


def with_year(named: Named, context: Context) -> Named:
    """Give the date the year that it was written without, if the context tells it; else leave it as it is.

    It is the year that puts it inside the plan's period; else the one nearest to the document.
    """
    if not named.misses_year:
        return named
    document = document_span(context)
    years = _plan_years(named, context)
    if len(years) != 1 and document is not None:
        years = years or _years_around(document)
        # Of two equally near, the later: what is written down is mostly still to be done.
        years = years and [min(years, key=lambda year: (_months_between(year, named.first, document), -year))]
    return _in_year(named, years[0]) if len(years) == 1 else named


def with_next_year(named: Named, context: Context) -> Named:
    """Give the date the year of its first occurrence after the document, or from the plan's start."""
    if not named.misses_year:
        return named
    since = _day_before(context)
    if since is None:
        return named
    for year in (since.year - 1, since.year, since.year + 1):
        dated = _in_year(named, year)
        span = dated.span()
        if year in _YEARS and span and span.first > since:
            return dated
    return named


def _day_before(context: Context) -> date | None:
    """Tell the day after which something next comes: the document's, or that before its year or the plan."""
    document = document_span(context)
    begins = context.plan_start
    if document is not None:
        if (document.last - document.first).days < _LONGEST_MONTH:
            return document.last
        begins = document.first
    return begins - timedelta(days=1) if begins and begins > date.min else begins


def document_span(context: Context) -> Span | None:
    """Tell the days that the document's date covers, or None where it is not known."""
    try:
        first, last = span_of(context.document_date or "")
    except NotEdtf:
        return None
    return Span(first, last) if first and last else None


def months_of_plan(context: Context) -> tuple[int, Span] | None:
    """Tell how many months the plan's period has, begun ones counted, and its days; None where it has none."""
    start, end = context.plan_start, context.plan_end
    if start is None or end is None or end < start:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day >= start.day)
    return months, Span(start, end)


def _plan_years(named: Named, context: Context) -> list[int]:
    start, end = context.plan_start, context.plan_end
    if start is None or end is None or end.year - start.year > _LONGEST_PLAN:
        return []
    # A season or a quarter may end in the year after the one by which it is called.
    years = (year for year in range(start.year - 1, end.year + 1) if year in _YEARS)
    return [year for year in years if _overlaps(_in_year(named, year), start, end)]


def _years_around(document: Span) -> list[int]:
    first, last = document.first.year, document.last.year
    return [year for year in sorted({first - 1, first, last, last + 1}) if year in _YEARS]


def _overlaps(named: Named, start: date, end: date) -> bool:
    span = named.first.span()
    return span is not None and span.first <= end and span.last >= start


def _in_year(named: Named, year: int) -> Named:
    if named.first == named.last:
        moment = named.first.in_year(year)
        return Named(moment, moment, named.is_run)
    first = named.first if named.first.year else named.first.in_year(year)
    first, last = lend(first, named.last)
    return Named(first, last if last.year else last.in_year(year), named.is_run)


def _months_between(year: int, moment: Moment, document: Span) -> int:
    opening = year * 12 + moment.first_month
    closing = opening + (moment.stretch.months - 1 if moment.stretch else 0)
    first, last = (day.year * 12 + day.month for day in document)
    return max(first - closing, opening - last, 0)


def lend_all(moments: Iterable[Moment]) -> list[Moment]:
    """Lend years and months along a list, from the right to the left and then from the left to the right."""
    lent = list(moments)
    pairs = range(len(lent) - 1)
    for place in (*reversed(pairs), *pairs):
        lent[place], lent[place + 1] = lend(lent[place], lent[place + 1])
    return lent
