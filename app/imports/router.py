"""The routes of imports: a document comes in whole, as a form's file or as the body itself."""

from dataclasses import replace
from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, READ_PROBLEMS
from app.core.db import writing
from app.core.errors import BadRequest, Fault, Invalid, UnsupportedMediaType
from app.core.http import Answer, show_bytes, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.query import in_query
from app.core.requests import AnyCaller, Importer, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.formats import xlsx
from app.imports.commands import GivenDocument, apply_import, import_document, read_document
from app.imports.queries import IMPORT_ROWS, IMPORTS
from app.imports.queries.templates import template_of
from app.imports.rules.templates import TemplateKind
from app.imports.schemas import (
    ImportOptions,
    ImportOutcome,
    ImportQuery,
    ImportRowQuery,
)

router = APIRouter(tags=["imports"])
TEXT_TYPES = ("text/plain", "text/tab-separated-values", "application/x-ndjson", "application/octet-stream")
_FILE = {
    "type": "string",
    "format": "binary",
    "description": "Tab-separated table text, as copied out of Word; or the records of a plan, as `export.ndjson` "
    "gives them.",
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
    sent = Message()
    sent["content-type"] = request.headers.get("content-type", "")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in TEXT_TYPES:
        return GivenDocument(None, await request.body(), sent.get_content_charset())
    if media_type != "multipart/form-data":
        allowed = ", ".join(("multipart/form-data", *TEXT_TYPES))
        raise UnsupportedMediaType(f"Send the file as one of: {allowed}.", headers={"Accept": allowed})
    if f"--{sent.get_boundary()}--".encode() not in await request.body():
        raise BadRequest("The form ends half way, or its boundary is not the one that was said.")
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            return await _file_of(form)
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
    return GivenDocument(file.filename or None, await file.read())


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


@router.get(
    "/v1/imports/templates/{kind}.xlsx",
    operation_id="get_import_template",
    summary="An empty table to fill in",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses={
        200: {
            "description": "A workbook: a sheet with headings that an import knows, in which the cells of vocabularies "
            "offer their words, and a sheet that explains the columns.",
            "content": {xlsx.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        },
        **READ_PROBLEMS,
    },
)
def get_template(request: Request, caller: AnyCaller, kind: TemplateKind) -> Response:
    """Give an empty table for rows of a kind, to be filled in and imported."""
    named = {"Content-Disposition": f'attachment; filename="{kind}.xlsx"'}
    return show_bytes(request, caller, template_of(kind), xlsx.MEDIA_TYPE, None, **named)


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
