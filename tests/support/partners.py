"""Programs that ask real servers, many at once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

from app.core.config import Settings
from app.core.db import Sessions
from tests.support.client import give_key

Scenario = Callable[[list["Partner"]], Awaitable[None]]
Play = Callable[..., None]
# All must be answered, however slow the machine that the tests run on.
PATIENCE = 180.0
TURN = 60.0


@dataclass(frozen=True, slots=True)
class Partner:
    """A program that asks a server with a key."""

    http: httpx.AsyncClient

    async def make(self, path: str, **body: Any) -> dict[str, Any]:
        """Make something, which must succeed at the first attempt."""
        answer = await self.http.post(path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def count_one_more(self, path: str) -> int:
        """Read a number, add one to it and change it, again and again until nobody was faster; count the attempts."""
        attempts = 0
        while True:
            attempts += 1
            read = await self.http.get(path)
            body = {"agenda_notice_days": read.json()["agenda_notice_days"] + 1}
            answer = await self.http.patch(path, json=body, headers={"If-Match": read.headers["etag"]})
            assert answer.status_code in (200, 412), answer.text
            if answer.status_code == 200:
                return attempts


@asynccontextmanager
async def partners(settings: Settings, servers: list[str]) -> AsyncIterator[list[Partner]]:
    """Give one program for each server, all with the same key."""
    sessions = Sessions(settings)
    secret = give_key(sessions, ["admin"])
    sessions.close()
    async with AsyncExitStack() as stack:
        programs = [
            httpx.AsyncClient(
                base_url=server,
                headers={"Authorization": f"Bearer {secret}"},
                timeout=PATIENCE,
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
            )
            for server in servers
        ]
        yield [Partner(await stack.enter_async_context(program)) for program in programs]


async def at_once(count: int, act: Callable[[int], Awaitable[Any]], limit: int | None = None) -> list[Any]:
    """Do something many times at once, or with so many at a time; give all results."""
    results: list[Any] = [None] * count
    turn = anyio.CapacityLimiter(limit or count)

    async def one(number: int) -> None:
        async with turn:
            results[number] = await act(number)

    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, number)
    return results
