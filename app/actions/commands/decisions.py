"""What decisions and the actions that come of them must not say of each other."""

from typing import Any

from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.decisions import list_following
from app.actions.rules import ActionOrigin, DecisionHasActions, NoActionIsNeeded
from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import MOST_NAMED
from app.meetings.models import Decision

Values = dict[str, Any]


def take_origin(action: Action | None, values: Values) -> Values:
    """Give the origin of an action that comes of a decision, where none is given."""
    told = {**(action.model_dump() if action is not None else {}), **values}
    is_silent = told.get("decision_id") is not None and told.get("origin") is None
    return {"origin": ActionOrigin.DECISION.value} if is_silent else {}


def refuse_needless(session: Session, action: Action) -> None:
    """Raise NoActionIsNeeded where the decision that an action comes of is marked so."""
    if action.decision_id is None:
        return
    with session.no_autoflush:
        if session.get_one(Decision, action.decision_id).no_action_needed:
            raise NoActionIsNeeded


def follow_decision(session: Session, _caller: Caller, decision: Decision, _changed: frozenset[str]) -> None:
    """Raise DecisionHasActions, naming them, where a decision is marked as needing none."""
    if not decision.no_action_needed:
        return
    actions = list_following(session, [decision.id], everything=True).get(decision.id, [])
    if actions:
        faults = [Fault(f"action {one['url']} came of it", pointer="/no_action_needed") for one in actions]
        raise DecisionHasActions(errors=faults[:MOST_NAMED])
