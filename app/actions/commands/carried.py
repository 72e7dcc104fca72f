"""What was carried forward lives on in its copy alone: work is done there, and it comes back when that is deleted."""

from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.carried import find_live_copy
from app.actions.rules import CLOSED, ActionStatus, IsCarriedForward, NothingCarriesItOn, OriginalIsClosed


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


def refuse_second_life(session: Session, copy: Action, original: Action) -> None:
    """Refuse that a copy comes back where its original, which was open again, was closed or carried forward since.

    Raises OriginalIsClosed, which names that.
    """
    is_carried = original.status == ActionStatus.CARRIED_FORWARD
    waits_for_it = is_carried and find_live_copy(session, original.id, but=copy.id) is None
    if original.status in CLOSED and not waits_for_it:
        raise OriginalIsClosed(f"{Action.__path__}/{original.id}", original.status)
