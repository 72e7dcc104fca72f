"""Finished answers, kept in front of everything that would make them anew, and always true.

A pure ASGI layer around the whole application. It keeps what the application itself allows to be kept: whole answers
with an ETag whose Cache-Control is `public` (for whoever asks) or `private` (for whoever has a valid key: nobody with
a key sees less than another). What depends on who asks is marked `no-store`, and goes by.

*Always true*: all that is kept belongs to one revision of the data (`core/revision.py`) and to one day, and both are
looked at on every request. An answer is kept under the revision that was read before it was begun, so a write that
comes in between makes it old at once. That a key is valid is learned from an answer that it was given, and forgotten
with the revision, so a revoked key is refused by the next request; and from time to time the key is looked at again,
so that its use is noted.

*One computation for many*: whoever asks for what is being made waits for that, where it may be given to them at all.
*Bounded*: by bytes; what was not asked for longest goes first. Conditional requests and gzip are answered here for
every answer with an ETag, kept or not.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.answers import Catch, Whole, answered, send_whole
from app.core.config import Settings
from app.core.revision import Revision

LARGEST_PART = 8
"""What would take more than this part of all the room is not kept."""
OVERHEAD_BYTES = 3_000
KEY_IS_KNOWN_SECONDS = 300.0

LONGEST_HOST = 255
"""A Host that is longer names none, so nothing is kept for it."""

# By whose eyes, and the address: whether with a key, scheme, Host, path and query.
Address = tuple[bool, str, bytes, str, bytes]
# The address, and what was sent as Authorization, If-None-Match and Accept-Encoding.
Asked = tuple[Address, bytes | None, bytes, bytes]
# A whole answer, or the status of one that was sent as it came.
Made = Whole | int | None
Flight = asyncio.Future[Whole | None]


class Kept:
    """Whole answers up to so many bytes; what was asked for least lately goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.answers: OrderedDict[Address, Whole] = OrderedDict()
        self.sizes: dict[Address, int] = {}

    def find(self, address: Address) -> Whole | None:
        """Find an answer."""
        found = self.answers.get(address)
        if found is not None:
            self.answers.move_to_end(address)
        return found

    def put(self, address: Address, answer: Whole) -> None:
        """Keep an answer, or count it anew; let others go for it. One that is too large is not kept."""
        self.drop(address)
        size = answer.size + sum(map(len, address[1:])) + OVERHEAD_BYTES
        if size > self.most_bytes // LARGEST_PART:
            return
        self.answers[address], self.sizes[address] = answer, size
        self.bytes += size
        while self.bytes > self.most_bytes:
            self.drop(next(iter(self.answers)))

    def drop(self, address: Address) -> None:
        """Let an answer go, where it is there."""
        if self.answers.pop(address, None) is not None:
            self.bytes -= self.sizes.pop(address)


@dataclass(slots=True)
class Epoch:
    """One revision of the data on one day, and all that is known of it: it is thrown away whole.

    `flights` are answers in the making; `keys` says until when a key that was found valid is taken for that.
    """

    revision: object
    day: date
    kept: Kept
    flights: dict[tuple[bytes, Address], Flight] = field(default_factory=dict)
    keys: dict[bytes, float] = field(default_factory=dict)


class Cache:
    """Answers reads out of what is kept, or has them answered, once for all who wait, and keeps that.

    `revision_of` gives what tells the revision of a request's data; `today` tells the day.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        revision_of: Callable[[Scope], Revision],
        today: Callable[[], date],
    ) -> None:
        self.app = app
        self.most_bytes = settings.cache_bytes
        self.send_seconds = settings.body_seconds
        self.revision_of = revision_of
        self.today = today
        self.epoch = Epoch(None, date.min, Kept(self.most_bytes))

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[int | None]:
        """Answer one request; give the status."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return answered(self.app, scope, receive, send)
        asked = _asked(scope)
        whole = self._find(scope, asked)
        if whole is None:
            return self._answer(asked, scope, receive, send)
        # What is kept goes out by itself: a coroutine around it would cost every request something.
        return send_whole(whole, asked[2], asked[3], send, self.send_seconds)

    def _find(self, scope: Scope, asked: Asked) -> Whole | None:
        """Find a kept answer that is true by now, as far as that can be told without waiting."""
        epoch = self._epoch_at(self.revision_of(scope).known()) if self.most_bytes else None
        if epoch is None or _key_to_look_at(epoch, asked[1]):
            return None
        return epoch.kept.find(asked[0])

    async def _answer(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> int | None:
        address, authorization, if_none_match, accept_encoding = asked
        epoch = None
        if self.most_bytes and len(address[2]) <= LONGEST_HOST:
            epoch = self._epoch_at(await self._revision(scope))
        if epoch is None:
            made = await self._made(scope, receive, send)
        else:
            # A key of which nothing is known yet must be looked at by the application.
            name = _key_to_look_at(epoch, authorization), address
            made = await self._shared(epoch, name, scope, receive, send)
        if isinstance(made, Whole):
            return await send_whole(made, if_none_match, accept_encoding, send, self.send_seconds)
        return made

    async def _revision(self, scope: Scope) -> object | None:
        revision = self.revision_of(scope)
        known = revision.known()
        return known if known is not None else await revision.read()

    def _epoch_at(self, revision: object | None) -> Epoch | None:
        """Give the epoch that it is; None where the database does not tell the revision."""
        if revision is None:
            return None
        day = self.today()
        if self.epoch.revision != revision or self.epoch.day != day:
            self.epoch = Epoch(revision, day, Kept(self.most_bytes))
        return self.epoch

    async def _shared(
        self, epoch: Epoch, name: tuple[bytes, Address], scope: Scope, receive: Receive, send: Send
    ) -> Made:
        """Give what is kept by now, wait for whoever makes the answer, or make it."""
        key, address = name
        found = None if key else epoch.kept.find(address)
        if found is not None:
            return found
        flight = epoch.flights.get(name)
        if flight is None:
            return await self._flown(epoch, name, scope, receive, send)
        whole = await asyncio.shield(flight)
        return whole or await self._made(scope, receive, send)

    async def _flown(
        self, epoch: Epoch, name: tuple[bytes, Address], scope: Scope, receive: Receive, send: Send
    ) -> Made:
        """Make an answer for all who ask for it meanwhile, and keep it."""
        flight: Flight = asyncio.get_running_loop().create_future()
        epoch.flights[name] = flight
        try:
            made = await self._made(scope, receive, send, lambda: _land(flight, None))
            # What depends on who asks is for this one alone, whoever waits.
            if isinstance(made, Whole) and self._keep(epoch, name, made):
                _land(flight, made)
            return made
        finally:
            _land(flight, None)
            epoch.flights.pop(name, None)

    async def _made(
        self, scope: Scope, receive: Receive, send: Send, on_passing: Callable[[], None] = lambda: None
    ) -> Made:
        """Have the application make the answer; where it is no whole one, it is sent as it comes."""
        # The application is to give it whole, whatever the client has already.
        headers = [one for one in scope["headers"] if one[0] != b"if-none-match"]
        catch = Catch(send, on_passing)
        await self.app({**scope, "headers": headers}, receive, catch)
        return catch.whole or catch.status

    def _keep(self, epoch: Epoch, name: tuple[bytes, Address], whole: Whole) -> bool:
        """Keep an answer where it may be shared, and learn from one to a key that the key is valid; tell whether."""
        key, address = name
        allowed = next((value for header, value in whole.headers if header == b"cache-control"), b"")
        if not allowed.startswith((b"public", b"private")):
            return False
        epoch.kept.put(address, whole)
        # What is public is given to everybody, whatever they send as a key.
        if key and allowed.startswith(b"private"):
            epoch.keys[key] = time.monotonic() + KEY_IS_KNOWN_SECONDS
        return True


def _asked(scope: Scope) -> Asked:
    """Read the headers; of those that are sent twice the first counts, as it does for the application."""
    host = authorization = if_none_match = accept_encoding = None
    for name, value in scope["headers"]:
        if name == b"host":
            host = value if host is None else host
        elif name == b"authorization":
            authorization = value if authorization is None else authorization
        elif name == b"if-none-match":
            if_none_match = value if if_none_match is None else if_none_match
        elif name == b"accept-encoding":
            accept_encoding = value if accept_encoding is None else accept_encoding
    by_key = authorization is not None
    address = by_key, scope.get("scheme", ""), host or b"", scope["path"], scope["query_string"]
    return address, authorization, if_none_match or b"", accept_encoding or b""


def _key_to_look_at(epoch: Epoch, authorization: bytes | None) -> bytes:
    """Give the digest of a key that is not known to be valid; nothing where it is, or where there is none."""
    if authorization is None:
        return b""
    digest = blake2b(authorization, digest_size=16).digest()
    return b"" if epoch.keys.get(digest, 0.0) > time.monotonic() else digest


def _land(flight: Flight, whole: Whole | None) -> None:
    if not flight.done():
        flight.set_result(whole)
