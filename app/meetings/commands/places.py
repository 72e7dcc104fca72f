"""Places on an agenda: where an item is put, what stands there already moves on."""

from collections.abc import Sequence

from sqlmodel import Session

from app.core.callers import Caller
from app.ledger.commands import Writer
from app.meetings.models import AgendaItem
from app.meetings.queries import list_agenda

PUT_BEFORE = "Another item was put before it."
# The laws of agendas are kept by whoever puts an item there.
_WRITE_ITEMS = Writer(table=AgendaItem)


def follow_place(session: Session, caller: Caller, item: AgendaItem, changed: frozenset[str]) -> None:
    """Make room for an item where it was put, or comes back."""
    if item.deleted_at is None and not changed.isdisjoint({"position", "deleted_at"}):
        others = [one for one in list_agenda(session, item.meeting_id) if one.id != item.id]
        make_room(session, caller, others, item.position, PUT_BEFORE)


def make_room(
    session: Session, caller: Caller, agenda: Sequence[AgendaItem], place: int, reason: str
) -> None:
    """Move what stands at a place, and what stands right after it, one place on."""
    items = [item for item in agenda if item.deleted_at is None]
    taken, free = {item.position for item in items}, place
    while free in taken:
        free += 1
    for item in items:
        if place <= item.position < free:
            _WRITE_ITEMS.update(session, caller, item, {"position": item.position + 1}, reason)
