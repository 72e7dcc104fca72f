"""Bytes that people saved as text, in whichever charset, become text; what is not text is refused."""

import codecs
import re

# What Word, Excel and the editors of the last thirty years save as text. Python knows many more codecs,
# but among them are some that are no charsets, and some that take quadratic time.
CHARSETS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "ascii",
    "windows-1250": "cp1250",
    "windows-1252": "cp1252",
    "iso-8859-1": "latin-1",
    "iso-8859-14": "iso8859-14",
    "iso-8859-15": "iso8859-15",
    "ibm437": "cp437",
    "ibm850": "cp850",
    "macintosh": "mac-roman",
}
_ALIASES = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf16": "utf-16",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "ascii": "us-ascii",
    "ansi": "windows-1252",
    "cp1250": "windows-1250",
    "cp1252": "windows-1252",
    "latin1": "iso-8859-1",
    "latin-1": "iso-8859-1",
    "latin9": "iso-8859-15",
    "cp437": "ibm437",
    "cp850": "ibm850",
    "mac-roman": "macintosh",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What newer Office files are wrapped in with a password has a part of this name.
_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (_OLE, "an old Office file (.doc, .xls or .ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# What many a program writes where it is asked for a workbook, and calls .xls.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype|html|table|\?xml)\b", re.IGNORECASE)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_PARTS = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"opendocument", "an OpenDocument file (.odt or .ods)"),
)


class NotText(ValueError):
    """Report bytes that are no text in the charset that was asked for, or in any that is tried unasked.

    `line` counts from 1; None when no one line is at fault.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def decoded(data: bytes, charset: str | None = None) -> str:
    """Decode the bytes by the charset named, else by BOM, else as UTF-8, else as Windows-1252.

    A charset that is named stands, whatever the bytes begin with. The BOM is not part of the text.
    Raises NotText for an unknown charset, a byte that the charset has no character for, a NUL, and
    for files that are known by their first bytes to be something else.
    """
    codec = _codec(charset)
    if what := _signature(data):
        raise NotText(f"this is {what}, not text")
    text = _by_codec(data, codec, str(charset)) if codec else _unasked(data)
    _refuse_nul(text, hint="" if codec else _hint(data[:2]))
    return text.removeprefix("\ufeff")


def _codec(charset: str | None) -> str | None:
    if charset is None:
        return None
    name = charset.strip().lower().replace("_", "-")
    codec = CHARSETS.get(_ALIASES.get(name, name))
    if codec is None:
        raise NotText(f"unknown charset {charset[:40]!r}; allowed are {', '.join(CHARSETS)}")
    return codec


def _signature(data: bytes) -> str | None:
    if data.startswith(_ZIP):
        return next((what for part, what in _ZIP_PARTS if part in data), "a zip archive")
    if data.startswith(_OLE) and _WITH_PASSWORD in data:
        return "an Office file that is protected by a password"
    if _MARKUP.match(data):
        return "a web page or other XML"
    return next((what for magic, what in _SIGNATURES if data.startswith(magic)), None)


def _unasked(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _by_codec(data, "utf-16", "UTF-16")
    if data.startswith(codecs.BOM_UTF8):
        return _by_codec(data, "utf-8", "UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as not_utf8:
        return _by_codec(data, "cp1252", "Windows-1252", tried=not_utf8)


def _by_codec(data: bytes, codec: str, name: str, tried: UnicodeDecodeError | None = None) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        reasons = [_undecodable(data, tried, "UTF-8")] if tried else []
        reasons.append(_undecodable(data, error, name))
        raise NotText(", and ".join(reasons), _line_of(data, tried or error)) from None


def _undecodable(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    number = _line_of(data, error)
    line = "" if number is None else f" (line {number:,})"
    return f"byte 0x{data[error.start]:02x} at position {error.start:,}{line} is not valid {name}"


def _line_of(data: bytes, error: UnicodeDecodeError) -> int | None:
    # A line feed is a byte of its own in every charset here but UTF-16.
    return None if error.encoding.startswith("utf-16") else data.count(b"\n", 0, error.start) + 1


def _hint(begins: bytes) -> str:
    if b"\x00" not in begins:
        return ""
    name = "utf-16be" if begins.startswith(b"\x00") else "utf-16le"
    return f"; if it is UTF-16 without a byte order mark, name the charset ({name})"


def _refuse_nul(text: str, *, hint: str) -> None:
    position = text.find("\x00")
    if position < 0:
        return
    line, place = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    raise NotText(
        f"character {place:,} of the line is a NUL: this looks like a binary file, not text{hint}", line
    )
