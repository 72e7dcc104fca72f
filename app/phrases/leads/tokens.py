"""A lead phrase as tokens: words with their atoms, by which names are compared, and marks."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.phrases.leads.words import words

# "R.B.K.C." is one word, and so is "Women's"; a long run of letters and stops is one word as well.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|\n|\S")
_SAME_MARK = {sign: "-" for sign in "‐‑‒–—―−"} | {sign: "\n" for sign in "•·*|\r"}
_AND = ("&", "+")

# Parts of a word that scanned documents part from it: "sub- group".
_PREFIXES = frozenset({"sub", "co", "vice", "non", "multi"})
_SAME_WORD = {
    "subgroup": ("sub", "group"),
    "subgroups": ("sub", "groups"),
    "subcommittee": ("sub", "committee"),
    "coordinator": ("co", "ordinator"),
    "coordinators": ("co", "ordinators"),
    "coordinating": ("co", "ordinating"),
}
# A stop after one of these, or after a single letter, ends no sentence.
_SHORTENED = words(
    "cllr cllrs dr mr mrs ms prof rev revd st env dept asst dep hon sgt insp supt exec ltd inc dir mgr "
    "co org assoc govt soc comm"
)


class Token(NamedTuple):
    """A word or a mark, with its place in the phrase.

    `atoms` are what names are compared by: in lower case, "&" as "and", "sub-group" as two; a mark has none and
    its sign as `text`. `is_capital` tells of the first letter, `is_upper` of all of them.
    """

    text: str
    atoms: tuple[str, ...]
    start: int
    end: int
    is_capital: bool = False
    is_upper: bool = False

    @property
    def is_word(self) -> bool:
        """Tell whether this is a word."""
        return bool(self.atoms)

    @property
    def has_digit(self) -> bool:
        """Tell whether a digit is in the word."""
        return any(sign.isdigit() for sign in self.text)


def tokenise(phrase: str) -> list[Token]:
    """Cut the phrase into tokens; spaces are left out, and so are stops that only shorten a word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(phrase):
        token = _token(match.group(), match.start(), match.end())
        if token.text == "." and tokens and tokens[-1].end == token.start and _is_shortened(tokens[-1]):
            tokens[-1] = tokens[-1]._replace(end=token.end)
            continue
        if not _joined(tokens, token):
            tokens.append(token)
    return tokens


def _token(text: str, start: int, end: int) -> Token:
    if text in _AND:
        return Token("&", ("and",), start, end)
    if not text[0].isalnum():
        return Token(_SAME_MARK.get(text, text), (), start, end)
    if text[-2:] in ("'s", "’s") and text[:-2].isupper():
        # "RBKC's" is RBKC.
        text = text[:-2]
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    atoms = _SAME_WORD.get(plain) or (plain or text,)
    letters = [sign for sign in text if sign.isalpha()]
    upper = bool(letters) and all(sign.isupper() for sign in letters)
    return Token(text, atoms, start, end, text[0].isupper(), upper)


def _is_shortened(token: Token) -> bool:
    return token.is_word and (token.atoms[0] in _SHORTENED or (len(token.text) == 1 and token.text.isupper()))


def _joined(tokens: list[Token], token: Token) -> bool:
    """Join a word to the one before where a hyphen or an ampersand holds them together."""
    if len(tokens) < 2 or not token.is_word:
        return False
    first, link = tokens[-2:]
    if not first.is_word or first.text == "&" or first.end != link.start:
        return False
    is_tight = link.end == token.start
    if link.text == "&" and is_tight:
        atoms: tuple[str, ...] = (*first.atoms, "and", *token.atoms)
    elif link.text == "-" and (is_tight or first.atoms[-1] in _PREFIXES):
        atoms = (*first.atoms, *token.atoms)
    else:
        return False
    text = f"{first.text}{link.text}{token.text}"
    upper = first.is_upper and token.is_upper
    tokens[-2:] = [Token(text, atoms, first.start, token.end, first.is_capital, upper)]
    return True


def atoms_of(tokens: Iterable[Token]) -> list[str]:
    """Give the atoms of all the tokens."""
    return [atom for token in tokens for atom in token.atoms]


def name_key(name: str) -> str:
    """Make the form in which two ways to write one name are equal.

    Case, stops, spaces and hyphens mean nothing, "&" is "and", and a "the" in front is left out.
    """
    atoms = atoms_of(tokenise(name))
    return " ".join(atoms[1:] if atoms[:1] == ["the"] and len(atoms) > 1 else atoms)


def words_of(phrase: str, tokens: Sequence[Token]) -> str:
    """Give the words of the tokens as written, but single-spaced, with no space after a hyphen in a word."""
    written = (token.text if "-" in token.text else phrase[token.start : token.end] for token in tokens)
    return " ".join(" ".join(written).split())
