"""How the words of a due cell and our reading of them are shown as of a day."""

from datetime import date
from typing import Any

from app.actions.rules import CLOSED
from app.core.listing import Item
from app.phrases.due import DUE_KINDS
from app.schedule.rules import DueState, next_due, state_of, state_of_all


def shown_due(item: Item, as_of: date, *, is_done: bool) -> Item:
    """Take the `_due_…` members out of an item and give its `due` as of a day."""
    points = item.pop("_due_points")
    dated = [(point["kind"], day_of(point["earliest"]), day_of(point["latest"])) for point in points]
    states = [
        state_of(kind, earliest, latest, is_done=is_done, as_of=as_of) for kind, earliest, latest in dated
    ]
    dues = [latest for kind, _, latest in dated if latest is not None and kind in DUE_KINDS]
    return {
        "text": item.pop("_due_text"),
        "points": points,
        "unread": item.pop("_due_unread"),
        "reading": item.pop("_due_reading"),
        "next_on": None if is_done else next_due(dues, as_of),
        "state": DueState.DONE if is_done else state_of_all(states),
    }


def is_closed(status: str) -> bool:
    """Tell whether an action with this status is due no more."""
    return status in CLOSED


def due_columns(columns: Any) -> dict[str, Any]:
    """Give the columns that `shown_due` takes."""
    names = ("due_text", "due_points", "due_unread", "due_reading")
    return {f"_{name}": columns[name] for name in names}


def day_of(written: str | None) -> date | None:
    """Read a day that was kept as JSON."""
    return None if written is None else date.fromisoformat(written)
