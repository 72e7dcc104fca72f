"""What the routes of a resource share: how they get its shapes, its parent, and the scope of its references."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import Field, create_model
from sqlmodel import Session

from app.core.callers import Caller
from app.core.contract import (
    NoQuery,
)
from app.core.errors import NotFound
from app.core.links import find_named, words
from app.core.listing import OneQuery
from app.core.query import in_query
from app.core.requests import Service
from app.core.resource import Resource
from app.core.schemas import Link, Shape


def typed(route: Callable[..., Any], **annotations: Any) -> Callable[..., Any]:
    """Give a route the shapes of its resource, which FastAPI reads from the annotations."""
    route.__annotations__.update(annotations)
    return route


def parent_of(resource: Resource) -> Any:
    """Make the dependency that reads the parent's id from the path; None for what stands alone."""
    if resource.parent is None:

        async def none() -> None:
            return None

        return Annotated[str | None, Depends(none)]
    name = resource.parent_column

    async def parent_id(value: Annotated[str, Path(alias=name)]) -> str:
        return value.lower()

    return Annotated[str | None, Depends(parent_id)]


def see_parent(
    session: Session, service: Service, resource: Resource, caller: Caller, parent_id: str | None
) -> None:
    """Refuse, by NotFound, a caller who may not see what the thing is a part of."""
    if resource.parent is not None and parent_id is not None:
        resource.parent.one(session, parent_id, service.view(caller), OneQuery(embed=[]))


def query_with_scope(query: type[Shape], resource: Resource) -> type[Shape]:
    """Add the parameters that say within what a reference is unique, such as `plan` for an action."""
    if not resource.upsert_scope:
        return query
    scope: dict[str, Any] = {}
    for column, table in resource.upsert_scope.items():
        told = Field(description=f"The {words(table.__table__)} that it is in, by its id or its reference.")
        scope[column.removesuffix("_id")] = (Link, told)
    made: type[Shape] = create_model(f"{query.__name__}Of{resource.kind.title()}", __base__=query, **scope)
    return made


def scope_of(resource: Resource) -> Any:
    """Give the parameters that say within what a reference is unique."""
    return Annotated[Any, in_query(query_with_scope(NoQuery, resource))]


def scope_ids(session: Session, resource: Resource, scoped: Any) -> dict[str, str]:
    """Turn those parameters into the columns and ids of the scope. Raises NotFound."""
    ids = {}
    for column, table in resource.upsert_scope.items():
        name = column.removesuffix("_id")
        found = find_named(session, table.__table__, getattr(scoped, name))
        if found is None:
            raise NotFound(f"There is no {words(table.__table__)} named {getattr(scoped, name)!r}.")
        ids[column] = found
    return ids


def spoken(plural: str) -> str:
    """Give a plural as people say it."""
    return plural.replace("sub_groups", "sub-groups").replace("_", " ")
