"""How the words of a due cell and our reading of them are shown as of a day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.actions.rules import CLOSED
from app.core.listing import Embed, Item, View
from app.schedule.models import Deadline
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

_SAID = (
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
    .where(
        _deadline.source == bindparam("source"),
        _deadline.source_id.in_(bindparam("sources", expanding=True)),
        _deadline.deleted_at.is_(None),
        _deadline.point >= 0,
    )
    .order_by(_deadline.position)
)


def show_due(source: DeadlineSource) -> Embed:
    """Make what shows the due values of actions, or of milestones, as their deadlines stand as of a day."""

    def show(session: Session, items: Sequence[Item], view: View) -> None:
        said: defaultdict[str, list[Any]] = defaultdict(list)
        if items:
            ids = {"source": source.value, "sources": [item["id"] for item in items]}
            for row in session.connection().execute(_SAID, ids):
                said[row.source_id].append(row)
        for item in items:
            item["due"] = _shown(item, said[item["id"]], view.today)
            if not view.caller.sees_partners:
                points = item["due"]["points"]
                item["due"]["points"] = [{**point, "meeting_id": None} for point in points]

    return show


def _shown(item: Item, said: Sequence[Any], as_of: date) -> Item:
    """Take the `_due_…` members out of an item and give its `due` as of a day."""
    current = [row for row in said if is_current(row.follows_on, row.lapses_on, as_of)]
    states = [
        state_of(row.kind, row.earliest, row.latest, is_done=row.is_done, as_of=as_of) for row in current
    ]
    dues = [row.latest for row in current if row.rank == Rank.DUE and not row.is_done]
    is_done = item.pop("_is_closed")
    return {
        **{name: item.pop(f"_due_{name}") for name in _NAMES},
        "next_on": None if is_done else next_due(dues, as_of),
        "state": DueState.DONE if is_done else state_of_all(states),
    }


def is_closed(status: str) -> bool:
    """Tell whether an action with this status is due no more."""
    return status in CLOSED


def due_columns(columns: Any) -> dict[str, Any]:
    """Give the columns that the due value is shown from."""
    return {f"_due_{name}": columns[f"due_{name}"] for name in _NAMES}
