"""What is due, for calendars, feeds and tables: the same list as in JSON, with the same filters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Date, and_, bindparam, not_, or_, select
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.adoption.models import Review
from app.core.filters import Filter
from app.core.forms import UID_DOMAIN, Forms, Place, list_query, make_feed, name_asked, read_whole
from app.core.listing import Item, View
from app.core.times import read_fast
from app.deadlines.queries import (
    DEADLINES,
    OF_CANCELLED_ACTION,
    OF_CANCELLED_MEETING,
    list_deadlines,
    occurrences_asked,
    ranks_asked,
    shape_deadline,
)
from app.deadlines.rules.forms import (
    COLUMNS,
    NAME,
    day_after,
    days_of,
    days_words,
    event_status,
    lasting_state_words,
    path_of,
    plan_words,
    row_of,
    state_words,
    theme_words,
    title_of,
    told_of,
)
from app.deadlines.schemas import DeadlineQuery
from app.formats.atom import Entry, Feed
from app.formats.ical import Calendar, Event
from app.formats.tables import Table
from app.meetings.models import Meeting
from app.plans.models import Plan, Theme
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource

_deadline = Deadline.__table__.c
_held = Meeting.__table__.c
# What is told of a deadline comes from these too, so that it changes when they do.
_TOLD = {table.__tablename__: table for table in (Action, Milestone, Review, Plan, Theme)}
_CHANGED = tuple(f"_{name}_changed_at" for name in _TOLD)


def _shape_told(item: Item, view: View) -> None:
    changes = [item.pop(name) for name in _CHANGED]
    meeting_changed_at = item.pop("_meeting_changed_at")
    shape_deadline(item, view)
    if item["meeting"] is not None:
        changes.append(meeting_changed_at)
    item["changed_at"] = max([item["updated_at"], *filter(None, changes)])


_TOLD_DEADLINES = replace(
    DEADLINES,
    columns={
        **DEADLINES.columns,
        **{
            name: read_fast(table.__table__.c.updated_at)
            for name, table in zip(_CHANGED, _TOLD.values(), strict=True)
        },
        "_meeting_changed_at": read_fast(_held.updated_at),
    },
    shape=_shape_told,
)
# What is done as a whole follows on nothing any more, so that the next of its occurrences is found by their days.
_before = Deadline.__table__.alias("before").c
_ahead = select(_before.id).where(
    _before.source == _deadline.source,
    _before.source_id == _deadline.source_id,
    _before.point == _deadline.point,
    _before.completed_on.is_(None),
    _before.latest >= bindparam("_not_later", type_=Date()),
    _before.latest < _deadline.latest,
)
_is_next = Filter("_not_later", or_(_deadline.rrule.is_(None), not_(_ahead.exists())))
_CALLED_OFF = replace(
    _TOLD_DEADLINES,
    filters=(*(one for one in _TOLD_DEADLINES.filters if one.name != _is_next.name), _is_next),
    there=or_(and_(_deadline.deleted_at.is_(None), OF_CANCELLED_ACTION), OF_CANCELLED_MEETING),
    # Nothing was kept in step with a meeting any more once it was cancelled.
    visible=and_(
        _deadline.is_public.is_(True),
        or_(_deadline.source != DeadlineSource.MEETING, _held.visibility == "public"),
    ),
)


def _calendar(session: Session, asked: Any, view: View, place: Place) -> Calendar:
    """Make the calendar of what is due. What is called off stays in it, so that it is told, unless states are asked."""

    def listed(query: DeadlineQuery) -> Item:
        return list_deadlines(session, query, view, _TOLD_DEADLINES)

    def called_off(query: DeadlineQuery) -> Item:
        return _list_called_off(session, query, view)

    lists = (listed, called_off) if asked.state is None else (listed,)
    items = read_whole(DeadlineQuery, asked, *lists)
    return Calendar(name_asked(NAME, asked), [event for item in items for event in _events_of(item, place)])


def _list_called_off(session: Session, query: DeadlineQuery, view: View) -> Item:
    also, of_day = {"_ranks": ranks_asked(query)}, occurrences_asked(query, view.today)
    query = query.model_copy(update={"include": None})
    return _CALLED_OFF.page(session, query, view, also=also, of_day=of_day)


def _events_of(item: Item, place: Place) -> Iterator[Event]:
    """Give the event of a deadline; none where it has no day."""
    days = days_of(item)
    if days is None:
        return
    # An event that told the state of a day would change without a change.
    state = lasting_state_words(item)
    categories = (state, plan_words(item), theme_words(item))
    yield Event(
        uid=f"{item['id']}@{UID_DOMAIN}",
        sequence=item["version"] - 1,
        created_at=item["created_at"],
        changed_at=item["changed_at"],
        starts=days[0],
        ends=day_after(days[1]),
        summary=title_of(item),
        description=told_of(item, state),
        url=place.service + path_of(item),
        categories=[one for one in categories if one],
        status=event_status(item),
    )


def _feed(session: Session, asked: Any, view: View, place: Place) -> Feed:
    """Make a page of the feed: what was itself changed last comes first, unless another order is asked for."""
    query = list_query(DeadlineQuery, asked, sort=asked.sort or "-updated_at")
    page = list_deadlines(session, query, view, _TOLD_DEADLINES, first="")
    entries = [_entry(item, place) for item in page["items"]]
    return make_feed(NAME, asked, place, page, entries, view)


def _entry(item: Item, place: Place) -> Entry:
    return Entry(
        id=item["id"],
        title=title_of(item),
        published_at=item["created_at"],
        updated_at=item["changed_at"],
        url=place.service + path_of(item),
        categories=[(item["state"], state_words(item))],
        summary=f"{state_words(item)}: {days_words(item)}",
        content=told_of(item, state_words(item)),
    )


def _table(session: Session, asked: Any, view: View, place: Place) -> Table:
    def listed(query: DeadlineQuery) -> Item:
        return list_deadlines(session, query, view, _TOLD_DEADLINES)

    items = read_whole(DeadlineQuery, asked, listed)
    return Table(NAME, COLUMNS, [row_of(item, place.service + path_of(item)) for item in items])


DEADLINE_FORMS = Forms(
    plural="deadlines", query=DeadlineQuery, columns=COLUMNS, calendar=_calendar, feed=_feed, table=_table
)
