"""The routes of a sub-group's forward programme, and of series of meetings made at once."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import Answer, show, to_json
from app.core.idempotency import IdempotencyKey
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf, WriterOf
from app.core.routes.steps import step
from app.core.rows import get_row
from app.meetings.commands.series import make_series
from app.meetings.queries.programme import forward_programme, show_series
from app.meetings.schemas.series import ForwardProgramme, MeetingSeries, MeetingSeriesRead, ProgrammeQuery
from app.sub_groups.models import SubGroup

router = APIRouter(tags=["meetings"])
NOT_STORED = {"Cache-Control": "no-store"}


@router.get(
    "/v1/sub-groups/{id}/forward-programme",
    operation_id="get_forward_programme",
    summary="Read the meetings of a sub-group that are to come",
    response_model=ForwardProgramme,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_forward_programme(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ProgrammeQuery, in_query(ProgrammeQuery)],
    id: str,
) -> Response:
    """Read the forward programme: the meetings to come in order, with their agendas, and how many are held where."""
    with reading(service.sessions) as session:
        found = forward_programme(session, id, query.months, service.view(caller, query.as_of))
    return show(request, caller, found)


@router.post(
    "/v1/sub-groups/{id}/meetings",
    status_code=201,
    operation_id="create_meeting_series",
    summary="Make a series of meetings at once",
    response_model=MeetingSeriesRead,
    responses={200: {"model": MeetingSeriesRead, "description": "All were there already"}, **CREATE_PROBLEMS},
    dependencies=[NO_PARAMETERS],
)
def post_series(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: MeetingSeries,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make the meetings of a series, all or none; a day is left out, and told, which has its meeting already.

    That is one on which the sub-group meets, or from which a meeting of the series was moved to another day.
    """

    def act(session: Session) -> Answer:
        made = make_series(session, caller, get_row(session, SubGroup, id), body)
        shown = show_series(session, made, service.view(caller))
        return Answer(201 if shown["made"] else 200, to_json(shown), NOT_STORED)

    return step(request, service, caller, idempotency_key, body, act)
