"""Files as people have them, given part by part, each by the reader of what it is, whatever it is called.

Here is what tells which reader that is; the readers of office files are apart, since they take long to load.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath


class FileKind(StrEnum):
    """What a file is read as."""

    OFFICE = "office"
    TABLE_TEXT = "table text"
    CSV = "CSV"
    NDJSON = "NDJSON"


MEDIA_TYPES: Mapping[str, FileKind | None] = {
    "text/plain": FileKind.TABLE_TEXT,
    "text/tab-separated-values": FileKind.TABLE_TEXT,
    "text/csv": FileKind.CSV,
    "application/csv": FileKind.CSV,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind.OFFICE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FileKind.OFFICE,
    "application/x-ndjson": FileKind.NDJSON,
    "application/jsonl": FileKind.NDJSON,
    "application/octet-stream": None,
}
"""The media types of files that can be read, and what they tell."""

_SUFFIXES = {
    ".txt": FileKind.TABLE_TEXT,
    ".tsv": FileKind.TABLE_TEXT,
    ".tab": FileKind.TABLE_TEXT,
    ".csv": FileKind.CSV,
    ".ndjson": FileKind.NDJSON,
    ".jsonl": FileKind.NDJSON,
    ".docx": FileKind.OFFICE,
    ".xlsx": FileKind.OFFICE,
}
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")


def is_office(data: bytes) -> bool:
    """Tell whether the bytes may be an office file: those are archives."""
    return data.startswith(_ARCHIVE)


def told_kind(name: str | None, media_type: str | None) -> FileKind | None:
    """Tell what a file is said to be: by its name, else by its media type."""
    suffix = PurePath(name or "").suffix.lower()
    return _SUFFIXES.get(suffix) or MEDIA_TYPES.get(media_type or "")
