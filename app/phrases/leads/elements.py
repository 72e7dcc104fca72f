"""A lead phrase cut into elements: parties, roles, vacancies, marks, and words that only say what is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.phrases.leads.known import KnownParties, KnownParty, Match, PartyKind
from app.phrases.leads.shapes import is_acronym, kind_of_name
from app.phrases.leads.tokens import Token, atoms_of
from app.phrases.leads.words import (
    BODIES,
    BODIES_ALONE,
    CLAUSES,
    ENDS_OF_POSTS,
    GROUPS,
    HEADING_WORDS,
    HONORIFICS,
    OFFICERS,
    PARTICLES,
    POSTS,
    ROLES,
    VACANT,
    words,
)

Sort = Literal[
    "party", "officer", "role", "vacant", "stop", "mark", "and", "at", "by", "clause", "low", "unread"
]

_MARKS = frozenset(",/:()-")
_STOPS = frozenset(".;\n")
_PARTS_OF_NAMES = frozenset({"of", "for", "the"})
# Written large these may be names (Will, May); the other words that begin a clause do so at its beginning, too.
_ALSO_NAMES = frozenset({"will", "may", "can", "must", "has", "had", "was"})
_TOGETHER = words("partnership consultation conjunction collaboration liaison association cooperation")


@dataclass(frozen=True, slots=True)
class Element:
    """Tokens from `start` to `end`, and what they are; a party has its kind and those who go by its name."""

    sort: Sort
    start: int
    end: int
    kind: PartyKind | None = None
    parties: tuple[KnownParty, ...] = ()
    name: str | None = None
    word: str = ""


class Scanner:
    """Cuts tokens into elements, from the first to the last."""

    def __init__(self, tokens: Sequence[Token], known: KnownParties) -> None:
        self.tokens = tokens
        self.known = known
        said = [token for token in tokens if token.is_word and token.text != "&"]
        self.shouting = len(said) > 1 and all(token.is_upper or token.has_digit for token in said)
        self._matches: dict[int, Match | None] = {}

    def elements(self) -> Iterator[Element]:
        """Give the elements in order."""
        at = 0
        while at < len(self.tokens):
            for element in self._next(at):
                yield element
                at = element.end

    def _next(self, at: int) -> list[Element]:
        token = self.tokens[at]
        if not token.is_word:
            sort: Sort = "stop" if token.text in _STOPS else "mark" if token.text in _MARKS else "low"
            return [Element(sort, at, at + 1, word=token.text)]
        vacancy = self._vacancy(at)
        if vacancy:
            return [Element("vacant", at, at + vacancy)]
        if token.text.isdecimal() and at + 1 < len(self.tokens) and self.tokens[at + 1].text in ".)":
            # The number of an item.
            return [Element("stop", at, at + 2, word=".")]
        match = self._match(at)
        if match is not None:
            return [self._known(match)]
        if token.atoms == ("and",):
            return [Element("and", at, at + 1, word="and")]
        if self._begins_clause(at):
            return [Element("clause", at, self._end_of_clause(at))]
        if (token.is_capital or token.has_digit) and token.atoms != ("the",):
            return self._name(at)
        return [self._small(at)]

    def _vacancy(self, at: int) -> int:
        """Count the tokens that say that nobody is found yet: "to be found", "TBC"."""
        atoms = [token.atoms[0] if token.is_word else token.text for token in self.tokens[at : at + 3]]
        if atoms[0] in VACANT:
            return 1
        leads_on = atoms[:2] in (["to", "be"], ["not", "yet"], ["yet", "to"]) and len(atoms) == 3
        return 3 if leads_on and (atoms[2] in ENDS_OF_POSTS or atoms[2] in VACANT) else 0

    def _match(self, at: int) -> Match | None:
        if at not in self._matches:
            found = self.known.match(self.tokens, at)
            self._matches[at] = found if found is not None and self._is_meant(found) else None
        return self._matches[at]

    def _is_meant(self, match: Match) -> bool:
        """Tell a known name from words that only look like one: a person in small letters, "Safety Officer"."""
        kinds = {party.kind for party in match.parties}
        if "person" in kinds and not self.tokens[match.start].is_capital:
            return False
        if "sub_group" not in kinds or match.end == len(self.tokens):
            return True
        following = self.tokens[match.end]
        is_bare = self.tokens[match.end - 1].atoms[-1] not in GROUPS
        return not (is_bare and following.is_capital and following.atoms[-1] in POSTS)

    def _known(self, match: Match) -> Element:
        kinds = {party.kind for party in match.parties}
        kind = match.parties[0].kind
        if kinds & {"organisation", "sub_group"}:
            end = self._end_of_name(match.end) if match.end < len(self.tokens) else match.end
            tail = self.tokens[match.end : end]
            whole = self.tokens[match.start : end]
            # A known name that goes on is another name: "RBKC Housing Trust" is not RBKC.
            if tail and tail[-1].atoms[-1] in BODIES | GROUPS and not is_acronym(tail[-1]):
                return Element("party", match.start, end, kind_of_name(whole) or "organisation")
        return Element("party", match.start, match.end, kind, match.parties, match.name)

    def _begins_clause(self, at: int) -> bool:
        token = self.tokens[at]
        word = token.atoms[0]
        if word not in CLAUSES or (token.is_capital and word in _ALSO_NAMES):
            return False
        following = self.tokens[at + 1].atoms if at + 1 < len(self.tokens) else ()
        return not (word == "in" and following and _TOGETHER.intersection(following))

    def _end_of_clause(self, at: int) -> int:
        """Find where a clause ends: at the end of the sentence, a bracket, a heading, or who else helps."""
        for end in range(at + 1, len(self.tokens)):
            token = self.tokens[end]
            if token.text in _STOPS or token.text in ":)":
                return end
            following = self.tokens[end + 1].atoms if end + 1 < len(self.tokens) else ()
            if token.is_word and token.atoms[0] in ROLES and following in (("by",), ("from",)):
                return end
        return len(self.tokens)

    def _end_of_name(self, at: int) -> int:
        """Find where the name that begins at a token ends: its capitals, and small words that belong to it."""
        end, leads_on = at, False
        while end < len(self.tokens):
            token = self.tokens[end]
            taken = self._taken(at, end, leads_on)
            if not taken:
                break
            leads_on = token.atoms[0] in _PARTS_OF_NAMES
            end += taken
        while end > at + 1 and self.tokens[end - 1].atoms[0] in _PARTS_OF_NAMES:
            end -= 1
        return end

    def _taken(self, at: int, end: int, leads_on: bool) -> int:
        """Count the tokens from `end` on that belong to the name which began at `at`."""
        token = self.tokens[end]
        if not token.is_word:
            return 0
        word, before = token.atoms[0], self.tokens[at:end]
        match = self._match(end)
        if match is not None:
            # "Chair of the Steering Group" is one post; elsewhere a known name stands for itself.
            return match.end - end if leads_on and before else 0
        if before and (word in HONORIFICS or self._vacancy(end)):
            return 0
        if token.atoms == ("and",):
            return 1 if self._and_joins(at, end) else 0
        if token.is_capital or (token.has_digit and not leads_on and not token.text.isdecimal()):
            return 1
        if word in ("of", "for"):
            begins = kind_of_name([*before, token]) in ("post", "organisation") if before else False
            return 1 if begins else 0
        if word == "the" and leads_on:
            return 1
        if word in PARTICLES and end + 1 < len(self.tokens):
            following = self.tokens[end + 1]
            return 1 if following.is_capital or following.text in PARTICLES else 0
        if before and self._leads_to_group(end):
            return 1
        small_ends = BODIES | GROUPS | POSTS | {"steering", "task", "project"}
        return 1 if before and token.atoms[-1] in small_ends else 0

    def _leads_to_group(self, at: int) -> bool:
        """Tell of a small word whether the next one ends the name of a group: "Agenda planning subgroup"."""
        word = self.tokens[at].atoms[0]
        if at + 1 == len(self.tokens) or word in CLAUSES or word in ROLES or word in HEADING_WORDS:
            return False
        following = self.tokens[at + 1]
        is_group = following.is_word and not following.is_capital and following.atoms[-1] in GROUPS
        return (
            is_group and not word.endswith(("s", "ed", "ly")) and word not in ("at", "of", "from", "within")
        )

    def _and_joins(self, at: int, end: int) -> bool:
        """Tell an "and" within a name ("Health and Safety Officer") from one between two."""
        left, start = self.tokens[at:end], end + 1
        if not left or start >= len(self.tokens) or not self.tokens[start].is_capital or self._match(start):
            return False
        stop = start
        while stop < len(self.tokens) and self.tokens[stop].is_capital and self.tokens[stop].is_word:
            stop += 1
        right = self.tokens[start:stop]
        if {"of", "for"}.intersection(atoms_of(left)):
            # "Head of Housing and Health"
            return len(right) == 1 and kind_of_name(right) is None
        is_open = len(left) == 1 and kind_of_name(left) is None and not _is_plain(left)
        ends = self.tokens[start : stop + 2]
        closes = kind_of_name(right) in ("post", "organisation", "sub_group")
        closes = closes or any(token.is_word and token.atoms[-1] in GROUPS | POSTS for token in ends)
        return is_open and closes

    def _name(self, at: int) -> list[Element]:
        titled = self._known_with_title(at)
        if titled is not None:
            return [titled]
        end = max(self._end_of_name(at), at + 1)
        tokens = self.tokens[at:end]
        peeled = self._peeled(at, end)
        if peeled:
            return peeled
        officers = self._officers_of_a_body(at, end)
        if officers:
            return officers
        kind = kind_of_name(tokens, shouting=self.shouting)
        following = self._match(end) if end < len(self.tokens) else None
        if following is not None and self._is_swallowed(tokens, kind, following):
            return [Element("party", at, following.end, following.parties[0].kind)]
        if kind is None:
            return [*self._parted(at, end)]
        return [Element("party", at, end, kind)]

    def _peeled(self, at: int, end: int) -> list[Element]:
        """Take words in front that say what someone is to the action: "Lead Officer Ann Example"."""
        found: list[Element] = []
        place = at
        while place < end:
            word = self.tokens[place].atoms[0]
            if word in ROLES:
                found.append(Element("role", place, place + 1, word=ROLES[word]))
            elif word in OFFICERS:
                found.append(Element("officer", place, place + 1))
            elif word in HEADING_WORDS and (found or self.tokens[place].atoms == self.tokens[end - 1].atoms):
                found.append(Element("low", place, place + 1))
            else:
                break
            place += 1
        if not found or place == end:
            return found
        if kind_of_name(self.tokens[at:end]) in ("post", "organisation", "sub_group"):
            # "Support Worker" is a post, "Contact Centre" a body.
            rest = self.tokens[place:end]
            is_theirs = kind_of_name(rest) in ("organisation", "sub_group") and len(rest) > 1
            return [*found, *self._name(place)] if is_theirs else []
        return [*found, *self._name(place)]

    def _officers_of_a_body(self, at: int, end: int) -> list[Element]:
        """Part officers from the unknown body that they are of: "WBC officers", "Ann Example WBC officer"."""
        last, rest = self.tokens[end - 1], self.tokens[at : end - 1]
        heads = end < len(self.tokens) and self.tokens[end].text == ":"
        if last.atoms[0] not in OFFICERS or not rest or (last.text == "Officer" and not heads):
            return []
        officer = Element("officer", end - 1, end)
        if kind_of_name(rest[:-1]) in ("person", "sub_group") if len(rest) > 1 else False:
            cut = end - 2
            first = Element("party", at, cut, kind_of_name(rest[:-1]))
            return (
                [first, Element("party", cut, end - 1, "organisation"), officer]
                if is_acronym(rest[-1])
                else []
            )
        is_body = kind_of_name(rest) == "organisation"
        return [Element("party", at, end - 1, "organisation"), officer] if is_body else []

    def _is_swallowed(self, tokens: Sequence[Token], kind: PartyKind | None, match: Match) -> bool:
        """Tell whether a known name is only the end of another: "Westford Social Council"."""
        if match.parties[0].kind not in ("organisation", "sub_group") or _is_plain(tokens):
            return False
        is_bare = match.end - match.start == 1 and self.tokens[match.start].atoms[0] in BODIES_ALONE
        return is_bare or (kind is None and not tokens[-1].has_digit)

    def _known_with_title(self, at: int) -> Element | None:
        """Find the known person whom a name with a title means: "Cllr Ann Example"."""
        if self.tokens[at].atoms[0] not in HONORIFICS or at + 1 == len(self.tokens):
            return None
        match = self._match(at + 1)
        if match is None or match.parties[0].kind != "person":
            return None
        return Element("party", at, match.end, "person", match.parties, match.name)

    def _parted(self, at: int, end: int) -> Iterator[Element]:
        """Part a name that is none as a whole: a post and who holds it ("Policy Manager Ann Example")."""
        for place in range(at + 1, end):
            if self.tokens[place - 1].atoms[-1] in POSTS and kind_of_name(self.tokens[place:end]) == "person":
                yield Element("party", at, place, "post")
                yield Element("party", place, end, "person")
                return
        yield Element("unread", at, end)

    def _small(self, at: int) -> Element:
        """Read a word in small letters, or those that name a body or a post together."""
        token = self.tokens[at]
        word = token.atoms[0]
        if word in ROLES:
            return Element("role", at, at + 1, word=ROLES[word])
        if word in OFFICERS:
            return Element("officer", at, at + 1)
        if word in ("at", "of", "from", "within"):
            return Element("at", at, at + 1)
        if word == "by":
            return Element("by", at, at + 1)
        if token.atoms[-1] in BODIES_ALONE and token.atoms[-1] not in ("hospital", "library", "borough"):
            return Element("party", at, at + 1, "organisation")
        end = self._end_of_small_name(at)
        kind = kind_of_name(self.tokens[at:end]) if end > at else None
        return Element("party", at, end, kind) if kind else Element("low", at, at + 1)

    def _end_of_small_name(self, at: int) -> int:
        """Find the end of a post or a group in small letters: "housing manager", "steering group"."""
        for end in range(at, min(at + 4, len(self.tokens))):
            token = self.tokens[end]
            if not token.is_word or token.is_capital or token.atoms[0] in CLAUSES or self._match(end):
                return at
            if end > at and token.atoms[-1] in (POSTS | GROUPS) - {"working", "heads", "leaders"}:
                return end + 1
            if token.atoms[0] in HEADING_WORDS or token.atoms == ("and",) or token.atoms[0] in ("at", "of"):
                return at
            if token.atoms[0].endswith(("s", "ed", "ly")):
                # More likely what is done than a part of a name: "convenes", "agreed", "jointly".
                return at
        return at


def _is_plain(tokens: Sequence[Token]) -> bool:
    """Tell words that say nothing of a name: roles, officers, the words of headings."""
    plain = OFFICERS | HEADING_WORDS | ROLES.keys()
    return all(token.atoms[0] in plain for token in tokens)
