"""Archives of many lists: a zip with one file of JSON Lines for each, and a manifest that counts and hashes them.

No domain. The same lines are the same bytes whenever they are written. An archive is read as what a stranger sent:
its manifest, sizes, names, counts and hashes are looked at before any of its lines is given to anybody.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MEDIA_TYPE = "application/zip"
MANIFEST = "manifest.json"
MOST_PARTS = 200
MOST_BYTES = 4_000_000_000
"""How much all parts of an archive come to at most, unpacked."""
MOST_MANIFEST_BYTES = 1_000_000
MOST_LINE_BYTES = 50_000_000

# No archive can tell of an earlier time.
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[a-z][a-z_]{0,60}\.ndjson", re.ASCII)
_ENCRYPTED = 0x1
_READ_AT_ONCE = 1_000_000


class NotAnArchive(ValueError):
    """Report why a file is no archive, or not the one that its manifest tells of."""


@dataclass(frozen=True, slots=True)
class Part:
    """One list in an archive: its file's name, how many lines and bytes it has, and its hash."""

    name: str
    lines: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself: `about` is for who writes and reads it, `parts` in the order of writing."""

    about: Mapping[str, Any]
    parts: tuple[Part, ...]


class _Sink:
    """Takes what a zip writes, to be given away piece by piece. It can't be wound back, so zips stream into it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def write_archive(about: Mapping[str, Any], parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Write an archive in pieces; the lines of each part come in chunks, each of whole lines."""
    sink, told = _Sink(), []
    with ZipFile(sink, "w") as package:  # type: ignore[call-overload]  # a file that only writes is enough
        for name, chunks in parts:
            lines = count = 0
            made = sha256()
            with package.open(_info(name), "w", force_zip64=True) as part:
                for chunk in chunks:
                    part.write(chunk)
                    made.update(chunk)
                    lines, count = lines + chunk.count(b"\n"), count + len(chunk)
                    yield sink.take()
            told.append(Part(name, lines, count, made.hexdigest()))
        manifest = {**about, "parts": [asdict(part) for part in told]}
        package.writestr(_info(MANIFEST), json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    yield sink.take()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _WRITTEN_AT)
    info.compress_type = ZIP_DEFLATED
    return info


class Archive:
    """An archive that can be read: what it says of itself is true of what is in it."""

    def __init__(self, file: BinaryIO) -> None:
        """Open an archive and look at all of it. Raises NotAnArchive."""
        try:
            self._package = ZipFile(file)
            self._members = _members(self._package)
            self.manifest = _manifest(self._package, self._members)
            for part in self.manifest.parts:
                self._refuse_other(part)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise NotAnArchive(f"it is no zip, or a broken one: {error}") from None

    def _refuse_other(self, part: Part) -> None:
        lines = count = 0
        made = sha256()
        with self._package.open(self._members[part.name]) as opened:
            while chunk := opened.read(_READ_AT_ONCE):
                made.update(chunk)
                lines, count = lines + chunk.count(b"\n"), count + len(chunk)
        if (lines, count, made.hexdigest()) != (part.lines, part.bytes, part.sha256):
            raise NotAnArchive(
                f"{part.name} is not what the manifest tells: it was changed, or broken on its way"
            )

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Give the lines of a part, each of which is an object. Raises NotAnArchive."""
        with self._package.open(self._members[name]) as part:
            number = 0
            while line := part.readline(MOST_LINE_BYTES):
                number += 1
                yield _object(line, f"{name}, line {number:,}")


def _members(package: ZipFile) -> dict[str, ZipInfo]:
    """Look at the list of what is in a zip, before any of it is unpacked."""
    listed = package.infolist()
    if len(listed) > MOST_PARTS:
        raise NotAnArchive(f"it has more than {MOST_PARTS} parts")
    members = {info.filename: info for info in listed}
    if len(members) != len(listed):
        raise NotAnArchive("two parts have the same name")
    for info in listed:
        if info.filename != MANIFEST and not _NAME.fullmatch(info.filename):
            raise NotAnArchive(f"{info.filename[:80]!a} is no part of an archive")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotAnArchive(f"{info.filename} is encrypted, or packed in a way that is not taken")
    if sum(info.file_size for info in listed) > MOST_BYTES:
        raise NotAnArchive(f"it unpacks to more than {MOST_BYTES:,} bytes")
    return members


def _manifest(package: ZipFile, members: Mapping[str, ZipInfo]) -> Manifest:
    if MANIFEST not in members or members[MANIFEST].file_size > MOST_MANIFEST_BYTES:
        raise NotAnArchive(f"it has no {MANIFEST}, or too large a one")
    about = _object(package.read(members[MANIFEST]), MANIFEST)
    parts = tuple(_part(one) for one in _list(about.pop("parts", None)))
    if sorted(part.name for part in parts) != sorted(members.keys() - {MANIFEST}):
        raise NotAnArchive("its parts are not those that the manifest tells")
    return Manifest(about, parts)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotAnArchive("the manifest has no list of parts")
    return value


def _part(told: Any) -> Part:
    kinds = {"name": str, "lines": int, "bytes": int, "sha256": str}
    if not isinstance(told, dict) or {name: type(value) for name, value in told.items()} != kinds:
        raise NotAnArchive("the manifest tells of a part otherwise than by name, lines, bytes and sha256")
    return Part(**told)


def _object(data: bytes, place: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotAnArchive(f"{place}: no JSON ({error})") from None
    if not isinstance(value, dict):
        raise NotAnArchive(f"{place}: not an object")
    return value
