"""How imports and their rows are read back, and what the last import said of something."""

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from app.core.chunks import rows_among
from app.core.db import Table
from app.core.filters import among, equals, names, search
from app.core.listing import Listing, columns_of
from app.core.pagination import SortKey
from app.imports.models import Import, ImportRow
from app.imports.queries.progress import show_progress
from app.imports.rules.changes import Words
from app.imports.rules.jobs import ImportState
from app.imports.rules.kinds import ImportKind
from app.imports.rules.outcomes import RowOutcome
from app.imports.schemas import ImportRead, ImportRowRead
from app.plans.models import Plan

_import = Import.__table__.c
_row = ImportRow.__table__.c
_LEFT_OUT = (RowOutcome.SKIPPED.value, RowOutcome.STAYS_CARRIED.value, RowOutcome.FAILED.value)
_UNDONE = select(_import.id).where(_import.undone_at.is_not(None))
_NOT_STANDING = select(_import.id).where(or_(_import.undone_at.is_not(None), _import.dry_run))
_other = ImportRow.__table__.alias().c
_NEVER_WAS = select(_other.resource_id).where(
    _other.import_id.in_(_UNDONE), _other.outcome == RowOutcome.CREATED.value
)
# In the order of an index, so that nothing is sorted: of each thing what was said first comes first.
_SAID = (
    select(_row.resource_id, _row.cells)
    .where(
        _row.outcome.not_in(_LEFT_OUT),
        _row.import_id.not_in(_NOT_STANDING),
        _row.resource_id.not_in(_NEVER_WAS),
    )
    .order_by(_row.resource_id, _row.id)
)
_MEANT = itemgetter("read_as", "words")
AT_ONCE = 1_000
"""How many rows are fetched at once where there may be very many."""

IMPORTS = Listing(
    table=Import,
    read=ImportRead,
    columns=columns_of(Import, ImportRead),
    filters=(
        names("plan", _import.plan_id, Plan),
        among("kind", _import.kind),
        among("state", _import.state),
        equals("dry_run", _import.dry_run),
        search(_import.file_name),
    ),
    sorts={"created_at": SortKey(_import.created_at)},
    default_sort="-created_at",
    finish=show_progress,
)

IMPORT_ROWS = Listing(
    table=ImportRow,
    read=ImportRowRead,
    columns=columns_of(ImportRow, ImportRowRead),
    filters=(among("outcome", _row.outcome), among("kind", _row.kind), search(_row.label)),
    sorts={"position": SortKey(_row.position), "line": SortKey(_row.line)},
    default_sort="position",
    parent=_row.import_id,
)


def last_said(session: Session, ids: Collection[str]) -> dict[str, Words]:
    """Read what imports last said of each of the things: words by what they were taken for.

    A document that had no column for something said nothing of it, and what it said before stands. What was
    left out is as good as not said, or the next import would not take it over either. Nor does an import count that
    was undone, and what it created was never there; nor a dry run.
    """
    return _joined(rows_among(session, _SAID, _row.resource_id, ids), {})


def last_said_in_plan(
    session: Session, table: type[Table], plan_id: str, shared: dict[str, str]
) -> dict[str, Words]:
    """Read what imports last said of all that a plan has and had of a kind; equal words are one as in `shared`."""
    columns = table.__table__.c
    of_plan = _SAID.where(_row.resource_id.in_(select(columns.id).where(columns.plan_id == plan_id)))
    return _joined(session.execute(of_plan, execution_options={"yield_per": AT_ONCE}), shared)


def _joined(rows: Iterable[Any], shared: dict[str, str]) -> dict[str, Words]:
    """Join the words of rows that come thing by thing. In a large plan most are written many times, and kept once."""
    said: dict[str, Words] = {}
    one = shared.setdefault
    for resource_id, cells in rows:
        words = said.setdefault(one(resource_id, resource_id), {})
        for meaning, last in words_by_meaning(cells).items():
            words[one(meaning, meaning)] = one(last, last)
    return said


def names_given(session: Session, ids: Collection[str]) -> dict[str, set[str]]:
    """Read which other names imports gave to each of the parties, or found that it had."""
    given: dict[str, set[str]] = {}
    rows: Iterable[Any] = rows_among(session, _SAID, _row.resource_id, ids)
    for resource_id, cells in rows:
        names = {cell["words"] for cell in cells if cell["read_as"] == "other_name"}
        given.setdefault(resource_id, set()).update(names)
    return given


def words_by_meaning(cells: Iterable[Mapping[str, Any]]) -> Words:
    """Join the words of the cells that were taken for the same thing."""
    return joined_words(map(_MEANT, cells))


def joined_words(cells: Iterable[tuple[str | None, str]]) -> Words:
    """Join the words of cells that were taken for the same thing, given what each was taken for."""
    joined: Words = {}
    for meaning, words in cells:
        if meaning is not None:
            joined[meaning] = f"{joined[meaning]} {words}".strip() if meaning in joined else words.strip()
    return joined


def find_same_import(
    session: Session, plan_id: str | None, digest: str, kind: ImportKind = ImportKind.ACTIONS
) -> str | None:
    """Find the id of the last import of the kind, into a plan or into none, where it was of the same file, or None."""
    newest = select(_import.id, _import.digest).where(
        _import.plan_id == plan_id,
        _import.kind == kind,
        _import.state == ImportState.DONE.value,
        _import.deleted_at.is_(None),
        _import.undone_at.is_(None),
        _import.dry_run.is_(False),
    )
    last = session.execute(newest.order_by(_import.id.desc()).limit(1)).first()
    return last.id if last is not None and last.digest == digest else None
