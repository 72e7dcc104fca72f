"""What a plan has already, found by the words of a document."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlmodel import Session

from app.imports.queries import last_said
from app.imports.rules.changes import Words

Row = TypeVar("Row", bound=Any)


class Known(Generic[Row]):
    """The things of one kind that a plan has, and those that it had.

    Each is found by what the last import said of it under `meaning`, so that words corrected in the register
    since do not make it another; else by its own value under `name`. What was deleted is found by what an import
    said of it only. `same` makes the form in which words that stand for the same thing are equal. What was last said
    of each is read by `read_said`, where that is given, and not before anybody asks for it.
    """

    def __init__(
        self,
        session: Session,
        rows: Sequence[Row],
        meaning: str,
        name: str,
        same: Callable[[str], str] = str,
        read_said: Callable[[], dict[str, Words]] | None = None,
    ) -> None:
        self._read_said = read_said or (lambda: last_said(session, [row.id for row in rows]))
        self._rows = [row for row in rows if row.deleted_at is None]
        self._gone = [row for row in rows if row.deleted_at is not None]
        self._meaning, self._name, self._same = meaning, name, same
        self._met: set[str] = set()

    @cached_property
    def said(self) -> dict[str, Words]:
        """What was last said of each, by its id."""
        return self._read_said()

    @cached_property
    def _found(self) -> dict[str, list[Row]]:
        found = self._by_last_words(self._rows)
        for row in self._rows:
            words = str(getattr(row, self._name))
            if words != self.last_words(row, self._meaning):
                found.setdefault(self._same(words), []).append(row)
        return found

    @cached_property
    def _deleted(self) -> dict[str, list[Row]]:
        return self._by_last_words(self._gone)

    def _by_last_words(self, rows: Sequence[Row]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in rows:
            if (last := self.last_words(row, self._meaning)) is not None:
                found.setdefault(self._same(last), []).append(row)
        return found

    def last_words(self, row: Row, meaning: str) -> str | None:
        """Tell the words that were last said of something under a meaning, None where there were none."""
        return self.said.get(row.id, {}).get(meaning)

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

    def meeting(self, words: str) -> list[Row]:
        """List the things that these words stand for, whether they were met before or not."""
        return list({row.id: row for row in self._found.get(self._same(words), ())}.values())

    def take(self, row: Row) -> None:
        """Note that a thing was met in another way."""
        self._met.add(row.id)

    def is_met(self, row: Row) -> bool:
        """Tell whether a thing was met before."""
        return row.id in self._met

    def not_met(self) -> list[Row]:
        """Tell which things nothing in the document stood for."""
        return [row for row in self._rows if row.id not in self._met]


def rows_of(session: Session, table: Any, plan_id: str | None) -> Sequence[Any]:
    """Read all that the plan has and had of a kind."""
    if plan_id is None:
        return []
    return session.scalars(select(table).where(table.__table__.c.plan_id == plan_id)).all()


def free_reference(wanted: str, used: set[str]) -> str:
    """Take the reference, or the next number after it that is free."""
    prefix, _, number = wanted.rpartition(".")
    count = int(number)
    while wanted in used:
        count += 1
        wanted = f"{prefix}.{count}" if prefix else str(count)
    used.add(wanted)
    return wanted
