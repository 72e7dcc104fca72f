"""Settings reach what they set: the time zone, the origins that may write, the threads, and the gate."""

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from anyio import to_thread
from anyio.from_thread import BlockingPortal

from app.core.config import Settings
from app.core.db import Sessions
from app.core.gate import Gate
from app.main import create_app
from tests.conftest import MakeApi
from tests.support.client import Client, open_app
from tests.support.contract import Contract
from tests.support.databases import make_settings
from tests.support.plans import make_action, make_plan

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
INTRANET = "https://intranet.example"
Portal = BlockingPortal


def days_left(api: Client) -> int:
    (item,) = api.get("/v1/deadlines?source=action").json()["items"]
    return int(item["days_left"])


@on_sqlite
def test_day_is_that_of_the_time_zone(make_api: MakeApi) -> None:
    # Between the two there are 25 hours, so that it is never the same day in both.
    east, west = make_api(timezone="Pacific/Kiritimati"), make_api(timezone="Pacific/Pago_Pago")
    make_action(east, make_plan(east), due="July 2099")
    assert days_left(west) - days_left(east) in (1, 2)
    assert days_left(east) > 20_000


def may_write(api: Client) -> tuple[str, bool]:
    headers = {"Origin": INTRANET, "Access-Control-Request-Method": "PATCH"}
    answer = api.request("OPTIONS", "/v1/plans", headers=headers)
    allowed = answer.headers["access-control-allow-methods"]
    return answer.headers["access-control-allow-origin"], "PATCH" in allowed


@on_sqlite
def test_pages_of_configured_origins_may_write(make_api: MakeApi) -> None:
    assert may_write(make_api()) == ("*", False)
    assert may_write(make_api(write_origins=(INTRANET,))) == (INTRANET, True)


@pytest.fixture
def threads(portal: Portal) -> Iterator[Callable[[], float]]:
    """How many threads the event loop of the tests may use; as many as before once the test ends."""
    limiter = portal.call(to_thread.current_default_thread_limiter)
    before = limiter.total_tokens

    async def set_back() -> None:
        limiter.total_tokens = before

    yield lambda: limiter.total_tokens
    portal.call(set_back)


@on_sqlite
def test_threads_are_as_many_as_configured(
    database_settings: Settings, portal: Portal, contract: Contract, threads: Callable[[], float]
) -> None:
    for many in (7, 5):
        settings = make_settings(database_settings.database_url, threads=many)
        with open_app(create_app(settings), portal, contract):
            assert threads() == many


@on_sqlite
def test_what_runs_alongside_does_so_as_long_as_the_service(
    database_settings: Settings, portal: Portal, contract: Contract
) -> None:
    told: list[str] = []

    async def work(sessions: Sessions) -> None:
        told.append(f"begun over {sessions.engine.dialect.name}")
        try:
            await anyio.sleep_forever()
        finally:
            told.append("ended")

    app = create_app(make_settings(database_settings.database_url), alongside=(work,))
    with open_app(app, portal, contract) as running:
        running.ask("GET", "/health")
        assert told == ["begun over sqlite"]
    assert told == ["begun over sqlite", "ended"]


def gate_of(api: Client) -> Gate:
    """Find the gate among the layers; they are built as the first request comes."""
    api.get("/health")
    layer: Any = api.app.middleware_stack
    while not isinstance(layer, Gate):
        layer = layer.app
    return layer


@on_sqlite
def test_health_and_readiness_are_told_when_nobody_gets_through(make_api: MakeApi, portal: Portal) -> None:
    api = make_api(requests_in_flight=1, requests_waiting=0)
    slots = gate_of(api).slots
    portal.call(slots.acquire)
    try:
        statuses = [api.get(path).status_code for path in ("/health", "/ready", "/v1/plans", "/v1")]
    finally:
        portal.call(slots.release)
    assert statuses == [200, 200, 503, 503]
    assert api.get("/v1/plans").status_code == 200


@on_sqlite
@pytest.mark.parametrize(
    ("address", "is_costly"),
    [
        ("/v1/deadlines.ics", True),
        ("/v1/meetings.xlsx", True),
        ("/v1/deadlines?q=plan", True),
        ("/v1/plans/1/timeline.svg", True),
        ("/v1/plans/1/export.ndjson", True),
        ("/v1/plans/1/accreditation-pack.docx", True),
        ("/v1/plans/1/versions/2/compare", True),
        ("/v1/protocol/evaluation", True),
        ("/v1/deadlines?limit=20", False),
        ("/v1/plans?sort=reference", False),
    ],
)
def test_reads_that_may_take_long_have_one_turn_between_them(
    make_api: MakeApi, portal: Portal, address: str, *, is_costly: bool
) -> None:
    api = make_api(requests_waiting=0)
    costly = gate_of(api).costly
    portal.call(costly.acquire)
    try:
        answer = api.get(address)
    finally:
        portal.call(costly.release)
    assert (answer.status_code == 503) == is_costly
