"""What the records of a file point to in the register: what is not there, and what lives on elsewhere by now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Table as CoreTable
from sqlmodel import Session

from app.actions.queries.carried import having_live_copies
from app.actions.queries.records.members import POINTING
from app.core.links import find_many_named, words
from app.imports.queries.records.checking import ends_of, listed
from app.imports.rules.drafts import CellFault
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.records import PARTIES, RecordRow


def link(session: Session, rows: Sequence[RecordRow]) -> None:
    """Note with each row that would be written what it names, and as faults what of it is not there, nor will be."""
    coming = {row.name for row in rows if row.outcome != RowOutcome.SKIPPED}
    named = [(row, [*_references(row)]) for row in rows if _is_to_be_written(row)]
    wanted: defaultdict[CoreTable, set[str]] = defaultdict(set)
    for name, one in (pair for _, pairs in named for pair in pairs):
        wanted[POINTING[name].__table__].add(one)
    there = {table: find_many_named(session, table, names) for table, names in wanted.items()}
    for row, pairs in named:
        links = [(name, POINTING[name].__table__, one) for name, one in pairs]
        own = (end for _, end in ends_of(row.item))
        row.pointing = (*own, *((table.name, one) for _, table, one in links))
        row.faults += [
            _unknown(row, name, table, one)
            for name, table, one in links
            if (table.name, one) not in coming and one not in there[table]
        ]


def _is_to_be_written(row: RecordRow) -> bool:
    return row.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED) and not row.faults


def _references(row: RecordRow) -> Iterator[tuple[str, str]]:
    """List the references that a row would write, each with the member that holds it."""
    points = (row.values.get("due") or {}).get("points") or []
    for holder in (row.values, *(row.values.get("leads") or []), *points):
        for name in POINTING:
            yield from ((name, one) for one in listed(holder.get(name)) if isinstance(one, str))


def _unknown(row: RecordRow, name: str, table: CoreTable, reference: str) -> CellFault:
    coming_if = " unless create_parties is asked" if table.name in PARTIES else ""
    told = f"there is no {words(table)} with the reference {reference!r}{coming_if}"
    return CellFault(told, row.line, name)


def leave_out(session: Session, rows: Sequence[RecordRow]) -> None:
    """Leave out what lives on in another plan by now, with all that belongs to it; and what would come under what is
    left out itself.
    """
    left_out = {row.name for row in rows if row.outcome == RowOutcome.SKIPPED and row.target_id is None}
    written = [row for row in rows if _is_to_be_written(row)]
    known = {row.name: row.target_id for row in rows if row.kind == "action" and row.target_id is not None}
    touched = {name for row in written for name in (row.name, *row.pointing) if name in known}
    carried_ids = having_live_copies(session, (known[name] for name in touched))
    carried = {name for name in touched if known[name] in carried_ids}
    for row in written:
        if not carried.isdisjoint((row.name, *row.pointing)):
            row.values, row.outcome = {}, RowOutcome.STAYS_CARRIED
        elif not left_out.isdisjoint(row.pointing):
            row.outcome = RowOutcome.SKIPPED
