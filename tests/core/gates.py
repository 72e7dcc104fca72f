"""Gates before applications of the tests, and how they are asked."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Scope

from app.core.gate import Gate, Knows
from tests.core.asgi import Answer, Inner, ask
from tests.support.databases import make_settings

JSON = {"content-type": "application/json"}
FILE = "/v1/imports"
CALENDAR = "/v1/deadlines.ics"


async def everyone(_scope: Scope) -> bool:
    return True


def gate(inner: ASGIApp, knows: Knows = everyone, **settings: Any) -> Gate:
    return Gate(
        inner,
        make_settings("sqlite:///no.db", **settings),
        knows,
        (FILE,),
        ("/health",),
        costly_endings=(".ics",),
        costly_parameters=("q", "count"),
    )


async def nobody(_scope: Scope) -> bool:
    return False


async def answered(app: Gate, *args: Any, **options: Any) -> Answer:
    answer = await asyncio.wait_for(ask(app, *args, **options), 10)
    assert answer is not None
    return answer


async def settled() -> None:
    """Let every task go on as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


def open_inner() -> Inner:
    inner = Inner()
    inner.let.set()
    return inner
