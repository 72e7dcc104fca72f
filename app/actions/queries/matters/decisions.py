"""The decisions that earlier meetings put off, or that nothing came of yet."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from app.actions.queries.decisions import follow_up
from app.actions.rules import FollowUp
from app.actions.rules.matters import GENERAL, Decided, MatterKind, MatterReason, follow_matters
from app.core.chunks import rows_among
from app.core.links import address
from app.core.listing import Item
from app.kernel.text import same_words
from app.meetings.models import AgendaItem, Decision, Meeting, Recommendation

_agenda_item = AgendaItem.__table__.c
_decision = Decision.__table__.c
_meeting = Meeting.__table__.c
_recommendation = Recommendation.__table__.c

_NO_ACTION = dict.fromkeys(
    ("reference", "plan_id", "days_overdue", "milestone", "due_text", "due_on", "status")
)


@cache
def _made() -> Select[Any]:
    """Ask for decisions, with what each is on and what came of it. Needs all rooms to be there."""
    told = ("id", "meeting_id", "recommendation_id", "outcome", "text", "no_action_needed")
    on = (_agenda_item.title, _agenda_item.kind, _recommendation.letter_key)
    asked = _recommendation.meeting_id.label("asked_at")
    recommended = _recommendation.text.label("recommended")
    columns = (*(_decision[name] for name in told), *on, asked, recommended, follow_up().label("follow_up"))
    return (
        select(*columns)
        .select_from(
            Decision.__table__.join(Meeting.__table__, _meeting.id == _decision.meeting_id)
            .outerjoin(AgendaItem.__table__, _agenda_item.id == _decision.agenda_item_id)
            .outerjoin(Recommendation.__table__, _recommendation.id == _decision.recommendation_id)
        )
        .where(_decision.deleted_at.is_(None))
        .order_by(_meeting.starts_on, _meeting.id, _decision.created_at, _decision.id)
    )


def decisions_arising(session: Session, earlier: Mapping[str, Item]) -> list[Item]:
    """List what earlier meetings deferred and none of them settled, and what they agreed and nothing came of yet."""
    # The meetings are in the order of their days, and so are the decisions.
    rows = {row.id: row._mapping for row in rows_among(session, _made(), _decision.meeting_id, earlier)}
    matters = follow_matters(_decided(row) for row in rows.values())
    items = []
    for matter in matters:
        if matter.is_open:
            first, last = matter.deferrals[0], rows[matter.deferrals[-1].id]
            told = (MatterReason.DEFERRED, earlier[first.meeting_id], len(matter.deferrals))
            items.append(_shown(last, _text(last, earlier), *told))
    times_by = {one.settled_by.id: len(one.deferrals) for one in matters if one.settled_by is not None}
    for row in rows.values():
        if row["follow_up"] != FollowUp.OPEN:
            continue
        told = (MatterReason.NO_FOLLOW_UP, earlier[row["meeting_id"]], times_by.get(row["id"], 0))
        items.append(_shown(row, _text(row, earlier), *told))
    return items


def _decided(row: Any) -> Decided:
    is_telling = row["title"] is not None and row["kind"] not in GENERAL
    return Decided(
        id=row["id"],
        meeting_id=row["meeting_id"],
        words=same_words(row["title"]) if is_telling else None,
        recommendation_id=row["recommendation_id"],
        letter=row["letter_key"],
        recommended=same_words(row["recommended"]) if row["recommended"] is not None else None,
        outcome=row["outcome"],
        no_action_needed=row["no_action_needed"],
    )


def _text(row: Any, earlier: Mapping[str, Item]) -> str | None:
    """Say what was decided, or else what on: what a meeting was asked is told to those who may see it."""
    recommended: str | None = row["recommended"] if row["asked_at"] in earlier else None
    return row["text"] or recommended or row["title"]


def _shown(row: Any, text: str | None, reason: MatterReason, meeting: Item, times: int) -> Item:
    return {
        "kind": MatterKind.DECISION,
        "id": row["id"],
        "url": address(Decision.__table__, dict(row)),
        **_NO_ACTION,
        "text": text,
        "agenda_item": row["title"],
        "reasons": [reason],
        "meeting": meeting,
        "times_deferred": times,
        "outcome": row["outcome"],
    }
