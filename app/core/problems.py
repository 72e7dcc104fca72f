"""How refusals are written: every one of them, whoever raises it, as one problem+json. Source: RFC 9457."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast, get_args

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.core.errors import (
    BadRequest,
    Fault,
    Invalid,
    InvalidParameter,
    MalformedBody,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
)
from app.core.schemas import reason_of

log = logging.getLogger("plans")

PROBLEM_TYPE = "application/problem+json"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # The address that was asked may hold a token.
    "Referrer-Policy": "no-referrer",
}


def problem_response(problem: Problem, instance: str | None = None) -> Response:
    """Write a refusal; `instance` is the path that was asked for."""
    body = problem.shown() if instance is None else {**problem.shown(), "instance": instance}
    return Response(
        orjson.dumps(body), problem.status, {**_HEADERS, **problem.headers}, media_type=PROBLEM_TYPE
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Make every refusal of the application, whoever raises it, one problem+json."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_fault_of_ours)


def instance_of(scope: Scope) -> str:
    """Give the path that a request asks for, as it came."""
    # The raw path is ASCII; the decoded one may hold what JSON can't.
    path: bytes = scope.get("raw_path", b"")
    return path.decode("latin-1").partition("?")[0]


async def _on_problem(request: Request, error: Exception) -> Response:
    error = cast(Problem, error)
    return problem_response(error, instance_of(request.scope))


async def _on_invalid(request: Request, error: Exception) -> Response:
    error = cast(RequestValidationError, error)
    return problem_response(problem_of(error.errors(), body=_body_of(request)), instance_of(request.scope))


def _body_of(request: Request) -> Any:
    """Give the shape of the body that the route takes, or None."""
    field = getattr(request.scope.get("route"), "body_field", None)
    return field.field_info.annotation if field is not None else None


async def _on_http_exception(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    problem: Problem = BadRequest(str(error.detail))
    if error.status_code == HTTPStatus.NOT_FOUND:
        problem = NotFound("There is nothing at this address.")
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(_methods_at(request))
        problem = MethodNotAllowed(f"Allowed here: {allowed}.", headers={"Allow": allowed})
    elif error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        problem = TooLarge()
    elif error.status_code == HTTPStatus.BAD_REQUEST:
        problem = MalformedBody(
            "The body can't be parsed: it is nested too deeply or not what it says it is."
        )
    return problem_response(problem, instance_of(request.scope))


async def _on_fault_of_ours(request: Request, error: Exception) -> Response:
    log.error("unhandled error", exc_info=error)
    return problem_response(
        Problem("The fault is ours and has been logged; nothing was changed."), instance_of(request.scope)
    )


def _methods_at(request: Request) -> list[str]:
    """Find every method that the address takes; the framework names only those of the first route."""
    path = request.scope["path"]
    methods: set[str] = set()
    for route in flat_routes(request.app.routes):
        if route.path_regex.match(path):
            methods |= route.methods or set()
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def flat_routes(routes: Sequence[Any]) -> list[APIRoute]:
    """Give every route of the application, also those within the routers that it includes."""
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        else:
            inner = getattr(getattr(route, "original_router", route), "routes", None) or ()
            found += flat_routes(inner)
    return found


def problem_of(errors: Sequence[Any], allowed: str = "", body: Any = None) -> Problem:
    """Turn what validation found into a problem.

    `allowed` names the query parameters that would have been taken; `body` is the shape of the body. The input
    is left out: it may be a secret, or unprintable.
    """
    if any(error["type"] == "json_invalid" for error in errors):
        return MalformedBody(str(errors[0].get("ctx", {}).get("error", "")) or "The body is not JSON.")
    outside = [
        error for error in errors if error["loc"] and error["loc"][0] in ("query", "header", "path", "cookie")
    ]
    if outside:
        told = f"; allowed: {allowed}" if allowed else ""
        faults = [Fault(_plain(error, told), parameter=_last_name(error["loc"])) for error in outside]
        return InvalidParameter(errors=faults)
    return Invalid(
        errors=[
            Fault(_plain(error, _known_at(body, error)), pointer=_pointer(error["loc"])) for error in errors
        ]
    )


def _known_at(shape: Any, error: Any) -> str:
    """Tell the members that the shape has at the place of an unknown one."""
    if error["type"] != "extra_forbidden":
        return ""
    found = _shape_in(shape)
    for part in error["loc"][1:-1]:
        fields = found.model_fields if found is not None else {}
        found = _shape_in(fields[part].annotation) if part in fields else found
    if found is None:
        return ""
    names = [field.alias or name for name, field in found.model_fields.items()]
    return f"; allowed: {', '.join(names)}"


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    """Find the shape within `Shape | None`, `list[Shape]` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _shape_in(one)) is not None), None)


def _plain(error: Any, allowed: str = "") -> str:
    if error["type"] == "extra_forbidden":
        return f"is not known here{allowed}"
    return reason_of(error).encode("utf-8", "replace").decode()


def _last_name(loc: Sequence[Any]) -> str:
    return _printable(str(loc[1] if len(loc) > 1 else loc[0]))


def _pointer(loc: Sequence[Any]) -> str:
    parts = loc[1:] if loc and loc[0] == "body" else loc
    return "".join("/" + _printable(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def _printable(words: str) -> str:
    return words.encode("utf-8", "replace").decode()[:200]
