"""Decisions and the actions that came of them, each told with the other as far as the caller may see it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, case, not_, or_, select
from sqlmodel import Session

from app.actions.models import Action
from app.actions.rules import FollowUp
from app.actions.schemas.decisions import DecisionFollowed, DecisionOfMeeting
from app.core.chunks import in_chunks
from app.core.filters import Filter, at_least, at_most, names
from app.core.links import address, is_alive, pointing_at
from app.core.listing import Item, Listing, View
from app.core.pagination import SortKey
from app.meetings.models import Decision, Meeting
from app.meetings.queries import DECISIONS
from app.meetings.rules import AGREEING, DecisionOutcome
from app.plans.queries import in_public_plan
from app.sub_groups.models import SubGroup

_action = Action.__table__.c
_decision = Decision.__table__.c
_meeting = Meeting.__table__.c

_OF_MEETING = ("reference", "title", "starts_on", "status")

_OF_MEETINGS = (
    select(
        *(_decision[name] for name in ("id", "meeting_id", "outcome", "text")),
        *(_meeting[name].label(f"_{name}") for name in _OF_MEETING),
    )
    .join_from(Decision.__table__, Meeting.__table__)
    .where(
        _decision.id.in_(bindparam("decisions", expanding=True)),
        _decision.deleted_at.is_(None),
        _meeting.deleted_at.is_(None),
    )
)
_OF_PUBLIC_MEETINGS = _OF_MEETINGS.where(_meeting.visibility == "public")


def hide_decisions(session: Session, items: Sequence[Item], view: View) -> None:
    """Take away the ids of decisions that actions came of and that the caller may not see."""
    if view.caller.sees_partners:
        return
    seen = _decisions(session, _named(items), view)
    for item in items:
        item["decision_id"] = item["decision_id"] if item["decision_id"] in seen else None


def embed_decision(session: Session, items: Sequence[Item], view: View) -> None:
    """Show the decision that each action came of, with its meeting."""
    found = _decisions(session, _named(items), view)
    for item in items:
        item["decision"] = found.get(item["decision_id"])


def _named(items: Sequence[Item]) -> set[str]:
    return {item["decision_id"] for item in items if item["decision_id"] is not None}


def _decisions(session: Session, ids: Collection[str], view: View) -> dict[str, Item]:
    if not ids:
        return {}
    asked = _OF_MEETINGS if view.caller.sees_partners else _OF_PUBLIC_MEETINGS
    found = session.execute(asked, {"decisions": list(ids)}).mappings()
    return {row["id"]: _shown(dict(row)) for row in found}


def _shown(row: Item) -> Item:
    url, meeting = address(Decision.__table__, row), _take_meeting(row)
    del row["meeting_id"]
    return {**row, "url": url, "meeting": meeting}


def _take_meeting(item: Item) -> Item:
    """Take out of an item what it holds of its meeting, and show that."""
    id, told = item["meeting_id"], {name: item.pop(f"_{name}") for name in _OF_MEETING}
    return {"id": id, "url": f"{Meeting.__path__}/{id}", **told}


BRIEF = ("id", "reference", "plan_id", "text", "status")
"""The columns of an action that tell of it where something else is shown."""

_FOLLOWING = (
    select(_action.decision_id, *(_action[name] for name in BRIEF))
    .where(_action.decision_id.in_(bindparam("decisions", expanding=True)), _action.deleted_at.is_(None))
    .order_by(_action.reference_key, _action.id)
)
_PUBLIC_FOLLOWING = _FOLLOWING.where(in_public_plan(_action.plan_id))


def brief(row: Any) -> Item:
    """Show an action where something else tells of it."""
    return {**{name: row[name] for name in BRIEF}, "url": f"{Action.__path__}/{row['id']}"}


def list_following(session: Session, ids: Collection[str], *, everything: bool) -> dict[str, list[Item]]:
    """List the live actions that came of each of the decisions, in short; everything, or what is public."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    asked = _FOLLOWING if everything else _PUBLIC_FOLLOWING
    for chunk in in_chunks(ids):
        for row in session.execute(asked, {"decisions": chunk}).mappings():
            found[row["decision_id"]].append(brief(row))
    return found


def _carrying_out() -> list[Column[Any]]:
    """List the columns by which something besides an action names a decision: a plan's step, approved minutes.

    What is above this room is read off the foreign keys, so they are known once all rooms are there.
    """
    return [column for column in pointing_at(Decision.__table__) if column.table is not Action.__table__]


@cache
def follow_up() -> ColumnElement[str]:
    """Make the column that tells what came of a decision, whoever asks. Needs all rooms to be there.

    Nothing has to come of what was rejected or noted; whether what was put off is settled since, later decisions tell.
    """
    acted_on = select(_action.id).where(_action.decision_id == _decision.id, _action.deleted_at.is_(None))
    carried_out = (
        select(column).where(column == _decision.id, is_alive(column.table)).exists()
        for column in _carrying_out()
    )
    is_needless = _decision.no_action_needed.is_(True)
    return case(
        (and_(_decision.outcome == DecisionOutcome.DEFERRED, not_(is_needless)), FollowUp.PUT_OFF),
        (acted_on.exists(), FollowUp.ACTIONS),
        (or_(*carried_out), FollowUp.CARRIED_OUT),
        (or_(is_needless, _decision.outcome.not_in(sorted(AGREEING))), FollowUp.NO_ACTION_NEEDED),
        else_=FollowUp.OPEN,
    )


def _embed_actions(session: Session, items: Sequence[Item], view: View) -> None:
    found = list_following(session, [item["id"] for item in items], everything=view.caller.sees_partners)
    for item in items:
        item["actions"] = found.get(item["id"], [])


@cache
def followed_decisions() -> Listing:
    """Make the listing of a meeting's decisions with what came of each. Needs all rooms to be there."""
    told = follow_up()
    return replace(
        DECISIONS,
        read=DecisionFollowed,
        columns={**DECISIONS.columns, "follow_up": told},
        filters=(
            *DECISIONS.filters,
            Filter("follow_up", told.in_(bindparam("follow_up", expanding=True))),
        ),
        embeds={"actions": _embed_actions},
        whole=("actions",),
    )


def _show_meeting(item: Item, _view: View) -> None:
    item["meeting"] = _take_meeting(item)


@cache
def decisions_of_all_meetings() -> Listing:
    """Make the listing of decisions across meetings, each with its own. Needs all rooms to be there."""
    followed = followed_decisions()
    return replace(
        followed,
        read=DecisionOfMeeting,
        columns={**followed.columns, **{f"_{name}": _meeting[name] for name in _OF_MEETING}},
        source=Decision.__table__.join(
            Meeting.__table__, and_(_meeting.id == _decision.meeting_id, _meeting.deleted_at.is_(None))
        ),
        filters=(
            names("meeting", _decision.meeting_id, Meeting),
            names("sub_group", _meeting.sub_group_id, SubGroup),
            at_least("from", _meeting.starts_on),
            at_most("to", _meeting.starts_on),
            *followed.filters,
        ),
        sorts={"starts_on": SortKey(_meeting.starts_on), **followed.sorts},
        default_sort="starts_on,created_at",
        visible=_meeting.visibility == "public",
        shape=_show_meeting,
        parent=None,
    )
