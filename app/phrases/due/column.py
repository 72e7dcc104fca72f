"""A whole column of due cells, in which the same words come again and again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.phrases.due.points import Context, Point, PointKind, Reading
from app.phrases.due.reader import read_due

NEVER_SAID = (Point(PointKind.BY, date.min, date.min, "0001-01-01", None, None, ""),)
"""Points that no words have, by which a "ditto" is told from words that say something themselves."""


def says_what_is_above(phrase: str, context: Context) -> bool:
    """Tell whether what a phrase means is said by the row above it. Raises PhraseIsTooLong."""
    alone, below = _read_both(phrase, context)
    return alone != below


def _read_both(phrase: str, context: Context) -> tuple[Reading, Reading]:
    """Read a phrase that stands alone, and below a row with points that it can't have itself."""
    alone, below = replace(context, previous=None), replace(context, previous=NEVER_SAID)
    return read_due(phrase, alone), read_due(phrase, below)


class DueColumn:
    """Reads the due cells of one document: each phrase once, but for what repeats the row above.

    `context` is that of all of them, whatever its `previous` are.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._read: dict[str, Reading | None] = {}

    def read(self, phrase: str, previous: Sequence[Point] | None) -> Reading:
        """Read a cell below a row with these points. Raises PhraseIsTooLong."""
        reading = self.read_alone(phrase)
        if reading is not None:
            return reading
        return read_due(
            phrase, replace(self._context, previous=None if previous is None else tuple(previous))
        )

    def read_alone(self, phrase: str) -> Reading | None:
        """Read a cell, wherever it stands; None where the row above says what it means. Raises PhraseIsTooLong."""
        if phrase not in self._read:
            alone, below = _read_both(phrase, self._context)
            self._read[phrase] = alone if alone == below else None
        return self._read[phrase]
