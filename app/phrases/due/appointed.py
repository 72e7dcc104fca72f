"""Events whose date the context tells: "adoption", where the register knows when the plan was adopted."""

from collections.abc import Mapping, Sequence

from app.phrases.due.moments import Moment, Span
from app.phrases.due.points import Context
from app.phrases.due.tokens import NO_EVENTS, Cursor, Event, tokenise
from app.phrases.edtf import NotEdtf, span_of

_ARTICLES = frozenset({"the", "a", "an", "our", "their", "its"})


def known_events(context: Context) -> Mapping[str, Sequence[Event]]:
    """Sort the events of the context by the first of their words, the longest first; what has no date is left out."""
    if not context.anchors:
        return NO_EVENTS
    events: dict[str, list[Event]] = {}
    for said, edtf in context.anchors.items():
        words = tuple(token.text for token in tokenise(said) if token.text not in _ARTICLES)
        try:
            first, last = span_of(edtf)
        except NotEdtf:
            continue
        if words and first and last:
            events.setdefault(words[0], []).append(Event(words, first, last))
    return {opening: sorted(ones, key=lambda one: -len(one.words)) for opening, ones in events.items()}


def known_event(cursor: Cursor) -> Moment | None:
    """Read an event whose date is known by its words: "adoption", where the context tells when that was."""
    for event in cursor.events.get(cursor.peek().text, ()):
        ahead = cursor.copy()
        if all(_take_word(ahead, word) for word in event.words):
            cursor.at = ahead.at
            return Moment(days=Span(event.first, event.last), event=" ".join(event.words))
    return None


def _take_word(cursor: Cursor, word: str) -> bool:
    cursor.take(*_ARTICLES)
    return cursor.take(word)
