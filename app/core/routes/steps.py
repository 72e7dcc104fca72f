"""Steps that are no plain creation or change: done once however often the same request is repeated."""

from collections.abc import Callable
from typing import Any

from fastapi import Body, Request, Response
from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import writing
from app.core.http import Answer
from app.core.idempotency import digest, once
from app.core.requests import Service
from app.core.schemas import Shape


def in_body(shape: type[Shape]) -> Any:
    """Say of a step's argument that it holds the body, in a shape of which nothing must be told: nor a body at all."""
    return Body(default_factory=shape)


def step(
    request: Request,
    service: Service,
    caller: Caller,
    key: str | None,
    body: Shape | None,
    act: Callable[[Session], Answer],
) -> Response:
    """Take a step in a transaction of its own and answer it; a request repeated with its key is answered alike."""
    with writing(service.sessions) as session:
        asked = digest(request.method, request.url.path, body.model_dump_json() if body is not None else "")
        answer = once(session, caller, key, asked, lambda: act(session))
    return answer.response()
