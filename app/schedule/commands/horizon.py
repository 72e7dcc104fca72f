"""What repeats has its occurrences up to a horizon, which moves on as time passes."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.callers import Caller
from app.schedule.commands import set_deadlines, source_of
from app.schedule.commands.binding import FindBody
from app.schedule.queries import bearer_of, list_of_source


def extend_horizon(session: Session, caller: Caller, source: str, source_id: str, find_body: FindBody) -> int:
    """Add the occurrences of a source that have come within the horizon; tell how many there were."""
    table = bearer_of(source)
    known = [row for row in list_of_source(session, source, source_id) if row["deleted_at"] is None]
    if table is None or not known:
        return 0
    columns = table.__table__.c
    points = session.execute(select(columns.due_points).where(columns.id == source_id)).scalar_one()
    set_deadlines(session, caller, source_of(known[0]), points, find_body)
    before = {row["id"] for row in known}
    return sum(row["id"] not in before for row in list_of_source(session, source, source_id))
