"""How far imports are that are carried out now, which is told beside the transactions in which that is done.

Nobody sees what such a transaction writes before its end. On SQLite it keeps others from writing, too, so a file beside
the register's tells how far it is. PostgreSQL shows everybody by which name a connection goes, from within a
transaction as well: it goes by how far the import is, for as long as that transaction lasts. Neither is a write, so
that no kept answer grows old by it.
"""

from collections.abc import Collection, Sequence
from glob import escape
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from app.core.listing import Item, View
from app.imports.rules.jobs import ImportPhase, ImportState
from app.imports.rules.progress import HowFar, read_marks
from app.kernel.ids import is_id

UNFINISHED = "-new"
"""How the name of a file ends that is still written."""
_NAMES = text(
    "SELECT application_name FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE 'import %'"
)


def show_progress(session: Session, items: Sequence[Item], _view: View) -> None:
    """Show of each import how many rows it has, and how many were gone through."""
    running = [item["id"] for item in items if item["phase"] == ImportPhase.APPLYING]
    told = _how_far(session, running) if running else {}
    for item in items:
        far = _when_done(item) if item["state"] == ImportState.DONE else told.get(item["id"])
        item["rows_total"], item["rows_done"] = (far.total, far.done) if far else (None, 0)


def mark_file(session: Session, id: str) -> Path | None:
    """Give the file that tells how far an import is; None where the register is kept by PostgreSQL."""
    url = session.get_bind().engine.url
    return Path(f"{url.database}-import-{id}") if url.get_backend_name() == "sqlite" else None


def list_mark_files(session: Session) -> list[Path]:
    """List the files that tell how far imports are, or were: finished or not. None of another name is ever one."""
    place = mark_file(session, "")
    if place is None:
        return []
    named = [(one, one.name.removeprefix(place.name)) for one in place.parent.glob(f"{escape(place.name)}*")]
    return [one for one, name in named if is_id(name.removesuffix(UNFINISHED))]


def _when_done(item: Item) -> HowFar:
    rows = sum(count for counts in item["counts"].values() for count in counts.values())
    return HowFar(rows, rows)


def _how_far(session: Session, ids: Collection[str]) -> dict[str, HowFar]:
    files = [file for id in ids if (file := mark_file(session, id)) is not None]
    marks = [_words_of(file) for file in files] if files else [*session.scalars(_NAMES)]
    return read_marks(marks)


def _words_of(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeError):
        # Nothing is told yet, or could be: that is no reason not to show the rest.
        return ""
