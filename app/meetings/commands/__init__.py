"""How meetings, venues, agenda items, recommendations and decisions are written."""

from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import address, find_named
from app.core.rows import next_number
from app.kernel.clock import now
from app.kernel.text import shortened, slug
from app.ledger.commands import Writer
from app.meetings.commands.places import follow_place
from app.meetings.commands.standing import renew_agenda
from app.meetings.models import AgendaItem, Decision, Meeting, Paper, Recommendation, Venue
from app.meetings.queries import find_decision_elsewhere, find_letter
from app.meetings.rules import (
    DEFAULT_TIME_ZONE,
    IsOfAnotherAgendaItem,
    IsOfAnotherMeeting,
    LetterIsTaken,
    MeetingHasNoDay,
    MeetingStatus,
    RecommendationIsDecided,
    check_agenda_days,
    check_scheduled_on,
    check_times,
    day_of,
    letter_key,
    moved_to,
    refuse_cancelled,
    refuse_final,
    refuse_to_come,
)
from app.schedule.commands.meetings import move_bound, release_bound
from app.schedule.rules import MeetingFacts
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import find_body

Values = dict[str, Any]


def _prepare_meeting(session: Session, meeting: Meeting | None, values: Values) -> Values:
    """Fill in the title and the day where they follow from the rest."""
    present = meeting.model_dump() if meeting is not None else {"time_zone": DEFAULT_TIME_ZONE}
    told = {**present, **values}
    filled = dict(values)
    if told.get("title") is None:
        filled["title"] = _usual_title(session, told["sub_group_id"])
    moves = meeting is None or not values.keys().isdisjoint({"starts_on", "starts_at", "time_zone"})
    if moves and values.get("starts_on") is None and told.get("starts_at") is not None:
        filled["starts_on"] = day_of(told["starts_at"], told["time_zone"])
    elif told.get("starts_on") is None:
        raise MeetingHasNoDay
    return filled if meeting is None else {**_moved_times(meeting, values), **filled}


def _moved_times(meeting: Meeting, values: Values) -> Values:
    """Move the times of a meeting that is put off along with its day, where nothing else is said of them."""
    day = values.get("starts_on")
    if day is None or meeting.starts_at is None or not values.keys().isdisjoint({"starts_at", "time_zone"}):
        return {}
    return {
        name: moved_to(day, moment, meeting.starts_on, meeting.time_zone)
        for name in ("starts_at", "ends_at")
        if (moment := getattr(meeting, name)) is not None
    }


def _usual_title(session: Session, sub_group: str) -> str | None:
    """Make the title of a meeting of the sub-group; None where there is none, which links refuse later."""
    id = find_named(session, SubGroup.__table__, sub_group)
    found = session.get(SubGroup, id) if id is not None else None
    return f"{shortened(found.name, 400)} meeting" if found is not None else None


def _name_meeting(session: Session, values: Values) -> str:
    sub_group = session.get_one(SubGroup, values["sub_group_id"])
    held_by = slug(sub_group.reference)
    return f"{held_by}-{values['starts_on']}" if held_by else slug(values["title"])


def _check_meeting(_session: Session, meeting: Meeting) -> None:
    check_times(meeting.starts_on, meeting.starts_at, meeting.ends_at, meeting.time_zone)
    sent = (meeting.draft_agenda_sent_on, meeting.final_agenda_sent_on)
    check_agenda_days(*sent, meeting.starts_on, now().date())
    check_scheduled_on(meeting.scheduled_on, meeting.starts_on, now().date())
    if meeting.status == MeetingStatus.HELD:
        refuse_to_come(meeting.starts_on, now().date(), "/status")


def _follow_meeting(session: Session, caller: Caller, meeting: Meeting, _changed: frozenset[str]) -> None:
    """Move what is due at the meeting, or before it, along with it, and put its standing items on the agenda."""
    if meeting.deleted_at is not None:
        release_bound(session, caller, meeting.id, find_body)
        return
    facts = MeetingFacts(
        meeting_id=meeting.id,
        sub_group_id=meeting.sub_group_id,
        title=meeting.title,
        held_on=meeting.starts_on,
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
        is_held=meeting.status == MeetingStatus.HELD,
        is_public=meeting.visibility == "public",
        agenda_sent_on=meeting.draft_agenda_sent_on or meeting.final_agenda_sent_on,
    )
    notice_days = session.get_one(SubGroup, meeting.sub_group_id).agenda_notice_days
    move_bound(session, caller, facts, notice_days, find_body)
    renew_agenda(session, caller, meeting, is_new=meeting.version == 1)


def _refuse_final_agenda(
    session: Session, _caller: Caller, row: AgendaItem | Recommendation, _changed: frozenset[str]
) -> None:
    """Refuse what was done to an agenda that is final: here, since what is deleted is not checked before."""
    meeting = session.get_one(Meeting, row.meeting_id)
    refuse_final(meeting.status, meeting.final_agenda_sent_on)


def _follow_agenda_item(session: Session, caller: Caller, item: AgendaItem, changed: frozenset[str]) -> None:
    _refuse_final_agenda(session, caller, item, changed)
    follow_place(session, caller, item, changed)


def _prepare_agenda_item(session: Session, item: AgendaItem | None, values: Values) -> Values:
    if item is not None or values.get("position") is not None:
        return values
    meeting_id = item.meeting_id if item is not None else values["meeting_id"]
    on_agenda = AgendaItem.__table__.c.meeting_id == meeting_id
    return {**values, "position": next_number(session, AgendaItem, "position", on_agenda)}


def _prepare_recommendation(_session: Session, _row: Recommendation | None, values: Values) -> Values:
    return {**values, "letter_key": letter_key(values["letter"])} if "letter" in values else values


def refuse_other_meetings(row: Recommendation | Decision | Paper, agenda_item: AgendaItem | None) -> None:
    """Refuse to put something of one meeting under an agenda item of another."""
    if agenda_item is not None and agenda_item.meeting_id != row.meeting_id:
        fault = Fault("is on the agenda of another meeting", pointer="/agenda_item_id")
        raise IsOfAnotherMeeting(errors=[fault])


def _check_recommendation(session: Session, row: Recommendation) -> None:
    with session.no_autoflush:
        refuse_other_meetings(row, session.get(AgendaItem, row.agenda_item_id))
        holder = find_letter(session, row.agenda_item_id, row.letter_key)
        decision = find_decision_elsewhere(session, row)
    if holder is not None and holder.id != row.id:
        where = address(Recommendation.__table__, holder.model_dump())
        raise LetterIsTaken(errors=[Fault(f"{row.letter!r} is taken by {where}", pointer="/letter")])
    if decision is not None:
        fault = Fault(f"the decision {decision} is under another agenda item", pointer="/agenda_item_id")
        raise RecommendationIsDecided("Change or delete first what was decided on it.", errors=[fault])


def _prepare_decision(session: Session, decision: Decision | None, values: Values) -> Values:
    """Put a decision on a recommendation to its own meeting under its agenda item, where none is given."""
    told = {**(decision.model_dump() if decision is not None else {}), **values}
    if told.get("recommendation_id") is None or told.get("agenda_item_id") is not None:
        return values
    answered = session.get(Recommendation, told["recommendation_id"].lower())
    if answered is None or answered.meeting_id != told["meeting_id"]:
        return values
    return {**values, "agenda_item_id": answered.agenda_item_id}


def _check_decision(session: Session, decision: Decision) -> None:
    with session.no_autoflush:
        meeting = session.get_one(Meeting, decision.meeting_id)
        agenda_item = session.get(AgendaItem, decision.agenda_item_id) if decision.agenda_item_id else None
        answered = (
            session.get(Recommendation, decision.recommendation_id) if decision.recommendation_id else None
        )
        asked = session.get_one(Meeting, answered.meeting_id) if answered is not None else meeting
    refuse_cancelled(meeting.status)
    refuse_to_come(meeting.starts_on, now().date(), "/outcome")
    if asked is not meeting:
        _refuse_unless_earlier(asked, meeting)
    refuse_other_meetings(decision, agenda_item)
    if answered is not None and asked is meeting and answered.agenda_item_id != decision.agenda_item_id:
        fault = Fault("was made under another agenda item", pointer="/recommendation_id")
        raise IsOfAnotherAgendaItem(errors=[fault])


def _refuse_unless_earlier(asked: Meeting, meeting: Meeting) -> None:
    """Refuse a decision on what another meeting was asked, unless it was an earlier one of the same sub-group."""
    if asked.sub_group_id != meeting.sub_group_id or asked.starts_on >= meeting.starts_on:
        told = "was made to another meeting, which is no earlier one of the same sub-group"
        raise IsOfAnotherMeeting(errors=[Fault(told, pointer="/recommendation_id")])


WRITE_VENUES = Writer(table=Venue)
WRITE_MEETINGS = Writer(
    table=Meeting,
    prepare=_prepare_meeting,
    name=_name_meeting,
    check=_check_meeting,
    follow=_follow_meeting,
)
WRITE_AGENDA_ITEMS = Writer(table=AgendaItem, prepare=_prepare_agenda_item, follow=_follow_agenda_item)
WRITE_RECOMMENDATIONS = Writer(
    table=Recommendation,
    prepare=_prepare_recommendation,
    check=_check_recommendation,
    follow=_refuse_final_agenda,
)
WRITE_DECISIONS = Writer(table=Decision, prepare=_prepare_decision, check=_check_decision)
