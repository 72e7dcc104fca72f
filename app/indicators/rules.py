"""The words and laws of indicators: what is on target, and what is better than before.

Numbers come as floats of at most fifteen digits. Each such float stands for one decimal only, so that it is
compared, and reckoned with, as that decimal: 0.3 - 0.1 is 0.2 here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.clock import is_to_come
from app.kernel.vocabulary import Vocabulary

PLACES = 4
LARGEST = 99_999_999_999.9999


class Direction(Vocabulary):
    """Which way an indicator is meant to go."""

    UP = "up", "More is better", "Gorau po fwyaf"
    DOWN = "down", "Less is better", "Gorau po leiaf"
    HOLD = "hold", "Stay at the target", "Aros ar y targed"


class TargetVerdict(Vocabulary):
    """Whether what was measured is what was meant."""

    ON_TARGET = "on_target", "On target", "Ar y targed"
    OFF_TARGET = "off_target", "Off target", "Oddi ar y targed"
    UNKNOWN = "unknown", "Not known", "Ddim yn hysbys"


class Trend(Vocabulary):
    """How the latest measurement compares with the one before it."""

    BETTER = "better", "Better", "Gwell"
    WORSE = "worse", "Worse", "Gwaeth"
    SAME = "same", "The same", "Yr un fath"
    UNKNOWN = "unknown", "Not known", "Ddim yn hysbys"


class PeriodsOverlap(Conflict):
    """Two periods of an indicator would have a day in common."""

    code, title = "periods_overlap", "Another period of the indicator has some of these days"


class MeasuredAheadOfTime(Invalid):
    """Something would have been measured of days that are still to come."""

    code, title = "measured_ahead_of_time", "Nothing is measured of days that are still to come"

    def __init__(self, day: date, pointer: str) -> None:
        super().__init__(errors=[Fault(f"can't be known before {day}", pointer=pointer)])


class HasTooManyPlaces(ValueError):
    """A number has more digits after the point than are kept."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, and what had been meant; either may not be known."""

    actual: float | None
    target: float | None = None


def exact(number: float) -> Decimal:
    """Give the decimal that a number was written as."""
    return Decimal(repr(number))


def check_places(number: float) -> float:
    """Refuse, by HasTooManyPlaces, a number that would not be kept exactly."""
    if exact(number) != round(exact(number), PLACES):
        raise HasTooManyPlaces(f"a number has at most {PLACES} digits after the point")
    return number


def refuse_measured_to_come(measured: float | None, day: date | None, today: date, pointer: str) -> None:
    """Refuse what was measured on a day, or from that day on, which is still to come; a period may have begun."""
    if measured is not None and day is not None and is_to_come(day, today):
        raise MeasuredAheadOfTime(day, pointer)


def verdict_of(direction: str, target: float | None, actual: float | None) -> TargetVerdict:
    """Tell whether a period is on target."""
    if target is None or actual is None:
        return TargetVerdict.UNKNOWN
    reached = {
        Direction.UP: actual >= target,
        Direction.DOWN: actual <= target,
        Direction.HOLD: actual == target,
    }
    return TargetVerdict.ON_TARGET if reached[Direction(direction)] else TargetVerdict.OFF_TARGET


def trend_of(direction: str, latest: Measured, before: Measured) -> Trend:
    """Tell how the latest measurement compares with one before it.

    What is to stay at its target is better the nearer it is to that; what had no target, such as a baseline, is
    held against the latest one.
    """
    goal = before.target if before.target is not None else latest.target
    now, then = _merit(direction, latest.actual, latest.target), _merit(direction, before.actual, goal)
    if now is None or then is None:
        return Trend.UNKNOWN
    if now == then:
        return Trend.SAME
    return Trend.BETTER if now > then else Trend.WORSE


def _merit(direction: str, actual: float | None, target: float | None) -> Decimal | None:
    """Give a number that is the larger the better; None where it is not known."""
    if actual is None:
        return None
    if direction == Direction.UP:
        return exact(actual)
    if direction == Direction.DOWN:
        return -exact(actual)
    return None if target is None else -abs(exact(actual) - exact(target))
