"""Due dates as people write them: words and what stands around them become points.

The way through: `tokens` cuts the phrase into words, numbers and marks, spelt right by `spelling`. Then `dates` finds
the dates that stand together. Each is written in one of the ways of `periods` (days, months, years, with `figures`
and `months`), `stretches` (quarters, seasons, terms), `planned` (years of the plan), `spoken` ("next 6 months") or
`feasts`, or `counted` from one of these or from an event that is `appointed`; `years` finds the years that were left
out, and `foreign` those that are none of ours. `segments` cuts the phrase so that each piece names one thing, and
`superseded` drops what no longer holds.
`rules` says what a date means by the words around it, unless `doubts` stop it; `undated` what words mean without one,
`recurrences` how often, `events` and `meetings` on what a date hangs. `reader` leads through all this, and
`column` through many cells.

To teach the reader something: a new way to write a date is one more rule in `WAYS`, a new meaning of the words around
it one more in `RULES`, each beside its kin, with an example in its first line.
"""

from app.phrases.due.column import DueColumn, says_what_is_above
from app.phrases.due.meetings import MeetingNamed, meeting_named
from app.phrases.due.points import DUE_KINDS, Context, PhraseIsTooLong, Point, PointKind, Reading
from app.phrases.due.reader import LONGEST_PHRASE, read_due

GRAMMAR_VERSION: int = 3
"""Goes up by one whenever some phrase is read differently than before."""

__all__ = [
    "DUE_KINDS",
    "GRAMMAR_VERSION",
    "LONGEST_PHRASE",
    "Context",
    "DueColumn",
    "MeetingNamed",
    "PhraseIsTooLong",
    "Point",
    "PointKind",
    "Reading",
    "meeting_named",
    "read_due",
    "says_what_is_above",
]
