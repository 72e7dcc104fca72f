"""Matters arising: what earlier meetings of a group left open, so that nothing slips.

It is reckoned with what is known now, except that nothing is told that says it is from after the day.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import Date, Integer, Text, column, select, true
from sqlmodel import Session

from app.actions.queries.leads import leads_of
from app.actions.queries.matters.actions import Earlier, actions_arising
from app.actions.queries.matters.decisions import decisions_arising
from app.actions.rules.matters import MatterKind
from app.actions.schemas.matters import MatterQuery
from app.core.listing import Item, OneQuery, View
from app.core.pagination import SortKey, fingerprint, read_cursor, write_cursor
from app.kernel.text import natural_key
from app.meetings.models import Meeting
from app.meetings.queries import MEETINGS

_meeting = Meeting.__table__.c
# Overdue longest, then from the earliest meeting; what came from none is last.
_KEYS = (
    SortKey(column("overdue", Integer)),
    SortKey(column("came_on", Date)),
    SortKey(column("reference", Text)),
    SortKey(column("id", Text)),
)


def matters_page(session: Session, meeting_id: str, query: MatterQuery, view: View) -> Item:
    """Read a page of what arises at a meeting, as MattersArising: longest overdue first.

    Raises NotFound where there is no such meeting that the caller may see.
    """
    meeting = MEETINGS.one(session, meeting_id, view, OneQuery(embed=[]))
    view = replace(view, today=query.as_of or meeting["starts_on"])
    mine = fingerprint("matter", view.caller.sees_partners, meeting["id"], view.today)
    earlier = _earlier(session, meeting, view)
    items = actions_arising(session, meeting["sub_group_id"], earlier, view)
    # What a deleted meeting decided is deleted with it; what somebody was asked to do there is not.
    items += decisions_arising(session, {id: one for id, one in earlier.items() if one is not None})
    keyed = sorted(((_key(item), item) for item in items), key=lambda one: one[0])
    total = len(keyed)
    if query.cursor is not None:
        after = tuple(read_cursor(query.cursor, mine, _KEYS))
        keyed = [one for one in keyed if one[0] > after]
    page = keyed[: query.limit]
    following = write_cursor(mine, page[-1][0]) if len(keyed) > len(page) else None
    return {
        "items": _with_leads(session, [item for _, item in page], view),
        "next": following,
        "total": total,
    }


def _key(item: Item) -> tuple[int, date, str, str]:
    came_on = item["meeting"]["starts_on"] if item["meeting"] is not None else date.max
    return -(item["days_overdue"] or 0), came_on, natural_key(item["reference"] or ""), item["id"]


def _with_leads(session: Session, items: list[Item], view: View) -> list[Item]:
    leads = leads_of(session, {item["id"] for item in items if item["kind"] == MatterKind.ACTION}, view)
    for item in items:
        named = leads.get(item["id"], [])
        item["leads"] = [{"kind": lead["kind"], "name": lead["name"]} for lead in named]
    return items


def _earlier(session: Session, meeting: Item, view: View) -> Earlier:
    """Read the group's earlier meetings that the caller may see, the first one first.

    Also those that were cancelled or deleted: what was to be done by them is still to be done.
    """
    names = ("id", "reference", "title", "starts_on", "status")
    before = (
        _meeting.sub_group_id == meeting["sub_group_id"],
        _meeting.starts_on < meeting["starts_on"],
        true() if view.caller.sees_partners else _meeting.visibility == "public",
    )
    found = select(*(_meeting[name] for name in names), _meeting.deleted_at.is_(None).label("_is_there"))
    rows = session.execute(found.where(*before).order_by(_meeting.starts_on, _meeting.id)).mappings()
    shown = ({**row, "url": f"{Meeting.__path__}/{row['id']}"} for row in rows)
    return {one["id"]: one if one.pop("_is_there") else None for one in shown}
