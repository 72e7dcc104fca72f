"""The routes of the steps that plans take, and of reviews and what they find.

Those of versions, of what is carried forward and of the accreditation pack stand beside this file, each module with
a router of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.adoption.commands import take_back, take_step
from app.adoption.commands.reviews import WRITE_FINDINGS, WRITE_REVIEWS, make_issue
from app.adoption.models import Finding, Review
from app.adoption.queries import TRANSITIONS
from app.adoption.queries.reviews import FINDINGS, REVIEWS
from app.adoption.schemas import (
    TransitionCreate,
    TransitionRead,
    TransitionTakenBack,
)
from app.adoption.schemas.reviews import (
    FindingCreate,
    FindingMadeIssue,
    FindingRead,
    FindingUpdate,
    ReviewCreate,
    ReviewQuery,
    ReviewUpdate,
)
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS
from app.core.http import Answer, answer_item
from app.core.idempotency import IdempotencyKey
from app.core.requests import ServiceOf, WriterOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.routes.steps import in_body, step
from app.core.rows import get_row
from app.plans.models import Plan
from app.plans.queries import PLANS
from app.plans.schemas import PlanRead

router = APIRouter(tags=["adoption"])


@router.post(
    "/v1/plans/{plan_id}/transitions",
    operation_id="take_plan_transition",
    summary="Take a plan one step further",
    response_model=TransitionRead,
    status_code=201,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_transition(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: TransitionCreate,
    plan_id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Give a plan another status: it is proposed, adopted at a meeting, submitted, accredited or refused, closed.

    Adoption freezes a version of the plan, with all that is in it, which can be read for ever. A plan of no group
    becomes that of the group that proposes or adopts it at its meeting, and stays so when the step is taken back.
    """

    def act(session: Session) -> Answer:
        taken = take_step(session, caller, get_row(session, Plan, plan_id), body.model_dump())
        item = TRANSITIONS.one(session, taken.id, service.view(caller), within=taken.plan_id)
        return answer_item(item, item["version"], 201, Location=item["url"])

    return step(request, service, caller, idempotency_key, body, act)


@router.post(
    "/v1/plans/{plan_id}/transitions/{id}/take-back",
    operation_id="take_back_plan_transition",
    summary="Take back the last step of a plan",
    response_model=PlanRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_take_back(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: Annotated[TransitionTakenBack, in_body(TransitionTakenBack)],
    plan_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take back a step that was entered wrongly, with the version that it froze; answers with the plan."""

    def act(session: Session) -> Answer:
        plan = get_row(session, Plan, plan_id)
        take_back(session, caller, plan, id, body.reason)
        item = PLANS.one(session, plan.id, service.view(caller))
        return answer_item(item, item["version"])

    return step(request, service, caller, idempotency_key, body, act)


@router.post(
    "/v1/reviews/{review_id}/findings/{id}/issue",
    operation_id="make_issue_of_finding",
    summary="Make an issue of a plan of what a review found",
    response_model=FindingRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_issue_of_finding(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: Annotated[FindingMadeIssue, in_body(FindingMadeIssue)],
    review_id: str,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make an issue, which actions can answer, of what a review found."""

    def act(session: Session) -> Answer:
        review = get_row(session, Review, review_id)
        finding = get_row(session, Finding, id, {"review_id": review.id})
        make_issue(session, caller, review, finding, body.model_dump())
        item = FINDINGS.one(session, finding.id, service.view(caller), within=review.id)
        return answer_item(item, item["version"])

    return step(request, service, caller, idempotency_key, body, act)


RESOURCES = (
    Resource(
        plural="plan_transitions",
        listing=TRANSITIONS,
        parent=PLANS,
        parent_column="plan_id",
    ),
    Resource(
        plural="reviews",
        listing=REVIEWS,
        writer=WRITE_REVIEWS,
        create=ReviewCreate,
        update=ReviewUpdate,
        query=ReviewQuery,
    ),
    Resource(
        plural="findings",
        listing=FINDINGS,
        writer=WRITE_FINDINGS,
        create=FindingCreate,
        update=FindingUpdate,
        parent=REVIEWS,
        parent_column="review_id",
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
