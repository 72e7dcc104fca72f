"""What is no plan, or holds what can't be kept, is refused with its place, and nothing of it is kept."""

import io
import zipfile
from collections.abc import Callable
from typing import Any, cast

import httpx
import pytest

from tests.conftest import MakeApi
from tests.support.client import Client
from tests.support.documents import PAINT, SWEEP, actions, changed, everything, plan, send, with_rows

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def office_file(folder: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return data.getvalue()


HEADED = "Harbour plan\n\nAction\tDue date\n"

NOT_PLANS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "white space": (b" \n\t\t\n", "the file is empty"),
    "no tab": (b"Harbour plan\n\nSweep the quay by July 2004.\n", "no table has a heading"),
    "docx": (office_file("word"), "a Word document (.docx)"),
    "xlsx": (office_file("xl"), "an Excel workbook (.xlsx)"),
    "zip": (office_file("other"), "a zip archive"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "an old Office file"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
    "rtf": (b"{\\rtf1\\ansi Harbour plan}", "an RTF document"),
    "bytes of no charset": (HEADED.encode() + b"Sweep \x81\x8d\tJuly\n", "0x81"),
    "binary": (b"\x00\x01\x02\x03" * 500, "character 1 of the line is a NUL"),
    "other columns": (b"Plan\n\nRisk\tOwner\nStorm\tPilots\n", "this table begins with 'Risk', 'Owner'"),
    "10,000 columns": (HEADED.encode() + b"a\t" * 10_000 + b"\n", "line 4: more columns than can be read"),
    "one huge cell": (HEADED.encode() + b"a" * 200_000 + b"\tJuly\n", "line 4: more characters in one cell"),
    "one huge line": (b"x" * 200_000, "line 1: more characters in one paragraph"),
    "cells without a heading": (f"{HEADED}Sweep\tJuly\tAlex\n".encode(), "line 4, column 'column 3'"),
    "row without an action": (f"{HEADED}\tJuly 2004\n".encode(), "line 4, column 'Action'"),
    "two themes of one number": (
        plan({"1. Quay": (SWEEP,), "1. Dock": (PAINT,)}).encode(),
        "line 10: theme 1",
    ),
}


def place_of(refused: httpx.Response) -> str:
    """Give the first fault of a refusal in one line, as `line 4, column 'Action': …`."""
    fault = refused.json()["errors"][0]
    places = [
        f"line {fault['row']}" if "row" in fault else "",
        f"column {fault['column']!r}" if "column" in fault else "",
    ]
    return ": ".join(filter(None, [", ".join(filter(None, places)), fault["detail"]]))


@ON_SQLITE
@pytest.mark.parametrize("name", NOT_PLANS)
def test_document_that_is_no_plan_is_refused_and_told_why(api: Client, name: str) -> None:
    data, told = NOT_PLANS[name]
    before = everything(api.sessions)
    raw = send(api, data)
    form = api.post("/v1/imports", files={"file": ("plan.txt", data)})
    dry = send(api, data, dry_run="true")
    for refused in (raw, form, dry):
        assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
        assert told in place_of(refused)
    assert everything(api.sessions) == before


@pytest.mark.parametrize(
    ("document", "row", "column", "told"),
    [
        (with_rows(SWEEP, changed(PAINT, due="May " * 501)), 9, "Due date", "2,000"),
        (with_rows(SWEEP, changed(PAINT, lead="x" * 2001)), 9, "Lead contact", "2,000"),
        (
            with_rows(SWEEP, changed(PAINT, text="x" * 20_001)),
            9,
            "Planned Action agreed April 2004",
            "20,000",
        ),
        (
            with_rows(SWEEP, changed(PAINT, situation="bell \x07")),
            9,
            "Current Situation",
            "control character",
        ),
        (plan(title=f"Harbour plan {'x' * 500}"), 1, "Title", "500 characters"),
        (plan(acronyms=f"Acronyms: SG = {'x' * 501}"), 3, "Meaning", "500 characters"),
        (f"Plan\n\nIssue\tAction\n{'x' * 20_001}\tSweep\n", 4, "Issue", "20,000 characters"),
    ],
)
def test_cell_that_can_not_be_kept_is_named_and_nothing_is_kept(
    api: Client, document: str, row: int, column: str, told: str
) -> None:
    before = everything(api.sessions)
    for dry_run in ("true", "false"):
        refused = send(api, document, dry_run=dry_run)
        assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
        (fault,) = refused.json()["errors"]
        assert (fault["row"], fault["column"]) == (row, column)
        assert told in fault["detail"]
    assert everything(api.sessions) == before


def test_every_cell_that_can_not_be_kept_is_named_in_a_change_too(api: Client) -> None:
    send(api, plan()).raise_for_status()
    before = everything(api.sessions)
    bad = with_rows(changed(SWEEP, due="May " * 501, lead="x" * 2001), changed(PAINT, due="May " * 501))
    refused = send(api, bad)
    assert [(fault["row"], fault["column"]) for fault in refused.json()["errors"]] == [
        (8, "Lead contact"),
        (8, "Due date"),
        (9, "Due date"),
    ]
    assert everything(api.sessions) == before


def test_at_most_a_hundred_cells_are_named(api: Client) -> None:
    bad = [(f"Sweep quay {number}", "bell \x07", "", "") for number in range(101)]
    refused = send(api, plan({"1. Quay": bad}))
    assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
    # The first row of the table stands in line 8, and the hundredth in line 107.
    assert [fault["row"] for fault in refused.json()["errors"]] == [*range(8, 108)]
    assert api.get("/v1/plans").json()["items"] == []


def test_nul_is_refused_with_its_place(api: Client) -> None:
    before = everything(api.sessions)
    refused = send(api, "Plan\n\nAction\tLead\nSweep\tHelen\x00\n")
    assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
    # "Sweep", a tab and "Helen" are 11 characters of the fourth line.
    (error,) = refused.json()["errors"]
    assert (error["row"], error["detail"][:31]) == (4, "character 12 of the line is a N")
    assert everything(api.sessions) == before


def test_law_that_a_row_would_break_undoes_the_whole_import(api: Client) -> None:
    send(api, plan(), plan="p").raise_for_status()
    kept_plan = api.get("/v1/plans/by-reference/p").json()
    period = {"starts_on": "2006-04-01", "ends_on": None}
    api.patch(kept_plan["url"], json=period, headers={"If-Match": "*"}).raise_for_status()
    before = everything(api.sessions)
    # The period of the new title would end before the plan, as it was changed by hand, begins.
    refused = send(api, plan(title="Harbour PARTNERSHIP PLAN April 2004 to May 2005"), plan="p")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/ends_on")
    assert everything(api.sessions) == before


# Charsets

WELSH = "Cynllun partneriaeth – Ynys Môn: partnership plan\n\nAction\tLead\nClirio’r cei\tSiân\n"


@ON_SQLITE
@pytest.mark.parametrize(
    ("encode", "charset"),
    [
        (lambda text: text.encode(), None),
        (lambda text: text.encode("utf-8-sig"), None),
        (lambda text: text.encode("cp1252"), None),
        (lambda text: text.encode("utf-16"), None),
        (lambda text: text.encode("utf-16-le"), "utf-16le"),
        (lambda text: text.encode("mac-roman"), "macintosh"),
        (lambda text: text.encode("mac-roman"), "x-header"),
        (lambda text: text.replace("\n", "\r\n").encode("cp1252"), "Windows-1252"),
    ],
)
def test_words_are_the_same_in_whatever_charset_they_come(
    api: Client, encode: Callable[[str], bytes], charset: str | None
) -> None:
    named = charset if charset != "x-header" else None
    media_type = "text/plain" if charset != "x-header" else 'text/plain; charset="Macintosh"'
    answer = api.post(
        "/v1/imports",
        content=encode(WELSH),
        headers={"Content-Type": media_type},
        params={"charset": named} if named else {},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["plan"]["title"] == "Cynllun partneriaeth – Ynys Môn: partnership plan"
    (action,) = actions(api, answer.json()["plan"]["reference"]).values()
    assert (action["text"], action["lead_text"]) == ("Clirio’r cei", "Siân")


@ON_SQLITE
@pytest.mark.parametrize(
    ("charset", "told"),
    [
        ("klingon", "unknown charset 'klingon'"),
        ("rot13", "allowed are utf-8"),
        ("us-ascii", "0xe2"),
        ("utf-16", "UTF-16"),
    ],
)
def test_charset_that_is_unknown_or_wrong_is_told(api: Client, charset: str, told: str) -> None:
    by_parameter = send(api, WELSH, charset=charset)
    headers = {"Content-Type": f"text/plain; charset={charset}"}
    by_header = api.post("/v1/imports", content=WELSH.encode(), headers=headers)
    for refused in (by_parameter, by_header):
        assert (refused.status_code, refused.json()["code"]) == (422, "document_is_unreadable")
        assert told.lower() in place_of(refused).lower()


# How it is sent


@ON_SQLITE
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=b",
        "",
        "text",
    ],
)
def test_media_type_that_is_not_taken_is_refused(api: Client, media_type: str) -> None:
    refused = api.post("/v1/imports", content=plan().encode(), headers={"Content-Type": media_type})
    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported_media_type")
    assert refused.headers["accept"].startswith("multipart/form-data, text/plain")


FORM = "multipart/form-data; boundary=b"
FILE_PART = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="p.txt"\r\n\r\n'
    + plan().encode()
    + b"\r\n"
)
END = b"--b--\r\n"


def send_form(api: Client, body: bytes, media_type: str = FORM) -> httpx.Response:
    return api.post("/v1/imports", content=body, headers={"Content-Type": media_type})


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "media_type", "status", "told"),
    [
        (b"", FORM, 400, "half way"),
        (END, FORM, 422, "/file"),
        (b"--b\r\n", FORM, 400, "half way"),
        (FILE_PART, FORM, 400, "half way"),
        (FILE_PART[:-60], FORM, 400, "half way"),
        (FILE_PART + FILE_PART + END, FORM, 400, "Maximum number of files is 1"),
        (FILE_PART.replace(b'"file"', b'"document"') + END, FORM, 422, "/file"),
        (FILE_PART.replace(b'; filename="p.txt"', b"") + END, FORM, 422, "file"),
        (FILE_PART.replace(b'name="file"; ', b"") + END, FORM, 400, '"name" must be provided'),
        (FILE_PART + END, "multipart/form-data", 400, "boundary"),
        (FILE_PART + END, "multipart/form-data; boundary=", 400, "boundary"),
        (FILE_PART + END, "multipart/form-data; boundary=other", 400, "boundary"),
        (b"\xff\x00" * 500, FORM, 400, "half way"),
        (plan().encode(), FORM, 400, "half way"),
        (plan().encode() + END, FORM, 400, "form"),
        (
            b"".join(b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' for _ in range(11))
            + END,
            FORM,
            400,
            "fields",
        ),
    ],
)
def test_form_that_holds_not_just_one_file_is_refused(
    api: Client, body: bytes, media_type: str, status: int, told: str
) -> None:
    refused = send_form(api, body, media_type)
    assert refused.status_code == status
    assert told in refused.text.replace("\\", "")
    assert "JSON" not in refused.text, "it is a form that can't be read"
    assert api.get("/v1/plans").json()["items"] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (b"a\x00b", "a b"),
        (b"\xff\xfe", "ÿþ"),
        (b"bell\x07", "bell"),
        (b"", None),
        (b"  ", None),
        (b"%00", "%00"),
        ("Môn  2004.txt".encode(), "Môn 2004.txt"),
        (b"x" * 300, "x" * 199 + "…"),
    ],
)
def test_file_may_be_called_anything(api: Client, name: bytes, kept: str | None) -> None:
    answer = send_form(api, FILE_PART.replace(b"p.txt", name) + END)
    assert (answer.status_code, answer.json()["file_name"]) == (201, kept)
    assert api.get(answer.json()["url"]).json()["file_name"] == kept


# Whether the name of the field, `file`, or that of the file itself is odd: what is then answered.
@pytest.mark.parametrize(
    ("charset", "odd_file", "odd_field"),
    [
        ("utf-7", 201, 422),
        ("unicode_escape", 201, 422),
        ("rot13", 201, 422),
        ("idna", 201, 422),
        # In these two not even the word "file" is what it was: one misses it, one can't read it.
        ("utf-16", 422, 422),
        ("undefined", 400, 400),
    ],
)
def test_name_in_an_odd_charset_is_no_fault_of_ours(
    api: Client, charset: str, odd_file: int, odd_field: int
) -> None:
    half_a_pair = FILE_PART.replace(b"p.txt", b"+2AA-") + END
    media_type = f"{FORM}; charset={charset}"
    assert send_form(api, half_a_pair, media_type).status_code == odd_file
    renamed = half_a_pair.replace(b'"file"', b'"+2AA-"')
    assert send_form(api, renamed, media_type).status_code == odd_field


@ON_SQLITE
def test_file_over_the_limit_is_refused(make_api: MakeApi) -> None:
    api = make_api(max_file_bytes=1500)
    assert send(api, plan() + "x" * (1500 - len(plan()))).status_code == 201
    too_large = [
        send(api, plan() + "x" * (1501 - len(plan()))),
        api.post("/v1/imports", files={"file": ("plan.txt", b"x" * 1500)}),
    ]
    for refused in too_large:
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
        assert "1500 bytes" in refused.json()["detail"]


@ON_SQLITE
def test_document_of_too_many_lines_is_not_read_for_long(make_api: MakeApi) -> None:
    refused = send(make_api(import_at_once_bytes=10_000_000), HEADED + "Sweep\tJuly\n" * 120_000)
    assert "line 120003: more rows than can be read" in place_of(refused)


@pytest.mark.parametrize(
    ("value", "status", "code"),
    [
        # A charset that is no text is none: it is told from the bytes.
        (b"text/plain; charset=\xff", 201, None),
        (b"text/plain;charset*=utf-8''%ff", 201, None),
        (b"text/plain; charset=;;", 422, "document_is_unreadable"),
        (b"\xff", 415, "unsupported_media_type"),
    ],
)
def test_any_value_of_a_header_is_answered(api: Client, value: bytes, status: int, code: str | None) -> None:
    headers = cast(dict[str, str], {"Content-Type": value})
    answer: Any = api.post("/v1/imports", content=plan().encode(), headers=headers)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


@ON_SQLITE
@pytest.mark.parametrize(
    "line", ['{"action":"Sweep\\u001b"}', '{"kind":"plan","item":{"reference":"q","title":"Quay\\u001b"}}']
)
def test_fault_is_told_in_our_words_alone(api: Client, line: str) -> None:
    refused = api.post("/v1/imports", params={"plan": "q"}, files={"file": ("plan.ndjson", line.encode())})
    details = [fault["detail"] for fault in refused.json()["errors"]]
    assert "holds a control character, a NUL, or half of a surrogate pair" in details
