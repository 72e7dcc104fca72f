"""Standing items return by themselves: what a sub-group has on every agenda is put on those of its meetings."""

from collections.abc import Sequence
from contextlib import suppress

from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Table
from app.core.errors import IsDependedOn
from app.core.links import refuse_if_depended_on
from app.kernel.clock import now
from app.kernel.text import same_words
from app.ledger.commands import Writer
from app.meetings.commands.places import make_room
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries import list_agenda, list_meetings_to_come
from app.meetings.rules import AgendaItemKind, takes_standing_items
from app.sub_groups.models import SubGroup

IS_STANDING = "It is a standing item of the sub-group."
IS_STANDING_BEFORE = "A standing item of the sub-group was put before it."
IS_NOT_STANDING = "It is no longer a standing item of the sub-group."
# What is on every agenda is on one that is final from the start, too: so without the law of final agendas.
_WRITE_ITEMS = Writer(table=AgendaItem)


def follow_standing_items(session: Session, caller: Caller, row: Table, changed: frozenset[str]) -> None:
    """Bring the agendas of a sub-group's meetings in step with its standing items, where these changed."""
    if isinstance(row, SubGroup) and "standing_items" in changed:
        renew_agendas(session, caller, row)


def renew_agendas(session: Session, caller: Caller, sub_group: SubGroup) -> None:
    """Bring the agendas of a sub-group's meetings to come in step with its standing items."""
    for meeting in list_meetings_to_come(session, sub_group.id, now().date()):
        renew_agenda(session, caller, meeting, is_new=False)


def renew_agenda(session: Session, caller: Caller, meeting: Meeting, *, is_new: bool) -> None:
    """Put the standing items of its sub-group on a meeting's agenda, and take off what is none any more.

    A new meeting gets them all, unless it is past when it is entered; later only one to come, whose agenda was not
    sent out, is brought in step. What a person took off stays away, and what something hangs on stays.
    """
    sent_on = meeting.draft_agenda_sent_on or meeting.final_agenda_sent_on
    if not takes_standing_items(meeting.status, meeting.starts_on, sent_on, now().date(), is_new=is_new):
        return
    standing = session.get_one(SubGroup, meeting.sub_group_id).standing_items
    agenda = list_agenda(session, meeting.id)
    _take_off(session, caller, agenda, standing)
    _put_on(session, caller, meeting.id, agenda, standing)


def _take_off(
    session: Session, caller: Caller, agenda: Sequence[AgendaItem], standing: Sequence[str]
) -> None:
    for item in agenda:
        if item.deleted_at is not None or item.standing_item in (None, *standing):
            continue
        with suppress(IsDependedOn), session.no_autoflush:
            refuse_if_depended_on(session, item)
            # A person may bring it back, as an item like any other, and so may the sub-group, as a new one.
            item.standing_item = None
            _WRITE_ITEMS.remove(session, caller, item, IS_NOT_STANDING)


def _put_on(
    session: Session, caller: Caller, meeting_id: str, agenda: list[AgendaItem], standing: Sequence[str]
) -> None:
    """Put what is not on the agenda right after the standing item before it, the first one at the top."""
    place = 1
    for title in dict.fromkeys(standing):
        item = next((item for item in agenda if _is_same(item, title)), None)
        if item is None:
            make_room(session, caller, agenda, place, IS_STANDING_BEFORE)
            values = {"meeting_id": meeting_id, "kind": AgendaItemKind.STANDING, "position": place}
            told = {**values, "title": title, "standing_item": title}
            item = _WRITE_ITEMS.create(session, caller, told, IS_STANDING)
            agenda.append(item)
        if item.deleted_at is None:
            place = item.position + 1


def _is_same(item: AgendaItem, title: str) -> bool:
    """Tell whether an item was put on the agenda as this standing item, or by hand as the same."""
    by_hand = item.deleted_at is None and item.kind == AgendaItemKind.STANDING
    return item.standing_item == title or (by_hand and same_words(item.title) == same_words(title))
