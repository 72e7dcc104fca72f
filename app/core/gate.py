"""The gate in front of the application: how many requests are worked on, how long one waits, how large it is.

A pure ASGI layer. It collects a request's body first, with a limit and a deadline, so that a slow client holds
no slot. Reads share the slots; writes have one of their own besides, since the database takes one at a time and
a writer that waits there would hold a thread. What waits too long, or finds too many waiting, is told so by 503
with Retry-After, having changed nothing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.config import Settings
from app.core.errors import Busy, Problem, TooLarge, UnsupportedMediaType
from app.core.http import problem_response

READS = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_TYPES = ("application/json", "application/merge-patch+json")


class RequestTimeout(Problem):
    """The client took too long to send its body."""

    status, code, title = 408, "request_timeout", "The body took too long to arrive"


class Gate:
    """Lets a bounded number of requests through, whole.

    `file_paths` take any media type up to the size of a file, and wait for the database by themselves.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, file_paths: tuple[str, ...], open_paths: tuple[str, ...]
    ) -> None:
        self.app = app
        self.settings = settings
        self.file_paths = file_paths
        self.open_paths = open_paths
        self.slots = asyncio.Semaphore(settings.requests_in_flight)
        self.writer = asyncio.Semaphore(1)
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a problem."""
        if scope["type"] != "http" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        try:
            body = await self._collected(scope, receive)
            if body is None:
                return
            async with self._turn(scope):
                await self.app(scope, _replayed(body, receive), send)
        except _Refused as refused:
            await problem_response(refused.problem)(scope, receive, send)

    async def _collected(self, scope: Scope, receive: Receive) -> bytes | None:
        """Collect the body; None where the client goes away half way, since half a document is none.

        Refuses one that is too large, too slow, or of a type that is not taken.
        """
        headers = dict(scope["headers"])
        is_file = scope["path"] in self.file_paths
        limit = self.settings.max_file_bytes if is_file else self.settings.max_body_bytes
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit() or int(declared[:20]) > limit:
            raise _Refused(TooLarge(f"At most {limit} bytes are taken here."))
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
                        raise _Refused(TooLarge(f"At most {limit} bytes are taken here."))
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            raise _Refused(RequestTimeout(headers={"Connection": "close"})) from None
        if size and not is_file:
            _refuse_other_than_json(headers.get(b"content-type", b""))
        return b"".join(chunks)

    @asynccontextmanager
    async def _turn(self, scope: Scope) -> AsyncIterator[None]:
        """Hold a slot, and the writer's slot for a write; refuse when neither comes in time."""
        writes = scope["method"] not in READS and scope["path"] not in self.file_paths
        wanted = (self.writer, self.slots) if writes else (self.slots,)
        if self.waiting >= self.settings.requests_waiting and any(one.locked() for one in wanted):
            raise _Refused(Busy("Too many requests are waiting."))
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
                raise _Refused(Busy("No turn came in time.")) from None
            raise
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            _release(held)


class _Refused(Exception):
    """Carries a problem from where it is found to where it is answered."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _release(held: list[asyncio.Semaphore]) -> None:
    for semaphore in held:
        semaphore.release()


def _refuse_other_than_json(content_type: bytes) -> None:
    media_type = content_type.decode("latin-1").partition(";")[0].strip().lower()
    if media_type not in JSON_TYPES:
        allowed = " or ".join(JSON_TYPES)
        raise _Refused(UnsupportedMediaType(f"Send {allowed}.", headers={"Accept": ", ".join(JSON_TYPES)}))


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
