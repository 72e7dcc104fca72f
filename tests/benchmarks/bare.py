"""The least that an ASGI application can do: it gives ready answers, read from PLANS_BENCH_ANSWERS.

That file holds JSON: for each path, for each query, the status, a list of headers and the body, as ours answered.
"""

import json
import os
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS = "PLANS_BENCH_ANSWERS"
Answer = tuple[Message, Message]


def _make_answer(status: int, headers: list[list[str]], body: str) -> Answer:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return (
        {"type": "http.response.start", "status": status, "headers": raw},
        {"type": "http.response.body", "body": body.encode()},
    )


def _read_answers() -> dict[str, dict[bytes, Answer]]:
    kept: dict[str, dict[str, Any]] = json.loads(Path(os.environ[ANSWERS]).read_text())
    return {
        path: {query.encode(): _make_answer(*answer) for query, answer in queries.items()}
        for path, queries in kept.items()
    }


def create_app() -> ASGIApp:
    """Make the application; it answers each path and query with the bytes that ours gave."""
    answers = _read_answers()

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        start, body = answers[scope["path"]][scope["query_string"]]
        await send(start)
        await send(body)

    return app
