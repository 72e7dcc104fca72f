"""What a timeline shows, told in words: of each bar, and of the whole for who doesn't see it."""

from collections.abc import Sequence

from app.deadlines.rules.pictures.layout import LaidLane
from app.deadlines.rules.pictures.timeline import Strand, Stretch, Timeline
from app.deadlines.rules.pictures.wording import (
    ACTIONS,
    AS_OF,
    CANCELLED_UNDATED,
    DONE_UNDATED,
    END_OF_PERIOD,
    MORE,
    NO_THEME,
    NOT_DRAWN,
    OUTSIDE,
    PERIOD,
    REPEATS,
    THEMES_NOT_DRAWN,
    counts_told,
    listed,
)
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language, day_told, label
from app.deadlines.rules.words import days_told, filled

MOST_LISTED = 40
MOST_LANES = 40
_CLOSED_UNDATED = {Standing.DONE: DONE_UNDATED, Standing.CANCELLED: CANCELLED_UNDATED}


def stretch_told(stretch: Stretch, language: Language) -> str:
    """Tell when something is due, and how it stands: "July 2004, Overdue"."""
    return f"{_days_of(stretch, language)}, {label(stretch.standing, language)}"


def _days_of(stretch: Stretch, language: Language) -> str:
    return filled(*days_told(stretch.first, stretch.last, language))


def strand_named(strand: Strand, language: Language) -> str:
    """Name a strand; only the end of the plan's period has no name of its own."""
    return strand.name or END_OF_PERIOD.told(language)


def strand_told(strand: Strand, stretches: Sequence[Stretch], language: Language) -> str:
    """Tell what is due, in which words, when, and how it stands each of these times."""
    what = strand.title or END_OF_PERIOD.told(language)
    times = "; ".join(stretch_told(one, language) for one in stretches[:MOST_LISTED])
    left = len(stretches) - MOST_LISTED
    more = f" {MORE.told(language, count=f'{left:,}')}" if left > 0 else ""
    repeats = f" ({REPEATS.told(language)})" if strand.repeats else ""
    return f"{what} – {times}{more}{repeats}{f' “{strand.text}”' if strand.name else ''}"


def heading_told(timeline: Timeline, language: Language) -> str:
    """Tell of the plan as a whole: as of which day, its period, and how its actions stand."""
    count = sum(timeline.standing.values())
    parts = [AS_OF.told(language, day=day_told(timeline.as_of, language))]
    if timeline.starts_on or timeline.ends_on:
        days = " – ".join(
            "…" if day is None else day_told(day, language) for day in (timeline.starts_on, timeline.ends_on)
        )
        parts.append(PERIOD.told(language, days=days))
    parts.append(ACTIONS.told(language, count=f"{count:,}"))
    return " · ".join([*parts, *filter(None, [counts_told(timeline.standing, language)])])


def lane_titled(laid: LaidLane, language: Language) -> str:
    """Give the title of a lane."""
    return laid.lane.title or NO_THEME.told(language)


def left_out_told(laid: LaidLane, language: Language) -> str:
    """Tell how much of a lane had no room; nothing where all had."""
    count = len(laid.left_out)
    return NOT_DRAWN.told(language, count=f"{count:,}") if count else ""


def notes_told(timeline: Timeline, lanes: Sequence[LaidLane], language: Language) -> list[str]:
    """Tell what is not drawn: what names no day, or none that is shown, and how many themes are too many."""
    notes = [(_undated_told(standing, language), names) for standing, names in timeline.undated.items()]
    outside = [
        f"{strand_named(strand, language)} ({_days_of(one, language)})"
        for laid in lanes
        for strand in laid.outside
        for one in strand.stretches[:1]
    ]
    notes += [(OUTSIDE.told(language), outside)] if outside else []
    told = [f"{what} ({len(names):,}): {listed(names, MOST_LISTED, language)}" for what, names in notes]
    hidden = len(timeline.lanes) - MOST_LANES
    return [THEMES_NOT_DRAWN.told(language, count=f"{hidden:,}"), *told] if hidden > 0 else told


def _undated_told(standing: Standing, language: Language) -> str:
    phrase = _CLOSED_UNDATED.get(standing)
    return label(standing, language) if phrase is None else phrase.told(language)


def timeline_told(timeline: Timeline, lanes: Sequence[LaidLane], language: Language) -> str:
    """Tell all that the picture shows, lane by lane."""
    told = [heading_told(timeline, language), *(_lane_told(laid, language) for laid in lanes)]
    return ".\n".join([*told, *notes_told(timeline, lanes, language)]) + "."


def _lane_told(laid: LaidLane, language: Language) -> str:
    lane, count = laid.lane, sum(laid.lane.standing.values())
    told = [ACTIONS.told(language, count=f"{count:,}")] if count else []
    told += filter(None, [counts_told(lane.standing, language)])
    for row in laid.rows:
        for placed in row:
            told.append(strand_told(placed.strand, [box.stretch for box in placed.boxes], language))
    if lane.ongoing:
        told.append(ongoing_told(lane.ongoing, MOST_LISTED, language))
    told += filter(None, [left_out_told(laid, language)])
    return f"{lane_titled(laid, language)}: {'; '.join(told)}"


def ongoing_told(names: Sequence[str], most: int, language: Language) -> str:
    """Name what goes on without a day."""
    return f"{label(Standing.ONGOING, language)}: {listed(names, most, language)}"
