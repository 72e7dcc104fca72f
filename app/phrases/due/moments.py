"""Moments: a day, a month, a year or another stretch of time as it was written, and the days that it covers."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from app.phrases.edtf import edtf_of, edtf_of_season, edtf_without_year, first_and_last_day, months_of

_DAY = timedelta(days=1)


class Part(Enum):
    """A part of a month or of a longer stretch, or the week of a day."""

    EARLY = auto()
    MID = auto()
    LATE = auto()
    END = auto()
    WEEK_OF = auto()
    WEEK_TO = auto()


class Span(NamedTuple):
    """First and last day, inclusive."""

    first: date
    last: date


class Stretch(NamedTuple):
    """Months in a row that have a name: a season, quarter, half, term, fiscal or academic year.

    `first` is the number of its first month, counted from January of the year by which it is called; 13 is
    the January after. `code` is what EDTF writes in place of a month, if it has a name for it.
    """

    first: int
    months: int
    code: int | None = None


FISCAL_YEAR = Stretch(4, 12)
ACADEMIC_YEAR = Stretch(9, 12)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time as written: what was not written is None, and is never made up here.

    A fiscal year is named by the calendar year in which it begins. `may_be_day` tells that the year was
    two bare digits behind a month, as in "March 05", so that they may be a day instead. `days` are its days
    where they were counted from others; `hangs` tells that nothing is known to count from. `event` are the
    words of the event whose days they are. `is_plan_year` tells that it was numbered, as in "Year 2". `weekday` is
    which one of the month is meant, and which day of the week: (-1, 6) is the last Sunday.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    stretch: Stretch | None = None
    may_be_day: bool = False
    days: Span | None = None
    hangs: bool = False
    event: str | None = None
    is_plan_year: bool = False
    weekday: tuple[int, int] | None = None

    @property
    def is_bare_year(self) -> bool:
        """Tell whether only a year was written, of whichever kind, or days that need none."""
        return self.month is None and self.day is None and (self.stretch is None or self.stretch.months == 12)

    @property
    def first_month(self) -> int:
        """Tell the number of the month in which it begins, in the year by which it is called."""
        return self.stretch.first if self.stretch else self.month or 1

    def in_year(self, year: int) -> "Moment":
        """Write the same moment with its year."""
        return replace(self, year=year)

    def span(self) -> Span | None:
        """Tell the days that it covers; None where the year is not known or has no such day."""
        if self.days or self.year is None:
            return self.days
        try:
            return part_of(Span(*self._whole(self.year)), self.part)
        except (ValueError, OverflowError):
            return None

    def _whole(self, year: int) -> tuple[date, date]:
        if self.stretch:
            return months_of(year, self.stretch.first, self.stretch.months)
        first, last = first_and_last_day(year, self.month, self.day)
        return (first, last) if self.weekday is None else (_weekday_in(first, last, *self.weekday),) * 2

    def edtf(self) -> str | None:
        """Write it as EDTF; without a year, a month or a day of one is still written: "XXXX-11"."""
        if self.year is None and self.days is None:
            return _without_year(self)
        if self.year is not None and self.stretch and self.stretch.code and not self.part:
            return edtf_of_season(self.year, self.stretch.code) if self.span() else None
        return self.interval()

    def interval(self) -> str | None:
        """Write it as it may stand inside an interval: by days, months and years, not by seasons."""
        span = self.span()
        return edtf_of(*span) if span else None


def _weekday_in(first: date, last: date, which: int, weekday: int) -> date:
    """Tell the day of a month that is its first, second or last such weekday; ValueError where it has none."""
    if which < 0:
        return last - (last.weekday() - weekday) % 7 * _DAY
    day = first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY
    if day > last:
        raise ValueError(f"No day is the {which}th such weekday of {first:%B %Y}.")
    return day


def _without_year(moment: Moment) -> str | None:
    if moment.month is None or moment.weekday or moment.part in (Part.WEEK_OF, Part.WEEK_TO):
        return None
    # The last day of February depends on the year.
    ends = moment.part is Part.END and moment.month != 2 and not moment.day
    last_day = first_and_last_day(2000, moment.month)[1].day if ends else None
    return edtf_without_year(moment.month, moment.day or last_day)


def part_of(whole: Span, part: Part | None) -> Span:
    """Take a third, the last day, or the week from Monday to Sunday."""
    if part is None:
        return whole
    if part is Part.END:
        return Span(whole.last, whole.last)
    if part is Part.WEEK_OF:
        monday = whole.first - whole.first.weekday() * _DAY
        return Span(monday, monday + 6 * _DAY)
    if part is Part.WEEK_TO:
        return Span(whole.last - 6 * _DAY, whole.last)
    middle, late = _thirds(whole)
    if part is Part.EARLY:
        return Span(whole.first, middle - _DAY)
    return Span(middle, late - _DAY) if part is Part.MID else Span(late, whole.last)


def _thirds(whole: Span) -> tuple[date, date]:
    """Tell where the second and last third begin: on day 11 and 21 of a month, four months on in a year."""
    months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    if months == 1:
        return whole.first.replace(day=11), whole.first.replace(day=21)
    if months % 3:
        raise ValueError(f"{months} months have no thirds.")
    third = months // 3
    middle = months_of(whole.first.year, whole.first.month + third, third)
    return middle[0], middle[1] + _DAY


@dataclass(frozen=True, slots=True)
class Named:
    """One date that is named: a moment, or from a moment to a moment.

    `is_run` tells a dash or "to" ("April to June": something runs) from a slash ("April/May": one of them).
    """

    first: Moment
    last: Moment
    is_run: bool = False

    def span(self) -> Span | None:
        """Tell the days that it covers; None where they are not known, or run backwards."""
        first, last = self.first.span(), self.last.span()
        if first is None or last is None or last.last < first.first:
            return None
        return Span(first.first, last.last)

    def edtf(self) -> str | None:
        """Write it as EDTF."""
        if self.first == self.last:
            return self.first.edtf()
        span = self.span()
        return edtf_of(span.first, span.last) if span else None

    @property
    def misses_year(self) -> bool:
        """Tell whether no year was written, and none can be counted."""
        return any(one.year is None and one.days is None for one in (self.first, self.last))

    @property
    def hangs(self) -> bool:
        """Tell whether it hangs on something whose date is not known."""
        return self.first.hangs or self.last.hangs
