"""The routes by which minutes are approved, and opened again."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.core.callers import Caller
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS
from app.core.http import Answer, answer_item
from app.core.idempotency import IdempotencyKey
from app.core.requests import Service, ServiceOf, WriterOf
from app.core.routes.steps import in_body, step
from app.core.rows import get_row
from app.meetings.commands.papers import approve_minutes, reopen_minutes
from app.meetings.models import Meeting, Paper
from app.meetings.queries.papers import PAPERS
from app.meetings.schemas.papers import MinutesApproved, MinutesReopened, PaperRead

router = APIRouter(tags=["meetings"])


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

    def act(session: Session) -> Answer:
        paper = _paper(session, meeting_id, id)
        approve_minutes(session, caller, paper, body.meeting_id, body.decision_id, body.approved_on)
        return _answer(session, service, caller, paper)

    return step(request, service, caller, idempotency_key, body, act)


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
    body: Annotated[MinutesReopened, in_body(MinutesReopened)],
    meeting_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take back that minutes were approved, so that they can be changed."""

    def act(session: Session) -> Answer:
        paper = _paper(session, meeting_id, id)
        reopen_minutes(session, caller, paper, body.reason)
        return _answer(session, service, caller, paper)

    return step(request, service, caller, idempotency_key, body, act)


def _paper(session: Session, meeting_id: str, id: str) -> Paper:
    meeting = get_row(session, Meeting, meeting_id)
    return get_row(session, Paper, id, {"meeting_id": meeting.id})


def _answer(session: Session, service: Service, caller: Caller, paper: Paper) -> Answer:
    item = PAPERS.one(session, paper.id, service.view(caller))
    return answer_item(item, item["version"])
