"""What a plan has already, found by the words of a document."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from app.imports.queries import last_said

Row = TypeVar("Row", bound=Any)


class Known(Generic[Row]):
    """The things of one kind that a plan has.

    Each is found by what the last import said of it under `meaning`, so that words corrected in the register
    since do not make it another; else by its own value under `name`. `same` makes the form in which words that
    stand for the same thing are equal. `said` is all that was last said of each, by its id.
    """

    def __init__(
        self, session: Session, rows: Sequence[Row], meaning: str, name: str, same: Callable[[str], str] = str
    ) -> None:
        self.said = last_said(session, [row.id for row in rows])
        self._rows = rows
        self._same = same
        self._found: dict[str, list[Row]] = {}
        self._met: set[str] = set()
        for row in rows:
            if (words := self.said.get(row.id, {}).get(meaning)) is not None:
                self._found.setdefault(same(words), []).append(row)
        for row in rows:
            self._found.setdefault(same(str(getattr(row, name))), []).append(row)

    def meet(self, words: str) -> Row | None:
        """Find the thing that these words stand for and that was not met before, or None."""
        for row in self._found.get(self._same(words), ()):
            if row.id not in self._met:
                self._met.add(row.id)
                return row
        return None

    def not_met(self) -> list[Row]:
        """Tell which things nothing in the document stood for."""
        return [row for row in self._rows if row.id not in self._met]
