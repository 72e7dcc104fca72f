"""Rows under headings become actions and the issues that they answer."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.formats.document import Row
from app.imports.rules.drafts import ActionDraft, Cell, CellFault, Field, IssueDraft, NotAPlan, RowCells
from app.imports.rules.headings import Columns
from app.imports.rules.outline import Grid
from app.imports.rules.themes import Themes
from app.imports.rules.values import read_values
from app.kernel.text import same_words, single_spaced

_OPENING = " \"'([{“‘«"
# Free words, which people part into lines; the others are phrases.
_MAY_HAVE_LINES = frozenset({"action", "current_situation"})
# One for all rows that have none.
_NO_VALUES: Mapping[Field, Any] = {}


@dataclass(slots=True)
class _Entry:
    """One action in the making: the cells of its row, and of the rows that go on with it.

    In tuples, since many thousands are held at once.
    """

    themes: tuple[int, ...]
    row: RowCells
    headings: Mapping[Field, str]
    sheet: str | None
    faults: tuple[CellFault, ...]
    more: tuple[Cell, ...] = ()

    @property
    def theme_number(self) -> int | None:
        """The theme that it is shown with."""
        return self.themes[0] if self.themes else None

    def words(self, field: Field) -> str:
        words = self.row.words_of(field)
        if not self.more:
            return words
        return " ".join(filter(None, (words, *(cell.words for cell in self.more if cell.read_as == field))))


class ActionReader:
    """Collects the rows of all grids of one document, in order."""

    def __init__(self) -> None:
        self._entries: deque[_Entry] = deque()
        # Of a hundred thousand leads and places few are different; each is kept once.
        self._known: dict[str, str] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}
        # The row whose issue still holds: those below it that leave theirs blank answer the same one.
        self._with_issue: _Entry | None = None

    def read(self, grid: Grid, themes: Themes) -> None:
        """Take in a grid's rows, under the themes that they name, else under the heading above, or under none."""
        headings, layout = grid.columns.known, grid.columns.layout
        for index, row in enumerate(grid.rows):
            cells = RowCells(_words(row, layout.columns, self._known), row.line, layout)
            faults = _without_column(cells)
            above = self._entries[-1] if self._entries and grid.goes_on and index == 0 else None
            if above and _goes_on(cells):
                self._go_on(above, cells)
                above.faults += tuple(faults)
            else:
                faults += _without_action(cells, grid.columns)
                under = _themes_of(row, grid.columns, themes, faults)
                under = self._places.setdefault(under, under)
                self._begin(_Entry(under, cells, headings, grid.sheet, tuple(faults)))

    def _begin(self, entry: _Entry) -> None:
        if self._entries and self._entries[-1].theme_number != entry.theme_number:
            self._with_issue = None
        if entry.words("issue"):
            self._with_issue = entry
        self._entries.append(entry)

    def _go_on(self, above: _Entry, cells: Iterable[Cell]) -> None:
        with_issue = self._with_issue or above
        for cell in cells:
            entry = with_issue if cell.read_as == "issue" else above
            entry.more += (cell,)

    def drafts(self) -> tuple[tuple[IssueDraft, ...], tuple[ActionDraft, ...]]:
        """Number the issues through the document, and make the drafts, each with its place.

        The rows are let go with that. Equal words are one issue; a blank is the issue above, unless another theme
        has begun, and none in a table whose rows have references.
        """
        issues: dict[str, IssueDraft] = {}
        positions: Counter[tuple[str, int | None]] = Counter()
        actions: list[ActionDraft] = []
        current: IssueDraft | None = None
        theme_number: int | None = None
        while self._entries:
            # Each goes as its draft comes.
            entry = self._entries.popleft()
            if entry.theme_number != theme_number:
                current, theme_number = None, entry.theme_number
            if words := entry.words("issue"):
                current = issues.setdefault(
                    same_words(words), IssueDraft(len(issues) + 1, words, entry.row.line)
                )
            elif "reference" in entry.headings:
                # A table in which each row has a name of its own is no list below headings.
                current = None
            issue_number = current.number if current else None
            group = ("issue", issue_number) if theme_number is None else ("theme", theme_number)
            positions[group] += 1
            actions.append(_draft(entry, issue_number, positions[group]))
        return tuple(issues.values()), tuple(actions)


def _draft(entry: _Entry, issue_number: int | None, position: int) -> ActionDraft:
    values, unread = read_values(chain(entry.row, entry.more), entry.headings)
    return ActionDraft(
        text=entry.words("action"),
        current_situation=entry.words("current_situation"),
        lead_text=entry.words("lead"),
        due_text=entry.words("due"),
        theme_number=entry.theme_number,
        issue_number=issue_number,
        position=position,
        line=entry.row.line,
        row=entry.row,
        more=entry.more,
        headings=entry.headings,
        reference=entry.words("reference"),
        values=values or _NO_VALUES,
        further_themes=entry.themes[1:],
        sheet=entry.sheet,
        faults=(*entry.faults, *unread),
    )


def _words(row: Row, columns: Sequence[tuple[str, Field | None]], known: dict[str, str]) -> tuple[str, ...]:
    """Give the words of a row's cells, up to the last filled one; phrases that are `known` are the same objects."""
    found: list[str] = []
    for index, cell in enumerate(row.cells):
        field = columns[index][1] if index < len(columns) else None
        if field in _MAY_HAVE_LINES:
            found.append(_in_lines(cell))
        else:
            words = single_spaced(cell)
            found.append(known.setdefault(words, words))
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _without_column(row: RowCells) -> list[CellFault]:
    """Tell of the filled cells that have no column."""
    width = len(row.layout.columns)
    told = (
        f"the row has more cells than its heading, which has {width}; "
        "a tab within a cell would also look like this"
    )
    beyond = enumerate(row.words[width:], start=width + 1)
    return [CellFault(told, row.line, f"column {place}", words) for place, words in beyond if words]


def _in_lines(cell: str) -> str:
    """Take away what is too much of white space, but for the ends of lines."""
    if "\n" not in cell:
        return single_spaced(cell)
    return "\n".join(map(single_spaced, cell.strip().split("\n")))


def _without_action(row: RowCells, columns: Columns) -> list[CellFault]:
    if row.words_of("action"):
        return []
    told = (
        "the row has no words for the action, but other cells are filled; "
        "an action needs its words, and an empty row is skipped"
    )
    return [CellFault(told, row.line, columns.name_of("action"))]


def _themes_of(row: Row, columns: Columns, themes: Themes, faults: list[CellFault]) -> tuple[int, ...]:
    """Give the themes that a row names in a column of its own, else the one whose heading stands above."""
    under = () if themes.current is None else (themes.current,)
    for heading, words in zip(columns.headings, row.cells, strict=False):
        if heading.field == "theme":
            try:
                return themes.named(words, row.line) or under
            except NotAPlan as reason:
                faults.append(CellFault(reason.reason, row.line, heading.words, single_spaced(words)))
    return under


def _goes_on(cells: Iterable[Cell]) -> bool:
    """Tell whether the first row after a page break is the rest of the row above.

    Each of its cells begins as the middle of a sentence does, and if it has words for the action it
    has no others.
    """
    listed = tuple(cells)
    fields = [cell.read_as for cell in listed]
    return all(cell.words.lstrip(_OPENING)[:1].islower() for cell in listed) and (
        "action" not in fields or len(fields) == 1
    )
