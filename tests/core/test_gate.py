"""The gate in front of the application: whole requests only, not too many at once, and nobody waits for ever."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Scope

from app.core.errors import Busy
from app.core.gate import FILES_AT_ONCE, OPEN_BODY_BYTES, Gate
from tests.core.asgi import Answer, Inner, ask, chunks
from tests.core.gates import FILE, JSON, answered, everyone, gate, nobody, open_inner, settled
from tests.support.databases import make_settings


def test_request_comes_through_whole() -> None:
    inner = open_inner()
    parts = chunks(b'{"a"', b"", b": 1}")
    answer = asyncio.run(answered(gate(inner), "POST", headers=JSON, messages=parts))
    assert (answer.status, answer.body) == (200, b"half whole")
    assert inner.bodies == [b'{"a": 1}']


def test_request_whose_client_went_away_half_way_is_dropped() -> None:
    inner = open_inner()
    half: list[Message] = [
        {"type": "http.request", "body": b"Plan\nAction\tDue\n", "more_body": True},
        {"type": "http.disconnect"},
    ]
    for path, method in ((FILE, "POST"), ("/v1/plans", "POST")):
        assert asyncio.run(ask(gate(inner), method, path, headers=JSON, messages=half)) is None
    assert inner.bodies == [], "half a document must never pass for a whole one"


def test_application_learns_that_the_client_went_away_later() -> None:
    seen: list[str] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])

    asyncio.run(ask(gate(app)))
    assert seen == ["http.request", "http.disconnect"]


@pytest.mark.parametrize("length", ["1001", "9" * 30, "-1", "ten", "", "1e3", "²"])
def test_body_that_says_it_is_too_large_is_refused_unread(length: str) -> None:
    inner = open_inner()

    async def receive() -> Message:
        pytest.fail("the body is not read")

    headers = {**JSON, "content-length": length}
    answer = asyncio.run(answered(gate(inner, max_body_bytes=1000), "POST", headers=headers, receive=receive))
    assert (answer.status, answer.problem) == (413, "too_large")
    assert inner.bodies == []


def test_body_that_grows_too_large_is_refused() -> None:
    inner = open_inner()
    app = gate(inner, max_body_bytes=1000)
    at_most = asyncio.run(answered(app, "POST", headers=JSON, messages=chunks(b"x" * 600, b"x" * 400)))
    more = asyncio.run(answered(app, "POST", headers=JSON, messages=chunks(b"x" * 600, b"x" * 401)))
    assert (at_most.status, more.status, more.problem) == (200, 413, "too_large")
    assert b"1000 bytes" in more.body


def test_file_may_be_larger_and_of_any_type() -> None:
    app = gate(open_inner(), max_body_bytes=1000, max_file_bytes=2000)
    large = chunks(b"x" * 2000)
    assert asyncio.run(answered(app, "POST", FILE, messages=large)).status == 200
    assert asyncio.run(answered(app, "POST", FILE, messages=chunks(b"x" * 2001))).status == 413
    assert asyncio.run(answered(app, "POST", headers=JSON, messages=large)).status == 413


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/merge-patch+json", 200),
        ("text/plain", 415),
        ("application/jsonp", 415),
        ("", 415),
        ("\xff", 415),
    ],
)
def test_body_must_be_json(media_type: str, status: int) -> None:
    app = gate(open_inner())
    headers = {"content-type": media_type}
    answer = asyncio.run(answered(app, "POST", headers=headers, messages=chunks(b"{}")))
    assert answer.status == status
    if status == 415:
        assert answer.headers["accept"] == "application/json, application/merge-patch+json"
    assert asyncio.run(answered(app, "POST", headers=headers)).status == 200, "what is empty has no type"


def test_client_that_is_slow_to_send_is_told_so_and_holds_no_slot() -> None:
    inner = open_inner()

    async def scene() -> tuple[Answer, Answer]:
        app = gate(inner, body_seconds=0.05, requests_in_flight=1)

        async def slow() -> Message:
            await asyncio.sleep(10)
            return chunks(b"{}")[0]

        waiting = asyncio.create_task(answered(app, "POST", headers=JSON, receive=slow))
        await settled()
        return await answered(app), await waiting

    quick, slow = asyncio.run(scene())
    assert quick.status == 200
    assert (slow.status, slow.problem) == (408, "request_timeout")
    assert slow.headers["connection"] == "close"


async def work(inner: Inner, app: Gate, methods: list[str], path: str = "/v1/plans") -> list[Answer]:
    """Ask many times at once; let the work be done when all have come as far as they can."""
    tasks = [asyncio.create_task(answered(app, method, path)) for method in methods]
    await settled()
    inner.let.set()
    return await asyncio.gather(*tasks)


def test_only_so_many_are_worked_on_at_once() -> None:
    inner = Inner()
    answers = asyncio.run(work(inner, gate(inner, requests_in_flight=3), ["GET"] * 10))
    assert {answer.status for answer in answers} == {200}
    assert inner.most_at_work == 3


def test_writes_are_worked_on_one_after_the_other() -> None:
    inner = Inner()
    answers = asyncio.run(work(inner, gate(inner), ["POST", "PUT", "PATCH", "DELETE"] * 3))
    assert {answer.status for answer in answers} == {200}
    assert inner.most_at_work == 1


def test_waiting_writes_leave_the_slots_to_readers() -> None:
    inner = Inner()
    asyncio.run(work(inner, gate(inner, requests_in_flight=3), ["POST"] * 5 + ["GET"] * 2))
    assert inner.most_at_work == 3


def test_imports_are_worked_on_one_after_the_other_beside_the_writes() -> None:
    inner = Inner()

    async def scene() -> None:
        app = gate(inner)
        write = asyncio.create_task(answered(app, "POST"))
        await work(inner, app, ["POST"] * 3, FILE)
        await write

    asyncio.run(scene())
    assert inner.most_at_work == 2


def test_only_a_few_files_are_read_at_once() -> None:
    inner, read = Inner(), 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return chunks(b"a file")[0]

    async def scene() -> int:
        app = gate(inner)
        asked = [asyncio.create_task(answered(app, "POST", FILE, receive=receive)) for _ in range(6)]
        await settled()
        read_at_once = read
        inner.let.set()
        await asyncio.gather(*asked)
        return read_at_once

    assert (asyncio.run(scene()), read) == (FILES_AT_ONCE, 6)


@pytest.mark.parametrize("path", [FILE, "/v1/plans"])
def test_what_comes_without_a_valid_key_is_passed_on_unread(path: str) -> None:
    async def nobody(_scope: Scope) -> bool:
        return False

    async def receive() -> Message:
        pytest.fail("the body is not read")

    inner = open_inner()
    assert asyncio.run(answered(gate(inner, nobody), "POST", path, receive=receive)).status == 200
    assert inner.bodies == [b""]


def test_key_that_can_not_be_looked_up_is_told_to_come_back() -> None:
    async def away(_scope: Scope) -> bool:
        raise Busy("The database can't be reached.")

    inner = open_inner()
    answer = asyncio.run(answered(gate(inner, away), "POST"))
    assert (answer.status, answer.problem, answer.headers["retry-after"]) == (503, "busy", "1")
    assert inner.bodies == []


def test_client_that_does_not_take_its_answer_gives_its_slot_back() -> None:
    inner = open_inner()

    async def scene() -> Answer:
        app = gate(inner, body_seconds=0.05, requests_in_flight=1)

        async def stuck(_message: Message) -> None:
            await asyncio.Event().wait()

        async def nothing() -> Message:
            return chunks(b"")[0]

        scope = {"type": "http", "method": "GET", "path": "/v1/plans", "query_string": b"", "headers": []}
        await asyncio.wait_for(app(scope, nothing, stuck), 5)
        return await answered(app)

    assert asyncio.run(scene()).status == 200


def test_too_many_waiting_are_told_to_come_back() -> None:
    inner = Inner()
    app = gate(inner, requests_in_flight=1, requests_waiting=2)
    answers = asyncio.run(work(inner, app, ["GET"] * 6))
    assert sorted(answer.status for answer in answers) == [200] * 3 + [503] * 3
    refused = [answer for answer in answers if answer.status == 503]
    assert {(answer.problem, answer.headers["retry-after"]) for answer in refused} == {("busy", "1")}


def test_where_nobody_may_wait_one_is_still_served() -> None:
    inner = Inner()
    app = gate(inner, requests_in_flight=2, requests_waiting=0)
    answers = asyncio.run(work(inner, app, ["GET"] * 3))
    assert sorted(answer.status for answer in answers) == [200, 200, 503]


def test_one_whose_turn_does_not_come_is_told_to_come_back() -> None:
    inner = Inner()

    async def scene() -> list[Answer]:
        app = gate(inner, requests_in_flight=1, wait_seconds=0.05)
        first = asyncio.create_task(answered(app))
        await settled()
        # The write has the writer's slot already, which it must give back.
        late = [await answered(app), await answered(app, "POST")]
        inner.let.set()
        return [await first, *late, await answered(app, "POST"), await answered(app)]

    answers = asyncio.run(scene())
    assert [answer.status for answer in answers] == [200, 503, 503, 200, 200]
    assert answers[1].headers["retry-after"] == answers[2].headers["retry-after"] == "1"


def test_slots_come_back_from_work_that_failed_or_was_given_up() -> None:
    async def failing(_scope: Any, _receive: Any, _send: Any) -> None:
        raise RuntimeError

    async def scene() -> list[int]:
        app = gate(failing, requests_in_flight=1, wait_seconds=0.5)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                await ask(app, "POST")
        inner = Inner()
        app.app = inner
        given_up = [asyncio.create_task(answered(app, "POST")) for _ in range(3)]
        await settled()
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        inner.let.set()
        return [(await answered(app, "POST")).status, (await answered(app)).status, app.waiting]

    assert asyncio.run(scene()) == [200, 200, 0]


def test_health_is_told_even_when_nobody_gets_through() -> None:
    inner, healthy = Inner(), open_inner()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await (healthy if scope["path"] == "/health" else inner)(scope, receive, send)

    async def scene() -> list[int]:
        full = gate(app, requests_in_flight=1, requests_waiting=0)
        busy = asyncio.create_task(answered(full))
        await settled()
        answers = [await answered(full, path="/health"), await answered(full)]
        inner.let.set()
        return [answer.status for answer in (await busy, *answers)]

    assert asyncio.run(scene()) == [200, 200, 503]


def test_what_is_no_request_passes_untouched() -> None:
    seen: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(gate(app)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_body_without_a_key_is_taken_only_where_everybody_may_ask() -> None:
    for path, expected in (("/v1/ask", b'{"a": 1}'), ("/v1/plans", b"")):
        inner = open_inner()
        app = Gate(inner, make_settings("sqlite:///no.db"), nobody, public_paths=("/v1/ask",))
        asyncio.run(answered(app, "POST", path, headers=JSON, messages=chunks(b'{"a": 1}')))
        assert inner.bodies == [expected]


def test_body_without_a_key_is_a_small_one() -> None:
    inner = open_inner()
    app = Gate(inner, make_settings("sqlite:///no.db"), nobody, public_paths=("/v1/ask",))
    for size, status in ((OPEN_BODY_BYTES, 200), (OPEN_BODY_BYTES + 1, 413)):
        answer = asyncio.run(answered(app, "POST", "/v1/ask", headers=JSON, messages=chunks(b"x" * size)))
        assert answer.status == status
    assert [len(body) for body in inner.bodies] == [OPEN_BODY_BYTES]
    told = {**JSON, "content-length": "600000"}
    with_key = Gate(inner, make_settings("sqlite:///no.db"), everyone, asking_paths=("/v1/ask",))
    assert asyncio.run(answered(with_key, "POST", "/v1/ask", headers=told)).status == 200


def test_asking_waits_for_no_writer() -> None:
    async def scenario() -> None:
        inner = Inner()
        app = Gate(inner, make_settings("sqlite:///no.db"), everyone, asking_paths=("/v1/ask",))
        asked = [asyncio.ensure_future(ask(app, "POST", "/v1/ask", headers=JSON)) for _ in range(3)]
        await settled()
        assert inner.at_work == 3
        inner.let.set()
        await asyncio.gather(*asked)

    asyncio.run(scenario())
