"""What was carried forward lives on in its copy: it is not revived beside it, and comes back when that is deleted."""

from typing import Any

from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries.carried import find_live_copy
from app.actions.rules import ActionStatus, IsCarriedForward, NothingCarriesItOn

Values = dict[str, Any]


def refuse_two_lives(session: Session, action: Action, status: str | None) -> None:
    """Refuse news of an action that its live copy has now, and to call carried forward what has none.

    `status` is what is reported of it, where something is. Raises IsCarriedForward and NothingCarriesItOn.
    """
    is_carried = action.status == ActionStatus.CARRIED_FORWARD
    if not is_carried and status != ActionStatus.CARRIED_FORWARD:
        return
    copy = find_live_copy(session, action.id)
    if is_carried and copy is not None and status != ActionStatus.CARRIED_FORWARD:
        raise IsCarriedForward(f"{Action.__path__}/{copy}")
    if not is_carried and copy is None:
        raise NothingCarriesItOn
