"""Moments: a day, month or year as it was written, and the days that it covers."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from app.phrases.edtf import edtf_of, first_and_last_day


class Part(Enum):
    """A part of a month or a year."""

    EARLY = auto()
    MID = auto()
    LATE = auto()
    END = auto()


class Span(NamedTuple):
    """First and last day, inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month or year as written: what was not written is None, and is never made up here.

    A fiscal year is named by the calendar year in which it begins. `may_be_day` tells that the year was
    two bare digits behind a month, as in "March 05", so that they may be a day instead.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    is_fiscal: bool = False
    may_be_day: bool = False

    @property
    def is_bare_year(self) -> bool:
        """Tell whether only a year was written."""
        return self.month is None and self.day is None

    def in_year(self, year: int) -> "Moment":
        """Write the same moment with its year."""
        return replace(self, year=year)

    def span(self) -> Span | None:
        """Tell the days that it covers; None where the year is not known or has no such day."""
        if self.year is None:
            return None
        try:
            whole = Span(*first_and_last_day(self.year, self.month, self.day))
        except ValueError:
            return None
        if self.is_fiscal:
            whole = Span(date(self.year, 4, 1), date(self.year + 1, 3, 31))
        return _part_of(whole, self.part, in_months=self.month is None)

    def edtf(self) -> str | None:
        """Write it as EDTF; without a year, a month or a day of one is still written: "XXXX-11"."""
        if self.year is None:
            return _without_year(self)
        span = self.span()
        return edtf_of(span.first, span.last) if span else None


def _without_year(moment: Moment) -> str | None:
    if moment.month is None or moment.part:
        return None
    day = f"-{moment.day:02d}" if moment.day else ""
    return f"XXXX-{moment.month:02d}{day}"


def _part_of(whole: Span, part: Part | None, in_months: bool) -> Span:
    """Take a third or the last day: days 1-10, 11-20, 21-end of a month, four months each of a year."""
    if part is None:
        return whole
    if part is Part.END:
        return Span(whole.last, whole.last)
    middle, late = (_months_on(whole, 4), _months_on(whole, 8)) if in_months else _tenths(whole)
    day = timedelta(days=1)
    if part is Part.EARLY:
        return Span(whole.first, middle - day)
    return Span(middle, late - day) if part is Part.MID else Span(late, whole.last)


def _tenths(month: Span) -> tuple[date, date]:
    return month.first.replace(day=11), month.first.replace(day=21)


def _months_on(year: Span, months: int) -> date:
    ahead = year.first.month - 1 + months
    return date(year.first.year + ahead // 12, ahead % 12 + 1, 1)


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
        """Tell whether no year was written."""
        return self.first.year is None or self.last.year is None
