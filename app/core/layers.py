"""Small pure ASGI layers: the access log, and HEAD.

Query strings are left out of the log: they may hold tokens.
"""

import sys
import time
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AccessLog:
    """Writes what was asked and how it was answered, as cheaply as one line can be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log it when it is done."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
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
            _write(scope, status, time.perf_counter() - began)


def _write(scope: Scope, status: int | None, seconds: float) -> None:
    """Write one line; without a status, where the client went away before it could be answered."""
    client = scope.get("client")
    line = {
        "at": datetime.now(UTC),
        "method": scope["method"],
        "path": scope.get("raw_path", b"").decode("latin-1"),
        "status": status,
        "ms": round(seconds * 1000, 2),
        "client": client[0] if client else None,
    }
    sys.stderr.write(orjson.dumps(line, option=orjson.OPT_UTC_Z).decode() + "\n")


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
