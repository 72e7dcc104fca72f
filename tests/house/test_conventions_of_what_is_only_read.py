"""Keys, imports and their rows come about in ways of their own; read, they keep the conventions of the others."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.house.test_conventions_of_lists import walk
from tests.house.test_conventions_of_refusals import BAD_PARAMETERS
from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import plan
from tests.support.plans import make_plan
from tests.support.samples import ONLY_READ


def make_keys(api: Client) -> str:
    """Make some keys; give the address of their list."""
    for number in range(4):
        api.post("/v1/keys", json={"name": f"Script {number // 2}", "scopes": ["read"]}).raise_for_status()
    return "/v1/keys"


def make_imports(api: Client) -> str:
    """Import some documents; give the address of their list."""
    for number in range(4):
        answer = api.post(
            f"/v1/imports?plan=P{number}", content=plan().encode(), headers={"Content-Type": "text/plain"}
        )
        assert answer.status_code == 201, answer.text
    return "/v1/imports"


def make_import_rows(api: Client) -> str:
    """Import a document; give the address of the list of its rows."""
    make_imports(api)
    return f"{api.get('/v1/imports').json()['items'][0]['url']}/rows"


def make_transitions(api: Client) -> str:
    """Take a plan some steps further, and back; give the address of the list of its steps."""
    made = make_plan(api)
    for status in ("proposed", "draft", "proposed"):
        make(api, f"{made['url']}/transitions", to_status=status)
    return f"{made['url']}/transitions"


MAKE: dict[str, Callable[[Client], str]] = {
    "key": make_keys,
    "import": make_imports,
    "import_row": make_import_rows,
    "plan_transition": make_transitions,
}


# What a key that may only read is answered: keys are for who administers the service.
MAY_BE_PUBLIC = {"plan_transition"}
READ_WITH_SCOPE_READ = {"key": 403, "import": 200, "import_row": 200, "plan_transition": 200}


def test_each_of_them_has_a_sample() -> None:
    assert set(MAKE) == set(ONLY_READ)


@pytest.mark.parametrize("kind", MAKE)
def test_walk_in_either_order_shows_each_thing_once(api: Client, kind: str) -> None:
    path = MAKE[kind](api)
    expected = api.get(path, params={"count": "true"}).json()
    assert expected["total"] == len(expected["items"]) > 1
    for name in ONLY_READ[kind].listing.sorts:
        for sort in (name, f"-{name}", f"{name},-{name}"):
            items = [*walk(api, path, sort=sort, limit=1)]
            assert items == api.get(path, params={"sort": sort}).json()["items"]
            assert sorted(item["id"] for item in items) == sorted(item["id"] for item in expected["items"])


@pytest.mark.parametrize("kind", MAKE)
def test_each_is_read_by_itself(api: Client, kind: str) -> None:
    for item in api.get(MAKE[kind](api)).json()["items"]:
        one = api.get(item["url"])
        assert one.json() == item
        again = api.get(item["url"], headers={"If-None-Match": one.headers["etag"]})
        assert again.status_code == 304
        assert api.get(item["url"], params={"fields": "id"}).json() == {"id": item["id"]}
        assert api.request("HEAD", item["url"]).headers == one.headers
        assert api.patch(item["url"], json={}).headers["allow"] == "GET, HEAD"
        assert api.get(f"{item['url']}0").status_code == 404


@pytest.mark.parametrize("kind", MAKE)
def test_only_who_may_reads_them(api: Client, kind: str) -> None:
    path = MAKE[kind](api)
    item = api.get(path).json()["items"][0]
    for address in (path, item["url"]):
        # What may be public is, as long as it is not, as if it were not there.
        assert api.public.get(address).status_code == (404 if kind in MAY_BE_PUBLIC else 401)
        assert api.as_key(["read"]).get(address).status_code == READ_WITH_SCOPE_READ[kind]


@pytest.mark.parametrize("kind", MAKE)
def test_parameter_that_is_not_allowed_is_named(api: Client, kind: str) -> None:
    path = MAKE[kind](api)
    for asked in (*BAD_PARAMETERS, "nonsense=1", *_bad_filters(kind)):
        answer = api.get(f"{path}?{asked}")
        assert answer.status_code == 400, (asked, answer.text)
        named = [fault["parameter"] for fault in answer.json().get("errors", ())]
        assert answer.json()["code"] == "bad_cursor" or named[0] == asked.partition("=")[0]


def _bad_filters(kind: str) -> list[Any]:
    filters = [listed.name for listed in ONLY_READ[kind].listing.filters]
    return [f"{name}={value}" for name in filters for value in ("%00", "")]
