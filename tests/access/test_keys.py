"""Keys: made, shown once, used and ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.access.commands import USE_IS_NOTED_EVERY
from app.access.models import Key
from app.access.queries import digest_of
from app.core.db import reading, writing
from app.kernel.clock import now
from tests.support.client import Client
from tests.support.ledger import events, last_event

_keys: Any = Key.__table__


def make(api: Client, headers: dict[str, str] | None = None, **values: Any) -> Any:
    answer = api.post("/v1/keys", json={"name": "Widget", "scopes": ["read"], **values}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def with_secret(api: Client, secret: str) -> Client:
    return Client(api._running, secret)


def kept(api: Client, id: str) -> Any:
    with reading(api.sessions) as session:
        return session.execute(select(_keys).where(_keys.c.id == id)).mappings().one()


def used(api: Client, id: str, at: datetime | None) -> None:
    """Make it so that the key was last used at a time."""
    with writing(api.sessions) as session:
        session.execute(update(_keys).where(_keys.c.id == id).values(last_used_at=at))


def test_key_is_made_with_a_secret_that_works(api: Client) -> None:
    made = make(api, scopes=["write", "import", "write"])
    assert made["scopes"] == ["import", "write"]
    assert made["secret"].startswith(made["beginning"])
    assert len(made["secret"]) > 40
    assert (made["last_used_at"], made["revoked_at"], made["version"]) == (None, None, 1)
    me = with_secret(api, made["secret"]).get("/v1/me").json()
    assert (me["key_id"], me["name"], me["scopes"]) == (
        made["id"],
        "Widget",
        ["read", "report", "write", "import"],
    )


def test_secret_is_shown_once_and_kept_nowhere(api: Client) -> None:
    headers = {"Idempotency-Key": "k-1"}
    made = make(api, headers)
    secret, digest = made["secret"], digest_of(made["secret"])
    again = api.post("/v1/keys", json={"name": "Widget", "scopes": ["read"]}, headers=headers)
    assert (again.status_code, again.json()) == (201, {**made, "secret": None})
    shown = [
        again.text,
        api.get(made["url"]).text,
        api.get("/v1/keys").text,
        api.get("/v1/changes").text,
        api.post(f"{made['url']}/revoke").text,
        str(events(api.sessions)),
    ]
    assert all(secret not in one and digest not in one for one in shown)
    assert secret not in str(dict(kept(api, made["id"])))
    assert kept(api, made["id"])["digest"] == digest


def test_making_and_revoking_each_leave_one_event(api: Client) -> None:
    known = last_event(api)
    made = make(api)
    api.post(f"{made['url']}/revoke").raise_for_status()
    created, updated = events(api.sessions, known)
    assert (created["verb"], created["kind"], created["resource_id"]) == ("created", "key", made["id"])
    assert created["after"] == {
        "name": "Widget",
        "scopes": ["read"],
        "organisation_id": None,
        "beginning": made["beginning"],
        "revoked_at": None,
    }
    assert (updated["verb"], updated["before"]) == ("updated", {"revoked_at": None})
    assert [*updated["after"]] == ["revoked_at"]


def test_revoked_key_opens_nothing(api: Client) -> None:
    made = make(api, scopes=["admin"])
    widget = with_secret(api, made["secret"])
    assert widget.get("/v1/keys").status_code == 200
    revoked = api.post(f"{made['url']}/revoke").json()
    assert revoked["revoked_at"] is not None
    assert revoked["version"] == 2
    for path in ("/v1/keys", "/v1/me", "/v1/plans"):
        assert widget.get(path).status_code == 401, "not even as one without a key"


def test_revoking_twice_changes_nothing(api: Client) -> None:
    made = make(api)
    first = api.post(f"{made['url']}/revoke")
    known = last_event(api)
    again = api.post(f"{made['url']}/revoke")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["etag"] == first.headers["etag"]
    assert events(api.sessions, known) == []


def test_key_may_revoke_itself(api: Client) -> None:
    made = make(api, scopes=["admin"])
    own = with_secret(api, made["secret"])
    assert own.post(f"{made['url']}/revoke").status_code == 200
    assert own.get("/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("id", "status"), [("00000000-0000-7000-8000-000000000000", 404), ("nope", 404), ("%00", 404)]
)
def test_key_that_is_not_there_can_not_be_revoked(api: Client, id: str, status: int) -> None:
    assert api.post(f"/v1/keys/{id}/revoke").status_code == status
    assert api.get(f"/v1/keys/{id}").status_code == status


def test_use_is_noted_at_most_hourly_and_is_no_change(api: Client) -> None:
    made = make(api)
    widget = with_secret(api, made["secret"])
    known = last_event(api)
    began = now()
    widget.get("/v1/me")
    first = kept(api, made["id"])["last_used_at"]
    assert began <= first <= now()
    widget.get("/v1/me")
    assert kept(api, made["id"])["last_used_at"] == first

    a_while_ago = now() - USE_IS_NOTED_EVERY + timedelta(minutes=1)
    used(api, made["id"], a_while_ago)
    widget.get("/v1/me")
    assert kept(api, made["id"])["last_used_at"] == a_while_ago
    used(api, made["id"], now() - USE_IS_NOTED_EVERY - timedelta(seconds=1))
    widget.get("/v1/me")
    after = kept(api, made["id"])
    assert after["last_used_at"] >= first

    assert (after["version"], after["updated_at"]) == (1, kept(api, made["id"])["created_at"])
    assert events(api.sessions, known) == []
    assert timedelta(hours=1) == USE_IS_NOTED_EVERY


def test_reader_does_not_wait_for_a_writer_to_have_its_use_noted(api: Client) -> None:
    made = make(api)
    widget = with_secret(api, made["secret"])
    with writing(api.sessions):
        began = now()
        assert widget.get("/v1/me").json()["key_id"] == made["id"]
        assert now() - began < timedelta(seconds=3), "a long import must not hold back those who only read"
    assert kept(api, made["id"])["last_used_at"] is None
    widget.get("/v1/me")
    assert kept(api, made["id"])["last_used_at"] is not None


def test_key_belongs_to_an_organisation_by_id_or_reference(api: Client) -> None:
    trust = api.post("/v1/organisations", json={"name": "Harbour Trust"}).json()
    for named in (trust["id"], trust["id"].upper(), "harbour-trust"):
        made = make(api, organisation_id=named)
        assert made["organisation_id"] == trust["id"]
        assert with_secret(api, made["secret"]).get("/v1/me").json()["organisation_id"] == trust["id"]
    refused = api.post("/v1/keys", json={"name": "W", "scopes": ["read"], "organisation_id": "nobody"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/organisation_id")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "W", "scopes": []}, "/scopes"),
        ({"name": "W", "scopes": ["god"]}, "/scopes/0"),
        ({"name": "W", "scopes": ["read"] * 6}, "/scopes"),
        ({"name": "W"}, "/scopes"),
        ({"name": " ", "scopes": ["read"]}, "/name"),
        ({"name": "a\x00b", "scopes": ["read"]}, "/name"),
        ({"name": "W", "scopes": ["read"], "secret": "mine"}, "/secret"),
        ({"name": "W", "scopes": ["read"], "digest": "0" * 64}, "/digest"),
    ],
)
def test_key_that_can_not_be_made_is_refused(api: Client, body: Any, pointer: str) -> None:
    refused = api.post("/v1/keys", json=body)
    assert refused.status_code == 422
    assert pointer in [fault["pointer"] for fault in refused.json()["errors"]]
    assert api.get("/v1/keys", params={"count": "true"}).json()["total"] == 1


@pytest.mark.parametrize("scope", ["read", "report", "write", "import"])
def test_only_an_administrator_sees_and_makes_keys(api: Client, scope: str) -> None:
    made, other = make(api), api.as_key([scope])
    for client, status in ((other, 403), (api.public, 401)):
        assert client.get("/v1/keys").status_code == status
        assert client.get(made["url"]).status_code == status
        assert client.post("/v1/keys", json={"name": "W", "scopes": ["admin"]}).status_code == status
        assert client.post(f"{made['url']}/revoke").status_code == status
    assert with_secret(api, made["secret"]).get("/v1/me").status_code == 200


def test_keys_are_listed_with_those_that_are_ended(api: Client) -> None:
    first, second = make(api, name="b"), make(api, name="a")
    api.post(f"{first['url']}/revoke")
    listed = api.get("/v1/keys", params={"sort": "name"}).json()["items"]
    assert [(item["name"], item["revoked_at"] is None) for item in listed] == [
        ("a", True),
        ("a key of the tests (admin)", True),
        ("b", False),
    ]
    found = api.get("/v1/keys", params={"q": "OF THE TESTS"}).json()["items"]
    assert [item["name"] for item in found] == ["a key of the tests (admin)"]
    assert api.get(second["url"]).json() == {name: second[name] for name in second if name != "secret"}


def test_key_ends_and_its_organisation_may_then_be_deleted(api: Client) -> None:
    trust = api.post("/v1/organisations", json={"name": "Harbour Trust"}).json()
    made = make(api, organisation_id="harbour-trust")
    held = api.delete(trust["url"], headers={"If-Match": "*"})
    assert (held.status_code, held.json()["errors"][0]["detail"]) == (409, f"key {made['url']}")
    api.post(f"{made['url']}/revoke")
    assert api.delete(trust["url"], headers={"If-Match": "*"}).status_code == 204
