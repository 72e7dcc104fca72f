"""What was carried forward lives on in its copy alone: work is done there, and it comes back when that is deleted."""

from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.carried import find_forerunner_in, find_live_copy
from app.actions.rules import (
    CLOSED,
    ActionStatus,
    CarriedIntoItself,
    IsCarriedForward,
    NothingCarriesItOn,
    OriginalIsClosed,
)
from app.core.errors import Fault
from app.plans.models import Plan
from app.plans.rules import ENDED, PlanIsClosed


def refuse_carried(session: Session, action: Action) -> None:
    """Refuse work on an action that lives on in a copy. Raises IsCarriedForward, which names that."""
    if action.status != ActionStatus.CARRIED_FORWARD:
        return
    copy = find_live_copy(session, action.id)
    if copy is not None:
        raise IsCarriedForward(f"{Action.__path__}/{copy}")


def refuse_two_lives(session: Session, action: Action, changed: frozenset[str]) -> None:
    """Refuse what was changed of an action that lives on in a copy, and to call carried forward what has none.

    Raises IsCarriedForward and NothingCarriesItOn.
    """
    if "status" not in changed:
        refuse_carried(session, action)
        return
    is_carried, copy = action.status == ActionStatus.CARRIED_FORWARD, find_live_copy(session, action.id)
    if copy is not None and not is_carried:
        raise IsCarriedForward(f"{Action.__path__}/{copy}")
    if copy is None and is_carried:
        raise NothingCarriesItOn


def refuse_return(session: Session, copy: Action) -> None:
    """Refuse a copy in a plan out of which it was carried. Raises CarriedIntoItself, which names what stands there."""
    forerunner = find_forerunner_in(session, copy.id, copy.plan_id)
    if forerunner is not None:
        told = f"is a plan out of which it was carried, where {Action.__path__}/{forerunner} stands"
        raise CarriedIntoItself(errors=[Fault(told, pointer="/plan_id")])


def refuse_second_life(session: Session, copy: Action, original: Action) -> None:
    """Refuse that a copy comes back where its original, which was open again, was closed or carried forward since.

    Raises OriginalIsClosed, which names that, and PlanIsClosed where the copy's plan is over: nothing is carried there.
    """
    plan = session.get_one(Plan, copy.plan_id)
    if plan.status in ENDED:
        raise PlanIsClosed(plan.status)
    is_carried = original.status == ActionStatus.CARRIED_FORWARD
    waits_for_it = is_carried and find_live_copy(session, original.id, but=copy.id) is None
    if original.status in CLOSED and not waits_for_it:
        raise OriginalIsClosed(f"{Action.__path__}/{original.id}", original.status)
