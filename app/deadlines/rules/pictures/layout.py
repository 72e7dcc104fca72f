"""Where everything in a timeline lies: bars in rows of lanes, names in or beside them, nothing upon anything else."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.deadlines.rules.pictures.axis import Scale
from app.deadlines.rules.pictures.packing import Extent, packed
from app.deadlines.rules.pictures.timeline import Lane, Strand, Stretch, most_pressing_first
from app.formats.svg import BOLD, fitted, width_of

MOST_ROWS = 12
MARK = 18
"""How wide the mark of something is that is too short for a bar."""

GAP = 6
PAD = 4
_LEAST_OF_NAME, _MOST_OF_NAME = 50, 240
# With less room than this, words would tell nothing; with more than that, they would hide what they stand on.
_LEAST_WORDS, _MOST_WORDS = 80, 330


def width_of_name(name: str) -> float:
    """Estimate how wide the name of a strand is, which stands in bold type."""
    return width_of(name) * BOLD


@dataclass(frozen=True, slots=True)
class Box:
    """What is drawn of a stretch: a bar from `left` to `right`, or a mark in its place; it may go on at either end."""

    stretch: Stretch
    left: float
    right: float
    is_mark: bool = False
    goes_on_left: bool = False
    goes_on_right: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A strand with its boxes, its name from `left`, and its words from `words_left`, where they have room."""

    strand: Strand
    boxes: Sequence[Box]
    name: str
    left: float
    words: str = ""
    words_left: float = 0

    @property
    def is_inside(self) -> bool:
        """Whether its name stands in its first bar, and not beside it."""
        first = self.boxes[0]
        return first.left <= self.left and self.left + width_of_name(self.name) <= first.right

    @property
    def extent(self) -> Extent:
        """From where to where it takes its row."""
        named = self.left + width_of_name(self.name) + 2 * PAD
        return min(self.boxes[0].left, self.left), max(self.boxes[-1].right, named)


@dataclass(frozen=True, slots=True)
class LaidLane:
    """A lane with what is drawn in each of its rows; `outside` is not in the months shown, `left_out` had no room."""

    lane: Lane
    rows: Sequence[Sequence[Placed]]
    outside: Sequence[Strand]
    left_out: Sequence[Strand]


def laid_out(lane: Lane, scale: Scale, unnamed: str) -> LaidLane:
    """Put what is in a lane into rows, in its order where it has room for all, else the most pressing first.

    `unnamed` is the name of what has none.
    """
    shown: list[Strand] = []
    outside: list[Strand] = []
    for strand in lane.strands:
        (shown if boxes_of(strand, scale) else outside).append(strand)
    placed, rows = _packed(shown, scale, unnamed)
    if None in rows:
        placed, rows = _packed(most_pressing_first(shown), scale, unnamed)
    in_rows: defaultdict[int, list[Placed]] = defaultdict(list)
    for one, row in zip(placed, rows, strict=True):
        if row is not None:
            in_rows[row].append(one)
    return LaidLane(
        lane,
        [_with_words(in_rows[row], scale) for row in sorted(in_rows)],
        outside,
        [one.strand for one, row in zip(placed, rows, strict=True) if row is None],
    )


def _packed(strands: Sequence[Strand], scale: Scale, unnamed: str) -> tuple[list[Placed], list[int | None]]:
    placed = [place(strand, scale, unnamed) for strand in strands]
    return placed, packed([one.extent for one in placed], MOST_ROWS, GAP)


def boxes_of(strand: Strand, scale: Scale) -> list[Box]:
    """Make the boxes of those stretches of a strand that are in the months shown."""
    span = scale.span
    shown = [one for one in strand.stretches if span.has(one.first, one.last or span.last)]
    return [_box(stretch, scale) for stretch in shown]


def _box(stretch: Stretch, scale: Scale) -> Box:
    left = scale.start(stretch.first)
    right = scale.right if stretch.last is None else scale.end(stretch.last)
    goes_on_left = stretch.first < scale.span.first
    goes_on_right = stretch.last is None or stretch.last > scale.span.last
    if right - left < MARK and not (goes_on_left or goes_on_right):
        middle = min(max((left + right) / 2, scale.left + MARK / 2), scale.right - MARK / 2)
        return Box(stretch, middle - MARK / 2, middle + MARK / 2, is_mark=True)
    # What shows but an end of itself has room for its arrow nonetheless.
    left, right = min(left, scale.right - MARK), max(right, scale.left + MARK)
    return Box(stretch, left, right, goes_on_left=goes_on_left, goes_on_right=goes_on_right)


def place(strand: Strand, scale: Scale, unnamed: str) -> Placed:
    """Give a strand its place: its name is in its first bar, else to the right of that, else to the left."""
    boxes, name = boxes_of(strand, scale), fitted(strand.name or unnamed, _MOST_OF_NAME / BOLD)
    first, taken = boxes[0], width_of_name(name) + 2 * PAD
    if not first.is_mark and first.right - first.left >= taken + 2 * PAD:
        left = first.left + PAD + (MARK / 2 if first.goes_on_left else 0)
        return Placed(strand, boxes, name, min(left, first.right - taken))
    before = first.left - scale.left
    behind = (boxes[1].left if len(boxes) > 1 else scale.right) - first.right
    # Of what repeats so often that there is no room, the name hides some of the marks: it is told of all of them.
    name = fitted(name, (max(before, behind, _LEAST_OF_NAME) - 2 * PAD) / BOLD)
    if behind >= min(taken, before) or before < _LEAST_OF_NAME:
        return Placed(strand, boxes, name, first.right)
    return Placed(strand, boxes, name, first.left - width_of_name(name) - 2 * PAD)


def _with_words(row: Sequence[Placed], scale: Scale) -> list[Placed]:
    """Add to the names in a row as many of their words as there is room for, in their bar or behind it."""
    ordered = sorted(row, key=lambda one: one.extent)
    ends = [after.extent[0] - GAP for _, after in pairwise(ordered)]
    return [_worded(one, end) for one, end in zip(ordered, [*ends, scale.right], strict=True)]


def _worded(placed: Placed, end: float) -> Placed:
    first, last = placed.boxes[0], placed.boxes[-1]
    named = placed.left + width_of_name(placed.name) + PAD
    within = first.right - MARK - PAD - named
    if placed.is_inside and within >= _LEAST_WORDS:
        return replace(placed, words=_fitted(placed, within), words_left=named + PAD)
    behind = placed.extent[1]
    if end - behind < _LEAST_WORDS or last.goes_on_right:
        return placed
    return replace(placed, words=_fitted(placed, end - behind - PAD), words_left=behind + PAD)


def _fitted(placed: Placed, room: float) -> str:
    return fitted(placed.strand.words, min(room, _MOST_WORDS))
