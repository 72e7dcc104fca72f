"""What a shape refused, in words for who typed a cell: the library that checks shapes speaks to programmers."""

from collections.abc import Mapping
from typing import Any

_PLAIN: Mapping[str, str] = {
    "string_too_long": "is too long: at most {max_length:,} characters are taken",
    "string_too_short": "is blank",
    "too_long": "holds {actual_length:,}: at most {max_length:,} are taken",
    "less_than_equal": "is too large: {le:,} at most",
    "greater_than_equal": "is too small: {ge:,} at least",
    # Of all that a cell may be, e-mail addresses alone have a pattern.
    "string_pattern_mismatch": "is no e-mail address such as ann@example.org",
}
_NO_ADDRESS = "is no web address such as https://www.example.org"


def in_plain_words(kind: str, bounds: Mapping[str, Any], otherwise: str) -> str:
    """Tell what is wrong with a cell, by the kind of the error and the bounds that it tells; else `otherwise`."""
    if kind.startswith("url_"):
        return _NO_ADDRESS
    return _PLAIN[kind].format(**bounds) if kind in _PLAIN else otherwise
