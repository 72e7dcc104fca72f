"""Comma-separated values for spreadsheets: written so that they open as they are, and never as formulas.

UTF-8 with a byte order mark, without which Excel takes the bytes for the machine's own charset; CR LF at the end
of each line and every cell in quotes (RFC 4180). Spreadsheets run a cell that begins with = + - or @ as a
formula, quoted or not; such a cell is led by an apostrophe, and `unguarded` takes it away again.
"""

import re
from collections.abc import Iterable, Sequence

BOM = b"\xef\xbb\xbf"
MEDIA_TYPE = "text/csv; charset=utf-8"

# A tab or a line's end may be dropped before the formula behind it is run; wide forms are read as the plain ones.
_FORMULA = "=+-@\t\r\n＝＋－＠"
_GUARDED = re.compile(f"'*[{re.escape(_FORMULA)}]")
_MAY_NEED_GUARD = frozenset(f"'{_FORMULA}")
_BETWEEN = '","'


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as lines of CSV, every cell in quotes and guarded."""
    return "".join(f'"{_BETWEEN.join(map(_quotable, row))}"\r\n' for row in rows).encode()


def _quotable(cell: str) -> str:
    # Nearly no cell needs either, and a plan may have a million cells.
    if cell[:1] in _MAY_NEED_GUARD:
        cell = guarded(cell)
    return cell.replace('"', '""') if '"' in cell else cell


def guarded(cell: str) -> str:
    """Lead a cell that a spreadsheet would run as a formula by an apostrophe; leave any other as it is.

    What looks guarded already is guarded once more, so that `unguarded` gives back every cell.
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take away the apostrophe that `guarded` put before a cell."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell
