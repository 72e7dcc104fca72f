"""Rows of an import laid aside in a file: there may be more of them than memory is to hold."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

import orjson

Values = dict[str, Any]


class RowsAside:
    """Rows as they are shown, read back again and again in the order of their document.

    They are laid aside in pieces, each with the place of its first row; a piece may come after one that it goes before.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  It is open as long as this is.
        self._pieces: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, place: int, rows: Iterable[Values]) -> None:
        """Lay the next piece aside."""
        piece = orjson.dumps([*rows])
        self._pieces[place] = self._file.seek(0, 2)
        self._file.write(piece + b"\n")

    def __iter__(self) -> Iterator[Values]:
        for place in sorted(self._pieces):
            self._file.seek(self._pieces[place])
            yield from orjson.loads(self._file.readline())

    def as_json(self) -> bytes:
        """Give all rows as one JSON array."""
        return b"[" + b",".join(map(orjson.dumps, self)) + b"]"
