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
    TermDraft,
    ThemeDraft,
)
from app.imports.rules.glossary import read_glossary
from app.imports.rules.headings import SYNONYMS
from app.imports.rules.outline import Grid, NumberedHeading, Part, StrayRow
from app.imports.rules.titles import Title, read_title, without_continued
from app.kernel.text import same_words, shortened, single_spaced

__all__ = [
    "SYNONYMS",
    "ActionDraft",
    "Cell",
    "Field",
    "IssueDraft",
    "NotAPlan",
    "PlanDraft",
    "PlanKind",
    "TermDraft",
    "ThemeDraft",
    "read_plan",
]

_MOST_SHOWN = 8


def read_plan(document: Document) -> PlanDraft:
    """Read a plan's title, period, glossary, themes, issues and actions.

    Of the period and the date only what is written is told. Raises NotAPlan when no table has a heading
    for the action, when a heading is there twice or a theme's number stands for two themes, and for a
    row that is wider than its heading or has no words for the action.
    """
    parts = outline_of(document)
    grids = [part for part in parts if isinstance(part, Grid)]
    if not grids:
        raise _without_actions(parts)
    glossary, left = read_glossary([part for part in parts if isinstance(part, Paragraph)])
    title, left = _title(parts, left)
    reader, themes = ActionReader(), _Themes()
    for part in parts:
        if isinstance(part, NumberedHeading):
            themes.open(part)
        elif isinstance(part, Grid):
            reader.read(part, themes.current)
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
    )


class _Themes:
    """The themes opened so far, and which one the next actions stand under."""

    def __init__(self) -> None:
        self.current: int | None = None
        self._by_number: dict[int, ThemeDraft] = {}

    def open(self, heading: NumberedHeading) -> None:
        title = without_continued(heading.title)
        theme = self._by_number.setdefault(heading.number, ThemeDraft(heading.number, title, heading.line))
        if same_words(theme.title) != same_words(title):
            raise NotAPlan(
                f"theme {theme.number} is {shortened(theme.title)!r} on line {theme.line:,} and "
                f"{shortened(title)!r} here; each theme has a number of its own",
                line=heading.line,
            )
        self.current = theme.number

    def drafts(self) -> tuple[ThemeDraft, ...]:
        return tuple(self._by_number.values())


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
