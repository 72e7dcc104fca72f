"""Dates that are counted from another one: "2 weeks before 21 July 2004", "within 6 months of adoption"."""

from app.phrases.due.lengths import Length, take_direction, take_length
from app.phrases.due.moments import Moment, Span
from app.phrases.due.numbers import NUMBERS
from app.phrases.due.periods import take_moment
from app.phrases.due.tokens import Cursor
from app.phrases.due.words import words

_FROM_THERE = words("within over")
_OTHER_LENGTHS = words("every each for first last final next")


def take_date(cursor: Cursor) -> Moment | None:
    """Take the moment that stands here, or that is counted from one; without one the cursor stays where it is."""
    token = cursor.peek()
    if token.number is not None or token.text in NUMBERS or token.text == "a":
        start = cursor.at
        counted = _take_counted(cursor)
        if counted is not None:
            return counted
        cursor.at = start
    return take_moment(cursor)


def _take_counted(cursor: Cursor) -> Moment | None:
    before = cursor.peek(-1).text
    length = take_length(cursor) if before not in _OTHER_LENGTHS else None
    if length is None:
        return None
    direction = take_direction(cursor)
    # "Two years of the plan" are a part of it; only "within two years of" counts on from it.
    if direction is None or (cursor.peek(-1).text == "of" and direction > 0 and before != "within"):
        return None
    cursor.take("the")
    base = take_moment(cursor)
    return _from(base, length.times(direction), is_within=before in _FROM_THERE) if base else None


def _from(base: Moment, length: Length, is_within: bool) -> Moment:
    span = base.span()
    days = length.after(span) if span else None
    if span is None or days is None:
        return Moment(hangs=True, event=base.event)
    if is_within:
        days = Span(min(span.first, days.first), max(span.last, days.last))
    return Moment(days=days, event=base.event)
