"""What an office file is, looked at before any parser sees it: a zip archive of parts, most of them XML.

Small archives can unpack to more than any memory holds, and XML can name entities that grow likewise or that are
read from elsewhere. Neither is found in what a word processor or a spreadsheet saves.
"""

import re
import zlib
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.formats.document import DocumentIsBroken, DocumentIsTooLarge

MAX_PARTS = 2_000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
_MAY_BE_DENSE = 10_000_000
_BUFFER = 1 << 16
_ENCRYPTED = 0x1
# Pictures, fonts and what is embedded: no parser is given them. All else may be XML, however it is called.
_NO_XML = (
    *(
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".emf",
        ".wmf",
        ".wdp",
        ".svg",
        ".ttf",
        ".odttf",
    ),
    *(".fntdata", ".bin", ".htm", ".html", ".mht", ".doc", ".xls", ".docx", ".xlsx", ".pptx", ".pdf"),
)
# Source: XML 1.0, sections 2.8 and 4.3.3. In UTF-16 each of these letters is two bytes.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_NEEDLES = tuple(
    word.decode().encode(charset) for word in _DECLARATIONS for charset in ("ascii", "utf-16-le", "utf-16-be")
)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([^"'>]{0,40})""")
# Servers keep forms of their own beside a document.
_NEVER_PARSED = "customXml/"
_CHARSETS = frozenset({b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})

_KINDS = (
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("META-INF/manifest.xml", "an OpenDocument file (.odt or .ods)"),
)
WORD, EXCEL = _KINDS[0][1], _KINDS[1][1]


def check_archive(file: BinaryIO) -> str:
    """Look at an archive's parts; give what it is, `WORD` or `EXCEL`.

    Raises DocumentIsBroken for what is neither, cut off, encrypted, or holds macros, parts of one name or XML with
    declarations of its own; DocumentIsTooLarge for what is more than it seems.
    """
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            kind = _kind(parts)
            _check_parts(parts)
            for part in parts:
                if not part.filename.lower().endswith(_NO_XML):
                    _check_xml(archive, part)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, UnicodeError):
        raise DocumentIsBroken("the file is damaged or cut off; send it again, or save it anew") from None
    return kind


def refuse_unseen(name: str) -> None:
    """Refuse a part that is to be parsed and was not looked at, since it is called as what no parser is given."""
    if name.lower().endswith(_NO_XML):
        raise DocumentIsBroken(f"the part {name[:100]!r} is called as no sheet is")


def _kind(parts: list[ZipInfo]) -> str:
    if len(parts) > MAX_PARTS:
        raise DocumentIsTooLarge(f"the file has {len(parts):,} parts; at most {MAX_PARTS:,} are allowed")
    names = [part.filename for part in parts]
    kind = next((what for folder, what in _KINDS if any(name.startswith(folder) for name in names)), None)
    if kind not in (WORD, EXCEL):
        raise DocumentIsBroken(
            f"this is {kind or 'a zip archive'}; a document is taken as .docx, .xlsx, .csv or text"
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DocumentIsBroken(f"this is {kind} with macros, which are not taken; save it without them")
    return kind


def _check_parts(parts: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.filename.lower().replace("\\", "/")
        if name in seen:
            raise DocumentIsBroken(f"the file has two parts {part.filename[:100]!r}")
        seen.add(name)
        if part.flag_bits & _ENCRYPTED:
            raise DocumentIsBroken("the file is protected by a password; save it without one")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DocumentIsBroken(f"the part {part.filename[:100]!r} is packed in a way that is not taken")
    # No more than this is ever unpacked, since a part ends where it says that it ends.
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise DocumentIsTooLarge(
            f"the file unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED:,} are allowed"
        )
    if unpacked > _MAY_BE_DENSE and unpacked > MAX_RATIO * packed:
        raise DocumentIsTooLarge(
            f"the file unpacks to {unpacked // max(packed, 1):,} times its size; at most {MAX_RATIO} times is allowed"
        )


def _check_xml(archive: ZipFile, part: ZipInfo) -> None:
    """Refuse a part that declares entities or a document type, or in whose charset such could be hidden."""
    tail = b""
    with archive.open(part) as opened:
        while piece := opened.read(_BUFFER):
            if not tail:
                _check_charset(piece, part.filename)
            window = tail + piece
            if any(needle in window for needle in _NEEDLES):
                raise DocumentIsBroken(
                    f"the part {part.filename[:100]!r} declares entities, which are not taken"
                )
            tail = window[-32:]


def _check_charset(begins: bytes, name: str) -> None:
    if name.startswith(_NEVER_PARSED):
        return
    said = _ENCODING.match(begins.removeprefix(b"\xef\xbb\xbf").lstrip())
    if b"\x00" in begins[:4] or (said and said[1].lower() not in _CHARSETS):
        raise DocumentIsBroken(f"the part {name[:100]!r} is in a charset that is not taken; UTF-8 is usual")
