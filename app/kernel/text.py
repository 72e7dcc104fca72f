"""What is done to words, whatever they mean: keys to sort by, slugs, shortening, refusals."""

import re
import unicodedata
from datetime import date

_DIGITS = re.compile(r"[0-9]+")
_JOINTS = re.compile(r"[\s\-\u2010-\u2015]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def natural_key(reference: str) -> str:
    """Make the key by which references sort as people expect: 1.9 before 1.10.

    Each run of digits is led by its own length, so that the key sorts rightly by code point in
    any database: "1.10" becomes "011.0210".
    """
    return _DIGITS.sub(_with_length, reference.casefold())


def _with_length(digits: re.Match[str]) -> str:
    number = digits.group().lstrip("0") or "0"
    return f"{len(number):02d}{number}"


def single_spaced(words: str) -> str:
    """Join the words by single spaces, with none at either end."""
    joined = " ".join(words.split())
    # A large document has most words so already, and is held once then, not twice.
    return words if joined == words else joined


def same_words(words: str) -> str:
    """Make the form in which two ways to write the same words are equal: case and spacing left out."""
    return single_spaced(unicodedata.normalize("NFKC", words)).casefold()


def same_title(words: str) -> str:
    """Make the form in which two ways to write a title are equal: case, hyphens and spacing left out."""
    return _JOINTS.sub("", same_words(words))


def day_words(day: date) -> str:
    """Write a day: "31 Mar 2005"."""
    return f"{day.day} {day:%b %Y}"


def slug(words: str, limit: int = 60) -> str:
    """Make a reference out of words: "The Steering Group" becomes "steering-group", whole words up to `limit`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    made = _NOT_SLUG.sub("-", plain).strip("-").removeprefix("the-")
    return made if len(made) <= limit else made[: limit + 1].rpartition("-")[0] or made[:limit]


def shortened(words: str, limit: int = 80) -> str:
    """Cut the words at a space so that with an ellipsis they have at most `limit` characters."""
    if len(words) <= limit:
        return words
    cut = words.rfind(" ", 0, limit)
    return words[: cut if cut > 0 else limit - 1].rstrip(" ,;:.") + "…"


def storable(words: str) -> bool:
    """Tell whether every database can keep the words: no NUL, no half of a surrogate pair."""
    if "\x00" in words:
        return False
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
