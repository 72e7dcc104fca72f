"""What every test may ask for: an empty register on both databases, and the API over it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import settings
from playwright.sync_api import Browser

from app.core.config import Settings
from app.core.db import Sessions
from app.main import create_app
from tests.support.browser import open_browser
from tests.support.client import Client, Running, give_key, open_app
from tests.support.contract import Contract, read_contract
from tests.support.databases import (
    DIALECTS,
    PostgresDatabases,
    SqliteDatabases,
    make_settings,
    open_databases,
)

# The same examples in every run, so that nobody's change is refused for what it did not do.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("other", deadline=None, max_examples=2_000)
settings.load_profile("same")

MakeDatabases = Callable[[str], SqliteDatabases | PostgresDatabases]
MakeApi = Callable[..., Client]


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeDatabases]:
    """Where databases of a dialect are made; opened once, when a test first needs it."""
    opened: dict[str, SqliteDatabases | PostgresDatabases] = {}
    with ExitStack() as stack:

        def of(dialect: str) -> SqliteDatabases | PostgresDatabases:
            if dialect not in opened:
                place = open_databases(dialect, tmp_path_factory.mktemp("databases"))
                opened[dialect] = stack.enter_context(place)
            return opened[dialect]

        yield of


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """One after the other, the databases that the register may be kept in."""
    return str(request.param)


@pytest.fixture
def database_settings(dialect: str, databases: MakeDatabases) -> Settings:
    """Settings that name a migrated database in which there is nothing."""
    return make_settings(databases(dialect).fresh())


@pytest.fixture(scope="session")
def open_sessions(databases: MakeDatabases) -> Iterator[Callable[[Settings], Sessions]]:
    """Databases that were opened, by their address; each stays open."""
    del databases  # Named only so that what is opened in them is closed before they are.
    opened: dict[str, Sessions] = {}
    with ExitStack() as stack:

        def of(settings: Settings) -> Sessions:
            if settings.database_url not in opened:
                opened[settings.database_url] = Sessions(settings)
                stack.callback(opened[settings.database_url].close)
            return opened[settings.database_url]

        yield of


@pytest.fixture
def sessions(database_settings: Settings, open_sessions: Callable[[Settings], Sessions]) -> Sessions:
    """An empty database for tests below HTTP: `with writing(sessions) as session: …`."""
    return open_sessions(database_settings)


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The event loop that every application of the tests runs in."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The committed contract."""
    return read_contract()


@pytest.fixture(scope="session")
def open_apis(
    databases: MakeDatabases, portal: BlockingPortal, contract: Contract
) -> Iterator[Callable[[Settings], Running]]:
    """Applications by their settings. Building one takes longer than most tests, so each runs on.

    Nothing runs alongside: what wakes up after a minute would write into whichever test runs at that moment.
    """
    del databases  # Named only so that what is opened in them is closed before they are.
    opened: dict[str, Running] = {}
    with ExitStack() as stack:

        def of(settings: Settings) -> Running:
            known = settings.model_dump_json()
            if known not in opened:
                opened[known] = stack.enter_context(
                    open_app(create_app(settings, alongside=()), portal, contract)
                )
            return opened[known]

        yield of


@pytest.fixture
def make_api(database_settings: Settings, open_apis: Callable[[Settings], Running]) -> MakeApi:
    """Make the API with other settings over the same empty register: `make_api(write_origins=(…,))`."""

    def of(**changes: object) -> Client:
        running = open_apis(make_settings(database_settings.database_url, **changes))
        return Client(running, give_key(running.sessions, ["admin"]))

    return of


@pytest.fixture
def api(make_api: MakeApi) -> Client:
    """The API over an empty register, asked with a key that may do everything (`tests/support/client.py`)."""
    return make_api()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, opened when a test of a module first needs it; where it is missing, those tests are skipped.

    Not for longer: while it is open, no other event loop can run in the thread of the tests.
    """
    with open_browser() as browser:
        yield browser
