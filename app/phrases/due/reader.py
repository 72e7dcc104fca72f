"""The reader: from the words of a due cell to its points, through tokens, dates, segments and rules."""

from dataclasses import replace
from itertools import groupby

from app.phrases.due import rules, undated
from app.phrases.due.dates import find_dates
from app.phrases.due.figures import MONTHS, YEARS
from app.phrases.due.points import NOTHING_KNOWN, Context, PhraseIsTooLong, Point, PointKind, Reading
from app.phrases.due.segments import Segment, cut
from app.phrases.due.superseded import standing
from app.phrases.due.tokens import Token, tokenise
from app.phrases.due.words import words

LONGEST_PHRASE = 2000
"""How many characters a due phrase may have."""

_COMES_AGAIN = frozenset({PointKind.RECURRING, PointKind.REVIEW})
_SPEAKS_OF_TIME = words(
    "day days week weeks fortnight fortnights month months quarter quarters term terms year years weekend "
    "spring summer autumn winter season today tomorrow"
) | frozenset(MONTHS) - {"may"}


def read_due(phrase: str, context: Context = NOTHING_KNOWN) -> Reading:
    """Read a due phrase: one point for each thing that it names, at least one, and what was not understood.

    No date is ever made up: words without a date that can be read make one point of the kind `unknown`,
    and stand in `unread` unless they say that there is none ("TBC"). Never raises anything but
    PhraseIsTooLong, for more than 2,000 characters.
    """
    if len(phrase) > LONGEST_PHRASE:
        raise PhraseIsTooLong(f"A due phrase may have {LONGEST_PHRASE} characters; this has {len(phrase)}.")
    phrase = phrase.strip()
    tokens = tokenise(phrase)
    segments = standing(cut(phrase, tokens, find_dates(tokens, context), context))
    read = _with_next_dates([(segment, _read_segment(segment)) for segment in segments])
    points = tuple(point for reading in read for point in reading.points)
    unread = tuple(words for reading in read for words in reading.unread)
    return Reading(points or (_unknown(phrase),), unread)


def _read_segment(segment: Segment) -> Reading:
    for rule in rules.RULES if segment.written else undated.RULES:
        reading = rule(segment)
        if reading is not None:
            left = () if reading.unread else _leftovers(segment, reading)
            return replace(reading, unread=left) if left else reading
    return segment.unread()


def _unknown(phrase: str) -> Point:
    return Point(PointKind.UNKNOWN, None, None, None, None, None, phrase)


def _leftovers(segment: Segment, reading: Reading) -> tuple[str, ...]:
    """List the words that speak of a time although no rule took them."""
    if any(point.kind is PointKind.RELATIVE for point in reading.points):
        # What waits for something else has all its words in its anchor.
        return ()
    often = segment.recurrence
    taken = range(often.start, often.end) if often else range(0)
    found = []
    if often and not any(point.rrule or point.kind in _COMES_AGAIN for point in reading.points):
        found.append(segment.phrase[often.start : often.end])
    for tokens in (segment.before, segment.after):
        free = [token for token in tokens if token.start not in taken]
        for is_time, run in groupby(free, _may_speak_of_time):
            spoken = list(run)
            if is_time and any(_speaks_of_time(token) for token in spoken):
                found.append(segment.words_of(spoken))
    # Behind a date a number may be a part of it that was not understood: "July 4".
    found.extend(
        token.text for token in segment.after[:1] if token.text[:1].isdigit() and not _is_hour(segment)
    )
    return tuple(dict.fromkeys(found))


def _is_hour(segment: Segment) -> bool:
    follower = segment.after[1].text if len(segment.after) > 1 else ""
    return follower in (":", "am", "pm", "noon")


def _speaks_of_time(token: Token) -> bool:
    return token.text in _SPEAKS_OF_TIME or token.is_ordinal or token.number in YEARS


def _may_speak_of_time(token: Token) -> bool:
    return token.number is not None or token.text == "/" or _speaks_of_time(token)


def _with_next_dates(read: list[tuple[Segment, Reading]]) -> list[Reading]:
    """Join how often and the next date, which are one point: "Review once a year. Next review: July 2004"."""
    joined: list[Reading] = []
    for place, (segment, reading) in enumerate(read):
        previous = read[place - 1][0] if place else segment
        rule = _waiting_rule(joined[-1]) if joined else None
        if rule is None or not _is_next_date(joined[-1], segment, reading):
            joined.append(reading)
            continue
        text = segment.phrase[previous.start : segment.end].strip()
        first = reading.points[0]
        dated = replace(first, kind=joined[-1].points[0].kind, rrule=_with_month(rule, first), text=text)
        joined[-1] = Reading((dated, *reading.points[1:]), (*joined[-1].unread, *reading.unread))
    return joined


def _waiting_rule(reading: Reading) -> str | None:
    """Tell the rule of a lone point that repeats and has no date yet."""
    if len(reading.points) != 1 or reading.points[0].edtf:
        return None
    return reading.points[0].rrule


def _is_next_date(repeating: Reading, segment: Segment, reading: Reading) -> bool:
    if not segment.written or not reading.points or reading.points[0].rrule:
        return False
    same_kind = reading.points[0].kind is PointKind.REVIEW is repeating.points[0].kind
    return same_kind or any(token.text == "next" for token in segment.before[:1])


def _with_month(rule: str, first: Point) -> str:
    if first.earliest is None or "-" not in (first.edtf or "") or not rule.startswith("FREQ=YEARLY"):
        return rule
    return f"{rule};BYMONTH={first.earliest.month}"
