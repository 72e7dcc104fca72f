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
        raise _unopened(kind) from None
    except Exception:
        raise _unopened(kind) from None


def _unopened(kind: str) -> DocumentIsBroken:
    # What a parser stumbled over tells nothing to who has the file before them.
    return DocumentIsBroken(
        f"this looks like {kind}, but can't be opened: it is damaged, or not made as office programs make them; "
        "open it in one and save it anew, or as .csv"
    )
