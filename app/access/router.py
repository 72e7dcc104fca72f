"""Who am I, what may I say, and the keys."""

from fastapi import APIRouter, Request, Response

from app.access.commands import create_key, revoke_key
from app.access.models import Key
from app.access.queries import KEYS
from app.access.rules import Scope
from app.access.schemas import KeyCreate, KeyMade, KeyRead, Me, Vocabularies
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS, problems
from app.core.db import writing
from app.core.http import NOT_SHARED, Answer, answer_item, show, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.requests import Administrator, AnyCaller, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.rows import get_row
from app.kernel.vocabulary import Vocabulary

router = APIRouter(tags=["access"])
KEY_PROBLEMS = problems(403, 404)


@router.get(
    "/v1/me",
    operation_id="get_me",
    summary="Tell what this key may do",
    dependencies=[NO_PARAMETERS],
    response_model=Me,
    responses={**NOT_MODIFIED, **problems()},
)
def get_me(request: Request, caller: AnyCaller) -> Response:
    """Tell who the caller is and what they may do."""
    me = {
        "kind": caller.kind,
        "key_id": caller.id,
        "name": caller.name,
        "scopes": [scope.value for scope in Scope if caller.may(scope.value)],
        "organisation_id": caller.organisation_id,
        "sees": "partners" if caller.sees_partners else "public",
    }
    return show(request, caller, me, None, **NOT_SHARED)


@router.get(
    "/v1/vocabularies",
    operation_id="list_vocabularies",
    summary="List every closed list of words",
    dependencies=[NO_PARAMETERS],
    response_model=Vocabularies,
    responses={**NOT_MODIFIED, **problems()},
)
def list_vocabularies(request: Request, caller: AnyCaller) -> Response:
    """List every closed list of words, each with its English and Welsh label."""
    lists = {
        vocabulary.__name__: [{"value": word.value, "en": word.en, "cy": word.cy} for word in vocabulary]
        for vocabulary in sorted(Vocabulary.__subclasses__(), key=lambda one: one.__name__)
    }
    return show(request, caller, {"items": lists})


@router.post(
    "/v1/keys",
    status_code=201,
    operation_id="create_key",
    summary="Make a key",
    dependencies=[NO_PARAMETERS],
    response_model=KeyMade,
    responses=CREATE_PROBLEMS,
)
def post_key(
    service: ServiceOf,
    caller: Administrator,
    body: KeyCreate,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make a key; its secret is in this answer and in no other."""

    def act() -> Answer:
        key, secret = create_key(session, caller, body.name, list(body.scopes), body.organisation_id)
        item = KEYS.one(session, key.id, service.view(caller))
        answer = answer_item({**item, "secret": secret}, key.version, 201, Location=item["url"])
        return Answer(201, answer.content, answer.headers, kept=to_json({**item, "secret": None}))

    with writing(service.sessions) as session:
        answer = once(
            session, caller, idempotency_key, digest("POST", "/v1/keys", body.model_dump_json()), act
        )
    return answer.response()


@router.post(
    "/v1/keys/{id}/revoke",
    operation_id="revoke_key",
    summary="Revoke a key",
    dependencies=[NO_PARAMETERS],
    response_model=KeyRead,
    responses={**READ_PROBLEMS, **KEY_PROBLEMS},
)
def post_revocation(service: ServiceOf, caller: Administrator, id: str) -> Response:
    """End a key for good."""
    with writing(service.sessions) as session:
        key = revoke_key(session, caller, get_row(session, Key, id))
        item = KEYS.one(session, key.id, service.view(caller))
    return answer_item(item, key.version).response()


RESOURCES = (Resource(plural="keys", listing=KEYS, read_scope="admin"),)
for resource in RESOURCES:
    add_resource(router, resource)
