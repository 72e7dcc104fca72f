"""The routes of deadlines: the service's busiest."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.core.contract import NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import AnyCaller, ServiceOf, show, show_page
from app.core.listing import OneQueryOfDay
from app.core.query import in_query
from app.core.schemas import Page
from app.deadlines.queries import DEADLINES, list_deadlines
from app.deadlines.schemas import DeadlineQuery, DeadlineRead

router = APIRouter(tags=["deadlines"])


@router.get(
    "/v1/deadlines",
    operation_id="list_deadlines",
    summary="List deadlines",
    response_model=Page[DeadlineRead],
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_deadlines(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[DeadlineQuery, in_query(DeadlineQuery)],
) -> Response:
    """List what is due: overdue first, then by the day due."""
    with reading(service.sessions) as session:
        page = list_deadlines(session, query, service.view(caller, query.as_of))
    return show_page(request, caller, page)


@router.get(
    "/v1/deadlines/{id}",
    operation_id="get_deadline",
    summary="Read one deadline",
    response_model=DeadlineRead,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_deadline(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[OneQueryOfDay, in_query(OneQueryOfDay)],
    id: str,
) -> Response:
    """Read one deadline."""
    with reading(service.sessions) as session:
        item = DEADLINES.one(session, id, service.view(caller, query.as_of), query)
    return show(request, caller, item, item.get("version"))
