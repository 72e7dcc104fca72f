"""What a plan's document says, read by the words and the layout that officers use; no database is asked."""

from collections.abc import Iterable, Sequence

from app.formats.document import Document, Paragraph
from app.imports.rules.actions import ActionReader
from app.imports.rules.chapters import outline_of
from app.imports.rules.drafts import (
    ActionDraft,
    Cell,
    Field,
    IssueDraft,
    NotAPlan,
    PlanDraft,
    PlanKind,
    TableColumns,
    TermDraft,
    ThemeDraft,
)
from app.imports.rules.glossary import read_glossary
from app.imports.rules.headings import SYNONYMS
from app.imports.rules.mapping import NO_MAPPING, ByHand, told_idle
from app.imports.rules.outline import Grid, NumberedHeading, Part, StrayRow
from app.imports.rules.themes import Themes
from app.imports.rules.titles import Title, read_title
from app.kernel.text import shortened, single_spaced

__all__ = [
    "SYNONYMS",
    "ActionDraft",
    "Cell",
    "Field",
    "IssueDraft",
    "NotAPlan",
    "PlanDraft",
    "PlanKind",
    "TableColumns",
    "TermDraft",
    "ThemeDraft",
    "read_plan",
]

_MOST_SHOWN = 8


def read_plan(document: Document, by_hand: ByHand = NO_MAPPING) -> PlanDraft:
    """Read a plan's title, period, glossary, themes, issues and actions.

    Of the period and the date only what is written is told. What is wrong with a row stands with its draft.
    Raises NotAPlan when no table has a heading for the action, when a heading is there twice, when a heading's
    number stands for two themes, and for a heading that is mapped by hand and not there.
    """
    parts = outline_of(document, by_hand)
    grids = [part for part in parts if isinstance(part, Grid)]
    if not grids:
        raise _without_actions(parts)
    columns = _columns(grids)
    if idle := told_idle(by_hand, columns):
        raise NotAPlan(idle)
    glossary, left = read_glossary([part for part in parts if isinstance(part, Paragraph)])
    title, left = _title(parts, left)
    reader, themes = ActionReader(), Themes()
    for part in parts:
        if isinstance(part, NumberedHeading):
            themes.open(part)
        elif isinstance(part, Grid):
            reader.read(part, themes)
    issues, actions = reader.drafts()
    strays = (_as_paragraph(part) for part in parts if isinstance(part, StrayRow))
    return PlanDraft(
        title=title.words,
        kind=title.kind or "partnership_plan",
        starts_on=title.starts_on,
        ends_on=title.ends_on,
        document_date=title.document_date or _agreed(grids),
        themes=themes.drafts(),
        issues=issues,
        actions=actions,
        glossary=glossary,
        unread=tuple(sorted((*left, *strays), key=lambda paragraph: paragraph.line)),
        columns=columns,
    )


def _columns(grids: Iterable[Grid]) -> tuple[TableColumns, ...]:
    told: dict[object, TableColumns] = {}
    for grid in grids:
        columns = TableColumns(grid.line, grid.sheet, grid.columns.shown)
        told.setdefault((grid.sheet, columns.headings), columns)
    return tuple(told.values())


def _title(parts: Sequence[Part], left: Sequence[Paragraph]) -> tuple[Title, tuple[Paragraph, ...]]:
    """Read the title from what stands above the first theme or action; return it and what is left now."""
    first = next(index for index, part in enumerate(parts) if isinstance(part, Grid | NumberedHeading))
    above = {id(part) for part in parts[:first]}
    title, lines = read_title([paragraph for paragraph in left if id(paragraph) in above])
    taken = set(map(id, lines))
    return title, tuple(paragraph for paragraph in left if id(paragraph) not in taken)


def _agreed(grids: Iterable[Grid]) -> str | None:
    return next((grid.columns.agreed for grid in grids if grid.columns.agreed), None)


def _as_paragraph(stray: StrayRow) -> Paragraph:
    return Paragraph("\t".join(map(single_spaced, stray.row.cells)), stray.row.line)


def _without_actions(parts: Iterable[Part]) -> NotAPlan:
    allowed = ", ".join(f"{words!r}" for words in SYNONYMS["action"])
    reason = f"no table has a heading for its actions; it may be one of {allowed}"
    stray = next((part for part in parts if isinstance(part, StrayRow)), None)
    if stray is None:
        return NotAPlan(f"{reason}; there is no table with several columns in this document")
    seen = ", ".join(f"{shortened(single_spaced(cell))!r}" for cell in stray.row.cells[:_MOST_SHOWN])
    return NotAPlan(f"{reason}; this table begins with {seen}", line=stray.row.line)
