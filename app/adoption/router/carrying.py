"""The routes by which what is left is carried forward, and its lineage is read."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.adoption.commands.carrying import carry_forward
from app.adoption.queries.carrying import carried_outcome, lineage_of
from app.adoption.schemas.carrying import CarriedForward, CarryForwardGiven, Lineage
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import Answer, show, to_json
from app.core.idempotency import IdempotencyKey
from app.core.requests import AnyCaller, ServiceOf, WriterOf
from app.core.routes.steps import step
from app.core.rows import get_named, get_row
from app.plans.models import Plan

router = APIRouter(tags=["adoption"])
NOT_STORED = {"Cache-Control": "no-store"}


@router.post(
    "/v1/plans/{plan_id}/carry-forward",
    operation_id="carry_plan_forward",
    summary="Carry what is open forward into the next plan",
    response_model=CarriedForward,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_carry_forward(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: CarryForwardGiven,
    plan_id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Copy the open actions of a plan into the one that follows, with their leads, dates, ticks and milestones.

    In the old plan they are `carried_forward` and leave the list of deadlines, so that nothing is due twice. Asked
    twice, it does nothing more.
    """

    def act(session: Session) -> Answer:
        plan = get_row(session, Plan, plan_id)
        into = get_named(session, Plan, body.into, "/into")
        carried = carry_forward(session, caller, plan, into, body.action_ids)
        return Answer(200, to_json(carried_outcome(session, plan.id, into.id, carried)), NOT_STORED)

    return step(request, service, caller, idempotency_key, body, act)


@router.get(
    "/v1/actions/{id}/lineage",
    operation_id="get_action_lineage",
    summary="Read through which plans an action has come",
    response_model=Lineage,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
    dependencies=[NO_PARAMETERS],
)
def get_lineage(request: Request, service: ServiceOf, caller: AnyCaller, id: str) -> Response:
    """List the plans in which an action has stood, from the first on, as far as they may be seen."""
    with reading(service.sessions) as session:
        item = lineage_of(session, id, service.view(caller))
    return show(request, caller, item)
