"""Files that are text: tables parted by tabs, CSV, NDJSON."""

from collections.abc import Iterator
from typing import BinaryIO

from app.formats.charset import decoded
from app.formats.document import Part, within_limits, without_overrides
from app.formats.readers import FileKind
from app.formats.readers.csv import csv_parts, parts_cells
from app.formats.readers.ndjson import ndjson_parts
from app.formats.table_text import table_text_parts

_READ = {FileKind.TABLE_TEXT: table_text_parts, FileKind.CSV: csv_parts, FileKind.NDJSON: ndjson_parts}
_BEGINNING = 100_000


def text_parts(file: BinaryIO, told: FileKind | None = None, charset: str | None = None) -> Iterator[Part]:
    """Give the parts of a text, read by what it is said to be where its characters leave that open.

    Raises NotText, DocumentIsBroken and DocumentIsTooLarge.
    """
    text = decoded(file.read(), charset)
    yield from without_overrides(within_limits(_READ[_kind_of(text, told)](text)))


def _kind_of(text: str, told: FileKind | None) -> FileKind:
    """Tell how a text is read: it may have another name than its contents deserve."""
    begins = text[:_BEGINNING]
    if begins.lstrip()[:1] == "{":
        return FileKind.NDJSON
    if told is FileKind.CSV:
        return told
    # A text without tabs has no table, unless other marks part its cells.
    return FileKind.TABLE_TEXT if "\t" in begins or not parts_cells(begins) else FileKind.CSV
