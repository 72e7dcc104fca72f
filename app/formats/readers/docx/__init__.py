"""Word documents as people keep them: their paragraphs and tables in order, as they are read once changes are accepted.

A cell that is merged down belongs to each of its rows. What was deleted under tracking is not read, nor are text
boxes, notes, headers and footers.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from docx import Document
from docx.oxml.ns import qn

from app.formats.document import MAX_COLUMNS, Paragraph, Part, Row, TableBegins, refuse_beyond
from app.formats.readers.docx.numbering import Numbering
from app.formats.readers.docx.styles import Styles, value_of

_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT, _FORM_FIELD = (
    qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t", "sdt")
)
_MARKS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_PASSED_OVER = frozenset(
    qn(f"w:{name}")
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "trPr",
        "tcPr",
        "tblPr",
        "sectPr",
        "drawing",
        "pict",
        "object",
        # How a word is spoken is none.
        "rt",
    )
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def docx_parts(file: BinaryIO) -> Iterator[Part]:
    """Give the paragraphs and the rows of the tables, each as one line. Raises DocumentIsTooLarge."""
    return _Reader(Document(file)).parts()


class _Reader:
    """Goes through the body of a document, and counts its lines and what is numbered."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = Styles(document.part)
        self._numbering = Numbering(document.part, self._styles)
        self._line = 0
        self._begun = ""  # The words of a paragraph that runs on in the next one.

    def parts(self) -> Iterator[Part]:
        for block in _within(self._body, _PARAGRAPH, _TABLE):
            if block.tag == _TABLE:
                yield from self._rows(block)
                continue
            self._line += 1
            label, words = self._read(block)
            if words:
                # Word puts a number before a heading by itself; people take it for a part of it.
                text = f"{label} {words}" if label else words
                yield Paragraph(text, self._line, self._styles.level_of(block))

    def _rows(self, table: Any) -> Iterator[Part]:
        yield TableBegins(is_whole=True)
        above: dict[int, str] = {}
        for row in _within(table, _ROW):
            self._line += 1
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield self._row(row, above)

    def _row(self, row: Any, above: dict[int, str]) -> Row:
        """Read a row; `above` are the words of what is merged down, by its column, and is brought up to date."""
        cells = [""] * self._bounded(value_of(row, "w:trPr/w:gridBefore"))
        found = [*_within(row, _CELL)]
        has_own = False
        for cell in found:
            column, span = len(cells), self._bounded(value_of(cell, "w:tcPr/w:gridSpan")) or 1
            words = self._words_of_cell(cell)
            merged = value_of(cell, "w:tcPr/w:vMerge", "continue")
            if merged == "continue":
                words = above.get(column, "")
            else:
                has_own = has_own or bool(words)
            above[column] = words if merged is not None else ""
            cells += [words, *[""] * (span - 1)]
            refuse_beyond(len(cells), MAX_COLUMNS, "columns", self._line)
        is_banner = len(found) == 1 and len(cells) > 1
        return Row(tuple(cells) if has_own else (), self._line, is_banner)

    def _bounded(self, written: str | None) -> int:
        # Beyond the limit it is refused with its line, and no list so long is made before.
        number = int(written[:9]) if written is not None and written.isdigit() else 0
        refuse_beyond(number, MAX_COLUMNS, "columns", self._line)
        return number

    def _words_of_cell(self, cell: Any) -> str:
        lines = []
        for paragraph in _within(cell, _PARAGRAPH):
            label, words = self._read(paragraph)
            # A column of numbers is filled by Word itself, and has no other words.
            lines += [] if self._begun else [words or label]
        return "\n".join(lines).strip("\n")

    def _read(self, paragraph: Any) -> tuple[str, str]:
        """Give the number and the words of a paragraph; neither where it runs on in the next one."""
        self._begun += "".join(_pieces(paragraph))
        if _runs_on(paragraph):
            return "", ""
        words, self._begun = self._begun.strip(), ""
        return self._numbering.label_of(paragraph), words


def _runs_on(paragraph: Any) -> bool:
    """Tell whether the end of a paragraph was deleted under tracking, so that the next one is a part of it."""
    below = paragraph.getnext()
    return (
        below is not None
        and below.tag == _PARAGRAPH
        and paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
    )


def _within(element: Any, *tags: str) -> Iterator[Any]:
    """Give what has one of the tags, however wrapped, in order; nothing within what is given or passed over."""
    for child in element:
        if child.tag in tags:
            yield child
        elif not _is_passed_over(child):
            yield from _within(child, *tags)


def _is_passed_over(element: Any) -> bool:
    # A field of a form that nobody has filled in shows what it asks for.
    return element.tag in _PASSED_OVER or (
        element.tag == _FORM_FIELD and element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    )


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif not _is_passed_over(child):
            yield from _pieces(child)
