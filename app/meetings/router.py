"""The routes of meetings and venues, and of what belongs to a meeting."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.core.callers import Caller
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading, writing
from app.core.http import Answer, AnyCaller, Service, ServiceOf, WriterOf, answer_item, show, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.query import in_query
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.rows import get_row
from app.meetings.commands import (
    WRITE_AGENDA_ITEMS,
    WRITE_DECISIONS,
    WRITE_MEETINGS,
    WRITE_RECOMMENDATIONS,
    WRITE_VENUES,
)
from app.meetings.commands.attendances import WRITE_ATTENDANCES
from app.meetings.commands.papers import WRITE_PAPERS, approve_minutes, reopen_minutes
from app.meetings.commands.series import make_series
from app.meetings.models import Meeting, Paper
from app.meetings.queries import AGENDA_ITEMS, DECISIONS, MEETINGS, RECOMMENDATIONS, VENUES
from app.meetings.queries.attendances import ATTENDANCES
from app.meetings.queries.papers import PAPERS
from app.meetings.queries.programme import forward_programme, show_series
from app.meetings.schemas import (
    AgendaItemCreate,
    AgendaItemQuery,
    AgendaItemUpdate,
    DecisionCreate,
    DecisionQuery,
    DecisionUpdate,
    MeetingCreate,
    MeetingQuery,
    MeetingUpdate,
    RecommendationCreate,
    RecommendationQuery,
    RecommendationUpdate,
    VenueCreate,
    VenueQuery,
    VenueUpdate,
)
from app.meetings.schemas.attendances import AttendanceCreate, AttendanceQuery, AttendanceUpdate
from app.meetings.schemas.papers import (
    MinutesApproved,
    MinutesReopened,
    PaperCreate,
    PaperQuery,
    PaperRead,
    PaperUpdate,
)
from app.meetings.schemas.series import ForwardProgramme, MeetingSeries, MeetingSeriesRead, ProgrammeQuery
from app.sub_groups.models import SubGroup

router = APIRouter(tags=["meetings"])
NOT_STORED = {"Cache-Control": "no-store"}

RESOURCES = (
    Resource(
        plural="meetings",
        listing=MEETINGS,
        writer=WRITE_MEETINGS,
        create=MeetingCreate,
        update=MeetingUpdate,
        query=MeetingQuery,
    ),
    Resource(
        plural="agenda_items",
        listing=AGENDA_ITEMS,
        writer=WRITE_AGENDA_ITEMS,
        create=AgendaItemCreate,
        update=AgendaItemUpdate,
        query=AgendaItemQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="recommendations",
        listing=RECOMMENDATIONS,
        writer=WRITE_RECOMMENDATIONS,
        create=RecommendationCreate,
        update=RecommendationUpdate,
        query=RecommendationQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="decisions",
        listing=DECISIONS,
        writer=WRITE_DECISIONS,
        create=DecisionCreate,
        update=DecisionUpdate,
        query=DecisionQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="papers",
        listing=PAPERS,
        writer=WRITE_PAPERS,
        create=PaperCreate,
        update=PaperUpdate,
        query=PaperQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="attendances",
        listing=ATTENDANCES,
        writer=WRITE_ATTENDANCES,
        create=AttendanceCreate,
        update=AttendanceUpdate,
        query=AttendanceQuery,
        parent=MEETINGS,
        parent_column="meeting_id",
    ),
    Resource(
        plural="venues",
        listing=VENUES,
        writer=WRITE_VENUES,
        create=VenueCreate,
        update=VenueUpdate,
        query=VenueQuery,
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)


@router.post(
    "/v1/meetings/{meeting_id}/papers/{id}/approve",
    operation_id="approve_minutes",
    summary="Approve minutes at a later meeting",
    response_model=PaperRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def approve(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: MinutesApproved,
    meeting_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Approve minutes; they can't be changed then unless they are opened again."""

    def act() -> Answer:
        paper = _paper(session, meeting_id, id)
        approve_minutes(session, caller, paper, body.meeting_id, body.decision_id, body.approved_on)
        return _answer_paper(session, service, caller, paper)

    with writing(service.sessions) as session:
        asked = digest("POST", request.url.path, body.model_dump_json())
        answer = once(session, caller, idempotency_key, asked, act)
    return answer.response()


@router.post(
    "/v1/meetings/{meeting_id}/papers/{id}/reopen",
    operation_id="reopen_minutes",
    summary="Take back that minutes were approved",
    response_model=PaperRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def reopen(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: MinutesReopened,
    meeting_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take back that minutes were approved, so that they can be changed."""

    def act() -> Answer:
        paper = _paper(session, meeting_id, id)
        reopen_minutes(session, caller, paper, body.reason)
        return _answer_paper(session, service, caller, paper)

    with writing(service.sessions) as session:
        asked = digest("POST", request.url.path, body.model_dump_json())
        answer = once(session, caller, idempotency_key, asked, act)
    return answer.response()


def _paper(session: Session, meeting_id: str, id: str) -> Paper:
    meeting = get_row(session, Meeting, meeting_id)
    return get_row(session, Paper, id, {"meeting_id": meeting.id})


def _answer_paper(session: Session, service: Service, caller: Caller, paper: Paper) -> Answer:
    item = PAPERS.one(session, paper.id, service.view(caller))
    return answer_item(item, item["version"])


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
    """Make the meetings of a series, all or none; a day on which the sub-group meets already is left out, and told."""

    def act() -> Answer:
        made = make_series(session, caller, get_row(session, SubGroup, id), body)
        shown = show_series(session, made, service.view(caller))
        return Answer(201 if shown["made"] else 200, to_json(shown), NOT_STORED)

    with writing(service.sessions) as session:
        asked = digest("POST", request.url.path, body.model_dump_json())
        answer = once(session, caller, idempotency_key, asked, act)
    return answer.response()
