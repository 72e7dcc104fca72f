"""The routes of imports: a document comes in whole, as a form's file or as the body itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import UploadFile

from app.core.contract import CREATE_PROBLEMS, NOT_MODIFIED, problems
from app.core.db import reading, writing
from app.core.errors import Fault, Invalid, UnsupportedMediaType
from app.core.http import Answer, Importer, Reader, ServiceOf, show, show_page, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.listing import OneQuery
from app.core.schemas import Page
from app.imports.commands import GivenDocument, apply_import, import_document, read_document
from app.imports.queries import IMPORT_ROWS, IMPORTS
from app.imports.schemas import (
    ImportOptions,
    ImportOutcome,
    ImportQuery,
    ImportRead,
    ImportRowQuery,
    ImportRowRead,
)

router = APIRouter(tags=["imports"])
TEXT_TYPES = ("text/plain", "text/tab-separated-values", "application/octet-stream")
READERS = problems(403, 404)
_FILE = {
    "type": "string",
    "format": "binary",
    "description": "Tab-separated table text, as copied out of Word.",
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": _FILE}}
            },
            **{media_type: {"schema": _FILE} for media_type in TEXT_TYPES},
        },
    }
}


async def given_document(request: Request, _caller: Importer) -> GivenDocument:
    """Take the document out of the form's `file`, or out of the body."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in TEXT_TYPES:
        return GivenDocument(None, await request.body())
    if media_type != "multipart/form-data":
        allowed = ", ".join(("multipart/form-data", *TEXT_TYPES))
        raise UnsupportedMediaType(f"Send the file as one of: {allowed}.", headers={"Accept": allowed})
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid(errors=[Fault("the form needs a file under this name", pointer="/file")])
        return GivenDocument(file.filename or None, await file.read())


@router.post(
    "/v1/imports",
    operation_id="create_import",
    response_model=ImportOutcome,
    status_code=201,
    responses={
        200: {"model": ImportOutcome, "description": "A dry run: what would happen"},
        **CREATE_PROBLEMS,
    },
    openapi_extra=_BODY,
)
def post_import(
    service: ServiceOf,
    caller: Importer,
    options: Annotated[ImportOptions, Query()],
    document: Annotated[GivenDocument, Depends(given_document)],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Import a plan's document, whole or not at all. A dry run answers the same and changes nothing."""
    document = GivenDocument(document.name or options.file_name, document.data)
    if options.dry_run:
        return Answer(200, to_json(import_document(service.sessions, caller, document, options))).response()
    draft = read_document(document, options.charset)

    def act() -> Answer:
        outcome = apply_import(session, caller, draft, document, options)
        return Answer(201, to_json(outcome), {"Location": outcome["url"], "Cache-Control": "no-store"})

    with writing(service.sessions) as session:
        asked = digest("POST", "/v1/imports", options.model_dump_json(), document.data)
        answer = once(session, caller, idempotency_key, asked, act)
    return answer.response()


@router.get(
    "/v1/imports",
    operation_id="list_imports",
    response_model=Page[ImportRead],
    responses={**NOT_MODIFIED, **READERS},
)
def list_imports(
    request: Request, service: ServiceOf, caller: Reader, query: Annotated[ImportQuery, Query()]
) -> Response:
    """List the imports that were carried out, the newest first."""
    with reading(service.sessions) as session:
        page = IMPORTS.page(session, query, service.view(caller))
    return show_page(request, caller, page)


@router.get(
    "/v1/imports/{id}",
    operation_id="get_import",
    response_model=ImportRead,
    responses={**NOT_MODIFIED, **READERS},
)
def get_import(
    request: Request, service: ServiceOf, caller: Reader, query: Annotated[OneQuery, Query()], id: str
) -> Response:
    """Read one import."""
    with reading(service.sessions) as session:
        item = IMPORTS.one(session, id, service.view(caller), query)
    return show(request, caller, item, item.get("version"))


@router.get(
    "/v1/imports/{id}/rows",
    operation_id="list_import_rows",
    response_model=Page[ImportRowRead],
    responses={**NOT_MODIFIED, **READERS},
)
def list_import_rows(
    request: Request, service: ServiceOf, caller: Reader, query: Annotated[ImportRowQuery, Query()], id: str
) -> Response:
    """List what became of each row of an import: every cell as it was read, and what it changed."""
    with reading(service.sessions) as session:
        IMPORTS.one(session, id, service.view(caller), OneQuery(embed=[]))
        page = IMPORT_ROWS.page(session, query, service.view(caller), within=id.lower())
    return show_page(request, caller, page)
