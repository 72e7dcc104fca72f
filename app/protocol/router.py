"""The routes of the protocol: its rules, and whether they were kept."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.core.contract import NOT_MODIFIED, READ_PROBLEMS, problems
from app.core.db import reading
from app.core.http import show
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.protocol.commands import WRITE_PROTOCOL_RULES
from app.protocol.queries import PROTOCOL_RULES
from app.protocol.queries.evaluation import evaluate_protocol, evaluate_rule
from app.protocol.schemas import ProtocolRuleCreate, ProtocolRuleQuery, ProtocolRuleUpdate
from app.protocol.schemas.evaluation import (
    EvaluationQuery,
    ProtocolEvaluation,
    ProtocolEvaluationQuery,
    RuleEvaluation,
)

router = APIRouter(tags=["protocol"])


@router.get(
    "/v1/protocol/evaluation",
    operation_id="evaluate_protocol",
    summary="Tell whether the rules were kept over a period",
    response_model=ProtocolEvaluation,
    responses={**NOT_MODIFIED, **problems()},
)
def get_evaluation(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ProtocolEvaluationQuery, in_query(ProtocolEvaluationQuery)],
) -> Response:
    """Judge each rule that was in force in the period: numbers, verdict, the evidence, and what is not known.

    Meetings count that were held; one that is past, and neither held nor cancelled, is among the unknown. What is not
    known is never counted as kept. The answer has no pages: where more than 250 rules were in force, it is refused
    unless fewer are named. Without a key, only public rules are judged: by all records, of which those that are
    public are listed, and the others only numbered.
    """
    with reading(service.sessions) as session:
        evaluation = evaluate_protocol(session, query, service.view(caller, query.as_of))
    return show(request, caller, evaluation)


@router.get(
    "/v1/protocol/{id}/evaluation",
    operation_id="evaluate_protocol_rule",
    summary="Tell whether one rule was kept over a period",
    response_model=RuleEvaluation,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_rule_evaluation(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[EvaluationQuery, in_query(EvaluationQuery)],
    id: str,
) -> Response:
    """Judge one rule, in force in the period or not."""
    with reading(service.sessions) as session:
        evaluation = evaluate_rule(session, id, query, service.view(caller, query.as_of))
    return show(request, caller, evaluation)


RESOURCES = (
    Resource(
        plural="protocol_rules",
        listing=PROTOCOL_RULES,
        writer=WRITE_PROTOCOL_RULES,
        create=ProtocolRuleCreate,
        update=ProtocolRuleUpdate,
        query=ProtocolRuleQuery,
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
