"""What is kept is true, is given to nobody who may not see it, is made once for many, and takes bounded memory."""

import asyncio
from typing import Any

import pytest

from app.core.cache import KEY_IS_KNOWN_SECONDS, OVERHEAD_BYTES
from tests.core.asgi import Answer, ask
from tests.core.cached import NEXT_DAY, PRIVATE, PUBLIC, Data, Inner, asking, bodies, cache_of


def test_answer_is_made_once_and_given_again() -> None:
    inner = Inner()
    cache = cache_of(inner, Data())
    assert bodies(cache, "/a", "/a", "/b", "/a") == [b"answer 1", b"answer 1", b"answer 2", b"answer 1"]


def test_answer_ends_with_the_revision() -> None:
    inner, data = Inner(), Data()
    cache = cache_of(inner, data)
    assert bodies(cache, "/a") == [b"answer 1"]
    data.revision = 2
    assert bodies(cache, "/a", "/a") == [b"answer 2", b"answer 2"]


def test_answer_ends_with_the_day() -> None:
    inner, data = Inner(), Data()
    cache = cache_of(inner, data)
    assert bodies(cache, "/a") == [b"answer 1"]
    data.day = NEXT_DAY
    assert bodies(cache, "/a") == [b"answer 2"]


def test_nothing_is_kept_while_the_revision_is_not_known() -> None:
    inner = Inner()
    cache = cache_of(inner, Data(revision=None))
    assert bodies(cache, "/a", "/a") == [b"answer 1", b"answer 2"]


def test_nothing_is_kept_without_room_and_nobody_asks_for_the_revision() -> None:
    inner, data = Inner(), Data()
    cache = cache_of(inner, data, cache_bytes=0)
    assert bodies(cache, "/a", "/a") == [b"answer 1", b"answer 2"]
    assert data.asked == 0


def test_what_was_begun_before_a_write_is_not_given_after_it() -> None:
    data = Data()

    async def somebody_writes() -> None:
        data.revision = 2

    inner = Inner(before=somebody_writes)
    cache = cache_of(inner, data)
    assert bodies(cache, "/a") == [b"answer 1"]
    inner.before = None
    assert bodies(cache, "/a", "/a") == [b"answer 2", b"answer 2"]


def test_who_asks_after_a_write_does_not_join_those_who_asked_before_it() -> None:
    data, gate = Data(), asyncio.Event()
    inner = Inner(before=gate.wait)
    cache = cache_of(inner, data)

    async def both() -> list[Answer | None]:
        before = asyncio.create_task(ask(cache))
        await asyncio.sleep(0.01)
        data.revision = 2
        after = asyncio.create_task(ask(cache))
        await asyncio.sleep(0.01)
        gate.set()
        return [await before, await after]

    first, second = asyncio.run(both())
    assert first is not None
    assert second is not None
    assert (first.body, second.body) == (b"answer 1", b"answer 2")
    assert bodies(cache, "/v1/plans") == [b"answer 2"]


def test_what_was_begun_before_a_write_is_not_kept_with_what_was_begun_after_it() -> None:
    data = Data()

    async def somebody_writes_and_another_reads() -> None:
        inner.before = None
        data.revision = 2
        await ask(cache, path="/other")

    inner = Inner(before=somebody_writes_and_another_reads)
    cache = cache_of(inner, data)
    assert bodies(cache, "/a") == [b"answer 1"]
    assert bodies(cache, "/other", "/a") == [b"answer 2", b"answer 3"]


def test_who_gives_up_waiting_takes_nothing_from_the_others() -> None:
    gate = asyncio.Event()
    inner = Inner(before=gate.wait)
    cache = cache_of(inner, Data())

    async def second_gives_up() -> list[Answer | None]:
        first, second, third = (asyncio.create_task(ask(cache)) for _ in range(3))
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0.01)
        gate.set()
        return [await first, await third]

    assert [answer.body for answer in asyncio.run(second_gives_up()) if answer] == [b"answer 1"] * 2


def test_many_who_wait_are_answered_by_one_computation() -> None:
    gate = asyncio.Event()
    inner = Inner(before=gate.wait)
    cache = cache_of(inner, Data())

    async def many() -> list[Answer | None]:
        waiting = [asyncio.create_task(ask(cache)) for _ in range(50)]
        await asyncio.sleep(0.01)
        gate.set()
        return await asyncio.gather(*waiting)

    assert {answer.body for answer in asyncio.run(many()) if answer} == {b"answer 1"}
    assert inner.times == 1


def test_many_with_one_key_are_answered_by_one_computation() -> None:
    gate = asyncio.Event()
    inner = Inner(cache_control=PRIVATE, before=gate.wait)
    cache = cache_of(inner, Data())

    async def many() -> None:
        waiting = [asyncio.create_task(ask(cache, headers={"authorization": "Bearer k"})) for _ in range(9)]
        await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(*waiting)

    asyncio.run(many())
    assert inner.times == 1


def test_those_who_wait_for_one_that_fails_ask_themselves() -> None:
    failed: list[int] = []
    gate = asyncio.Event()

    async def first_fails() -> None:
        await gate.wait()
        if not failed:
            failed.append(1)
            raise RuntimeError

    inner = Inner(before=first_fails)
    cache = cache_of(inner, Data())

    async def three() -> list[Any]:
        waiting = [asyncio.create_task(ask(cache)) for _ in range(3)]
        await asyncio.sleep(0.01)
        gate.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    one, two, three_ = asyncio.run(three())
    assert isinstance(one, RuntimeError)
    assert {two.body, three_.body} == {b"answer 2", b"answer 3"}


def test_those_who_wait_for_one_that_gave_up_ask_themselves() -> None:
    gate = asyncio.Event()
    inner = Inner(before=gate.wait)
    cache = cache_of(inner, Data())

    async def first_gives_up() -> Answer | None:
        first, second = (asyncio.create_task(ask(cache)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        gate.set()
        return await asyncio.wait_for(second, 5)

    answer = asyncio.run(first_gives_up())
    assert answer is not None
    assert answer.body == b"answer 2"


def test_answer_for_partners_is_not_given_without_a_key_nor_with_a_wrong_one() -> None:
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())
    assert bodies(cache, "/a", "/a", authorization="Bearer k") == [b"answer 1", b"answer 1"]
    wrong = asking(cache, "/a", "/a", authorization="Bearer wrong")
    assert [(answer.status, answer.body) for answer in wrong] == [(401, b"answer 2"), (401, b"answer 3")]
    inner.cache_control = PUBLIC
    assert bodies(cache, "/a") == [b"answer 4"]


def test_another_key_is_looked_at_before_it_is_given_what_is_kept() -> None:
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())
    assert bodies(cache, "/a", authorization="Bearer k") == [b"answer 1"]
    # Once for each key; what it was answered then is the newest.
    assert bodies(cache, "/a", "/a", authorization="Bearer other") == [b"answer 2", b"answer 2"]
    assert bodies(cache, "/a", authorization="Bearer k") == [b"answer 2"]


def test_key_is_not_taken_for_valid_by_what_everybody_is_given() -> None:
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())
    assert bodies(cache, "/a", authorization="Bearer k") == [b"answer 1"]
    inner.cache_control = "public, max-age=300"
    assert bodies(cache, "/widget.js", authorization="Bearer made up") == [b"answer 2"]
    assert bodies(cache, "/a", authorization="Bearer made up") == [b"answer 3"]


def test_first_of_two_keys_counts() -> None:
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())
    scope: dict[str, Any] = {
        **{"type": "http", "method": "GET", "path": "/a", "query_string": b""},
        "headers": [(b"authorization", b"Bearer k"), (b"authorization", b"Bearer wrong")],
    }

    async def send(_message: Any) -> None:
        return None

    asyncio.run(cache(scope, None, send))  # type: ignore[arg-type]
    assert asking(cache, "/a", authorization="Bearer wrong")[0].status == 401


def test_key_is_looked_at_again_after_a_while() -> None:
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())
    bodies(cache, "/a", authorization="Bearer k")
    taken = cache.epoch.kept.bytes
    assert inner.times == 1
    cache.epoch.keys = {key: until - KEY_IS_KNOWN_SECONDS for key, until in cache.epoch.keys.items()}
    bodies(cache, "/a", authorization="Bearer k")
    assert inner.times == 2
    assert cache.epoch.kept.bytes == taken, "what is kept anew takes no more room"


@pytest.mark.parametrize("known", [True, False])
def test_who_waits_is_not_given_what_is_for_another_alone(known: bool) -> None:
    gate = asyncio.Event()
    inner = Inner(cache_control=PRIVATE)
    cache = cache_of(inner, Data())

    async def both() -> list[bytes]:
        keys = [{"authorization": f"Bearer {key}"} for key in ("administrator", "reader")]
        for sent in keys if known else ():
            await ask(cache, path="/known", headers=sent)
        inner.cache_control, inner.before = "no-store", gate.wait
        waiting = [
            asyncio.create_task(ask(cache, path="/keys", headers=sent)) for sent in (*keys, *keys, {}, {})
        ]
        await asyncio.sleep(0.01)
        gate.set()
        return [answer.body for answer in await asyncio.gather(*waiting) if answer]

    # Each is answered for itself, after the two that made the keys known.
    first = 3 if known else 1
    assert sorted(asyncio.run(both())) == [b"answer %d" % number for number in range(first, first + 6)]


def test_address_counts_as_what_it_takes_and_a_host_that_is_none_is_not_kept() -> None:
    inner = Inner()
    cache = cache_of(inner, Data())
    bodies(cache, "/" + "p" * 900, host="h" * 255)
    # The answer, "answer 1", may not be gzipped: 8 bytes, and 901 of path, 255 of Host, and the rest.
    assert cache.epoch.kept.bytes == 8 + 901 + 255 + OVERHEAD_BYTES
    assert bodies(cache, "/a", "/a", host="h" * 256) == [b"answer 2", b"answer 3"]
    assert len(cache.epoch.kept.answers) == 1


def test_what_must_not_be_kept_goes_by() -> None:
    for inner in (Inner(cache_control="no-store"), Inner(status=404), Inner(tagged=False)):
        cache = cache_of(inner, Data())
        assert bodies(cache, "/a", "/a") == [b"answer 1", b"answer 2"]


def test_addresses_and_hosts_are_kept_apart() -> None:
    inner = Inner()
    cache = cache_of(inner, Data())
    assert bodies(cache, "/a", host="one") == [b"answer 1"]
    assert bodies(cache, "/a", host="two") == [b"answer 2"]
    assert bodies(cache, "/a", host="one") == [b"answer 1"]


def test_condition_is_answered_here_and_not_passed_on() -> None:
    inner = Inner()
    cache = cache_of(inner, Data())
    (first,) = asking(cache, "/a", if_none_match='"t1"')
    assert (first.status, first.body, first.headers["etag"]) == (304, b"", '"t1"')
    assert "content-type" not in first.headers
    assert inner.headers == [{}]
    assert [a.status for a in asking(cache, "/a", "/a", if_none_match='W/"x", W/"t1"')] == [304, 304]
    assert [a.status for a in asking(cache, "/a", if_none_match="*")] == [304]
    assert [a.status for a in asking(cache, "/a", if_none_match='"t2"')] == [200]


def test_condition_is_answered_for_what_is_not_kept_too() -> None:
    cache = cache_of(Inner(cache_control="no-store"), Data())
    assert [a.status for a in asking(cache, "/a", if_none_match='"t1"')] == [304]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    # Each answer takes 3,000 bytes beside its own 8 and those of its address, so eight of them fit and nine do not.
    inner = Inner()
    cache = cache_of(inner, Data(), cache_bytes=8 * (OVERHEAD_BYTES + 100))
    paths = [f"/{number}" for number in range(8)]
    bodies(cache, *paths, "/0")
    assert inner.times == 8
    bodies(cache, "/8")
    bodies(cache, "/0", "/2")
    assert inner.times == 9
    bodies(cache, "/1")
    assert inner.times == 10
    assert cache.epoch.kept.bytes <= 8 * (OVERHEAD_BYTES + 100)
    assert len(cache.epoch.kept.answers) == 8


def test_one_large_answer_does_not_drive_out_the_others() -> None:
    inner = Inner()
    cache = cache_of(inner, Data(), cache_bytes=8 * (OVERHEAD_BYTES + 100))
    bodies(cache, "/a")
    inner.size = OVERHEAD_BYTES
    bodies(cache, "/large", "/large")
    assert inner.times == 3
    bodies(cache, "/a")
    assert inner.times == 3


def test_other_methods_are_passed_on() -> None:
    inner = Inner()
    cache = cache_of(inner, Data())

    async def post() -> None:
        for _ in range(2):
            await ask(cache, "POST")

    asyncio.run(post())
    assert inner.times == 2
