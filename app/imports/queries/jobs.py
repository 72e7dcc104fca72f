"""Which imports wait to be carried out, and which dry runs have been kept long enough."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from app.imports.models import Import
from app.imports.rules.jobs import DRY_RUNS_KEPT_FOR, STALE_AFTER, ImportState
from app.kernel.clock import now

_import = Import.__table__.c


def find_waiting(session: Session) -> str | None:
    """Find the oldest import that nobody carries out: it waits, or who had begun it has been silent for too long."""
    is_left = and_(_import.state == ImportState.RUNNING.value, _import.alive_at < now() - STALE_AFTER)
    waiting = or_(_import.state == ImportState.WAITING.value, is_left)
    found: str | None = session.execute(
        select(_import.id).where(waiting).order_by(_import.id).limit(1)
    ).scalar()
    return found


def list_old_dry_runs(session: Session) -> Sequence[str]:
    """List the ids of the dry runs that are over, and whose time is, too."""
    is_over = _import.state.in_((ImportState.DONE.value, ImportState.FAILED.value))
    old = select(_import.id).where(_import.dry_run, is_over, _import.updated_at < now() - DRY_RUNS_KEPT_FOR)
    return session.execute(old).scalars().all()
