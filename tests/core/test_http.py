"""What all answers share, below any route: a fault of ours is told as such, and tells nothing more."""

import asyncio
import logging

import httpx
import pytest
from fastapi import FastAPI

from app.core.problems import add_problem_handlers


def ask_failing(path: str) -> httpx.Response:
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/failing/{name}")
    async def fail(name: str) -> None:
        raise RuntimeError(f"the password of {name} is hidden")

    async def asked() -> httpx.Response:
        # A server logs what the application raises; this one must not raise it to us.
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://plans.test") as client:
            return await client.get(path)

    return asyncio.run(asked())


def test_fault_of_ours_is_told_without_its_detail_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "plans"):
        answer = ask_failing("/failing/Quay%20Trust?token=pp_secret")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "type": "/problems/internal_error",
        "title": "Something went wrong on our side",
        "status": 500,
        "code": "internal_error",
        "detail": "The fault is ours and has been logged; nothing was changed.",
        "instance": "/failing/Quay%20Trust",
    }
    (record,) = (one for one in caplog.records if one.name == "plans")
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "the password of Quay Trust is hidden"
