"""How the steps of plans and their versions are read."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, select
from sqlmodel import Session

from app.adoption.models import PlanTransition, PlanVersion
from app.adoption.schemas import TransitionRead, VersionRead
from app.core.errors import NotFound
from app.core.links import is_alive
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import Meeting
from app.plans.models import Plan
from app.plans.rules import PlanStatus

_transition = PlanTransition.__table__.c
_version = PlanVersion.__table__.c
_meeting = Meeting.__table__.c
_plan = Plan.__table__.c


def _shape_transition(item: Item, view: View) -> None:
    is_public = item.pop("_meeting_visibility") == "public"
    if view.caller.sees_partners:
        return
    item["made_by"] = item["note"] = None
    if not is_public:
        item["meeting_id"] = item["decision_id"] = None


TRANSITIONS = Listing(
    table=PlanTransition,
    read=TransitionRead,
    columns={**columns_of(PlanTransition, TransitionRead), "_meeting_visibility": _meeting.visibility},
    source=PlanTransition.__table__.outerjoin(Meeting.__table__, _meeting.id == _transition.meeting_id),
    sorts={"made_on": SortKey(_transition.made_on), "created_at": SortKey(_transition.created_at)},
    default_sort="created_at",
    shape=_shape_transition,
    parent=_transition.plan_id,
)


def _shape_version(item: Item, _view: View) -> None:
    item["url"] = f"{PlanVersion.__path__.format(**item)}/{item['number']}"


VERSIONS = Listing(
    table=PlanVersion,
    read=VersionRead,
    columns=columns_of(PlanVersion, VersionRead),
    sorts={"number": SortKey(_version.number)},
    default_sort="number",
    shape=_shape_version,
    parent=_version.plan_id,
)


def get_version(session: Session, plan_id: str, number: int) -> PlanVersion:
    """Get a version of a plan by its number. Raises NotFound."""
    where = (_version.plan_id == plan_id, _version.number == number, _version.deleted_at.is_(None))
    found: PlanVersion | None = session.execute(select(PlanVersion).where(*where)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"The plan has no version {number}.")
    return found


def last_version(session: Session, plan_id: str) -> PlanVersion | None:
    """Give the newest version of a plan, or None where it was never adopted."""
    live = (_version.plan_id == plan_id, _version.deleted_at.is_(None))
    newest = select(PlanVersion).where(*live).order_by(_version.number.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def next_version_number(session: Session, plan_id: str) -> int:
    """Give the number of the version that comes next. One that was withdrawn keeps its own."""
    highest = select(func.max(_version.number)).where(_version.plan_id == plan_id)
    return (session.execute(highest).scalar() or 0) + 1


def last_transition(session: Session, plan_id: str) -> RowMapping | None:
    """Give the newest step of a plan, or None where it has taken none."""
    live = (_transition.plan_id == plan_id, _transition.deleted_at.is_(None))
    newest = select(PlanTransition.__table__).where(*live)
    newest = newest.order_by(_transition.created_at.desc(), _transition.id.desc()).limit(1)
    return session.execute(newest).mappings().first()


def status_before_closing(session: Session, plan: Plan) -> PlanStatus | None:
    """Tell what a plan that is closed was before; None for any other."""
    last = last_transition(session, plan.id)
    is_closed = plan.status == PlanStatus.CLOSED and last is not None
    return PlanStatus(last["from_status"]) if is_closed and last is not None else None


def list_steps_by(session: Session, **ground: str) -> Sequence[PlanTransition]:
    """List the live steps of live plans that name a decision (`decision_id`) or a meeting (`meeting_id`)."""
    where = [_transition[name] == id for name, id in ground.items()]
    steps = select(PlanTransition).where(*where, is_alive(PlanTransition.__table__))
    return session.execute(steps.order_by(_transition.id)).scalars().all()


def is_followed(session: Session, plan_id: str) -> bool:
    """Tell whether a live plan names this one as its predecessor."""
    following = select(func.count()).where(_plan.predecessor_id == plan_id, _plan.deleted_at.is_(None))
    return bool(session.execute(following).scalar())
