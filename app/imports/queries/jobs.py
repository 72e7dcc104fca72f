"""Which import is the next to be carried out, and which dry runs have been kept long enough."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlmodel import Session

from app.imports.models import Import
from app.imports.rules.jobs import DRY_RUNS_KEPT_FOR, STALE_AFTER, ImportState
from app.kernel.clock import now

_import = Import.__table__.c


def find_next(session: Session) -> str | None:
    """Find the import that is to be carried out next: the oldest that is not over, unless somebody carries it out.

    Who had begun it and has been silent for too long does not. None goes before one that came before it: a file of
    yesterday would be taken over that of today.
    """
    is_open = _import.state.in_((ImportState.WAITING.value, ImportState.RUNNING.value))
    is_at_work = and_(_import.state == ImportState.RUNNING.value, _import.alive_at >= now() - STALE_AFTER)
    oldest = select(_import.id, is_at_work.label("is_at_work")).where(is_open).order_by(_import.id).limit(1)
    found = session.execute(oldest).first()
    return None if found is None or found.is_at_work else str(found.id)


def list_old_dry_runs(session: Session) -> Sequence[str]:
    """List the ids of the dry runs that are over, and whose time is, too."""
    is_over = _import.state.in_((ImportState.DONE.value, ImportState.FAILED.value))
    old = select(_import.id).where(_import.dry_run, is_over, _import.updated_at < now() - DRY_RUNS_KEPT_FOR)
    return session.execute(old).scalars().all()
