"""The routes of deadlines: the service's busiest."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.core.callers import Caller
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import Answer, answer_item, show, show_page
from app.core.idempotency import IdempotencyKey
from app.core.listing import OneQueryOfDay
from app.core.query import in_query
from app.core.requests import AnyCaller, Reporter, Service, ServiceOf
from app.core.routes.forms import add_forms
from app.core.routes.steps import in_body, step
from app.core.schemas import Page
from app.deadlines.commands import complete_deadline, reopen_deadline
from app.deadlines.queries import DEADLINES, list_deadlines
from app.deadlines.queries.forms import DEADLINE_FORMS
from app.deadlines.schemas import DeadlineComplete, DeadlineQuery, DeadlineRead, DeadlineReopen
from app.schedule.models import Deadline

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


add_forms(router, DEADLINE_FORMS)


@router.post(
    "/v1/deadlines/{id}/complete",
    operation_id="complete_deadline",
    summary="Tick one deadline off",
    response_model=DeadlineRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def complete(
    request: Request,
    service: ServiceOf,
    caller: Reporter,
    body: Annotated[DeadlineComplete, in_body(DeadlineComplete)],
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Tick off one occurrence of something due: a review of this year, not the reviewing.

    It stays ticked off whatever becomes of the words, and its earlier occurrences are late no more. With the scope
    `report` for what one's organisation leads, else with `write`.
    """
    day = body.completed_on or service.view(caller).today

    def act(session: Session) -> Answer:
        return _answer(session, service, caller, complete_deadline(session, caller, id, day, body.note))

    return step(request, service, caller, idempotency_key, body, act)


@router.post(
    "/v1/deadlines/{id}/reopen",
    operation_id="reopen_deadline",
    summary="Take the tick of one deadline back",
    response_model=DeadlineRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def reopen(
    request: Request,
    service: ServiceOf,
    caller: Reporter,
    body: Annotated[DeadlineReopen, in_body(DeadlineReopen)],
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take back that a deadline was ticked off."""

    def act(session: Session) -> Answer:
        return _answer(session, service, caller, reopen_deadline(session, caller, id, body.reason))

    return step(request, service, caller, idempotency_key, body, act)


def _answer(session: Session, service: Service, caller: Caller, deadline: Deadline) -> Answer:
    item = DEADLINES.one(session, deadline.id, service.view(caller))
    return answer_item(item, item["version"])
