"""How whoever sits in a sub-group, or attends its meetings, is named: by name, else by post or organisation."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, or_, select
from sqlalchemy import Table as CoreTable

from app.core.filters import Filter, names_where
from app.core.listing import Item, View
from app.partners.models import Organisation, Person, Post

_person = Person.__table__.c
_organisation = Organisation.__table__.c
_post = Post.__table__.c
_held = Post.__table__.alias("held")
_persons = Organisation.__table__.alias("persons")

NAME: ColumnElement[Any] = func.coalesce(_person.name, _organisation.name, _post.title)
"""The member's name or the post's title, of what is `with_members`."""

MEMBER_COLUMNS: dict[str, ColumnElement[Any]] = {
    "name": NAME,
    "_is_name_public": _person.is_name_public,
    "_held_id": _held.c.id,
    "_held_title": _held.c.title,
    "_persons_id": _persons.c.id,
    "_persons_name": _persons.c.name,
}
"""What `without_private_person` needs to know, of what is `with_members` and their posts."""


def with_members(source: FromClause, table: CoreTable) -> FromClause:
    """Join the person, the organisation or the post that the rows of a table are of."""
    return (
        source.outerjoin(Person.__table__, _person.id == table.c.person_id)
        .outerjoin(Organisation.__table__, _organisation.id == table.c.organisation_id)
        .outerjoin(Post.__table__, _post.id == table.c.post_id)
    )


def with_members_and_posts(table: CoreTable) -> FromClause:
    """Join besides what a person may be shown by: the post that they hold, and their organisation."""
    joined = with_members(table, table).outerjoin(_held, _held.c.id == _first_post_of(_person.id))
    return joined.outerjoin(_persons, _persons.c.id == _person.organisation_id)


def _first_post_of(person_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Give the id of the post that someone holds; of several, the first by its title."""
    any_post = Post.__table__.alias("any_post")
    theirs = (any_post.c.holder_id == person_id, any_post.c.deleted_at.is_(None))
    first = select(any_post.c.id).where(*theirs).order_by(any_post.c.title, any_post.c.id).limit(1)
    return first.correlate(Person.__table__).scalar_subquery()


def without_private_person(item: Item, view: View) -> None:
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


def of_organisations(table: CoreTable) -> Filter:
    """Keep the rows that are of the organisations named, or held on their behalf."""
    columns = (table.c.organisation_id, table.c.on_behalf_of_id)
    return names_where("organisation", Organisation, lambda ids: or_(*(one.in_(ids) for one in columns)))
