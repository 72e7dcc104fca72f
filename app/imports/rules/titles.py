"""What a plan's title tells: which kind of plan it is, for when, and of when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.formats.document import Paragraph
from app.imports.rules.dates import ending_of, period_of
from app.imports.rules.drafts import PlanKind
from app.kernel.text import same_words, single_spaced

# The first that is found wins: a partnership's improvement plan is an improvement plan.
_KINDS: tuple[tuple[PlanKind, tuple[str, ...]], ...] = (
    ("improvement_plan", ("improvement plan", "improvement action plan", "plan for improvement")),
    ("accreditation_plan", ("accreditation",)),
    ("project_plan", ("project plan",)),
    ("partnership_plan", ("partnership plan", "partnership action plan")),
    ("strategy", ("strategy", "strategies")),
)
# A date after one of these ends a period, or stands for something other than the document.
_NOT_OF_THE_DOCUMENT = frozenset(
    {"to", "until", "till", "by", "from", "since", "for", "end", "ending", "through"}
    | {"and", "or", "&", "/", "-", "–", "—"}
)
_MOST_LINES = 4
_LONGEST_FURTHER_LINE = 100
_WORD = re.compile(r"[^\W_]+")
_CONTINUED = re.compile(r" ?\(?(?:continued|cont'd|contd|cont)\.?\)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A title and what it tells; None for what it does not."""

    words: str
    kind: PlanKind | None
    starts_on: date | None
    ends_on: date | None
    document_date: str | None

    @property
    def told(self) -> int:
        """Count what the title tells: its kind, and when."""
        return (self.kind is not None) + (self.starts_on is not None or self.document_date is not None)


def without_marks(text: str) -> str:
    """Drop the marks that a Markdown file has for headings and bold print, and single-space the rest."""
    return single_spaced(single_spaced(text).lstrip("# ").replace("**", ""))


def without_continued(title: str) -> str:
    """Drop what says that a heading stands here once more: "Strategic (continued)"."""
    return _CONTINUED.sub("", title)


def read_title(front: Sequence[Paragraph]) -> tuple[Title, tuple[Paragraph, ...]]:
    """Read the title out of the paragraphs that begin a document; return it with those that hold it.

    The title is the first paragraph, with up to three more short ones where these tell the kind or
    the time that it leaves open, or where bold print runs on.
    """
    fewest = _bold_lines(front)
    most = fewest
    while most < min(len(front), _MOST_LINES) and _may_go_on(front[most].text):
        most += 1
    lines = [line.text for line in front[:most]]
    titles = {count: title_of(" ".join(lines[:count])) for count in range(fewest, most + 1)}
    # Of the counts that tell most, max() takes the first, which is the smallest.
    count = max(titles, key=lambda count: titles[count].told)
    return titles[count], tuple(front[:count])


def _bold_lines(front: Sequence[Paragraph]) -> int:
    marks = 0
    for count, line in enumerate(front[:_MOST_LINES], start=1):
        marks += line.text.count("**")
        if marks % 2 == 0:
            return count
    return min(1, len(front))


def _may_go_on(text: str) -> bool:
    return len(text) <= _LONGEST_FURTHER_LINE and not text.endswith(".")


def title_of(text: str) -> Title:
    """Read one title."""
    words = without_marks(text)
    period = period_of(words)
    # What told the period may not be read a second time as the document's date.
    rest = words.replace(period.words, "…") if period else words
    starts_on, ends_on = (period.starts_on, period.ends_on) if period else (None, None)
    return Title(words, kind_of(words), starts_on, ends_on, _document_date(rest))


def kind_of(title: str) -> PlanKind | None:
    """Tell a plan's kind by the words in its title; None where no word tells it."""
    words = f" {' '.join(_WORD.findall(same_words(title)))} "
    for kind, phrases in _KINDS:
        if any(f" {phrase} " in words for phrase in phrases):
            return kind
    return None


def _document_date(words: str) -> str | None:
    ending = ending_of(words)
    if ending is None:
        return None
    before = ending.before.lower().rsplit(maxsplit=1)
    return None if before and before[-1] in _NOT_OF_THE_DOCUMENT else ending.edtf
