"""Acronyms and what they stand for, as plans list them above or below their tables."""

import re
from collections.abc import Sequence

from app.formats.document import Paragraph
from app.imports.rules.drafts import TermDraft
from app.imports.rules.titles import without_marks
from app.kernel.text import same_words

_LABEL = re.compile(r"(?:list of )?(?:acronyms|abbreviations|glossary)(?: used)?(?: ?: ?|\Z)", re.IGNORECASE)
_LONGEST_ACRONYM = 40

_Pair = tuple[str, str]


def read_glossary(paragraphs: Sequence[Paragraph]) -> tuple[tuple[TermDraft, ...], tuple[Paragraph, ...]]:
    """Read "Acronyms: SG = Steering Group" and the lines of pairs below it; return terms and what is left.

    A line may hold several pairs: the one word before each "=" is the acronym. A second meaning for
    an acronym is left over, as a paragraph of its own.
    """
    terms: dict[str, TermDraft] = {}
    left: list[Paragraph] = []
    inside = False
    for paragraph in paragraphs:
        words = without_marks(paragraph.text)
        label = _LABEL.match(words)
        pairs = _pairs(words[label.end() :] if label else words) if label or inside else []
        inside = bool(pairs) or (label is not None and label.end() == len(words))
        if not inside:
            left.append(paragraph)
        for acronym, meaning in pairs:
            term = terms.setdefault(same_words(acronym), TermDraft(acronym, meaning, paragraph.line))
            if same_words(term.meaning) != same_words(meaning):
                left.append(Paragraph(f"{acronym} = {meaning}", paragraph.line))
    return tuple(terms.values()), tuple(left)


def _pairs(words: str) -> list[_Pair]:
    """Split "SG = Steering Group CS = Community Strategy" into its pairs; [] if any part is missing."""
    first, *parts = (part.strip(" ,;") for part in words.split("="))
    acronyms, meanings = [first], list[str]()
    for part in parts[:-1]:
        meaning, _, acronym = part.rpartition(" ")
        meanings.append(meaning.rstrip(" ,;"))
        acronyms.append(acronym)
    meanings.extend(parts[-1:])
    whole = bool(parts) and all(map(_is_acronym, acronyms)) and all(meanings)
    return list(zip(acronyms, meanings, strict=True)) if whole else []


def _is_acronym(words: str) -> bool:
    return 0 < len(words) <= _LONGEST_ACRONYM and " " not in words
