"""Bytes become text by BOM, as UTF-8, as Windows-1252 or as asked; all else is refused, with its place."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.charset import CHARSETS, NotText, decoded
from app.kernel.text import storable

WORDS = "Action\tLead – “who”\r\nCafé\t£5"


def test_utf8_is_read_without_asking() -> None:
    assert decoded(WORDS.encode()) == WORDS


def test_no_bytes_are_no_words() -> None:
    assert decoded(b"") == ""


def test_bom_of_utf8_is_not_part_of_the_text() -> None:
    assert decoded(codecs.BOM_UTF8 + WORDS.encode()) == WORDS


@pytest.mark.parametrize(
    "bom_and_codec", [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_utf16_is_known_by_its_bom(bom_and_codec: tuple[bytes, str]) -> None:
    bom, codec = bom_and_codec
    assert decoded(bom + WORDS.encode(codec)) == WORDS


def test_what_is_not_utf8_is_windows_1252() -> None:
    assert decoded(WORDS.encode("cp1252")) == WORDS


def test_charset_that_is_named_stands() -> None:
    assert decoded("Café".encode("cp850"), "cp850") == "Café"
    assert decoded("Café".encode(), "windows-1252") == "CafÃ©"


@pytest.mark.parametrize("name", ["UTF-16LE", "utf-16-le", " utf_16_le ", "utf-16le"])
def test_charset_may_be_written_in_several_ways(name: str) -> None:
    assert decoded(WORDS.encode("utf-16-le"), name) == WORDS


@pytest.mark.parametrize("name", ["utf-8", "utf-16le", "utf-16"])
def test_bom_is_dropped_when_the_charset_is_named(name: str) -> None:
    codec = "utf-8" if name == "utf-8" else "utf-16-le"
    assert decoded(("\ufeff" + WORDS).encode(codec), name) == WORDS


@pytest.mark.parametrize("name", sorted(CHARSETS))
def test_every_charset_that_is_offered_reads_ascii_words(name: str) -> None:
    codec = CHARSETS[name]
    assert decoded("Action\tLead".encode(codec), name) == "Action\tLead"


@pytest.mark.parametrize(
    "name", ["klingon", "", "zlib", "unicode_escape", "punycode", "utf-8\x00", "x" * 5000]
)
def test_unknown_charset_is_refused_and_the_allowed_are_named(name: str) -> None:
    with pytest.raises(NotText, match=r"unknown charset '.*'; allowed are utf-8, utf-16") as refusal:
        decoded(b"Action", name)
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00 [Content_Types].xml word/document.xml", r"Word document \(\.docx\)"),
        (b"PK\x03\x04\x14\x00 [Content_Types].xml xl/workbook.xml", r"Excel workbook \(\.xlsx\)"),
        (b"PK\x03\x04\x14\x00 notes.txt", "a zip archive"),
        (b"PK\x05\x06" + bytes(18), "a zip archive"),
        (b"%PDF-1.4\n", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), r"an old Office file \(\.doc"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"{\\rtf1\\ansi Action}", "an RTF document"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"<html><table><tr><td>Planned Action</td>", "a web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML PUBLIC>", "a web page"),
        (b'<?xml version="1.0"?><Workbook>', "a web page or other XML"),
    ],
)
@pytest.mark.parametrize("charset", [None, "latin1"])
def test_file_that_is_no_text_is_called_by_its_name(data: bytes, what: str, charset: str | None) -> None:
    with pytest.raises(NotText, match=what):
        decoded(data, charset)


def test_nul_looks_like_a_binary_file() -> None:
    with pytest.raises(
        NotText, match="character 5 of the line is a NUL: this looks like a binary file"
    ) as refusal:
        decoded(b"Action\nLead\x00")
    assert refusal.value.line == 2
    assert "utf-16le" not in str(refusal.value)
    with pytest.raises(NotText, match="character 1 of the line is a NUL"):
        decoded(b"\x00")


@pytest.mark.parametrize("charset", ["utf-8", "latin1", "utf-16le"])
def test_nul_is_refused_in_a_named_charset_too(charset: str) -> None:
    codec = "latin-1" if charset == "latin1" else charset
    with pytest.raises(NotText, match=r"character 2 of the line is a NUL.*not text$"):
        decoded("A\x00".encode(codec), charset)


@pytest.mark.parametrize("charset", ["utf-16le", "utf-16be"])
def test_utf16_without_bom_is_told_what_to_ask_for(charset: str) -> None:
    with pytest.raises(NotText, match=rf"without a byte order mark, name the charset \({charset}\)"):
        decoded("Action".encode(charset))


def test_byte_in_neither_charset_is_named_with_its_place() -> None:
    with pytest.raises(NotText) as refusal:
        decoded("“Action”\n".encode() + b"Lead\xff")
    assert str(refusal.value) == (
        "byte 0xff at position 17 (line 2) is not valid UTF-8, "
        "and byte 0x9d at position 11 (line 1) is not valid Windows-1252"
    )
    assert refusal.value.line == 2


def test_byte_that_a_named_charset_lacks_is_named_with_its_place() -> None:
    with pytest.raises(NotText, match=r"^byte 0xe9 at position 5 \(line 2\) is not valid us-ascii$"):
        decoded(b"\ncafe\xe9", "us-ascii")


def test_half_a_character_of_utf16_is_refused() -> None:
    with pytest.raises(NotText, match=r"is not valid UTF-16$"):
        decoded(codecs.BOM_UTF16_LE + "Action".encode("utf-16-le") + b"A")


@given(st.binary(max_size=200), st.sampled_from([None, *CHARSETS]))
def test_any_bytes_are_text_or_refused(data: bytes, charset: str | None) -> None:
    try:
        text = decoded(data, charset)
    except NotText:
        return
    assert storable(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decoded(b"x" + text.encode()) == "x" + text
