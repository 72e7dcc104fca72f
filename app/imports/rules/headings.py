"""The words by which people head the columns of a plan's tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from app.formats.document import Row
from app.imports.rules.dates import CLOSING, ending_of, period_of
from app.imports.rules.drafts import Field, NotAPlan
from app.kernel.text import same_words, single_spaced

# Case, spacing and punctuation do not count, nor does a date that follows ("agreed April 2004").
SYNONYMS: dict[Field, tuple[str, ...]] = {
    "issue": (
        "Issue", "Issues", "Issue identified", "Issues identified", "Area for improvement",
        "Areas for improvement", "Area for development", "Areas for development", "Finding", "Findings",
    ),
    "action": (
        "Planned Action", "Planned Actions", "Initial Action", "Initial Actions", "Action", "Actions",
        "Agreed Action", "Agreed Actions", "Proposed Action", "Proposed Actions", "Key Action", "Key Actions",
        "Action point", "Action points", "Action required", "Actions required", "Action to be taken",
        "Actions to be taken", "Task", "Tasks", "What",
    ),
    "current_situation": (
        "Current Situation", "Situation", "Current position", "Position", "Latest position", "Progress",
        "Progress made", "Progress so far", "Progress to date", "Progress update", "Update", "Latest update",
    ),
    "lead": (
        "Lead contact/organisation", "Lead Partner/Contact", "Lead", "Leads", "Lead(s)", "Lead agency",
        "Lead contact", "Lead officer", "Lead officers", "Lead organisation", "Lead partner", "Lead partners",
        "Lead person", "Who", "By whom", "Owner", "Responsible", "Responsibility", "Responsible officer",
        "Responsible organisation", "Responsible person", "Person responsible", "Officer responsible",
    ),
    "due": (
        "Due date", "Due", "Date due", "Date to be completed", "To be completed by", "Completion date",
        "By when", "When", "Timescale", "Timescales", "Time scale", "Timeframe", "Timing", "Deadline",
        "Deadlines", "Target date",
    ),
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_LONGEST_HEADING = 100
# What may stand between a heading and its date: "Progress as at June 2004".
_BEFORE_A_DATE = frozenset(
    {"agreed", "approved", "updated", "revised", "as", "at", "for", "during", "in", "of", "on", "to"}
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its words as written, the field that they name, and when the column was agreed (EDTF)."""

    words: str
    field: Field | None
    agreed: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of one table, from the first column on; a blank heading has no words."""

    headings: tuple[Heading, ...]

    def name_of(self, field: Field) -> str:
        """Name the column that holds a field."""
        return next(heading.words for heading in self.headings if heading.field == field)

    @property
    def known(self) -> dict[Field, str]:
        """Give the heading of each field that has a column."""
        return {heading.field: heading.words for heading in self.headings if heading.field is not None}

    @property
    def agreed(self) -> str | None:
        """Tell when the actions were agreed, where a heading says so (EDTF)."""
        return next((heading.agreed for heading in self.headings if heading.agreed), None)


def columns_of(row: Row, above: Columns | None) -> Columns | None:
    """Read a row as headings; None when it is none, that is, when it does not head an action column.

    Below other headings (`above`) a row must name two fields, or be the same headings again, since an
    action may have no more words than "Action". Raises NotAPlan when two columns would be the same.
    """
    if not any(_MAY_BE_ACTION.match(cell) and heading_of(cell).field == "action" for cell in row.cells):
        return None
    headings = tuple(map(heading_of, row.cells))
    fields = {heading.field for heading in headings if heading.field}
    if len(fields) == 1 and above is not None and not _same(headings, above.headings):
        return None
    last = max(index for index, heading in enumerate(headings) if heading.words)
    columns = Columns(headings[: last + 1])
    _refuse_duplicates(columns, row.line)
    return columns


def _same(headings: Sequence[Heading], others: Sequence[Heading]) -> bool:
    blank = Heading("", None, None)
    pairs = zip_longest(headings, others, fillvalue=blank)
    return all(same_words(one.words) == same_words(other.words) for one, other in pairs)


def _refuse_duplicates(columns: Columns, line: int) -> None:
    taken: dict[str, str] = {}
    for heading in columns.headings:
        key = heading.field or same_words(heading.words)
        if key and key in taken:
            raise NotAPlan(
                f"this column and {taken[key]!r} are the same; a table may have each column once",
                line=line,
                column=heading.words,
            )
        taken[key] = heading.words


def heading_of(cell: str) -> Heading:
    """Read one cell as a heading, known or not."""
    if len(cell) > _LONGEST_HEADING:
        return Heading(single_spaced(cell), None, None)
    return _short_heading(cell)


@lru_cache(maxsize=1024)
def _short_heading(cell: str) -> Heading:
    words = single_spaced(cell)
    if field := _FIELDS.get(heading_key(words)):
        return Heading(words, field, None)
    dated = _before_date(words)
    if dated is None:
        return Heading(words, None, None)
    before, agreed = dated
    linking = []
    while before and before[-1] in _BEFORE_A_DATE:
        linking.append(before.pop())
    field = _FIELDS.get(" ".join(before))
    return Heading(words, field, agreed if field and "agreed" in linking else None)


def _before_date(words: str) -> tuple[list[str], str | None] | None:
    """Split a heading that ends in a date or a period: the words before it, and the date (EDTF) if one."""
    if ending := ending_of(words):
        return _words_of(ending.before), ending.edtf
    period = period_of(words)
    bare = words.rstrip(CLOSING)
    if period and bare.endswith(period.words):
        return _words_of(bare.removesuffix(period.words)), None
    return None


def _words_of(words: str) -> list[str]:
    return _WORD.findall(same_words(words).replace("(s)", "s"))


def heading_key(words: str) -> str:
    """Make the form in which two ways to write a heading are equal: case, spacing and punctuation left out."""
    return " ".join(_words_of(words))


_FIELDS: dict[str, Field] = {
    heading_key(words): field for field, synonyms in SYNONYMS.items() for words in synonyms
}
# Every row is asked whether it is a heading, and nearly none is: the first word tells most of them apart.
_MAY_BE_ACTION = re.compile(
    rf"[\W_]*(?:{'|'.join(sorted({_words_of(words)[0] for words in SYNONYMS['action']}))})", re.IGNORECASE
)
