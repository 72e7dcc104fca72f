"""Who calls, what each scope allows, and keys that are none."""

from typing import Any, cast

import pytest

from tests.support.client import Client
from tests.support.ledger import last_event

SCOPES = ("read", "report", "write", "import", "admin")
PLAN = "Harbour partnership plan\n\nAction\tDue date\nSweep the quay\tJuly 2004\n"


def me(api: Client) -> Any:
    return api.get("/v1/me").json()


def test_nobody_in_particular_sees_what_is_public(api: Client) -> None:
    assert me(api.public) == {
        "kind": "anonymous",
        "key_id": None,
        "name": None,
        "scopes": [],
        "organisation_id": None,
        "sees": "public",
    }


@pytest.mark.parametrize(
    ("held", "includes"),
    [
        (["read"], ["read"]),
        (["report"], ["read", "report"]),
        (["write"], ["read", "report", "write"]),
        (["import"], ["read", "import"]),
        (["report", "import"], ["read", "report", "import"]),
        (["admin"], ["read", "report", "write", "import", "admin"]),
    ],
)
def test_key_is_told_what_it_may_do(api: Client, held: list[str], includes: list[str]) -> None:
    answer = me(api.as_key(held))
    assert (answer["kind"], answer["sees"], answer["scopes"]) == ("key", "partners", includes)


@pytest.fixture
def action(api: Client) -> Any:
    """An action that the Harbour Trust leads."""
    trust = api.post("/v1/organisations", json={"name": "Harbour Trust"}).json()
    plan = api.post("/v1/plans", json={"title": "Harbour plan", "kind": "strategy"}).json()
    leads = [{"organisation_id": trust["id"]}]
    body = {"plan_id": plan["id"], "text": "Sweep the quay", "leads": leads}
    return {**api.post("/v1/actions", json=body).json(), "trust": trust["id"]}


def attempts(client: Client, action: Any) -> dict[str, int]:
    """Try what each scope is for; give the status of each answer."""
    progress = {"text": "Half of it is swept."}
    imported = client.post("/v1/imports", content=PLAN.encode(), headers={"Content-Type": "text/plain"})
    return {
        "read": client.get(action["url"]).status_code,
        "report": client.post(f"{action['url']}/progress-updates", json=progress).status_code,
        "write": client.post("/v1/organisations", json={"name": "Port Forum"}).status_code,
        "import": imported.status_code,
        "admin": client.get("/v1/keys").status_code,
    }


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        ("read", {"read": 200}),
        ("report", {"read": 200, "report": 201}),
        ("write", {"read": 200, "report": 201, "write": 201}),
        ("import", {"read": 200, "import": 201}),
        ("admin", {"read": 200, "report": 201, "write": 201, "import": 201, "admin": 200}),
    ],
)
def test_key_of_each_scope_may_do_what_it_says(
    api: Client, action: Any, held: str, allowed: dict[str, int]
) -> None:
    found = attempts(api.as_key([held], action["trust"]), action)
    assert found == {scope: allowed.get(scope, 403) for scope in SCOPES}


@pytest.mark.parametrize(("visibility", "read"), [("public", 200), ("partners", 404)])
def test_nobody_in_particular_may_read_what_is_public_and_no_more(
    api: Client, action: Any, visibility: str, read: int
) -> None:
    answer = api.patch(
        f"/v1/plans/{action['plan_id']}", json={"visibility": visibility}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200
    refused = dict.fromkeys(("report", "write", "import", "admin"), 401)
    assert attempts(api.public, action) == {"read": read, **refused}


def test_reporter_reports_only_on_what_its_organisation_leads(api: Client, action: Any) -> None:
    other = api.post("/v1/organisations", json={"name": "Port Forum"}).json()
    for organisation in (other["id"], None):
        refused = api.as_key(["report"], organisation).post(
            f"{action['url']}/progress-updates", json={"text": "Done."}
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "does_not_lead")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"Bearer",
        b"Bearer ",
        b"Bearer pp_",
        b"Bearer pp_wrong",
        b"bearer  ",
        b"Basic cHA6cHA=",
        b"Bearer \xff\xfe\x80",
        b"Bearer \xc3\xa9t\xc3\xa9",
        b"\xff",
        b"Bearer " + b"x" * 10_000,
        b"x" * 10_000,
        b"Bearer a b c",
        b'Digest username="a"',
    ],
)
def test_authorization_that_is_no_key_is_refused(api: Client, sent: bytes) -> None:
    known = last_event(api)
    headers = cast(dict[str, str], {"Authorization": sent})
    for method, path in (("GET", "/v1/me"), ("GET", "/v1/plans"), ("POST", "/v1/organisations")):
        body = {"json": {"name": "Port Forum"}} if method == "POST" else {}
        answer = api.public.request(method, path, headers=headers, **body)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert last_event(api) == known


def test_word_bearer_may_be_written_in_any_case(api: Client) -> None:
    headers = {"Authorization": f"bEARER {api.secret}"}
    assert api.public.get("/v1/me", headers=headers).json()["kind"] == "key"


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda secret: secret[:-1], lambda secret: f"{secret}A"]
)
def test_secret_is_taken_only_as_it_is(api: Client, change: Any) -> None:
    headers = {"Authorization": f"Bearer {change(api.secret)}"}
    assert api.public.get("/v1/me", headers=headers).status_code == 401


def test_vocabularies_are_told_with_their_labels(api: Client) -> None:
    lists = api.public.get("/v1/vocabularies").json()["items"]
    assert {"Scope", "Visibility", "PlanKind", "ActionStatus", "DueState", "RowOutcome", "Sector"} <= {*lists}
    assert lists["Visibility"] == [
        {"value": "public", "en": "Public", "cy": "Cyhoeddus"},
        {"value": "partners", "en": "Partners only", "cy": "Partneriaid yn unig"},
    ]
    assert [word["value"] for word in lists["Scope"]] == [*SCOPES, "feed"]


@pytest.mark.parametrize("path", ["/v1/me", "/v1/vocabularies"])
def test_parameter_that_is_not_taken_is_refused(api: Client, path: str) -> None:
    answer = api.get(path, params={"lang": "cy"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert answer.json()["errors"][0]["parameter"] == "lang"
