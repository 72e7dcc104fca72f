"""How states and statuses look, in colour and in black and white, and the key that says so."""

from collections.abc import Sequence

from app.actions.rules import ActionStatus
from app.deadlines.rules.standing import Standing
from app.formats.svg import PAPER, Fill, Markup, element, filled, text, width_of

WIDTH = 1080
MARGIN = 16
LINE = 18
SWATCH = 30
BAR = 18


def _stroke(along: str, colour: str, width: float) -> Markup:
    return element("path", d=along, stroke=colour, stroke_width=width, fill="none")


def _diagonal(colour: str, width: float) -> Markup:
    return _stroke("M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6", colour, width)


_CROSS = _stroke("M0 0 L8 8 M8 0 L0 8", "#666666", 1)
_DOT = element("circle", cx=4, cy=4, r=1.6, fill="#1d4ed8")
OUTLINE = "#333333"

STANDING_FILLS = {
    Standing.OVERDUE: Fill("overdue", "#8c1d18"),
    Standing.IN_WINDOW: Fill("in-window", "#fff7e6", _diagonal("#b45309", 3)),
    Standing.UPCOMING: Fill("upcoming", PAPER),
    Standing.ONGOING: Fill("ongoing", "#f5f8ff", _DOT),
    Standing.DONE: Fill("done", "#e3e3e3", _stroke("M0 4 L8 4", "#7a7a7a", 1.2)),
    Standing.CANCELLED: Fill("cancelled", "#f0f0f0", _CROSS),
}
STATUS_FILLS = {
    ActionStatus.COMPLETED: Fill("completed", "#14532d"),
    ActionStatus.IN_PROGRESS: Fill("in-progress", "#eaf6ec", _diagonal("#15803d", 3)),
    ActionStatus.NOT_STARTED: Fill("not-started", PAPER),
    ActionStatus.DEFERRED: Fill("deferred", "#f5f8ff", _DOT),
    ActionStatus.CARRIED_FORWARD: Fill("carried-forward", "#e3e3e3", _stroke("M0 4 L8 4", "#7a7a7a", 1.2)),
    ActionStatus.CANCELLED: Fill("cancelled", "#f0f0f0", _CROSS),
}


def swatch(name: str, fill: Fill) -> Markup:
    """Draw a sample of how something looks."""
    return element("rect", width=SWATCH, height=BAR - 4, fill=filled(name, fill), stroke=OUTLINE)


def bar(
    left: float, right: float, top: float, goes_on_left: bool = False, goes_on_right: bool = False
) -> list[tuple[float, float]]:
    """Give the corners of a bar, which is pointed where it goes on."""
    middle, bottom, tip = top + BAR / 2, top + BAR, BAR / 2
    begin = [(left + tip, bottom), (left, middle), (left + tip, top)]
    end = [(right - tip, top), (right, middle), (right - tip, bottom)]
    return [
        *(begin if goes_on_left else [(left, bottom), (left, top)]),
        *(end if goes_on_right else [(right, top), (right, bottom)]),
    ]


def diamond(left: float, top: float) -> list[tuple[float, float]]:
    """Give the corners of the mark of what is too short for a bar; it is as wide as a bar is high."""
    half = BAR / 2
    return [(left, top + half), (left + half, top), (left + BAR, top + half), (left + half, top + BAR)]


def ground(left: float, right: float, top: float) -> Markup:
    """Draw the ground of words that stand in a bar with its top there."""
    return element("rect", x=left, y=top + 2, width=right - left, height=BAR - 4, rx=3, fill=PAPER)


def key(entries: Sequence[tuple[Markup, str]], top: float) -> tuple[list[Markup], float]:
    """Draw samples with their words, side by side in as many lines as that takes; tell where they end below."""
    drawn, left = [], float(MARGIN)
    for sample, words in entries:
        wide = SWATCH + 6 + width_of(words) + 20
        if left > MARGIN and left + wide > WIDTH - MARGIN:
            left, top = MARGIN, top + LINE + 4
        drawn.append(element("g", sample, transform=f"translate({left:g} {top:g})"))
        drawn.append(text(words, left + SWATCH + 6, top + 12))
        left += wide
    return drawn, top + LINE + 4


def lines(
    written: Sequence[str], left: float, top: float, size: float = 13, weight: str | None = None
) -> tuple[list[Markup], float]:
    """Write lines below each other; tell where they end below."""
    step = size + 5
    drawn = [
        text(words, left, top + size + place * step, size, font_weight=weight)
        for place, words in enumerate(written)
    ]
    return drawn, top + step * len(written)
