"""The least that an ASGI application can do: it gives ready answers, read from PLANS_BENCH_ANSWERS.

That file holds JSON: for each path a list of headers and the body, as ours answered.
"""

import json
import os
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS = "PLANS_BENCH_ANSWERS"
Answer = tuple[Message, Message]


def _make_answer(headers: list[list[str]], body: str) -> Answer:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return (
        {"type": "http.response.start", "status": 200, "headers": raw},
        {"type": "http.response.body", "body": body.encode()},
    )


def _read_answers() -> dict[str, Answer]:
    kept: dict[str, Any] = json.loads(Path(os.environ[ANSWERS]).read_text())
    return {path: _make_answer(*answer) for path, answer in kept.items()}


def create_app() -> ASGIApp:
    """Make the application; it answers each path with the bytes that ours gave."""
    answers = _read_answers()

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        start, body = answers[scope["path"]]
        await send(start)
        await send(body)

    return app
