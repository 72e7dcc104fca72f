"""The laws of what falls due: what it is made of, how it hangs on meetings, and its state as of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from itertools import pairwise
from typing import Any

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.vocabulary import Vocabulary
from app.phrases.due import DUE_KINDS, Point, PointKind, meeting_named
from app.phrases.edtf import NotEdtf, edtf_of, span_of
from app.phrases.recurrence import NotARule, expand, read_rule


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
    MEETING = "meeting", "Meeting", "Cyfarfod"
    PLAN = "plan", "Plan", "Cynllun"
    REVIEW = "review", "Review", "Adolygiad"


class DueReading(Vocabulary):
    """Whether a program or a person read the words."""

    AUTOMATIC = "automatic", "Read by the service", "Darllenwyd gan y gwasanaeth"
    CONFIRMED = "confirmed", "Confirmed by a person", "Cadarnhawyd gan berson"
    CARRIED = "carried", "As in the plan it was carried from", "Fel yn y cynllun y daeth ohono"


class Rank(IntEnum):
    """Where in a list of deadlines something stands: dates first, then starts, then what has no date."""

    DUE = 0
    STARTS = 1
    UNDATED = 2


# What has no date is listed after everything that has one.
NEVER = date(9999, 12, 31)


HORIZON = timedelta(days=731)
"""How far ahead of today what repeats has its occurrences; `plans serve` and `plans due extend` keep it so."""

MOST_OCCURRENCES = 400
"""How many occurrences a source has besides the first of each point: half of them gone by, half to come."""

_LONGEST_BOUND = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated (or undated) thing that a source says of itself; the `named…` days are those of its words.

    `point` is the place of its point among those of the source. `body` is the body whose meeting the words name,
    "" where they don't say whose.
    """

    point: int
    kind: str
    named_earliest: date | None
    named_latest: date | None
    named_edtf: str | None
    rrule: str | None
    anchor: str | None
    body: str | None
    meets_from: date | None
    meets_to: date | None
    text: str


def occurrences_of(points: Sequence[Point], today: date) -> list[Occurrence]:
    """List what falls due by these points, those that repeat up to the horizon; what is said twice is due once."""
    found: dict[tuple[object, ...], Occurrence] = {}
    # What comes every day has fewer occurrences ahead than the horizon is long, and so has what says much at once.
    most = max(MOST_OCCURRENCES // (2 * max(sum(point.rrule is not None for point in points), 1)), 10)
    for place, point in enumerate(points):
        for occurrence in _repeated(_first_of(place, point), today, most):
            said = (occurrence.kind, occurrence.named_earliest, occurrence.named_latest, occurrence.text)
            found.setdefault((*said, occurrence.anchor), occurrence)
    return [*found.values()]


def _first_of(place: int, point: Point) -> Occurrence:
    body, meets_from, meets_to = _meeting_of(point)
    return Occurrence(
        place,
        point.kind.value,
        point.earliest,
        point.latest,
        point.edtf,
        point.rrule,
        point.anchor,
        body,
        meets_from,
        meets_to,
        point.text,
    )


def _meeting_of(point: Point) -> tuple[str | None, date | None, date | None]:
    """Tell whose meeting a point names and from when to when it is, where that is short enough for one meeting."""
    named = meeting_named(point.anchor) if point.anchor else None
    if named is None:
        return None, None, None
    first, last = _days_named(point)
    if first is None or last is None or last - first > _LONGEST_BOUND:
        return None, None, None
    return named.body or "", first, last


def _days_named(point: Point) -> tuple[date | None, date | None]:
    """Tell the days that a point names, also of one with an open end: "from July 2004" names July."""
    if (point.earliest is None) == (point.latest is None):
        return point.earliest, point.latest
    opening, _, closing = (point.edtf or "").partition("/")
    try:
        return span_of(opening if point.earliest else closing)
    except NotEdtf:
        return None, None


def _repeated(first: Occurrence, today: date, most: int) -> list[Occurrence]:
    start = first.named_earliest or first.named_latest
    if first.rrule is None or start is None:
        return [first]
    try:
        rule = read_rule(first.rrule)
    except NotARule:
        return [first]
    spans = expand(rule, start, first.named_latest or start, today, today + HORIZON, most)
    return [first, *(_next_of(first, *span) for span in spans[1:])]


def _next_of(first: Occurrence, earliest: date, latest: date) -> Occurrence:
    """Make a later occurrence: another year's meeting is meant where the first one names a meeting."""
    named = first.body is not None
    return replace(
        first,
        named_earliest=earliest,
        named_latest=latest,
        named_edtf=edtf_of(earliest, latest),
        meets_from=earliest if named else None,
        meets_to=latest if named else None,
    )


def placed(kind: str, earliest: date | None, latest: date | None) -> tuple[Rank, date]:
    """Tell where something is listed, and under which day."""
    if kind in DUE_KINDS and latest is not None:
        return Rank.DUE, latest
    if kind == PointKind.FROM and earliest is not None:
        return Rank.STARTS, earliest
    return Rank.UNDATED, NEVER


def agenda_due_on(held_on: date, notice_days: int) -> date:
    """Tell by which day the agenda of a meeting is to be circulated."""
    return held_on - timedelta(days=notice_days)


def settle(rows: Sequence[dict[str, Any]]) -> None:
    """Tell of each row of a source whether it is done: by itself, with its source, or since a later occurrence is.

    And of what repeats, between which days each occurrence is the one to be listed.
    """
    repeating: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        is_done = row["completed_on"] is not None or row["kind"] == PointKind.DONE
        row["is_done"] = row["is_closed"] or is_done
        row["follows_on"] = row["lapses_on"] = None
        if row["rrule"] is not None and row["point"] >= 0:
            repeating[row["point"]].append(row)
    for occurrences in repeating.values():
        _settle_occurrences(sorted(occurrences, key=_begins))


def _settle_occurrences(rows: Sequence[dict[str, Any]]) -> None:
    """Settle the occurrences of one point, in the order of their days."""
    ticked = [place for place, row in enumerate(rows) if row["completed_on"] is not None]
    for row in rows[: max(ticked, default=0)]:
        row["is_done"] = True
    for before, after in pairwise(rows):
        before["lapses_on"] = after["latest"]
        after["follows_on"] = None if before["is_done"] else before["latest"]


def _begins(row: Mapping[str, Any]) -> date:
    begins: date = row["named_earliest"] or row["named_latest"] or NEVER
    return begins


def is_current(follows_on: date | None, lapses_on: date | None, as_of: date) -> bool:
    """Tell whether an occurrence is the one that is due next, or the last one that was missed, as of a day."""
    return (follows_on is None or follows_on < as_of) and (lapses_on is None or lapses_on >= as_of)


class Binding(Vocabulary):
    """How something due hangs on a meeting that its words name."""

    AUTOMATIC = "automatic", "The meeting that the words name", "Y cyfarfod y mae'r geiriau'n ei enwi"
    CHOSEN = "chosen", "The meeting that a person chose", "Y cyfarfod a ddewiswyd gan berson"
    CANCELLED = "cancelled", "Its meeting is cancelled", "Mae ei gyfarfod wedi'i ganslo"
    AMBIGUOUS = "ambiguous", "Several meetings could be meant", "Gellid golygu sawl cyfarfod"
    WAITING = "waiting", "No such meeting yet", "Dim cyfarfod o'r fath eto"


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting as far as deadlines hang on it."""

    meeting_id: str
    sub_group_id: str
    title: str
    held_on: date
    is_cancelled: bool
    is_held: bool
    is_public: bool
    agenda_sent_on: date | None = None


def choose_meeting(
    present: MeetingFacts | None, named: Sequence[MeetingFacts], *, is_chosen: bool
) -> tuple[Binding, MeetingFacts | None]:
    """Choose the meeting that something due hangs on, and say how.

    `present` is the one that it hung on before, while that exists; `named` are the live ones of the body on the
    days that the words name. A meeting that has moved away is still the one that was meant. Of several nothing is
    guessed: then a person must choose. What a person chose stands, whatever becomes of that meeting.
    """
    if is_chosen:
        return Binding.CHOSEN, present
    if present is not None and not present.is_cancelled and present not in named:
        return (Binding.AMBIGUOUS if named else Binding.AUTOMATIC), present
    if len(named) == 1:
        return Binding.AUTOMATIC, named[0]
    if present is not None and present.is_cancelled:
        return Binding.CANCELLED, present
    return (Binding.AMBIGUOUS if named else Binding.WAITING), None


def bound_days(
    named: tuple[date | None, date | None], meeting: MeetingFacts | None
) -> tuple[date | None, date | None]:
    """Tell the first and last day of something due: those of its meeting, else those that its words name."""
    if meeting is None or meeting.is_cancelled:
        return named
    day = meeting.held_on
    if named == (None, None):
        return day, day
    return (day if named[0] else None), (day if named[1] else None)


def kept_point(point: Point, meeting_id: str | None = None, binding: Binding | None = None) -> dict[str, Any]:
    """Make the form in which a point is kept and shown, with the meeting that it hangs on."""
    return {
        "kind": point.kind.value,
        "earliest": point.earliest and point.earliest.isoformat(),
        "latest": point.latest and point.latest.isoformat(),
        "edtf": point.edtf,
        "rrule": point.rrule,
        "anchor": point.anchor,
        "meeting_id": meeting_id,
        "binding": binding and binding.value,
        "text": point.text,
    }


def point_from(kept: Mapping[str, Any]) -> Point:
    """Make the point again that was kept as JSON."""
    return Point(
        kind=PointKind(kept["kind"]),
        earliest=day_of(kept["earliest"]),
        latest=day_of(kept["latest"]),
        edtf=kept["edtf"],
        rrule=kept["rrule"],
        anchor=kept["anchor"],
        text=kept["text"],
    )


def day_of(written: str | None) -> date | None:
    """Read a day that was kept as JSON."""
    return None if written is None else date.fromisoformat(written)


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


MOST_TELLING = (
    DueState.OVERDUE,
    DueState.IN_WINDOW,
    DueState.UPCOMING,
    DueState.ONGOING,
    DueState.WAITING,
    DueState.UNDATED,
    DueState.DONE,
)
"""The states, the most pressing first."""


def state_of_all(states: Sequence[DueState]) -> DueState:
    """Tell the state of something with several points: that of the most pressing; undated where it has none."""
    return next((state for state in MOST_TELLING if state in states), DueState.UNDATED)


def next_due(dues: Sequence[date], as_of: date) -> date | None:
    """Find the next day on which something is due, or the last one where all have passed."""
    ahead = [due for due in dues if due >= as_of]
    return min(ahead) if ahead else max(dues, default=None)


class DeadlineIsComplete(Conflict):
    """The deadline was ticked off before."""

    code, title = "deadline_is_complete", "The deadline is ticked off already"


class DeadlineIsOpen(Conflict):
    """The deadline is not ticked off."""

    code, title = "deadline_is_open", "The deadline is not ticked off"


class DeadlineHasNoDay(Conflict):
    """What has no day can't be ticked off: it is done when its action is."""

    code, title = "deadline_has_no_day", "What has no day can't be ticked off"


class CompletedAheadOfTime(Invalid):
    """Something would be ticked off on a day that is still to come."""

    code, title = "completed_ahead_of_time", "Nothing is done on a day that is still to come"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("is still to come", pointer="/completed_on")])
