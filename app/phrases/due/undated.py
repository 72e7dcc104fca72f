"""What words mean without a date: one rule for each, as in `rules.py`.

What none of them reads stays unread: this list is short on purpose, and never makes up a date.
"""

from collections.abc import Callable
from dataclasses import replace

from app.phrases.due.lengths import find_offset
from app.phrases.due.points import PointKind, Reading
from app.phrases.due.rules import REVIEW
from app.phrases.due.segments import ONGOING, Segment
from app.phrases.due.tokens import Token
from app.phrases.due.words import MEETINGS, words

_DITTO = (
    "ditto", "ditto above", "as above", "as per above", "as previous", "same as above", "same as previous", "see above",
    "do", '"', "〃", "″", "' '", "''", '" "',
)  # fmt: skip

_TICKS = frozenset("√✓✔☑✅")
_DONE = words("completed done actioned finished achieved implemented closed discharged") | _TICKS
_DONE_ALONE = _DONE | words("complete")
_LONGEST_LABEL = 5
_LEADS_TO_DONE = words("has have been now is are all fully action actions task tasks this item it")
_NOT_DONE = words("be not if when until till once nearly partially partly part almost by")

_GOES_ON = (
    "continuous", "continuously", "continuing", "continue", "continual", "rolling", "throughout", "permanent",
    "until further notice", "till further notice", "all year", "year round", "year - round", "at all times",
    "in progress", "work in progress", "underway", "under way", "started", "commenced", "begun",
)  # fmt: skip
_NO_DATE = (
    "tbc", "tba", "tbd", "t . b . c", "t . b . a", "n / a", "na", "nil", "none", "no date", "no timescale", "pending",
    "unknown", "not known", "not applicable", "not yet known", "not set", "not yet set", "not stated", "not specified",
    "not started", "not yet started", "overdue", "outstanding", "on hold", "awaiting", "awaited", "asap", "a s a p",
    "with immediate effect", "as soon as possible", "as soon as practicable", "immediate", "immediately", "urgent",
    "slipped", "delayed", "deferred", "postponed", "suspended", "cancelled", "withdrawn", "abandoned",
    "no longer required", "short-term", "medium-term", "long-term", "various", "see comments", "date to",
)  # fmt: skip
_TO_BE_SAID = words(
    "confirmed advised agreed decided determined announced arranged set scheduled identified notified"
)
_MARKS_FOR_NOTHING = frozenset("-?/_()*,:'~.")

_HANGS_ON = words("until till when once upon after following subject dependent depending dependant whenever")
_HANGS_ON_EVENT = (
    "on",
    "at",
    "by",
    "before",
    "until",
    "prior to",
    "in advance of",
    "ahead of",
    "in time for",
    "from",
)
_EVENTS = words(
    "adoption completion publication approval receipt appointment launch agreement confirmation consultation request "
    "recruitment inspection opening closure implementation ratification referendum election review agm"
)
_HANGS_ON_NEED = (
    "as and when", "as required", "as needed", "as appropriate", "as necessary", "as requested", "as and if",
    "as it arises", "as they arise", "as the need", "if required", "if needed", "if necessary", "if and when",
    "where required", "where needed", "where necessary",
)  # fmt: skip


def ditto(segment: Segment) -> Reading | None:
    """Repeat the row above: "ditto", "-do-", "as above". Without one the words stay unread."""
    if _plain(segment).strip(" -") not in _DITTO:
        return None
    above = segment.context.previous
    if not above:
        return segment.unread()
    return Reading(tuple(replace(point, text=segment.text) for point in above), ())


def closed(segment: Segment) -> Reading | None:
    """Read a cell that says that it is done: "COMPLETED", a tick, "Stage 1: done", "Done - on the website"."""
    tokens = _without_label(segment)
    said = [token.text for token in tokens if token.is_word or token.text in _TICKS]
    if not said or said[-1] in ONGOING or not _NOT_DONE.isdisjoint(said):
        return None
    opens_so = said[0] in _DONE and (len(tokens) == 1 or not tokens[1].is_word or said[1] == "and")
    is_done = (
        opens_so
        or said[0] in _TICKS
        or (said[-1] in _DONE_ALONE and all(word in _LEADS_TO_DONE for word in said[:-1]))
    )
    is_done = (
        is_done or _ends_apart(tokens) or _plain(segment) in ("in place", "already in place", "now in place")
    )
    return segment.undated(PointKind.DONE) if is_done else None


def _ends_apart(tokens: list[Token]) -> bool:
    """Tell whether the last word stands apart and says that it is done: "Adoption of the plan - COMPLETED"."""
    said = [token for token in tokens if token.text not in (")", ".")]
    return len(said) > 1 and said[-1].text in _DONE_ALONE and said[-2].text in ("-", ":", "(")


def _without_label(segment: Segment) -> list[Token]:
    """Leave out what tells which one it is: "Stage 1:"."""
    labels = (place for place, token in enumerate(segment.before[:_LONGEST_LABEL]) if token.text == ":")
    return segment.before[next(labels, -1) + 1 :]


def nothing(segment: Segment) -> Reading | None:
    """Read a cell that says that there is no date: "TBC", "to be advised", "on hold", "as required", "-"."""
    said = [token.text for token in segment.before]
    is_empty = all(text in _MARKS_FOR_NOTHING for text in said)
    is_later = any(
        (first, second) == ("to", "be") and third in _TO_BE_SAID
        for first, second, third in zip(said, said[1:], said[2:], strict=False)
    )
    opens_so = f"{_plain(segment)} ".startswith(tuple(f"{opening} " for opening in _NO_DATE))
    # "Immediate and ongoing" says how long, if not until when.
    opens_so = opens_so and said[-1] not in ONGOING
    return segment.undated(PointKind.UNKNOWN) if is_empty or is_later or opens_so else None


def repeating(segment: Segment) -> Reading | None:
    """Read how often: "once a year", "to be reviewed on an annual basis"."""
    if segment.recurrence is None:
        return None
    kind = PointKind.REVIEW if segment.says(REVIEW) else PointKind.RECURRING
    return segment.undated(kind, rrule=segment.recurrence.rrule())


def ongoing(segment: Segment) -> Reading | None:
    """Read what has no end: "Ongoing", "on-going work with partners", "continuous", "in progress"."""
    opens_so = f"{_plain(segment)} ".startswith(tuple(f"{opening} " for opening in _GOES_ON))
    return segment.undated(PointKind.ONGOING) if segment.says(ONGOING) or opens_so else None


def offset(segment: Segment) -> Reading | None:
    """Read a length from an event whose date is not known: "2 weeks in advance of meeting"."""
    place = find_offset(segment.before)
    if place is None:
        return None
    return segment.undated(PointKind.RELATIVE, segment.words_of(segment.before[place:]).rstrip(" .,;"))


def next_meeting(segment: Segment) -> Reading | None:
    """Read a meeting whose date is not known: "next available meeting"."""
    said = {token.text for token in segment.before}
    if "next" not in said or not MEETINGS & said or ONGOING & said:
        return None
    return segment.undated(PointKind.RELATIVE, segment.words_of(segment.before).rstrip(" .,;"))


def waiting(segment: Segment) -> Reading | None:
    """Read what waits for something else: "when resources allow", "as required", "on completion of the review"."""
    plain = f"{_plain(segment)} "
    hangs = plain.partition(" ")[0] in _HANGS_ON and " " in plain.rstrip()
    hangs = hangs or plain.startswith(tuple(f"{lead} " for lead in _HANGS_ON_NEED))
    said = {token.text for token in segment.before}
    is_event = plain.startswith(tuple(f"{lead} " for lead in _HANGS_ON_EVENT)) and not _EVENTS.isdisjoint(
        said
    )
    if not (hangs or is_event):
        return None
    return segment.undated(PointKind.RELATIVE, segment.words_of(segment.before).rstrip(" .,;"))


def _plain(segment: Segment) -> str:
    """Give the words in small letters, without the full stop at the end."""
    return " ".join(token.text for token in segment.before).rstrip(" .,;:")


Rule = Callable[[Segment], Reading | None]

RULES: tuple[Rule, ...] = (ditto, closed, next_meeting, nothing, offset, repeating, ongoing, waiting)
