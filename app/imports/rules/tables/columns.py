"""How a kind of thing is told by the columns of a table: what each kind of import declares, and no more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.imports.rules.tables.cells import OneOf, read_day, read_line, read_when
from app.kernel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a table may have.

    `name` is the field of the thing's shape that a cell goes into. `headings` are the words by which people head it,
    the first of them that of our templates; scripts may use the name. Case, spacing and punctuation do not count.
    `read` makes a value of a cell's words, or raises CantBeRead. `names` are the kinds of things that a cell may name,
    by a reference or a name; where it names something of a larger thing, `of` is the column that names that. Where a
    column `adds`, its values are put beside those that are there. `law` says why nothing of another kind may stand
    in it, to who may have meant that.
    """

    name: str
    headings: tuple[str, ...]
    meaning: str
    read: Callable[..., Any] = read_line
    names: tuple[str, ...] = ()
    of: str | None = None
    adds: bool = False
    law: str = ""

    def value_of(self, words: str, date_order: str) -> Any:
        """Read the words of a cell, days in figures in this order. Raises CantBeRead."""
        return self.read(words, date_order) if self.read in (read_day, read_when) else self.read(words)

    @property
    def vocabulary(self) -> type[Vocabulary] | None:
        """The vocabulary that its cells are words of, or None."""
        return self.read.vocabulary if isinstance(self.read, OneOf) else None

    @property
    def allowed(self) -> str:
        """The words that its cells may be, as people are told them; "" where any may."""
        return self.read.allowed if isinstance(self.read, OneOf) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of one field: the value, and the columns of the cells that it comes from."""

    value: Any
    sources: tuple[str, ...]


Sayings = dict[str, Said]


def _as_they_are(said: Sayings) -> Sayings:
    return said


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that rows tell of.

    A row `needs` to say these fields, or a reference. `same` are the ways to tell that two are the same, the surest
    first: fields that must all be equal; fields `apart` tell two apart where both say them. `within` is the field of
    the larger thing that it is a part of. `settle` makes fields out of several cells, or raises CantBeRead. What is
    `only_added` never changes: what says anything else is another.
    """

    kind: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]
    apart: tuple[str, ...] = ()
    within: str | None = None
    settle: Callable[[Sayings], Sayings] = _as_they_are
    only_added: bool = False
    can_be_public: bool = False

    def column(self, name: str) -> Column | None:
        """Give the column of a field, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def headings_needed(self) -> tuple[str, ...]:
        """The headings of what a row needs to say."""
        return tuple(column.headings[0] for column in self.columns if column.name in self.needs)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a kind of table, for who makes or explains one: `vocabulary` is what its cells may be."""

    heading: str
    meaning: str
    is_needed: bool = False
    vocabulary: type[Vocabulary] | None = None


def columns_shown(things: tuple[Thing, ...]) -> tuple[TableColumn, ...]:
    """Give the columns that a table of these things may have, in order, each heading once."""
    shown: dict[str, TableColumn] = {}
    needed = things[0].headings_needed
    for column in (column for thing in things for column in thing.columns):
        heading = column.headings[0]
        shown.setdefault(heading, TableColumn(heading, column.meaning, heading in needed, column.vocabulary))
    return tuple(shown.values())
