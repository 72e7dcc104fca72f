"""What is due, for people: deadlines with their action, plan, theme and leads, overdue first, then by date."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, case, or_
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.actions.queries import under_themes
from app.actions.queries.leads import leads_of, led_by_filters
from app.core.filters import Filter, among, at_least, at_most, equals, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.deadlines.schemas import DeadlineQuery, DeadlineRead
from app.kernel.text import shortened
from app.phrases.due import DUE_KINDS, PointKind
from app.plans.models import Plan, Theme
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, DueState, Rank, state_of

_deadline = Deadline.__table__.c
_action = Action.__table__.c
_plan = Plan.__table__.c
_theme = Theme.__table__.c
_milestone = Milestone.__table__.c
_as_of = bindparam("as_of", type_=Date())

# The same law as schedule.rules.state_of, for the database; a test holds the two together.
_STATE = case(
    (or_(_deadline.is_done.is_(True), _deadline.kind == PointKind.DONE), DueState.DONE),
    (_deadline.rank == int(Rank.DUE), case(
        (_deadline.latest < _as_of, DueState.OVERDUE),
        (_deadline.earliest > _as_of, DueState.UPCOMING),
        else_=DueState.IN_WINDOW,
    )),
    (or_(_deadline.kind == PointKind.ONGOING, _deadline.rank == int(Rank.STARTS)), case(
        (_deadline.earliest > _as_of, DueState.UPCOMING),
        else_=DueState.ONGOING,
    )),
    (_deadline.kind == PointKind.RELATIVE, DueState.WAITING),
    else_=DueState.UNDATED,
)  # fmt: skip


def _shape(item: Item, view: View) -> None:
    kind, earliest, latest = item["kind"], item["earliest"], item["latest"]
    item["state"] = state_of(kind, earliest, latest, is_done=item.pop("_is_done"), as_of=view.today).value
    is_due = latest is not None and kind in DUE_KINDS
    item["days_left"] = (latest - view.today).days if is_due else None
    milestone, text = item.pop("_milestone_title"), item.pop("_action_text")
    item["title"] = shortened(milestone if item["source"] == DeadlineSource.MILESTONE else text)
    action_id, plan_id = item.pop("_action_id"), item.pop("_plan_id")
    item["action"] = {
        "id": action_id,
        "reference": item.pop("_action_reference"),
        "url": f"{Action.__path__}/{action_id}",
    }
    item["plan"] = {"id": plan_id, "reference": item.pop("_plan_reference"), "title": item.pop("_plan_title")}
    number, title = item.pop("_theme_number"), item.pop("_theme_title")
    item["theme"] = None if number is None else {"number": number, "title": title}
    item["meeting"] = None
    if not view.caller.sees_partners:
        item["lead_text"] = None


def _embed_leads(session: Session, items: Sequence[Item], view: View) -> None:
    leads = leads_of(session, {item["action"]["id"] for item in items}, view)
    for item in items:
        item["leads"] = [
            {"kind": lead["kind"], "name": lead["name"]} for lead in leads.get(item["action"]["id"], [])
        ]


DEADLINES = Listing(
    table=Deadline,
    read=DeadlineRead,
    columns={
        **columns_of(Deadline, DeadlineRead),
        "_is_done": _deadline.is_done,
        "_action_id": _deadline.action_id,
        "_action_reference": _action.reference,
        "_action_text": _action.text,
        "lead_text": _action.lead_text,
        "_milestone_title": _milestone.title,
        "_plan_id": _deadline.plan_id,
        "_plan_reference": _plan.reference,
        "_plan_title": _plan.title,
        "_theme_number": _theme.number,
        "_theme_title": _theme.title,
    },
    source=Deadline.__table__.join(Action.__table__, _action.id == _deadline.action_id)
    .join(Plan.__table__, _plan.id == _deadline.plan_id)
    .outerjoin(Theme.__table__, _theme.id == _deadline.theme_id)
    .outerjoin(Milestone.__table__, _milestone.id == _deadline.source_id),
    filters=(
        at_least("from", _deadline.listed_on),
        at_most("to", _deadline.listed_on),
        Filter("state", _STATE.in_(bindparam("state", expanding=True))),
        among("kind", _deadline.kind),
        among("source", _deadline.source),
        names("plan", _deadline.plan_id, Plan),
        under_themes(_deadline.action_id),
        *led_by_filters(_deadline.action_id),
        search(_action.text, _milestone.title, _deadline.text),
        equals("_is_done", _deadline.is_done),
        among("_ranks", _deadline.rank),
        at_least("_from", _deadline.listed_on),
        at_most("_to", _deadline.listed_on),
    ),
    sorts={
        "rank": SortKey(_deadline.rank),
        "due": SortKey(_deadline.listed_on),
        "updated_at": SortKey(_deadline.updated_at),
    },
    default_sort="rank,due",
    visible=_deadline.is_public.is_(True),
    shape=_shape,
    of_day=True,
    embeds={"leads": _embed_leads},
    always=("leads",),
)

_LISTED_APART = {"starts": Rank.STARTS, "undated": Rank.UNDATED}


def list_deadlines(session: Session, query: DeadlineQuery, view: View) -> Item:
    """Read one page of deadlines: overdue first, then by the day due; starts and undated ones at the end.

    Without `state`, open ones with a day due are listed, and what `include` adds; with it, whatever is in it.
    """
    changes = {"include": None, "sort": f"rank,{query.sort or 'due'}"}
    of_day: dict[str, Any] = {}
    if query.state is None:
        apart = [_LISTED_APART[name] for name in query.include or ()]
        also = {"_is_done": False, "_ranks": sorted({int(rank) for rank in (Rank.DUE, *apart)})}
    else:
        also = _known_of(set(query.state))
        of_day = {"as_of": view.today, **_days_of(set(query.state), view.today)}
    query = query.model_copy(update=changes)
    return DEADLINES.page(session, query, view, also=also, of_day=of_day)


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
