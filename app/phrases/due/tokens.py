"""A due phrase as tokens: words, numbers and marks, each knowing where it stands."""

import re
from typing import NamedTuple

_TOKEN = re.compile(r"(?P<number>[0-9]+)(?P<ordinal>(?:st|nd|rd|th)\b)?|[^\W\d_]+|\n|\S", re.IGNORECASE)

# People, and the programs that they write with, use many signs for the same mark.
_SAME_MARK = {sign: "-" for sign in "‐‑‒–—―−"} | {sign: "'" for sign in "‘’`´ʼ"} | {"⁄": "/", "…": "."}

# Words that are written as one, with a hyphen, or apart; scanned documents have "sub- group" as well.
_COMPOUNDS = {
    ("on", "going"): "ongoing",
    ("sub", "group"): "sub-group",
    ("sub", "groups"): "sub-groups",
    ("bi", "annual"): "biannual",
    ("bi", "annually"): "biannually",
    ("bi", "monthly"): "bimonthly",
    ("half", "yearly"): "half-yearly",
}
_SAME_WORD = {"subgroup": "sub-group", "subgroups": "sub-groups"}

# No number of a date has more digits than this, and a long run of digits is slow to turn into one.
_LONGEST_NUMBER = 4


class Token(NamedTuple):
    """A word, number or mark.

    `text` is in lower case, with every dash written "-" and every apostrophe "'". `start` and `end` are
    its place in the phrase. `number` is None for what is not a number of at most four digits.
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


def words(listed: str) -> frozenset[str]:
    """Make the set of the words that are listed with spaces between."""
    return frozenset(listed.split())


NOTHING = Token("", -1, -1)
"""What stands before the first token and after the last."""


def tokenise(phrase: str) -> list[Token]:
    """Cut the phrase into tokens; spaces are left out, line breaks are tokens, and compounds are one word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(phrase):
        tokens.append(_token(match))
        _join_compound(tokens)
    return tokens


def _token(match: re.Match[str]) -> Token:
    text, digits = match.group(), match.group("number")
    number = int(digits) if digits and len(digits) <= _LONGEST_NUMBER else None
    word = text.lower()
    return Token(
        _SAME_MARK.get(text) or _SAME_WORD.get(word, word),
        match.start(),
        match.end(),
        number,
        match.group("ordinal") is not None,
        text[0].isupper(),
    )


def _join_compound(tokens: list[Token]) -> None:
    hyphens = 1 if len(tokens) > 2 and tokens[-2].text == "-" else 0
    if len(tokens) < 2 + hyphens:
        return
    first, second = tokens[-2 - hyphens], tokens[-1]
    compound = _COMPOUNDS.get((first.text, second.text))
    if compound is not None:
        del tokens[-1 - hyphens :]
        tokens[-1] = first._replace(text=compound, end=second.end)


class Cursor:
    """A place among tokens, from which rules take what they know and go on."""

    __slots__ = ("at", "tokens")

    def __init__(self, tokens: list[Token], at: int = 0) -> None:
        self.tokens = tokens
        self.at = at

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token without taking it; a negative `ahead` looks back."""
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else NOTHING

    def take(self, *texts: str) -> bool:
        """Step over the next token if it is one of the texts, and tell whether it was."""
        if self.peek().text not in texts:
            return False
        self.at += 1
        return True

    def is_glued(self, ahead: int = 0) -> bool:
        """Tell whether the token is followed by another without a space between."""
        return self.peek(ahead).end == self.peek(ahead + 1).start
