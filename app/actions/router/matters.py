"""The route of what arises at a meeting."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.actions.queries.matters import matters_page
from app.actions.schemas.matters import MatterQuery, MattersArising
from app.core.contract import NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import show_page
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf

router = APIRouter(tags=["meetings"])


@router.get(
    "/v1/meetings/{id}/matters-arising",
    operation_id="list_matters_arising",
    summary="List what earlier meetings of the group left open",
    response_model=MattersArising,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def list_matters(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[MatterQuery, in_query(MatterQuery)],
    id: str,
) -> Response:
    """List what the group's meetings before this one's day left open, the longest overdue first.

    Actions that came of their decisions, or that are due at one of them, or were until it was deleted, or until they
    were given another day that has passed too; actions of the group's plans that were put off; all that is overdue in
    its plans that are no drafts, also in those that are over until it is carried forward, and what of its plans was
    carried on into a draft, or into a plan of no group; decisions that were deferred and not settled since; decisions
    that nothing came of yet. It is told as it is known now: what was completed meanwhile is not listed, nor is
    anything that later meetings decided.
    """
    with reading(service.sessions) as session:
        page = matters_page(session, id, query, service.view(caller))
    return show_page(request, caller, page)
