"""An archive of a whole register restored into an empty one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from sqlalchemy import Row, bindparam, select, true, update
from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.actions.models import Action, Lead
from app.actions.queries import LINKS, linked_ids
from app.core.bulk import insert_many
from app.core.callers import Caller
from app.core.chunks import in_chunks, rows_among
from app.core.db import Sessions, writing
from app.core.errors import Fault
from app.core.portable import portable_tables, row_of, schema_of
from app.formats.archive import Archive, NotAnArchive
from app.imports.commands.kept import check_row
from app.imports.rules.archive import ARCHIVE, ArchiveIsUnreadable, RegisterIsNotEmpty
from app.ledger.commands import record_kept
from app.schedule.models import Deadline

Values = dict[str, Any]
REASON = "Restored from an archive."
AT_ONCE = 1_000
"""How many rows are written by one statement."""
# Deadlines follow from what is due; only what is done to one alone is told.
_UNTOLD = (Deadline.__table__,)


def restore_archive(sessions: Sessions, caller: Caller, file: BinaryIO) -> dict[str, int]:
    """Write all rows of an archive as they were, ids, versions and times included, each with one event.

    Whole or not at all. Tells how many rows of each kind there are. Raises ArchiveIsUnreadable where it is
    broken or of another schema, and RegisterIsNotEmpty.
    """
    try:
        archive = Archive(file)
        with writing(sessions) as session:
            _refuse_other_kinds(session, archive)
            _refuse_not_empty(session)
            counts = {table.name: _restore_table(session, archive, table) for table in portable_tables()}
            for table in portable_tables():
                _tell(session, caller, table)
            return counts
    except NotAnArchive as reason:
        raise ArchiveIsUnreadable(f"The archive can't be restored: {reason}.") from None


def _refuse_other_kinds(session: Session, archive: Archive) -> None:
    about, schema = archive.manifest.about, schema_of(session)
    if {name: about.get(name) for name in ARCHIVE} != ARCHIVE:
        raise NotAnArchive(f"it is none of {ARCHIVE['format']}, version {ARCHIVE['version']}")
    if about.get("schema") != schema:
        told = "bring both deployments to the same version"
        raise NotAnArchive(
            f"it was made at the schema {about.get('schema')!a}, and this is {schema!r}: {told}"
        )
    wanted = {_part(table) for table in portable_tables()}
    if {part.name for part in archive.manifest.parts} != wanted:
        raise NotAnArchive("it has other parts than a register of this version")


def _part(table: CoreTable) -> str:
    return f"{table.name}.ndjson"


def _refuse_not_empty(session: Session) -> None:
    held = [
        table.name
        for table in portable_tables()
        if session.execute(select(next(iter(table.primary_key))).limit(1)).first()
    ]
    if held:
        faults = [Fault(f"there are rows of the kind {name!r}, if only deleted ones") for name in held]
        raise RegisterIsNotEmpty(errors=faults)


def _restore_table(session: Session, archive: Archive, table: CoreTable) -> int:
    """Write the rows of a table. What points to another row of it is set once all are there."""
    inward = [
        column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)
    ]
    count, pointing = 0, dict[str, list[Values]]()
    for rows in in_chunks(_rows(archive, table), AT_ONCE):
        for name in inward:
            pointing.setdefault(name, []).extend(_taken_out(rows, name))
        insert_many(session, table, rows)
        count += len(rows)
    for name, links in pointing.items():
        for some in in_chunks(links, AT_ONCE):
            points = update(table).where(table.c.id == bindparam("row")).values({name: bindparam("to")})
            session.connection().execute(points, some)
    return count


def _taken_out(rows: Iterable[Values], name: str) -> Iterator[Values]:
    for row in rows:
        if row[name] is not None:
            yield {"row": row["id"], "to": row[name]}
            row[name] = None


def _rows(archive: Archive, table: CoreTable) -> Iterator[Values]:
    for number, told in enumerate(archive.lines(_part(table)), start=1):
        try:
            row = row_of(table, told)
            check_row(table, row)
            yield row
        except ValueError as reason:
            raise NotAnArchive(f"{_part(table)}, line {number:,}: {reason}") from None


def _tell(session: Session, caller: Caller, table: CoreTable) -> None:
    """Record each row of a table, in chunks; what is only bookkeeping, or a link of something else, has no events."""
    if "deleted_at" not in table.c or table in _UNTOLD or table.info.get("unrecorded"):
        return
    after = ""
    while found := _rows_after(session, table, after):
        rows = [dict(row._mapping) for row in found]
        if table is Action.__table__:
            _add_parts(session, rows)
        record_kept(session, caller, table, rows, REASON)
        after = found[-1].id


def _rows_after(session: Session, table: CoreTable, id: str) -> Sequence[Row[Any]]:
    # Of a dry run nobody was told there, either.
    told = table.c.dry_run.is_(False) if "dry_run" in table.c else true()
    return session.execute(
        select(table).where(table.c.id > id, told).order_by(table.c.id).limit(AT_ONCE)
    ).all()


def _add_parts(session: Session, rows: Sequence[Values]) -> None:
    """Put beside the columns of actions what is kept in other tables and counts as theirs."""
    ids = [row["id"] for row in rows]
    lead = Lead.__table__.c
    leads: defaultdict[str, list[Values]] = defaultdict(list)
    for row in rows_among(session, select(Lead.__table__).order_by(lead.position), lead.action_id, ids):
        told = dict(row._mapping)
        leads[told.pop("action_id")].append({name: told[name] for name in told if name != "position"})
    linked = {name: linked_ids(session, name, ids) for name in LINKS}
    for values in rows:
        values["leads"] = leads[values["id"]]
        values.update({name: known.get(values["id"], []) for name, known in linked.items()})
