"""The routes by which a plan is taken away whole."""

from itertools import chain
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.core.callers import Caller
from app.core.contract import NO_PARAMETERS, READ_PROBLEMS
from app.core.db import reading
from app.core.requests import AnyCaller, Service, ServiceOf
from app.exports.queries import plan_named, plans_as_csv, plans_as_ndjson
from app.exports.rules import NDJSON_TYPE, ExportFormat
from app.formats import csv
from app.kernel.text import slug

router = APIRouter(tags=["exports"])

_FILE_NAME = {"schema": {"type": "string"}, "description": "The file's name, made from the plan's reference."}
_TABLE = {"text/csv": {"schema": {"type": "string"}}}
_LINES = {
    NDJSON_TYPE: {
        "schema": {"type": "string"},
        "example": '{"kind":"plan","item":{"reference":"partnership-plan-2004-05", …}}\n'
        '{"kind":"theme","item":{"number":1, …}}\n'
        '{"kind":"action","item":{"reference":"1.1","leads":[…],"milestones":[…],"progress_updates":[…], …}}\n',
    }
}


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
    "/v1/plans/{plan_id}/export.ndjson",
    operation_id="export_plan_ndjson",
    summary="Export a plan with every detail",
    response_class=Response,
    dependencies=[NO_PARAMETERS],
    responses=_answers(
        'One JSON object a line, `{"kind": …, "item": …}`: the `plan`, then each `theme`, `glossary_term`, `issue` '
        "and `action`, as its own address shows it; an action with its leads, milestones and all its progress "
        "updates.",
        _LINES,
    ),
)
def get_ndjson(service: ServiceOf, caller: AnyCaller, plan_id: str) -> Response:
    """Give a plan with all that is in it, for programs."""
    return _download(service, caller, plan_id, ExportFormat.NDJSON)


_WRITTEN_BY = {
    ExportFormat.CSV: (plans_as_csv, csv.MEDIA_TYPE),
    ExportFormat.NDJSON: (plans_as_ndjson, NDJSON_TYPE),
}


def _download(service: Service, caller: Caller, plan_id: str, form: ExportFormat) -> Response:
    """Stream a plan as a file. Its first piece is made here, where a refusal can still be answered."""
    view = service.view(caller)
    with reading(service.sessions) as session:
        plan = plan_named(session, plan_id, view)
    write, media_type = _WRITTEN_BY[form]
    pieces = write(service.sessions, view, [plan["id"]])
    first = next(pieces)
    headers = {
        "Content-Disposition": f'attachment; filename="{slug(plan["reference"]) or "plan"}.{form}"',
        "Cache-Control": "no-cache",
        "Vary": "Authorization, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(chain([first], pieces), headers=headers, media_type=media_type)
