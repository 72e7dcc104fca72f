"""The numbers that Word puts before paragraphs by itself."""

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from app.formats.readers.docx.styles import Styles, value_of

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_NOT_NUMBERED = "0"


class Numbering:
    """Counts the numbered paragraphs of a document, asked for each of them once and in order."""

    def __init__(self, part: Any, styles: Styles) -> None:
        self._styles = styles
        self._abstract_of: dict[str | None, str | None] = {}
        self._levels: dict[str | None, dict[int, Any]] = {}
        self._counts: dict[str | None, list[int | None]] = {}
        related = [one for one in part.rels.values() if one.reltype == RELATIONSHIP_TYPE.NUMBERING]
        if related and not related[0].is_external:
            self._learn(related[0].target_part.element)

    def _learn(self, root: Any) -> None:
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {_number(level.get(qn("w:ilvl")), 0): level for level in abstract.findall(qn("w:lvl"))}
            kept = {depth: level for depth, level in levels.items() if depth < _LEVELS}
            self._levels[abstract.get(qn("w:abstractNumId"))] = kept
        for number in root.findall(qn("w:num")):
            self._abstract_of[number.get(qn("w:numId"))] = value_of(number, "w:abstractNumId")

    def label_of(self, paragraph: Any) -> str:
        """Count a paragraph; give the number before it as it is shown, "" where it has none or one in other signs."""
        id, depth = self._numbered(paragraph)
        abstract = self._abstract_of.get(id)
        levels = self._levels.get(abstract, {})
        if id is None or id == _NOT_NUMBERED or depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = _number(value_of(levels[depth], "w:start"), 1) if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return self._label(levels, counts, depth)

    def _numbered(self, paragraph: Any) -> tuple[str | None, int]:
        """Tell by which list a paragraph is numbered, and how deep in it."""
        for one in (paragraph, *self._styles.of(paragraph)):
            id = value_of(one, "w:pPr/w:numPr/w:numId")
            if id is not None:
                return id, _number(value_of(one, "w:pPr/w:numPr/w:ilvl"), 0)
        return None, 0

    def _label(self, levels: dict[int, Any], counts: list[int | None], depth: int) -> str:
        pattern = value_of(levels[depth], "w:lvlText") or ""
        places = [int(place) - 1 for place in _PLACE.findall(pattern)]
        if not places or any(not _is_decimal(levels.get(place)) for place in places):
            return ""
        label = _PLACE.sub(lambda found: str(counts[int(found[1]) - 1] or 1), pattern[:100]).strip()
        # "1" alone before words would look like a part of them.
        return f"{label}." if label.isdigit() else label


def _is_decimal(level: Any) -> bool:
    return level is not None and value_of(level, "w:numFmt") in (None, "decimal")


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdigit() and len(written) < 6 else otherwise
