"""The routes of imports: a document comes in whole, as a form's file or as the body itself."""

from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.core.callers import Caller
from app.core.contract import CREATE_PROBLEMS, NO_PARAMETERS, READ_PROBLEMS
from app.core.db import writing
from app.core.errors import BadRequest, Fault, Invalid, UnsupportedMediaType
from app.core.http import Answer, answer_item, show_bytes, to_json
from app.core.idempotency import IdempotencyKey, digest, once
from app.core.problems import problem_of
from app.core.query import in_query
from app.core.requests import AnyCaller, Importer, Service, ServiceOf
from app.core.resource import Resource
from app.core.routes import add_resource
from app.core.routes.steps import step
from app.formats import xlsx
from app.formats.readers import MEDIA_TYPES
from app.imports.commands import GivenDocument
from app.imports.commands.jobs import take_import
from app.imports.commands.kinds import apply_any, read_any, try_any
from app.imports.commands.undoing import undo_import
from app.imports.models import Import
from app.imports.queries import IMPORT_ROWS, IMPORTS
from app.imports.queries.templates import template_of
from app.imports.rules.templates import TemplateKind
from app.imports.schemas import (
    ImportOptions,
    ImportOutcome,
    ImportQuery,
    ImportRead,
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
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _FILE, "mapping": {"type": "string"}},
                }
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
        limits = service.settings.import_limits
        return GivenDocument(None, await request.body(), charset, media_type, limits=limits)
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
    others = ", ".join(f"{name[:40]!a}" for name in form if name not in ("file", "mapping"))
    if others:
        # One that is ignored may be a `dry_run` in the wrong place.
        told = f"only 'file' and 'mapping' are taken in the form, not {others}; options are parameters of the address"
        raise Invalid(errors=[Fault(told, pointer="")])
    mappings = form.getlist("mapping")
    if len(mappings) > 1 or not all(isinstance(one, str) for one in mappings):
        raise Invalid(errors=[Fault("the form may hold one, as text", pointer="/mapping")])
    mapping = next((one for one in mappings if isinstance(one, str)), None)
    media_type = (file.content_type or "").partition(";")[0].strip().lower()
    return GivenDocument(file.filename or None, await file.read(), mapping=mapping, media_type=media_type)


def _joined(document: GivenDocument, options: ImportOptions) -> tuple[GivenDocument, ImportOptions]:
    """Take over the name that the address gives, and the mapping that the form does.

    Raises Invalid where the address has a mapping, too, or it can't be read.
    """
    document = replace(document, name=document.name or options.file_name)
    if document.mapping is None:
        return document, options
    if options.mapping is not None:
        raise Invalid(errors=[Fault("is in the address, too", pointer="/mapping")])
    try:
        return document, ImportOptions.model_validate({**options.model_dump(), "mapping": document.mapping})
    except ValidationError as error:
        raise problem_of(error.errors()) from None


def _answer(outcome: dict[str, Any]) -> Answer:
    """Answer with an outcome: of a dry run, which leaves nothing to be found, or of an import, which does."""
    if outcome["dry_run"]:
        return Answer(200, to_json(outcome), {"Cache-Control": "no-store"})
    return Answer(201, to_json(outcome), {"Cache-Control": "no-store", "Location": outcome["url"]})


def _answer_later(job: Import) -> Answer:
    """Answer with where an import can be seen that is still to be carried out."""
    url = f"{Import.__path__}/{job.id}"
    shown = {name: value for name, value in job.model_dump().items() if name in ImportRead.model_fields}
    told = {**shown, "url": url, "rows_total": None, "rows_done": 0}
    return Answer(202, to_json(told), {"Cache-Control": "no-store", "Location": url})


@router.post(
    "/v1/imports",
    operation_id="create_import",
    summary="Import a document",
    response_model=ImportOutcome,
    status_code=201,
    responses={
        200: {"model": ImportOutcome, "description": "A dry run: what would happen"},
        202: {
            "model": ImportRead,
            "description": "A large file: it is carried out, or tried, in the background",
        },
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
    """Import a plan's document, or a flat table of another `kind`. A dry run answers the same and changes nothing.

    A large file is answered with 202 and carried out in the background, a dry run of it, too: that tells at its
    address what would happen, with `dry_run` true. A dry run uses up no `Idempotency-Key`.
    """
    document, options = _joined(document, options)
    if options.dry_run:
        return _try(service, caller, document, options).response()
    asked = digest("POST", "/v1/imports", options.model_dump_json(), document.data)
    act = _how_to_import(service, caller, document, options)
    with writing(service.sessions) as session:
        return once(session, caller, idempotency_key, asked, lambda: act(session)).response()


def _try(service: Service, caller: Caller, document: GivenDocument, options: ImportOptions) -> Answer:
    """Tell what an import would do; of a large file that is only asked for, and told later."""
    if _is_large(service, document):
        with writing(service.sessions) as session:
            return _answer_later(take_import(session, caller, document, options))
    return _answer(try_any(service.sessions, caller, read_any(document, options), document, options))


def _how_to_import(
    service: Service, caller: Caller, document: GivenDocument, options: ImportOptions
) -> Callable[[Session], Answer]:
    """Read a document, and give what is to be done with it; a large one is only taken, and read later."""
    if _is_large(service, document):
        return lambda session: _answer_later(take_import(session, caller, document, options))
    draft = read_any(document, options)
    return lambda session: _answer(apply_any(session, caller, draft, document, options))


def _is_large(service: Service, document: GivenDocument) -> bool:
    return len(document.data) > service.settings.import_at_once_bytes


@router.post(
    "/v1/imports/{id}/undo",
    operation_id="undo_import",
    summary="Take back an import",
    response_model=ImportRead,
    responses=CREATE_PROBLEMS,
    dependencies=[NO_PARAMETERS],
)
def post_undo(
    request: Request,
    service: ServiceOf,
    caller: Importer,
    id: str,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take back all that an import created, changed and deleted, at once, while nothing of it has changed since.

    Its rows stay to be read, and `undone_at` says when; a later import of the same file is carried out again.
    """

    def act(session: Session) -> Answer:
        undone = undo_import(session, caller, id)
        item = IMPORTS.one(session, undone.id, service.view(caller))
        return answer_item(item, item["version"])

    return step(request, service, caller, idempotency_key, None, act)


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
    Resource(plural="imports", listing=IMPORTS, query=ImportQuery, read_scope="read", moves_by_itself=True),
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
