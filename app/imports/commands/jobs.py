"""Imports of large files: taken at once, carried out later by a process of its own, and again where that was killed.

An import is carried out in one transaction, which also marks it as done: so however often it is begun, it happens
once or not at all. Of a dry run that is the transaction that keeps what it told: others may write while it is planned.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.core.bulk import insert_with_large
from app.core.callers import SERVICE, Caller
from app.core.db import Sessions, reading, writing
from app.core.errors import Busy, Problem
from app.imports.commands import WRITE_IMPORTS, GivenDocument, described
from app.imports.commands.aside import RowsAside
from app.imports.commands.dry_runs import end_dry_run, keep_dry_run, record_dry_run
from app.imports.commands.kinds import Draft, apply_any, read_any, try_any
from app.imports.commands.progress import stop_telling
from app.imports.models import Import, ImportFile
from app.imports.queries.jobs import find_next
from app.imports.rules.jobs import MOST_BEGUN, STALE_AFTER, ImportPhase, ImportState, ImportWasCutOff
from app.imports.schemas import ImportOptions
from app.kernel.clock import now

SAYS_SO_EVERY_SECONDS = STALE_AFTER.total_seconds() / 4
_log = logging.getLogger(__name__)
_file, _import = ImportFile.__table__, Import.__table__


def take_import(session: Session, caller: Caller, document: GivenDocument, options: ImportOptions) -> Import:
    """Keep a document that is to be imported, how and for whom."""
    values = {**described(document, options), "state": ImportState.WAITING.value}
    kept = keep_dry_run(session, values) if options.dry_run else WRITE_IMPORTS.create(session, caller, values)
    told = {**asdict(caller), "scopes": sorted(caller.scopes)}
    came = {"data": document.data, "charset": document.charset, "media_type": document.media_type}
    insert_with_large(session, _file, {"import_id": kept.id, "caller": told, **came}, "data")
    return kept


def carry_out_waiting(sessions: Sessions, worker: str | None = None) -> int:
    """Carry out the imports that wait, one after the other; tell how many were done or refused.

    `worker` is the name by which whoever started this can put back what it was doing, where it is cut off. Raises Busy
    where another write takes long: all that is left waits.
    """
    count = 0
    while (id := claim(sessions, worker)) is not None:
        _carry_out(sessions, id)
        count += 1
    return count


def claim(sessions: Sessions, worker: str | None = None) -> str | None:
    """Take over the import that is next, if there is any."""
    with reading(sessions) as session:
        if find_next(session) is None:
            return None
    with writing(sessions) as session:
        id = find_next(session)
        if id is not None:
            begun = {"phase": ImportPhase.READING.value, "alive_at": now()}
            _note(session, id, state=ImportState.RUNNING.value, **begun)
            _note_file(session, id, worker=worker, times_begun=_file.c.times_begun + 1)
    return id


def _carry_out(sessions: Sessions, id: str) -> None:
    # For whom it is carried out is known once it is read.
    caller = SERVICE
    try:
        job, document, options, caller = _given(sessions, id)
        _refuse_what_cuts_off(sessions, id)
        with _saying_so(sessions, id), _told_how_far(sessions, id):
            draft = read_any(document, options)
            # Its bytes are not needed any more, and may be many.
            document = replace(document, data=b"")
            with writing(sessions) as session:
                _note(session, id, phase=ImportPhase.APPLYING.value)
            _carry_out_read(sessions, caller, job, draft, document, options)
    except (Busy, KeyboardInterrupt, SystemExit):
        leave_import(sessions, id)
        raise
    except Problem as problem:
        _refuse(sessions, caller, id, problem)
    except Exception:
        _log.exception("the import %s failed", id)
        _refuse(sessions, caller, id, Problem("The fault is ours and has been logged; nothing was changed."))


def _given(sessions: Sessions, id: str) -> tuple[Import, GivenDocument, ImportOptions, Caller]:
    """Read what is to be imported, how, and for whom."""
    with reading(sessions) as session:
        given = session.execute(_file.select().where(_file.c.import_id == id)).one()
        kept = session.get_one(Import, id)
    limits = sessions.settings.import_limits
    document = GivenDocument(kept.file_name, given.data, given.charset, given.media_type, limits=limits)
    options = ImportOptions.model_validate({**kept.options, "dry_run": kept.dry_run})
    caller = Caller(**{**given.caller, "scopes": frozenset(given.caller["scopes"])})
    return kept, document, options, caller


def _refuse_what_cuts_off(sessions: Sessions, id: str) -> None:
    """Refuse an import that may itself be why nobody came to its end. Raises ImportWasCutOff."""
    with reading(sessions) as session:
        times_begun = session.execute(select(_file.c.times_begun).where(_file.c.import_id == id)).scalar_one()
    if times_begun > MOST_BEGUN:
        raise ImportWasCutOff(
            f"It was begun {MOST_BEGUN} times, and each time what carried it out was ended from outside before its "
            "end, as it is where the machine has not memory enough; nothing of it was kept. Send it in smaller files, "
            "or have whoever runs the service look why."
        )


def _carry_out_read(
    sessions: Sessions,
    caller: Caller,
    job: Import,
    draft: Draft,
    document: GivenDocument,
    options: ImportOptions,
) -> None:
    if not options.dry_run:
        _end(sessions, job.id, lambda session, job: apply_any(session, caller, draft, document, options, job))
        return
    with RowsAside() as aside:
        outcome = try_any(sessions, caller, draft, document, options, job, aside)
        _end(sessions, job.id, lambda session, job: record_dry_run(session, job, outcome))


def _end(sessions: Sessions, id: str, act: Callable[[Session, Import], object]) -> None:
    """Act, and let the file go, in the one transaction that ends an import; nothing happens where it is over."""
    with writing(sessions) as session:
        job = session.get_one(Import, id)
        if job.state == ImportState.RUNNING:
            act(session, job)
            session.execute(delete(_file).where(_file.c.import_id == id))


def leave_import(sessions: Sessions, id: str) -> None:
    """Leave an import to whoever comes next, unless it is carried out or refused by now."""
    with writing(sessions) as session:
        _note(session, id, state=ImportState.WAITING.value, phase=None)
        _note_file(session, id, worker=None, times_begun=0)


def put_back(sessions: Sessions, worker: str) -> None:
    """Have an import wait again that a worker was carrying out, which is known to have ended."""
    with writing(sessions) as session:
        for id in session.scalars(select(_file.c.import_id).where(_file.c.worker == worker)).all():
            _note(session, id, state=ImportState.WAITING.value, phase=None)


def _refuse(sessions: Sessions, caller: Caller, id: str, problem: Problem) -> None:
    def refuse(session: Session, job: Import) -> None:
        told = {"state": ImportState.FAILED.value, "phase": None, "problem": problem.shown()}
        if job.dry_run:
            end_dry_run(session, job, told)
        else:
            WRITE_IMPORTS.update(session, caller, job, told)

    _end(sessions, id, refuse)


def _note(session: Session, id: str, **values: Any) -> None:
    """Note how far an import is: no change of it that others base theirs on, so its version stays.

    What is carried out, or refused, stays so: whoever was ended or held up just then is not to begin it again.
    """
    is_open = _import.c.state.in_((ImportState.WAITING.value, ImportState.RUNNING.value))
    session.execute(update(_import).where(_import.c.id == id, is_open).values(**values, updated_at=now()))


def _note_file(session: Session, id: str, **values: Any) -> None:
    """Note who carries an import out, and how often that was begun."""
    session.execute(update(_file).where(_file.c.import_id == id).values(**values))


@contextmanager
def _told_how_far(sessions: Sessions, id: str) -> Iterator[None]:
    """Take away what tells how far the import is in the end; before, what was left: nobody is at work on another."""
    stop_telling(sessions)
    try:
        yield
    finally:
        stop_telling(sessions, id)


@contextmanager
def _saying_so(sessions: Sessions, id: str) -> Iterator[None]:
    """Say again and again, as long as the block lasts, that somebody carries the import out."""
    ended = threading.Event()

    def say_so() -> None:
        while not ended.wait(SAYS_SO_EVERY_SECONDS):
            try:
                with writing(sessions, wait_ms=1_000) as session:
                    _note(session, id, alive_at=now())
            except Problem:
                # While its rows are written nobody else can write, so nobody can take it over.
                continue

    thread = threading.Thread(target=say_so, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
