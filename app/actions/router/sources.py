"""The routes by which actions come of what a meeting decided, and of issues that were found."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS
from app.actions.models import Issue
from app.actions.queries import ACTIONS
from app.actions.schemas import ActionFromDecision, ActionFromIssue, ActionRead
from app.core.callers import Caller
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS
from app.core.http import Answer, answer_item
from app.core.idempotency import IdempotencyKey
from app.core.requests import Service, ServiceOf, WriterOf
from app.core.routes.steps import step
from app.core.rows import get_row
from app.core.schemas import Shape
from app.meetings.models import Decision, Meeting

router = APIRouter(tags=["actions"])


@router.post(
    "/v1/meetings/{meeting_id}/decisions/{id}/actions",
    operation_id="create_action_of_decision",
    summary="Create one action that comes of a decision",
    status_code=201,
    response_model=ActionRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_action_of_decision(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: ActionFromDecision,
    meeting_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Create an action that comes of a decision, in a plan. A decision that needs no action refuses it."""

    def source(session: Session) -> dict[str, Any]:
        meeting = get_row(session, Meeting, meeting_id)
        return {"decision_id": get_row(session, Decision, id, {"meeting_id": meeting.id}).id}

    return _create(request, service, caller, body, idempotency_key, source)


@router.post(
    "/v1/issues/{id}/actions",
    operation_id="create_action_of_issue",
    summary="Create one action that answers an issue",
    status_code=201,
    response_model=ActionRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_action_of_issue(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: ActionFromIssue,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Create an action that answers an issue, in the issue's plan."""

    def source(session: Session) -> dict[str, Any]:
        issue = get_row(session, Issue, id)
        return {"plan_id": issue.plan_id, "issue_ids": [issue.id]}

    return _create(request, service, caller, body, idempotency_key, source)


def _create(
    request: Request,
    service: Service,
    caller: Caller,
    body: Shape,
    idempotency_key: str | None,
    source: Callable[[Session], dict[str, Any]],
) -> Response:
    """Create an action out of what the body says and what the address does, which `source` tells."""

    def act(session: Session) -> Answer:
        action = WRITE_ACTIONS.create(session, caller, {**body.model_dump(), **source(session)})
        item = ACTIONS.one(session, action.id, service.view(caller))
        return answer_item(item, item["version"], 201, Location=item["url"])

    return step(request, service, caller, idempotency_key, body, act)
