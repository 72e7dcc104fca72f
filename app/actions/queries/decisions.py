"""Decisions and the actions that came of them, each told with the other as far as the caller may see it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, union
from sqlmodel import Session

from app.actions.models import Action
from app.actions.rules import FollowUp
from app.actions.schemas.decisions import DecisionFollowed
from app.core.chunks import in_chunks
from app.core.links import address, is_alive, pointing_at
from app.core.listing import Item, View
from app.meetings.models import Decision, Meeting
from app.meetings.queries import DECISIONS
from app.plans.queries import in_public_plan

_action = Action.__table__.c
_decision = Decision.__table__.c
_meeting = Meeting.__table__.c

_OF_MEETINGS = (
    select(
        *(_decision[name] for name in ("id", "meeting_id", "outcome", "text")),
        *(_meeting[name].label(f"_{name}") for name in ("reference", "title", "starts_on", "status")),
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
    url = address(Decision.__table__, row)
    meeting = {name: row.pop(f"_{name}") for name in ("reference", "title", "starts_on", "status")}
    id = row.pop("meeting_id")
    return {**row, "url": url, "meeting": {"id": id, "url": f"{Meeting.__path__}/{id}", **meeting}}


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


@cache
def _carrying_out() -> Any:
    """Ask which decisions something besides an action names: the step of a plan, the approval of minutes.

    What is above this room is read off the foreign keys, so it is known once all rooms are there.
    """
    asked = [
        select(column.label("decision_id")).where(
            column.in_(bindparam("decisions", expanding=True)), is_alive(column.table)
        )
        for column in pointing_at(Decision.__table__)
        if column.table is not Action.__table__
    ]
    return union(*asked)


def find_carried_out(session: Session, ids: Collection[str]) -> set[str]:
    """Find which of the decisions something was done by that is no action: a plan was adopted, minutes approved."""
    asked = (session.execute(_carrying_out(), {"decisions": chunk}).scalars() for chunk in in_chunks(ids))
    return {id for found in asked for id in found}


def _embed_actions(session: Session, items: Sequence[Item], view: View) -> None:
    found = list_following(session, [item["id"] for item in items], everything=view.caller.sees_partners)
    for item in items:
        item["actions"] = found.get(item["id"], [])


def _tell_follow_up(session: Session, items: Sequence[Item], _view: View) -> None:
    ids = [item["id"] for item in items]
    followed, carried_out = list_following(session, ids, everything=True), find_carried_out(session, ids)
    for item in items:
        if item["id"] in followed:
            item["follow_up"] = FollowUp.ACTIONS
        elif item["id"] in carried_out:
            item["follow_up"] = FollowUp.CARRIED_OUT
        else:
            item["follow_up"] = FollowUp.NO_ACTION_NEEDED if item["no_action_needed"] else FollowUp.OPEN


FOLLOWED_DECISIONS = replace(
    DECISIONS,
    read=DecisionFollowed,
    finish=_tell_follow_up,
    embeds={"actions": _embed_actions},
    whole=("actions",),
)
