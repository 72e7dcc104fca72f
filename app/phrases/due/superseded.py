"""Dates that no longer hold: "slipped from 20 April", "May 2004, now June 2004", "originally July 2004".

A date that another one replaced is nobody's deadline, so its segment makes no point.
"""

from dataclasses import replace

from app.phrases.due.moments import Named
from app.phrases.due.segments import Segment
from app.phrases.due.words import words

_MOVES = words(
    "slipped slipping delayed postponed deferred moved rescheduled revised changed extended amended "
    "put pushed brought carried rolled reprofiled"
)
_DIRECTIONS = ("", "back ", "forward ", "over ", "on ")
_MOVED_FROM = tuple(f"{move} {to}from" for move in sorted(_MOVES) for to in _DIRECTIONS)
MOVED_UNTIL = tuple(f"{move} {until}" for move in sorted(_MOVES) for until in ("until", "till"))
"""The words before a new date that is no end: "delayed until"."""

_FORMER = words("originally previously formerly")
_FORMERLY = (
    "was", "original date", "previous date", "old date", "original target", "original deadline", "not", "old",
    "baseline", "compared with", "compared to", "based on",
)  # fmt: skip
_GIVEN_UP = (
    "no longer ", "not achievable ", "unachievable ", "not met ", "not achieved ", "missed ", "cannot be met ",
)  # fmt: skip
_NO_LONGER = words("baseline outturn slipped delayed postponed deferred suspended")
_OF_A_YEAR = words("figures data levels")
_NEW = words("now revised rev new amended updated rescheduled > →")
_SAID_OF_NEW = _NEW | words(
    "but has have been is are was it this date dates target deadline due expected planned scheduled for to until till "
    "by in on at timescale completion end the further again be will not met no longer achievable achieved missed"
)
_FILLERS = words("but has have been is are it this which and further was the date target deadline")
_NEAR = 4


def standing(segments: list[Segment]) -> list[Segment]:
    """List the segments whose dates still hold; of "slipped from 1 May to 5 June" the new date is left."""
    holding: list[Segment] = []
    for segment in segments:
        if not segment.written:
            holding.append(segment)
            continue
        kept = _kept(segment)
        if kept and replaces(segment) and holding and holding[-1].written:
            holding.pop()
        holding.extend(kept)
    return holding


def _kept(segment: Segment) -> list[Segment]:
    if segment.led_by(*_MOVED_FROM):
        return _with_new_date(segment)
    return [] if is_former(segment) else [segment]


def is_former(segment: Segment) -> bool:
    """Tell whether the words say that the date no longer holds."""
    if segment.led_by(*_FORMERLY) or segment.followed_by(_NO_LONGER) or _cannot_be_kept(segment):
        return True
    # "2005/06 figures" are of a year gone by; "March 2006 data" may be due then.
    is_years = all(named.first.is_bare_year for named in segment.written) and not segment.led_by("by")
    if is_years and segment.followed_by(_OF_A_YEAR):
        return True
    return any(token.text in _FORMER for token in segment.before[-_NEAR:])


def _cannot_be_kept(segment: Segment) -> bool:
    """Tell whether the words behind the date give it up: "date no longer achievable", "deadline not met"."""
    said = [token.text for token in segment.after if token.is_word and token.text not in _FILLERS]
    return "".join(f"{word} " for word in said).startswith(_GIVEN_UP)


def replaces(segment: Segment) -> bool:
    """Tell whether the date stands in place of the one before it: "delayed until June 2005", "now May 2004".

    Words of its own before that say that it is of another thing: "launch delayed until June 2005".
    """
    said = [token.text for token in segment.before if token.is_word or token.text in _NEW]
    while said and said[0] in _FILLERS:
        del said[0]
    is_moved = bool(said) and said[0] in _MOVES
    return is_moved or (any(word in _NEW for word in said) and all(word in _SAID_OF_NEW for word in said))


def _with_new_date(segment: Segment) -> list[Segment]:
    ends = tuple(Named(named.last, named.last) for named in segment.dates() if named.is_run)
    return [replace(segment, before=[], lead="", written=ends)] if ends else []
