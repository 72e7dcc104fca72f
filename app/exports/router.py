"""The routes by which a plan, or the whole register, is taken away."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.core.callers import Caller
from app.core.contract import NO_PARAMETERS, READ_PROBLEMS, problems
from app.core.db import reading
from app.core.http import NOT_SHARED
from app.core.requests import Administrator, AnyCaller, Service, ServiceOf
from app.exports.queries import in_pieces, plan_named, plans_as_csv, plans_as_ndjson
from app.exports.queries.archive import register_as_archive
from app.exports.queries.documents import plan_as_docx, plans_as_xlsx
from app.exports.rules import NDJSON_TYPE, ExportFormat
from app.formats import archive, csv, docx, xlsx
from app.kernel.text import slug

router = APIRouter(tags=["exports"])

_FILE_NAME = {"schema": {"type": "string"}, "description": "The file's name, made from the plan's reference."}
_TABLE = {"text/csv": {"schema": {"type": "string"}}}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_LINES = {
    NDJSON_TYPE: {
        "schema": {"type": "string"},
        "example": '{"kind":"plan","item":{"reference":"partnership-plan-2004-05", …}}\n'
        '{"kind":"theme","item":{"number":1,"title":"Strategic", …}}\n'
        '{"kind":"action","item":{"reference":"1.1","themes":[1],"due":{"text":"July 2004"}, …}}\n'
        '{"kind":"progress_update","item":{"action":"1.1","reported_on":"2004-07-20", …}}\n',
    }
}


_TOO_LONG: dict[int | str, dict[str, Any]] = {422: problems(422)[422]}


def _answers(description: str, content: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    answer = {
        "description": description,
        "headers": {"Content-Disposition": _FILE_NAME},
        "content": content,
    }
    return {200: answer, **READ_PROBLEMS}


@router.get(
    "/v1/plans/{plan_id}/export.csv",
    operation_id="export_plan_csv",
    summary="Export a plan as a table",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses=_answers(
        "One line for each action: theme, issues, reference, action, situation, lead, due, status. UTF-8 with a byte "
        "order mark; CR LF; all cells in quotes. A cell that a spreadsheet would run as a formula (it begins with "
        "= + - @ or a tab) is led by an apostrophe.",
        _TABLE,
    ),
)
def get_csv(service: ServiceOf, caller: AnyCaller, plan_id: str) -> Response:
    """Give a plan's actions as the table that officers use. Without a key, leads are shown only by their parties."""
    return _download(service, caller, plan_id, ExportFormat.CSV)


@router.get(
    "/v1/plans/{plan_id}/export.xlsx",
    operation_id="export_plan_xlsx",
    summary="Export a plan as a workbook",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses={
        **_answers(
            "One sheet with the columns of the CSV file. All cells are words, whatever they begin with.",
            {xlsx.MEDIA_TYPE: _BINARY},
        ),
        **_TOO_LONG,
    },
)
def get_xlsx(service: ServiceOf, caller: AnyCaller, plan_id: str) -> Response:
    """Give a plan's actions as a workbook. Without a key, leads are shown only by their parties."""
    return _download(service, caller, plan_id, ExportFormat.XLSX)


@router.get(
    "/v1/plans/{plan_id}/export.docx",
    operation_id="export_plan_docx",
    summary="Export a plan as a Word document",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses={
        **_answers(
            "The document that officers type: title, acronyms, and under each theme a table with the reference, the "
            "planned action, the current situation, the lead and the due date, and the issues where there are any.",
            {docx.MEDIA_TYPE: _BINARY},
        ),
        **_TOO_LONG,
    },
)
def get_docx(service: ServiceOf, caller: AnyCaller, plan_id: str) -> Response:
    """Give a plan as a Word document. Without a key, leads are shown only by their parties."""
    return _download(service, caller, plan_id, ExportFormat.DOCX)


@router.get(
    "/v1/plans/{plan_id}/export.ndjson",
    operation_id="export_plan_ndjson",
    summary="Export a plan with every detail",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses=_answers(
        'One JSON object a line, `{"kind": …, "item": …}`: the parties and criteria that the plan names, the `plan`, '
        "then each `glossary_term`, `theme`, `issue` and `action`, an action followed by each `milestone` and "
        "`progress_update` of it, and each `relation` between its actions. Items hold what their addresses take, with "
        "references in place of ids, so that `POST /v1/imports` takes the file in any register.",
        _LINES,
    ),
)
def get_ndjson(service: ServiceOf, caller: AnyCaller, plan_id: str) -> Response:
    """Give a plan with all that is in it, for programs and for other registers."""
    return _download(service, caller, plan_id, ExportFormat.NDJSON)


@router.get(
    "/v1/export.zip",
    operation_id="export_register",
    summary="Export the whole register",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses={
        **_answers(
            "An archive, from which `plans import --archive` makes a new register that goes on where this one ends: a "
            "file of JSON Lines for each kind of row, and `manifest.json` with the schema, how many lines and bytes "
            "each has, and its SHA-256. Ids, versions, times and deleted things are in it, not keys nor the ledger.",
            {archive.MEDIA_TYPE: _BINARY},
        ),
        **problems(403),
    },
)
def get_archive(service: ServiceOf, _caller: Administrator) -> Response:
    """Give all that the register holds, people's contact details included: it takes the scope `admin`."""
    pieces = register_as_archive(service.sessions)
    return _stream(pieces, "partnership-plans.zip", archive.MEDIA_TYPE, NOT_SHARED)


_WRITTEN_BY: dict[ExportFormat, tuple[Callable[..., Iterator[bytes]], str]] = {
    ExportFormat.CSV: (plans_as_csv, csv.MEDIA_TYPE),
    ExportFormat.XLSX: (plans_as_xlsx, xlsx.MEDIA_TYPE),
    ExportFormat.DOCX: (plan_as_docx, docx.MEDIA_TYPE),
    ExportFormat.NDJSON: (plans_as_ndjson, NDJSON_TYPE),
}


def _download(service: Service, caller: Caller, plan_id: str, form: ExportFormat) -> Response:
    """Answer with a plan as a file."""
    view = service.view(caller)
    with reading(service.sessions) as session:
        plan = plan_named(session, plan_id, view)
    write, media_type = _WRITTEN_BY[form]
    name = f"{slug(plan['reference']) or 'plan'}.{form}"
    return _stream(
        write(service.sessions, view, [plan["id"]]), name, media_type, {"Cache-Control": "no-cache"}
    )


def _stream(pieces: Iterator[bytes], name: str, media_type: str, kept: dict[str, str]) -> Response:
    """Stream a file. Its first piece is made here, where a refusal can still be answered."""
    pieces = in_pieces(pieces)
    first = next(pieces)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Vary": "Authorization, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        **kept,
    }
    return StreamingResponse(chain([first], pieces), headers=headers, media_type=media_type)
