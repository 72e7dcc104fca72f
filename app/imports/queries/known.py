"""What a plan has already, found by the words of a document."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from app.imports.queries import last_said

Row = TypeVar("Row", bound=Any)


class Known(Generic[Row]):
    """The things of one kind that a plan has, and those that it had.

    Each is found by what the last import said of it under `meaning`, so that words corrected in the register
    since do not make it another; else by its own value under `name`. What was deleted is found by what an import
    said of it only. `same` makes the form in which words that stand for the same thing are equal. `said` is all
    that was last said of each, by its id.
    """

    def __init__(
        self,
        session: Session,
        rows: Sequence[Row],
        meaning: str,
        name: str,
        same: Callable[[str], str] = str,
    ) -> None:
        self.said = last_said(session, [row.id for row in rows])
        self._rows = [row for row in rows if row.deleted_at is None]
        self._same = same
        self._found: dict[str, list[Row]] = {}
        self._deleted: dict[str, list[Row]] = {}
        self._met: set[str] = set()
        for row in rows:
            if (words := self.said.get(row.id, {}).get(meaning)) is not None:
                found = self._found if row.deleted_at is None else self._deleted
                found.setdefault(same(words), []).append(row)
        for row in self._rows:
            self._found.setdefault(same(str(getattr(row, name))), []).append(row)

    def meet(self, words: str) -> Row | None:
        """Find the thing that these words stand for and that was not met before, or None."""
        return self._first(self._found, words)

    def meet_deleted(self, words: str) -> Row | None:
        """Find the thing that an import brought in by these words and that was deleted since, or None."""
        return self._first(self._deleted, words)

    def _first(self, found: dict[str, list[Row]], words: str) -> Row | None:
        for row in found.get(self._same(words), ()):
            if row.id not in self._met:
                self._met.add(row.id)
                return row
        return None

    def not_met(self) -> list[Row]:
        """Tell which things nothing in the document stood for."""
        return [row for row in self._rows if row.id not in self._met]
