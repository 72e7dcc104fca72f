"""Files that commands write."""

import os
from collections.abc import Iterable
from pathlib import Path

from app.cli.console import Refused


def write_whole(file: Path, pieces: Iterable[bytes]) -> None:
    """Write the file whole or not at all: what was there before stays until all is written."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as opened:
            opened.writelines(pieces)
        partial.replace(file)
    except OSError as error:
        raise Refused(f"{file} can't be written: {error.strerror or error}.") from None
    finally:
        partial.unlink(missing_ok=True)
