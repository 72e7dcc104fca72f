"""What every test may ask for: a database of its own on both databases, and the API over it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from app.core.config import Settings
from app.core.db import Sessions
from app.main import create_app
from tests.support.client import Client, open_client
from tests.support.contract import Contract, read_contract
from tests.support.databases import (
    DIALECTS,
    PostgresDatabases,
    SqliteDatabases,
    make_settings,
    open_databases,
)

MakeDatabases = Callable[[str], SqliteDatabases | PostgresDatabases]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeDatabases]:
    """Where databases of a dialect are made; opened once, when a test first needs it."""
    opened: dict[str, SqliteDatabases | PostgresDatabases] = {}
    with ExitStack() as stack:

        def of(dialect: str) -> SqliteDatabases | PostgresDatabases:
            if dialect not in opened:
                opened[dialect] = stack.enter_context(
                    open_databases(dialect, tmp_path_factory.mktemp("databases"))
                )
            return opened[dialect]

        yield of


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """One after the other, the databases that the register may be kept in."""
    return str(request.param)


@pytest.fixture
def database_settings(dialect: str, databases: MakeDatabases) -> Iterator[Settings]:
    """Settings that name a fresh, migrated database, which is gone after the test."""
    with databases(dialect).fresh() as url:
        yield make_settings(url)


@pytest.fixture
def sessions(database_settings: Settings) -> Iterator[Sessions]:
    """A fresh database for tests below HTTP: `with writing(sessions) as session: …`."""
    sessions = Sessions(database_settings)
    yield sessions
    sessions.close()


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The event loop that every application of the tests runs in."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def apps() -> Callable[[Settings], FastAPI]:
    """Applications by their settings. Building one takes longer than most tests, so each is built once."""
    built: dict[str, FastAPI] = {}

    def of(settings: Settings) -> FastAPI:
        known = settings.model_dump_json()
        if known not in built:
            built[known] = create_app(settings)
        return built[known]

    return of


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The committed contract."""
    return read_contract(otherwise=create_app(make_settings("sqlite:///:memory:")).openapi())


@pytest.fixture
def api(
    database_settings: Settings,
    apps: Callable[[Settings], FastAPI],
    portal: BlockingPortal,
    contract: Contract,
) -> Iterator[Client]:
    """The API over a fresh database, asked with a key that may do everything (`tests/support/client.py`)."""
    with open_client(apps(database_settings), portal, contract) as client:
        yield client
