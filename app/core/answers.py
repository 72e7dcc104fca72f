"""Whole answers, as they are kept and sent: by conditional requests, gzipped or plain, and never to a client for ever.

Source: RFC 9110, sections 8.4 (encodings), 8.8.3 (entity tags) and 13 (conditional requests).
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.conditional import is_unchanged

Headers = list[tuple[bytes, bytes]]
# An application that gives the status that it answered with; None where the client went away before.
Layer = Callable[[Scope, Receive, Send], Awaitable[int | None]]

PIECE_BYTES = 262_144
SMALLEST_GZIPPED = 600
GZIPPED_ELSEWHERE = 200_000
"""An answer as large as this is gzipped in a thread: it would hold up every other for milliseconds."""
GZIP_LEVEL = 1
LONGEST_REMEMBERED = 200
_GZIP_WINDOW = 31

_GZIPPED_TYPES = (
    *(b"text/", b"application/json", b"application/problem+json", b"application/atom+xml"),
    *(b"application/javascript", b"image/svg+xml"),
)
_ABOUT_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding", b"content-disposition"})


@dataclass(slots=True, eq=False)
class Whole:
    """A whole answer with an ETag: its plain form, its gzipped one once that was asked for, and what 304 says.

    The gzipped form has a tag of its own, since it is other bytes. `unchanged` has the 304 of each tag.
    """

    headers: Headers
    body: bytes
    tag: bytes
    start: Message = field(init=False)
    may_be_gzipped: bool = field(init=False)
    unchanged: dict[bytes, Message] = field(init=False)
    gzipped: tuple[Message, bytes] | None = field(default=None, init=False)
    packing: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def __post_init__(self) -> None:
        """Make the messages that every use of it shares."""
        kind = next((value for name, value in self.headers if name == b"content-type"), b"")
        self.may_be_gzipped = len(self.body) >= SMALLEST_GZIPPED and kind.startswith(_GZIPPED_TYPES)
        self.start = {"type": "http.response.start", "status": 200, "headers": self.headers}
        tags = (self.tag, self.tag_in_gzip) if self.may_be_gzipped else (self.tag,)
        self.unchanged = {tag: _unchanged(self.headers, tag) for tag in tags}

    @property
    def tag_in_gzip(self) -> bytes:
        """The tag of the gzipped form."""
        return self.tag[:-1] + b'-gzip"'

    @property
    def size(self) -> int:
        """How many bytes it may take with both forms."""
        return len(self.body) * (2 if self.may_be_gzipped else 1)

    def find_unchanged(self, if_none_match: bytes) -> Message | None:
        """Give the 304 where the client has one of the forms already."""
        found = self.unchanged.get(if_none_match)
        if found is not None:
            return found
        sent = if_none_match.decode("latin-1")
        tags = (tag for tag in self.unchanged if is_unchanged(sent, tag.decode("latin-1")))
        return next((self.unchanged[tag] for tag in tags), None)

    async def in_gzip(self) -> tuple[Message, bytes]:
        """Give the gzipped form, made once."""
        if self.gzipped is None:
            async with self.packing:
                self.gzipped = self.gzipped or await self._packed()
        return self.gzipped

    async def _packed(self) -> tuple[Message, bytes]:
        large = len(self.body) >= GZIPPED_ELSEWHERE
        body = await to_thread.run_sync(_gzip, self.body) if large else _gzip(self.body)
        kept = [one for one in self.headers if one[0] not in (b"etag", b"content-length")]
        length = b"%d" % len(body)
        told = [(b"etag", self.tag_in_gzip), (b"content-length", length), (b"content-encoding", b"gzip")]
        return {**self.start, "headers": kept + told}, body


def _unchanged(headers: Headers, tag: bytes) -> Message:
    kept = [one for one in headers if one[0] not in _ABOUT_THE_BODY and one[0] != b"etag"]
    return {"type": "http.response.start", "status": 304, "headers": [*kept, (b"etag", tag)]}


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


def takes_gzip(accept_encoding: bytes) -> bool:
    """Tell whether a client takes gzip: it is named, or all are, and not with a weight of nought."""
    # Clients say it in few ways. What none would say is not remembered.
    return _takes_gzip(accept_encoding) if len(accept_encoding) <= LONGEST_REMEMBERED else False


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: bytes) -> bool:
    weights = {}
    for part in accept_encoding.decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    asked = weights.get("gzip", weights.get("*", "0"))
    return asked.strip("0.") != ""


async def send_whole(
    whole: Whole, if_none_match: bytes, accept_encoding: bytes, send: Send, seconds: float
) -> int:
    """Send an answer in the form that the client takes, or 304 where it has it already; give its status.

    A client that does not take a piece of a large one within so many seconds is given up: without the end of its
    answer, the server closes the connection.
    """
    unchanged = whole.find_unchanged(if_none_match) if if_none_match else None
    if unchanged is not None:
        start, body = unchanged, b""
    elif accept_encoding and whole.may_be_gzipped and takes_gzip(accept_encoding):
        start, body = await whole.in_gzip()
    else:
        start, body = whole.start, whole.body
    status: int = start["status"]
    await send(start)
    if len(body) <= PIECE_BYTES:
        # What the connection's own buffer takes is not waited for, and a deadline would cost as much as all the rest.
        await send({"type": "http.response.body", "body": body})
        return status
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds) as deadline:
            for begin in range(0, len(body), PIECE_BYTES):
                deadline.reschedule(loop.time() + seconds)
                await send(_piece(body, begin))
    except TimeoutError:
        pass
    return status


def _piece(body: bytes, begin: int) -> Message:
    end = begin + PIECE_BYTES
    return {"type": "http.response.body", "body": body[begin:end], "more_body": end < len(body)}


async def answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> int | None:
    """Have an application answer; give the status."""
    answer = Passed(send)
    await app(scope, receive, answer)
    return answer.status


class Passed:
    """Passes an answer on as it comes, and remembers its status."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        """Pass one message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self.send(message)


class Catch(Passed):
    """Takes an answer whole where it has an ETag; any other is passed on as it comes."""

    def __init__(self, send: Send, on_passing: Callable[[], None]) -> None:
        super().__init__(send)
        self.on_passing = on_passing
        self.whole: Whole | None = None
        self.headers: Headers | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start" and message["status"] == 200:
            headers: Headers = [*message.get("headers", ())]
            if any(name == b"etag" for name, _ in headers):
                self.headers = headers
                return
        if self.headers is None:
            self.on_passing()
            await super().__call__(message)
            return
        self.parts.append(message.get("body", b""))
        if not message.get("more_body"):
            tag = next(value for name, value in self.headers if name == b"etag")
            self.whole = Whole(self.headers, b"".join(self.parts), tag)
