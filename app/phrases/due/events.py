"""The event that a date hangs on: a meeting, the body that decides, or what it is to coincide with."""

from itertools import pairwise

from app.phrases.due.meetings import name_ending, written
from app.phrases.due.segments import Segment
from app.phrases.due.tokens import Token
from app.phrases.due.words import BODIES, MEETINGS, words

_DECIDES = words(
    "considered approved agreed adopted decided endorsed ratified discussed signed confirmed noted"
)
_MAKES = words(
    "establish create form set review inform consult appoint recruit launch agree develop with for"
)
_BEFORE_DATE = frozenset(
    ["in", "on", "at", "by", "of", "for", ",", ":", "-", "'", "s", "the", "their", "next"]
)
_LONGEST_TAIL = 5


def anchor_of(segment: Segment) -> str | None:
    """Tell the event that the date hangs on, in words: "full steering group, July 2004 meeting"."""
    event = segment.written[0].first.event if segment.written else None
    return meeting_of(segment) or deciding_body_of(segment) or event or _coincidence_of(segment)


def meeting_of(segment: Segment) -> str | None:
    """Tell the meeting that the date names: "July 2004 meeting", "their meeting on 21st January"."""
    before = _without_leads(segment.before)
    tail = _meeting_behind(segment.after)
    if tail:
        named = segment.words_of([*segment.dated, *tail])
    elif before and before[-1].text in MEETINGS:
        named = f"{before[-1].text}, {segment.words_of(segment.dated)}"
        body = name_ending(before[:-1])
        return f"{written(segment.phrase, body)} {named}" if body else named
    else:
        return None
    body = name_ending(before)
    return f"{written(segment.phrase, body)}, {named}" if body else named


def deciding_body_of(segment: Segment) -> str | None:
    """Tell the body that decides, or before which something comes, right before the date.

    A body that only does the work is none: "worked up by Agenda Planning sub-group June 2004".
    """
    before = _without_leads(segment.before)
    name = name_ending(before)
    leads = [token.text for token in before[: len(before) - len(name)] if token.text not in ("the", ",")]
    if not name:
        return None
    decides = leads[-1:] == ["by"] and any(word in _DECIDES for word in leads)
    stands_alone = leads in ([], ["and"], ["&"]) and name[0].text not in _MAKES
    return (
        written(segment.phrase, name) if decides or stands_alone or leads[-1:] in (["to"], ["at"]) else None
    )


def _coincidence_of(segment: Segment) -> str | None:
    for place, (first, second) in enumerate(pairwise(token.text for token in segment.after)):
        if (first, second) == ("coincide", "with"):
            return segment.words_of(segment.after[place + 2 :]).rstrip(" .") or None
    return None


def _meeting_behind(after: list[Token]) -> list[Token]:
    """Take the words from the date to "meeting", where nothing else comes between."""
    for place, token in enumerate(after[:_LONGEST_TAIL]):
        if token.text in MEETINGS:
            return after[: place + 1]
        if not (token.is_word or token.text == "'"):
            break
    # "July 2004 Board" says no more than the body, but nothing else may follow.
    is_body = 0 < len(after) <= _LONGEST_TAIL and after[-1].text in BODIES
    return after if is_body and all(token.is_word for token in after) else []


def _without_leads(before: list[Token]) -> list[Token]:
    end = len(before)
    while end and before[end - 1].text in _BEFORE_DATE:
        end -= 1
    return before[:end]
