"""A table before it is written: its headings, and rows of cells that are words, numbers, days or times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

Cell = str | int | date | time | None
"""A moment is a day too, as Python sees it; it is aware. A time is what a clock shows, to the minute."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how many characters wide it is shown, and what a workbook offers to choose from there."""

    heading: str
    width: int
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table, under a name."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
