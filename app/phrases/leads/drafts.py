"""Leads as they come together, element by element: who belongs to what, in which role, and what was left over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from app.phrases.leads.elements import Element
from app.phrases.leads.known import KnownParty, PartyKind
from app.phrases.leads.readings import Lead, LeadReading, LeadRole
from app.phrases.leads.tokens import Token, words_of

# Between someone and an organisation these say that the one belongs to the other.
_TIES = frozenset({"", ",", "(", "-", ":", "at"})
# "Officer resource to be found" is of an officer to be found.
_BESIDE_OFFICERS = frozenset({"resource", "resources", "post", "posts", "time", "currently"})
_SEPARATORS = frozenset({",", "/", "and", "-", "(", ")"})


@dataclass(slots=True)
class Draft:
    """A lead whose words may still say more of it."""

    element: Element
    kind: PartyKind
    role: LeadRole
    body: Element | None = None
    vacant: bool = False
    is_named: bool = True


@dataclass(slots=True)
class _Sentence:
    """What is known of the sentence that is being read; `mark` is what stands before the next element."""

    start: int
    first_lead: int
    first_unread: int
    role: LeadRole = "lead"
    heading: Element | None = None
    has_heading: bool = False
    is_heading_used: bool = True
    mark: str = "start"
    waiting: list[Draft] = field(default_factory=list)
    beside: Draft | None = None
    officer: Element | None = None
    segment: list[Element] = field(default_factory=list)
    later_role: LeadRole | None = None
    says_something: bool = False


class Drafts:
    """Takes the elements of a phrase in order and makes leads of them."""

    def __init__(self, phrase: str, tokens: Sequence[Token]) -> None:
        self.phrase = phrase
        self.tokens = tokens
        self.leads: list[Draft] = []
        self.unread: list[tuple[int, int]] = []
        self.sentence = _Sentence(0, 0, 0)
        self._heading_left = 0

    def take(self, element: Element, heading: int) -> None:
        """Take the next element; `heading` counts those of the heading that it begins, or is 0."""
        if self._heading_left:
            self._take_heading(element)
            return
        self._settle_role(element)
        if heading:
            self._open_heading(element, heading)
            return
        getattr(self, f"_take_{element.sort}")(element)

    def finished(self) -> LeadReading:
        """Give what was read."""
        self._take_stop(Element("stop", len(self.tokens), len(self.tokens)))
        leads = dict.fromkeys(self._lead(draft) for draft in self.leads)
        return LeadReading(tuple(leads), tuple(self._unread_words()))

    def _open_heading(self, element: Element, count: int) -> None:
        self._close_segment()
        self._close_heading()
        now = self.sentence
        now.role, now.heading, now.has_heading, now.is_heading_used = "lead", None, True, False
        now.waiting, now.beside, now.officer, now.mark = [], None, None, ":"
        now.later_role = None
        self._heading_left = count
        self._take_heading(element)

    def _take_heading(self, element: Element) -> None:
        self._heading_left -= 1
        now = self.sentence
        if element.sort == "party":
            now.heading = element
        elif element.sort == "role" and now.later_role is None:
            now.role = now.later_role = cast(LeadRole, element.word)
        if not self._heading_left:
            now.later_role = None

    def _close_heading(self) -> None:
        """Keep the body of a heading as a lead itself where nothing came under it."""
        now = self.sentence
        if now.heading is not None and not now.is_heading_used:
            self._add(now.heading)
        now.heading, now.is_heading_used = None, True

    def _take_party(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        if element.kind in ("person", "post"):
            self._add_member(element)
        elif not self._ties(element):
            now.beside = self._add(element)
            now.waiting = []
        now.mark = ""

    def _add(self, element: Element, kind: PartyKind | None = None) -> Draft:
        draft = Draft(element, kind or element.kind or "organisation", self.sentence.role)
        self.leads.append(draft)
        self.sentence.officer = None
        self.sentence.is_heading_used = True
        return draft

    def _add_member(self, element: Element) -> None:
        """Add a person or a post, of the body in whose heading, or right behind whom, they are named."""
        body = self._body_before()
        draft = self._add(element)
        draft.body = body
        self.sentence.waiting.append(draft)

    def _body_before(self) -> Element | None:
        now = self.sentence
        if now.heading is None and now.beside is not None and now.mark == "":
            if now.beside.kind != "organisation":
                return None
            # Who is named right before someone is no lead by itself: "WBC Policy Manager".
            self.leads.pop()
            body, now.beside = now.beside.element, None
            return body
        return now.heading

    def _ties(self, element: Element) -> bool:
        """Tell of a body whether it is only that of those who are named before it, and tie them to it."""
        now = self.sentence
        free = [draft for draft in now.waiting if draft.body is None]
        if not free or now.mark not in _TIES or (element.kind == "sub_group" and now.mark != "("):
            return False
        for draft in free if now.mark in (",", "-", ":") else free[-1:]:
            draft.body = element
        now.waiting, now.beside = [], None
        return True

    def _take_vacant(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        last = self.leads[-1] if len(self.leads) > now.first_lead else None
        if now.officer is not None:
            officer = now.officer
            body = self._body_before()
            self._add(officer, "post").body = body
            self.leads[-1].vacant = True
        elif last is not None and last.kind == "post" and now.mark != "and":
            last.vacant = True
        elif last is None or (now.has_heading and not now.is_heading_used):
            draft = self._add(element, "post")
            draft.vacant, draft.is_named, draft.body = True, False, now.heading
        else:
            self.unread.append((element.start, element.end))
        now.mark = ""

    def _take_officer(self, element: Element) -> None:
        self.sentence.officer = element
        self.sentence.says_something = True
        self.sentence.segment.append(element)

    def _take_role(self, element: Element) -> None:
        now, role = self.sentence, cast(LeadRole, element.word)
        now.segment.append(element)
        if len(self.leads) > now.first_lead and now.mark in ("", "(", "-"):
            # "RBKC lead" says it of who was named; "RBKC supported by" of who will be.
            now.later_role = role
        else:
            now.role = role

    def _settle_role(self, element: Element) -> None:
        now = self.sentence
        if now.later_role is None or element.sort == "role":
            return
        if element.sort in ("stop", "mark", "and") and element.word != ":":
            self.leads[-1].role = now.later_role
        else:
            now.role = now.later_role
        now.later_role = None

    def _take_mark(self, element: Element) -> None:
        now = self.sentence
        if element.word in _SEPARATORS:
            self._close_segment()
        now.mark = element.word
        now.beside = None
        if element.word == "/":
            now.waiting = []

    def _take_and(self, element: Element) -> None:
        self._take_mark(element)
        self.sentence.says_something = True

    def _take_at(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        now.mark, now.beside, now.says_something = "at", None, True

    def _take_by(self, _element: Element) -> None:
        """Forget what is done by those who are named now: "Programme agreed by …"."""
        now = self.sentence
        del self.unread[now.first_unread :]
        now.segment, now.mark, now.says_something = [], "by", True

    def _take_clause(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        now.waiting, now.beside, now.mark, now.says_something = [], None, "clause", True

    def _take_low(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        now.says_something = True
        if self.tokens[element.start].text not in _BESIDE_OFFICERS:
            now.mark = "low"

    def _take_unread(self, element: Element) -> None:
        now = self.sentence
        now.segment.append(element)
        self.unread.append((element.start, element.end))
        now.beside, now.mark, now.says_something = None, "low", True

    def _close_segment(self) -> None:
        """Tell of an item of a list that names nobody: "RBKC and others"."""
        segment, self.sentence.segment = self.sentence.segment, []
        words = [one for one in segment if self.tokens[one.start].is_word]
        if words and all(one.sort == "low" for one in words):
            self.unread.append((words[0].start, words[-1].end))

    def _take_stop(self, element: Element) -> None:
        now = self.sentence
        if element.word == "\n" and now.has_heading and not now.is_heading_used:
            # What stands under a heading may begin in a line of its own.
            return
        self._settle_role(element)
        self._close_segment()
        self._close_heading()
        if len(self.leads) == now.first_lead and now.says_something:
            del self.unread[now.first_unread :]
            self.unread.append((now.start, element.start))
        self.sentence = _Sentence(element.end, len(self.leads), len(self.unread))

    def _unread_words(self) -> list[str]:
        """Give the spans that were not read, those that only marks part as one."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(self.unread):
            if joined and all(not self._is_said(place) for place in range(joined[-1][1], start)):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return [self._words(start, end) for start, end in joined if start < end]

    def _is_said(self, place: int) -> bool:
        return self.tokens[place].is_word or self.tokens[place].text in ".;\n"

    def _words(self, start: int, end: int) -> str:
        return self.phrase[self.tokens[start].start : self.tokens[end - 1].end]

    def _named(self, element: Element) -> str:
        return words_of(self.phrase, self.tokens[element.start : element.end])

    def _spelt(self, body: Element | None) -> str | None:
        """Name the body that someone belongs to: as the register spells it, unless only the case is another."""
        if body is None:
            return None
        written = self._named(body)
        known = body.name if _only(body.parties) is not None else None
        return written if known is None or known.casefold() == written.casefold() else known

    def _lead(self, draft: Draft) -> Lead:
        element, body = draft.element, draft.body
        party, candidates = _meant(draft)
        name = element.name if party is not None else self._named(element)
        organisation = body if body is not None and body.kind == "organisation" else None
        sub_group = body if body is not None and body.kind == "sub_group" else None
        return Lead(
            kind=draft.kind,
            name=name if draft.is_named else None,
            text=self._words(element.start, element.end),
            organisation=self._spelt(organisation),
            sub_group=self._spelt(sub_group),
            vacant=draft.vacant,
            role=draft.role,
            party=party,
            organisation_party=_only(organisation.parties) if organisation else None,
            candidates=candidates,
        )


def _meant(draft: Draft) -> tuple[KnownParty | None, tuple[KnownParty, ...]]:
    """Tell which known party a draft means, and whom it may mean where that is not clear.

    Someone of another organisation than the words say is another one.
    """
    parties, body = draft.element.parties, draft.body
    if not draft.is_named or not parties:
        return None, ()
    fitting = parties
    if body is not None and body.kind == "organisation" and draft.kind in ("person", "post"):
        of = _only(body.parties)
        theirs = tuple(one for one in parties if of is not None and one.organisation_id == of.id)
        fitting = theirs or tuple(one for one in parties if one.organisation_id is None)
    party = _only(fitting)
    return party, () if party is not None else parties


def _only(parties: Sequence[KnownParty]) -> KnownParty | None:
    return parties[0] if len(parties) == 1 else None
