"""The routes by which a resource is written: created, changed, deleted, undeleted, upserted by its reference."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session

from app.core.callers import Caller
from app.core.conditional import check_absent, check_version, require_version
from app.core.contract import (
    CHANGE_PROBLEMS,
    CREATE_PROBLEMS,
    NO_PARAMETERS,
    IfMatch,
    IfNoneMatch,
)
from app.core.db import writing
from app.core.errors import Fault, Invalid, NotFound, PreconditionFailed
from app.core.http import Answer, answer_item
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.links import resolve_links, words
from app.core.problems import problem_of
from app.core.requests import CallerFinder, Service, ServiceOf, WriterOf
from app.core.resource import Resource
from app.core.routes.shared import parent_of, scope_ids, scope_of, typed
from app.core.rows import find_by_reference, get_row
from app.core.schemas import Reference, Shape, given


def add_create(router: APIRouter, resource: Resource) -> None:
    """Add the creation of one thing."""

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
            row = resource.adder.create(session, caller, {**body.model_dump(), **resource.owner(parent_id)})
            return answer_row(session, service, caller, resource, row, parent_id, 201)

        with writing(service.sessions) as session:
            asked = digest("POST", request.url.path, body.model_dump_json())
            answer = once(session, caller, idempotency_key, asked, act)
        return answer.response()

    router.add_api_route(
        resource.path,
        typed(
            create,
            caller=Annotated[Caller, Depends(CallerFinder(resource.create_scope))],
            body=resource.create,
            parent_id=parent_of(resource),
        ),
        methods=["POST"],
        dependencies=[NO_PARAMETERS],
        status_code=201,
        operation_id=f"create_{resource.kind}",
        summary=f"Create one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses=CREATE_PROBLEMS,
    )


def add_change(router: APIRouter, resource: Resource) -> None:
    """Add the change of one thing by a merge patch."""

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
        typed(change, body=resource.update, parent_id=parent_of(resource)),
        methods=["PATCH"],
        dependencies=[NO_PARAMETERS],
        operation_id=f"update_{resource.kind}",
        summary=f"Change one {words(resource.table.__table__)} (merge patch)",
        response_model=resource.listing.read,
        responses=CHANGE_PROBLEMS,
        openapi_extra=_as_merge_patch(resource),
    )


def add_delete(router: APIRouter, resource: Resource) -> None:
    """Add the soft deletion of one thing."""

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
        typed(delete, parent_id=parent_of(resource)),
        methods=["DELETE"],
        dependencies=[NO_PARAMETERS],
        status_code=204,
        operation_id=f"delete_{resource.kind}",
        summary=f"Delete one {words(resource.table.__table__)}; it can be undeleted",
        responses=CHANGE_PROBLEMS,
    )


def add_undelete(router: APIRouter, resource: Resource) -> None:
    """Add the way back from a deletion."""

    def undelete(
        request: Request,
        service: ServiceOf,
        caller: WriterOf,
        parent_id: Any,
        id: str,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        def act() -> Answer:
            row = _row_to_change(session, resource, id, parent_id, deleted=True)
            row = resource.changer.restore(session, caller, row)
            return answer_row(session, service, caller, resource, row, parent_id)

        with writing(service.sessions) as session:
            asked = digest("POST", request.url.path)
            answer = once(session, caller, idempotency_key, asked, act)
        return answer.response()

    router.add_api_route(
        f"{resource.path}/{{id}}/undelete",
        typed(undelete, parent_id=parent_of(resource)),
        methods=["POST"],
        dependencies=[NO_PARAMETERS],
        operation_id=f"undelete_{resource.kind}",
        summary=f"Undelete one {words(resource.table.__table__)}",
        response_model=resource.listing.read,
        responses=CREATE_PROBLEMS,
    )


def add_upsert(router: APIRouter, resource: Resource) -> None:
    """Add the creation or change of one thing by its reference, for scripts."""

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
            scope = scope_ids(session, resource, scoped)
            row = find_by_reference(session, resource.table, reference, scope)  # type: ignore[type-var]  # what has these routes is Referenced
            _check_upsert(row, if_match, if_none_match)
            # What the body leaves out is left as it is: a script that loads texts must not undo progress.
            values = _with_address(session, resource, given(body), {"reference": reference, **scope})
            if row is None:
                row, status = resource.adder.create(session, caller, _as_new(resource, values)), 201
            else:
                row, status = resource.changer.update(session, caller, row, values), 200
            answer = answer_row(session, service, caller, resource, row, None, status)
        return answer.response()

    router.add_api_route(
        f"{resource.path}/by-reference/{{reference}}",
        typed(upsert, body=resource.update, scoped=scope_of(resource)),
        methods=["PUT"],
        operation_id=f"upsert_{resource.kind}",
        summary=f"Create or change one {words(resource.table.__table__)} by its reference",
        description="Where the thing is there already, what the body leaves out is left as it is. Where it is not, "
        "the body must hold what a creation needs; what the address says may be left out.",
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
    row = get_row(session, resource.table, id, deleted=deleted)
    if not resource.is_under(row, parent_id):
        raise NotFound(f"The {words(resource.table.__table__)} {id!r} belongs elsewhere.")
    return row


def _check_upsert(row: Any, if_match: str | None, if_none_match: str | None) -> None:
    if if_none_match is not None:
        check_absent(if_none_match, None if row is None else row.version)
    if if_match is not None:
        if row is None:
            raise PreconditionFailed("It is not there, and If-Match asked to replace it.")
        check_version(if_match, row.version)


def _with_address(
    session: Session, resource: Resource, values: dict[str, Any], address: dict[str, str]
) -> dict[str, Any]:
    """Add what the address says. Raises Invalid where the body says something else."""
    named = {name: values[name] for name in address if name in values}
    links = {name: value for name, value in named.items() if name in resource.upsert_scope}
    named |= resolve_links(session, resource.table.__table__, links)
    faults = [
        Fault("must be left out or be what the address says", pointer=f"/{name}")
        for name, value in named.items()
        if value != address[name]
    ]
    if faults:
        raise Invalid("The body names another thing than the address.", errors=faults)
    return {**values, **address}


def _as_new(resource: Resource, values: dict[str, Any]) -> dict[str, Any]:
    """Check the values of a change as those of a creation."""
    try:
        return cast(type[Shape], resource.create).model_validate(values).model_dump()
    except ValidationError as error:
        raise problem_of(error.errors()) from None


def _as_merge_patch(resource: Resource) -> dict[str, Any]:
    name = cast(type[Shape], resource.update).__name__
    schema = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return {"requestBody": {"content": {"application/merge-patch+json": schema}}}
