"""The reader: from the words of a lead cell to its leads, through tokens, elements and what stands beside what."""

from collections.abc import Sequence
from dataclasses import replace

from app.phrases.leads.drafts import Drafts
from app.phrases.leads.elements import Element, Scanner
from app.phrases.leads.known import KnownParties
from app.phrases.leads.readings import LONGEST_PHRASE, Lead, LeadReading, PhraseIsTooLong
from app.phrases.leads.tokens import tokenise
from app.phrases.leads.words import DITTO, NOTHING

_NOBODY = KnownParties()


def read_leads(
    phrase: str, known: KnownParties = _NOBODY, previous: Sequence[Lead] | None = None
) -> LeadReading:
    """Read a lead phrase: who is named in it, and what was not read.

    `previous` are the leads of the row above, which "ditto" repeats. Nothing is guessed: a name that several parties
    go by is linked to none, and words that name nobody stand in `unread`. Raises only PhraseIsTooLong, for more
    than 2,000 characters.
    """
    if len(phrase) > LONGEST_PHRASE:
        raise PhraseIsTooLong(f"A lead phrase may have {LONGEST_PHRASE} characters; this has {len(phrase)}.")
    plain = " ".join(phrase.split())
    if plain.casefold() in NOTHING:
        return LeadReading((), ())
    if says_ditto(plain):
        return _repeated(plain, previous)
    tokens = tokenise(phrase)
    elements = [*Scanner(tokens, known).elements()]
    drafts = Drafts(phrase, tokens)
    for place, element in enumerate(elements):
        drafts.take(element, _leads_to_heading(elements, place))
    return drafts.finished()


def says_ditto(phrase: str) -> bool:
    """Tell whether a phrase stands for that of the row above."""
    return phrase.strip().casefold().rstrip(".") in DITTO


def _repeated(phrase: str, previous: Sequence[Lead] | None) -> LeadReading:
    if previous is None:
        return LeadReading((), (phrase,))
    return LeadReading(tuple(replace(lead, text=phrase) for lead in previous), ())


def _leads_to_heading(elements: Sequence[Element], place: int) -> int:
    """Tell how many elements a heading takes that begins here, its colon included; 0 where none begins.

    "RBKC officers:", "Steering group:", "Supported by:"; a dash will do behind words that say a role.
    """
    element = elements[place]
    is_body = element.sort == "party" and element.kind in ("organisation", "sub_group")
    if not is_body and element.sort not in ("officer", "role"):
        return 0
    says_role = not is_body
    for end in range(place + 1, min(place + 8, len(elements))):
        after = elements[end]
        if after.sort == "mark" and (after.word == ":" or (after.word == "-" and says_role)):
            return end + 1 - place
        is_joint = not is_body and (after.sort == "and" or after.word == "/")
        if after.sort not in ("officer", "role", "low", "by") and not is_joint:
            return 0
        says_role = says_role or after.sort in ("officer", "role")
    return 0
