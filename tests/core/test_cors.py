"""Pages of other origins: any may read, only configured ones may write, and none with cookies."""

import asyncio
from typing import Any

import pytest

from app.core.cors import CrossOrigin
from tests.core.asgi import Answer, Inner, ask

INTRANET = "https://intranet.example"
WIDGETS = "https://widgets.example"


async def answered(method: str, headers: dict[str, str]) -> Answer:
    inner = Inner()
    inner.let.set()
    answer = await ask(CrossOrigin(inner, (INTRANET,)), method, headers=headers)
    assert answer is not None
    return answer


def asked(method: str, **headers: str) -> Answer:
    return asyncio.run(answered(method, {name.replace("_", "-"): value for name, value in headers.items()}))


def preflight(origin: str, method: str) -> dict[str, Any]:
    answer = asked("OPTIONS", origin=origin, access_control_request_method=method)
    assert (answer.status, answer.body) == (204, b"")
    return {
        name.removeprefix("access-control-"): value
        for name, value in answer.headers.items()
        if name.startswith(("access-control-", "vary"))
    }


@pytest.mark.parametrize("origin", [WIDGETS, "null", f"{INTRANET}.evil.example", "http://intranet.example"])
@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_any_page_may_ask_to_read_and_no_more(origin: str, method: str) -> None:
    allowed = preflight(origin, method)
    assert allowed["allow-origin"] == "*"
    assert allowed["allow-methods"] == "GET, HEAD"
    assert "Authorization" not in allowed["allow-headers"]
    assert "If-None-Match" in allowed["allow-headers"]
    assert "allow-credentials" not in allowed


def test_configured_page_may_ask_to_write() -> None:
    allowed = preflight(INTRANET, "PATCH")
    assert allowed["allow-origin"] == INTRANET
    assert {"POST", "PUT", "PATCH", "DELETE"} <= {*allowed["allow-methods"].split(", ")}
    assert {"Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"} <= {
        *allowed["allow-headers"].split(", ")
    }
    assert (allowed["vary"], int(allowed["max-age"]) > 0) == ("Origin", True)
    assert "allow-credentials" not in allowed


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_any_page_may_read_the_answer_and_the_headers_it_needs(method: str) -> None:
    answer = asked(method, origin=WIDGETS)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link"} <= {*answer.headers["access-control-expose-headers"].split(", ")}
    assert answer.headers["etag"] == '"1"'


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_a_configured_page_may_read_the_answer_to_a_write(method: str) -> None:
    assert asked(method, origin=INTRANET).headers["access-control-allow-origin"] == INTRANET
    assert "access-control-allow-origin" not in asked(method, origin=WIDGETS).headers


def test_answer_to_a_read_is_the_same_for_every_origin_and_for_none() -> None:
    # Or a cache might give one origin what another was given.
    answers = [asked("GET", origin=INTRANET), asked("GET", origin=WIDGETS), asked("GET")]
    assert [answer.headers for answer in answers] == [answers[0].headers] * 3


def test_write_from_no_page_is_left_as_it_is() -> None:
    assert asked("POST").headers == {"etag": '"1"'}


def test_origin_of_any_bytes_is_only_another_origin() -> None:
    assert asked("GET", origin="\xff\xfe").headers["access-control-allow-origin"] == "*"
    assert preflight("\xff", "GET")["allow-origin"] == "*"
