"""What a due phrase is read to: points, and what was not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as kept_by
from datetime import date
from typing import Literal

from app.kernel.vocabulary import Vocabulary


class PointKind(Vocabulary):
    """How the dates of a point are to be understood."""

    BY = "by", "Due by", "I'w wneud erbyn"
    AT = "at", "Takes place", "Yn digwydd"
    REVIEW = "review", "Review", "Adolygiad"
    WINDOW = "window", "Runs from and to", "Yn rhedeg o ac i"
    UNTIL = "until", "Ends", "Yn dod i ben"
    RECURRING = "recurring", "Repeats", "Yn ailadrodd"
    FROM = "from", "Starts", "Yn dechrau"
    ONGOING = "ongoing", "Ongoing", "Parhaus"
    RELATIVE = "relative", "Waiting for something else", "Yn aros am rywbeth arall"
    DONE = "done", "Done", "Wedi'i gwblhau"
    UNKNOWN = "unknown", "No date", "Dim dyddiad"


DUE_KINDS: frozenset[PointKind] = frozenset(
    {
        PointKind.BY,
        PointKind.AT,
        PointKind.REVIEW,
        PointKind.WINDOW,
        PointKind.UNTIL,
        PointKind.RECURRING,
    }
)
"""The kinds whose `latest` is a due date."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a due phrase names.

    `earliest` and `latest` are the first and last day, inclusive, of the date that is named ("by June
    2004" has 1 and 30 June); None is open or not known. `rrule` is RFC 5545, and the dates then are its
    first occurrence. `anchor` is the event that the point hangs on, in words. `text` is the span of the
    phrase that it came from.
    """

    kind: PointKind
    earliest: date | None
    latest: date | None
    edtf: str | None
    rrule: str | None
    anchor: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a due phrase and helps to read it.

    `document_date` is YYYY, YYYY-MM or YYYY-MM-DD; anything else counts as not known. `previous` are
    the points of the row above, which "ditto" repeats. `anchors` tell when an event is, by its words
    ("adoption": "2004-07-21", as EDTF). `quarters` are fiscal or calendar. `field` is the heading of the column.
    `date_order` is that of days in figures, "04/05/06", where no year of four digits tells it: `dmy`, `mdy` or `ymd`.
    """

    document_date: str | None = None
    plan_start: date | None = None
    plan_end: date | None = None
    previous: tuple[Point, ...] | None = None
    anchors: Mapping[str, str] = kept_by(default_factory=dict)
    quarters: Literal["fiscal", "calendar"] = "fiscal"
    field: str | None = None
    date_order: str = "dmy"


NOTHING_KNOWN = Context()
"""What stands around a phrase of which nothing is told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The points of a phrase in the order of its words, and the spans of it that were not understood."""

    points: tuple[Point, ...]
    unread: tuple[str, ...]


class PhraseIsTooLong(ValueError):
    """The phrase has more characters than a due cell may have."""
