"""Dates that are not read after all: no more than a part of them is meant, or there is no such day.

The rules are like those of `rules.py`, which asks them before its own.
"""

from app.phrases.due.points import PointKind, Reading
from app.phrases.due.segments import Segment
from app.phrases.due.words import words
from app.phrases.due.years import document_span

_FAR = 10

# Parts of a year or month that no rule reads. A date that they narrow is not the one that is meant.
_NARROWS = words("last week weeks weekend fortnight quarter half half-term term q c holiday holidays")
_WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
_NARROWS_TO_RIGHT = words("of in the commencing beginning ending starting -")
_OTHER_YEARS = words("academic municipal term quarter half half-term")


def narrower(segment: Segment) -> Reading | None:
    """Leave unread what is only a part of the date: "first week of July 2004", "2017/18 municipal year"."""
    before = [token.text for token in segment.before if token.number is None]
    lead = list(before)
    while lead and lead[-1] in _NARROWS_TO_RIGHT:
        lead.pop()
    # "Sunday 4th July" is a day, but "first Sunday in July" another one.
    is_weekday = len(lead) < len(before) and lead[-1:] and lead[-1] in _WEEKDAYS
    is_part = is_weekday or (lead and lead[-1] in _NARROWS) or segment.followed_by(_OTHER_YEARS)
    is_part = is_part or segment.led_by("municipal year")
    return segment.unread() if is_part else None


def hanging(segment: Segment) -> Reading | None:
    """Keep the words of what hangs on a date that is not known: "Year 2" without a plan, "in 6 months"."""
    if any(named.hangs for named in segment.written):
        anchor = segment.words_of([*segment.dated, *segment.after]).rstrip(" .,;)")
        return segment.undated(PointKind.RELATIVE, anchor=anchor)
    return None


def impossible(segment: Segment) -> Reading | None:
    """Leave unread what is no date, such as one that ends before it begins."""
    is_possible = all(named.span() or named.misses_year for named in segment.dates())
    return None if is_possible else segment.unread()


def doubtful(segment: Segment) -> Reading | None:
    """Leave unread a year that is far off and may be a day: "March 30" in a plan for 2004."""
    moments = [moment for named in segment.written for moment in (named.first, named.last)]
    doubted = [moment.year or 0 for moment in moments if moment.may_be_day]
    if not doubted:
        return None
    around = [day for day in (segment.context.plan_start, segment.context.plan_end) if day]
    around.extend(document_span(segment.context) or ())
    is_near = all(any(abs(year - day.year) <= _FAR for day in around) for year in doubted)
    return None if is_near or not around else segment.unread()


RULES = (narrower, hanging, impossible, doubtful)
"""The first that reads the segment wins."""
