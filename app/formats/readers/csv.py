"""Comma-separated values as spreadsheets save them, whichever mark parts the cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from app.formats.csv import unguarded
from app.formats.document import MAX_CELL_LENGTH, DocumentIsBroken, DocumentIsTooLarge, Part, Row, TableBegins

DELIMITERS = (",", ";", "\t")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
# A spreadsheet may say in the first line by what its cells are parted.
_SAID = re.compile(r'"?sep=(?P<delimiter>[,;\t])"?\s*\Z', re.IGNORECASE)
_LINES_TRIED = 50
_CELL_IS_LONG = "field larger"


def csv_parts(text: str) -> Iterator[Part]:
    """Give the rows of a text of values parted by commas, semicolons or tabs: whichever parts its first lines best.

    An empty row ends a table; a row's line is the one in which it begins. Cells are as they were before `guarded`
    kept a spreadsheet from running them. Raises DocumentIsBroken where quotes don't pair, and DocumentIsTooLarge.
    """
    said = _SAID.match(text.split("\n", 1)[0][:20])
    delimiter = said["delimiter"] if said else delimiter_of(text)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    yield TableBegins(is_whole=True)
    try:
        for cells in reader:
            if not any(cell and not cell.isspace() for cell in cells):
                yield TableBegins(is_whole=True)
            elif not (said and line == 1):
                yield Row(tuple(map(unguarded, cells)), line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _refusal(str(error), line) from None


def delimiter_of(text: str) -> str:
    """Tell by which mark most of the first rows have equally many cells; a comma where none parts anything."""
    lines = [*islice(_lines(text), _LINES_TRIED)]
    return max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def parts_cells(text: str) -> bool:
    """Tell whether the first lines of a text are parted by any mark into equally many cells, as in a table."""
    lines = [*islice(_lines(text), _LINES_TRIED)]
    return any(_regularity(lines, delimiter) >= (2, 2) for delimiter in DELIMITERS)


def _regularity(lines: Iterable[str], delimiter: str) -> tuple[int, int]:
    """Count the rows of the width that most have, of those with more than one cell; and tell the width."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            widths[len(cells)] += len(cells) > 1
    except csv.Error:
        # The text is cut off after so many lines, or will be refused where it is read.
        pass
    return max(((rows, width) for width, rows in widths.items() if rows), default=(0, 0))


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _refusal(reason: str, line: int) -> Exception:
    if reason.startswith(_CELL_IS_LONG):
        return DocumentIsTooLarge(
            f"a cell of this row is longer than the {MAX_CELL_LENGTH:,} characters that are allowed, or a quote that "
            "begins in it is never closed",
            line,
        )
    return DocumentIsBroken(
        'the quotes of the row that begins here don\'t pair; a quote within a cell is written twice ("")',
        line,
    )
