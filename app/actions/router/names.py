"""The routes of names that the register does not know, and of parties found to be one."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.actions.commands.merging import merge_parties
from app.actions.commands.naming import resolve_name
from app.actions.queries.names import unresolved_names
from app.actions.schemas.names import (
    MergeGiven,
    NameResolution,
    NameResolved,
    UnresolvedNames,
    UnresolvedQuery,
)
from app.core.conditional import require_version
from app.core.contract import CHANGE_PROBLEMS, CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, IfMatch, problems
from app.core.db import reading
from app.core.http import Answer, answer_item, show_page, to_json
from app.core.idempotency import IdempotencyKey
from app.core.links import words
from app.core.listing import Listing
from app.core.query import in_query
from app.core.requests import Reader, ServiceOf, WriterOf
from app.core.routes.steps import step
from app.core.rows import get_row
from app.partners.queries import ORGANISATIONS, PEOPLE, POSTS
from app.phrases.leads import PartyKind
from app.sub_groups.queries import SUB_GROUPS

router = APIRouter(tags=["actions"])
NOT_STORED = {"Cache-Control": "no-store"}


@router.get(
    "/v1/unresolved-names",
    operation_id="list_unresolved_names",
    summary="List the names in leads that the register does not know",
    response_model=UnresolvedNames,
    responses={**NOT_MODIFIED, **problems(403)},
)
def list_unresolved_names(
    request: Request,
    service: ServiceOf,
    caller: Reader,
    query: Annotated[UnresolvedQuery, in_query(UnresolvedQuery)],
) -> Response:
    """List the names in lead cells that no party goes by, or several do, with where they stand."""
    with reading(service.sessions) as session:
        page = unresolved_names(session, query)
    return show_page(request, caller, page)


@router.post(
    "/v1/unresolved-names/resolve",
    operation_id="resolve_name",
    summary="Say whom a name in leads means",
    response_model=NameResolution,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_resolution(
    request: Request,
    service: ServiceOf,
    caller: WriterOf,
    body: NameResolved,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Link a name to a party in every row in which it stands; the party goes by it from now on."""

    def act(session: Session) -> Answer:
        return Answer(200, to_json(resolve_name(session, caller, body.model_dump())), NOT_STORED)

    return step(request, service, caller, idempotency_key, body, act)


def _add_merge(kind: PartyKind, listing: Listing) -> None:
    """Add the merging of two parties of a kind that are one."""
    table = listing.table

    def merge(
        request: Request,
        service: ServiceOf,
        caller: WriterOf,
        body: MergeGiven,
        id: str,
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        def act(session: Session) -> Answer:
            row = get_row(session, table, id)
            require_version(if_match, row.version)
            stays = merge_parties(session, caller, kind, row, body.into)
            item = listing.one(session, stays.id, service.view(caller))
            return answer_item(item, item["version"])

        return step(request, service, caller, idempotency_key, body, act)

    router.add_api_route(
        f"{table.__path__}/{{id}}/merge",
        merge,
        methods=["POST"],
        dependencies=[NO_PARAMETERS],
        operation_id=f"merge_{kind}",
        summary=f"Merge one {words(table.__table__)} into another that is the same",
        description="All that points to the one points to the other then, which goes by both names; the one is "
        "deleted. What the other does not tell of itself (its organisation, its contact details) is taken over.",
        response_model=listing.read,
        responses=CHANGE_PROBLEMS,
    )


_MERGED: dict[PartyKind, Listing] = {
    "organisation": ORGANISATIONS,
    "person": PEOPLE,
    "post": POSTS,
    "sub_group": SUB_GROUPS,
}
for party_kind, party_listing in _MERGED.items():
    _add_merge(party_kind, party_listing)
