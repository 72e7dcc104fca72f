"""What is asked of actions that were carried forward into another plan."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, ProgressUpdate
from app.actions.rules import ActionStatus

_action = Action.__table__.c
_progress = ProgressUpdate.__table__.c


def find_live_copy(session: Session, action_id: str) -> str | None:
    """Find the id of the live action that was carried on from this one, or None."""
    copies = select(_action.id).where(_action.carried_from_id == action_id, _action.deleted_at.is_(None))
    found: str | None = session.execute(copies.limit(1)).scalar()
    return found


def last_told_on(session: Session, action_id: str) -> date | None:
    """Tell the newest day of which something was reported of an action, else on which it was entered."""
    told = select(_progress.reported_on, _progress.created_at).where(_progress.action_id == action_id)
    days = [row.reported_on or row.created_at.date() for row in session.execute(told)]
    return max(days, default=None)


def status_before_carrying(session: Session, action_id: str) -> str:
    """Tell the status that an action had before it was carried forward."""
    told = select(_progress.status).where(
        _progress.action_id == action_id,
        _progress.status.is_not(None),
        _progress.status != ActionStatus.CARRIED_FORWARD,
    )
    newest = told.order_by(_progress.created_at.desc(), _progress.id.desc()).limit(1)
    return session.execute(newest).scalar() or ActionStatus.NOT_STARTED.value
