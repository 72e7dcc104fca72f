"""The routes by which a resource is read: a page of its list, and one by its id or its reference."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.core.callers import Caller
from app.core.contract import NOT_MODIFIED, READ_PROBLEMS, problems
from app.core.db import reading
from app.core.errors import NotFound
from app.core.http import NOT_SHARED, show, show_page
from app.core.links import words
from app.core.listing import OneQuery, OneQueryAt, OneQueryOfDay, OneQueryOfDayAt, day_of_query
from app.core.query import in_query
from app.core.requests import AnyCaller, CallerFinder, ServiceOf
from app.core.resource import Resource
from app.core.routes.shared import parent_of, query_with_scope, scope_ids, see_parent, spoken, typed
from app.core.rows import find_by_reference
from app.core.schemas import Page, Reference


def reader_of(resource: Resource) -> Any:
    """Give the dependency that lets those pass who may read the resource."""
    if resource.read_scope is None:
        return AnyCaller
    return Annotated[Caller, Depends(CallerFinder(resource.read_scope))]


def one_query_of(resource: Resource) -> type[OneQuery]:
    """Give the parameters of a request for one of the resource."""
    if resource.listing.as_it_stood is not None:
        return OneQueryOfDayAt if resource.listing.of_day else OneQueryAt
    return OneQueryOfDay if resource.listing.of_day else OneQuery


def read_problems(resource: Resource) -> dict[int | str, dict[str, Any]]:
    """Declare the refusals of reading the resource."""
    return READ_PROBLEMS if resource.read_scope is None else problems(403, 404)


def _headers_of(resource: Resource) -> dict[str, str]:
    return NOT_SHARED if resource.moves_by_itself else {}


def add_list(router: APIRouter, resource: Resource) -> None:
    """Add the page of a list."""

    def list_them(request: Request, service: ServiceOf, caller: Any, query: Any, parent_id: Any) -> Response:
        with reading(service.sessions) as session:
            see_parent(session, service, resource, caller, parent_id)
            page = resource.listing.page(session, query, service.view(caller, day_of_query(query)), parent_id)
        return show_page(request, caller, page, **_headers_of(resource))

    router.add_api_route(
        resource.path,
        typed(
            list_them,
            caller=reader_of(resource),
            query=Annotated[resource.query, in_query(resource.query)],
            parent_id=parent_of(resource),
        ),
        methods=["GET"],
        operation_id=f"list_{resource.plural}",
        summary=f"List {spoken(resource.plural)}",
        response_model=Page[resource.listing.read],  # type: ignore[name-defined]  # a shape that is known only here
        responses={**NOT_MODIFIED, **read_problems(resource)},
    )


def add_read(router: APIRouter, resource: Resource) -> None:
    """Add the reading of one thing by its id."""

    def read_one(
        request: Request,
        service: ServiceOf,
        caller: Any,
        query: Any,
        parent_id: Any,
        id: str,
    ) -> Response:
        with reading(service.sessions) as session:
            see_parent(session, service, resource, caller, parent_id)
            item = resource.listing.one(
                session, id, service.view(caller, day_of_query(query)), query, parent_id
            )
        return show(request, caller, item, item.get("version"), **_headers_of(resource))

    router.add_api_route(
        f"{resource.path}/{{id}}",
        typed(
            read_one,
            caller=reader_of(resource),
            query=Annotated[Any, in_query(one_query_of(resource))],
            parent_id=parent_of(resource),
        ),
        methods=["GET"],
        operation_id=f"get_{resource.kind}",
        summary=f"Read one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses={**NOT_MODIFIED, **read_problems(resource)},
    )


def add_by_reference(router: APIRouter, resource: Resource) -> None:
    """Add the reading of one thing by its reference."""

    def read_by_reference(
        request: Request,
        service: ServiceOf,
        caller: AnyCaller,
        query: Any,
        reference: Reference,
    ) -> Response:
        with reading(service.sessions) as session:
            try:
                scope = scope_ids(session, resource, query)
                row = find_by_reference(session, resource.table, reference, scope)  # type: ignore[type-var]  # what has these routes is Referenced
                id = row.id if row is not None else ""
                item = resource.listing.one(session, id, service.view(caller, day_of_query(query)), query)
            except NotFound:
                # What the caller may not see must look like what is not there, or references could be guessed.
                named = f"{words(resource.table.__table__)} with the reference {reference!r}"
                raise NotFound(f"There is no {named} to be seen here.") from None
        return show(request, caller, item, item.get("version"))

    router.add_api_route(
        f"{resource.path}/by-reference/{{reference}}",
        typed(
            read_by_reference,
            query=Annotated[Any, in_query(query_with_scope(one_query_of(resource), resource))],
        ),
        methods=["GET"],
        operation_id=f"get_{resource.kind}_by_reference",
        summary=f"Read one {words(resource.table.__table__)} by its reference",
        response_model=resource.listing.read,
        responses={**NOT_MODIFIED, **READ_PROBLEMS},
    )
