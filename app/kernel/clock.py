"""What time it is. Only entry points ask; rules are given the day."""

import time
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Tell the day that it is in the time zone (an IANA name)."""
    return datetime.now(ZoneInfo(time_zone)).date()


class Today:
    """Tells the day that it is in a time zone, reckoned anew only where it ends, or the clock was set back."""

    def __init__(self, time_zone: str, seconds: Callable[[], float] = time.time) -> None:
        self._zone = ZoneInfo(time_zone)
        self._seconds = seconds
        self._day = date.min
        self._begins = self._ends = 0.0

    def __call__(self) -> date:
        """Tell the day."""
        seconds = self._seconds()
        if not self._begins <= seconds < self._ends:
            self._day = datetime.fromtimestamp(seconds, self._zone).date()
            self._begins, self._ends = (self._midnight(self._day + timedelta(days=days)) for days in (0, 1))
        return self._day

    def _midnight(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp()


def start_of(day: date) -> datetime:
    """Give the time at which a day begins in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def is_to_come(day: date, today: date) -> bool:
    """Tell whether a day is still to come wherever one is: somewhere on Earth it is tomorrow already."""
    return day > today + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Give the day so many months later, or the last one of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
