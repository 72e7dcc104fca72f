"""How sub-groups and memberships are read, and whom of the members the public does not see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlmodel import Session

from app.core.filters import Filter, among, names, names_where, search, with_key
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.partners.models import Organisation, Person, Post
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.rules import SubGroupKind, body_words, goes_by
from app.sub_groups.schemas import MembershipRead, SubGroupRead

_sub_group = SubGroup.__table__.c
_membership = Membership.__table__.c
_person = Person.__table__.c
_organisation = Organisation.__table__.c
_post = Post.__table__.c


_held = Post.__table__.alias("held")
_persons = Organisation.__table__.alias("persons")


def _first_post_of(person_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give the id of the post that someone holds; of several, the first by its title."""
    any_post = Post.__table__.alias("any_post")
    theirs = (any_post.c.holder_id == person_id, any_post.c.deleted_at.is_(None))
    first = select(any_post.c.id).where(*theirs).order_by(any_post.c.title, any_post.c.id).limit(1)
    return first.correlate(Person.__table__).scalar_subquery()


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
    """Show the public a person whose name is not public by their post, else by their organisation."""
    is_public = item.pop("_is_name_public")
    held = {name: item.pop(f"_held_{name}") for name in ("id", "title")}
    of = {name: item.pop(f"_persons_{name}") for name in ("id", "name")}
    if item["person_id"] is None or is_public or view.caller.sees_partners:
        return
    item["person_id"] = None
    item["name"] = held["title"] or of["name"]
    item["post_id"] = held["id"]
    item["organisation_id"] = of["id"] if held["id"] is None else None


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
        "_held_id": _held.c.id,
        "_held_title": _held.c.title,
        "_persons_id": _persons.c.id,
        "_persons_name": _persons.c.name,
    },
    source=Membership.__table__.outerjoin(Person.__table__, _person.id == _membership.person_id)
    .outerjoin(Organisation.__table__, _organisation.id == _membership.organisation_id)
    .outerjoin(Post.__table__, _post.id == _membership.post_id)
    .outerjoin(_held, _held.c.id == _first_post_of(_person.id))
    .outerjoin(_persons, _persons.c.id == _person.organisation_id),
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
