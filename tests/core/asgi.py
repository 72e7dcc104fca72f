"""Asking an ASGI application by hand: messages in, messages out, as a server would pass them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import Message, Receive, Scope, Send

App = Callable[[Scope, Receive, Send], Awaitable[object]]
Headers = dict[str, str]


@dataclass(slots=True)
class Answer:
    """What an application sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> Any:
        """The code and the status of a refusal."""
        assert self.headers["content-type"] == "application/problem+json"
        content = orjson.loads(self.body)
        assert content["status"] == self.status
        return content["code"]


@dataclass(slots=True)
class Inner:
    """An application that notes what comes through to it, and answers when it is let."""

    let: asyncio.Event = field(default_factory=asyncio.Event)
    bodies: list[bytes] = field(default_factory=list)
    at_work: int = 0
    most_at_work: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, wait to be let, and answer with what was read."""
        if scope["type"] != "http":
            return
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            body, more = b"", True
            while more:
                message = await receive()
                body, more = body + message.get("body", b""), message.get("more_body", False)
            self.bodies.append(body)
            await self.let.wait()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b'"1"')]})
            await send({"type": "http.response.body", "body": b"half ", "more_body": True})
            await send({"type": "http.response.body", "body": b"whole"})
        finally:
            self.at_work -= 1


def chunks(*parts: bytes) -> list[Message]:
    """Give the messages of a body that comes in parts."""
    last = len(parts) - 1
    return [
        {"type": "http.request", "body": part, "more_body": place < last} for place, part in enumerate(parts)
    ]


async def ask(
    app: App,
    method: str = "GET",
    path: str = "/v1/plans",
    *,
    query: bytes = b"",
    headers: Headers | None = None,
    messages: Iterable[Message] | None = None,
    receive: Callable[[], Awaitable[Message]] | None = None,
) -> Answer | None:
    """Ask once; None where nothing is answered, as to a client that has gone."""
    coming = iter(chunks(b"") if messages is None else messages)
    sent: list[Message] = []

    async def next_message() -> Message:
        return next(coming, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [
            (name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()
        ],
    }
    await app(scope, receive or next_message, send)
    if not sent:
        return None
    start, *rest = sent
    shown = {name.decode(): value.decode("latin-1") for name, value in start.get("headers", ())}
    return Answer(start["status"], shown, b"".join(message["body"] for message in rest))
