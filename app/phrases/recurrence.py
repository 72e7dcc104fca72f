"""Rules of repetition as RFC 5545 writes them, section 3.3.10, daily to yearly: read, and expanded to days.

What falls due is a day, never an hour, so the parts of a rule that speak of hours, weeks of the year or days of the
year are refused. An occurrence on a day that its month does not have falls on the month's last day (SKIP=BACKWARD of
RFC 7529): what is due on the 31st of every third month must not be lost in June.
"""

import re
from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_RULE = 300
_LAST_DAY = date(2999, 12, 31)


class NotARule(ValueError):
    """The words are no rule of RFC 5545, or one that says more than on which days something repeats."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How something repeats. `by_day` are pairs of an ordinal (0 for every one) and a weekday (0 is Monday)."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(written: str) -> Rule:
    """Read a rule such as "FREQ=MONTHLY;INTERVAL=3"; a leading "RRULE:" is taken as well. Raises NotARule."""
    if len(written) > _LONGEST_RULE:
        raise NotARule(f"A rule has at most {_LONGEST_RULE} characters.")
    parts: dict[str, str] = {}
    for part in written.upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or name not in _PARTS:
            raise NotARule(f"{part[:40]!r} is none of the parts of a rule: {', '.join(_PARTS)}.")
        if name in parts:
            raise NotARule(f"{name} stands twice.")
        parts[name] = value
    if "FREQ" not in parts:
        raise NotARule("FREQ is missing, such as FREQ=YEARLY.")
    rule = Rule(**{_PARTS[name][0]: _PARTS[name][1](value) for name, value in parts.items()})
    _refuse_contradictions(rule)
    return rule


def _refuse_contradictions(rule: Rule) -> None:
    if rule.count is not None and rule.until is not None:
        raise NotARule("COUNT and UNTIL can't stand in one rule.")
    if any(ordinal for ordinal, _ in rule.by_day) and rule.frequency not in ("MONTHLY", "YEARLY"):
        raise NotARule("BYDAY has an ordinal only in a monthly or a yearly rule.")
    if rule.by_month_day and rule.frequency == "WEEKLY":
        raise NotARule("BYMONTHDAY can't stand in a weekly rule.")
    if rule.by_set_pos and not (rule.by_month or rule.by_month_day or rule.by_day):
        raise NotARule("BYSETPOS needs another BY… part.")


def expand(
    rule: Rule, earliest: date, latest: date, today: date, until: date, most: int
) -> list[tuple[date, date]]:
    """List the first and last days of the occurrences that begin no later than `until`, in order.

    The first one is that of `earliest` and `latest`, whether the rule makes it or not. Besides it at most `most` are
    given that began before today, the last of these, and at most `most` that begin today or later, the first of
    them. An occurrence is as long as the first: whole months stay whole.
    """
    last = until if rule.until is None else min(rule.until, until)
    starts = _starts(rule, earliest, min(last, _LAST_DAY))
    following = starts if rule.count is None else islice(starts, rule.count - 1)
    past: deque[date] = deque(maxlen=most)
    ahead: list[date] = []
    for start in following:
        if start < today:
            past.append(start)
        else:
            ahead.append(start)
        if len(ahead) == most:
            break
    return [(earliest, latest), *((start, _end(earliest, latest, start)) for start in (*past, *ahead))]


def days_of(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Give the days that a rule makes from one day to another, in order; the first only where the rule makes it."""
    made = _days_made(rule, first, last if rule.until is None else min(rule.until, last))
    return made if rule.count is None else islice(made, rule.count)


def _end(earliest: date, latest: date, start: date) -> date:
    """Find the last day of the occurrence that begins on a day."""
    months = _months_of(start) - _months_of(earliest)
    if start != _months_on(earliest, months):
        return start + (latest - earliest)
    end = _months_on(latest, months)
    ends_month = latest != earliest and latest.day == _days_in(latest.year, latest.month)
    return end.replace(day=_days_in(end.year, end.month)) if ends_month else end


def _months_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months_on(day: date, months: int) -> date:
    year, month = divmod(_months_of(day) + months, 12)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _starts(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Give the days after the first, up to the last, on which the rule begins anew, in order."""
    return (day for day in _days_made(rule, first, last) if day > first)


def _days_made(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Give the days from the first, where the rule makes that, up to the last."""
    for begins, days in _PERIODS[rule.frequency](rule, first):
        if begins > last:
            return
        for day in _at_positions(sorted(days), rule.by_set_pos):
            if first <= day <= last:
                yield day


def _at_positions(days: list[date], positions: tuple[int, ...]) -> list[date]:
    if not positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in positions}
    return [day for place, day in enumerate(days) if place in places]


Periods = Iterator[tuple[date, Iterable[date]]]


def _days(rule: Rule, first: date) -> Periods:
    for ahead in count(0, rule.interval):
        day = first + timedelta(days=ahead)
        yield day, [day] if _is_among(rule, day) else []


def _weeks(rule: Rule, first: date) -> Periods:
    weekdays = [weekday for _, weekday in rule.by_day] or [first.weekday()]
    monday = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
    for ahead in count(0, rule.interval):
        begins = monday + timedelta(weeks=ahead)
        days = {begins + timedelta(days=(weekday - rule.week_start) % 7) for weekday in weekdays}
        yield begins, [day for day in days if not rule.by_month or day.month in rule.by_month]


def _months(rule: Rule, first: date) -> Periods:
    for ahead in count(0, rule.interval):
        begins = _months_on(first.replace(day=1), ahead)
        fits = not rule.by_month or begins.month in rule.by_month
        yield begins, _days_of_month(rule, first, begins) if fits else []


def _years(rule: Rule, first: date) -> Periods:
    for ahead in count(0, rule.interval):
        begins = date(first.year + ahead, 1, 1)
        if rule.by_day and not rule.by_month:
            yield begins, _weekdays_of_year(rule, begins)
            continue
        of_year = range(1, 13) if rule.by_month_day else [first.month]
        months = [begins.replace(month=month) for month in rule.by_month or of_year]
        yield begins, {day for month in months for day in _days_of_month(rule, first, month)}


def _days_of_month(rule: Rule, first: date, begins: date) -> set[date]:
    length = _days_in(begins.year, begins.month)
    if not (rule.by_day or rule.by_month_day):
        return {begins.replace(day=min(first.day, length))}
    whole = [begins.replace(day=number) for number in range(1, length + 1)]
    days = _weekdays(rule, whole) if rule.by_day else set(whole)
    return {day for day in days if _is_on_month_day(rule, day)}


def _weekdays_of_year(rule: Rule, begins: date) -> set[date]:
    length = 366 if _days_in(begins.year, 2) == 29 else 365
    days = _weekdays(rule, [begins + timedelta(days=ahead) for ahead in range(length)])
    return {day for day in days if _is_on_month_day(rule, day)}


def _weekdays(rule: Rule, days: list[date]) -> set[date]:
    """Choose, of the days in order, the weekdays of the rule: every one, or the one that the ordinal counts."""
    chosen: set[date] = set()
    for ordinal, weekday in rule.by_day:
        such = [day for day in days if day.weekday() == weekday]
        chosen.update(_at_positions(such, (ordinal,) if ordinal else ()))
    return chosen


def _is_on_month_day(rule: Rule, day: date) -> bool:
    from_end = day.day - _days_in(day.year, day.month) - 1
    return not rule.by_month_day or day.day in rule.by_month_day or from_end in rule.by_month_day


def _is_among(rule: Rule, day: date) -> bool:
    of_week = not rule.by_day or any(weekday == day.weekday() for _, weekday in rule.by_day)
    return of_week and (not rule.by_month or day.month in rule.by_month) and _is_on_month_day(rule, day)


_PERIODS: dict[str, Callable[[Rule, date], Periods]] = {
    "DAILY": _days,
    "WEEKLY": _weeks,
    "MONTHLY": _months,
    "YEARLY": _years,
}


def _frequency(value: str) -> str:
    if value not in _PERIODS:
        raise NotARule(f"FREQ is one of {', '.join(_PERIODS)}; {value[:40]!r} is not.")
    return value


def _number(name: str, value: str, least: int, most: int) -> int:
    matched = re.fullmatch(r"[+-]?[0-9]{1,4}", value, re.ASCII)
    if matched is None or not least <= int(value) <= most or int(value) == 0:
        raise NotARule(f"{name} has a number from {least} to {most}; {value[:40]!r} is none.")
    return int(value)


def _one_number(name: str, most: int) -> Callable[[str], int]:
    return lambda value: _number(name, value, 1, most)


def _numbers(name: str, least: int, most: int) -> Callable[[str], tuple[int, ...]]:
    return lambda value: tuple(_number(name, one, least, most) for one in value.split(","))


def _weekday(value: str) -> int:
    if value not in WEEKDAYS:
        raise NotARule(f"A weekday is one of {', '.join(WEEKDAYS)}; {value[:40]!r} is not.")
    return WEEKDAYS.index(value)


def _by_day(value: str) -> tuple[tuple[int, int], ...]:
    found = []
    for one in value.split(","):
        ordinal = _number("BYDAY", one[:-2], -53, 53) if one[:-2] else 0
        found.append((ordinal, _weekday(one[-2:])))
    return tuple(found)


def _until(value: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", value):
            raise ValueError
        return datetime.strptime(value[:8], "%Y%m%d").date()  # noqa: DTZ007 - A day is read, and no time.
    except ValueError:
        raise NotARule(f"UNTIL has a day such as 20050331; {value[:40]!r} is none.") from None


_PARTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "FREQ": ("frequency", _frequency),
    "INTERVAL": ("interval", _one_number("INTERVAL", 999)),
    "COUNT": ("count", _one_number("COUNT", 9_999)),
    "UNTIL": ("until", _until),
    "BYMONTH": ("by_month", _numbers("BYMONTH", 1, 12)),
    "BYMONTHDAY": ("by_month_day", _numbers("BYMONTHDAY", -31, 31)),
    "BYDAY": ("by_day", _by_day),
    "BYSETPOS": ("by_set_pos", _numbers("BYSETPOS", -366, 366)),
    "WKST": ("week_start", _weekday),
}
"""The parts that a rule may have: the field that each one sets, and how it is read."""
