"""The routes to try a phrase: what it would be read as, without anything being kept."""

from fastapi import APIRouter, Response

from app.core.contract import NO_PARAMETERS, problems
from app.core.db import reading
from app.core.http import Answer, to_json
from app.core.requests import AnyCaller, Reader, ServiceOf
from app.reading.queries import known_parties, read_due_phrases, read_lead_phrases
from app.reading.schemas import DuePhrases, DueReadings, LeadPhrases, LeadReadings

router = APIRouter(tags=["phrases"])
_PROBLEMS = problems(408, 413, 415, 422)
_NOT_KEPT = {"Cache-Control": "no-store"}


@router.post(
    "/v1/phrases/due",
    operation_id="read_due_phrases",
    summary="Read due phrases",
    response_model=DueReadings,
    responses=_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_due_phrases(_caller: AnyCaller, body: DuePhrases) -> Response:
    """Tell what due phrases mean, each in its context. No key is needed, and nothing is kept."""
    return Answer(200, to_json(read_due_phrases(body.phrases)), _NOT_KEPT).response()


@router.post(
    "/v1/phrases/leads",
    operation_id="read_lead_phrases",
    summary="Read lead phrases",
    response_model=LeadReadings,
    responses={**_PROBLEMS, **problems(403)},
    dependencies=[NO_PARAMETERS],
)
def post_lead_phrases(service: ServiceOf, _caller: Reader, body: LeadPhrases) -> Response:
    """Tell whom lead phrases name, by the parties that the register knows. Nothing is kept."""
    with reading(service.sessions) as session:
        known = known_parties(session)
    return Answer(200, to_json(read_lead_phrases(body.phrases, known)), _NOT_KEPT).response()
