"""The parties that the register knows, found by the words that stand for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.phrases.leads.tokens import Token, name_key
from app.phrases.leads.words import words

PartyKind = Literal["organisation", "sub_group", "person", "post"]

# Acronyms that are words as well are names only where they are written large.
_ALSO_WORDS = words(
    "a act aid all am an and any are arc art as at be by can do for go he help i if in is it its lead let may me "
    "mind no not of on or our out part shared so some the they to up us was we who will with you your"
)


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party that the register knows: `id` is whatever names it there.

    `names` are all by which it goes, the one that it is shown by first. `organisation_id` is that of the
    organisation which a person or a post belongs to, where it does.
    """

    kind: PartyKind
    id: str
    names: tuple[str, ...]
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens that are a name: `parties` has several where more than one goes by it."""

    start: int
    end: int
    parties: tuple[KnownParty, ...]
    name: str


class KnownParties:
    """An index of known parties by their names; it is never changed once it is made."""

    __slots__ = ("_by_key", "_prefixes", "parties")

    def __init__(self, parties: Iterable[KnownParty] = ()) -> None:
        self.parties = tuple(parties)
        by_key: defaultdict[str, dict[str, tuple[KnownParty, str]]] = defaultdict(dict)
        for party in self.parties:
            for name in party.names:
                for key in _keys(party.kind, name_key(name)):
                    by_key[key].setdefault(f"{party.kind} {party.id}", (party, name))
        self._by_key = {key: tuple(found.values()) for key, found in by_key.items()}
        self._prefixes = {prefix for key in self._by_key for prefix in _prefixes(key)}

    def find(self, name: str) -> tuple[KnownParty, ...]:
        """Find the parties that go by a name."""
        return tuple(party for party, _ in self._by_key.get(name_key(name), ()))

    def match(self, tokens: Sequence[Token], start: int) -> Match | None:
        """Find the longest name that begins at a token, or None."""
        key, found = "", None
        for end in range(start, len(tokens)):
            if not tokens[end].is_word:
                break
            key = f"{key} {' '.join(tokens[end].atoms)}".lstrip()
            if key in self._by_key and _is_name(tokens[start : end + 1]):
                parties = self._by_key[key]
                found = Match(start, end + 1, tuple(party for party, _ in parties), parties[0][1])
            if key not in self._prefixes:
                break
        return found


def keys_of(party: KnownParty) -> set[str]:
    """Give the keys of all the names by which a party goes."""
    return {key for name in party.names for key in _keys(party.kind, name_key(name))}


def know(parties: Iterable[KnownParty]) -> KnownParties:
    """Make the index of the parties that a register knows."""
    return KnownParties(parties)


def _keys(kind: PartyKind, key: str) -> list[str]:
    """Give the keys of a name: "Agenda Planning" is called "Agenda Planning sub-group" as well."""
    if not key:
        return []
    is_bare_group = kind == "sub_group" and not key.endswith(("group", "cluster", "network", "committee"))
    return [key, f"{key} sub group", f"{key} group"] if is_bare_group else [key]


def _prefixes(key: str) -> list[str]:
    """Give what comes before each further word of a key, and the key itself."""
    atoms = key.split(" ")
    return [" ".join(atoms[:count]) for count in range(1, len(atoms) + 1)]


def _is_name(tokens: Sequence[Token]) -> bool:
    """Tell a name from a word that only looks like one: "it", "who"."""
    if len(tokens) > 1:
        return True
    return tokens[0].is_upper if tokens[0].atoms[0] in _ALSO_WORDS else True
