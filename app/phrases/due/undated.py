"""What words mean without a date: one rule for each, as in `rules.py`.

What none of them reads stays unread: this list is short on purpose, and never makes up a date.
"""

from collections.abc import Callable
from dataclasses import replace

from app.phrases.due.lengths import find_offset
from app.phrases.due.points import PointKind, Reading
from app.phrases.due.rules import REVIEW
from app.phrases.due.segments import MEETINGS, ONGOING, Segment
from app.phrases.due.tokens import words

_DITTO = ("ditto", "as above", "same as above", "see above", "do", '"', "〃", "″", "' '")
_DONE = ("completed", "complete", "done", "actioned", "finished", "achieved", "√", "✓", "✔")
_GOES_ON = ("continuous", "continuing", "continual", "rolling")
_NO_DATE = ("tbc", "tba", "tbd", "n / a", "none", "pending", "unknown", "not applicable", "on hold")
_TO_BE_SAID = words("confirmed advised agreed decided determined announced arranged")
_MARKS_FOR_NOTHING = frozenset("-?/_()*,:'")


def ditto(segment: Segment) -> Reading | None:
    """Repeat the row above: "ditto", "as above". Without one the words stay unread."""
    if _plain(segment) not in _DITTO:
        return None
    above = segment.context.previous
    if not above:
        return segment.unread()
    return Reading(tuple(replace(point, text=segment.text) for point in above), ())


def nothing(segment: Segment) -> Reading | None:
    """Read a cell that says that there is no date: "TBC", "to be advised", "on hold", "-"."""
    said = [token.text for token in segment.before]
    is_empty = all(text in _MARKS_FOR_NOTHING for text in said)
    is_later = any(
        (first, second) == ("to", "be") and third in _TO_BE_SAID
        for first, second, third in zip(said, said[1:], said[2:], strict=False)
    )
    opens_so = f"{_plain(segment)} ".startswith(tuple(f"{opening} " for opening in _NO_DATE))
    return segment.undated(PointKind.UNKNOWN) if is_empty or is_later or opens_so else None


def closed(segment: Segment) -> Reading | None:
    """Read a cell that says that it is done: "COMPLETED", a tick."""
    return segment.undated(PointKind.DONE) if _plain(segment) in _DONE else None


def repeating(segment: Segment) -> Reading | None:
    """Read how often: "once a year", "to be reviewed on an annual basis"."""
    if segment.recurrence is None:
        return None
    kind = PointKind.REVIEW if segment.says(REVIEW) else PointKind.RECURRING
    return segment.undated(kind, rrule=segment.recurrence.rrule())


def ongoing(segment: Segment) -> Reading | None:
    """Read what has no end: "Ongoing", "on-going work with partners", "continuous"."""
    has_no_end = segment.says(ONGOING) or _plain(segment) in _GOES_ON
    return segment.undated(PointKind.ONGOING) if has_no_end else None


def offset(segment: Segment) -> Reading | None:
    """Read a length from an event whose date is not known: "2 weeks in advance of meeting"."""
    place = find_offset(segment.before)
    if place is None:
        return None
    return segment.undated(PointKind.RELATIVE, segment.words_of(segment.before[place:]).rstrip(" .,;"))


def next_meeting(segment: Segment) -> Reading | None:
    """Read a meeting whose date is not known: "next available meeting"."""
    said = {token.text for token in segment.before}
    if "next" not in said or not MEETINGS & said:
        return None
    return segment.undated(PointKind.RELATIVE, segment.words_of(segment.before).rstrip(" .,;"))


def _plain(segment: Segment) -> str:
    """Give the words in small letters, without the full stop at the end."""
    return " ".join(token.text for token in segment.before).rstrip(" .,;:")


Rule = Callable[[Segment], Reading | None]

RULES: tuple[Rule, ...] = (ditto, closed, nothing, repeating, ongoing, offset, next_meeting)
