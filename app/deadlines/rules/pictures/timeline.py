"""What a timeline of a plan shows, before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.deadlines.rules.standing import Standing
from app.phrases.due import DUE_KINDS, PointKind

_MOST_PRESSING_FIRST = tuple(Standing)
_OPEN_KINDS = frozenset({PointKind.FROM, PointKind.ONGOING})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days, inclusive, on which something is to be done, and how that stands; no `last` is no end."""

    first: date
    last: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Strand:
    """One thing that is due, each time that it is.

    `name` is what it is drawn with, the reference of its action; `words` follow it where they have room; `title` tells
    all. Only the end of the plan's period has none of these. `text` are the words that say when. `stretches` are in
    the order of their days.
    """

    name: str
    words: str
    title: str
    text: str
    repeats: bool
    stretches: Sequence[Stretch]

    @property
    def standing(self) -> Standing:
        """How it stands: as the most pressing of its stretches."""
        return min((one.standing for one in self.stretches), key=_MOST_PRESSING_FIRST.index)


@dataclass(frozen=True, slots=True)
class Lane:
    """A theme, or what is under none: its actions by how they stand, what is drawn, and what goes on without a day."""

    title: str | None
    standing: Mapping[Standing, int]
    strands: Sequence[Strand]
    ongoing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A plan as it is drawn. `undated` are the references of actions that name no day themselves, by how they stand."""

    title: str
    starts_on: date | None
    ends_on: date | None
    as_of: date
    standing: Mapping[Standing, int]
    lanes: Sequence[Lane]
    whole: Sequence[Strand]
    undated: Mapping[Standing, Sequence[str]]

    @property
    def days(self) -> list[date]:
        """The days that the picture should reach to: of what repeats, those of its first time."""
        strands = [*self.whole, *(strand for lane in self.lanes for strand in lane.strands)]
        firsts = [strand.stretches[0] for strand in strands]
        return [day for one in firsts for day in (one.first, one.last) if day is not None]


def stretch_of(kind: str, earliest: date | None, latest: date | None, standing: Standing) -> Stretch | None:
    """Tell from when to when something is drawn; None where nobody wrote a day from which that could be told.

    "From July" has no end. What is due by a day, of which no first day is known, is drawn on that day alone.
    """
    if kind in _OPEN_KINDS:
        return None if earliest is None else Stretch(earliest, None, standing)
    if kind in DUE_KINDS or kind == PointKind.DONE:
        first = earliest or latest
        return None if latest is None or first is None else Stretch(first, latest, standing)
    return None


def most_pressing_first(strands: Sequence[Strand]) -> list[Strand]:
    """Put what must not be missed first, and leave what is alike in its order."""
    return sorted(strands, key=lambda strand: _MOST_PRESSING_FIRST.index(strand.standing))
