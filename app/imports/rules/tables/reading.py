"""A document as tables of one kind: headings recognised, rows below them, and what stands outside."""

from collections.abc import Mapping, Sequence

from app.formats.document import Document, Paragraph, Row
from app.imports.rules.drafts import CellFault, TableColumns
from app.imports.rules.headings import heading_key
from app.imports.rules.kinds import ImportKind
from app.imports.rules.mapping import told_idle
from app.imports.rules.tables import KINDS
from app.imports.rules.tables.cells import is_blank
from app.imports.rules.tables.columns import Column, Thing
from app.imports.rules.tables.drafts import Heading, NotATable, TableCell, TableDraft, TableRow
from app.imports.rules.tables.mapping import NO_HEADINGS, HeadingsByHand
from app.kernel.text import same_words, shortened, single_spaced

Headings = tuple[Heading, ...]
_MOST_SHOWN = 8
_LONGEST_HEADING = 100
_BY_KEY: Mapping[str, Mapping[str, Column]] = {
    thing.kind: {
        **{heading_key(column.name): column for column in thing.columns},
        **{heading_key(words): column for column in thing.columns for words in column.headings},
    }
    for things in KINDS.values()
    for thing in things
}


def read_table(document: Document, kind: ImportKind, by_hand: HeadingsByHand = NO_HEADINGS) -> TableDraft:
    """Read the tables of a document as rows of one kind; a heading that is mapped `by_hand` stands for that alone.

    The headings stand until the document has other words, or other headings. Raises NotATable where no table has
    headings of the kind, where two columns would be the same, and where one is mapped that is not there.
    """
    reader = _Reader(kind, by_hand)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.read_words(block)
        else:
            for row in block.rows:
                reader.read_row(row, block.sheet)
    return reader.draft()


class _Reader:
    """Goes down the rows of a document, and knows which headings stand above."""

    def __init__(self, kind: ImportKind, by_hand: HeadingsByHand) -> None:
        self._kind, self._things, self._by_hand = kind, KINDS[kind], by_hand
        self._above: Headings | None = None
        self._sheet: str | None = None
        self._columns: dict[tuple[str, ...], TableColumns] = {}
        self._rows: list[TableRow] = []
        self._unread: list[Paragraph] = []

    def read_words(self, words: Paragraph) -> None:
        """Take words outside any table, below which headings stand no more."""
        self._above = None
        self._unread.append(words)

    def read_row(self, row: Row, sheet: str | None) -> None:
        """Take one row: headings, cells below them, or neither; another sheet has headings of its own."""
        if sheet != self._sheet:
            self._sheet, self._above = sheet, None
        if all(is_blank(cell) for cell in row.cells):
            return
        headings = _headings_of(row, self._things, self._above, self._by_hand)
        if headings is not None:
            shown = TableColumns(
                row.line, sheet, tuple((one.words, one.field) for one in headings if one.words)
            )
            self._columns.setdefault(_words_of(headings), shown)
            self._above = headings
        elif self._above is None:
            self._unread.append(Paragraph("\t".join(map(single_spaced, row.cells)), row.line))
        else:
            self._rows.append(_row_below(self._above, row, sheet))

    def draft(self) -> TableDraft:
        """Give what was read. Raises NotATable where no headings were found."""
        if not self._columns:
            raise self._without_headings()
        columns = tuple(self._columns.values())
        if idle := told_idle(self._by_hand, columns):
            raise NotATable(idle)
        return TableDraft(self._kind, self._things, columns, tuple(self._rows), tuple(self._unread))

    def _without_headings(self) -> NotATable:
        needed = " and ".join(repr(words) for words in self._things[0].headings_needed)
        reason = f"no table has the headings of {self._kind.en.lower()}, of which it needs {needed}"
        if not self._unread:
            return NotATable(f"{reason}; there is nothing in this document")
        first = self._unread[0]
        seen = ", ".join(repr(shortened(cell)) for cell in first.text.split("\t")[:_MOST_SHOWN])
        return NotATable(f"{reason}; it begins with {seen}", line=first.line)


def _headings_of(
    row: Row, things: Sequence[Thing], above: Headings | None, by_hand: HeadingsByHand
) -> Headings | None:
    """Read a row as headings; None where it has not those by which a row can tell what it is about.

    Below other headings it must have two that are known, or be the same again: a name may be "Partner".
    """
    headings = _mapped(row, things, by_hand)
    names = {heading.reads[things[0].kind].name for heading in headings if things[0].kind in heading.reads}
    if not any(names.issuperset(way) for way in (things[0].needs, *things[0].same)):
        return None
    if above is not None and len(names) == 1 and _words_of(headings) != _words_of(above):
        return None
    _refuse_duplicates(headings)
    return headings


def _mapped(row: Row, things: Sequence[Thing], by_hand: HeadingsByHand) -> Headings:
    """Read cells as headings by a mapping, and where it is silent by their words."""
    cells = [single_spaced(cell) for cell in row.cells]
    if not by_hand:
        return tuple(Heading(words, row.line, _reads(words, things)) for words in cells)
    keys = [same_words(words) for words in cells]
    mapped = {key: _reads(by_hand[key], things) for key in keys if key in by_hand}
    settled = [column for reads in mapped.values() for column in reads.values()]
    headings = []
    for words, key in zip(cells, keys, strict=True):
        reads = mapped[key] if key in mapped else _reads(words, things)
        if key not in mapped and any(column in settled for column in reads.values()):
            reads = {}
        headings.append(Heading(words, row.line, reads))
    return tuple(headings)


def _reads(words: str | None, things: Sequence[Thing]) -> Mapping[str, Column]:
    """Read words as a heading: of the first thing, else of another; of both where it names the first for it."""
    key = heading_key(words) if words is not None and len(words) <= _LONGEST_HEADING else ""
    reads: dict[str, Column] = {}
    for thing in things:
        column = _BY_KEY[thing.kind].get(key)
        if column is not None and (not reads or column.names == (things[0].kind,)):
            reads[thing.kind] = column
    return reads


def _refuse_duplicates(headings: Headings) -> None:
    taken: dict[tuple[str, str], str] = {}
    for heading in headings:
        for place in ((kind, column.name) for kind, column in heading.reads.items()):
            if place in taken:
                raise NotATable(
                    f"this column and {taken[place]!r} are the same; a table may have each column once, "
                    "and `mapping` can say which one is meant",
                    line=heading.line,
                    column=heading.words,
                )
            taken[place] = heading.words


def _words_of(headings: Headings) -> tuple[str, ...]:
    return tuple(heading_key(heading.words) for heading in headings)


def _row_below(headings: Headings, row: Row, sheet: str | None) -> TableRow:
    """Pair the filled cells of a row with their headings; a cell that has none is a fault of the row."""
    cells = tuple(
        TableCell(words, row.line, heading)
        for words, heading in zip(row.cells, headings, strict=False)
        if not is_blank(words)
    )
    beyond = [
        place for place, words in enumerate(row.cells, 1) if place > len(headings) and not is_blank(words)
    ]
    told = f"the row has more cells than its heading, which has {len(headings)}"
    faults = tuple(CellFault(told, row.line, f"column {place}") for place in beyond[:1])
    return TableRow(row.line, cells, headings, faults, sheet)
