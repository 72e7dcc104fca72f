"""Real Chromium, a page of another origin than the service's, and what the browser has to say of it."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MOST_MILLISECONDS = 30_000
MISSING = "Chromium is not installed (on Debian: apt-get install chromium)"
# Under root Chromium has no sandbox of its own to work in.
ARGUMENTS = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
# The rules of axe that hold a page to WCAG 2.2 AA.
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open Chromium until the block ends; where it is missing, the test is skipped."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=MOST_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page, all that its console said, and every address that it asked for and was answered by."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda response: self.answered.append(response.url))


class Intranet:
    """A site of another origin, whose pages have a strict policy."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder

    def put(self, name: str, body: str, head: str = "", language: str = "en") -> str:
        """Put a page there and give its address."""
        page = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Intranet</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"{head}</head><body><main><h1>Intranet</h1>{body}</main></body></html>"
        )
        (self.folder / name).write_text(page)
        return f"{self.address}/{name}"


class _Pages(http.server.SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def open_intranet(folder: Path, service: str) -> Iterator[Intranet]:
    """Serve the pages of a folder until the block ends; they may load nothing but scripts and data of the service."""
    allowed = f"script-src {service}; connect-src {service}; frame-src {service}; img-src data:"
    handler = type("Pages", (_Pages,), {"policy": f"default-src 'none'; {allowed}"})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield Intranet(f"http://127.0.0.1:{server.server_address[1]}", folder)
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
