"""Parts of a month, of a year or of another stretch of time: "early", "mid-", "end of the"."""

from app.phrases.due.moments import Part
from app.phrases.due.tokens import Cursor

_PARTS = {"early": Part.EARLY, "mid": Part.MID, "late": Part.LATE, "end": Part.END}
_PARTS_WITH_OF = {"beginning": Part.EARLY, "start": Part.EARLY, "middle": Part.MID}
PARTS = frozenset({*_PARTS, *_PARTS_WITH_OF})
"""The words for parts of a month, a year, a season."""


def take_part(cursor: Cursor) -> Part | None:
    """Take the words for a part: "early", "mid-", "end of the", "beginning of"."""
    part = _PARTS.get(cursor.peek().text)
    if cursor.peek(1).text == "of":
        part = part or _PARTS_WITH_OF.get(cursor.peek().text)
    if part is not None:
        cursor.at += 1
        cursor.take("-")
        if cursor.take("of") or (part is not Part.END and cursor.take("in")):
            cursor.take("-")
        cursor.take("the")
    return part
