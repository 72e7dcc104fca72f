"""The gate in front of the application: how many requests are worked on, how long one waits, how large it is.

A pure ASGI layer. It collects a request's body first, with a limit and a deadline, so that a slow client holds
no slot. The body of one without a valid key is not collected at all, since nobody may write without; only where
everybody may ask by POST is one taken, and a small one. Reads share the slots; writes have one of their own besides,
since the database takes one at a time and a writer that waits there would hold a thread. So do imports, of which few
are collected at once, since each is held in memory whole. And so do reads that take seconds, one at a time and never
beside an import: of three threads, a writer has another, and the third stays free for all that is read quickly. What
waits too long, or finds too many waiting, is told so by 503 with Retry-After, having changed nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.config import Settings
from app.core.errors import Busy, Problem, TooLarge, UnsupportedMediaType
from app.core.problems import instance_of, problem_response

READS = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_TYPES = ("application/json", "application/merge-patch+json")
FILES_AT_ONCE = 4
OPEN_BODY_BYTES = 500_000
"""The largest body that is taken of somebody without a key."""

# Tells whether a request comes with a valid key.
Knows = Callable[[Scope], Awaitable[bool]]


class RequestTimeout(Problem):
    """The client took too long to send its body."""

    status, code, title = 408, "request_timeout", "The body took too long to arrive"


class Gate:
    """Lets a bounded number of requests through, whole.

    `file_paths` take any media type up to the size of a file; `open_paths` are let through untouched. A POST to one
    of `asking_paths` only asks and has its turn among the reads; to one of `public_paths` it needs no key. What
    is read at a path with one of the `costly_endings`, or with one of the `costly_parameters`, may take seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        knows: Knows,
        file_paths: tuple[str, ...] = (),
        open_paths: tuple[str, ...] = (),
        asking_paths: tuple[str, ...] = (),
        public_paths: tuple[str, ...] = (),
        costly_endings: tuple[str, ...] = (),
        costly_parameters: tuple[str, ...] = (),
    ) -> None:
        self.app = app
        self.settings = settings
        self.knows = knows
        self.file_paths = file_paths
        self.open_paths = open_paths
        self.asking_paths = asking_paths
        self.public_paths = public_paths
        self.costly_endings = costly_endings
        self.costly_parameters = costly_parameters
        self.slots = asyncio.Semaphore(settings.requests_in_flight)
        self.writer = asyncio.Semaphore(1)
        self.files = asyncio.Semaphore(FILES_AT_ONCE)
        self.importer = asyncio.Semaphore(1)
        self.costly = asyncio.Semaphore(1)
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a problem."""
        if scope["type"] != "http" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        try:
            await self._pass_on(scope, receive, self._prompt(send))
        except Problem as refusal:
            await problem_response(refusal, instance_of(scope))(scope, receive, send)
        except _ClientIsTooSlow:
            # Part of the answer is sent; without its end the server closes the connection.
            return

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in READS:
            # They wait among themselves first, so that an import never has more than one of them before it.
            wanted = (self.costly, self.importer, self.slots) if self.is_costly(scope) else (self.slots,)
            await self._work(scope, receive, send, *wanted)
        elif not await self.knows(scope):
            if scope["path"] in self.public_paths:
                await self._work(scope, receive, send, self.slots, limit=OPEN_BODY_BYTES)
                return
            # The application refuses it by its headers; what it sends is not worth any memory.
            async with self._turn(self.slots):
                await self.app(scope, _replayed(b"", receive), send)
        elif scope["path"] in self.file_paths:
            async with self._turn(self.files):
                await self._work(scope, receive, send, self.importer, self.slots)
        elif scope["path"] in self.asking_paths:
            await self._work(scope, receive, send, self.slots)
        else:
            await self._work(scope, receive, send, self.writer, self.slots)

    def is_costly(self, scope: Scope) -> bool:
        """Tell whether a read may take seconds, by its address alone."""
        if scope["path"].endswith(self.costly_endings):
            return True
        query = scope["query_string"].decode("latin-1")
        return any(name in self.costly_parameters for name, _ in parse_qsl(query, keep_blank_values=True))

    async def _work(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *wanted: asyncio.Semaphore,
        limit: int | None = None,
    ) -> None:
        body = await self._collected(scope, receive, limit)
        if body is not None:
            async with self._turn(*wanted) as held:
                await self.app(scope, _replayed(body, receive), _giving_back(held, send))

    async def _collected(self, scope: Scope, receive: Receive, lower: int | None = None) -> bytes | None:
        """Collect the body; None where the client goes away half way, since half a document is none.

        Refuses one that is too large, too slow, or of a type that is not taken.
        """
        headers = dict(scope["headers"])
        is_file = scope["path"] in self.file_paths
        limit = self.settings.max_file_bytes if is_file else self.settings.max_body_bytes
        limit = limit if lower is None else min(limit, lower)
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit() or int(declared[:20]) > limit:
            raise TooLarge(f"At most {limit} bytes are taken here.")
        chunks, size = [], 0
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return None
                    chunks.append(message.get("body", b""))
                    size += len(chunks[-1])
                    if size > limit:
                        raise TooLarge(f"At most {limit} bytes are taken here.")
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            raise RequestTimeout(headers={"Connection": "close"}) from None
        if size and not is_file:
            _refuse_other_than_json(headers.get(b"content-type", b""))
        return b"".join(chunks)

    @asynccontextmanager
    async def _turn(self, *wanted: asyncio.Semaphore) -> AsyncIterator[list[asyncio.Semaphore]]:
        """Hold a place in each; refuse when they do not all come in time. What is taken out is held no more."""
        if self.waiting >= self.settings.requests_waiting and any(one.locked() for one in wanted):
            raise Busy("Too many requests are waiting.")
        held: list[asyncio.Semaphore] = []
        self.waiting += 1
        try:
            async with asyncio.timeout(self.settings.wait_seconds):
                for semaphore in wanted:
                    await semaphore.acquire()
                    held.append(semaphore)
        except BaseException as error:
            _release(held)
            if isinstance(error, TimeoutError):
                raise Busy("No turn came in time.") from None
            raise
        finally:
            self.waiting -= 1
        try:
            yield held
        finally:
            _release(held)

    def _prompt(self, send: Send) -> Send:
        """Make a `send` that gives up a client which does not take what it is sent, since it holds a slot."""

        async def prompt(message: Message) -> None:
            try:
                async with asyncio.timeout(self.settings.body_seconds):
                    await send(message)
            except TimeoutError:
                raise _ClientIsTooSlow from None

        return prompt


class _ClientIsTooSlow(Exception):
    """The client does not take its answer."""


def _release(held: list[asyncio.Semaphore], kept: int = 0) -> None:
    while len(held) > kept:
        held.pop(0).release()


def _giving_back(held: list[asyncio.Semaphore], send: Send) -> Send:
    """Make a `send` that gives back all but the last, the slot, as the answer begins.

    By then the work is done; what is streamed takes a thread only for one piece after the other.
    """

    async def giving_back(message: Message) -> None:
        # Who is slow to take an answer must not keep others from their turn.
        _release(held, kept=1)
        await send(message)

    return giving_back


def _refuse_other_than_json(content_type: bytes) -> None:
    media_type = content_type.decode("latin-1").partition(";")[0].strip().lower()
    if media_type not in JSON_TYPES:
        allowed = " or ".join(JSON_TYPES)
        raise UnsupportedMediaType(f"Send {allowed}.", headers={"Accept": ", ".join(JSON_TYPES)})


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Make a `receive` that gives the collected body once, then whatever follows (a disconnect)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
