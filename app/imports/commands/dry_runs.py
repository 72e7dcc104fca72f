"""Dry runs: carried out and taken back; those of large files are kept, without events, since nothing happened."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session

from app.core.chunks import in_chunks
from app.core.db import Sessions, writing
from app.imports.commands.progress import tell_progress
from app.imports.commands.recording import write_rows
from app.imports.models import Import, ImportRow
from app.imports.queries.jobs import list_old_dry_runs
from app.imports.rules.changes import RowPlan
from app.imports.rules.jobs import ImportState
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.progress import HowFar
from app.kernel.clock import now

Values = dict[str, Any]
_import, _row = Import.__table__, ImportRow.__table__
_TOLD = ("counts", "columns", "unread", "not_in_file")


class _OnlyTried(Exception):
    """Carries the outcome of a dry run out of the transaction that it takes back."""

    def __init__(self, outcome: Values) -> None:
        super().__init__()
        self.outcome = outcome


def only_try(sessions: Sessions, act: Callable[[Session], Values]) -> Values:
    """Do something that writes, give its outcome, and take all of it back."""
    try:
        with writing(sessions) as session:
            raise _OnlyTried(act(session))
    except _OnlyTried as tried:
        return tried.outcome


def forget_ids(rows: Iterable[RowPlan]) -> None:
    """Leave out the ids of what was only tried: nothing has them."""
    for row in rows:
        if row.outcome == RowOutcome.CREATED:
            row.target_id = None


def keep_dry_run(session: Session, values: Values) -> Import:
    """Keep the record of a dry run that is still to be made."""
    job = Import(**values, dry_run=True)
    job.updated_at = job.created_at
    session.add(job)
    session.flush()
    return job


def record_dry_run(session: Session, job: Import, outcome: Mapping[str, Any]) -> None:
    """Keep what a dry run told, which is an ImportOutcome, and of a flat table the `plan_id`."""
    total = sum(sum(of_kind.values()) for of_kind in outcome["counts"].values())
    # The transaction in which it was planned is over, and so may be what that told.
    tell_progress(session, job.id, HowFar(total, total))
    write_rows(session, job.id, enumerate(outcome["rows"]))
    plan_id = outcome["plan"]["id"] if outcome["plan"] else outcome.get("plan_id")
    ended = {"state": ImportState.DONE.value, "phase": None, "plan_id": plan_id}
    end_dry_run(session, job, {**ended, **{name: outcome[name] for name in _TOLD}})


def end_dry_run(session: Session, job: Import, values: Values) -> None:
    """Note how a dry run came out."""
    for name, value in {**values, "updated_at": now()}.items():
        setattr(job, name, value)
    session.flush()


def clear_dry_runs(session: Session) -> int:
    """Clear the dry runs whose time is over, with all that they told; count them."""
    old = list_old_dry_runs(session)
    for ids in in_chunks(old):
        session.execute(delete(_row).where(_row.c.import_id.in_(ids)))
        session.execute(delete(_import).where(_import.c.id.in_(ids)))
    return len(old)
