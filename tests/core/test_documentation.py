"""The documentation works where nothing else can be reached, under a policy that lets nothing else in."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import MakeDatabases
from tests.support.asking import ask_past_the_contract
from tests.support.browser import Watched
from tests.support.client import Client
from tests.support.databases import make_settings
from tests.support.server import running_server

STRICT = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data:; connect-src 'self'"
)


def test_page_has_a_strict_policy_and_nothing_that_it_would_block(api: Client) -> None:
    answer = ask_past_the_contract(api, "/docs")
    assert answer.headers["content-security-policy"] == STRICT
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.text.count("<script") == answer.text.count('<script src="docs/') == 2
    assert "style=" not in answer.text
    assert "//" not in answer.text


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("start.js", "text/javascript; charset=utf-8"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
        ("favicon.png", "image/png"),
    ],
)
def test_files_of_the_page_are_sent_once(api: Client, name: str, media_type: str) -> None:
    answer = ask_past_the_contract(api, f"/docs/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    again = ask_past_the_contract(api, f"/docs/{name}", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


def test_contract_is_sent_gzipped_and_once(api: Client) -> None:
    answer = ask_past_the_contract(api, "/openapi.json")
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert int(answer.headers["content-length"]) < len(answer.content) / 4
    again = ask_past_the_contract(api, "/openapi.json", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/docs/other.js", "/docs?nonsense=1", "/docs/start.js?nonsense=1"])
def test_what_is_not_there_is_refused(api: Client, path: str) -> None:
    assert ask_past_the_contract(api, path).status_code in (400, 404)


def test_contract_is_shown_and_tried_out_in_a_browser(
    browser: Browser, databases: MakeDatabases, tmp_path: Path
) -> None:
    with running_server(make_settings(databases("sqlite").fresh("documentation")), tmp_path) as address:
        context = browser.new_context()
        watched = Watched(context)
        watched.page.goto(f"{address}/docs")
        watched.page.locator("#operations-tag-deadlines").click()
        listed = watched.page.locator("#operations-deadlines-list_deadlines")
        listed.locator(".opblock-summary-control").click()
        listed.locator(".execute").click()
        expect(listed.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
        context.close()
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith((address, "data:"))] == []
    assert any(url.startswith(f"{address}/v1/deadlines?") for url in watched.asked)
