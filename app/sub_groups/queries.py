"""How sub-groups and memberships are read, and whom of the members the public does not see."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_

from app.core.filters import Filter, among, names, names_where, search, with_key
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.partners.models import Organisation, Person, Post
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.schemas import MembershipRead, SubGroupRead

_sub_group = SubGroup.__table__.c
_membership = Membership.__table__.c
_person = Person.__table__.c
_organisation = Organisation.__table__.c
_post = Post.__table__.c


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


def _without_private_person(item: Item, view: View) -> None:
    is_public = item.pop("_is_name_public")
    if item["person_id"] is not None and not is_public and not view.caller.sees_partners:
        item["person_id"] = item["name"] = None


def _of_organisations(ids: Any) -> ColumnElement[bool]:
    return or_(_membership.organisation_id.in_(ids), _membership.on_behalf_of_id.in_(ids))


# There is no search and no sorting by name: both would tell the public about the names that it is not shown.
MEMBERSHIPS = Listing(
    table=Membership,
    read=MembershipRead,
    columns={
        **columns_of(Membership, MembershipRead),
        "name": func.coalesce(_person.name, _organisation.name, _post.title),
        "_is_name_public": _person.is_name_public,
    },
    source=Membership.__table__.outerjoin(Person.__table__, _person.id == _membership.person_id)
    .outerjoin(Organisation.__table__, _organisation.id == _membership.organisation_id)
    .outerjoin(Post.__table__, _post.id == _membership.post_id),
    filters=(
        among("role", _membership.role),
        with_key(names("person", _membership.person_id, Person)),
        names_where("organisation", Organisation, _of_organisations),
        _current_on(_membership.started_on, _membership.ended_on),
    ),
    sorts={
        "started_on": SortKey(_membership.started_on, nullable=True),
        "updated_at": SortKey(_membership.updated_at),
    },
    shape=_without_private_person,
    parent=_membership.sub_group_id,
)
