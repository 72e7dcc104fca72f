"""The numbers that Word puts before paragraphs by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from app.formats.readers.docx.styles import Styles, value_of

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_NOT_NUMBERED = "0"


@dataclass(frozen=True, slots=True)
class _List:
    """How a list is numbered: it counts on with others of the same `kind`, but for levels that it begins anew."""

    kind: str | None
    levels: Mapping[int, Any]
    anew: Mapping[int, int]

    def start_of(self, depth: int) -> int:
        return self.anew.get(depth, _number(value_of(self.levels[depth], "w:start"), 1))


class Numbering:
    """Counts the numbered paragraphs of a document, asked for each of them once and in order."""

    def __init__(self, part: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str | None, _List] = {}
        self._counts: dict[str | None, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        related = [one for one in part.rels.values() if one.reltype == RELATIONSHIP_TYPE.NUMBERING]
        if related and not related[0].is_external:
            self._learn(related[0].target_part.element)

    def _learn(self, root: Any) -> None:
        kinds = {
            kind.get(qn("w:abstractNumId")): _by_depth(kind.findall(qn("w:lvl")))
            for kind in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            kind = value_of(number, "w:abstractNumId")
            overrides = _by_depth(number.findall(qn("w:lvlOverride")))
            own = [level for override in overrides.values() for level in override.findall(qn("w:lvl"))]
            starts = {depth: value_of(one, "w:startOverride") for depth, one in overrides.items()}
            self._lists[number.get(qn("w:numId"))] = _List(
                kind,
                {**kinds.get(kind, {}), **_by_depth(own)},
                {depth: _number(start, 1) for depth, start in starts.items() if start is not None},
            )

    def label_of(self, paragraph: Any) -> str:
        """Count a paragraph; give the number before it as it is shown, "" where it has none or one in other signs."""
        id, depth = self._numbered(paragraph)
        numbering = self._lists.get(id)
        if id is None or id == _NOT_NUMBERED or numbering is None or depth not in numbering.levels:
            return ""
        counts = self._counts.setdefault(numbering.kind, [None] * _LEVELS)
        before = counts[depth]
        is_anew = depth in numbering.anew and (id, depth) not in self._begun
        counts[depth] = numbering.start_of(depth) if before is None or is_anew else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        self._begun.add((id, depth))
        return _label(numbering, counts, depth)

    def _numbered(self, paragraph: Any) -> tuple[str | None, int]:
        """Tell by which list a paragraph is numbered, and how deep in it."""
        for one in (paragraph, *self._styles.of(paragraph)):
            id = value_of(one, "w:pPr/w:numPr/w:numId")
            if id is not None:
                return id, _number(value_of(one, "w:pPr/w:numPr/w:ilvl"), 0)
        return None, 0


def _by_depth(elements: Iterable[Any]) -> dict[int, Any]:
    found = {_number(one.get(qn("w:ilvl")), 0): one for one in elements}
    return {depth: one for depth, one in found.items() if depth < _LEVELS}


def _label(numbering: _List, counts: Sequence[int | None], depth: int) -> str:
    levels = numbering.levels
    pattern = value_of(levels[depth], "w:lvlText") or ""
    places = [int(place) - 1 for place in _PLACE.findall(pattern)]
    if not places or any(not _is_decimal(levels.get(place)) for place in places):
        return ""
    shown = {place: numbering.start_of(place) if counts[place] is None else counts[place] for place in places}
    label = _PLACE.sub(lambda found: str(shown[int(found[1]) - 1]), pattern[:100]).strip()
    # "1" alone before words would look like a part of them.
    return f"{label}." if label.isdigit() else label


def _is_decimal(level: Any) -> bool:
    return level is not None and value_of(level, "w:numFmt") in (None, "decimal")


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdigit() and len(written) < 6 else otherwise
