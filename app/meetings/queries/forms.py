"""Meetings for calendars, feeds and tables: the same list as in JSON, with the same filters."""

from typing import Any

from sqlmodel import Session

from app.core.forms import UID_DOMAIN, Forms, Place, list_query, make_feed, name_asked, read_whole
from app.core.listing import Item, View
from app.formats.atom import Entry, Feed
from app.formats.ical import Calendar, Event
from app.formats.tables import Table
from app.meetings.queries import MEETINGS
from app.meetings.rules import MeetingStatus
from app.meetings.rules.forms import (
    COLUMNS,
    NAME,
    body_words,
    changed_at,
    event_status,
    row_of,
    span_of,
    told_of,
    venue_words,
    when_words,
)
from app.meetings.schemas import MeetingQuery

_SHOWN = ["sub_group", "venue"]


def _read_whole(session: Session, asked: Any, view: View) -> list[Item]:
    def listed(query: MeetingQuery) -> Item:
        return MEETINGS.page(session, query.model_copy(update={"embed": _SHOWN}), view)

    return read_whole(MeetingQuery, asked, listed)


def _calendar(session: Session, asked: Any, view: View, place: Place) -> Calendar:
    """Make the calendar of meetings, those that are cancelled among them."""
    events = [_event(item, place) for item in _read_whole(session, asked, view)]
    return Calendar(name_asked(NAME, asked), events)


def _event(item: Item, place: Place) -> Event:
    starts, ends = span_of(item)
    return Event(
        uid=f"{item['id']}@{UID_DOMAIN}",
        sequence=item["version"] - 1,
        created_at=item["created_at"],
        changed_at=changed_at(item),
        starts=starts,
        ends=ends,
        summary=item["title"],
        description=told_of(item),
        location=venue_words(item),
        url=place.service + item["url"],
        categories=[words for words in (body_words(item),) if words],
        status=event_status(item),
    )


def _feed(session: Session, asked: Any, view: View, place: Place) -> Feed:
    """Make a page of the feed: what was itself changed last comes first, unless another order is asked for."""
    query = list_query(MeetingQuery, asked, sort=asked.sort or "-updated_at", embed=_SHOWN)
    page = MEETINGS.page(session, query, view)
    entries = [_entry(item, place) for item in page["items"]]
    return make_feed(NAME, asked, place, page, entries, view)


def _entry(item: Item, place: Place) -> Entry:
    status = MeetingStatus(item["status"])
    return Entry(
        id=item["id"],
        title=item["title"],
        published_at=item["created_at"],
        updated_at=changed_at(item),
        url=place.service + item["url"],
        categories=[(status.value, status.en)],
        summary=f"{status.en}: {when_words(item)}",
        content=told_of(item),
    )


def _table(session: Session, asked: Any, view: View, place: Place) -> Table:
    items = _read_whole(session, asked, view)
    return Table(NAME, COLUMNS, [row_of(item, place.service + item["url"]) for item in items])


MEETING_FORMS = Forms(
    plural="meetings", query=MeetingQuery, columns=COLUMNS, calendar=_calendar, feed=_feed, table=_table
)
