"""The routes by which a plan is taken away whole."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from app.core.contract import READ_PROBLEMS, NoQuery
from app.core.db import reading
from app.core.http import AnyCaller, ServiceOf
from app.exports.queries import plan_named, plans_as_csv, plans_as_ndjson
from app.exports.rules import NDJSON_TYPE, ExportFormat
from app.formats import csv
from app.kernel.text import slug

router = APIRouter(tags=["exports"])


class CsvResponse(Response):
    """A table for spreadsheets, as the contract names it."""

    media_type = "text/csv"


class NdjsonResponse(Response):
    """JSON Lines, as the contract names them."""

    media_type = NDJSON_TYPE


_NAME = {"schema": {"type": "string"}, "description": "The file's name, made from the plan's reference."}


def _answers(description: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "headers": {"Content-Disposition": _NAME}}, **READ_PROBLEMS}


@router.get(
    "/v1/plans/{plan_id}/export.csv",
    operation_id="export_plan_csv",
    response_class=CsvResponse,
    responses=_answers(
        "One line for each action. UTF-8 with a byte order mark; CR LF; all cells in quotes. A cell that a "
        "spreadsheet would run as a formula (it begins with = + - @) is led by an apostrophe."
    ),
)
def get_csv(
    service: ServiceOf, caller: AnyCaller, _query: Annotated[NoQuery, Query()], plan_id: str
) -> Response:
    """Give a plan's actions as the table that officers use: theme, issues, action, situation, lead, due, status."""
    view = service.view(caller)
    with reading(service.sessions) as session:
        plan = plan_named(session, plan_id, view)
    pieces = plans_as_csv(service.sessions, view, [plan["id"]])
    return _download(pieces, plan["reference"], ExportFormat.CSV, csv.MEDIA_TYPE)


@router.get(
    "/v1/plans/{plan_id}/export.ndjson",
    operation_id="export_plan_ndjson",
    response_class=NdjsonResponse,
    responses=_answers(
        'One JSON object a line, `{"kind": …, "item": …}`: `plan`, then each `theme`, `glossary_term`, `issue` and '
        "`action`, each item as its own address shows it; an action with its leads, milestones and all its "
        "progress updates."
    ),
)
def get_ndjson(
    service: ServiceOf, caller: AnyCaller, _query: Annotated[NoQuery, Query()], plan_id: str
) -> Response:
    """Give a plan with all that is in it, for programs."""
    view = service.view(caller)
    with reading(service.sessions) as session:
        plan = plan_named(session, plan_id, view)
    pieces = plans_as_ndjson(service.sessions, view, [plan["id"]])
    return _download(pieces, plan["reference"], ExportFormat.NDJSON, NDJSON_TYPE)


def _download(pieces: Iterator[bytes], reference: str, form: ExportFormat, media_type: str) -> Response:
    """Stream an export as a file. Its first piece is made here, where a refusal can still be answered."""
    first = next(pieces)
    headers = {
        "Content-Disposition": f'attachment; filename="{slug(reference) or "plan"}.{form}"',
        "Cache-Control": "no-cache",
        "Vary": "Authorization, Accept-Encoding",
    }
    return StreamingResponse(chain([first], pieces), headers=headers, media_type=media_type)
