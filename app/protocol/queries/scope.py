"""What an evaluation looks at, and how what it finds becomes a record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, or_
from sqlmodel import Session

from app.core.db import Table
from app.core.links import address
from app.protocol.rules.records import Found, Record


@dataclass(frozen=True, slots=True)
class Scope:
    """The days from `start` to `last`, of these bodies (None for all), and of this plan, or of any.

    What comes after `as_of` is not looked at; a meeting or a review on that day may still be to come.
    """

    start: date
    last: date
    as_of: date
    bodies: tuple[str, ...] | None = None
    plan_id: str | None = None

    @property
    def end(self) -> date:
        """Give the last day that is looked at."""
        return min(self.last, self.as_of)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more can come on any of the days."""
        return self.last < self.as_of

    def overlaps(self, first: ColumnElement[Any], last: ColumnElement[Any]) -> ColumnElement[bool]:
        """Keep what has a day in common with the period; its own days may be open at either end."""
        begun = or_(first.is_(None), first <= self.end)
        return begun & or_(last.is_(None), last >= self.start)


Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read for an evaluation: the same thing once, however many rules ask for it."""

    session: Session
    _kept: dict[object, Any] = field(default_factory=dict)

    def of(self, read: Callable[[Session, Scope], Read], scope: Scope) -> Read:
        """Give what a function reads of a scope; it must leave that as it is."""
        if (read, scope) not in self._kept:
            self._kept[read, scope] = read(self.session, scope)
        known: Read = self._kept[read, scope]
        return known


def record_of(kind: str, table: type[Table], row: Row[Any], day: date | None, found: Found) -> Record:
    """Make the record of a row that has a title and is as public as its visibility says."""
    url, is_public = address(table.__table__, row), row.visibility == "public"
    return Record(kind, row.title, url, day, found.outcomes, found.missing, is_public)
