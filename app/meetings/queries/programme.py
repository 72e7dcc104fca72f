"""The forward programme of a sub-group: its meetings to come."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.core.chunks import rows_among
from app.core.listing import Item, View
from app.core.schemas import LAST_YEAR
from app.kernel.clock import months_after
from app.ledger.models import Event
from app.ledger.rules import Verb
from app.meetings.models import Meeting
from app.meetings.queries import MEETINGS
from app.meetings.rules import MeetingStatus
from app.meetings.schemas import MeetingQuery
from app.sub_groups.queries import SUB_GROUPS

_event = Event.__table__.c
_meeting = Meeting.__table__.c
_SHOWN = ["venue", "agenda_items"]
_TO_COME = [status for status in MeetingStatus if status != MeetingStatus.CANCELLED]


def forward_programme(session: Session, sub_group_id: str, months: int, view: View) -> Item:
    """Read the meetings of a sub-group from the day of the view on. Raises NotFound."""
    group = SUB_GROUPS.one(session, sub_group_id, view)
    last = min(months_after(view.today, months) - timedelta(days=1), date(LAST_YEAR, 12, 31))
    meetings = _list_between(session, group["id"], view.today, last, view)
    return {
        "sub_group_id": group["id"],
        "from": view.today,
        "to": last,
        "count": len(meetings),
        "held_at": _whereabouts(meetings),
        "meetings": meetings,
    }


def _list_between(session: Session, sub_group_id: str, first: date, last: date, view: View) -> list[Item]:
    asked = {"sub_group": [sub_group_id], "from": first, "to": last, "status": _TO_COME, "embed": _SHOWN}
    query = MeetingQuery.model_validate({**asked, "limit": 200})
    page = MEETINGS.page(session, query, view)
    found: list[Item] = page["items"]
    while page["next"] is not None:
        page = MEETINGS.page(session, query.model_copy(update={"cursor": page["next"]}), view)
        found += page["items"]
    return found


def _whereabouts(meetings: Sequence[Item]) -> dict[str, int]:
    places = [meeting["venue"] and meeting["venue"]["is_town_hall"] for meeting in meetings]
    return {
        "away": places.count(False),
        "town_hall": places.count(True),
        "unknown": places.count(None),
    }


def list_on_days(session: Session, sub_group_id: str, days: Sequence[date]) -> Sequence[Meeting]:
    """List the live meetings of a sub-group on these days, cancelled ones too, in order."""
    mine = (_meeting.sub_group_id == sub_group_id, _meeting.deleted_at.is_(None))
    found = select(Meeting).where(*mine, _meeting.starts_on.in_(days))
    return session.scalars(found.order_by(_meeting.starts_on, _meeting.id)).all()


def list_made_for(
    session: Session, sub_group_id: str, series: str, days: Collection[date]
) -> list[tuple[date, Meeting]]:
    """List the live meetings of a series that were made for one of these days, each with that day."""
    mine = (_meeting.sub_group_id == sub_group_id, _meeting.series == series, _meeting.deleted_at.is_(None))
    meetings = {meeting.id: meeting for meeting in session.scalars(select(Meeting).where(*mine))}
    made = ((date.fromisoformat(one.after["starts_on"]), one.resource_id) for one in _made(session, meetings))
    return [(day, meetings[id]) for day, id in made if day in days]


def _made(session: Session, ids: Collection[str]) -> Iterator[Any]:
    """Read how meetings were when they were made."""
    told = select(_event.resource_id, _event.after).where(
        _event.subject_kind == Meeting.__tablename__,
        _event.kind == Meeting.__tablename__,
        _event.verb == Verb.CREATED,
    )
    return rows_among(session, told, _event.subject_id, ids)


def show_series(
    session: Session, series: tuple[Sequence[Meeting], Sequence[Meeting]], view: View
) -> dict[str, list[Item]]:
    """Show the meetings that were made of a series, and those that were there before."""
    made, existing = series
    shown = {
        meeting["id"]: meeting
        for meeting in MEETINGS.related(session, view, _meeting.id, {one.id for one in (*made, *existing)})
    }
    return {
        "made": [shown[one.id] for one in made],
        "existing": [shown[one.id] for one in existing],
    }
