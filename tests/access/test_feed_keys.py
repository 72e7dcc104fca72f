"""Keys for addresses: they read calendars, feeds and tables, and nothing else; no other key may stand in an address."""

import json
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest

from app.core.config import Settings
from tests.support.asking import make
from tests.support.client import Client, give_key
from tests.support.databases import make_settings
from tests.support.plans import make_action, make_plan
from tests.support.server import running_server

FORMS = [
    f"/v1/{plural}.{suffix}"
    for plural in ("deadlines", "meetings")
    for suffix in ("ics", "atom", "csv", "xlsx")
]
ELSEWHERE = (
    "/v1/deadlines",
    "/v1/me",
    "/v1/plans",
    "/v1/meetings",
    "/v1/vocabularies",
    "/v1/keys",
    "/v1/changes",
)
NOT_FOR_ADDRESSES = ("read", "report", "write", "import", "admin")


@pytest.fixture
def feed_key(api: Client) -> str:
    """The secret of a key that may only read feeds, over a register in which something is for partners only."""
    make_action(api, make_plan(api, title="Of the partners"), "Secretly", due="July 2004")
    made = make(api, "/v1/keys", name="A calendar", scopes=["feed"])
    return str(made["secret"])


@pytest.mark.parametrize("path", FORMS)
def test_token_in_an_address_shows_what_partners_see(api: Client, feed_key: str, path: str) -> None:
    answer = api.public.get(f"{path}?token={feed_key}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")
    assert answer.headers["referrer-policy"] == "no-referrer"
    if path == "/v1/deadlines.ics":
        assert b"Secretly" in answer.content
        assert b"Secretly" not in api.public.get(path).content


@pytest.mark.parametrize("path", FORMS)
def test_feed_key_is_not_taken_as_a_header(api: Client, feed_key: str, path: str) -> None:
    assert api.get(path).status_code == 200
    for _ in range(2):
        assert Client(api._running, feed_key).get(path).status_code == 401


@pytest.mark.parametrize("path", ELSEWHERE)
def test_feed_key_reads_nothing_else(api: Client, feed_key: str, path: str) -> None:
    answer = Client(api._running, feed_key).get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert "`feed`" in answer.json()["detail"]
    refused = api.public.get(f"{path}?token={feed_key}")
    assert refused.status_code in (400, 401)
    assert feed_key not in refused.text


def test_feed_key_writes_nothing(api: Client, feed_key: str) -> None:
    body = {"title": "A plan", "kind": "strategy"}
    assert Client(api._running, feed_key).post("/v1/plans", json=body).status_code == 401
    assert api.public.post(f"/v1/plans?token={feed_key}", json=body).status_code == 400
    assert api.get("/v1/plans").json()["items"][1:] == []


@pytest.mark.parametrize("scope", NOT_FOR_ADDRESSES)
def test_key_that_may_do_more_is_refused_in_an_address(api: Client, scope: str) -> None:
    secret = give_key(api.sessions, [scope])
    answer = api.public.get(f"/v1/deadlines.ics?token={secret}")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert "`feed`" in answer.json()["detail"]
    assert secret not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/deadlines.ics?token=pp_wrong", 401),
        ("/v1/deadlines?token=pp_wrong", 400),
        ("/v1/nowhere.ics?token=pp_wrong", 404),
        ("/nowhere?token=pp_wrong", 404),
        ("/v1/plans%0a?token=pp_wrong", 404),
    ],
)
def test_refused_address_with_a_token_is_told_to_no_other_site(api: Client, path: str, status: int) -> None:
    answer = api.public.get(path)
    assert (answer.status_code, answer.headers["referrer-policy"]) == (status, "no-referrer")


def test_refused_method_at_an_address_with_a_token_is_told_to_no_other_site(api: Client) -> None:
    answer = api.public.post("/v1/deadlines.ics?token=pp_wrong", json={})
    assert (answer.status_code, answer.headers["referrer-policy"]) == (405, "no-referrer")


@pytest.mark.parametrize("token", ["", "pp_wrong", "%00", "%ff", "é", "x" * 300])
def test_token_that_is_no_key_is_refused(api: Client, token: str) -> None:
    assert api.public.get(f"/v1/deadlines.atom?token={token}").status_code == 401


def test_token_is_given_once_and_in_one_place(api: Client, feed_key: str) -> None:
    assert api.public.get(f"/v1/deadlines.ics?token={feed_key}&token={feed_key}").status_code == 401
    assert api.get(f"/v1/deadlines.ics?token={feed_key}").status_code == 401


def test_feed_stands_alone_among_scopes(api: Client) -> None:
    answer = api.post("/v1/keys", json={"name": "x", "scopes": ["feed", "read"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/scopes")


def test_revoked_token_shows_nothing_any_more(api: Client) -> None:
    made = make(api, "/v1/keys", name="A calendar", scopes=["feed"])
    path = f"/v1/deadlines.ics?token={made['secret']}"
    assert api.public.get(path).status_code == 200
    api.post(f"{made['url']}/revoke").raise_for_status()
    assert api.public.get(path).status_code == 401


def test_links_of_a_private_feed_work_for_who_has_its_address(api: Client, feed_key: str) -> None:
    make_action(api, make_plan(api, title="Another"), "Once more", due="August 2004")
    page = feedparser.parse(api.public.get(f"/v1/deadlines.atom?limit=1&token={feed_key}").content)
    links = {link["rel"]: link["href"] for link in page.feed.links}
    assert api.public.get(links["self"]).status_code == 200
    assert len(feedparser.parse(api.public.get(links["next"]).content).entries) == 1
    assert feed_key not in links["alternate"] + page.entries[0].link


def test_feed_is_the_same_one_whichever_key_its_address_holds(api: Client, feed_key: str) -> None:
    other = give_key(api.sessions, ["feed"])
    feeds = [
        feedparser.parse(api.public.get(f"/v1/deadlines.atom?q=secretly&token={key}").content).feed
        for key in (feed_key, other)
    ]
    assert [feed.title for feed in feeds] == ["Deadlines: q secretly"] * 2
    assert feeds[0].id == feeds[1].id
    calendar = api.public.get(f"/v1/deadlines.ics?token={feed_key}").text
    assert feed_key not in calendar


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_token_is_logged_nowhere(database_settings: Settings, sessions: Any, tmp_path: Path) -> None:
    good, strong = give_key(sessions, ["feed"]), give_key(sessions, ["admin"])
    settings = make_settings(database_settings.database_url, access_log=True)
    with running_server(settings, tmp_path) as address, httpx.Client(base_url=address) as client:
        asked = [
            client.get(f"{path}?token={token}{more}")
            for path in (*FORMS, "/v1/plans", "/nowhere")
            for token in (good, strong)
            for more in ("", "&limit=0", "&nonsense=1", "&plan=none", "&cursor=x")
        ]
        client.post(f"/v1/deadlines.ics?token={good}", json={"token": good})
    (log,) = tmp_path.glob("server-*.log")
    said = log.read_text()
    assert len([line for line in said.splitlines() if json.loads(line)["path"] in FORMS]) > 80
    assert good not in said
    assert strong not in said
    assert all(strong not in answer.text + str(answer.headers) for answer in asked)
    assert all(good not in answer.text + str(answer.headers) for answer in asked if answer.status_code != 200)
