"""The whole register as one archive, from which a new deployment goes on."""

from collections.abc import Iterator

from sqlmodel import Session

from app.core.db import Sessions, reading
from app.core.portable import portable_tables, schema_of, table_lines
from app.exports.rules import ARCHIVE
from app.formats.archive import write_archive


def register_as_archive(sessions: Sessions) -> Iterator[bytes]:
    """Give all rows of the register, as they are at one moment, as an archive in pieces.

    Nothing in it tells when or where it was made, so that the same register is the same bytes.
    """
    with reading(sessions) as session:
        yield from write_archive({**ARCHIVE, "schema": schema_of(session)}, _parts(session))


def _parts(session: Session) -> Iterator[tuple[str, Iterator[bytes]]]:
    for table in portable_tables():
        yield f"{table.name}.ndjson", table_lines(session, table)
