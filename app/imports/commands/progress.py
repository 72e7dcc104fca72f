"""How far an import is, told to others while it is carried out; what it writes they see only at its end."""

import logging
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session

from app.core.db import Sessions, reading
from app.imports.models import Import
from app.imports.queries.progress import UNFINISHED, list_mark_files, mark_file
from app.imports.rules.progress import HowFar, mark_of

Part = TypeVar("Part", bound=Sized)
_log = logging.getLogger(__name__)
_GO_BY = text("SELECT set_config('application_name', :mark, true)")


def gone_through(
    session: Session, job: Import | None, parts: Iterable[Part], total: int, done: int = 0
) -> Iterator[Part]:
    """Give the parts of an import's rows one by one; tell of a `job` how many rows are done by then."""
    for part in parts:
        if job is not None:
            tell_progress(session, job.id, HowFar(done, total))
        yield part
        done += len(part)
    if job is not None:
        tell_progress(session, job.id, HowFar(done, total))


def tell_progress(session: Session, id: str, far: HowFar) -> None:
    """Tell how far an import is, until the transaction ends, or longer; where that fails, the import goes on."""
    file = mark_file(session, id)
    if file is None:
        session.execute(_GO_BY, {"mark": mark_of(id, far)})
        return
    try:
        new = file.with_name(f"{file.name}{UNFINISHED}")
        new.write_text(mark_of(id, far), encoding="ascii")
        new.replace(file)
    except OSError as error:
        _log.warning("how far the import %s is can't be told: %s", id, error)


def stop_telling(sessions: Sessions, id: str | None = None) -> None:
    """Take away what tells how far an import is; where none is named, all that others left who were killed."""
    with reading(sessions) as session:
        files = list_mark_files(session)
    for file in files:
        if id is None or id in file.name:
            _take_away(file)


def _take_away(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("what told how far an import is can't be taken away: %s", error)
