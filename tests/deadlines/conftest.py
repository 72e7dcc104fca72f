"""What tests of the widget may ask for: a real service, a page of another origin, and a browser that opens it."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from app.core.config import Settings
from app.core.layers import LOG_IS_WRITTEN_AFTER_SECONDS
from tests.conftest import MakeDatabases
from tests.deadlines.widget_builders import Before, OpenPage, make_widget_register
from tests.support.browser import MOST_MILLISECONDS, Intranet, Watched, open_intranet
from tests.support.client import Client, Running, give_key
from tests.support.databases import make_settings
from tests.support.server import running_server


@pytest.fixture(scope="module")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service's log is."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def service(
    browser: Browser,
    databases: MakeDatabases,
    open_apis: Callable[[Settings], Running],
    server_folder: Path,
) -> Iterator[str]:
    """The address of a real server that has the register of `widget_builders.py`."""
    del browser  # Named so that nothing is started where there is no browser.
    settings = make_settings(databases("sqlite").fresh("widget"))
    running = open_apis(settings)
    make_widget_register(Client(running, give_key(running.sessions, ["admin"])))
    logged = make_settings(settings.database_url, access_log=True)
    with running_server(logged, server_folder) as address:
        yield address


@pytest.fixture
def answers(server_folder: Path) -> Callable[[], list[int]]:
    """What gives the status of each answer of the service to who asked for the list."""

    def given() -> list[int]:
        # The log is written a moment after what it tells of.
        time.sleep(2 * LOG_IS_WRITTEN_AFTER_SECONDS)
        (log,) = server_folder.glob("*.log")
        lines = (json.loads(line) for line in log.read_text().splitlines())
        return [line["status"] for line in lines if line["path"] == "/v1/deadlines"]

    return given


@pytest.fixture(scope="module")
def script(service: str) -> str:
    """The element that loads the widget, which the browser holds to its hash."""
    files = httpx.get(f"{service}/widgets").json()
    held = f'integrity="{files["integrity"]}" crossorigin="anonymous"'
    return f'<script src="{service}{files["kept_script"]}" {held} defer></script>'


@pytest.fixture
def intranet(service: str, tmp_path: Path) -> Iterator[Intranet]:
    """A site of another origin."""
    with open_intranet(tmp_path, service) as intranet:
        yield intranet


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser that nobody has used; `@pytest.mark.parametrize("context", [{…}], indirect=True)` gives options."""
    context = browser.new_context(**getattr(request, "param", {}))
    context.set_default_timeout(MOST_MILLISECONDS)
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, intranet: Intranet, service: str, script: str) -> OpenPage:
    """Open a page that carries the widget, more than once if need be: `open_page('plan="open"', language="cy")`."""

    def opened(*widgets: str, language: str = "en", before: Before | None = None) -> Watched:
        link = f'<a href="{service}/widgets/deadlines">Everything that is due</a>'
        body = "".join(f"<partnership-deadlines {one}>{link}</partnership-deadlines>" for one in widgets)
        watched = Watched(context)
        if before is not None:
            before(watched.page)
        watched.page.goto(intranet.put("index.html", body, script, language))
        return watched

    return opened
