"""What may be kept in front of the service is the same for everybody to whom it may be given."""

import re

import pytest

from tests.support.client import Client
from tests.support.contract import read_contract
from tests.support.plans import make_action, make_plan
from tests.support.samples import Builder, kinds

PATHS = read_contract().document["paths"]
STANDING_ALONE = sorted(path for path, known in PATHS.items() if "get" in known and "{" not in path)
# How far an import is moves by itself, without a write.
NEVER_KEPT = {"/health", "/ready", "/v1/changes", "/v1/export.zip", "/v1/imports", "/v1/keys", "/v1/me"}


def kind_of(path: str) -> str:
    """Tell of what kind the things are whose addresses begin so."""
    plural = path.removeprefix("/v1/").partition("/")[0].replace("-", "_")
    return {"people": "person", "protocol": "protocol_rule"}.get(plural, plural.removesuffix("s"))


# What hangs on a sub-group, an action, a plan: addresses with one id in them.
OF_ONE = sorted(
    path
    for path, known in PATHS.items()
    if "get" in known and path.count("{") == 1 and kind_of(path) in kinds()
)

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def may_be_kept(api: Client, path: str) -> bool:
    """Ask with two keys, the one of which may do more; what may be kept must be the same."""
    answers = [api.as_key([scope]).get(path) for scope in ("read", "admin")]
    kept = {answer.headers["cache-control"].split(",")[0] for answer in answers if answer.status_code == 200}
    if kept.isdisjoint({"private", "public"}):
        return False
    assert len(kept) == 1
    assert answers[0].text == answers[1].text, path
    return True


@on_sqlite
@pytest.mark.parametrize("path", STANDING_ALONE)
def test_answer_that_stands_alone_is_the_same_for_all_keys_or_not_kept(api: Client, path: str) -> None:
    make_action(api, make_plan(api))
    assert may_be_kept(api, path) == (path not in NEVER_KEPT)


@on_sqlite
@pytest.mark.parametrize(
    "path", [*(one for one in STANDING_ALONE if one not in ("/health", "/ready")), "/nowhere"]
)
def test_answer_is_never_taken_for_what_it_does_not_say_that_it_is(api: Client, path: str) -> None:
    assert api.public.get(path).headers["x-content-type-options"] == "nosniff"


@on_sqlite
@pytest.mark.parametrize("kind", kinds())
def test_lists_and_things_are_the_same_for_all_keys(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    assert may_be_kept(api, builder.path(kind))
    assert may_be_kept(api, made["url"])


@on_sqlite
@pytest.mark.parametrize("path", OF_ONE)
def test_what_hangs_on_one_thing_is_the_same_for_all_keys_or_not_kept(
    api: Client, builder: Builder, path: str
) -> None:
    made = builder.make(kind_of(path))
    path = re.sub("{reference}", str(made.get("reference")), re.sub("{[a-z_]*id}", made["id"], path))
    may_be_kept(api, path)


@pytest.mark.parametrize("scopes", [["read"], ["admin"], None])
def test_repeated_answer_is_the_same_and_a_condition_is_met(api: Client, scopes: list[str] | None) -> None:
    make_action(api, make_plan(api, visibility="public"), due="July 2004")
    asking = api.as_key(scopes) if scopes else api.public
    first, again = (asking.get("/v1/deadlines") for _ in range(2))
    assert first.json()["items"]
    assert (again.headers, again.content) == (first.headers, first.content)
    unchanged = asking.get("/v1/deadlines", headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_revoked_key_is_refused_at_once(api: Client) -> None:
    made = api.post("/v1/keys", json={"name": "Widget", "scopes": ["read"]}).json()
    with_key = {"headers": {"Authorization": f"Bearer {made['secret']}"}}
    for _ in range(3):
        assert api.public.get("/v1/deadlines", **with_key).status_code == 200
    api.post(f"/v1/keys/{made['id']}/revoke").raise_for_status()
    assert api.public.get("/v1/deadlines", **with_key).status_code == 401


def test_what_becomes_private_is_hidden_at_once(api: Client) -> None:
    plan = make_plan(api, visibility="public")
    assert [api.public.get(plan["url"]).status_code for _ in range(2)] == [200, 200]
    api.patch(plan["url"], json={"visibility": "partners"}, headers={"If-Match": "*"}).raise_for_status()
    assert api.public.get(plan["url"]).status_code == 404
    assert api.get(plan["url"]).status_code == 200
