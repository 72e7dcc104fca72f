"""Tables as Word saves them in plain text: a line is a row, a tab parts two cells."""

import re
from collections.abc import Iterator

from app.formats.document import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    Document,
    Paragraph,
    Part,
    Row,
    TableBegins,
    gathered,
    refuse_beyond,
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def read_table_text(
    text: str,
    *,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    max_cell_length: int = MAX_CELL_LENGTH,
) -> Document:
    """Read lines with tabs as rows of a table, and other lines as paragraphs. Raises DocumentIsTooLarge."""
    return gathered(
        table_text_parts(text, max_rows=max_rows, max_columns=max_columns, max_cell_length=max_cell_length)
    )


def table_text_parts(
    text: str,
    *,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    max_cell_length: int = MAX_CELL_LENGTH,
) -> Iterator[Part]:
    """Give the rows and paragraphs of a text, one after the other.

    A blank line, or one without a tab, ends a table; a line of nothing but tabs is an empty row. Lines
    end with LF, CR LF or CR alone, and with nothing else: a form feed or a vertical tab is white space
    within its line. `max_rows` bounds the rows of all tables together, and likewise the paragraphs;
    `max_cell_length` bounds a cell and a paragraph, in characters.

    Raises DocumentIsTooLarge.
    """
    row_count = paragraph_count = 0
    for number, found in enumerate(_LINE.finditer(text), start=1):
        line = found[0].rstrip("\r\n")
        if "\t" in line:
            row_count += 1
            refuse_beyond(row_count, max_rows, "rows", number)
            yield _row(line, number, max_columns, max_cell_length)
        elif words := line.strip():
            paragraph_count += 1
            refuse_beyond(paragraph_count, max_rows, "paragraphs", number)
            refuse_beyond(len(words), max_cell_length, "characters in one paragraph", number)
            yield Paragraph(words, number)
        else:
            yield TableBegins()


def _row(line: str, number: int, max_columns: int, max_cell_length: int) -> Row:
    # The tabs are counted first, so that a line of a million tabs is refused before it is cut up.
    refuse_beyond(line.count("\t") + 1, max_columns, "columns", number)
    cells = tuple(line.split("\t"))
    refuse_beyond(max(map(len, cells)), max_cell_length, "characters in one cell", number)
    return Row(cells, number)
