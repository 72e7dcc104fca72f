"""Word documents as they are written, read back by python-docx."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx

from app.formats.docx import Grid, Heading, Words, write_docx


def test_same_document_is_the_same_bytes_and_tells_no_time() -> None:
    blocks = (Heading("1. Quay"), Words("Swept."), Grid(("Action", "Lead"), [("Sweep", "Ann")]))
    written = write_docx("Harbour plan", blocks)
    assert write_docx("Harbour plan", blocks) == written
    assert {part.date_time for part in ZipFile(BytesIO(written)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(BytesIO(written)).core_properties
    assert properties.created == properties.modified == datetime(1980, 1, 1, tzinfo=UTC)
