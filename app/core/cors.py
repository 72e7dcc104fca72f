"""Cross-origin requests: any page may read what is public; only configured origins may write.

A pure ASGI layer. No cookies are ever used, so no credentials are allowed. Source: the Fetch standard.
"""

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXPOSED = "ETag, Link, Location, Retry-After, Idempotent-Replayed"
READ_HEADERS = "Accept, Accept-Language, Cache-Control, If-None-Match"
WRITE_HEADERS = f"{READ_HEADERS}, Authorization, Content-Type, Idempotency-Key, If-Match"
READ_METHODS = "GET, HEAD"
WRITE_METHODS = f"{READ_METHODS}, POST, PUT, PATCH, DELETE"


class CrossOrigin:
    """Adds the headers by which a browser lets a page of another origin read, or write, the answer."""

    def __init__(self, app: ASGIApp, write_origins: tuple[str, ...]) -> None:
        self.app = app
        self.write_origins = frozenset(write_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or pass the request on and mark its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"")
        trusted = origin.decode("latin-1") in self.write_origins
        if scope["method"] == "OPTIONS" and origin and b"access-control-request-method" in headers:
            await self._preflight(origin, trusted)(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            # The same for whoever asks: a cache may then give one what another was given.
            await self.app(scope, receive, _marking(send, b"*"))
        else:
            await self.app(scope, receive, _marking(send, origin) if trusted else send)

    def _preflight(self, origin: bytes, trusted: bool) -> Response:
        allowed = {
            "Access-Control-Allow-Origin": origin.decode("latin-1") if trusted else "*",
            "Access-Control-Allow-Methods": WRITE_METHODS if trusted else READ_METHODS,
            "Access-Control-Allow-Headers": WRITE_HEADERS if trusted else READ_HEADERS,
            "Access-Control-Max-Age": "600",
            "Vary": "Origin",
        }
        return Response(status_code=204, headers=allowed)


def _marking(send: Send, origin: bytes) -> Send:
    marks = [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", EXPOSED.encode()),
    ]

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *marks]}
        await send(message)

    return marked
