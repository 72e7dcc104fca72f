"""What all routes share: the service they belong to, who calls, and how answers and refusals are written."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, cast
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Depends, FastAPI, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param
from starlette.exceptions import HTTPException
from starlette.types import Scope

from app.core.callers import ANONYMOUS, Caller
from app.core.conditional import entity_tag, is_unchanged
from app.core.config import Settings
from app.core.db import Sessions
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
    Unauthenticated,
)
from app.core.listing import View
from app.kernel.clock import today

log = logging.getLogger("plans")

JSON_OPTIONS = orjson.OPT_UTC_Z
PROBLEM_TYPE = "application/problem+json"
# Where a request's caller is kept once found.
_CALLER = "plans.caller"


@dataclass(frozen=True, slots=True)
class Service:
    """What a running service is made of; `identify` finds whose key a token is, or None."""

    settings: Settings
    sessions: Sessions
    identify: Callable[[Sessions, str], Caller | None]

    def view(self, caller: Caller, as_of: date | None = None) -> View:
        """Make the view of a caller, as of a day or of today in the service's time zone."""
        return View(caller, as_of or today(self.settings.timezone))


def get_service(request: Request) -> Service:
    """Give the service that the request came to."""
    service: Service = request.app.state.service
    return service


async def _service(request: Request) -> Service:
    # An async function, since FastAPI would run a plain one in a thread of its own, for nothing.
    return get_service(request)


_bearer = HTTPBearer(auto_error=False, description="A key made by `plans keys create`.")


async def knows_caller(scope: Scope) -> bool:
    """Tell whether a request comes with a valid key, before any more of it is read."""
    return await _identified(Request(scope)) not in (None, ANONYMOUS)


async def _identified(request: Request) -> Caller | None:
    """Find who calls, once for each request; None where the key is not valid."""
    if _CALLER not in request.scope:
        request.scope[_CALLER] = await _find_caller(request)
    found: Caller | None = request.scope[_CALLER]
    return found


async def _find_caller(request: Request) -> Caller | None:
    sent = request.headers.get("authorization")
    if sent is None:
        return ANONYMOUS
    scheme, token = get_authorization_scheme_param(sent)
    if scheme.lower() != "bearer" or not token:
        return None
    service = get_service(request)
    return await run_in_threadpool(service.identify, service.sessions, token)


async def _caller(
    request: Request, _shown: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Caller:
    caller = await _identified(request)
    if caller is None:
        raise Unauthenticated("The key is not valid, or no longer.", headers={"WWW-Authenticate": "Bearer"})
    return caller


def needs(scope: str) -> Callable[..., Any]:
    """Make the dependency that lets only callers with the scope pass, before the body is looked at."""

    async def _with_scope(caller: Annotated[Caller, Depends(_caller)]) -> Caller:
        caller.require(scope)
        return caller

    return _with_scope


ServiceOf = Annotated[Service, Depends(_service)]
AnyCaller = Annotated[Caller, Depends(_caller)]
Reader = Annotated[Caller, Depends(needs("read"))]
Reporter = Annotated[Caller, Depends(needs("report"))]
WriterOf = Annotated[Caller, Depends(needs("write"))]
Importer = Annotated[Caller, Depends(needs("import"))]
Administrator = Annotated[Caller, Depends(needs("admin"))]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is sent: what a write gives, and what a repeated request is given again.

    `kept` is what a repetition is given instead, where the answer holds a secret.
    """

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
    kept: bytes | None = None

    def response(self) -> Response:
        """Make the response that is sent."""
        return Response(
            self.content, self.status, self.headers, media_type="application/json" if self.content else None
        )


def to_json(value: Any) -> bytes:
    """Write a value as JSON; times are in UTC and end in Z."""
    return orjson.dumps(value, option=JSON_OPTIONS)


def answer_item(item: dict[str, Any], version: int, status: int = 200, **headers: str) -> Answer:
    """Answer with one thing, its ETag, and where it is read."""
    content = to_json(item)
    return Answer(
        status,
        content,
        {"ETag": entity_tag(content, version), "Cache-Control": "no-store", **headers},
    )


def show(
    request: Request, caller: Caller, value: Any, version: int | None = None, **headers: str
) -> Response:
    """Answer a read: with the value as JSON, or with 304 where the client has it already."""
    content = to_json(value)
    tag = entity_tag(content, version)
    shown = {
        "ETag": tag,
        "Cache-Control": "private, no-cache" if caller.sees_partners else "public, no-cache",
        "Vary": "Authorization, Accept-Encoding",
        **headers,
    }
    if is_unchanged(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=shown)
    return Response(content, 200, shown, media_type="application/json")


def show_page(request: Request, caller: Caller, page: dict[str, Any]) -> Response:
    """Answer with a page of a list, and a Link to the next one."""
    if page["next"] is None:
        return show(request, caller, page)
    kept = [
        (name, value)
        for name, value in parse_qsl(request.scope["query_string"].decode("latin-1"))
        if name != "cursor"
    ]
    query = urlencode([*kept, ("cursor", page["next"])])
    return show(request, caller, page, Link=f'<{request.url.path}?{query}>; rel="next"')


def problem_response(problem: Problem, instance: str | None = None) -> Response:
    """Write a refusal as application/problem+json. Source: RFC 9457."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail or problem.title,
    }
    if instance is not None:
        body["instance"] = instance
    if problem.errors:
        body["errors"] = [fault.shown() for fault in problem.errors]
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(to_json(body), problem.status, headers, media_type=PROBLEM_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Make every refusal of the application, whoever raises it, one problem+json."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_fault_of_ours)


def _instance(request: Request) -> str:
    # The raw path is ASCII; the decoded one may hold what JSON can't.
    path: bytes = request.scope.get("raw_path", b"")
    return path.decode("latin-1").partition("?")[0]


async def _on_problem(request: Request, error: Exception) -> Response:
    error = cast(Problem, error)
    return problem_response(error, _instance(request))


async def _on_invalid(request: Request, error: Exception) -> Response:
    error = cast(RequestValidationError, error)
    return problem_response(problem_of(error.errors()), _instance(request))


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
    return problem_response(problem, _instance(request))


async def _on_fault_of_ours(request: Request, error: Exception) -> Response:
    log.error("unhandled error", exc_info=error)
    return problem_response(
        Problem("The fault is ours and has been logged; nothing was changed."), _instance(request)
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


def problem_of(errors: Sequence[Any], allowed: str = "") -> Problem:
    """Turn what validation found into a problem; `allowed` names the query parameters that would have been taken.

    The input is left out: it may be a secret, or unprintable.
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
    return Invalid(errors=[Fault(_plain(error), pointer=_pointer(error["loc"])) for error in errors])


def _plain(error: Any, allowed: str = "") -> str:
    if error["type"] == "extra_forbidden":
        return f"is not known here{allowed}"
    message = re.sub(r"^Value error, ", "", str(error["msg"]))
    return message.encode("utf-8", "replace").decode()


def _last_name(loc: Sequence[Any]) -> str:
    return _printable(str(loc[1] if len(loc) > 1 else loc[0]))


def _pointer(loc: Sequence[Any]) -> str:
    parts = loc[1:] if loc and loc[0] == "body" else loc
    return "".join("/" + _printable(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def _printable(words: str) -> str:
    return words.encode("utf-8", "replace").decode()[:200]
