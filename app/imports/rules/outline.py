"""A document cut up as a plan's reader sees it: lines of words, rows under headings, rows under none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.formats.document import Document, Paragraph, Row
from app.imports.rules.drafts import NotAPlan
from app.imports.rules.headings import Columns, columns_of
from app.imports.rules.mapping import NO_MAPPING, ByHand
from app.imports.rules.titles import without_marks
from app.kernel.text import single_spaced

_PAGE_NUMBER = re.compile(r"(?:page )?[0-9]{1,4}(?: ?(?:of|/) ?[0-9]{1,4})?", re.IGNORECASE)
_NAMED = r"(?:theme|criterion|priority|objective|aim) (?P<named>[1-9][0-9]?)(?: ?[-–—.:)] ?| )"
_BARE = r"(?P<bare>[1-9][0-9]?) ?(?:[.:)] |[.:)](?![0-9]))"
_NUMBERED = re.compile(rf"(?:{_NAMED}|{_BARE})(?P<title>\S.*)", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]?[.:)]")
LONGEST_THEME = 200


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """The heading of a theme, with its title, and its number where it has one."""

    number: int | None
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Headed:
    """Words that may head the rows below: the name of a sheet, or one cell across a table between its rows."""

    paragraph: Paragraph
    is_sheet: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under their headings, none of them blank.

    `line` and `sheet` are those of the headings.
    `goes_on` tells that the same headings have rows in an earlier grid, with only a blank line or a page's
    number between that one and this: the first row may be the rest of the row above.
    """

    columns: Columns
    rows: tuple[Row, ...]
    goes_on: bool
    line: int
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class StrayRow:
    """A row of a table without known headings."""

    row: Row


Part = Paragraph | NumberedHeading | Headed | Grid | StrayRow


@dataclass(frozen=True, slots=True)
class _TableRow:
    row: Row
    begins: bool  # It is the first of its table.
    apart: bool  # It is the first of its table, or an empty row stands above it.
    filled: int
    sheet: str | None
    is_whole: bool  # The format of its table tells where that ends.


def cut_up(document: Document, by_hand: ByHand = NO_MAPPING) -> list[Part]:
    """Cut up a document, whose headings are still words. Raises NotAPlan for words that stand between two rows."""
    return list(_Cutter(tuple(_lines(document)), by_hand).parts())


def numbered(paragraph: Paragraph) -> NumberedHeading | None:
    """Read words as a number and a title: "1. Strategic"; None where they are not both."""
    words = without_marks(paragraph.text)
    found = _NUMBERED.fullmatch(words) if len(words) <= LONGEST_THEME and not words.endswith(".") else None
    return (
        NumberedHeading(int(found["named"] or found["bare"]), found["title"], paragraph.line)
        if found
        else None
    )


def _lines(document: Document) -> Iterator[Paragraph | _TableRow]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        begins = apart = True
        for row in block.rows:
            filled = sum(1 for cell in row.cells if cell and not cell.isspace())
            if filled:
                yield _TableRow(row, begins, apart, filled, block.sheet, block.is_whole)
                begins = False
            apart = not filled


class _Cutter:
    """Goes down the lines of a document, and knows which headings stand above."""

    def __init__(self, lines: tuple[Paragraph | _TableRow, ...], by_hand: ByHand) -> None:
        self._lines = lines
        self._by_hand = by_hand
        self._columns: Columns | None = None
        self._line = 0  # Where these stand.
        self._rows: list[Row] = []
        self._goes_on = False
        self._astray = False
        self._sheet: str | None = None
        self._bottom = 0  # The line of the last row under headings.
        self._within: tuple[int, int] | None = None  # The first and last line of words directly below it.

    def parts(self) -> Iterator[Part]:
        """Yield the parts in order, each once. Raises NotAPlan for words that stand between two rows."""
        for index, line in enumerate(self._lines):
            if isinstance(line, Paragraph):
                self._note_below(line.line)
                yield from self._paragraph(line)
                continue
            if line.sheet != self._sheet:
                yield from self._turn_to(line)
            if columns := columns_of(line.row, self._columns, self._by_hand):
                yield from self._end_grid()
                self._columns, self._goes_on = columns, False
                # Headings without any row below them are a grid as well: an empty plan is a plan.
                self._line = line.row.line
                yield Grid(columns, (), False, self._line, self._sheet)
            elif self._is_words(index, line):
                yield from self._paragraph(_joined(line.row))
            elif self._columns is not None and line.row.is_banner:
                yield from self._end_grid()
                self._goes_on = False
                yield Headed(_joined(line.row), is_sheet=False)
            elif self._columns is None:
                if not line.is_whole:
                    self._refuse_between(line.row)
                self._astray = True
                yield StrayRow(line.row)
            else:
                if line.begins:
                    yield from self._end_grid()
                self._rows.append(line.row)
                self._bottom = line.row.line
        yield from self._end_grid()

    def _turn_to(self, line: _TableRow) -> Iterator[Part]:
        """Begin another sheet: nothing on it goes on with what stands on the one before."""
        yield from self._end_grid()
        self._sheet, self._columns, self._bottom, self._within = line.sheet, None, 0, None
        if line.sheet is not None:
            yield Headed(Paragraph(single_spaced(line.sheet), line.row.line), is_sheet=True)

    def _note_below(self, line: int) -> None:
        if line == self._bottom + 1 and self._columns is not None:
            self._within = (line, line)
        elif self._within is not None and line == self._within[1] + 1:
            self._within = (self._within[0], line)

    def _refuse_between(self, row: Row) -> None:
        """Refuse a row cut in two: which of its neighbours such words belong to can't be told."""
        if self._within is not None and row.line == self._within[1] + 1:
            raise NotAPlan(
                "these words stand alone between two rows of a table, as where a line ends within a cell; "
                "write the row in one line, or leave an empty line above and below the words",
                line=self._within[0],
            )

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Part]:
        yield from self._end_grid()
        if not _PAGE_NUMBER.fullmatch(paragraph.text):
            self._columns = None
        yield paragraph

    def _end_grid(self) -> Iterator[Grid]:
        if self._columns is not None and self._rows:
            yield Grid(self._columns, tuple(self._rows), self._goes_on, self._line, self._sheet)
            self._rows, self._goes_on = [], True

    def _is_words(self, index: int, line: _TableRow) -> bool:
        """Tell whether a row holds no cells but words: a title in a sheet, or "1.", a tab, "Strategic"."""
        self._astray = self._astray and not line.begins
        if self._columns is None and line.filled == 1:
            return not self._astray
        if not (line.apart and (line.filled == 1 or _is_number_and_words(line.row))):
            return False
        return numbered(_joined(line.row)) is not None and self._heads_a_table(index)

    def _heads_a_table(self, index: int) -> bool:
        below = self._lines[index + 1] if index + 1 < len(self._lines) else None
        return isinstance(below, _TableRow) and columns_of(below.row, None, self._by_hand) is not None


def _is_number_and_words(row: Row) -> bool:
    # Word puts a tab between the number and the words of a heading that it has numbered itself.
    return len(row.cells) == 2 and _NUMBER.fullmatch(row.cells[0].strip()) is not None


def _joined(row: Row) -> Paragraph:
    return Paragraph(single_spaced(" ".join(row.cells)), row.line, 1 if row.is_banner else None)
