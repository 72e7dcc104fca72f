"""A cache before an application that counts how often it is asked; revision and day are set by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.types import Receive, Scope, Send

from app.core.cache import Cache
from tests.core.asgi import Answer, ask
from tests.support.databases import make_settings

PUBLIC, PRIVATE = "public, no-cache", "private, no-cache"
JULY, NEXT_DAY = date(2004, 7, 20), date(2004, 7, 21)


@dataclass
class Data:
    """What is at a revision, and the day that it is."""

    revision: object = 1
    day: date = JULY
    asked: int = 0

    def known(self) -> object:
        self.asked += 1
        return self.revision

    async def read(self) -> object:
        return None

    def close(self) -> None:
        return None


@dataclass
class Inner:
    """An application that answers with how often it was asked, as its caller may see it."""

    cache_control: str = PUBLIC
    status: int = 200
    tagged: bool = True
    size: int = 0
    before: Callable[[], Awaitable[object]] | None = None
    headers: list[dict[bytes, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        # The first of two counts, as in Starlette's own.
        self.headers.append(dict(reversed(scope["headers"])))
        body = b"answer %d" % len(self.headers) + b"." * self.size
        if self.before is not None:
            await self.before()
        sent = self.headers[-1].get(b"authorization")
        status = 401 if sent == b"Bearer wrong" else self.status
        headers = [(b"cache-control", self.cache_control.encode()), (b"content-type", b"text/plain")]
        if self.tagged and status == 200:
            headers.append((b"etag", b'"t%d"' % len(self.headers)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})

    @property
    def times(self) -> int:
        return len(self.headers)


def cache_of(inner: Any, data: Data, **settings: Any) -> Cache:
    return Cache(inner, make_settings("sqlite:///no.db", **settings), lambda _scope: data, lambda: data.day)


def asking(cache: Cache, *paths: str, **headers: str) -> list[Answer]:
    """Ask one after the other."""

    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def ask_all() -> list[Answer | None]:
        return [await ask(cache, path=path, headers=sent) for path in paths]

    answers = asyncio.run(ask_all())
    assert None not in answers
    return [answer for answer in answers if answer is not None]


def bodies(cache: Cache, *paths: str, **headers: str) -> list[bytes]:
    return [answer.body for answer in asking(cache, *paths, **headers)]
