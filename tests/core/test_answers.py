"""Whole answers are sent in the form that a client takes, and a client that takes nothing is given up."""

import asyncio
import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.answers import (
    GZIPPED_ELSEWHERE,
    LONGEST_REMEMBERED,
    PIECE_BYTES,
    SMALLEST_GZIPPED,
    Whole,
    _takes_gzip,
    send_whole,
    takes_gzip,
)


def whole(body: bytes, kind: bytes = b"application/json") -> Whole:
    headers = [
        (b"content-type", kind),
        (b"etag", b'"1-ab"'),
        (b"content-length", b"%d" % len(body)),
        (b"vary", b"Accept-Encoding"),
    ]
    return Whole(headers, body, b'"1-ab"')


def sent(
    answer: Whole, if_none_match: bytes = b"", accept_encoding: bytes = b""
) -> tuple[Any, dict[bytes, bytes], bytes]:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(send_whole(answer, if_none_match, accept_encoding, send, 5))
    start, *rest = messages
    assert [message.get("more_body", False) for message in rest] == [True] * (len(rest) - 1) + [False]
    return start["status"], dict(start["headers"]), b"".join(message["body"] for message in rest)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        *((b"gzip", True), (b"gzip, deflate, br", True), (b"br, *", True), (b"GZIP;q=0.5", True)),
        *((b"identity", False), (b"gzip;q=0", False), (b"gzip; q=0.000", False), (b"*;q=0", False)),
        *((b"br", False), (b"x-gzip-not", False), (b"gzip;q=0, *", False), (b"*;q=0, gzip;q=1", True)),
    ],
)
def test_gzip_is_given_to_whoever_takes_it(accept: bytes, wanted: bool) -> None:
    assert takes_gzip(accept) is wanted


def test_what_no_client_says_is_not_remembered() -> None:
    before = _takes_gzip.cache_info().currsize
    assert takes_gzip(b"gzip," + b"x" * LONGEST_REMEMBERED) is False
    assert _takes_gzip.cache_info().currsize == before


@given(st.binary(max_size=60))
def test_no_header_breaks_it(accept: bytes) -> None:
    assert takes_gzip(accept) in (True, False)


@pytest.mark.parametrize("size", [SMALLEST_GZIPPED, PIECE_BYTES * 3 + 1, GZIPPED_ELSEWHERE])
def test_gzipped_form_is_the_same_under_a_tag_of_its_own(size: int) -> None:
    body = (b'{"due": "July 2004"}' * size)[:size]
    answer = whole(body)
    status, headers, packed = sent(answer, accept_encoding=b"gzip")
    assert (status, headers[b"etag"], headers[b"content-encoding"]) == (200, b'"1-ab-gzip"', b"gzip")
    assert int(headers[b"content-length"]) == len(packed) < size
    assert gzip.decompress(packed) == body
    assert sent(answer)[1:] == (dict(answer.headers), body)


@pytest.mark.parametrize(
    ("body", "kind"), [(b"." * (SMALLEST_GZIPPED - 1), b"text/css"), (b"." * 9_000, b"image/png")]
)
def test_what_gzip_does_not_help_is_sent_plain(body: bytes, kind: bytes) -> None:
    _, headers, taken = sent(whole(body, kind), accept_encoding=b"gzip")
    assert (taken, headers[b"etag"]) == (body, b'"1-ab"')
    assert b"content-encoding" not in headers


def test_either_form_is_known_again() -> None:
    answer = whole(b"." * 5_000)
    for tag in (b'"1-ab"', b'"1-ab-gzip"', b'"other", W/"1-ab-gzip"'):
        status, headers, body = sent(answer, tag, b"gzip")
        assert (status, body) == (304, b"")
        assert headers[b"etag"] in tag
        assert headers[b"vary"] == b"Accept-Encoding"
        assert b"content-length" not in headers
    assert sent(answer, b'"2-ab"')[0] == 200
    # What is not gzipped has no such form.
    assert sent(whole(b"."), b'"1-ab-gzip"')[0] == 200


@pytest.mark.parametrize("taken", [1, 2, 4])
def test_client_that_does_not_take_its_answer_is_given_up(taken: int) -> None:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        if len(messages) == taken:
            await asyncio.Event().wait()
        messages.append(message)

    async def ask() -> None:
        await asyncio.wait_for(send_whole(whole(b"." * PIECE_BYTES * 4), b"", b"", send, 0.05), 5)

    asyncio.run(ask())
    assert len(messages) == taken


def test_large_answer_is_gzipped_once_for_all_who_wait() -> None:
    answer = whole(bytes(range(256)) * 4_000)

    async def many() -> list[Any]:
        return await asyncio.gather(*(answer.in_gzip() for _ in range(10)))

    assert len({id(body) for _, body in asyncio.run(many())}) == 1
