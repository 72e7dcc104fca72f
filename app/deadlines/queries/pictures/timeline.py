"""The timeline of a plan as SVG: a lane for each theme, bars along the months, and below what has no day."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.deadlines.queries.pictures.looks import (
    BAR,
    LINE,
    MARGIN,
    OUTLINE,
    STANDING_FILLS,
    SWATCH,
    WIDTH,
    bar,
    diamond,
    ground,
    key,
    lines,
    swatch,
)
from app.deadlines.rules.pictures.axis import Scale, span_shown, ticks, years
from app.deadlines.rules.pictures.layout import MARK, PAD, Box, LaidLane, Placed, laid_out, width_of_name
from app.deadlines.rules.pictures.telling import (
    MOST_LANES,
    MOST_LISTED,
    heading_told,
    lane_titled,
    left_out_told,
    notes_told,
    ongoing_told,
    strand_told,
    timeline_told,
)
from app.deadlines.rules.pictures.timeline import Lane, Timeline
from app.deadlines.rules.pictures.wording import (
    ACTIONS,
    AFTER_SPAN,
    BEFORE_SPAN,
    END_OF_PERIOD,
    GOES_ON,
    NOTHING_TO_SHOW,
    SHORT_TIME,
    TIMELINE,
    WHOLE_PLAN,
    each_counted,
    short_month,
)
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language, day_told, label
from app.formats.svg import (
    BOLD,
    NO_BREAK,
    PAPER,
    Markup,
    document,
    element,
    filled,
    path,
    text,
    titled,
    width_of,
    wrapped,
)

NAME = "timeline"
SIDE = 236
LEFT, RIGHT = MARGIN + SIDE, WIDTH - MARGIN
ROW = BAR + 6
TODAY = "#0b3d91"
GRID, FAINT_GRID = "#8a8a8a", "#d5d5d5"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every part of the picture is drawn by."""

    timeline: Timeline
    scale: Scale
    language: Language

    @property
    def today(self) -> float | None:
        """Where the day as of which it is drawn lies; None where that is not in the months shown."""
        day = self.timeline.as_of
        is_shown = self.scale.span.has(day, day)
        return (self.scale.start(day) + self.scale.end(day)) / 2 if is_shown else None


def draw_timeline(timeline: Timeline, language: Language) -> bytes:
    """Draw a timeline."""
    span = span_shown(timeline.starts_on, timeline.ends_on, timeline.days, timeline.as_of)
    sheet = _Sheet(timeline, Scale(span, LEFT, RIGHT), language)
    lanes = _lanes(sheet)
    drawn, bottom = _head(sheet)
    top = bottom
    for laid in lanes:
        part, bottom = _lane(sheet, laid, bottom)
        drawn += part
    drawn += [
        element("rect", x=MARGIN, y=top, width=RIGHT - MARGIN, height=bottom - top, fill="none", stroke=GRID)
    ]
    part, bottom = _foot(sheet, lanes, bottom + 10)
    title = TIMELINE.told(language, plan=timeline.title)
    told = timeline_told(timeline, lanes, language)
    size = (WIDTH, bottom + MARGIN)
    return document(NAME, title, told, language, size, [*STANDING_FILLS.values()], *drawn, *part)


def _lanes(sheet: _Sheet) -> list[LaidLane]:
    """Lay out a lane for each theme, and one for what is due of the plan itself."""
    timeline, language = sheet.timeline, sheet.language
    lanes = [*timeline.lanes[:MOST_LANES]]
    if timeline.whole:
        lanes.append(Lane(WHOLE_PLAN.told(language), {}, timeline.whole, ()))
    return [laid_out(lane, sheet.scale, END_OF_PERIOD.told(language)) for lane in lanes]


def _head(sheet: _Sheet) -> tuple[list[Markup], float]:
    """Draw the title, how the plan stands, and the axis."""
    title = TIMELINE.told(sheet.language, plan=sheet.timeline.title)
    wide = WIDTH - 2 * MARGIN
    titles, bottom = lines(wrapped(title, wide / BOLD, 2, 20), MARGIN, MARGIN, 20, "bold")
    standing, bottom = lines(
        wrapped(heading_told(sheet.timeline, sheet.language), wide, 3), MARGIN, bottom + 2
    )
    axis, bottom = _axis(sheet, bottom + 6)
    return [*titles, *standing, *axis], bottom


def _axis(sheet: _Sheet, top: float) -> tuple[list[Markup], float]:
    scale, drawn = sheet.scale, [_today_named(sheet, top)]
    for year in years(scale.span):
        if scale.end(year.last) - scale.start(year.first) > width_of("2004"):
            left = scale.start(year.first) + 2
            drawn.append(text(str(year.first.year), left, top + 2 * LINE + 2, font_weight="bold"))
    if not scale.span.has_months_named:
        return drawn, top + 2 * LINE + 8
    for first in ticks(scale.span):
        drawn.append(text(short_month(first, sheet.language), scale.start(first) + 2, top + 3 * LINE + 2))
    return drawn, top + 3 * LINE + 8


def _today_named(sheet: _Sheet, top: float) -> Markup:
    """Name the day as of which it is drawn, above its line, or say on which side of the picture it would be."""
    day, today = sheet.timeline.as_of, sheet.today
    told = day_told(day, sheet.language)
    if today is None:
        phrase = BEFORE_SPAN if day < sheet.scale.span.first else AFTER_SPAN
        told = phrase.told(sheet.language, day=told)
        today = float(LEFT) if phrase is BEFORE_SPAN else float(RIGHT)
    wide = width_of(told) * BOLD + 2 * PAD
    left = min(max(today - wide / 2, LEFT), RIGHT - wide)
    flag = element("rect", x=left, y=top, width=wide, height=LINE, rx=3, fill=TODAY)
    words = text(told, left + wide / 2, top + 13, fill=PAPER, text_anchor="middle", font_weight="bold")
    return element("g", flag, words)


def _lane(sheet: _Sheet, laid: LaidLane, top: float) -> tuple[list[Markup], float]:
    side, side_bottom = _side(sheet, laid, top + PAD)
    rows = len(laid.rows) + bool(laid.lane.ongoing) + bool(laid.left_out)
    bottom = max(side_bottom + PAD, top + rows * ROW + 2 * PAD)
    bars, names = [], []
    y = top + PAD + (ROW - BAR) / 2
    for row in laid.rows:
        bars += [_bar(sheet, placed, box, y) for placed in row for box in placed.boxes]
        names += [_name(placed, y) for placed in row]
        y += ROW
    if laid.lane.ongoing:
        bars.append(_ongoing(sheet, laid.lane, y))
        y += ROW
    if laid.left_out:
        names.append(text(left_out_told(laid, sheet.language), LEFT + PAD, y + 14, font_style="italic"))
    return [*_grid(sheet, top, bottom), *side, *bars, *_today(sheet, top, bottom), *names], bottom


def _grid(sheet: _Sheet, top: float, bottom: float) -> list[Markup]:
    drawn = []
    for first in ticks(sheet.scale.span):
        x = sheet.scale.start(first)
        colour = GRID if first.month == 1 else FAINT_GRID
        drawn.append(element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=colour))
    drawn.append(element("line", x1=MARGIN, y1=top, x2=RIGHT, y2=top, stroke=GRID))
    return [*drawn, element("line", x1=LEFT, y1=top, x2=LEFT, y2=bottom, stroke=GRID)]


def _side(sheet: _Sheet, laid: LaidLane, top: float) -> tuple[list[Markup], float]:
    """Write the title of a lane, and how its actions stand."""
    wide, left = SIDE - 3 * PAD, MARGIN + PAD
    title = wrapped(lane_titled(laid, sheet.language), wide / BOLD, 3)
    drawn, bottom = lines(title, left, top, weight="bold")
    if not laid.lane.standing:
        return drawn, bottom
    count = ACTIONS.told(sheet.language, count=f"{sum(laid.lane.standing.values()):,}")
    each = [words.replace(" ", NO_BREAK) for words in each_counted(laid.lane.standing, sheet.language)]
    counts, bottom = lines([count, *wrapped(", ".join(each), wide, 7)], left, bottom)
    return [*drawn, *counts], bottom


def _bar(sheet: _Sheet, placed: Placed, box: Box, y: float) -> Markup:
    told = strand_told(placed.strand, [box.stretch], sheet.language)
    look = {"fill": filled(NAME, STANDING_FILLS[box.stretch.standing]), "stroke": OUTLINE}
    if box.is_mark:
        return titled(told, path(diamond(box.left, y), **look))
    return titled(told, path(bar(box.left, box.right, y, box.goes_on_left, box.goes_on_right), **look))


def _name(placed: Placed, y: float) -> Markup:
    """Write the name of a strand and its words; on a ground of its own, since patterns and lines would cross it."""
    right = placed.left + width_of_name(placed.name) + 2 * PAD
    parts = [text(placed.name, placed.left + PAD, y + 14, font_weight="bold")]
    if placed.words:
        parts.append(text(placed.words, placed.words_left, y + 14))
    if placed.words and placed.is_inside and placed.words_left <= right:
        right = placed.words_left + width_of(placed.words) + PAD
    return element("g", ground(placed.left, right, y), *parts)


def _ongoing(sheet: _Sheet, lane: Lane, y: float) -> Markup:
    """Draw one bar for all that goes on without a day, from one side to the other."""
    names, language = lane.ongoing, sheet.language
    room = RIGHT - LEFT - 4 * MARK
    lists = (ongoing_told(names, most, language) for most in range(MOST_LISTED, 0, -1))
    told = next((one for one in lists if width_of(one) < room), label(Standing.ONGOING, language))
    look = {"fill": filled(NAME, STANDING_FILLS[Standing.ONGOING]), "stroke": OUTLINE}
    through = path(bar(LEFT, RIGHT, y, True, True), **look)
    under = ground(LEFT + MARK, LEFT + MARK + width_of(told) + 2 * PAD, y)
    whole = ongoing_told(names, MOST_LISTED, language)
    return titled(whole, through, under, text(told, LEFT + MARK + PAD, y + 14))


def _today(sheet: _Sheet, top: float, bottom: float) -> list[Markup]:
    x = sheet.today
    return [] if x is None else [element("line", x1=x, y1=top, x2=x, y2=bottom, stroke=TODAY, stroke_width=2)]


def _foot(sheet: _Sheet, lanes: Sequence[LaidLane], top: float) -> tuple[list[Markup], float]:
    """Draw the key, and name below it what is not drawn."""
    language = sheet.language
    samples = [(swatch(NAME, fill), label(standing, language)) for standing, fill in STANDING_FILLS.items()]
    drawn, bottom = key([*samples, *_shapes(language)], top)
    told = notes_told(sheet.timeline, lanes, language) if lanes else [NOTHING_TO_SHOW.told(language)]
    written = [line for note in told for line in wrapped(note, WIDTH - 2 * MARGIN, 3)]
    notes, bottom = lines(written, MARGIN, bottom + 2)
    return [*drawn, *notes], bottom


def _shapes(language: Language) -> list[tuple[Markup, str]]:
    look = {"fill": PAPER, "stroke": OUTLINE}
    return [
        (path(diamond((SWATCH - BAR) / 2, -2), **look), SHORT_TIME.told(language)),
        (path(bar(0, SWATCH, -2, False, True), **look), GOES_ON.told(language)),
    ]
