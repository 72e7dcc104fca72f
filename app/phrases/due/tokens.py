"""A due phrase as tokens: words, numbers and marks, each knowing where it stands."""

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.phrases.due.points import NOTHING_KNOWN, Context
from app.phrases.due.spelling import spelt_right
from app.phrases.due.words import words

_TOKEN = re.compile(r"[0-9]+(?:(?:st|nd|rd|th)\b)?|[^\W\d_]+|\n|\S", re.IGNORECASE)
_DIGITS = "0123456789"

# What is struck out no longer holds: "~~July 2004~~", "<s>July 2004</s>", "J̶u̶l̶y̶".
_STRUCK = re.compile(r"~~[^~]*~~|<(s|del|strike)>[^<]*</\1>|(?:[^\u0335-\u0338][\u0335-\u0338])+")

# People, and the programs that they write with, use many signs for the same mark.
_SAME_MARK = {sign: "-" for sign in "‐‑‒–—―−"} | {sign: "'" for sign in "‘’`´ʼ"} | {"⁄": "/", "…": "."}

# Words that are written as one, with a hyphen, or apart; scanned documents have "sub- group" as well.
_COMPOUNDS = {
    ("on", "going"): "ongoing",
    ("re", "view"): "review",
    ("re", "assess"): "reassess",
    ("re", "assessed"): "reassessed",
    ("re", "visit"): "revisit",
    ("re", "visited"): "revisited",
    ("sub", "group"): "sub-group",
    ("sub", "groups"): "sub-groups",
    ("bi", "annual"): "biannual",
    ("bi", "annually"): "biannually",
    ("bi", "monthly"): "bimonthly",
    ("bi", "weekly"): "biweekly",
    ("half", "yearly"): "half-yearly",
    ("half", "termly"): "half-termly",
    ("half", "term"): "half-term",
    ("half", "terms"): "half-term",
    ("year", "end"): "year-end",
    ("short", "term"): "short-term",
    ("medium", "term"): "medium-term",
    ("long", "term"): "long-term",
    ("longer", "term"): "long-term",
}
_SECOND_PARTS = frozenset(second for _, second in _COMPOUNDS)
_SAME_WORD = {"subgroup": "sub-group", "subgroups": "sub-groups", "halfterm": "half-term"}

# Scanned documents have words in pieces, "Sep tember", "J uly" and "O n going"; "ma y" may be anything.
_MONTHS_IN_PIECES = {name.lower() for name in month_name if len(name) > 3}
_IN_PIECES = _MONTHS_IN_PIECES | words(
    "spring summer autumn winter ongoing continuous quarterly annually annual monthly review completed"
)
_LAST_PIECES = frozenset(word[start:] for word in _IN_PIECES for start in range(1, len(word)))
_MOST_PIECES = 3

# No number of a date has more digits than this, and a long run of digits is slow to turn into one.
_LONGEST_NUMBER = 4


class Token(NamedTuple):
    """A word, number or mark.

    `text` is in lower case and spelt right, with every dash written "-" and every apostrophe "'". `start` and
    `end` are its place in the phrase. `number` is None for what is not a number of at most four digits.
    """

    text: str
    start: int
    end: int
    number: int | None = None
    is_ordinal: bool = False
    is_capital: bool = False

    @property
    def is_word(self) -> bool:
        """Tell whether this is a word of letters."""
        return self.text[:1].isalpha()


NOTHING = Token("", -1, -1)
"""What stands before the first token and after the last."""


def tokenise(phrase: str) -> list[Token]:
    """Cut the phrase into tokens; spaces are left out, line breaks are tokens, and compounds are one word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(_without_struck(phrase)):
        text, number, is_ordinal, is_capital = _meaning_of(match.group())
        tokens.append(Token(text, match.start(), match.end(), number, is_ordinal, is_capital))
        if text in _SECOND_PARTS:
            _join_compound(tokens)
        if text in _LAST_PIECES:
            _join_pieces(tokens)
        elif number is not None:
            _join_year(tokens)
    return tokens


def _without_struck(phrase: str) -> str:
    """Blank out what is struck out; every other character stays at its place."""
    return _STRUCK.sub(lambda struck: " " * len(struck.group()), phrase)


@lru_cache(maxsize=4096)
def _meaning_of(written: str) -> tuple[str, int | None, bool, bool]:
    """Tell the text of a token as it is meant, its number, whether it is an ordinal, and has a capital letter."""
    digits = written.rstrip("stndrhSTNDRH") if written[0] in _DIGITS else ""
    number = int(digits) if digits and len(digits) <= _LONGEST_NUMBER else None
    word = _SAME_MARK.get(written) or (written.lower() if digits else spelt_right(written.lower()))
    return _SAME_WORD.get(word, word), number, bool(digits) and digits != written, written[0].isupper()


def _join_compound(tokens: list[Token]) -> None:
    hyphens = 1 if len(tokens) > 2 and tokens[-2].text == "-" else 0
    if len(tokens) < 2 + hyphens:
        return
    first, second = tokens[-2 - hyphens], tokens[-1]
    compound = _COMPOUNDS.get((first.text, second.text))
    if compound is not None:
        del tokens[-1 - hyphens :]
        tokens[-1] = first._replace(text=compound, end=second.end)


def _join_pieces(tokens: list[Token]) -> None:
    """Put together a word of which spaces have made two or three: "Sep tember 2004", "O n going"."""
    word = tokens[-1].text
    for pieces in range(2, min(_MOST_PIECES, len(tokens)) + 1):
        first, second = tokens[-pieces], tokens[-pieces + 1]
        if second.start != first.end + 1:
            return
        word = first.text + word
        if word in _IN_PIECES:
            tokens[-pieces:] = [first._replace(text=word, end=tokens[-1].end)]
            return


def _join_year(tokens: list[Token]) -> None:
    """Put together a year of which a space has made two: "July 20 04"."""
    if len(tokens) < 3 or tokens[-1].start != tokens[-2].end + 1:
        return
    month, first, second = tokens[-3:]
    if month.text in _MONTHS_IN_PIECES and first.text == "20" and second.number and len(second.text) == 2:
        tokens[-2:] = [Token(f"20{second.text}", first.start, second.end, 2000 + second.number)]


class Event(NamedTuple):
    """An event whose date the context tells: its words, and the first and last day."""

    words: tuple[str, ...]
    first: date
    last: date


NO_EVENTS: Mapping[str, Sequence[Event]] = {}
"""What is known of events where nothing is told."""


class Cursor:
    """A place among tokens, from which rules take what they know and go on, in the light of the context."""

    __slots__ = ("at", "context", "end", "events", "tokens")

    def __init__(
        self,
        tokens: list[Token],
        at: int = 0,
        context: Context = NOTHING_KNOWN,
        events: Mapping[str, Sequence[Event]] = NO_EVENTS,
    ) -> None:
        self.tokens = tokens
        self.end = len(tokens)
        self.at = at
        self.context = context
        self.events = events

    def copy(self, ahead: int = 0) -> "Cursor":
        """Make another cursor at the same place, or so many tokens further on."""
        return Cursor(self.tokens, self.at + ahead, self.context, self.events)

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token without taking it; a negative `ahead` looks back."""
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < self.end else NOTHING

    def take(self, *texts: str) -> bool:
        """Step over the next token if it is one of the texts, and tell whether it was."""
        if self.peek().text not in texts:
            return False
        self.at += 1
        return True

    def is_glued(self, ahead: int = 0) -> bool:
        """Tell whether the token is followed by another without a space between."""
        return self.peek(ahead).end == self.peek(ahead + 1).start
