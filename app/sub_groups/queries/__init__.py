"""How sub-groups and memberships are read, and whom of the members the public does not see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlmodel import Session

from app.core.filters import Filter, among, names, search, with_key
from app.core.listing import Listing, columns_of
from app.core.pagination import SortKey
from app.partners.models import Person
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.queries.members import (
    MEMBER_COLUMNS,
    of_organisations,
    with_members_and_posts,
    without_private_person,
)
from app.sub_groups.rules import SubGroupKind, body_words, goes_by
from app.sub_groups.schemas import MembershipRead, SubGroupRead

_sub_group = SubGroup.__table__.c
_membership = Membership.__table__.c


def _current_on(started: ColumnElement[Any], ended: ColumnElement[Any]) -> Filter:
    day = bindparam("current_on", type_=started.type)
    has_started = or_(started.is_(None), started <= day)
    return Filter("current_on", and_(has_started, or_(ended.is_(None), ended >= day)))


SUB_GROUPS = Listing(
    table=SubGroup,
    read=SubGroupRead,
    columns=columns_of(SubGroup, SubGroupRead),
    filters=(
        among("kind", _sub_group.kind),
        names("parent", _sub_group.parent_id, SubGroup),
        _current_on(_sub_group.started_on, _sub_group.ended_on),
        search(_sub_group.name, _sub_group.reference),
    ),
    sorts={
        "name": SortKey(_sub_group.name),
        "reference": SortKey(_sub_group.reference_key),
        "updated_at": SortKey(_sub_group.updated_at),
    },
    default_sort="name",
)


# There is no search and no sorting by name: both would tell the public about the names that it is not shown.
MEMBERSHIPS = Listing(
    table=Membership,
    read=MembershipRead,
    columns={**columns_of(Membership, MembershipRead), **MEMBER_COLUMNS},
    source=with_members_and_posts(Membership.__table__),
    filters=(
        among("role", _membership.role),
        with_key(names("person", _membership.person_id, Person)),
        of_organisations(Membership.__table__),
        _current_on(_membership.started_on, _membership.ended_on),
    ),
    sorts={
        "started_on": SortKey(_membership.started_on, nullable=True),
        "updated_at": SortKey(_membership.updated_at),
    },
    shape=without_private_person,
    parent=_membership.sub_group_id,
)


def find_body(session: Session, words: str, owner_id: str | None) -> Sequence[str]:
    """Find the sub-groups whose meeting may be meant: one, or all that go by the words, or none.

    Where there are no words it is the owner of the plan, else the only steering group that there is, since that is
    what people in a partnership mean by "the July meeting". "The steering group" may have another name, too.
    """
    if not words and owner_id is not None:
        return [owner_id]
    groups = session.execute(_BODIES).all()
    found = [group.id for group in groups if words and goes_by(words, (group.name, *group.other_names))]
    if not found and (not words or body_words(words) == "steering"):
        steering = [group.id for group in groups if group.kind == SubGroupKind.STEERING_GROUP]
        found = steering if len(steering) == 1 else []
    return found


_BODIES = select(_sub_group.id, _sub_group.name, _sub_group.other_names, _sub_group.kind).where(
    _sub_group.deleted_at.is_(None)
)
