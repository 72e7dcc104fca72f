"""Office files: Word documents and Excel workbooks."""

from collections.abc import Iterator
from typing import BinaryIO

from app.formats.document import DocumentIsBroken, Part, within_limits, without_overrides
from app.formats.readers.archive import EXCEL, check_archive
from app.formats.readers.docx import docx_parts
from app.formats.readers.xlsx import xlsx_parts


def office_parts(file: BinaryIO) -> Iterator[Part]:
    """Give the parts of an office file, once its archive was looked at.

    Whatever its parser stumbles over is told as one refusal. Raises DocumentIsBroken and DocumentIsTooLarge.
    """
    kind = check_archive(file)
    file.seek(0)
    try:
        yield from without_overrides(within_limits((xlsx_parts if kind == EXCEL else docx_parts)(file)))
    except (DocumentIsBroken, MemoryError):
        raise
    except SyntaxError as error:
        if error.lineno == 0 or "out of memory" in str(error):
            # So parsers in C tell that they were given no more memory: something is wrong, and nowhere.
            raise MemoryError from None
        raise _unopened(kind, error) from None
    except Exception as error:
        raise _unopened(kind, error) from None


def _unopened(kind: str, error: Exception) -> DocumentIsBroken:
    return DocumentIsBroken(f"this looks like {kind}, but can't be opened: {_told(error)}")


def _told(error: Exception) -> str:
    """Tell what a parser stumbled over in one line; its words may hold anything."""
    words = " ".join(str(error).split()) or type(error).__name__
    return "".join(one if one.isprintable() else " " for one in words)[:200]
