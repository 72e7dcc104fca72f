"""However an office file is damaged, it is a document still or refused as none, and never anything else."""

import random
import warnings
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.formats.document import Document, DocumentIsBroken, gathered
from app.formats.readers.office import office_parts
from tests.support.documents import plan
from tests.support.office import as_docx, as_xlsx, repacked

PARTS = {
    "docx": ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"),
    "xlsx": ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"),
}
PUT_IN = (b"99999999999999999999", b"-1", b"<a/>", b"_x0000_", b'w:val="x"', b"&#1;")


def damaged(whole: bytes, part: str, chance: random.Random) -> bytes:
    """Change bytes of a file, or words within one of its parts."""
    if chance.random() < 0.2:
        data = bytearray(whole)
        for _ in range(5):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    with ZipFile(BytesIO(whole)) as archive:
        words = bytearray(archive.read(part))
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(words))
        words[place : place + chance.choice((0, 1, 20))] = chance.choice(PUT_IN)
    return repacked(whole, {part: bytes(words)})


@pytest.mark.parametrize("kind", PARTS)
def test_damaged_file_is_a_document_or_refused(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311  The same damage in every run.
    whole = as_docx(plan()) if kind == "docx" else as_xlsx(plan())
    reasons = []
    for _ in range(150):
        data = damaged(whole, chance.choice(PARTS[kind]), chance)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                assert isinstance(gathered(office_parts(BytesIO(data))), Document)
            except DocumentIsBroken as refusal:
                reasons.append(refusal.reason)
    assert all(reason.isprintable() for reason in reasons)
    assert len(reasons) > 50
