"""The routes of the versions that adoption froze."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.adoption.queries import VERSIONS
from app.adoption.queries.versions import compare_version, read_version
from app.adoption.schemas import (
    CompareQuery,
    Comparison,
    FrozenVersion,
    VersionRead,
)
from app.core.contract import NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import show, show_page
from app.core.listing import ListQuery
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf
from app.core.schemas import Page
from app.plans.queries import PLANS

router = APIRouter(tags=["adoption"])
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The number of the version.")]


@router.get(
    "/v1/plans/{plan_id}/versions",
    operation_id="list_plan_versions",
    summary="List the versions of a plan that were adopted",
    response_model=Page[VersionRead],
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def list_versions(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ListQuery, in_query(ListQuery)],
    plan_id: str,
) -> Response:
    """List the versions of a plan: one for each time that it was adopted."""
    with reading(service.sessions) as session:
        PLANS.one(session, plan_id, service.view(caller))
        page = VERSIONS.page(session, query, service.view(caller), plan_id.lower())
    return show_page(request, caller, page)


@router.get(
    "/v1/plans/{plan_id}/versions/{number}",
    operation_id="get_plan_version",
    summary="Read a plan as it was adopted",
    response_model=FrozenVersion,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
    dependencies=[NO_PARAMETERS],
)
def get_version(
    request: Request, service: ServiceOf, caller: AnyCaller, plan_id: str, number: Number
) -> Response:
    """Read a plan, with all that was in it, word for word as it was adopted."""
    with reading(service.sessions) as session:
        item = read_version(session, plan_id, number, service.view(caller))
    return show(request, caller, item, item["version"])


@router.get(
    "/v1/plans/{plan_id}/versions/{number}/compare",
    operation_id="compare_plan_version",
    summary="Compare a plan as it was adopted with the plan as it is",
    response_model=Comparison,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_comparison(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[CompareQuery, in_query(CompareQuery)],
    plan_id: str,
    number: Number,
) -> Response:
    """Tell what is other than it was adopted: in the plan as it is now, or in another version."""
    with reading(service.sessions) as session:
        item = compare_version(session, plan_id, number, query.against, service.view(caller))
    return show(request, caller, item)
