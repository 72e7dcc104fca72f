"""Small layers around the whole application: the access log, HEAD, and what is refused at the threshold.

They are pure ASGI, but that each gives the status of what it answered, and expects that of the one within: to watch
every message on its way out, only to learn that, would cost a kept answer a good part of all that it takes.
"""

import asyncio
import re
import sys
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from itertools import chain

import orjson
from starlette.types import Message, Receive, Scope, Send

from app.core.answers import Layer, answered
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

    To make and write each line by itself takes as long as to answer from what is kept. Query strings are left out:
    they may hold tokens.
    """

    def __init__(self, app: Layer) -> None:
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
        status: int | None = 500
        began = time.perf_counter()
        try:
            status = await self.app(scope, receive, send)
        finally:
            self._note(scope, status, time.perf_counter() - began)

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


def _line(
    at: float, method: str, path: bytes | None, status: int | None, seconds: float, client: Client
) -> bytes:
    """Make one line; without a status, where the client went away before it could be answered."""
    line = {
        "at": datetime.fromtimestamp(at, UTC),
        "method": method,
        "path": (path or b"").decode("latin-1"),
        "status": status,
        "ms": int(seconds * 100_000) / 100,
        "client": client[0] if client else None,
    }
    return orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


class HeadAsGet:
    """Answers HEAD as GET without the body, as RFC 9110, section 9.3.2, asks of every address that has GET."""

    def __init__(self, app: Layer) -> None:
        self.app = app

    # What is only passed on is passed on as it is: a coroutine of its own would cost every request something.
    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[int | None]:
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

    def __init__(self, app: Layer) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[int | None]:
        """Pass a request on, or answer it with a problem."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            return self.app(scope, receive, send)
        return answered(problem_response(refusal, instance_of(scope)), scope, receive, send)


def _refusal(scope: Scope) -> Problem | None:
    # Routes take a path for theirs that ends in a line break besides, and what else reads the path does not.
    path: str = scope["path"]
    if not path.isprintable() and _CONTROL.search(path):
        return NotFound("There is nothing at this address.")
    if sum(map(len, chain.from_iterable(scope["headers"]))) > MOST_HEADER_BYTES:
        return HeadersTooLarge(f"At most {MOST_HEADER_BYTES} bytes of headers are taken here.")
    return None
