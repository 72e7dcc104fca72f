"""The routes of the accreditation pack."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.adoption.queries.pack import accreditation_pack
from app.adoption.queries.pack_document import pack_as_docx
from app.adoption.schemas.pack import AccreditationPack, PackQuery
from app.core.contract import NOT_MODIFIED, problems
from app.core.db import reading
from app.core.http import show
from app.core.query import in_query
from app.core.requests import Reader, ServiceOf
from app.formats import docx
from app.kernel.text import slug

router = APIRouter(tags=["adoption"])
NOT_STORED = {"Cache-Control": "no-store"}
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
    document = pack_as_docx(pack, service.view(caller).today)
    return Response(document, headers=headers, media_type=docx.MEDIA_TYPE)
