"""The route of the progress of a plan."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.actions.queries.progress import plan_progress
from app.actions.schemas.progress import PlanProgress, ProgressQuery
from app.core.contract import NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import show
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf

router = APIRouter(tags=["plans"])


@router.get(
    "/v1/plans/{id}/progress",
    operation_id="get_plan_progress",
    summary="Tell how the actions of a plan stand, and what changed since a day",
    response_model=PlanProgress,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_progress(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ProgressQuery, in_query(ProgressQuery)],
    id: str,
) -> Response:
    """Count the actions of a plan by theme, cluster, lead, organisation or criterion; with `since`, also what changed.

    Who leads is told as in a list of actions: without a key, people by their posts or organisations.
    """
    with reading(service.sessions) as session:
        progress = plan_progress(session, id, query, service.view(caller, query.as_of))
    return show(request, caller, progress)
