"""Comma-separated values for spreadsheets: written so that they open as they are, and never as formulas.

UTF-8 with a byte order mark, without which Excel takes the bytes for the machine's own charset; CR LF at the end
of each line and every cell in quotes (RFC 4180). Spreadsheets run a cell that begins with = + - or @ as a
formula, quoted or not; such a cell is led by an apostrophe, and `unguarded` takes it away again.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from app.formats.tables import Cell, Table

BOM = b"\xef\xbb\xbf"
MEDIA_TYPE = "text/csv; charset=utf-8"

# A tab or a line's end may be dropped before the formula behind it is run; wide forms are read as the plain ones.
_FORMULA = "=+-@\t\r\n＝＋－＠"
_GUARDED = re.compile(f"'*[{re.escape(_FORMULA)}]")
_MAY_NEED_GUARD = frozenset(f"'{_FORMULA}")
_BETWEEN = '","'


def write_table(table: Table) -> bytes:
    """Write a table whole; days and times as ISO 8601 has them."""
    return BOM + csv_lines([[column.heading for column in table.columns]]) + csv_lines(table.rows)


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as lines of CSV, every cell in quotes, and words guarded."""
    return "".join(f'"{_BETWEEN.join(map(_quotable, row))}"\r\n' for row in rows).encode()


def _quotable(cell: Cell) -> str:
    if not isinstance(cell, str):
        return _plain(cell)
    # Nearly no cell needs either, and a plan may have a million cells.
    if cell[:1] in _MAY_NEED_GUARD:
        cell = guarded(cell)
    return cell.replace('"', '""') if '"' in cell else cell


def _plain(cell: int | date | time | None) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


def guarded(cell: str) -> str:
    """Lead a cell that a spreadsheet would run as a formula by an apostrophe; leave any other as it is.

    What looks guarded already is guarded once more, so that `unguarded` gives back every cell.
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take away the apostrophe that `guarded` put before a cell."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell
