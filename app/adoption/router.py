"""The routes of what becomes of plans: their steps, their versions, and what changed since."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from app.adoption.commands import take_step
from app.adoption.commands.carrying import carry_forward
from app.adoption.commands.reviews import WRITE_FINDINGS, WRITE_REVIEWS, make_issue
from app.adoption.models import Finding, Review
from app.adoption.queries import TRANSITIONS, VERSIONS
from app.adoption.queries.carrying import carried_outcome, lineage_of
from app.adoption.queries.pack import accreditation_pack
from app.adoption.queries.pack_document import pack_as_docx
from app.adoption.queries.reviews import FINDINGS, REVIEWS
from app.adoption.queries.versions import compare_version, read_version
from app.adoption.schemas import (
    CompareQuery,
    Comparison,
    FrozenVersion,
    TransitionCreate,
    TransitionRead,
    VersionRead,
)
from app.adoption.schemas.carrying import CarriedForward, CarryForwardGiven, Lineage
from app.adoption.schemas.pack import AccreditationPack, PackQuery
from app.adoption.schemas.reviews import (
    FindingCreate,
    FindingMadeIssue,
    FindingRead,
    FindingUpdate,
    ReviewCreate,
    ReviewQuery,
    ReviewUpdate,
)
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS, problems
from app.core.db import reading
from app.core.http import (
    Answer,
    AnyCaller,
    Reader,
    ServiceOf,
    WriterOf,
    answer_item,
    show,
    show_page,
    to_json,
)
from app.core.idempotency import IdempotencyKey
from app.core.listing import ListQuery
from app.core.query import in_query
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.routes.steps import step
from app.core.rows import get_named, get_row
from app.core.schemas import Page
from app.formats import docx
from app.kernel.text import slug
from app.plans.models import Plan
from app.plans.queries import PLANS

router = APIRouter(tags=["adoption"])
_DOCUMENT: dict[str, Any] = {
    "description": "A Word document: a summary, then each criterion with its actions, progress and evidence.",
    "headers": {
        "Content-Disposition": {
            "schema": {"type": "string"},
            "description": "Named after the plan's reference.",
        }
    },
    "content": {docx.MEDIA_TYPE: {"schema": {"type": "string", "contentMediaType": docx.MEDIA_TYPE}}},
}
NOT_STORED = {"Cache-Control": "no-store"}
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The number of the version.")]


@router.get(
    "/v1/plans/{plan_id}/versions",
    operation_id="list_plan_versions",
    summary="List the versions of a plan that were adopted",
    response_model=Page[VersionRead],
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def list_versions(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ListQuery, in_query(ListQuery)],
    plan_id: str,
) -> Response:
    """List the versions of a plan: one for each time that it was adopted."""
    with reading(service.sessions) as session:
        PLANS.one(session, plan_id, service.view(caller))
        page = VERSIONS.page(session, query, service.view(caller), plan_id.lower())
    return show_page(request, caller, page)


@router.get(
    "/v1/plans/{plan_id}/versions/{number}",
    operation_id="get_plan_version",
    summary="Read a plan as it was adopted",
    response_model=FrozenVersion,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
    dependencies=[NO_PARAMETERS],
)
def get_version(
    request: Request, service: ServiceOf, caller: AnyCaller, plan_id: str, number: Number
) -> Response:
    """Read a plan, with all that was in it, word for word as it was adopted."""
    with reading(service.sessions) as session:
        item = read_version(session, plan_id, number, service.view(caller))
    return show(request, caller, item, item["version"])


@router.get(
    "/v1/plans/{plan_id}/versions/{number}/compare",
    operation_id="compare_plan_version",
    summary="Compare a plan as it was adopted with the plan as it is",
    response_model=Comparison,
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_comparison(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[CompareQuery, in_query(CompareQuery)],
    plan_id: str,
    number: Number,
) -> Response:
    """Tell what is other than it was adopted: in the plan as it is now, or in another version."""
    with reading(service.sessions) as session:
        item = compare_version(session, plan_id, number, query.against, service.view(caller))
    return show(request, caller, item)


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

    Adoption freezes a version of the plan, with all that is in it, which can be read for ever.
    """

    def act(session: Session) -> Answer:
        taken = take_step(session, caller, get_row(session, Plan, plan_id), body.model_dump())
        item = TRANSITIONS.one(session, taken.id, service.view(caller), within=taken.plan_id)
        return answer_item(item, item["version"], 201, Location=item["url"])

    return step(request, service, caller, idempotency_key, body, act)


@router.get(
    "/v1/plans/{plan_id}/accreditation-pack",
    operation_id="get_accreditation_pack",
    summary="Read a plan as it was adopted against each criterion, with progress and evidence",
    response_model=AccreditationPack,
    responses={**NOT_MODIFIED, **problems(403, 404, 409)},
)
def get_pack(
    request: Request,
    service: ServiceOf,
    caller: Reader,
    query: Annotated[PackQuery, in_query(PackQuery)],
    plan_id: str,
) -> Response:
    """Put a plan as it was adopted together with what became of it, criterion by criterion."""
    with reading(service.sessions) as session:
        pack = accreditation_pack(session, plan_id, query.version, service.view(caller, query.as_of))
    return show(request, caller, pack)


@router.get(
    "/v1/plans/{plan_id}/accreditation-pack.docx",
    operation_id="get_accreditation_pack_docx",
    summary="Take the accreditation pack away as a Word document",
    response_class=Response,
    responses={200: _DOCUMENT, **problems(403, 404, 409)},
)
def get_pack_document(
    service: ServiceOf,
    caller: Reader,
    query: Annotated[PackQuery, in_query(PackQuery)],
    plan_id: str,
) -> Response:
    """Write the accreditation pack as a document that can be sent."""
    with reading(service.sessions) as session:
        pack = accreditation_pack(session, plan_id, query.version, service.view(caller, query.as_of))
    name = f"{slug(pack['plan']['reference']) or 'plan'}-accreditation-pack.docx"
    headers = {**NOT_STORED, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pack_as_docx(pack), headers=headers, media_type=docx.MEDIA_TYPE)


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
    body: FindingMadeIssue,
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
