"""The change feed: by reading it on and on, a partner keeps a copy of the register in step."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.changes.queries import feed_page
from app.changes.schemas import FeedQuery
from app.core.contract import NOT_MODIFIED, problems
from app.core.db import reading
from app.core.http import NOT_SHARED, show
from app.core.query import in_query
from app.core.requests import Reader, ServiceOf
from app.ledger.schemas import ChangePage

router = APIRouter(tags=["changes"])


@router.get(
    "/v1/changes",
    operation_id="list_changes",
    summary="List all changes",
    response_model=ChangePage,
    responses={**NOT_MODIFIED, **problems(403)},
)
def list_changes(
    request: Request, service: ServiceOf, caller: Reader, query: Annotated[FeedQuery, in_query(FeedQuery)]
) -> Response:
    """List all changes after a number, in the order of their commits, with tombstones; none is ever skipped."""
    with reading(service.sessions) as session:
        page = feed_page(session, query, caller, request.url.path)
    # Administrators are shown more than other keys.
    return show(request, caller, page, None, **NOT_SHARED)
