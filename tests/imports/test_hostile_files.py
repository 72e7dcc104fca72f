"""Files that are broken, or made to do harm: each is refused by its place, soon, and nothing is written."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import httpx
import pytest
from docx import Document as WordDocument
from openpyxl import Workbook

from tests.conftest import MakeApi
from tests.support.client import Client
from tests.support.documents import everything, plan
from tests.support.office import WORKBOOK, as_docx, as_xlsx, repacked

# So that each is answered at once.
AT_ONCE = {"import_at_once_bytes": 1_000_000_000}

CSV = "text/csv"
HEADED = b"Planned Action,Due date\r\n"
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&c;</worksheet>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.fixture
def api(make_api: MakeApi) -> Client:
    """The API that answers every file at once, however large it is."""
    return make_api(**AT_ONCE)


def bomb(size: int = 400_000_000) -> bytes:
    """Make a workbook whose sheet unpacks to a thousand times what it takes."""
    return repacked(as_xlsx(plan()), {SHEET: b"<worksheet>" + b" " * size})


def dense(size: int = 60_000_000) -> bytes:
    return repacked(as_docx(plan()), {DOCUMENT: b"<a>" + b" " * size})


def million_columns() -> bytes:
    cells = "<c><v>1</v></c>" * 1_000_000
    sheet = f'<worksheet xmlns="{WORKBOOK}"><sheetData><row r="7">{cells}</row></sheetData></worksheet>'
    return repacked(as_xlsx(plan()), {SHEET: sheet.encode()}, compression=zipfile.ZIP_STORED)


def one_cell(words: str) -> bytes:
    cell = f'<c r="B9" t="inlineStr"><is><t>{words}</t></is></c>'
    sheet = f'<worksheet xmlns="{WORKBOOK}"><sheetData><row r="9">{cell}</row></sheetData></worksheet>'
    return repacked(as_xlsx(plan()), {SHEET: sheet.encode()}, compression=zipfile.ZIP_STORED)


def last_corner() -> bytes:
    book = Workbook()
    book.active["XFD1048576"] = "x"  # type: ignore[index]  # A new workbook has a sheet.
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def formula() -> bytes:
    book = Workbook()
    for row in (("Planned Action", "Due date"), ("Sweep", "=TODAY()")):
        book.active.append(row)  # type: ignore[union-attr]  # A new workbook has a sheet.
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def encrypted() -> bytes:
    """Set the flag by which an archive says that a part is encrypted, in both of its places."""
    data = bytearray(as_xlsx(plan()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def twice_the_same_part() -> bytes:
    data = io.BytesIO(as_xlsx(plan()))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    return data.getvalue()


def many_parts() -> bytes:
    return repacked(as_xlsx(plan()), {f"xl/media/{number}.png": b"" for number in range(2_001)})


def liar() -> bytes:
    """Make an archive whose sheet says that it is far smaller than it is."""
    data = bytearray(bomb(2_000_000))
    size = struct.pack("<I", len(b"<worksheet>") + 2_000_000)
    assert data.count(size) >= 1
    return bytes(data).replace(size, struct.pack("<I", 1_000))


def deep() -> bytes:
    return repacked(as_docx(plan()), {DOCUMENT: b"<a>" * 200_000})


def in_another_charset() -> bytes:
    sheet = b'<?xml version="1.0" encoding="utf-7"?>+ADw-worksheet/+AD4-'
    return repacked(as_xlsx(plan()), {SHEET: sheet})


Made = Callable[[], bytes]
OFFICE: Mapping[str, tuple[str, Made, str]] = {
    "zip bomb": ("plan.xlsx", bomb, "unpacks to 400,"),
    "dense zip": ("plan.docx", dense, "times its size; at most 200 times"),
    "entities": ("plan.xlsx", lambda: repacked(as_xlsx(plan()), {SHEET: ENTITIES}), "declares entities"),
    "entities from outside": (
        "plan.docx",
        lambda: repacked(as_docx(plan()), {DOCUMENT: OUTSIDE}),
        "'word/document.xml' declares entities",
    ),
    "entities in UTF-16": (
        "plan.docx",
        lambda: repacked(as_docx(plan()), {DOCUMENT: OUTSIDE.decode().encode("utf-16")}),
        "in a charset that is not taken",
    ),
    "another charset": ("plan.xlsx", in_another_charset, "in a charset that is not taken"),
    "last corner": (
        "plan.xlsx",
        last_corner,
        "sheet 'Sheet', line 1048576, column 'XFD': words beyond column BL",
    ),
    "a million columns": ("plan.xlsx", million_columns, "line 7: more cells in one row"),
    "10 MB in a cell": (
        "plan.xlsx",
        lambda: one_cell("x" * 10_000_000),
        "line 9: more characters in one cell",
    ),
    "formula": ("plan.xlsx", formula, "sheet 'Sheet', line 2, column 'B': a formula without a value"),
    "macros": (
        "plan.xlsm",
        lambda: repacked(as_xlsx(plan()), {"xl/vbaProject.bin": b"\xd0\xcf"}),
        "an Excel workbook (.xlsx) with macros, which are not taken",
    ),
    "Word macros": (
        "plan.docm",
        lambda: repacked(as_docx(plan()), {"word/vbaProject.bin": b"\xd0\xcf"}),
        "with macros",
    ),
    "password": ("plan.xlsx", encrypted, "protected by a password"),
    "two parts of a name": ("plan.xlsx", twice_the_same_part, f"two parts '{SHEET}'"),
    "many parts": ("plan.xlsx", many_parts, "parts; at most 2,000 are allowed"),
    "part that lies": ("plan.xlsx", liar, "damaged or cut off"),
    "deep": ("plan.docx", deep, "a Word document (.docx), but can't be opened"),
    "truncated docx": ("plan.docx", lambda: as_docx(plan())[:-500], "damaged or cut off"),
    "truncated xlsx": ("plan.xlsx", lambda: as_xlsx(plan())[:2_000], "damaged or cut off; send it again"),
    "only a beginning": ("plan.xlsx", lambda: b"PK\x03\x04", "damaged or cut off"),
    "no workbook": (
        "plan.xlsx",
        lambda: repacked(as_xlsx(plan()), {"xl/workbook.xml": b"<a"}),
        "an Excel workbook (.xlsx), but can't be opened: it is damaged",
    ),
    "slides": (
        "plan.pptx",
        lambda: repacked(b"", {"ppt/presentation.xml": b"<a/>"}),
        "a PowerPoint presentation",
    ),
    "PDF by another name": ("plan.csv", lambda: b"%PDF-1.7\n", "this is a PDF document, not text"),
    "old workbook": (
        "plan.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "an old Office file",
    ),
}
TEXTS: Mapping[str, tuple[str, Made, str]] = {
    "unbalanced quotes": (
        "plan.csv",
        lambda: HEADED + b'"Sweep,May\r\nPaint,June\r\n',
        "line 2: the quotes of the row",
    ),
    "NUL": ("plan.csv", lambda: HEADED + b"Sweep\0,May\r\n", "line 2: character 6 of the line is a NUL"),
    "UTF-16 without a mark": (
        "plan.csv",
        lambda: (HEADED + b"Sweep,May").decode().encode("utf-16-le"),
        "name the charset (utf-16le)",
    ),
    "bytes of no charset": ("plan.csv", lambda: HEADED + b"Sweep \x81\x8d,May\r\n", "line 2: byte 0x81"),
    "10 MB in a cell": (
        "plan.csv",
        lambda: HEADED + b"x" * 10_000_000 + b",May\r\n",
        "line 2: a cell of this row",
    ),
    "a million columns": (
        "plan.csv",
        lambda: HEADED + b"x," * 1_000_000,
        "line 2: more columns than can be read",
    ),
    "too many rows": ("plan.csv", lambda: HEADED + b"Sweep,May\n" * 120_000, "line 120001: more rows"),
    "deep JSON": (
        "plan.ndjson",
        lambda: b'{"action":' + b"[" * 500_000,
        "line 1: this line is nested too deeply",
    ),
    "half a line": ("plan.ndjson", lambda: b'{"action":"Sweep"}\n{"action"', "line 2: this line is not JSON"),
}


def told(refused: httpx.Response) -> str:
    """Give the first fault of a refusal in one line: where, and what."""
    fault = refused.json()["errors"][0]
    places = (("sheet", "sheet {!r}"), ("row", "line {}"), ("column", "column {!r}"))
    place = ", ".join(form.format(fault[name]) for name, form in places if name in fault)
    return f"{place}: {fault['detail']}" if place else str(fault["detail"])


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [*OFFICE, *(f"text: {name}" for name in TEXTS)])
def test_hostile_file_is_refused_by_its_place_and_nothing_is_written(api: Client, name: str) -> None:
    file, make, expected = OFFICE[name] if name in OFFICE else TEXTS[name.removeprefix("text: ")]
    data = make()
    before = everything(api.sessions)
    refused = api.post("/v1/imports", files={"file": (file, data)})
    assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable"), refused.text
    assert expected in told(refused)
    assert everything(api.sessions) == before
    assert api.get("/v1/plans").json()["items"] == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_file_that_takes_too_long_is_given_up(make_api: MakeApi) -> None:
    api = make_api(import_seconds=0.2, **AT_ONCE)
    rows = "".join(f"Sweep quay {number}\tMay\n" for number in range(100_000))
    refused = api.post("/v1/imports", files={"file": ("plan.txt", b"Planned Action\tDue\n" + rows.encode())})
    assert refused.json()["code"] == "document_is_unreadable"
    assert "longer than 0.2 seconds (PLANS_IMPORT_SECONDS)" in told(refused)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_file_that_takes_too_much_memory_is_given_up(make_api: MakeApi) -> None:
    api = make_api(import_memory_bytes=100_000_000, **AT_ONCE)
    words = zlib.crc32(b"quay")
    paragraphs = b"".join(
        b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % (words + number) for number in range(400_000)
    )
    opening = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    data = repacked(as_docx(plan()), {DOCUMENT: opening + paragraphs + b"</w:body></w:document>"})
    refused = api.post("/v1/imports", files={"file": ("plan.docx", data)})
    assert refused.json()["code"] == "document_is_unreadable"
    assert "more than 100,000,000 bytes of memory (PLANS_IMPORT_MEMORY_BYTES)" in told(refused)


TURNED = "Sweep \u202eyauq\u202c the quay"
TURNED_ROWS = {"1. Quay": [(TURNED, "", "", "")]}


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("plan.xlsx", as_xlsx(plan(TURNED_ROWS)), "sheet"),
        ("plan.docx", as_docx(plan(TURNED_ROWS)), "column 1"),
        ("plan.txt", plan(TURNED_ROWS).encode(), "column 1"),
        ("plan.csv", HEADED + TURNED.encode() + b",July 2004\r\n", "column 1"),
        ("rows.ndjson", b'{"Planned action":"A \\u202db"}\n', "column 1"),
        ("plan.txt", f"The \u202e5002 Plan\n\n{plan()}".encode(), "U+202E"),
    ],
    ids=["xlsx", "docx", "text", "csv", "ndjson", "a paragraph"],
)
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_override_of_the_direction_of_words_is_refused_by_its_place(
    api: Client, name: str, data: bytes, place: str
) -> None:
    before = everything(api.sessions)
    refused = api.post("/v1/imports", params={"plan": "quay"}, files={"file": (name, data)})
    assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable"), refused.text
    assert place in told(refused)
    assert "overrides the direction" in told(refused)
    assert everything(api.sessions) == before


def test_words_of_two_directions_that_override_nothing_are_kept(api: Client) -> None:
    mixed = "Sweep \u2067\u05e9\u05dc\u05d5\u05dd\u2069 quay \u200f"
    answer = api.post(
        "/v1/imports", files={"file": ("plan.xlsx", as_xlsx(plan({"1. Quay": [(mixed, "", "", "")]})))}
    )
    assert answer.status_code == 201, answer.text
    (action,) = api.get("/v1/actions").json()["items"]
    assert action["text"] == mixed


def test_word_document_of_no_words_is_refused(api: Client) -> None:
    written = io.BytesIO()
    WordDocument().save(written)
    refused = api.post("/v1/imports", files={"file": ("plan.docx", written.getvalue())})
    assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
    assert "the file is empty" in told(refused)
