"""Word documents written from headings, paragraphs and tables; no domain. The same ones are the same bytes.

Headings, table heads and the language are marked as such, so that a screen reader finds its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from app.formats.package import WRITTEN_AT, timeless
from app.formats.xml import legal

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the level below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under its head; the rows are as wide as that. A line break in a cell begins a paragraph there."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Words | Grid


def write_docx(title: str, blocks: Sequence[Block]) -> bytes:
    """Write a document on A4, turned, since its tables are wide."""
    document = Document()
    document.core_properties.title = legal(title)[:255]
    for name in ("author", "comments", "keywords"):
        setattr(document.core_properties, name, "")
    document.core_properties.created = document.core_properties.modified = WRITTEN_AT
    document.core_properties.language = "en-GB"
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    _number_pages(section, legal(title))
    document.add_heading(legal(title), 0)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(legal(block.text), block.level)
        elif isinstance(block, Words):
            document.add_paragraph(legal(block.text))
        else:
            _add_grid(document, block)
    written = BytesIO()
    document.save(written)
    return timeless(written)


def _number_pages(section: Any, title: str) -> None:
    """Put the title and the number of the page at the foot of each."""
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{title}, page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _add_grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, grid.head, strict=True):
        cell.paragraphs[0].add_run(legal(words)).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in grid.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            first, *others = legal(words).split("\n")
            cell.paragraphs[0].add_run(first)
            for line in others:
                cell.add_paragraph(line)
