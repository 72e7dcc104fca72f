"""How meetings and what belongs to them are read, and what of them the public does not see."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.core.embeds import embed_many, embed_one
from app.core.filters import among, at_least, at_most, equals, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import AgendaItem, Decision, Meeting, Recommendation, Venue
from app.meetings.queries.papers import PAPERS, embed_minutes_to_approve
from app.meetings.rules import MeetingStatus, agenda_status
from app.meetings.schemas import AgendaItemRead, DecisionRead, MeetingRead, RecommendationRead, VenueRead
from app.schedule.rules import agenda_due_on
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import SUB_GROUPS

_venue = Venue.__table__.c
_meeting = Meeting.__table__.c
_agenda_item = AgendaItem.__table__.c
_recommendation = Recommendation.__table__.c
_decision = Decision.__table__.c

VENUES = Listing(
    table=Venue,
    read=VenueRead,
    columns=columns_of(Venue, VenueRead),
    filters=(
        equals("is_town_hall", _venue.is_town_hall),
        search(_venue.name, _venue.address, _venue.reference),
    ),
    sorts={
        "name": SortKey(_venue.name),
        "reference": SortKey(_venue.reference_key),
        "updated_at": SortKey(_venue.updated_at),
    },
    default_sort="name",
)

RECOMMENDATIONS = Listing(
    table=Recommendation,
    read=RecommendationRead,
    columns=columns_of(Recommendation, RecommendationRead),
    source=Recommendation.__table__.join(
        AgendaItem.__table__, _agenda_item.id == _recommendation.agenda_item_id
    ),
    filters=(
        names("agenda_item", _recommendation.agenda_item_id, AgendaItem),
        search(_recommendation.text),
    ),
    sorts={
        "position": SortKey(_agenda_item.position),
        "letter": SortKey(_recommendation.letter_key),
        "updated_at": SortKey(_recommendation.updated_at),
    },
    default_sort="position,letter",
    parent=_recommendation.meeting_id,
)

_OF_PUBLIC_MEETINGS = (
    select(_recommendation.id)
    .join_from(Recommendation.__table__, Meeting.__table__)
    .where(
        _recommendation.id.in_(bindparam("recommendations", expanding=True)), _meeting.visibility == "public"
    )
)


def _hide_recommendations(session: Session, items: Sequence[Item], view: View) -> None:
    """Take away the ids of recommendations to earlier meetings that the caller may not see."""
    named = {item["recommendation_id"] for item in items if item["recommendation_id"] is not None}
    if view.caller.sees_partners or not named:
        return
    seen = {*session.scalars(_OF_PUBLIC_MEETINGS, {"recommendations": list(named)})}
    for item in items:
        item["recommendation_id"] = item["recommendation_id"] if item["recommendation_id"] in seen else None


DECISIONS = Listing(
    table=Decision,
    read=DecisionRead,
    columns=columns_of(Decision, DecisionRead),
    filters=(
        names("agenda_item", _decision.agenda_item_id, AgendaItem),
        names("recommendation", _decision.recommendation_id, Recommendation),
        among("outcome", _decision.outcome),
        search(_decision.text),
    ),
    sorts={"created_at": SortKey(_decision.created_at), "updated_at": SortKey(_decision.updated_at)},
    default_sort="created_at",
    finish=_hide_recommendations,
    parent=_decision.meeting_id,
)


def _without_presenter(item: Item, view: View) -> None:
    if not view.caller.sees_partners:
        item["presenter"] = None


AGENDA_ITEMS = Listing(
    table=AgendaItem,
    read=AgendaItemRead,
    columns=columns_of(AgendaItem, AgendaItemRead),
    filters=(among("kind", _agenda_item.kind), search(_agenda_item.title, _agenda_item.text)),
    sorts={
        "position": SortKey(_agenda_item.position),
        "title": SortKey(_agenda_item.title),
        "updated_at": SortKey(_agenda_item.updated_at),
    },
    default_sort="position",
    shape=_without_presenter,
    embeds={
        "recommendations": embed_many("recommendations", RECOMMENDATIONS, "agenda_item_id"),
        "decisions": embed_many("decisions", DECISIONS, "agenda_item_id"),
        "papers": embed_many("papers", PAPERS, "agenda_item_id"),
    },
    parent=_agenda_item.meeting_id,
)

_embed_bare_agenda = embed_many("agenda_items", AGENDA_ITEMS, "meeting_id")


def _embed_agenda(session: Session, meetings: Sequence[Item], view: View) -> None:
    _embed_bare_agenda(session, meetings, view)
    agenda_items = [agenda_item for meeting in meetings for agenda_item in meeting["agenda_items"]]
    for embed in AGENDA_ITEMS.embeds.values():
        embed(session, agenda_items, view)


def _with_agenda(item: Item, _view: View) -> None:
    """Tell by when a meeting's agenda is due, and how far it has got."""
    notice_days = item.pop("_notice_days")
    is_due = notice_days is not None and item["status"] != MeetingStatus.CANCELLED
    item["agenda_due_on"] = agenda_due_on(item["starts_on"], notice_days) if is_due else None
    item["agenda_status"] = agenda_status(item["draft_agenda_sent_on"], item["final_agenda_sent_on"]).value


MEETINGS = Listing(
    table=Meeting,
    read=MeetingRead,
    columns={**columns_of(Meeting, MeetingRead), "_notice_days": SubGroup.__table__.c.agenda_notice_days},
    source=Meeting.__table__.join(SubGroup.__table__, SubGroup.__table__.c.id == _meeting.sub_group_id),
    filters=(
        names("sub_group", _meeting.sub_group_id, SubGroup),
        names("venue", _meeting.venue_id, Venue),
        among("status", _meeting.status),
        equals("series", _meeting.series),
        among("visibility", _meeting.visibility),
        at_least("from", _meeting.starts_on),
        at_most("to", _meeting.starts_on),
        search(_meeting.title, _meeting.reference, _meeting.series),
    ),
    sorts={
        "starts_on": SortKey(_meeting.starts_on),
        "reference": SortKey(_meeting.reference_key),
        "title": SortKey(_meeting.title),
        "updated_at": SortKey(_meeting.updated_at),
    },
    default_sort="starts_on",
    visible=_meeting.visibility == "public",
    shape=_with_agenda,
    embeds={
        "sub_group": embed_one("sub_group", SUB_GROUPS, "sub_group_id"),
        "venue": embed_one("venue", VENUES, "venue_id"),
        "agenda_items": _embed_agenda,
        "decisions": embed_many("decisions", DECISIONS, "meeting_id"),
        "papers": embed_many("papers", PAPERS, "meeting_id"),
        "minutes_to_approve": embed_minutes_to_approve,
    },
    whole=("agenda_items", "decisions", "papers"),
)


def find_letter(session: Session, agenda_item_id: str, letter_key: str) -> Recommendation | None:
    """Find the live recommendation under the agenda item whose letter has this key, or None."""
    where = (
        _recommendation.agenda_item_id == agenda_item_id,
        _recommendation.letter_key == letter_key,
        _recommendation.deleted_at.is_(None),
    )
    return session.scalars(select(Recommendation).where(*where)).first()


def list_lettered(session: Session, meeting_id: str, letter_key: str) -> Sequence[Recommendation]:
    """List the live recommendations to a meeting whose letters have this key: one of an agenda item at most."""
    where = (
        _recommendation.meeting_id == meeting_id,
        _recommendation.letter_key == letter_key,
        _recommendation.deleted_at.is_(None),
    )
    return session.scalars(select(Recommendation).where(*where).order_by(_recommendation.id)).all()


def find_decision_elsewhere(session: Session, recommendation: Recommendation) -> str | None:
    """Find the id of a live decision of its meeting on a recommendation that is not under its agenda item, or None."""
    where = (
        _decision.recommendation_id == recommendation.id,
        _decision.meeting_id == recommendation.meeting_id,
        _decision.agenda_item_id != recommendation.agenda_item_id,
        _decision.deleted_at.is_(None),
    )
    found: str | None = session.execute(select(_decision.id).where(*where).limit(1)).scalar()
    return found


def list_agenda(session: Session, meeting_id: str) -> list[AgendaItem]:
    """List all items that are or were on a meeting's agenda, in order."""
    mine = select(AgendaItem).where(_agenda_item.meeting_id == meeting_id)
    return [*session.scalars(mine.order_by(_agenda_item.position, _agenda_item.id))]


def list_meetings_to_come(session: Session, sub_group_id: str, today: date) -> Sequence[Meeting]:
    """List the live meetings of a sub-group on this day or later."""
    mine = (_meeting.sub_group_id == sub_group_id, _meeting.deleted_at.is_(None))
    found = select(Meeting).where(*mine, _meeting.starts_on >= today)
    return session.scalars(found.order_by(_meeting.starts_on, _meeting.id)).all()
