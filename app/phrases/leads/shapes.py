"""What kind of party an unknown name is, told by the shape of its words. What has no such shape is told nothing of."""

from collections.abc import Sequence

from app.phrases.leads.known import PartyKind
from app.phrases.leads.tokens import Token, atoms_of
from app.phrases.leads.words import (
    BODIES,
    BODIES_ALONE,
    BODIES_OF,
    GROUPS,
    HEADING_WORDS,
    HONORIFICS,
    PARTICLES,
    POSTS,
    ROLES,
    TOPICS,
)

_LEADS_ON = frozenset({"of", "for"})
_NOT_IN_A_PERSONS_NAME = TOPICS | BODIES | POSTS | GROUPS | HEADING_WORDS | _LEADS_ON | frozenset(ROLES)
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 8


def kind_of_name(tokens: Sequence[Token], *, shouting: bool = False) -> PartyKind | None:
    """Tell what an unknown name is the name of; None where its shape does not tell.

    `shouting` is a phrase all in capitals, in which they mean nothing.
    """
    if is_person_with_title(tokens):
        return "person"
    atoms = atoms_of(tokens)
    head = _before_of(atoms)
    if head[-1:] and head[-1] in POSTS:
        return "post"
    if len(atoms) > 1 and atoms[-1] in GROUPS - {"working"}:
        return "sub_group"
    if _is_body(tokens, atoms, head, shouting):
        return "organisation"
    return "person" if _is_person(tokens, shouting) else None


def is_person_with_title(tokens: Sequence[Token]) -> bool:
    """Tell a name that is led by a title: "Cllr Smith"."""
    if len(tokens) < 2 or tokens[0].atoms[0] not in HONORIFICS or len(tokens) > 5:
        return False
    rest = [token for token in tokens[1:] if token.atoms[0] not in HONORIFICS]
    atoms = set(atoms_of(rest))
    return bool(rest) and rest[-1].is_capital and not atoms & (BODIES | POSTS | GROUPS | _LEADS_ON)


def _before_of(atoms: Sequence[str]) -> Sequence[str]:
    for place, atom in enumerate(atoms):
        if atom in _LEADS_ON:
            return atoms[:place]
    return atoms


def _is_body(tokens: Sequence[Token], atoms: Sequence[str], head: Sequence[str], shouting: bool) -> bool:
    if len(head) < len(atoms):
        return any(atom in BODIES_OF for atom in head)
    if atoms[-1] in BODIES:
        return len(tokens) > 1 or atoms[-1] in BODIES_ALONE
    return is_acronym(tokens[-1]) and not (
        len(tokens) > 1 and (shouting or all(one.is_upper for one in tokens))
    )


def is_acronym(token: Token) -> bool:
    """Tell an acronym: three letters or more, all of them capitals."""
    letters = [sign for sign in token.text if sign.isalnum()]
    return token.is_upper and not token.has_digit and _SHORTEST_ACRONYM <= len(letters) <= _LONGEST_ACRONYM


def _is_person(tokens: Sequence[Token], shouting: bool) -> bool:
    if _NOT_IN_A_PERSONS_NAME.intersection(atoms_of(tokens)) or any(token.has_digit for token in tokens):
        return False
    names = [token for token in tokens if token.is_capital]
    full = [token for token in names if not _is_initial(token)]
    if len(names) + sum(token.atoms[0] in PARTICLES for token in tokens if not token.is_capital) < len(
        tokens
    ):
        return False
    if not full or not 2 <= len(names) <= 4 or len(full) > 3 or names[-1] not in full:
        return False
    return shouting or not any(token.is_upper for token in full)


def _is_initial(token: Token) -> bool:
    letters = [sign for sign in token.text if sign.isalpha()]
    return len(letters) == 1 or ("." in token.text and token.is_upper)
