"""Plans as office files: made of the text that Word would save, and taken apart to be broken."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document as WordDocument
from openpyxl import Workbook

from app.formats.csv import csv_lines
from app.formats.document import Paragraph, Table
from app.formats.table_text import read_table_text

WORKBOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_THEME = re.compile(r"[0-9]+\. ?(?P<title>.*)")


def as_docx(text: str) -> bytes:
    """Write a plan as a Word document; the lines that number its themes are headings, their numbers as written."""
    document: Any = WordDocument()
    for block in read_table_text(text).blocks:
        if isinstance(block, Paragraph):
            if _THEME.fullmatch(block.text):
                document.add_heading(block.text, 1)
            else:
                document.add_paragraph(block.text)
            continue
        width = max(len(row.cells) for row in block.rows)
        table = document.add_table(rows=len(block.rows), cols=width)
        for row, made in zip(block.rows, table.rows, strict=True):
            for words, cell in zip(row.cells, made.cells, strict=False):
                cell.text = words
    return _saved(document)


def as_xlsx(text: str) -> bytes:
    """Write a plan as a workbook of one sheet: a line is a row, and a blank line stands before each table."""
    book = Workbook()
    sheet: Any = book.active
    for row in _rows(text):
        sheet.append(row)
    return _saved(book)


def as_csv(text: str) -> bytes:
    """Write a plan as CSV, as its workbook would be."""
    return csv_lines(_rows(text))


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for block in read_table_text(text).blocks:
        if isinstance(block, Table):
            yield from (row.cells for row in block.rows)
            yield ()
        else:
            yield (block.text,)


def _saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def repacked(data: bytes, parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put other bytes into some parts of an archive, or new parts into it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        if data:
            with zipfile.ZipFile(io.BytesIO(data)) as old:
                for name in old.namelist():
                    if name not in parts:
                        archive.writestr(name, old.read(name))
        for name, words in parts.items():
            archive.writestr(name, words)
    return written.getvalue()
