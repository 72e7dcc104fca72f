"""What the words of an anchor name: a meeting, or a body that meets, and which body."""

from itertools import pairwise
from typing import NamedTuple

from app.phrases.due.figures import MONTHS
from app.phrases.due.stretches import SEASONS
from app.phrases.due.tokens import Token, tokenise
from app.phrases.due.words import BODIES, MEETINGS, words

_ASSEMBLIES = MEETINGS | words("agm egm")
_PARTS_OF_NAMES = words("full whole main joint steering working task project planning executive officer")
_NO_NAMES = words("at before by every each for in next of on the their to we full whole main joint")
_LONGEST_NAME = 8


class MeetingNamed(NamedTuple):
    """What an anchor names: the body, without "the" and "full", or None where it is only "the July meeting".

    `is_meeting` tells whether the words say that it is a meeting; else they name the body alone.
    """

    body: str | None
    is_meeting: bool


def meeting_named(anchor: str) -> MeetingNamed | None:
    """Tell which body's meeting the anchor of a point names; None where it names neither.

    "full steering group, July 2004 meeting" names one of the "steering group", "July 2004 meeting" one of no
    body that is named, and "consultation on the plan" none.
    """
    tokens = tokenise(anchor)
    is_meeting = any(token.text in _ASSEMBLIES for token in tokens)
    names = (name_ending(tokens[: place + 1]) for place in range(len(tokens)))
    name = next((name for name in names if name), None) or _name_before_meeting(tokens)
    while name and name[0].text in _NO_NAMES:
        del name[0]
    return MeetingNamed(written(anchor, name) or None, is_meeting) if is_meeting or name else None


def name_ending(tokens: list[Token]) -> list[Token]:
    """Take the name of a body at the end of the tokens: "Community Strategy sub-group", "Health & Wellbeing Board"."""
    if not tokens or tokens[-1].text not in BODIES:
        return []
    start = len(tokens) - 1
    while start and len(tokens) - start < _LONGEST_NAME and _is_part_of_name(tokens, start - 1):
        start -= 1
    return tokens[start:]


def _name_before_meeting(tokens: list[Token]) -> list[Token]:
    """Take a name in capital letters that no word for a body ends: "LSP meeting"."""
    for token, follower in pairwise(tokens):
        is_name = (
            token.is_word and token.is_capital and token.text not in MONTHS and token.text not in _NO_NAMES
        )
        if follower.text in MEETINGS and is_name:
            return [token]
    return []


def _is_part_of_name(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if token.text == "&" and place:
        return tokens[place - 1].is_capital
    is_time = token.text in MONTHS or token.text in SEASONS
    return token.is_word and not is_time and (token.is_capital or token.text in _PARTS_OF_NAMES)


def written(phrase: str, name: list[Token]) -> str:
    """Write a name as in the phrase, "sub- group" as one word."""
    return " ".join(
        token.text if token.text.startswith("sub-") else phrase[token.start : token.end] for token in name
    )
