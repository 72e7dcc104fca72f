"""Office files as packages of parts: the same parts are the same bytes, whenever they are written."""

from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WRITTEN_AT = datetime(1980, 1, 1, tzinfo=UTC)
"""The time that is told in place of that of writing: no archive can tell of an earlier one."""


def timeless(saved: BinaryIO) -> bytes:
    """Pack a package anew without the time of writing, which those who write them put beside every part."""
    packed = BytesIO()
    with ZipFile(saved) as parts, ZipFile(packed, "w") as package:
        for name in parts.namelist():
            info = ZipInfo(name, WRITTEN_AT.timetuple()[:6])
            package.writestr(info, parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()
