"""Small pure ASGI layers: the access log, HEAD, and what is refused at the threshold.

Query strings are left out of the log: they may hold tokens.
"""

import asyncio
import re
import sys
import time
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import HeadersTooLarge, NotFound, Problem
from app.core.problems import instance_of, problem_response

LOG_IS_WRITTEN_AFTER_SECONDS = 0.2
MOST_LINES_HELD = 200
MOST_HEADER_BYTES = 32_768
"""The server has no limit of its own, and what stands in headers is read, and some of it remembered."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class AccessLog:
    """Notes what was asked and how it was answered, and writes that a moment later.

    To write each line by itself takes as long as to answer from what is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.lines: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log it when it is done."""
        if scope["type"] != "http":
            try:
                await self.app(scope, receive, send)
            finally:
                self.write()
            return
        status: int | None = None
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except BaseException:
            status = 500
            raise
        finally:
            self._note(_line(scope, status, time.perf_counter() - began))

    def _note(self, line: bytes) -> None:
        self.lines.append(line)
        if len(self.lines) == 1:
            asyncio.get_running_loop().call_later(LOG_IS_WRITTEN_AFTER_SECONDS, self.write)
        elif len(self.lines) >= MOST_LINES_HELD:
            self.write()

    def write(self) -> None:
        """Write what is noted to standard error, at once."""
        lines, self.lines = self.lines, []
        if lines:
            sys.stderr.write(b"".join(lines).decode())
            sys.stderr.flush()


def _line(scope: Scope, status: int | None, seconds: float) -> bytes:
    """Make one line; without a status, where the client went away before it could be answered."""
    client = scope.get("client")
    line = {
        "at": datetime.now(UTC),
        "method": scope["method"],
        "path": scope.get("raw_path", b"").decode("latin-1"),
        "status": status,
        "ms": round(seconds * 1000, 2),
        "client": client[0] if client else None,
    }
    return orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


class HeadAsGet:
    """Answers HEAD as GET without the body, as RFC 9110, section 9.3.2, asks of every address that has GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as GET and leave out the body of the answer."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)


class Threshold:
    """Refuses what no route may be asked, before anything else looks at it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a problem."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await problem_response(refusal, instance_of(scope))(scope, receive, send)


def _refusal(scope: Scope) -> Problem | None:
    # Routes take a path for theirs that ends in a line break besides, and what else reads the path does not.
    if _CONTROL.search(scope["path"]):
        return NotFound("There is nothing at this address.")
    size = 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
    if size > MOST_HEADER_BYTES:
        return HeadersTooLarge(f"At most {MOST_HEADER_BYTES} bytes of headers are taken here.")
    return None
