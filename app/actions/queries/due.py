"""How the words of a due cell and our reading of them are shown as of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, select
from sqlmodel import Session

from app.actions.rules import CLOSED
from app.core.filters import Filter
from app.core.listing import Embed, Item, View
from app.schedule.models import Deadline
from app.schedule.queries.standing import PLACES, place_of_all
from app.schedule.rules import (
    DeadlineSource,
    DueState,
    Rank,
    is_current,
    next_due,
    state_of,
    state_of_all,
)

_deadline = Deadline.__table__.c
_NAMES = ("text", "points", "unread", "reading", "grammar", "confirmed_text")

_SAYS = (
    select(
        _deadline.source_id,
        _deadline.kind,
        _deadline.earliest,
        _deadline.latest,
        _deadline.rank,
        _deadline.follows_on,
        _deadline.lapses_on,
        _deadline.is_done,
    )
    .where(_deadline.source == bindparam("source"), _deadline.deleted_at.is_(None), _deadline.point >= 0)
    .order_by(_deadline.position)
)
_SAID = _SAYS.where(_deadline.source_id.in_(bindparam("sources", expanding=True)))
_SAID_IN_PLAN = _SAYS.where(_deadline.plan_id == bindparam("plan_id"))


def show_due(source: DeadlineSource) -> Embed:
    """Make what shows the due values of actions, or of milestones, as their deadlines stand as of a day."""

    def show(session: Session, items: Sequence[Item], view: View) -> None:
        ids = [item["id"] for item in items]
        said = _by_source(session, _SAID, source=source.value, sources=ids) if items else {}
        for item in items:
            item["due"] = _shown(item, said.get(item["id"], ()), view.today)
            if not view.caller.sees_partners:
                points = item["due"]["points"]
                item["due"]["points"] = [{**point, "meeting_id": None} for point in points]

    return show


def _shown(item: Item, said: Sequence[Any], as_of: date) -> Item:
    """Take the `_due_…` members out of an item and give its `due` as of a day."""
    current = _current(said, as_of)
    dues = [row.latest for row in current if row.rank == Rank.DUE and not row.is_done]
    is_done = item.pop("_is_closed")
    return {
        **{name: item.pop(f"_due_{name}") for name in _NAMES},
        "next_on": None if is_done else next_due(dues, as_of),
        "state": DueState.DONE if is_done else _state(current, as_of),
    }


def _current(said: Sequence[Any], as_of: date) -> list[Any]:
    return [row for row in said if is_current(row.follows_on, row.lapses_on, as_of)]


def _state(current: Sequence[Any], as_of: date) -> DueState:
    return state_of_all(
        [state_of(row.kind, row.earliest, row.latest, is_done=row.is_done, as_of=as_of) for row in current]
    )


def _by_source(session: Session, statement: Select[Any], **values: Any) -> dict[str, list[Any]]:
    said: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.connection().execute(statement, values):
        said[row.source_id].append(row)
    return said


def states_in_plan(
    session: Session, plan_id: str, statuses: Mapping[str, str], as_of: date
) -> dict[str, DueState]:
    """Tell how the actions of a plan stand as of a day, given the status of each by its id."""
    said = _by_source(session, _SAID_IN_PLAN, source=DeadlineSource.ACTION.value, plan_id=plan_id)
    return {
        id: DueState.DONE if is_closed(status) else _state(_current(said.get(id, ()), as_of), as_of)
        for id, status in statuses.items()
    }


def is_closed(status: str) -> bool:
    """Tell whether an action with this status is due no more."""
    return status in CLOSED


def due_columns(columns: Any) -> dict[str, Any]:
    """Give the columns that the due value is shown from."""
    return {f"_due_{name}": columns[f"due_{name}"] for name in _NAMES}


def state_filter(columns: Any) -> Filter:
    """Make the filter `state` of actions: that of their due values, as it is shown as of the day."""
    place = case(
        (columns.status.in_(CLOSED), PLACES[DueState.DONE]),
        else_=place_of_all(DeadlineSource.ACTION, columns.id),
    )
    asked: BindParameter[Any] = bindparam("state", expanding=True)
    return Filter(
        "state", place.in_(asked), lambda _session, states, _caller: [PLACES[one] for one in states]
    )
