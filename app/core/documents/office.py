"""Office files, read only in a process of its own."""

from collections.abc import Iterator
from typing import BinaryIO

from app.core.documents import in_pieces
from app.formats.readers.office import office_parts


def give_office(_argument: str, file: BinaryIO) -> Iterator[bytes]:
    """Give the parts of an office file in pieces, as the child."""
    return in_pieces(office_parts(file))
