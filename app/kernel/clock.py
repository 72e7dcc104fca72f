"""What time it is. Only entry points ask; rules are given the day."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Tell the day that it is in the time zone (an IANA name)."""
    return datetime.now(ZoneInfo(time_zone)).date()


def start_of(day: date) -> datetime:
    """Give the time at which a day begins in UTC."""
    return datetime.combine(day, time(), UTC)


def is_to_come(day: date, today: date) -> bool:
    """Tell whether a day is still to come wherever one is: somewhere on Earth it is tomorrow already."""
    return day > today + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Give the day so many months later, or the last one of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
