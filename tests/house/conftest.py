"""What the tests of the whole house begin with."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import anyio
import pytest
from anyio.from_thread import BlockingPortal

from app.core.config import Settings
from tests.conftest import MakeDatabases
from tests.support.client import Client
from tests.support.databases import make_settings
from tests.support.partners import PATIENCE, TURN, Play, Scenario, partners
from tests.support.samples import Builder
from tests.support.server import running_server


@pytest.fixture
def builder(api: Client) -> Builder:
    """Makes samples of everything over the API."""
    return Builder(api)


@pytest.fixture(scope="module")
def open_servers(
    databases: MakeDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Settings], list[str]]]:
    """Two servers over one database, by their settings; they run on."""
    del databases  # Named only so that the servers end before what they are connected to.
    opened: dict[str, list[str]] = {}
    with ExitStack() as stack:

        def of(settings: Settings) -> list[str]:
            known = settings.model_dump_json()
            if known not in opened:
                both = [running_server(settings, tmp_path_factory.mktemp("server")) for _ in range(2)]
                opened[known] = [stack.enter_context(server) for server in both]
            return opened[known]

        yield of


@pytest.fixture
def play(
    database_settings: Settings, open_servers: Callable[[Settings], list[str]], portal: BlockingPortal
) -> Play:
    """Play a scenario on so many servers over one database, with other settings if need be."""

    def of(scenario: Scenario, servers: int = 2, **changes: object) -> None:
        addresses = open_servers(make_settings(database_settings.database_url, wait_seconds=TURN, **changes))

        async def played() -> None:
            async with partners(database_settings, addresses[:servers]) as programs:
                with anyio.fail_after(PATIENCE):
                    await scenario(programs)

        portal.call(played)

    return of
