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
    above = replace(context, previous=NEVER_SAID)
    return read_due(phrase, above) != read_due(phrase, replace(context, previous=None))


class DueColumn:
    """Reads the due cells of one document: each phrase once, but for what repeats the row above.

    `context` is that of all of them, whatever its `previous` are.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._read: dict[str, Reading | None] = {}

    def read(self, phrase: str, previous: Sequence[Point] | None) -> Reading:
        """Read a cell below a row with these points. Raises PhraseIsTooLong."""
        if phrase not in self._read:
            by_above = says_what_is_above(phrase, self._context)
            alone = replace(self._context, previous=None)
            self._read[phrase] = None if by_above else read_due(phrase, alone)
        reading = self._read[phrase]
        if reading is not None:
            return reading
        return read_due(
            phrase, replace(self._context, previous=None if previous is None else tuple(previous))
        )
