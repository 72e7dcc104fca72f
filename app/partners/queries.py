"""How organisations, people and posts are read, and what the public does not see of them."""

from app.core.filters import among, equals, names, search, with_key
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.partners.models import Organisation, Person, Post
from app.partners.schemas import OrganisationRead, PersonRead, PostRead

_organisation = Organisation.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c

ORGANISATIONS = Listing(
    table=Organisation,
    read=OrganisationRead,
    columns=columns_of(Organisation, OrganisationRead),
    filters=(
        among("sector", _organisation.sector),
        names("parent", _organisation.parent_id, Organisation),
        search(_organisation.name, _organisation.acronym, _organisation.reference),
    ),
    sorts={
        "name": SortKey(_organisation.name),
        "reference": SortKey(_organisation.reference_key),
        "updated_at": SortKey(_organisation.updated_at),
    },
    default_sort="name",
)


def _without_contact_details(item: Item, view: View) -> None:
    if not view.caller.sees_partners:
        item["email"] = item["phone"] = None
        item["other_names"] = []


PEOPLE = Listing(
    table=Person,
    read=PersonRead,
    columns=columns_of(Person, PersonRead),
    filters=(names("organisation", _person.organisation_id, Organisation), search(_person.name)),
    sorts={
        "name": SortKey(_person.name),
        "reference": SortKey(_person.reference_key),
        "updated_at": SortKey(_person.updated_at),
    },
    default_sort="name",
    visible=_person.is_name_public.is_(True),
    shape=_without_contact_details,
)


def _without_private_holder(item: Item, view: View) -> None:
    if not item.pop("_is_holder_public") and not view.caller.sees_partners:
        item["holder_id"] = None


POSTS = Listing(
    table=Post,
    read=PostRead,
    columns={**columns_of(Post, PostRead), "_is_holder_public": _person.is_name_public},
    source=Post.__table__.outerjoin(Person.__table__, _person.id == _post.holder_id),
    filters=(
        names("organisation", _post.organisation_id, Organisation),
        with_key(names("holder", _post.holder_id, Person)),
        equals("is_vacant", _post.is_vacant),
        search(_post.title),
    ),
    sorts={
        "title": SortKey(_post.title),
        "reference": SortKey(_post.reference_key),
        "updated_at": SortKey(_post.updated_at),
    },
    default_sort="title",
    shape=_without_private_holder,
)
