"""Which words of a document head the actions below them, and so are themes."""

import re
from collections.abc import Iterator, Sequence

from app.formats.document import Document, Paragraph
from app.imports.rules.mapping import NO_MAPPING, ByHand
from app.imports.rules.outline import LONGEST_THEME, Grid, Headed, NumberedHeading, Part, cut_up, numbered
from app.imports.rules.titles import without_marks

# What spreadsheets call a sheet by themselves.
_UNNAMED = re.compile(r"(?:sheet|table|worksheet|taflen|dalen) ?[0-9]*", re.IGNORECASE)
_TITLE = 0


def outline_of(document: Document, by_hand: ByHand = NO_MAPPING) -> tuple[Part, ...]:
    """Cut up a document; lines that have actions below them become headings of themes.

    Such are numbered lines, and what the document marks as headings, also without a number. The name of a
    sheet is one where several sheets have actions, and so is one cell across a table between its rows where
    nothing outside the tables is.
    """
    parts = cut_up(document, by_hand)
    found = _numbered_parts(parts)
    marked = _marked(parts, found)
    for index in marked:
        _give_up_above(index, parts, found)
    for index in marked:
        paragraph = _words_of(parts[index])
        found[index] = NumberedHeading(None, without_marks(paragraph.text), paragraph.line)
    return tuple(_settled(parts, found))


def _settled(parts: Sequence[Part], found: dict[int, NumberedHeading]) -> Iterator[Part]:
    """Put the headings into their places; what is none stays words, but for the names of sheets."""
    of_sheet: NumberedHeading | None = None
    for index, part in enumerate(parts):
        if _is_sheet(part):
            of_sheet = found.get(index)
        elif index in found:
            of_sheet = None
            yield found[index]
        else:
            if of_sheet is not None and isinstance(part, Grid):
                # The title of the document may stand on the sheet, above its first table.
                yield of_sheet
                of_sheet = None
            yield _words_of(part) if isinstance(part, Headed) else part


def _numbered_parts(parts: Sequence[Part]) -> dict[int, NumberedHeading]:
    """Find the numbered lines with a table below, however far, by their places."""
    found = {}
    below = False
    for index in reversed(range(len(parts))):
        part = parts[index]
        if isinstance(part, Grid):
            below = True
        elif isinstance(part, Paragraph | Headed) and (heading := numbered(_words_of(part))):
            if below:
                found[index] = heading
            below = False
    return found


def _marked(parts: Sequence[Part], numbered_ones: dict[int, NumberedHeading]) -> list[int]:
    """Find the headings without a number that have rows directly below, by their places."""
    nearest: list[int] = []
    has_rows = False
    for index in reversed(range(len(parts))):
        part = parts[index]
        if isinstance(part, Grid):
            has_rows = has_rows or bool(part.rows)
        elif index in numbered_ones:
            has_rows = False
        elif has_rows and _is_heading(part) and not _is_within(index, parts, numbered_ones):
            nearest.insert(0, index)
            has_rows = False
    return _without_title(parts, _without_lesser(parts, nearest, bool(numbered_ones)))


def _give_up_above(index: int, parts: Sequence[Part], found: dict[int, NumberedHeading]) -> None:
    """Take the numbered line above a heading for words again, where no table stands between the two."""
    for above in reversed(range(index)):
        if isinstance(parts[above], Grid):
            return
        if found.pop(above, None) is not None:
            return


def _is_heading(part: Part) -> bool:
    if isinstance(part, Headed):
        words = part.paragraph.text
        return _is_short(words) and not (part.is_sheet and _UNNAMED.fullmatch(words))
    return isinstance(part, Paragraph) and bool(part.level) and _is_short(part.text)


def _is_short(words: str) -> bool:
    return len(words) <= LONGEST_THEME and not words.endswith(".")


def _is_within(index: int, parts: Sequence[Part], numbered_ones: dict[int, NumberedHeading]) -> bool:
    """Tell whether a heading stands below a numbered one that is of a higher level: "1. Strategic", "Actions"."""
    level = _words_of(parts[index]).level
    above = next((place for place in reversed(range(index)) if _bears_level(parts[place], level)), None)
    return above in numbered_ones


def _bears_level(part: Part, below: int | None) -> bool:
    level = part.level if isinstance(part, Paragraph) else None
    return bool(level) and below is not None and (level or 0) < below


def _without_lesser(parts: Sequence[Part], marked: Sequence[int], has_numbered: bool) -> list[int]:
    """Leave out names of sheets where only one has actions, and cells across tables where anything else heads them."""
    headings = [index for index in marked if isinstance(parts[index], Paragraph)]
    sheets = [index for index in marked if _is_sheet(parts[index])]
    sheets = sheets if len(sheets) > 1 else []
    banners = [index for index in marked if index not in (*headings, *sheets) and not _is_sheet(parts[index])]
    return sorted([*headings, *sheets, *(banners if not (headings or sheets or has_numbered) else ())])


def _is_sheet(part: Part) -> bool:
    return isinstance(part, Headed) and part.is_sheet


def _without_title(parts: Sequence[Part], marked: list[int]) -> list[int]:
    """Leave out the heading that begins a document: its title, unless another of its level is a theme."""
    first = next((index for index, part in enumerate(parts) if isinstance(part, Paragraph)), None)
    if first not in marked:
        return marked
    level = _words_of(parts[first]).level
    others = [index for index in marked if index != first and isinstance(parts[index], Paragraph)]
    is_title = all(_words_of(parts[index]).level != level for index in others)
    return [index for index in marked if index != first] if is_title else marked


def _words_of(part: Part) -> Paragraph:
    if isinstance(part, Headed):
        return part.paragraph
    assert isinstance(part, Paragraph)  # noqa: S101  Nothing else is asked.
    return part
