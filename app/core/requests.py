"""What a request comes to, and by whom: the service, and the caller that a key or an address tells of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security.utils import get_authorization_scheme_param
from starlette.types import Scope

from app.core.callers import ANONYMOUS, Caller
from app.core.config import Settings
from app.core.db import Sessions
from app.core.errors import BadRequest, Unauthenticated
from app.core.listing import View
from app.core.revision import Revision
from app.kernel.clock import today

# Where a request's caller is kept once found, and that not every key would be answered so.
_CALLER = "plans.caller"
_FOR_SOME_KEYS = "plans.for_some_keys"
FORM_SUFFIXES = ("ics", "atom", "csv", "xlsx")
_FORM_PATH = re.compile(rf"/v1/[a-z-]+\.({'|'.join(FORM_SUFFIXES)})")
_HOST = re.compile(r"[A-Za-z0-9._\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Service:
    """What a running service is made of; `identify` finds whose key a token is, or None."""

    settings: Settings
    sessions: Sessions
    identify: Callable[[Sessions, str], Caller | None]
    revision: Revision

    def view(self, caller: Caller, as_of: date | None = None) -> View:
        """Make the view of a caller, as of a day or of today in the service's time zone."""
        return View(caller, as_of or today(self.settings.timezone))


def revision_of(scope: Scope) -> Revision:
    """Give what tells the revision of the data that a request is about."""
    service: Service = scope["app"].service
    return service.revision


def get_service(request: Request) -> Service:
    """Give the service that the request came to."""
    service: Service = request.app.service
    return service


async def _service(request: Request) -> Service:
    # An async function, since FastAPI would run a plain one in a thread of its own, for nothing.
    return get_service(request)


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
    sent, token = request.headers.get("authorization"), _token_in_address(request)
    if sent is None and token is None:
        return ANONYMOUS
    if sent is not None and token is not None:
        return None
    secret = _bearers(sent) if sent is not None else token
    if not secret:
        return None
    service = get_service(request)
    caller = await run_in_threadpool(service.identify, service.sessions, secret)
    # Many may see an address, so what stands in one may do little; and the cache takes every key that is sent as a
    # header for one that sees all that partners see.
    return caller if caller is not None and caller.only_reads_feeds == (token is not None) else None


def _bearers(sent: str) -> str | None:
    scheme, secret = get_authorization_scheme_param(sent)
    return secret if scheme.lower() == "bearer" else None


def _token_in_address(request: Request) -> str | None:
    """Give the token that the address of a calendar, feed or table holds; None where it holds none.

    One that is there twice is none that is known.
    """
    if not (request.scope["query_string"] and _is_form(request)):
        return None
    query = request.scope["query_string"].decode("latin-1")
    tokens = [value for name, value in parse_qsl(query, keep_blank_values=True) if name == "token"]
    return None if not tokens else tokens[0] if len(tokens) == 1 else ""


def _is_form(request: Request) -> bool:
    return _FORM_PATH.fullmatch(request.scope["path"]) is not None


def is_for_some_keys(request: Request) -> bool:
    """Tell whether a request is answered only where its key has a scope that not every key has."""
    return bool(request.scope.get(_FOR_SOME_KEYS))


class CallerFinder:
    """Finds who calls, and lets only callers with the scope pass, before the body is looked at.

    The dependency behind `AnyCaller` and the like. It asks for the request alone, and finds the key by itself: the
    framework's own way, a dependency of a dependency, takes as long as a small query.
    """

    def __init__(self, scope: str | None = None) -> None:
        self.scope = scope

    async def __call__(self, request: Request) -> Caller:
        """Find the caller. Raises Unauthenticated and Forbidden."""
        caller = await _identified(request)
        if caller is None:
            told = _NOT_VALID if _token_in_address(request) is None else _NOT_VALID_IN_ADDRESS
            raise Unauthenticated(told, headers={"WWW-Authenticate": "Bearer"})
        if self.scope is not None:
            caller.require(self.scope)
            request.scope[_FOR_SOME_KEYS] = self.scope != "read"
        return caller


_NOT_VALID = (
    "The key is not valid, or no longer; one with the scope `feed` is so only as `token` in a feed's address."
)
_NOT_VALID_IN_ADDRESS = (
    "The token is not valid, or no longer. An address takes only a key whose one scope is `feed`, since many may see "
    "it, and only where no other key is sent; send any other key as `Authorization: Bearer …`."
)


def address_of_service(request: Request) -> str:
    """Give the absolute address of the service: the one that is configured, else the one that was asked."""
    configured = get_service(request).settings.public_url
    if configured is not None:
        return configured
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise BadRequest("The header Host must name this service.")
    return f"{request.scope['scheme']}://{host}"


ServiceOf = Annotated[Service, Depends(_service)]
AnyCaller = Annotated[Caller, Depends(CallerFinder())]
Reader = Annotated[Caller, Depends(CallerFinder("read"))]
Reporter = Annotated[Caller, Depends(CallerFinder("report"))]
WriterOf = Annotated[Caller, Depends(CallerFinder("write"))]
Importer = Annotated[Caller, Depends(CallerFinder("import"))]
Administrator = Annotated[Caller, Depends(CallerFinder("admin"))]
