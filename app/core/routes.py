"""The routes that every resource has, made from its description: list, read, create, change, delete, undelete,
and upsert by reference.

So the conventions of the API (paging, filters, merge patch, ETag and If-Match, idempotency, soft deletion,
visibility) are written once. A room's router describes its resources here and adds the routes that only it has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Annotated, Any, Protocol, cast

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import Field, create_model
from sqlmodel import Session

from app.core.callers import Caller
from app.core.conditional import check_version, require_version
from app.core.db import Referenced, Table, reading, writing
from app.core.errors import Fault, Invalid, NotFound, PreconditionFailed
from app.core.http import (
    PROBLEM_TYPE,
    Answer,
    AnyCaller,
    Service,
    ServiceOf,
    WriterOf,
    answer_item,
    needs,
    show,
    show_page,
)
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.links import find_named, words
from app.core.listing import Listing, ListQuery, OneQuery
from app.core.rows import find_by_reference, get_row
from app.core.schemas import Link, Page, Reference, Shape, given

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=1_000, description="The ETag that the change is based on."),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=1_000, description="`*` creates only what is not there."),
]


class NoQuery(Shape):
    """No parameters at all."""


async def _no_parameters(_query: Annotated[NoQuery, Query()]) -> None:
    return None


# Put on a route that takes no parameters, so that one that is sent is refused and not ignored.
NO_PARAMETERS = Depends(_no_parameters)


class Problems(Shape):
    """A refusal. Source: RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str | None = None
    errors: list[dict[str, str | int]] | None = None


class Adds(Protocol):
    """How rows are added to what is append-only."""

    def create(self, session: Session, caller: Caller, values: dict[str, Any]) -> Any:
        """Keep a new row."""


class Writes(Adds, Protocol):
    """How rows are written; `ledger.commands.Writer` is one."""

    def update(self, session: Session, caller: Caller, row: Any, values: dict[str, Any]) -> Any:
        """Change a row."""

    def remove(self, session: Session, caller: Caller, row: Any) -> None:
        """Delete a row softly."""

    def restore(self, session: Session, caller: Caller, row: Any) -> Any:
        """Undo a deletion."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind of thing at one address.

    `parent` is the listing of what it means nothing without, and `parent_column` the column that says which.
    `update` is None for what is append-only. `create_scope` is the scope that a key needs to add one.
    """

    listing: Listing
    writer: Adds
    create: type[Shape]
    update: type[Shape] | None
    query: type[ListQuery] = ListQuery
    plural: str = ""
    parent: Listing | None = None
    parent_column: str = ""
    create_scope: str = "write"
    upsert_scope: Mapping[str, type[Table]] = dataclass_field(default_factory=dict)

    @property
    def table(self) -> type[Table]:
        """The table that its rows are in."""
        return self.listing.table

    @property
    def changer(self) -> Writes:
        """The writer of what is not append-only."""
        return cast(Writes, self.writer)

    @property
    def path(self) -> str:
        """Where its list is."""
        return self.table.__path__

    @property
    def kind(self) -> str:
        """Its name in the singular, as in `agenda_item`."""
        return self.table.__tablename__

    def owner(self, parent_id: str | None) -> dict[str, str]:
        """Give the column and value that tie a row to its parent; empty for what stands alone."""
        return {self.parent_column: parent_id} if parent_id is not None else {}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare the refusals of a route, for the contract; those that any route may give are added."""
    reference = {"schema": {"$ref": "#/components/schemas/Problems"}}
    titles = {
        400: "A parameter or the body can't be understood",
        401: "No valid key",
        403: "The key may not do this",
        404: "No such thing, or not for this caller",
        408: "The body took too long",
        409: "The state does not allow it",
        412: "It has changed since it was read",
        413: "The body is too large",
        415: "Not a media type that is taken here",
        422: "A value is not allowed",
        428: "If-Match is needed",
        503: "Busy; try again after Retry-After",
    }
    return {
        status: {"description": titles[status], "content": {PROBLEM_TYPE: reference}}
        for status in sorted({*statuses, 400, 401, 503})
    }


READ_PROBLEMS = problems(404)
CREATE_PROBLEMS = problems(403, 404, 408, 409, 413, 415, 422)
CHANGE_PROBLEMS = problems(403, 404, 408, 409, 412, 413, 415, 422, 428)
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already"}}


def add_resource(router: APIRouter, resource: Resource) -> None:
    """Add the routes of a resource to a room's router."""
    _add_list(router, resource)
    _add_create(router, resource)
    if issubclass(resource.table, Referenced) and resource.parent is None:
        _add_by_reference(router, resource)
        _add_upsert(router, resource)
    _add_read(router, resource)
    if resource.update is not None:
        _add_change(router, resource)
        _add_delete(router, resource)
        _add_undelete(router, resource)


def _typed(route: Callable[..., Any], **annotations: Any) -> Callable[..., Any]:
    """Give a route the shapes of its resource, which FastAPI reads from the annotations."""
    route.__annotations__.update(annotations)
    return route


def _parent_of(resource: Resource) -> Any:
    """Make the dependency that reads the parent's id from the path; None for what stands alone."""
    if resource.parent is None:

        async def none() -> None:
            return None

        return Annotated[str | None, Depends(none)]
    name = resource.parent_column

    async def parent_id(value: Annotated[str, Path(alias=name)]) -> str:
        return value.lower()

    return Annotated[str | None, Depends(parent_id)]


def _see_parent(
    session: Session, service: Service, resource: Resource, caller: Caller, parent_id: str | None
) -> None:
    if resource.parent is not None and parent_id is not None:
        resource.parent.one(session, parent_id, service.view(caller), OneQuery(embed=[]))


def _add_list(router: APIRouter, resource: Resource) -> None:
    def list_them(
        request: Request, service: ServiceOf, caller: AnyCaller, query: Any, parent_id: Any
    ) -> Response:
        with reading(service.sessions) as session:
            _see_parent(session, service, resource, caller, parent_id)
            page = resource.listing.page(session, query, service.view(caller, query.as_of), parent_id)
        return show_page(request, caller, page)

    router.add_api_route(
        resource.path,
        _typed(list_them, query=Annotated[resource.query, Query()], parent_id=_parent_of(resource)),
        methods=["GET"],
        operation_id=f"list_{resource.plural}",
        summary=f"List {_spoken(resource.plural)}",
        response_model=Page[resource.listing.read],  # type: ignore[name-defined]
        responses={**NOT_MODIFIED, **READ_PROBLEMS},
    )


def _add_read(router: APIRouter, resource: Resource) -> None:
    def read_one(
        request: Request,
        service: ServiceOf,
        caller: AnyCaller,
        query: Annotated[OneQuery, Query()],
        parent_id: Any,
        id: str,
    ) -> Response:
        with reading(service.sessions) as session:
            _see_parent(session, service, resource, caller, parent_id)
            item = resource.listing.one(session, id, service.view(caller, query.as_of), query, parent_id)
        return show(request, caller, item, item.get("version"))

    router.add_api_route(
        f"{resource.path}/{{id}}",
        _typed(read_one, parent_id=_parent_of(resource)),
        methods=["GET"],
        operation_id=f"get_{resource.kind}",
        summary=f"Read one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses={**NOT_MODIFIED, **READ_PROBLEMS},
    )


def _add_by_reference(router: APIRouter, resource: Resource) -> None:
    def read_by_reference(
        request: Request,
        service: ServiceOf,
        caller: AnyCaller,
        query: Any,
        reference: Reference,
    ) -> Response:
        with reading(service.sessions) as session:
            row = find_by_reference(session, resource.table, reference, _scope_ids(session, resource, query))  # type: ignore[type-var]
            try:
                id = row.id if row is not None else ""
                item = resource.listing.one(session, id, service.view(caller, query.as_of), query)
            except NotFound:
                # What the caller may not see must look like what is not there, or references could be guessed.
                named = f"{words(resource.table.__table__)} with the reference {reference!r}"
                raise NotFound(f"There is no {named} to be seen here.") from None
        return show(request, caller, item, item.get("version"))

    router.add_api_route(
        f"{resource.path}/by-reference/{{reference}}",
        _typed(read_by_reference, query=Annotated[_with_scope(OneQuery, resource), Query()]),
        methods=["GET"],
        operation_id=f"get_{resource.kind}_by_reference",
        summary=f"Read one {words(resource.table.__table__)} by its reference",
        response_model=resource.listing.read,
        responses={**NOT_MODIFIED, **READ_PROBLEMS},
    )


def _add_create(router: APIRouter, resource: Resource) -> None:
    def create(
        request: Request,
        service: ServiceOf,
        caller: Any,
        body: Any,
        parent_id: Any,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        def act() -> Answer:
            if resource.parent is not None:
                get_row(session, resource.parent.table, parent_id)
            row = resource.writer.create(session, caller, {**body.model_dump(), **resource.owner(parent_id)})
            return answer_row(session, service, caller, resource, row, parent_id, 201)

        with writing(service.sessions) as session:
            asked = digest("POST", request.url.path, body.model_dump_json())
            answer = once(session, caller, idempotency_key, asked, act)
        return answer.response()

    router.add_api_route(
        resource.path,
        _typed(
            create,
            caller=Annotated[Caller, Depends(needs(resource.create_scope))],
            body=resource.create,
            parent_id=_parent_of(resource),
        ),
        methods=["POST"],
        dependencies=[NO_PARAMETERS],
        status_code=201,
        operation_id=f"create_{resource.kind}",
        summary=f"Create one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses=CREATE_PROBLEMS,
    )


def _add_change(router: APIRouter, resource: Resource) -> None:
    def change(
        service: ServiceOf,
        caller: WriterOf,
        body: Any,
        parent_id: Any,
        id: str,
        if_match: IfMatch = None,
    ) -> Response:
        with writing(service.sessions) as session:
            row = _row_to_change(session, resource, id, parent_id)
            require_version(if_match, row.version)
            row = resource.changer.update(session, caller, row, given(body))
            answer = answer_row(session, service, caller, resource, row, parent_id)
        return answer.response()

    router.add_api_route(
        f"{resource.path}/{{id}}",
        _typed(change, body=resource.update, parent_id=_parent_of(resource)),
        methods=["PATCH"],
        dependencies=[NO_PARAMETERS],
        operation_id=f"update_{resource.kind}",
        summary=f"Change one {words(resource.table.__table__)} (merge patch)",
        response_model=resource.listing.read,
        responses=CHANGE_PROBLEMS,
        openapi_extra=_as_merge_patch(resource),
    )


def _add_delete(router: APIRouter, resource: Resource) -> None:
    def delete(
        service: ServiceOf,
        caller: WriterOf,
        parent_id: Any,
        id: str,
        if_match: IfMatch = None,
    ) -> Response:
        with writing(service.sessions) as session:
            row = _row_to_change(session, resource, id, parent_id)
            require_version(if_match, row.version)
            resource.changer.remove(session, caller, row)
        return Response(status_code=204)

    router.add_api_route(
        f"{resource.path}/{{id}}",
        _typed(delete, parent_id=_parent_of(resource)),
        methods=["DELETE"],
        dependencies=[NO_PARAMETERS],
        status_code=204,
        operation_id=f"delete_{resource.kind}",
        summary=f"Delete one {words(resource.table.__table__)}; it can be undeleted",
        responses=CHANGE_PROBLEMS,
    )


def _add_undelete(router: APIRouter, resource: Resource) -> None:
    def undelete(service: ServiceOf, caller: WriterOf, parent_id: Any, id: str) -> Response:
        with writing(service.sessions) as session:
            row = _row_to_change(session, resource, id, parent_id, deleted=True)
            row = resource.changer.restore(session, caller, row)
            answer = answer_row(session, service, caller, resource, row, parent_id)
        return answer.response()

    router.add_api_route(
        f"{resource.path}/{{id}}/undelete",
        _typed(undelete, parent_id=_parent_of(resource)),
        methods=["POST"],
        dependencies=[NO_PARAMETERS],
        operation_id=f"undelete_{resource.kind}",
        summary=f"Undelete one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses=CREATE_PROBLEMS,
    )


def _add_upsert(router: APIRouter, resource: Resource) -> None:
    def upsert(
        service: ServiceOf,
        caller: WriterOf,
        body: Any,
        scoped: Any,
        reference: Reference,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        with writing(service.sessions) as session:
            scope = _scope_ids(session, resource, scoped)
            row = find_by_reference(session, resource.table, reference, scope)  # type: ignore[type-var]
            _check_upsert(row, if_match, if_none_match)
            if row is None:
                values = {**_with_reference(body.model_dump(), reference), **scope}
                row, status = resource.writer.create(session, caller, values), 201
            else:
                # What the body leaves out is left as it is: a script that loads texts must not undo progress.
                values = {**_with_reference(given(body), reference), **scope}
                row, status = resource.changer.update(session, caller, row, values), 200
            answer = answer_row(session, service, caller, resource, row, None, status)
        return answer.response()

    router.add_api_route(
        f"{resource.path}/by-reference/{{reference}}",
        _typed(upsert, body=resource.create, scoped=_scope_of(resource)),
        methods=["PUT"],
        operation_id=f"upsert_{resource.kind}",
        summary=f"Create or change one {words(resource.table.__table__)} by its reference",
        description="What the body leaves out is left as it is where the thing is there already.",
        response_model=resource.listing.read,
        responses={201: {"model": resource.listing.read, "description": "Created"}, **CHANGE_PROBLEMS},
    )


def answer_row(
    session: Session,
    service: Service,
    caller: Caller,
    resource: Resource,
    row: Any,
    parent_id: str | None = None,
    status: int = 200,
) -> Answer:
    """Answer a write with the row as a read shows it."""
    item = resource.listing.one(session, row.id, service.view(caller), within=parent_id)
    headers = {"Location": item["url"]} if status == 201 else {}
    return answer_item(item, item["version"], status, **headers)


def _row_to_change(
    session: Session, resource: Resource, id: str, parent_id: str | None, *, deleted: bool = False
) -> Any:
    if resource.parent is not None and parent_id is not None:
        get_row(session, resource.parent.table, parent_id)
    return get_row(session, resource.table, id, resource.owner(parent_id), deleted=deleted)


def _check_upsert(row: Any, if_match: str | None, if_none_match: str | None) -> None:
    if if_none_match is not None and row is not None:
        raise PreconditionFailed("It is there already, and If-None-Match asked to create it only.")
    if if_match is not None:
        if row is None:
            raise PreconditionFailed("It is not there, and If-Match asked to replace it.")
        check_version(if_match, row.version)


def _with_reference(values: dict[str, Any], reference: str) -> dict[str, Any]:
    if values.get("reference") not in (None, reference):
        fault = Fault("must be left out or be the one in the address", pointer="/reference")
        raise Invalid("The body names another reference than the address.", errors=[fault])
    return {**values, "reference": reference}


def _with_scope(query: type[Shape], resource: Resource) -> type[Shape]:
    """Add the parameters that say within what a reference is unique, such as `plan` for an action."""
    if not resource.upsert_scope:
        return query
    scope: dict[str, Any] = {}
    for column, table in resource.upsert_scope.items():
        told = Field(description=f"The {words(table.__table__)} that it is in, by its id or its reference.")
        scope[column.removesuffix("_id")] = (Link, told)
    made: type[Shape] = create_model(f"{query.__name__}Of{resource.kind.title()}", __base__=query, **scope)
    return made


def _scope_of(resource: Resource) -> Any:
    return Annotated[_with_scope(NoQuery, resource), Query()]


def _scope_ids(session: Session, resource: Resource, scoped: Any) -> dict[str, str]:
    ids = {}
    for column, table in resource.upsert_scope.items():
        name = column.removesuffix("_id")
        found = find_named(session, table.__table__, getattr(scoped, name))
        if found is None:
            raise NotFound(f"There is no {words(table.__table__)} named {getattr(scoped, name)!r}.")
        ids[column] = found
    return ids


def _as_merge_patch(resource: Resource) -> dict[str, Any]:
    name = cast(type[Shape], resource.update).__name__
    schema = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return {"requestBody": {"content": {"application/merge-patch+json": schema}}}


def _spoken(plural: str) -> str:
    return plural.replace("sub_groups", "sub-groups").replace("_", " ")
