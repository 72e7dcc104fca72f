"""Small pure ASGI layers: the access log, HEAD, and what is refused at the threshold.

Query strings are left out of the log: they may hold tokens.
"""

import asyncio
import re
import sys
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from itertools import chain

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import HeadersTooLarge, NotFound, Problem
from app.core.problems import instance_of, problem_response

LOG_IS_WRITTEN_AFTER_SECONDS = 0.2
MOST_LINES_HELD = 200
MOST_HEADER_BYTES = 32_768
"""The server has no limit of its own, and what stands in headers is read, and some of it remembered."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

Client = tuple[str, int] | None
# When a request was done, its method and path, the status of its answer, how many seconds that took, and who asked.
Noted = tuple[float, str, bytes | None, int | None, float, Client]


class AccessLog:
    """Notes what was asked and how it was answered, and writes that a moment later, many lines at a time.

    To make and write each line by itself takes as long as to answer from what is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.noted: list[Noted] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note it when it is done."""
        if scope["type"] != "http":
            try:
                await self.app(scope, receive, send)
            finally:
                self.write()
            return
        answer = _Answer(send)
        began = time.perf_counter()
        try:
            await self.app(scope, receive, answer)
        except BaseException:
            answer.status = 500
            raise
        finally:
            self._note(scope, answer.status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int | None, seconds: float) -> None:
        path, client = scope.get("raw_path"), scope.get("client")
        self.noted.append((time.time(), scope["method"], path, status, seconds, client))
        if len(self.noted) == 1:
            asyncio.get_running_loop().call_later(LOG_IS_WRITTEN_AFTER_SECONDS, self.write)
        elif len(self.noted) >= MOST_LINES_HELD:
            self.write()

    def write(self) -> None:
        """Write what is noted to standard error, at once."""
        noted, self.noted = self.noted, []
        if noted:
            sys.stderr.write(b"".join([_line(*one) for one in noted]).decode())
            sys.stderr.flush()


class _Answer:
    """What an answer is sent by, that remembers its status."""

    __slots__ = ("send", "status")

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status: int | None = None

    def __call__(self, message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        return self.send(message)


def _line(
    at: float, method: str, path: bytes | None, status: int | None, seconds: float, client: Client
) -> bytes:
    """Make one line; without a status, where the client went away before it could be answered."""
    line = {
        "at": datetime.fromtimestamp(at, UTC),
        "method": method,
        "path": (path or b"").decode("latin-1"),
        "status": status,
        "ms": round(seconds * 1000, 2),
        "client": client[0] if client else None,
    }
    return orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


class HeadAsGet:
    """Answers HEAD as GET without the body, as RFC 9110, section 9.3.2, asks of every address that has GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    # What is only passed on is passed on as it is: a coroutine of its own would cost every request something.
    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass a HEAD on as GET and leave out the body of the answer."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return self.app(scope, receive, send)

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return self.app({**scope, "method": "GET"}, receive, bodiless)


class Threshold:
    """Refuses what no route may be asked, before anything else looks at it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass a request on, or answer it with a problem."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            return self.app(scope, receive, send)
        return problem_response(refusal, instance_of(scope))(scope, receive, send)


def _refusal(scope: Scope) -> Problem | None:
    # Routes take a path for theirs that ends in a line break besides, and what else reads the path does not.
    if _CONTROL.search(scope["path"]):
        return NotFound("There is nothing at this address.")
    if sum(map(len, chain.from_iterable(scope["headers"]))) > MOST_HEADER_BYTES:
        return HeadersTooLarge(f"At most {MOST_HEADER_BYTES} bytes of headers are taken here.")
    return None
