"""What an intranet page carries of deadlines: the widget, and a page for frames that needs no script."""

import re
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from pydantic import Field

from app.core.callers import ANONYMOUS
from app.core.contract import NO_PARAMETERS, NOT_MODIFIED, READ_PROBLEMS
from app.core.db import reading
from app.core.errors import NotFound, Problem
from app.core.http import show
from app.core.pages import HTML_TYPE, Asset, page_headers, policy, show_document
from app.core.query import in_query
from app.core.requests import AnyCaller, ServiceOf
from app.core.schemas import Shape
from app.deadlines.queries import list_deadlines
from app.deadlines.rules.page import deadlines_page, problem_page
from app.deadlines.rules.widget import widget_script, widget_style
from app.deadlines.rules.wording import Language
from app.deadlines.schemas import DeadlinePageQuery

_POLICY = policy(style_src="'self'", frame_ancestors="*")
_HASHED = re.compile(r"deadlines\.[0-9a-f]{16}\.(js|css)")


class WidgetFiles(Shape):
    """Where the widget is, and what a page needs to carry it."""

    script: str = Field(description="Always the newest; looked for anew after five minutes.")
    kept_script: str = Field(description="The same under a name that changes with it, to be kept for ever.")
    integrity: str = Field(description="What `integrity=` says of it, so that nothing else is run.")
    page: str = Field(description="What is due as a page without any script, for an `<iframe>`.")


class _PageRoute(APIRoute):
    """A route whose refusals are pages, too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Make what answers a request."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return _show_problem(request, problem)

        return answer


router = APIRouter(tags=["widget"])
pages = APIRouter(route_class=_PageRoute, include_in_schema=False)


@router.get(
    "/widgets",
    operation_id="get_widgets",
    summary="Tell where the widget is",
    response_model=WidgetFiles,
    dependencies=[NO_PARAMETERS],
    responses={**NOT_MODIFIED, **READ_PROBLEMS},
)
def get_widgets(request: Request) -> Response:
    """Tell where the widget is, under which name it may be kept, and by which hash it is known."""
    script = _file("js")
    files = {
        "script": "/widgets/deadlines.js",
        "kept_script": f"/widgets/deadlines.{script.hash}.js",
        "integrity": script.integrity,
        "page": "/widgets/deadlines",
    }
    return show(request, ANONYMOUS, files)


@pages.get("/widgets/deadlines")
def show_deadlines(
    request: Request,
    service: ServiceOf,
    caller: AnyCaller,
    query: Annotated[DeadlinePageQuery, in_query(DeadlinePageQuery)],
) -> Response:
    """Show what is due to people."""
    view = service.view(caller, query.as_of)
    with reading(service.sessions) as session:
        page = list_deadlines(session, query.of_list(), view)
    asked = parse_qsl(request.url.query)
    content = deadlines_page(page, asked, view.today, query.lang, _style_address())
    return show_document(request, caller, content, _POLICY, query.lang)


@pages.get("/widgets/{name}", dependencies=[NO_PARAMETERS])
def get_file(request: Request, name: str) -> Response:
    """Give a file by its name; one that was kept for longer than it was served leads to the newest."""
    stem, _, suffix = name.rpartition(".")
    file = _file(suffix) if suffix in _WRITTEN_BY else None
    if file is not None and stem in ("deadlines", f"deadlines.{file.hash}"):
        return file.show(request, for_ever=stem != "deadlines")
    if _HASHED.fullmatch(name):
        return RedirectResponse(f"deadlines.{suffix}", headers={"Cache-Control": "no-cache"})
    raise NotFound("The widget has no such file; /widgets tells which it has.")


_WRITTEN_BY = {"js": (widget_script, "text/javascript"), "css": (widget_style, "text/css")}


@lru_cache
def _file(suffix: str) -> Asset:
    write, media_type = _WRITTEN_BY[suffix]
    return Asset(write().encode(), media_type)


def _style_address() -> str:
    return f"deadlines.{_file('css').hash}.css"


def _show_problem(request: Request, problem: Problem) -> Response:
    asked = request.query_params.get("lang")
    language = Language.CY if asked == Language.CY else Language.EN
    headers = {**page_headers(_POLICY), "Cache-Control": "no-store", **problem.headers}
    content = problem_page(problem, language, _style_address()).encode("utf-8", "replace")
    return Response(content, problem.status, headers, media_type=HTML_TYPE)
