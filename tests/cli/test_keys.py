"""`plans keys`: made, listed and revoked."""

import json

from app.access.commands import identify
from app.core.db import Sessions
from tests.cli.conftest import Plans
from tests.support.client import Client


def make(plans: Plans, *arguments: str) -> dict[str, object]:
    """Make a key; give what is told of it."""
    result = plans("keys", "create", "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    key: dict[str, object] = json.loads(result.stdout)
    return key


def test_secret_is_all_that_is_printed_and_works(plans: Plans, sessions: Sessions) -> None:
    result = plans("keys", "create", "--name", "Scripts", "--scopes", "import, read")
    caller = identify(sessions, result.stdout.strip())
    assert caller is not None
    assert (caller.name, caller.scopes) == ("Scripts", frozenset({"import", "read"}))
    assert "'Scripts' may: import, read" in result.stderr


def test_key_of_an_organisation_is_listed_by_its_name_without_the_secret(plans: Plans, api: Client) -> None:
    owner = api.post("/v1/organisations", json={"name": "Harbour Trust"}).json()
    key = make(plans, "--name", "Trust", "--scopes", "report", "--organisation", "harbour-trust")
    assert key["organisation_id"] == owner["id"]
    listed = plans("keys", "list").stdout
    assert str(key["id"]) in listed
    assert "Harbour Trust" in listed
    assert str(key["secret"]) not in listed
    told = {item["id"]: item for item in json.loads(plans("keys", "list", "--json").stdout)["items"]}
    assert "secret" not in told[key["id"]]
    assert "digest" not in told[key["id"]]


def test_all_keys_are_listed_however_many(plans: Plans, api: Client) -> None:
    for _ in range(201):
        api.as_key(["read"])
    assert len(json.loads(plans("keys", "list", "--json").stdout)["items"]) == 202


def test_first_key_is_made_only_where_there_is_none(plans: Plans) -> None:
    arguments = ("keys", "create", "--if-none", "--name", "First", "--scopes", "admin")
    first, second = plans(*arguments), plans(*arguments)
    assert (first.exit_code, len(first.stdout.split())) == (0, 1)
    assert (second.exit_code, second.output) == (0, "")


def test_first_key_is_made_again_where_all_are_revoked(plans: Plans, sessions: Sessions) -> None:
    arguments = ("--if-none", "--name", "First", "--scopes", "admin")
    lost = make(plans, *arguments)
    other = make(plans, "--name", "Other", "--scopes", "read")
    plans("keys", "revoke", str(lost["id"]))
    assert plans("keys", "create", *arguments).output == "", "one is left, whatever it may do"
    plans("keys", "revoke", str(other["id"]))
    found = make(plans, *arguments)
    assert identify(sessions, str(found["secret"])) is not None
    assert identify(sessions, str(lost["secret"])) is None
    assert plans("keys", "create", *arguments).output == ""


def test_revoked_key_opens_nothing(plans: Plans, sessions: Sessions) -> None:
    key = make(plans, "--name", "Lost", "--scopes", "admin")
    result = plans("keys", "revoke", str(key["id"]))
    assert (result.exit_code, result.stderr) == (0, "The key 'Lost' is revoked.\n")
    assert identify(sessions, str(key["secret"])) is None


def test_unknown_scope_is_misuse_and_names_those_that_are_known(plans: Plans) -> None:
    result = plans("keys", "create", "--name", "x", "--scopes", "admin,root")
    assert result.exit_code == 2
    assert "'root' is not a valid Scope; allowed: read, report, write, import, admin, feed" in result.stderr


def test_unknown_organisation_is_refused(plans: Plans) -> None:
    result = plans("keys", "create", "--name", "x", "--scopes", "read", "--organisation", "nowhere")
    assert result.exit_code == 1
    assert "--organisation: there is no organisation with this id or reference" in result.stderr


def test_revoking_what_is_not_there_is_refused(plans: Plans) -> None:
    result = plans("keys", "revoke", "none")
    assert (result.exit_code, result.stderr) == (1, "There is no key with the id 'none'.\n")
