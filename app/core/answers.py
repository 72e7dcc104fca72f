"""Whole answers, as they are kept and sent: by conditional requests, gzipped or plain, and never to a client for ever.

Source: RFC 9110, sections 8.4 (encodings), 8.8.3 (entity tags) and 13 (conditional requests).
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import InitVar, dataclass, field
from functools import lru_cache

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.conditional import is_unchanged

Headers = list[tuple[bytes, bytes]]
# An answer as it is sent: its start, and the pieces of its body.
Messages = tuple[Message, ...]
# An application that gives the status that it answered with; None where the client went away before.
Layer = Callable[[Scope, Receive, Send], Awaitable[int | None]]

PIECE_BYTES = 262_144
SMALLEST_GZIPPED = 600
GZIPPED_ELSEWHERE = 200_000
"""An answer as large as this is gzipped in a thread: it would hold up every other for milliseconds."""
GZIP_LEVEL = 1
LONGEST_REMEMBERED = 200
_GZIP_WINDOW = 31
_SMALL = 2

_GZIPPED_TYPES = (
    *(b"text/", b"application/json", b"application/problem+json", b"application/atom+xml"),
    *(b"application/javascript", b"image/svg+xml"),
)
_ABOUT_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding", b"content-disposition"})


@dataclass(slots=True, eq=False)
class Whole:
    """A whole answer with an ETag: its plain form, its gzipped one once that was asked for, and what 304 says.

    The gzipped form has a tag of its own, since it is other bytes. `unchanged` has the 304 of each tag. All are the
    messages that are sent, made once: to cut a large body anew for each client costs as much as to send it.
    """

    headers: Headers
    body: InitVar[bytes]
    tag: bytes
    plain: Messages = field(init=False)
    length: int = field(init=False)
    may_be_gzipped: bool = field(init=False)
    unchanged: dict[bytes, Messages] = field(init=False)
    gzipped: Messages | None = field(default=None, init=False)
    packing: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def __post_init__(self, body: bytes) -> None:
        """Make the messages that every use of it shares."""
        kind = next((value for name, value in self.headers if name == b"content-type"), b"")
        self.length = len(body)
        self.may_be_gzipped = self.length >= SMALLEST_GZIPPED and kind.startswith(_GZIPPED_TYPES)
        self.plain = _messages(200, self.headers, body)
        tags = (self.tag, self.tag_in_gzip) if self.may_be_gzipped else (self.tag,)
        self.unchanged = {tag: _unchanged(self.headers, tag) for tag in tags}

    @property
    def tag_in_gzip(self) -> bytes:
        """The tag of the gzipped form."""
        return self.tag[:-1] + b'-gzip"'

    @property
    def size(self) -> int:
        """How many bytes it may take with both forms."""
        return self.length * (2 if self.may_be_gzipped else 1)

    def find_unchanged(self, if_none_match: bytes) -> Messages | None:
        """Give the 304 where the client has one of the forms already."""
        found = self.unchanged.get(if_none_match)
        if found is not None:
            return found
        sent = if_none_match.decode("latin-1")
        tags = (tag for tag in self.unchanged if is_unchanged(sent, tag.decode("latin-1")))
        return next((self.unchanged[tag] for tag in tags), None)

    async def in_gzip(self) -> Messages:
        """Give the gzipped form, made once."""
        if self.gzipped is None:
            async with self.packing:
                self.gzipped = self.gzipped or await self._packed()
        return self.gzipped

    async def _packed(self) -> Messages:
        large = self.length >= GZIPPED_ELSEWHERE
        plain = b"".join(message["body"] for message in self.plain[1:])
        body = await to_thread.run_sync(_gzip, plain) if large else _gzip(plain)
        kept = [one for one in self.headers if one[0] not in (b"etag", b"content-length")]
        length = b"%d" % len(body)
        told = [(b"etag", self.tag_in_gzip), (b"content-length", length), (b"content-encoding", b"gzip")]
        return _messages(200, kept + told, body)


def _unchanged(headers: Headers, tag: bytes) -> Messages:
    kept = [one for one in headers if one[0] not in _ABOUT_THE_BODY and one[0] != b"etag"]
    return _messages(304, [*kept, (b"etag", tag)], b"")


def _messages(status: int, headers: Headers, body: bytes) -> Messages:
    pieces = [body[begin : begin + PIECE_BYTES] for begin in range(0, len(body), PIECE_BYTES)] or [b""]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, *(
        {"type": "http.response.body", "body": piece, "more_body": place < len(pieces)}
        for place, piece in enumerate(pieces, start=1)
    )


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
        messages = unchanged
    elif accept_encoding and whole.may_be_gzipped and takes_gzip(accept_encoding):
        messages = await whole.in_gzip()
    else:
        messages = whole.plain
    status: int = messages[0]["status"]
    if len(messages) == _SMALL:
        # What the connection's own buffer takes is not waited for, and a deadline would cost as much as all the rest.
        start, body = messages
        await send(start)
        await send(body)
        return status
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds) as deadline:
            for message in messages:
                deadline.reschedule(loop.time() + seconds)
                await send(message)
    except TimeoutError:
        pass
    return status


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
