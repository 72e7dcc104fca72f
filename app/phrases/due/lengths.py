"""Lengths of time that count from something else: "2 weeks before", "within 6 months of"."""

from app.phrases.due.recurrences import NUMBERS
from app.phrases.due.tokens import Cursor, Token, words

_UNITS = words("day week fortnight month year")
_KINDS_OF_DAY = ("working", "calendar", "clear")
_COUNTS_FROM = words("before after prior preceding following of from ahead since")


def find_offset(tokens: list[Token]) -> int | None:
    """Find a length that counts from something, and return the place where it begins, or None."""
    for place, token in enumerate(tokens):
        is_number = token.number is not None or token.text in NUMBERS or token.text == "a"
        if is_number and _is_offset(Cursor(tokens, place)):
            return place
    return None


def _is_offset(cursor: Cursor) -> bool:
    # "Every two months from June" says how often; it does not count from June.
    if cursor.peek(-1).text in ("every", "each"):
        return False
    cursor.at += 1
    cursor.take(*_KINDS_OF_DAY)
    if cursor.peek().text.removesuffix("s") not in _UNITS:
        return False
    cursor.at += 1
    cursor.take("'", "time")
    return cursor.peek().text in _COUNTS_FROM or (cursor.take("in") and cursor.peek().text == "advance")
