"""The routes of the pictures of a plan."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.core.contract import NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.http import show_bytes
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf
from app.deadlines.queries.pictures.progress import draw_progress
from app.deadlines.queries.pictures.reading import read_progress, read_timeline
from app.deadlines.queries.pictures.timeline import draw_timeline
from app.deadlines.schemas import PictureQuery, ProgressPictureQuery
from app.formats import svg

router = APIRouter(tags=["plans"])

# A picture needs nothing from anywhere, and runs nothing, also where a page shows it by itself.
_HEADERS = {"Content-Security-Policy": "default-src 'none'"}


def _answers(description: str) -> dict[int | str, dict[str, Any]]:
    picture = {"description": description, "content": {svg.MEDIA_TYPE: {"schema": {"type": "string"}}}}
    return {200: picture, **NOT_MODIFIED, **READ_PROBLEMS}


@router.get(
    "/v1/plans/{id}/timeline.svg",
    operation_id="draw_plan_timeline",
    summary="Draw what is due in a plan along its months",
    response_class=Response,
    responses=_answers(
        "An SVG picture: a lane for each theme, what is due as bars and marks by state, what has no day in words "
        "below. Its `desc` tells all of it in words."
    ),
)
def get_timeline(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[PictureQuery, in_query(PictureQuery)],
    id: str,
) -> Response:
    """Draw a plan for people who would rather look: readable in print, in black and white, and by a screen reader."""
    with reading(service.sessions) as session:
        timeline = read_timeline(session, id, service.view(caller, query.as_of))
    picture = draw_timeline(timeline, query.lang)
    return show_bytes(request, caller, picture, svg.MEDIA_TYPE, None, **_HEADERS)


@router.get(
    "/v1/plans/{id}/progress.svg",
    operation_id="draw_plan_progress",
    summary="Draw how the actions of a plan stand",
    response_class=Response,
    responses=_answers(
        "An SVG picture of what `/v1/plans/{id}/progress` counts: a bar for each group, parted by status, with what "
        "is overdue of it. Its `desc` tells all of it in words."
    ),
)
def get_progress_picture(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[ProgressPictureQuery, in_query(ProgressPictureQuery)],
    id: str,
) -> Response:
    """Draw the actions of a plan counted by theme, cluster, lead, organisation or criterion, and by their status."""
    with reading(service.sessions) as session:
        title, progress = read_progress(session, id, query.by, service.view(caller, query.as_of))
    picture = draw_progress(title, progress, query.lang)
    return show_bytes(request, caller, picture, svg.MEDIA_TYPE, None, **_HEADERS)
