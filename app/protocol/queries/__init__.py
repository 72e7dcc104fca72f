"""How the protocol's rules are read."""

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from app.core.filters import Filter, among, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import Meeting
from app.plans.models import Plan
from app.plans.queries import in_public_plan
from app.protocol.models import ProtocolRule
from app.protocol.schemas import ProtocolRuleRead
from app.sub_groups.models import SubGroup

_rule = ProtocolRule.__table__.c
_meeting = Meeting.__table__.c


def _starts_by(name: str) -> Filter:
    day = bindparam(name, type_=_rule.starts_on.type)
    return Filter(name, or_(_rule.starts_on.is_(None), _rule.starts_on <= day))


def _ends_from(name: str) -> Filter:
    day = bindparam(name, type_=_rule.ends_on.type)
    return Filter(name, or_(_rule.ends_on.is_(None), _rule.ends_on >= day))


_current = _starts_by("current_on").condition & _ends_from("current_on").condition
_of_bodies = names("_of_bodies", _rule.sub_group_id, SubGroup)

_agreed_in_public = (
    select(_meeting.id).where(_meeting.id == _rule.meeting_id, _meeting.visibility == "public").exists()
)


def _shape(item: Item, view: View) -> None:
    """Hide from the public at which meeting of partners a rule was agreed, and about which plan of theirs it is."""
    agreed_in_public, of_public_plan = item.pop("_agreed_in_public"), item.pop("_of_public_plan")
    if view.caller.sees_partners:
        return
    if not agreed_in_public:
        item["meeting_id"] = item["decision_id"] = None
    if not of_public_plan:
        item["plan_id"] = None


def plan_of_rule(session: Session, rule_id: str) -> str | None:
    """Give the id of the plan that a rule is about, whoever asks: a verdict is the same for everybody."""
    plan_id: str | None = session.execute(select(_rule.plan_id).where(_rule.id == rule_id)).scalar()
    return plan_id


PROTOCOL_RULES = Listing(
    table=ProtocolRule,
    read=ProtocolRuleRead,
    columns={
        **columns_of(ProtocolRule, ProtocolRuleRead),
        "_agreed_in_public": _agreed_in_public,
        "_of_public_plan": in_public_plan(_rule.plan_id),
    },
    shape=_shape,
    filters=(
        among("kind", _rule.kind),
        names("sub_group", _rule.sub_group_id, SubGroup),
        names("plan", _rule.plan_id, Plan),
        among("visibility", _rule.visibility),
        Filter("current_on", _current),
        search(_rule.title, _rule.text, _rule.reference),
        # An evaluation asks by these.
        _starts_by("_starts_by"),
        _ends_from("_ends_from"),
        among("_ids", _rule.id),
        Filter("_of_bodies", or_(_rule.sub_group_id.is_(None), _of_bodies.condition)),
    ),
    sorts={
        "reference": SortKey(_rule.reference_key),
        "title": SortKey(_rule.title),
        "updated_at": SortKey(_rule.updated_at),
    },
    default_sort="reference",
    visible=_rule.visibility == "public",
)
