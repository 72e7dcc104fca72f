"""The axis of time of a picture: which months it shows, where a day lies on it, and which ticks it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.clock import months_after

MOST_MONTHS = 240
BEYOND_PERIOD = 6
# How many months a picture shows at most for each distance of its ticks, in months.
_STEPS = ((24, 1), (72, 3), (MOST_MONTHS, 12))


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, from the first day of the first to the last day of the last."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months it has."""
        return _months_between(self.first, self.last) + 1

    @property
    def has_months_named(self) -> bool:
        """Whether there is room for the names of months, or of the first ones of quarters."""
        return self.months <= _STEPS[1][0]

    def has(self, earliest: date, latest: date) -> bool:
        """Tell whether any of these days is in it."""
        return earliest <= self.last and latest >= self.first


# What lies outside these years is a slip of the pen, and beyond them the calendar ends.
_KNOWN = Span(date(1700, 1, 1), date(3100, 12, 31))


def span_shown(starts_on: date | None, ends_on: date | None, days: Iterable[date], today: date) -> Span:
    """Choose the months to show: those of the plan's period, and of what is due up to half a year before or after it.

    Without a period they are those of what is due, and without that, of today. Never more than MOST_MONTHS.
    """
    due = (
        sorted(day for day in days if _KNOWN.has(day, day))
        or [day for day in (starts_on, ends_on) if day]
        or [today]
    )
    first, last = starts_on or min(due[0], ends_on or due[0]), ends_on or max(due[-1], starts_on or due[-1])
    begins, ends = _month_of(first), _month_of(last)
    near = [
        day
        for day in due
        if months_after(begins, -BEYOND_PERIOD) <= day < months_after(ends, 1 + BEYOND_PERIOD)
    ]
    begins, ends = _month_of(min([begins, *near])), _month_of(max([begins, ends, *near]))
    ends = min(ends, months_after(begins, MOST_MONTHS - 1))
    return Span(begins, months_after(ends, 1) - timedelta(days=1))


def ticks(span: Span) -> list[date]:
    """List the first days of the months, quarters or years of a span, whichever have room for their names."""
    step = next(step for most, step in _STEPS if span.months <= most)
    begins = span.first.replace(month=(span.first.month - 1) // step * step + 1)
    starts = (months_after(begins, away) for away in range(0, span.months + step, step))
    return [day for day in starts if span.first <= day <= span.last]


def years(span: Span) -> list[Span]:
    """Give the part of each year that is in a span."""
    return [
        Span(max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31)))
        for year in range(span.first.year, span.last.year + 1)
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the days of a span lie between two ends: each has a place as wide as any other's."""

    span: Span
    left: float
    right: float

    def start(self, day: date) -> float:
        """Tell where a day begins; at the end that is nearer where it is not in the span."""
        days = (self.span.last - self.span.first).days + 1
        place = self.left + (self.right - self.left) * (day - self.span.first).days / days
        return min(max(place, self.left), self.right)

    def end(self, day: date) -> float:
        """Tell where a day ends."""
        return self.right if day >= self.span.last else self.start(day + timedelta(days=1))


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
