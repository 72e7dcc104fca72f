"""The laws of what falls due: how a date's state is told as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from app.kernel.vocabulary import Vocabulary
from app.phrases.due import DUE_KINDS, Point, PointKind


class DueState(Vocabulary):
    """How something that falls due stands, as of a day."""

    UPCOMING = "upcoming", "Upcoming", "I ddod"
    IN_WINDOW = "in_window", "Due now", "Yn ddyledus nawr"
    OVERDUE = "overdue", "Overdue", "Hwyr"
    ONGOING = "ongoing", "Ongoing", "Parhaus"
    WAITING = "waiting", "Waiting for something else", "Yn aros am rywbeth arall"
    UNDATED = "undated", "No date", "Dim dyddiad"
    DONE = "done", "Done", "Wedi'i wneud"


class DeadlineSource(Vocabulary):
    """What a deadline comes from."""

    ACTION = "action", "Action", "Cam gweithredu"
    MILESTONE = "milestone", "Milestone", "Carreg filltir"


class DueReading(Vocabulary):
    """Whether a program or a person read the words."""

    AUTOMATIC = "automatic", "Read by the service", "Darllenwyd gan y gwasanaeth"
    CONFIRMED = "confirmed", "Confirmed by a person", "Cadarnhawyd gan berson"


class Rank(IntEnum):
    """Where in a list of deadlines something stands: dates first, then starts, then what has no date."""

    DUE = 0
    STARTS = 1
    UNDATED = 2


# What has no date is listed after everything that has one.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated (or undated) thing that a source says of itself."""

    kind: str
    earliest: date | None
    latest: date | None
    edtf: str | None
    anchor: str | None
    text: str
    rank: Rank
    listed_on: date


def occurrence_of(point: Point) -> Occurrence:
    """Make the occurrence of a point: where it is listed, and under which day."""
    rank, listed_on = _place(point)
    return Occurrence(
        point.kind.value, point.earliest, point.latest, point.edtf, point.anchor, point.text, rank, listed_on
    )


def _place(point: Point) -> tuple[Rank, date]:
    if point.kind in DUE_KINDS and point.latest is not None:
        return Rank.DUE, point.latest
    if point.kind is PointKind.FROM and point.earliest is not None:
        return Rank.STARTS, point.earliest
    return Rank.UNDATED, NEVER


def state_of(
    kind: str, earliest: date | None, latest: date | None, *, is_done: bool, as_of: date
) -> DueState:
    """Tell the state of one point as of a day.

    A month is overdue only after its last day; what starts on a day that is not known has no date.
    """
    if is_done or kind == PointKind.DONE:
        return DueState.DONE
    if kind in DUE_KINDS and latest is not None:
        if latest < as_of:
            return DueState.OVERDUE
        return DueState.UPCOMING if earliest is not None and earliest > as_of else DueState.IN_WINDOW
    if kind == PointKind.ONGOING or (kind == PointKind.FROM and earliest is not None):
        return DueState.UPCOMING if earliest is not None and earliest > as_of else DueState.ONGOING
    return DueState.WAITING if kind == PointKind.RELATIVE else DueState.UNDATED


_MOST_TELLING = (
    DueState.OVERDUE,
    DueState.IN_WINDOW,
    DueState.UPCOMING,
    DueState.ONGOING,
    DueState.WAITING,
    DueState.UNDATED,
    DueState.DONE,
)


def state_of_all(states: Sequence[DueState]) -> DueState:
    """Tell the state of something with several points: that of the most pressing; undated where it has none."""
    return next((state for state in _MOST_TELLING if state in states), DueState.UNDATED)


def next_due(dues: Sequence[date], as_of: date) -> date | None:
    """Find the next day on which something is due, or the last one where all have passed."""
    ahead = [due for due in dues if due >= as_of]
    return min(ahead) if ahead else max(dues, default=None)
