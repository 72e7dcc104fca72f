"""Documents out of files: what is small and plain is read here, all else in a process of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from io import BytesIO
from typing import Any, BinaryIO

import orjson

from app.core.isolation import Failed, Limits, TookTooLong, TookTooMuchMemory, run_isolated
from app.formats.charset import NotText
from app.formats.document import (
    Document,
    DocumentIsBroken,
    DocumentIsTooLarge,
    Paragraph,
    Part,
    Record,
    Row,
    TableBegins,
    gathered,
)
from app.formats.readers import FileKind, is_office
from app.formats.readers.text import text_parts

SMALL = 1_000_000
"""How many bytes of text are read within the service."""

_PIECE = 1_000
# The child loads no more than it needs: the readers of office files take longer to load than many a file to read.
_TEXT, _OFFICE = "app.core.documents:give_text", "app.core.documents.office:give_office"
_PARTS = {part.__name__: part for part in (Paragraph, TableBegins, Row, Record)}
_REFUSED = "refused"
_REFUSALS: dict[str, Callable[..., Exception]] = {
    kind.__name__: kind for kind in (NotText, DocumentIsBroken, DocumentIsTooLarge)
}


def read_file(
    data: bytes, limits: Limits, told: FileKind | None = None, charset: str | None = None
) -> Document:
    """Read a file as a document, by what it is said to be where its bytes leave that open.

    Raises DocumentIsBroken, of which DocumentIsTooLarge is one, and NotText.
    """
    if len(data) <= SMALL and not is_office(data):
        return gathered(text_parts(BytesIO(data), told, charset))
    target = _OFFICE if is_office(data) else _TEXT
    argument = orjson.dumps([told, charset]).decode()
    try:
        with closing(run_isolated(target, argument, data, limits)) as pieces:
            return gathered(_taken(pieces))
    except TookTooLong:
        raise DocumentIsBroken(
            f"reading it takes longer than {limits.seconds:g} seconds (PLANS_IMPORT_SECONDS)"
        ) from None
    except TookTooMuchMemory:
        raise DocumentIsBroken(
            f"reading it takes more than {limits.memory_bytes:,} bytes of memory (PLANS_IMPORT_MEMORY_BYTES)"
        ) from None
    except Failed:
        raise DocumentIsBroken("its parts can't be read; save it anew, or as .csv") from None


def give_text(argument: str, file: BinaryIO) -> Iterator[bytes]:
    """Give the parts of a text in pieces, as the child."""
    told, charset = orjson.loads(argument)
    return in_pieces(text_parts(file, told and FileKind(told), charset))


def in_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    """Write parts in pieces; a refusal is the last of them."""
    piece: list[Any] = []
    try:
        for part in parts:
            piece.append(_written(part))
            if len(piece) == _PIECE:
                yield orjson.dumps(piece)
                piece = []
    except NotText as refusal:
        piece.append([_REFUSED, NotText.__name__, str(refusal), refusal.line])
    except DocumentIsBroken as refusal:
        place = (refusal.line, refusal.column, refusal.sheet)
        piece.append([_REFUSED, type(refusal).__name__, refusal.reason, *place])
    yield orjson.dumps(piece)


def _written(part: Part) -> list[Any]:
    return [type(part).__name__, *(getattr(part, name) for name in part.__slots__)]


def _taken(pieces: Iterator[bytes]) -> Iterator[Part]:
    """Make the parts again of what the child wrote, and raise its refusal here."""
    known: dict[str, str] = {}
    for piece in pieces:
        for name, *values in orjson.loads(piece):
            if name == _REFUSED:
                raise _refusal(*values)
            if name == Row.__name__:
                # Of a hundred thousand leads few are different; each is kept once.
                values[0] = tuple(known.setdefault(cell, cell) for cell in values[0])
            yield _PARTS[name](*values)


def _refusal(name: str, reason: str, *place: Any) -> Exception:
    return _REFUSALS[name](reason, *place)
