"""The words by which people head the columns of a plan's tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from app.formats.document import Row
from app.imports.rules.dates import CLOSING, ending_of, period_of
from app.imports.rules.drafts import Field, Layout, NotAPlan
from app.imports.rules.mapping import NO_MAPPING, ByHand
from app.kernel.text import same_words, single_spaced

# Case, spacing and punctuation do not count, nor does a date that follows ("agreed April 2004"); "%" is a word.
SYNONYMS: dict[Field, tuple[str, ...]] = {
    "reference": (
        "Reference", "Reference no", "Reference number", "Ref", "Ref no", "Ref number", "No", "Number",
        "Action ref", "Action reference", "Action no", "Action number", "Item no", "Item number",
        "Cyfeirnod", "Cyf", "Rhif",
    ),
    "theme": (
        "Theme", "Themes", "Strategic theme", "Criterion", "Criteria", "Thema", "Themâu", "Maen prawf",
    ),
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
    "status": ("Status", "Current status", "Action status", "Statws"),
    "rag": ("RAG", "RAG status", "RAG rating", "Traffic light", "CAG", "Statws CAG"),
    "percent": (
        "%", "% complete", "% completed", "% done", "Complete %", "Completed %", "Progress %", "Percent",
        "Percent complete", "Percentage", "Percentage complete", "Percentage completed", "Canran", "% wedi'i gwblhau",
    ),
    "cross_cutting": (
        "Cross-cutting", "Cross-cutting theme", "Cross-cutting themes", "Cross-cutting issue",
        "Cross-cutting issues", "Cross-cutting objective", "Cross-cutting objectives", "Trawsbynciol",
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
    def shown(self) -> tuple[tuple[str, Field | None], ...]:
        """Tell each heading and what its column is taken for."""
        return tuple((heading.words, heading.field) for heading in self.headings)

    @property
    def layout(self) -> Layout:
        """Tell also where each field stands."""
        places = {one.field: place for place, one in enumerate(self.headings) if one.field is not None}
        return Layout(self.shown, places)

    @property
    def agreed(self) -> str | None:
        """Tell when the actions were agreed, where a heading says so (EDTF)."""
        return next((heading.agreed for heading in self.headings if heading.agreed), None)


def columns_of(row: Row, above: Columns | None, by_hand: ByHand = NO_MAPPING) -> Columns | None:
    """Read a row as headings; None when it is none, that is, when it does not head an action column.

    Below other headings (`above`) a row must name two fields, or be the same headings again, since an
    action may have no more words than "Action". What a heading is taken for `by_hand` it alone is taken for.
    Raises NotAPlan when two columns would be the same.
    """
    if by_hand:
        headings = _mapped(row, by_hand)
        if not any(heading.field == "action" for heading in headings):
            return None
    elif any(_MAY_BE_ACTION.match(cell) and heading_of(cell).field == "action" for cell in row.cells):
        headings = tuple(map(heading_of, row.cells))
    else:
        return None
    fields = {heading.field for heading in headings if heading.field}
    if len(fields) == 1 and above is not None and not _same(headings, above.headings):
        return None
    last = max(index for index, heading in enumerate(headings) if heading.words)
    columns = Columns(headings[: last + 1])
    _refuse_duplicates(columns, row.line)
    return columns


def _mapped(row: Row, by_hand: ByHand) -> tuple[Heading, ...]:
    """Read cells as headings by a mapping, and where it is silent by their words."""
    keys = [same_words(cell[:_LONGEST_HEADING]) for cell in row.cells]
    settled = {by_hand[key] for key in keys if key in by_hand}
    headings = []
    for cell, key in zip(row.cells, keys, strict=True):
        heading = heading_of(cell)
        if key in by_hand:
            heading = replace(heading, field=by_hand[key], agreed=None)
        elif heading.field in settled:
            heading = replace(heading, field=None, agreed=None)
        headings.append(heading)
    return tuple(headings)


def _same(headings: Sequence[Heading], others: Sequence[Heading]) -> bool:
    blank = Heading("", None, None)
    pairs = zip_longest(headings, others, fillvalue=blank)
    return all(same_words(one.words) == same_words(other.words) for one, other in pairs)


def _refuse_duplicates(columns: Columns, line: int) -> None:
    taken: dict[tuple[Field | None, str], str] = {}
    for heading in columns.headings:
        # A column that is kept only as words may be called as a field is.
        key = (heading.field, "" if heading.field else same_words(heading.words))
        if any(key) and key in taken:
            raise NotAPlan(
                f"this column and {taken[key]!r} are the same; a table may have each column once, "
                "and `mapping` can say which one is meant",
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
    return _WORD.findall(same_words(words).replace("(s)", "s").replace("%", " percent "))


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
