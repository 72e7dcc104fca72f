"""Members as records of the protocol: for whom each speaks, and from which sector that is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from app.core.listing import View
from app.partners.models import Organisation, Person, Post
from app.protocol.queries.scope import Scope
from app.protocol.rules.judging import ABSENT
from app.protocol.rules.records import Record, from_sector, member_on
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.queries import MEMBERSHIPS
from app.sub_groups.rules import MembershipRole, SubGroupKind

_membership = Membership.__table__.c
_organisation = Organisation.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c
_sub_group = SubGroup.__table__.c
_NOT_NAMED = "A member who is not named here"
_MEMBERS = (MembershipRole.CHAIR, MembershipRole.VICE_CHAIR, MembershipRole.MEMBER)

_any_post = Post.__table__.alias("any_post")
_of_post_held = (
    select(_any_post.c.organisation_id)
    .where(
        _any_post.c.holder_id == _person.id,
        _any_post.c.deleted_at.is_(None),
        _any_post.c.organisation_id.is_not(None),
    )
    .order_by(_any_post.c.title, _any_post.c.id)
    .limit(1)
    .correlate(Person.__table__)
    .scalar_subquery()
)
_SPEAKS_FOR = func.coalesce(
    _membership.on_behalf_of_id,
    _membership.organisation_id,
    _person.organisation_id,
    _post.organisation_id,
    _of_post_held,
)
_SECTORS = select(_membership.id, _organisation.sector).select_from(
    Membership.__table__.outerjoin(Person.__table__, _person.id == _membership.person_id)
    .outerjoin(Post.__table__, _post.id == _membership.post_id)
    .outerjoin(Organisation.__table__, _organisation.id == _SPEAKS_FOR)
)


def bodies_to_judge(session: Session, parameters: Mapping[str, Any], scope: Scope) -> Sequence[Row[Any]]:
    """Read the sub-groups of the rule's kinds that were there at the end of the period, of those looked at."""
    kinds = parameters.get("sub_group_kinds") or [SubGroupKind.SUB_GROUP]
    at_end = replace(scope, start=scope.end)
    there = at_end.overlaps(_sub_group.started_on, _sub_group.ended_on)
    where = [_sub_group.deleted_at.is_(None), _sub_group.kind.in_(kinds), there]
    if scope.bodies is not None:
        where.append(_sub_group.id.in_(scope.bodies))
    found = select(*_sub_group).where(*where)
    return session.execute(found.order_by(_sub_group.reference_key, _sub_group.id)).all()


def members_by_body(
    session: Session, parameters: Mapping[str, Any], bodies: Sequence[str], day: date, view: View
) -> dict[str, list[Record]]:
    """Judge the members whom the bodies had on the day, as the caller may see them."""
    roles = parameters.get("roles") or _MEMBERS
    sectors = {
        row.id: row.sector for row in session.execute(_SECTORS.where(_membership.sub_group_id.in_(bodies)))
    }
    judged: defaultdict[str, list[Record]] = defaultdict(list)
    for seat in MEMBERSHIPS.related(session, view, _membership.sub_group_id, bodies):
        if seat["role"] not in roles or (seat["ended_on"] is not None and seat["ended_on"] < day):
            continue
        spoken_for = from_sector(sectors[seat["id"]], parameters["sectors"])
        found = member_on(day, spoken_for, seat["started_on"], seat["created_at"].date())
        if found.outcomes != ABSENT:
            name = seat["name"] or _NOT_NAMED
            record = Record("membership", name, seat["url"], None, found.outcomes, found.missing)
            judged[seat["sub_group_id"]].append(record)
    return judged
