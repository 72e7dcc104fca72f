"""The routes of imports: a document comes in whole, as a form's file or as the body itself."""

from dataclasses import replace
from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.core.contract import CREATE_PROBLEMS
from app.core.db import writing
from app.core.errors import BadRequest, Fault, Invalid, UnsupportedMediaType
from app.core.http import Answer, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.query import in_query
from app.core.requests import Importer, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.formats.readers import MEDIA_TYPES
from app.imports.commands import GivenDocument, apply_import, import_document, read_document
from app.imports.queries import IMPORT_ROWS, IMPORTS
from app.imports.schemas import (
    ImportOptions,
    ImportOutcome,
    ImportQuery,
    ImportRowQuery,
)

router = APIRouter(tags=["imports"])
_FILE = {
    "type": "string",
    "format": "binary",
    "description": "A Word document (.docx), an Excel workbook (.xlsx), CSV, NDJSON, or tab-separated table text as "
    "copied out of Word. It is read by what its bytes are, whatever it is called.",
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": _FILE}}
            },
            **{media_type: {"schema": _FILE} for media_type in MEDIA_TYPES},
        },
    }
}


async def given_document(request: Request, service: ServiceOf, _caller: Importer) -> GivenDocument:
    """Take the document out of the form's `file`, or out of the body."""
    sent = Message()
    sent["content-type"] = request.headers.get("content-type", "")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in MEDIA_TYPES:
        charset = sent.get_content_charset()
        return GivenDocument(None, await request.body(), charset, media_type, service.settings.import_limits)
    if media_type != "multipart/form-data":
        allowed = ", ".join(("multipart/form-data", *MEDIA_TYPES))
        raise UnsupportedMediaType(f"Send the file as one of: {allowed}.", headers={"Accept": allowed})
    if f"--{sent.get_boundary()}--".encode() not in await request.body():
        raise BadRequest("The form ends half way, or its boundary is not the one that was said.")
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            return replace(await _file_of(form), limits=service.settings.import_limits)
    except (HTTPException, UnicodeError) as error:
        raise BadRequest(f"The form can't be read: {getattr(error, 'detail', error)}") from None


async def _file_of(form: FormData) -> GivenDocument:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Invalid(errors=[Fault("the form needs a file under this name", pointer="/file")])
    others = ", ".join(f"{name[:40]!a}" for name in form if name != "file")
    if others:
        # One that is ignored may be a `dry_run` in the wrong place.
        told = f"only 'file' is taken in the form, not {others}; options are parameters of the address"
        raise Invalid(errors=[Fault(told, pointer="")])
    media_type = (file.content_type or "").partition(";")[0].strip().lower()
    return GivenDocument(file.filename or None, await file.read(), media_type=media_type)


def _answer(outcome: dict[str, Any]) -> Answer:
    """Answer with an outcome: of a dry run, which leaves nothing to be found, or of an import, which does."""
    if outcome["dry_run"]:
        return Answer(200, to_json(outcome), {"Cache-Control": "no-store"})
    return Answer(201, to_json(outcome), {"Cache-Control": "no-store", "Location": outcome["url"]})


@router.post(
    "/v1/imports",
    operation_id="create_import",
    summary="Import a document",
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
    options: Annotated[ImportOptions, in_query(ImportOptions)],
    document: Annotated[GivenDocument, Depends(given_document)],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Import a plan's document, whole or not at all. A dry run answers the same and changes nothing."""
    document = replace(document, name=document.name or options.file_name)
    if options.dry_run:
        return _answer(import_document(service.sessions, caller, document, options)).response()
    draft = read_document(document, options.charset)

    def act() -> Answer:
        return _answer(apply_import(session, caller, draft, document, options))

    with writing(service.sessions) as session:
        asked = digest("POST", "/v1/imports", options.model_dump_json(), document.data)
        answer = once(session, caller, idempotency_key, asked, act)
    return answer.response()


RESOURCES = (
    Resource(plural="imports", listing=IMPORTS, query=ImportQuery, read_scope="read"),
    Resource(
        plural="import_rows",
        listing=IMPORT_ROWS,
        query=ImportRowQuery,
        read_scope="read",
        parent=IMPORTS,
        parent_column="import_id",
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
