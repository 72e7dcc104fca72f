"""The progress of a plan as SVG: a bar for each group, parted by status, with what is overdue of it marked below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actions.rules import ActionStatus, LeadKind
from app.actions.rules.progress import ProgressBy
from app.core.listing import Item
from app.deadlines.queries.pictures.looks import (
    BAR,
    MARGIN,
    OUTLINE,
    STANDING_FILLS,
    STATUS_FILLS,
    SWATCH,
    WIDTH,
    ground,
    key,
    lines,
    swatch,
)
from app.deadlines.rules.pictures.wording import (
    ACTIONS,
    AS_OF,
    BY,
    IN_NONE,
    MORE,
    NOTHING_TO_SHOW,
    OF_THESE_OVERDUE,
    PROGRESS,
    counts_told,
)
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language, day_told, label
from app.formats.svg import BOLD, Markup, document, element, filled, text, titled, width_of, wrapped

NAME = "progress"
SIDE = 300
LEFT = MARGIN + SIDE
MOST_WIDE = 560
MOST_GROUPS = 60
PAD = 4
MARKED = 6
"""How high the mark of what is overdue is, below the bar."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A group of actions as it is drawn."""

    title: str
    total: int
    statuses: Mapping[ActionStatus, int]
    overdue: int

    def told(self, language: Language) -> str:
        """Tell how many actions it has, by status, and how many are overdue."""
        return ". ".join(part for part in (self.told_statuses(language), self.told_overdue(language)) if part)

    def told_statuses(self, language: Language) -> str:
        """Tell how many actions it has, by status."""
        count = ACTIONS.told(language, count=f"{self.total:,}")
        return f"{count}. {counts_told(self.statuses, language)}" if self.total else count

    def told_overdue(self, language: Language) -> str:
        """Tell how many are overdue; nothing where none are."""
        return counts_told({Standing.OVERDUE: self.overdue}, language)


def draw_progress(title: str, progress: Item, language: Language) -> bytes:
    """Draw the progress of a plan with this title, as PlanProgress tells it."""
    rows = [_row(_group_titled(group, language), group) for group in progress["groups"]]
    whole = _row(ACTIONS.told(language, count=f"{progress['totals']['total']:,}"), progress["totals"])
    drawn, bottom = _head(title, progress, whole, language)
    widest = max([row.total for row in rows], default=1)
    for row in rows[:MOST_GROUPS]:
        part, bottom = _drawn(row, MOST_WIDE / widest, language, bottom)
        drawn += part
    foot, bottom = _foot(rows, language, bottom + 8)
    return document(
        NAME,
        PROGRESS.told(language, plan=title),
        _told(progress, rows, whole, language),
        language,
        (WIDTH, bottom + MARGIN),
        [*STATUS_FILLS.values()],
        *drawn,
        *foot,
    )


def _row(title: str, counts: Item) -> _Row:
    statuses = {status: counts["by_status"][status] for status in STATUS_FILLS}
    return _Row(title, counts["total"], statuses, counts["by_state"][Standing.OVERDUE])


def _group_titled(group: Item, language: Language) -> str:
    """Give the title of a group: its name, or what it is where no name is known or shown."""
    if group["kind"] is None:
        return IN_NONE.told(language)
    name = group["name"] or label(LeadKind(group["kind"]), language)
    return f"{name} ({group['organisation']})" if group["organisation"] else str(name)


def _heading_told(progress: Item, whole: _Row, language: Language) -> str:
    day = AS_OF.told(language, day=day_told(progress["as_of"], language))
    by = BY.told(language, group=label(ProgressBy(progress["by"]), language).lower())
    return f"{day} · {by} · {whole.told(language)}"


def _head(title: str, progress: Item, whole: _Row, language: Language) -> tuple[list[Markup], float]:
    wide = WIDTH - 2 * MARGIN
    titles = wrapped(PROGRESS.told(language, plan=title), wide / BOLD, 2, 20)
    drawn, bottom = lines(titles, MARGIN, MARGIN, 20, "bold")
    heading, bottom = lines(wrapped(_heading_told(progress, whole, language), wide, 3), MARGIN, bottom + 2)
    return [*drawn, *heading], bottom + 10


def _drawn(row: _Row, unit: float, language: Language, top: float) -> tuple[list[Markup], float]:
    """Draw a group: its title, its bar, what is overdue of it, and all of that in words."""
    title, title_bottom = lines(
        wrapped(row.title, (SIDE - 3 * PAD) / BOLD, 3), MARGIN, top + PAD, weight="bold"
    )
    y, left, parts = top + PAD + 2, float(LEFT), []
    for status, count in row.statuses.items():
        if count:
            parts.append(_segment(status, count, left, y, count * unit, language))
            left += count * unit
    if row.overdue:
        parts += _overdue(row, y, unit, left, language)
    told = row.told_statuses(language)
    words, bottom = lines(wrapped(told, WIDTH - MARGIN - LEFT, 2), LEFT, y + BAR + MARKED + 2)
    bottom = max(bottom, title_bottom) + PAD
    rule = element("line", x1=MARGIN, y1=bottom, x2=WIDTH - MARGIN, y2=bottom, stroke="#c4c4c4")
    return [*title, *parts, *words, rule], bottom


def _segment(
    status: ActionStatus, count: int, left: float, top: float, wide: float, language: Language
) -> Markup:
    """Draw the actions of one status, with their number where it has room."""
    number = f"{count:,}"
    needed = width_of(number) + 2 * PAD
    look = filled(NAME, STATUS_FILLS[status])
    parts = [element("rect", x=left, y=top, width=wide, height=BAR, fill=look, stroke=OUTLINE)]
    if needed + 2 <= wide:
        middle = left + wide / 2
        parts.append(ground(middle - needed / 2, middle + needed / 2, top))
        parts.append(text(number, middle, top + 14, text_anchor="middle", font_weight="bold"))
    return titled(counts_told({status: count}, language), *parts)


def _overdue(row: _Row, top: float, unit: float, right: float, language: Language) -> list[Markup]:
    """Mark what is overdue: by a dark line below the bar, from where what is completed ends, and in words behind it."""
    told, dark = row.told_overdue(language), STANDING_FILLS[Standing.OVERDUE].ground
    begins = LEFT + row.statuses[ActionStatus.COMPLETED] * unit
    mark = element("rect", x=begins, y=top + BAR + 1, width=row.overdue * unit, height=MARKED - 2, fill=dark)
    return [titled(told, mark), text(told, right + 8, top + 14, font_weight="bold", fill=dark)]


def _foot(rows: Sequence[_Row], language: Language, top: float) -> tuple[list[Markup], float]:
    told = [] if rows else [NOTHING_TO_SHOW.told(language)]
    hidden = len(rows) - MOST_GROUPS
    told += [MORE.told(language, count=f"{hidden:,}")] if hidden > 0 else []
    notes, bottom = lines(told, MARGIN, top)
    samples = [(swatch(NAME, fill), label(status, language)) for status, fill in STATUS_FILLS.items()]
    dark = STANDING_FILLS[Standing.OVERDUE].ground
    mark = element("rect", y=5, width=SWATCH, height=MARKED - 2, fill=dark)
    entries, bottom = key([*samples, (mark, OF_THESE_OVERDUE.told(language))], bottom + 4)
    return [*notes, *entries], bottom


def _told(progress: Item, rows: Sequence[_Row], whole: _Row, language: Language) -> str:
    """Tell all that the picture shows, group by group."""
    told = [_heading_told(progress, whole, language)]
    told += [f"{row.title}: {row.told(language)}" for row in rows[:MOST_GROUPS]]
    hidden = len(rows) - MOST_GROUPS
    told += [MORE.told(language, count=f"{hidden:,}")] if hidden > 0 else []
    return ".\n".join(told) + "."
