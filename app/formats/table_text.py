"""Tables as Word saves them in plain text: a line is a row, a tab parts two cells."""

import io

from app.formats.document import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    Document,
    DocumentIsTooLarge,
    Paragraph,
    Row,
    Table,
)


def read_table_text(
    text: str,
    *,
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
    max_cell_length: int = MAX_CELL_LENGTH,
) -> Document:
    """Read lines with tabs as rows of a table, and other lines as paragraphs.

    A blank line, or one without a tab, ends a table; a line of nothing but tabs is an empty row. Lines
    end with LF, CR LF or CR alone, and with nothing else: a form feed or a vertical tab is white space
    within its line. `max_rows` bounds the rows of all tables together, and likewise the paragraphs;
    `max_cell_length` bounds a cell and a paragraph, in characters.

    Raises DocumentIsTooLarge.
    """
    blocks: list[Paragraph | Table] = []
    rows: list[Row] = []
    row_count = paragraph_count = 0
    for number, ended_line in enumerate(io.StringIO(text, newline=None), start=1):
        line = ended_line.removesuffix("\n")
        if "\t" in line:
            row_count += 1
            _check(row_count, max_rows, "rows", number)
            rows.append(_row(line, number, max_columns, max_cell_length))
            continue
        _end_table(rows, blocks)
        if words := line.strip():
            paragraph_count += 1
            _check(paragraph_count, max_rows, "paragraphs", number)
            _check(len(words), max_cell_length, "characters in one paragraph", number)
            blocks.append(Paragraph(words, number))
    _end_table(rows, blocks)
    return Document(tuple(blocks))


def _row(line: str, number: int, max_columns: int, max_cell_length: int) -> Row:
    # The tabs are counted first, so that a line of a million tabs is refused before it is cut up.
    _check(line.count("\t") + 1, max_columns, "columns", number)
    cells = tuple(line.split("\t"))
    _check(max(map(len, cells)), max_cell_length, "characters in one cell", number)
    return Row(cells, number)


def _end_table(rows: list[Row], blocks: list[Paragraph | Table]) -> None:
    if rows:
        blocks.append(Table(tuple(rows)))
        rows.clear()


def _check(count: int, limit: int, what: str, line: int) -> None:
    if count > limit:
        raise DocumentIsTooLarge(f"more {what} than can be read; at most {limit:,} are allowed", line)
