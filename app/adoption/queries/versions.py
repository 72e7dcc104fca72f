"""Versions of plans, whole: as they were frozen, and compared with each other or with the plan as it is."""

from sqlmodel import Session

from app.adoption.queries import VERSIONS, get_version
from app.adoption.queries.comparing import compare_frozen
from app.adoption.queries.freezing import for_public, plan_as_it_is
from app.core.listing import Item, OneQuery, View
from app.core.rows import get_row
from app.plans.models import Plan
from app.plans.queries import PLANS


def read_version(session: Session, plan_id: str, number: int, view: View) -> Item:
    """Read a version of a plan with what was frozen in it. Raises NotFound."""
    PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    version = get_version(session, plan_id.lower(), number)
    frozen = _seen(session, version.content, view)
    return {**VERSIONS.one(session, version.id, view), "frozen": frozen}


def compare_version(session: Session, plan_id: str, number: int, against: int | None, view: View) -> Item:
    """Compare a version of a plan with another one, or with the plan as it is. Raises NotFound."""
    version = read_version(session, plan_id, number, view)
    if against is not None:
        other = read_version(session, plan_id, against, view)["frozen"]
    else:
        other = _seen(session, plan_as_it_is(session, get_row(session, Plan, plan_id), view), view)
    told = {name: version[name] for name in ("plan_id", "number", "adopted_on")}
    return {**told, "against": against, **compare_frozen(version["frozen"], other)}


def _seen(session: Session, frozen: Item, view: View) -> Item:
    return frozen if view.caller.sees_partners else for_public(session, frozen)
