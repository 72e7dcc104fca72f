"""Due dates as people write them: words and what stands around them become points.

The way through: `tokens` cuts the phrase into words, numbers and marks; `periods` reads each day, month
and year, `dates` those that stand together, and `years` finds the years that were left out; `segments`
cuts the phrase so that each piece names one thing; `rules` says what a date means by the words around it,
`undated` what words mean without one; `reader` leads through all this.
"""

from app.phrases.due.meetings import MeetingNamed, meeting_named
from app.phrases.due.points import DUE_KINDS, Context, PhraseIsTooLong, Point, PointKind, Reading
from app.phrases.due.reader import LONGEST_PHRASE, read_due

GRAMMAR_VERSION: int = 2
"""Goes up by one whenever some phrase is read differently than before."""

__all__ = [
    "DUE_KINDS",
    "GRAMMAR_VERSION",
    "LONGEST_PHRASE",
    "Context",
    "MeetingNamed",
    "PhraseIsTooLong",
    "Point",
    "PointKind",
    "Reading",
    "meeting_named",
    "read_due",
]
