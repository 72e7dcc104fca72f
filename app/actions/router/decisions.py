"""The route of decisions across meetings."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.actions.queries.decisions import decisions_of_all_meetings
from app.actions.schemas.decisions import DecisionOfMeeting, DecisionsQuery
from app.core.contract import NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import show_page
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf
from app.core.schemas import Page

router = APIRouter(tags=["meetings"])


@router.get(
    "/v1/decisions",
    operation_id="list_all_decisions",
    summary="List decisions of all meetings",
    response_model=Page[DecisionOfMeeting],
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def list_all(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[DecisionsQuery, in_query(DecisionsQuery)],
) -> Response:
    """List what meetings decided, and what came of it, by the meetings' days and in the order of their decisions.

    Without a key, what public meetings decided. Each is read, and changed, at its `url`, under its meeting.
    """
    with reading(service.sessions) as session:
        page = decisions_of_all_meetings().page(session, query, service.view(caller))
    return show_page(request, caller, page)
