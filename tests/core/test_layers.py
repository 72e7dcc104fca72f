"""HEAD is GET without the body, the log tells no secret, and what no route may be asked goes no further."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest

from app.core.answers import answered
from app.core.layers import (
    LOG_IS_WRITTEN_AFTER_SECONDS,
    MOST_HEADER_BYTES,
    MOST_LINES_HELD,
    AccessLog,
    HeadAsGet,
    Threshold,
)
from tests.core.asgi import Answer, Inner, ask
from tests.core.cached import Data, cache_of
from tests.core.cached import Inner as CachedInner
from tests.support.client import Client
from tests.support.contract import read_contract

PATHS: dict[str, Any] = read_contract().document["paths"]


async def asked(app: Any, method: str, path: str = "/v1/plans") -> Answer | None:
    return await ask(app, method, path)


def open_inner() -> Inner:
    inner = Inner()
    inner.let.set()
    return inner


def test_head_is_answered_as_get_without_the_body() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["method"])
        await open_inner()(scope, receive, send)

    get = asyncio.run(asked(HeadAsGet(app), "GET"))
    head = asyncio.run(asked(HeadAsGet(app), "HEAD"))
    assert seen == ["GET", "GET"]
    assert get is not None
    assert head is not None
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        *("/v1/vocabularies", "/v1/plans", "/v1/plans?limit=0", "/health", "/nowhere"),
        # And every address that needs nothing to be there.
        *sorted(path for path, known in PATHS.items() if "get" in known and "{" not in path),
    ],
)
def test_every_address_that_has_get_has_head(api: Client, path: str) -> None:
    get, head = api.get(path), api.request("HEAD", path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers == get.headers


# Of a path that ends in a line break, routes think that it is theirs.
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        *("/v1/deadlines.atom%0a?token=pp_wrong", "/v1/plans%0a", "/v1/plans%0A?limit=1", "/v1/plans/%00"),
        *(
            "/health%0a",
            "/ready%0a",
            "/docs%0a",
            "/v1%0d%0a",
            "/v1/plans%7f",
            "/%1b%5b0m",
            "/v1/plans/%c2%85",
        ),
    ],
)
def test_path_with_a_control_character_leads_nowhere(api: Client, method: str, path: str) -> None:
    answer = api.public.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.json()["instance"] == path.partition("?")[0]
    assert answer.headers["cache-control"] == "no-store"
    assert "pp_wrong" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_path_with_any_other_character_is_looked_for(api: Client) -> None:
    for name in ("Cynllun%20Ll%C5%B7n", "%C2%A0%F0%9F%8C%B1", "%ff"):
        answer = api.get(f"/v1/plans/by-reference/{name}")
        assert answer.json()["detail"] != "There is nothing at this address."


ROOM = MOST_HEADER_BYTES - len("X-Note" + "X-More")


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 431)])
def test_headers_are_taken_up_to_a_limit_that_counts_them_together(more: int, status: int) -> None:
    headers = {"X-Note": "n" * (ROOM // 2), "X-More": "m" * (ROOM - ROOM // 2 + more)}
    answer = asyncio.run(ask(Threshold(open_inner()), headers=headers))
    assert answer is not None
    assert answer.status == status
    assert answer.status == 200 or answer.problem == "headers_too_large"


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_headers_that_are_too_large_are_refused_also_where_the_answer_is_kept(
    api: Client, method: str
) -> None:
    assert api.public.get("/v1/plans").status_code == 200
    for path in ("/v1/plans", "/health", "/nowhere"):
        answer = api.public.request(method, path, headers={"If-None-Match": "x" * MOST_HEADER_BYTES})
        assert (answer.status_code, answer.headers["cache-control"]) == (431, "no-store")


def log_of(app: Any) -> AccessLog:
    """Put the log around an application that does not give the status by itself."""
    return AccessLog(partial(answered, app))


def logged(log: AccessLog, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    log.write()
    (line,) = capsys.readouterr().err.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_log_has_a_line_for_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    log = log_of(open_inner())
    asyncio.run(asked(log, "GET", "/v1/plans/%F0%9F"))
    line = logged(log, capsys)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/v1/plans/%F0%9F", 200)
    assert line["ms"] >= 0
    assert line["at"].endswith("Z")
    assert "query" not in str(line)


def test_log_tells_of_a_fault_and_lets_it_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    async def failing(_scope: Any, _receive: Any, _send: Any) -> None:
        raise RuntimeError

    log = log_of(failing)
    with pytest.raises(RuntimeError):
        asyncio.run(asked(log, "GET"))
    assert logged(log, capsys)["status"] == 500


def test_log_tells_of_a_client_that_went_away_unanswered(capsys: pytest.CaptureFixture[str]) -> None:
    async def dropping(_scope: Any, _receive: Any, _send: Any) -> None:
        return None

    log = log_of(dropping)
    assert asyncio.run(asked(log, "GET")) is None
    assert logged(log, capsys)["status"] is None


def test_log_tells_the_status_of_what_is_kept_passed_on_or_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    inner = CachedInner()
    log = AccessLog(HeadAsGet(Threshold(cache_of(inner, Data()))))

    async def ask_all() -> list[Answer | None]:
        return [
            *[await ask(log) for _ in ("made", "kept")],
            *[await ask(log, headers={"If-None-Match": tag}) for tag in ('"t1"', '"t0"')],
            *[await ask(log, method) for method in ("HEAD", "POST")],
            *[await ask(log, path=path) for path in ("/v1/other", "/v1/other\n")],
            await ask(log, headers={"Authorization": "Bearer wrong"}),
        ]

    answers = asyncio.run(ask_all())
    log.write()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    statuses = [answer.status for answer in answers if answer is not None]
    assert statuses == [200, 200, 304, 200, 200, 200, 200, 404, 401]
    assert [line["status"] for line in lines] == statuses
    assert [line["method"] for line in lines] == ["GET"] * 4 + ["HEAD", "POST"] + ["GET"] * 3


def test_log_is_written_a_moment_later_and_as_the_service_stops(capsys: pytest.CaptureFixture[str]) -> None:
    log = log_of(open_inner())

    def lines() -> int:
        return len(capsys.readouterr().err.splitlines())

    async def ask_and_stop() -> None:
        for _ in range(3):
            await ask(log)
        assert lines() == 0
        await asyncio.sleep(LOG_IS_WRITTEN_AFTER_SECONDS + 0.1)
        assert lines() == 3
        await ask(log)
        await log({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
        assert lines() == 1

    asyncio.run(ask_and_stop())


def test_log_does_not_hold_more_than_so_many_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log = log_of(open_inner())

    async def ask_often() -> None:
        for _ in range(MOST_LINES_HELD + 1):
            await ask(log)

    asyncio.run(ask_often())
    assert len(capsys.readouterr().err.splitlines()) == MOST_LINES_HELD


def test_log_leaves_the_query_and_the_headers_out(capsys: pytest.CaptureFixture[str]) -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/plans",
        "raw_path": b"/v1/plans",
        "query_string": b"token=pp_secret",
        "headers": [(b"authorization", b"Bearer pp_secret")],
        "client": ("127.0.0.1", 9),
    }

    async def send(_message: Any) -> None:
        return None

    log = log_of(app)
    asyncio.run(log(scope, None, send))  # type: ignore[arg-type]
    line = logged(log, capsys)
    assert (line["client"], line["status"]) == ("127.0.0.1", 204)
    assert "pp_secret" not in json.dumps(line)
