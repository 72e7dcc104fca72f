"""Segments: a phrase cut so that each piece names one thing, with what rules may ask of it."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from app.kernel.text import single_spaced
from app.phrases.due.dates import Dates
from app.phrases.due.figures import MONTHS
from app.phrases.due.moments import Named
from app.phrases.due.points import Context, Point, PointKind, Reading
from app.phrases.due.recurrences import Recurrence, find_recurrence
from app.phrases.due.tokens import NOTHING, Token
from app.phrases.due.words import MEETINGS, words
from app.phrases.due.years import with_year

ONGOING = words("ongoing")
"""The words for what has no end."""

_BIND_ONGOING = words("until till from since to through up throughout during for")
_JOIN_ONGOING = words("- to and then")
_FOLLOW_ONGOING = words("with and but by")
_ENDS_SENTENCE = frozenset({".", ";", "\n", "•"})
_SHORTENED = words("est approx prov rev")
_EDGES = " \t\r\n.,;:•…-–—"
_FILLERS = words("the a an about around approximately their our its next")

# "Before noon on 5 May" is by that day, not by the day before.
_LEADS_OF_HOURS = {
    "by": "by",
    "before": "by",
    "until": "until",
    "till": "until",
    "from": "from",
    "after": "from",
    "ends": "ends",
    "closes": "closes",
}
_HOURS = words("am pm noon midday midnight hrs business play")
_OF_HOURS = _HOURS | frozenset({"on", "at", "close", "of", ".", ":", ","})

# What may stand behind a date and still belong to it: "July 2004 meeting", "Aug 2013 COMPLETED".
_TAILS = words(
    "onwards onward completed done review actioned commence start begin baseline outturn figures data levels"
)
_LONGEST_TAIL = 5
_LONGEST_LEAD = 12


@cache
def _spaced(leads: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {lead}" for lead in leads)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a phrase that names at most one date, or dates that stand together.

    `before`, `dated` and `after` are its tokens; without a date all are in `before`. `written` are the
    dates as they were written. `lead` are the last words before them, articles left out. `start` and `end`
    are its place in the phrase; `text` are its words without the marks at either end.
    """

    phrase: str
    context: Context
    before: list[Token]
    dated: list[Token]
    after: list[Token]
    written: tuple[Named, ...]
    recurrence: Recurrence | None
    lead: str
    start: int
    end: int
    text: str

    def says(self, any_of: frozenset[str]) -> bool:
        """Tell whether one of the words stands before the date."""
        return any(token.text in any_of for token in self.before)

    def led_by(self, *leads: str) -> bool:
        """Tell whether one of these stands right before the date, articles left out: "by", "not before"."""
        return self.lead.endswith(_spaced(leads))

    def followed_by(self, any_of: frozenset[str]) -> bool:
        """Tell whether one of the words comes next behind the date, marks left out."""
        following = (token.text for token in self.after if token.is_word and token.text not in _JOIN_ONGOING)
        return next(following, "") in any_of

    def opens_with(self, any_of: frozenset[str]) -> bool:
        """Tell whether the first word is one of these, marks left out."""
        first = next((token.text for token in self.before if token.is_word or token.text in any_of), "")
        return first in any_of

    def words_of(self, tokens: list[Token]) -> str:
        """Give the words of tokens that stand together, on one line."""
        return single_spaced(self.phrase[tokens[0].start : tokens[-1].end]) if tokens else ""

    def dates(self) -> list[Named]:
        """List the dates, each with its year as far as the context tells it."""
        return [with_year(named, self.context) for named in self.written]

    def undated(self, kind: PointKind, anchor: str | None = None, rrule: str | None = None) -> Reading:
        """Make the reading of one point without a date."""
        return Reading((Point(kind, None, None, None, rrule, anchor, self.text),), ())

    def points(self, kind: PointKind, anchor: str | None = None) -> Reading:
        """Make the reading of one point for each date."""
        return Reading(tuple(self.point(kind, named, anchor) for named in self.dates()), ())

    def point(
        self, kind: PointKind, named: Named, anchor: str | None = None, rrule: str | None = None
    ) -> Point:
        """Make a point with the days that the date covers; where its year is not known it has none."""
        first, last = named.span() or (None, None)
        return Point(kind, first, last, _edtf(kind, named), rrule, anchor, self.text)

    def unread(self) -> Reading:
        """Make the reading of what was not understood."""
        return Reading((), (self.text,))


def _edtf(kind: PointKind, named: Named) -> str | None:
    written = named.edtf()
    if written is None or named.misses_year:
        return written
    # An interval is made of days, months and years, so the season or part at its open end is left out.
    if kind in (PointKind.FROM, PointKind.ONGOING):
        return f"{(named.first.interval() or '').partition('/')[0]}/.."
    return f"../{(named.last.interval() or '').rpartition('/')[2]}" if kind is PointKind.UNTIL else written


def cut(phrase: str, tokens: list[Token], dates: list[Dates], context: Context) -> list[Segment]:
    """Cut the phrase at the ends of sentences and lines, and between the dates and "ongoing"s in each."""
    ends = _sentence_ends(tokens, dates)
    cuts = sorted({0, *ends, *_cuts_between(tokens, _stands(tokens, dates), ends), len(tokens)})
    waiting = {found.start: found for found in dates}
    segments = []
    for start, end in pairwise(cuts):
        if any(token.text not in _ENDS_SENTENCE for token in tokens[start:end]):
            found = next((waiting[place] for place in range(start, end) if place in waiting), None)
            segments.append(_segment(phrase, tokens, (start, end), found, context))
    return segments


def _segment(
    phrase: str, tokens: list[Token], places: tuple[int, int], found: Dates | None, context: Context
) -> Segment:
    start, end = places
    opening, closing = (found.start, found.end) if found else (end, end)
    before, after = tokens[start:opening], tokens[closing:end]
    return Segment(
        phrase=phrase,
        context=context,
        before=before,
        dated=tokens[opening:closing],
        after=after,
        written=found.named if found else (),
        recurrence=find_recurrence(tokens[start:end]),
        lead=_lead_of(before),
        start=tokens[start].start,
        end=tokens[end - 1].end,
        text=_trimmed(phrase[tokens[start].start : tokens[end - 1].end]),
    )


def _lead_of(before: list[Token]) -> str:
    """Write the last words before a date; those of "by 5pm on Friday 7 July" are the same as of "by Friday"."""
    said = [token.text for token in before[-_LONGEST_LEAD:] if token.text not in _FILLERS]
    if not _HOURS.isdisjoint(said) or ":" in said or "." in said:
        said = _without_hour(said)
    return "".join(f" {text}" for text in said)


def _without_hour(said: list[str]) -> list[str]:
    """Leave out the time of day and what stands behind it, where a word before it tells how the date is meant."""
    end = len(said)
    while end and (said[end - 1] in _OF_HOURS or said[end - 1].isdigit()):
        end -= 1
    is_hour = any(text.isdigit() or text in _HOURS for text in said[end:])
    meant = _LEADS_OF_HOURS.get(said[end - 1]) if end and is_hour else None
    return [*said[: end - 1], meant] if meant else said


def _trimmed(words: str) -> str:
    """Leave out the marks at either end, and a bracket that has no other half."""
    text = words.strip(_EDGES)
    if text.startswith("(") and text.find(")") in (-1, len(text) - 1):
        text = text[1:].removesuffix(")").strip(_EDGES)
    return text if text or not words.strip() else words.strip()


def _sentence_ends(tokens: list[Token], dates: list[Dates]) -> list[int]:
    """List the places behind the marks that end a sentence or a line; a full stop inside a date is none."""
    inside = {place for found in dates for place in range(found.start, found.end)}
    return [
        place + 1
        for place, token in enumerate(tokens)
        if token.text in _ENDS_SENTENCE and place not in inside and not _is_abbreviation(tokens, place)
    ]


def _is_abbreviation(tokens: list[Token], place: int) -> bool:
    if tokens[place].text != "." or place + 1 == len(tokens):
        return False
    # "P.P.G." and "e.g." end no sentence, and the dot of "3.5" has no space behind it.
    is_glued = tokens[place].end == tokens[place + 1].start
    before = tokens[place - 1] if place else NOTHING
    return is_glued or before.text in _SHORTENED or (before.is_word and len(before.text) == 1)


def _stands(tokens: list[Token], dates: list[Dates]) -> list[tuple[int, int]]:
    """List the places of all that becomes a point of its own: each date, and each lone "ongoing"."""
    ends = {found.end: tokens[found.start - 1].text if found.start else "" for found in dates}
    ongoing = [
        (place, place + 1)
        for place, (token, follower) in enumerate(pairwise([*tokens, NOTHING]))
        if token.text in ONGOING and _leaves_alone(follower) and not _is_of_date(tokens, place, ends)
    ]
    return sorted([*ongoing, *((found.start, found.end) for found in dates)])


def _is_of_date(tokens: list[Token], place: int, ends: dict[int, str]) -> bool:
    """Tell whether "ongoing" says that something began: "May 2004 - ongoing", "from May 2004 and ongoing".

    "By May 2004 and ongoing" and "May 2004 and ongoing" are two things. `ends` are the words before each date, by
    the place behind it.
    """
    lead, join = ends.get(place - 1), tokens[place - 1].text
    if lead is None or join not in _JOIN_ONGOING:
        return False
    return lead in ("from", "since") or (join in ("-", "to") and lead != "by")


def _leaves_alone(follower: Token) -> bool:
    """Tell whether "ongoing" before this word is a point of its own, not part of "ongoing work"."""
    if follower.text in _BIND_ONGOING:
        return False
    return not follower.is_word or follower.is_capital or follower.text in _FOLLOW_ONGOING | MONTHS.keys()


def _cuts_between(tokens: list[Token], stands: list[tuple[int, int]], ends: list[int]) -> list[int]:
    """List the places between two that stand in one sentence; words between them go with the later one."""
    cuts = []
    for (start, end), (following, _) in pairwise(stands):
        next_end = bisect_left(ends, end + 1)
        if next_end == len(ends) or ends[next_end] > following:
            is_date = tokens[start].text not in ONGOING
            cuts.append(_behind_tail(tokens, end, following) if is_date else end)
    return cuts


def _behind_tail(tokens: list[Token], end: int, following: int) -> int:
    """Find the place behind what still belongs to a date: "July 2004 meeting", "Sept 2006 (draft)"."""
    if tokens[end].text == "(":
        closing = (place for place in range(end, following) if tokens[place].text == ")")
        return next(closing, end - 1) + 1
    for place in range(end, min(end + _LONGEST_TAIL, following)):
        # In "Agreed May 2005, review May 2008" the word belongs to the later date.
        is_lead = tokens[place].text == "review" and place + 1 == following
        if tokens[place].text in MEETINGS or (place == end and tokens[place].text in _TAILS and not is_lead):
            return place + 1
        if not (tokens[place].is_word or tokens[place].text in ("'", ")")):
            break
    return end
