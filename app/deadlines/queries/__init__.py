"""What is due, for people: deadlines with their action, plan, theme and leads, overdue first, then by date."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, case, false, or_, true
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.actions.queries import under_themes
from app.actions.queries.leads import leads_of, led_by_filters
from app.actions.rules import ActionStatus, MilestoneStatus
from app.adoption.models import Review
from app.core.filters import Filter, among, at_least, at_most, equals, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.deadlines.schemas import DeadlineQuery, DeadlineRead
from app.kernel.text import shortened
from app.meetings.models import Meeting
from app.meetings.rules import MeetingStatus
from app.phrases.due import DUE_KINDS, PointKind
from app.plans.models import Plan, Theme
from app.schedule.models import Deadline
from app.schedule.queries.standing import STATE
from app.schedule.rules import DeadlineSource, DueState, Rank, state_of

_deadline = Deadline.__table__.c
_action = Action.__table__.c
_plan = Plan.__table__.c
_theme = Theme.__table__.c
_milestone = Milestone.__table__.c
_review = Review.__table__.c
_held = Meeting.__table__.c
_not_missed = bindparam("_not_missed", type_=Date())
_not_later = bindparam("_not_later", type_=Date())


def shape_deadline(item: Item, view: View) -> None:
    """Make of a row what is shown of a deadline."""
    told = {name: item.pop(name) for name in _TOLD_OF_OTHERS}
    kind, latest = item["kind"], item["latest"]
    state = state_of(kind, item["earliest"], latest, is_done=told["_is_done"], as_of=view.today)
    item["state"] = state.value
    is_due = latest is not None and kind in DUE_KINDS
    item["days_left"] = (latest - view.today).days if is_due else None
    item["meeting"] = _meeting(told, view)
    item["title"] = shortened(told[_TITLES[item["source"]]] or "")
    item["action"] = _action_shown(told)
    item["plan"] = _plan_shown(told)
    number, title = told["_theme_number"], told["_theme_title"]
    item["theme"] = None if number is None else {"number": number, "title": title}
    if not view.caller.sees_partners:
        item["lead_text"] = item["completion_note"] = None


def _action_shown(told: Item) -> Item | None:
    id = told["_action_id"]
    if id is None:
        return None
    return {"id": id, "reference": told["_action_reference"], "url": f"{Action.__path__}/{id}"}


def _plan_shown(told: Item) -> Item | None:
    id = told["_plan_id"]
    return (
        None if id is None else {"id": id, "reference": told["_plan_reference"], "title": told["_plan_title"]}
    )


def _meeting(told: Item, view: View) -> Item | None:
    """Show the meeting, where there is one that the caller may see."""
    id = told["_meeting_id"]
    if id is None or not (told["_meeting_visibility"] == "public" or view.caller.sees_partners):
        return None
    names = ("reference", "title", "starts_on", "status")
    return {"id": id, **{name: told[f"_meeting_{name}"] for name in names}, "url": f"{Meeting.__path__}/{id}"}


def _embed_leads(session: Session, items: Sequence[Item], view: View) -> None:
    ids = {item["action"]["id"] for item in items if item["action"] is not None}
    leads = leads_of(session, ids, view)
    for item in items:
        named = leads.get(item["action"]["id"], []) if item["action"] is not None else []
        item["leads"] = [{"kind": lead["kind"], "name": lead["name"]} for lead in named]


# A meeting's own deadlines are of the meeting; others may hang on one.
_its_meeting = case(
    (_deadline.source == DeadlineSource.MEETING, _deadline.source_id), else_=_deadline.meeting_id
)
_its_sub_group = case((_deadline.source == DeadlineSource.MEETING, _deadline.owner_id))

OF_CANCELLED_ACTION = and_(
    _deadline.is_done.is_(True),
    _deadline.completed_on.is_(None),
    _deadline.kind != PointKind.DONE,
    _action.status == ActionStatus.CANCELLED,
    or_(_milestone.id.is_(None), _milestone.status != MilestoneStatus.MET),
)
"""That something was not done when its action was cancelled."""

OF_CANCELLED_MEETING = and_(
    _deadline.source == DeadlineSource.MEETING,
    _deadline.deleted_at.is_not(None),
    _held.status == MeetingStatus.CANCELLED,
    _held.deleted_at.is_(None),
)
"""That nobody need do something since its meeting is cancelled; no list has that, but calendars tell it."""

_OTHERS = {
    "_is_done": _deadline.is_done,
    "_action_id": _deadline.action_id,
    "_action_reference": _action.reference,
    "_action_text": _action.text,
    "_milestone_title": _milestone.title,
    "_review_title": _review.title,
    "_plan_id": _deadline.plan_id,
    "_plan_reference": _plan.reference,
    "_plan_title": _plan.title,
    "_theme_number": _theme.number,
    "_theme_title": _theme.title,
    "_meeting_id": _held.id,
    "_meeting_reference": _held.reference,
    "_meeting_title": _held.title,
    "_meeting_starts_on": _held.starts_on,
    "_meeting_status": _held.status,
    "_meeting_visibility": _held.visibility,
}
_TOLD_OF_OTHERS = tuple(_OTHERS)
# The title of a deadline that is a meeting's own is that of the meeting.
_TITLES = {
    DeadlineSource.ACTION.value: "_action_text",
    DeadlineSource.MILESTONE.value: "_milestone_title",
    DeadlineSource.MEETING.value: "_meeting_title",
    DeadlineSource.PLAN.value: "_plan_title",
    DeadlineSource.REVIEW.value: "_review_title",
}

DEADLINES = Listing(
    table=Deadline,
    read=DeadlineRead,
    columns={
        **columns_of(Deadline, DeadlineRead),
        "is_called_off": case((or_(OF_CANCELLED_ACTION, OF_CANCELLED_MEETING), true()), else_=false()),
        "lead_text": _action.lead_text,
        **_OTHERS,
    },
    source=Deadline.__table__.outerjoin(Action.__table__, _action.id == _deadline.action_id)
    .outerjoin(Plan.__table__, _plan.id == _deadline.plan_id)
    .outerjoin(Theme.__table__, _theme.id == _deadline.theme_id)
    .outerjoin(Milestone.__table__, _milestone.id == _deadline.source_id)
    .outerjoin(Review.__table__, _review.id == _deadline.source_id)
    .outerjoin(Meeting.__table__, _held.id == _its_meeting),
    filters=(
        at_least("from", _deadline.listed_on),
        at_most("to", _deadline.listed_on),
        Filter("state", STATE.in_(bindparam("state", expanding=True))),
        among("kind", _deadline.kind),
        among("source", _deadline.source),
        names("plan", _deadline.plan_id, Plan),
        under_themes(_deadline.action_id),
        *led_by_filters(_deadline.action_id, _its_sub_group),
        names("meeting", _its_meeting, Meeting),
        search(
            _action.text,
            _milestone.title,
            _review.title,
            _deadline.text,
            partly=[(_held.title, _held.visibility == "public")],
        ),
        equals("_is_done", _deadline.is_done),
        among("_ranks", _deadline.rank),
        at_least("_from", _deadline.listed_on),
        at_most("_to", _deadline.listed_on),
        Filter("_not_missed", or_(_deadline.lapses_on.is_(None), _deadline.lapses_on >= _not_missed)),
        Filter("_not_later", or_(_deadline.follows_on.is_(None), _deadline.follows_on < _not_later)),
    ),
    sorts={
        "rank": SortKey(_deadline.rank),
        "due": SortKey(_deadline.listed_on),
        "updated_at": SortKey(_deadline.updated_at),
    },
    default_sort="rank,due",
    visible=_deadline.is_public.is_(True),
    shape=shape_deadline,
    of_day=True,
    embeds={"leads": _embed_leads},
    always=("leads",),
)

_LISTED_APART = {"starts": Rank.STARTS, "undated": Rank.UNDATED}


def list_deadlines(
    session: Session, query: DeadlineQuery, view: View, listing: Listing = DEADLINES, first: str = "rank,"
) -> Item:
    """Read one page of deadlines: overdue first, then by the day due; starts and undated ones at the end.

    Without `state`, open ones with a day due are listed, and what `include` adds; with it, whatever is in it.
    `first` is what is sorted by before what the query says.
    """
    changes = {"include": None, "sort": f"{first}{query.sort or 'due'}"}
    of_day = occurrences_asked(query, view.today)
    if query.state is None:
        also = {"_is_done": False, "_ranks": ranks_asked(query)}
    else:
        also = _known_of(set(query.state))
        of_day |= {"as_of": view.today, **_days_of(set(query.state), view.today)}
    query = query.model_copy(update=changes)
    return listing.page(session, query, view, also=also, of_day=of_day)


def ranks_asked(query: DeadlineQuery) -> list[int]:
    """Say where in the list stands what is asked for: what has a day due, and what else is included."""
    apart = [_LISTED_APART[name] for name in query.include or () if name in _LISTED_APART]
    return sorted({int(rank) for rank in (Rank.DUE, *apart)})


def occurrences_asked(query: DeadlineQuery, today: date) -> dict[str, Any]:
    """Say which occurrences of what repeats are listed: the last that was missed and the next, unless more is asked.

    Who asks for a period wants all that falls into it.
    """
    include = query.include or ()
    of_period = query.from_ is not None or query.to is not None
    listed = {}
    if "missed" not in include and not of_period:
        listed["_not_missed"] = today
    if "later" not in include and not of_period:
        listed["_not_later"] = today
    return listed


# Where in the list something in a state may stand.
_RANKS = {
    DueState.OVERDUE: {Rank.DUE},
    DueState.IN_WINDOW: {Rank.DUE},
    DueState.UPCOMING: set(Rank),
    DueState.ONGOING: {Rank.STARTS, Rank.UNDATED},
    DueState.WAITING: {Rank.UNDATED},
    DueState.UNDATED: {Rank.UNDATED},
    DueState.DONE: set(Rank),
}


def _known_of(states: set[DueState]) -> dict[str, Any]:
    """Say of the states asked for what the index holds, so that it skips what can't match."""
    known: dict[str, Any] = {"_ranks": sorted({int(rank) for state in states for rank in _RANKS[state]})}
    if DueState.DONE not in states or states == {DueState.DONE}:
        known["_is_done"] = DueState.DONE in states
    return known


def _days_of(states: set[DueState], today: date) -> dict[str, Any]:
    """Find the days within which the states asked for lie."""
    if states == {DueState.OVERDUE}:
        return {"_to": today - timedelta(days=1)}
    return {"_from": today} if states <= {DueState.IN_WINDOW, DueState.UPCOMING} else {}
