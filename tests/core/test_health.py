"""Whether the service is there and ready, and where a newcomer finds their way."""

import json
from collections.abc import Iterator

import pytest
from anyio import to_thread
from anyio.from_thread import BlockingPortal

from app.main import create_app
from tests.conftest import MakeDatabases
from tests.support.asking import ask_past_the_contract
from tests.support.client import Client, open_app
from tests.support.contract import CONTRACT_FILE, Contract
from tests.support.databases import make_settings

UNREACHABLE = "postgresql+psycopg://plans:hidden@127.0.0.1:1/plans"


@pytest.fixture
def blank(
    dialect: str, databases: MakeDatabases, portal: BlockingPortal, contract: Contract
) -> Iterator[Client]:
    """The API over a database that was never migrated."""
    with (
        databases(dialect).blank() as url,
        open_app(create_app(make_settings(url)), portal, contract) as running,
    ):
        yield Client(running, None)


@pytest.fixture
def cut_off(portal: BlockingPortal, contract: Contract) -> Iterator[Client]:
    """The API whose database is away."""
    with open_app(create_app(make_settings(UNREACHABLE)), portal, contract) as running:
        yield Client(running, None)


def test_service_over_a_current_database_is_alive_and_ready(api: Client) -> None:
    for path in ("/health", "/ready"):
        answer = api.public.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert answer.headers["cache-control"] == "no-store"


def test_service_over_an_old_schema_is_alive_but_not_ready(blank: Client) -> None:
    assert blank.get("/health").status_code == 200
    answer = blank.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert "plans db upgrade" in answer.json()["detail"]
    assert answer.headers["retry-after"] == "5"


def test_service_without_its_database_is_alive_but_not_ready(cut_off: Client) -> None:
    assert cut_off.get("/health").status_code == 200
    answer = cut_off.get("/ready")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The database does not answer.")
    assert "hidden" not in answer.text


def test_service_is_ready_while_every_thread_is_at_work(api: Client, portal: BlockingPortal) -> None:
    limiter = portal.call(to_thread.current_default_thread_limiter)
    workers = [object() for _ in range(int(limiter.available_tokens))]
    for worker in workers:
        portal.call(limiter.acquire_on_behalf_of, worker)
    try:
        assert api.public.get("/ready").status_code == 200
    finally:
        for worker in workers:
            portal.call(limiter.release_on_behalf_of, worker)


@pytest.mark.parametrize("path", ["/", "/v1"])
def test_index_leads_to_what_is_there(api: Client, path: str) -> None:
    index = api.public.get(path).json()
    linked = {name: value for name, value in index.items() if value.startswith("/")}
    assert {"documentation", "contract", "deadlines", "health", "ready"} <= set(linked)
    for address in set(linked.values()):
        assert (address, ask_past_the_contract(api, address).status_code) == (address, 200)


def test_contract_that_is_served_is_the_one_that_is_committed(api: Client) -> None:
    served = ask_past_the_contract(api, "/openapi.json")
    assert served.json() == json.loads(CONTRACT_FILE.read_bytes())
    assert "/openapi.json" in ask_past_the_contract(api, "/docs").text


def test_index_that_is_known_is_not_sent_again(api: Client) -> None:
    tag = api.public.get("/").headers["etag"]
    assert api.public.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_parameter_of_the_index_is_refused(api: Client) -> None:
    assert api.public.get("/?as_of=2004-07-01").status_code == 400
