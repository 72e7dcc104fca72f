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
from app.meetings.rules import DecisionDidNotAgree, DecisionOutcome

Values = dict[str, Any]


def take_origin(action: Action | None, values: Values) -> Values:
    """Give the origin of an action that comes of a decision, where none is given."""
    told = {**(action.model_dump() if action is not None else {}), **values}
    is_silent = told.get("decision_id") is not None and told.get("origin") is None
    return {"origin": ActionOrigin.DECISION.value} if is_silent else {}


def refuse_baseless(session: Session, action: Action) -> None:
    """Refuse an action of a decision that it can't come of.

    Raises NoActionIsNeeded where that is marked so, and DecisionDidNotAgree where it rejected what was asked.
    """
    if action.decision_id is None:
        return
    with session.no_autoflush:
        decision = session.get_one(Decision, action.decision_id)
    if decision.no_action_needed:
        raise NoActionIsNeeded
    if decision.outcome == DecisionOutcome.REJECTED:
        raise DecisionDidNotAgree(decision.outcome)


def follow_decision(session: Session, _caller: Caller, decision: Decision, _changed: frozenset[str]) -> None:
    """Raise DecisionHasActions, naming them, where a decision is marked as needing none, or rejects what was asked."""
    rejected = decision.outcome == DecisionOutcome.REJECTED
    against = {"/outcome": rejected, "/no_action_needed": decision.no_action_needed}
    pointers = [pointer for pointer, is_against in against.items() if is_against]
    if not pointers:
        return
    actions = list_following(session, [decision.id], everything=True).get(decision.id, [])
    faults = [Fault(f"action {one['url']} came of it", pointer) for one in actions for pointer in pointers]
    if faults:
        raise DecisionHasActions(errors=faults[:MOST_NAMED])
