"""The gate's turn for reads that take seconds: one at a time, and all others pass them by."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from tests.core.asgi import Answer, Inner, ask, chunks
from tests.core.gates import CALENDAR, FILE, answered, gate, open_inner, settled


@pytest.mark.parametrize(
    ("path", "query", "at_once"),
    [
        (CALENDAR, b"", 1),
        (CALENDAR, b"limit=5", 1),
        ("/v1/plans", b"limit=5&q=words", 1),
        ("/v1/plans", b"count=true", 1),
        ("/v1/plans", b"%71=words", 1),
        ("/v1/plans", b"q", 1),
        ("/v1/plans", b"seq=1&plan=q&limit=5", 3),
        ("/v1/ics", b"", 3),
    ],
)
def test_reads_that_take_long_are_worked_on_one_after_the_other(
    path: str, query: bytes, at_once: int
) -> None:
    inner = Inner()

    async def scene() -> list[Answer]:
        app = gate(inner)
        asked = [asyncio.create_task(answered(app, path=path, query=query)) for _ in range(3)]
        await settled()
        inner.let.set()
        return await asyncio.gather(*asked)

    assert [answer.status for answer in asyncio.run(scene())] == [200] * 3
    assert inner.most_at_work == at_once


def test_reads_that_take_long_leave_their_turns_to_all_others() -> None:
    inner = Inner()

    async def scene() -> int:
        app = gate(inner, requests_in_flight=3)
        long = [asyncio.create_task(answered(app, path=CALENDAR)) for _ in range(30)]
        await settled()
        others = [asyncio.create_task(answered(app, method)) for method in ("GET", "POST")]
        await settled()
        at_work = inner.at_work
        inner.let.set()
        await asyncio.gather(*long, *others)
        return at_work

    assert asyncio.run(scene()) == 3


def test_import_waits_only_for_the_read_that_is_worked_on() -> None:
    steps, served = [asyncio.Event() for _ in range(4)], []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        served.append(scope["path"])
        await steps[len(served) - 1].wait()

    async def scene() -> list[int]:
        through = gate(app)
        long = [asyncio.create_task(ask(through, path=CALENDAR)) for _ in range(3)]
        await settled()
        asked = [*long, asyncio.create_task(ask(through, "POST", FILE))]
        seen = []
        for step in steps:
            await settled()
            seen.append(len(served))
            step.set()
        await asyncio.gather(*asked)
        return seen

    assert asyncio.run(scene()) == [1, 2, 3, 4], "never two at once"
    assert served == [CALENDAR, FILE, CALENDAR, CALENDAR]


def test_read_whose_long_turn_does_not_come_is_told_to_come_back() -> None:
    inner = Inner()

    async def scene() -> list[Answer]:
        app = gate(inner, wait_seconds=0.05)
        first = asyncio.create_task(answered(app, path=CALENDAR))
        await settled()
        late = await asyncio.gather(*(answered(app, path=CALENDAR) for _ in range(3)))
        inner.let.set()
        return [await first, *late, await answered(app, path=CALENDAR), await answered(app, "POST", FILE)]

    answers = asyncio.run(scene())
    assert [answer.status for answer in answers] == [200, 503, 503, 503, 200, 200]
    assert {(answer.problem, answer.headers["retry-after"]) for answer in answers[1:4]} == {("busy", "1")}


@pytest.mark.parametrize(("method", "path"), [("GET", CALENDAR), ("POST", "/v1/plans")])
def test_client_that_is_slow_to_take_its_answer_keeps_only_its_slot(method: str, path: str) -> None:
    inner = open_inner()

    async def scene() -> tuple[Answer, bool]:
        app = gate(inner, requests_in_flight=2)
        taken = asyncio.Event()

        async def slow(_message: Message) -> None:
            await taken.wait()

        async def nothing() -> Message:
            return chunks(b"")[0]

        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
        stuck = asyncio.create_task(app(scope, nothing, slow))
        await settled()
        answer, is_stuck = await answered(app, method, path), not stuck.done()
        taken.set()
        await stuck
        return answer, is_stuck

    answer, was_stuck = asyncio.run(scene())
    assert (answer.status, was_stuck) == (200, True)
