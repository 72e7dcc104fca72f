"""How imports and their rows are read back, and what the last import said of something."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.core.filters import among, names, search
from app.core.listing import Listing, columns_of
from app.core.pagination import SortKey
from app.imports.models import Import, ImportRow
from app.imports.schemas import ImportRead, ImportRowRead
from app.plans.models import Plan

_import = Import.__table__.c
_row = ImportRow.__table__.c

IMPORTS = Listing(
    table=Import,
    read=ImportRead,
    columns=columns_of(Import, ImportRead),
    filters=(names("plan", _import.plan_id, Plan), search(_import.file_name)),
    sorts={"created_at": SortKey(_import.created_at)},
    default_sort="-created_at",
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


def last_said(session: Session, ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Read what the last import that held each of the things said of it: its words by what they were taken for."""
    found = select(_row.resource_id, _row.cells).where(_row.resource_id.in_(ids)).order_by(_row.id)
    said: dict[str, dict[str, str]] = {}
    for resource_id, cells in session.execute(found):
        said[resource_id] = words_by_meaning(cells)
    return said


def words_by_meaning(cells: Collection[dict[str, Any]]) -> dict[str, str]:
    """Join the words of the cells that were taken for the same thing."""
    words: dict[str, str] = {}
    for cell in cells:
        if cell["read_as"] is not None:
            words[cell["read_as"]] = f"{words.get(cell['read_as'], '')} {cell['words']}".strip()
    return words


def find_same_import(session: Session, plan_id: str | None, digest: str) -> str | None:
    """Find the id of the last import into a plan where it was of the same file, or None."""
    newest = select(_import.id, _import.digest).where(
        _import.plan_id == plan_id, _import.deleted_at.is_(None)
    )
    last = session.execute(newest.order_by(_import.id.desc()).limit(1)).first()
    return last.id if last is not None and last.digest == digest else None
