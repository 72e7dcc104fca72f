"""Names that the register does not know: listed, resolved in every row at once, and linked as parties come."""

from typing import Any

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import last_event
from tests.support.plans import make_action

PATH = "/v1/unresolved-names"


def listed(api: Client, query: str = "") -> list[tuple[str, str, int]]:
    """List the name and the kind of what waits, and in how many actions."""
    return [(one["name"], one["kind"], one["count"]) for one in api.get(f"{PATH}?{query}").json()["items"]]


def names(api: Client, action: Item) -> list[tuple[str, str, str | None, bool]]:
    """List the kind, name and organisation of the leads of an action, and whether they are known."""
    leads = api.get(action["url"]).json()["leads"]
    return [(one["kind"], one["name"], one["organisation"], one["is_resolved"]) for one in leads]


def resolve(api: Client, name: str, **party: Any) -> Any:
    """Say whom a name means, which must succeed."""
    answer = api.post(f"{PATH}/resolve", json={"name": name, **party})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def rows(api: Client, plan: Item) -> list[Item]:
    """Actions in which names stand that nobody knows."""
    cells = ("Mill Trust; Kim Hill", "Mill Trust and Oak sub-group", "Kim Hill, Age Concern", "TBC")
    return [make_action(api, plan, lead_text=words) for words in cells]


def test_names_are_listed_once_with_where_they_stand(api: Client, rows: list[Item]) -> None:
    assert listed(api) == [
        ("Age Concern", "organisation", 1),
        ("Kim Hill", "person", 2),
        ("Mill Trust", "organisation", 2),
        ("Oak sub-group", "sub_group", 1),
    ]
    assert listed(api, "kind=person,sub_group") == [
        ("Kim Hill", "person", 2),
        ("Oak sub-group", "sub_group", 1),
    ]
    first = api.get(PATH).json()["items"][1]
    assert [one["id"] for one in first["actions"]] == [rows[0]["id"], rows[2]["id"]]
    assert first["candidates"] == []
    delete(api, rows[0])
    assert ("Kim Hill", "person", 1) in listed(api)


@pytest.mark.usefixtures("rows")
def test_list_is_walked_page_by_page(api: Client) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = api.get(f"{PATH}?limit=1{cursor and f'&cursor={cursor}'}").json()
        found += [one["name"] for one in page["items"]]
        cursor = page["next"]
    assert found == ["Age Concern", "Kim Hill", "Mill Trust", "Oak sub-group"]
    cursor = api.get(f"{PATH}?limit=1").json()["next"]
    assert api.get(f"{PATH}?kind=person&cursor={cursor}").json()["code"] == "bad_cursor"
    for query in ("limit=0", "x=1", "kind=cat", "cursor=x"):
        assert api.get(f"{PATH}?{query}").status_code == 400


def test_name_is_resolved_in_every_row_and_remembered(api: Client, plan: Item, rows: list[Item]) -> None:
    trust = make(api, "/v1/organisations", name="The Old Mill")
    told = resolve(api, "mill  TRUST", organisation_id=trust["reference"])
    assert (told["count"], told["is_remembered"], told["party"]["id"]) == (2, True, trust["id"])
    assert [one["id"] for one in told["actions"]] == [rows[0]["id"], rows[1]["id"]]
    assert names(api, rows[0])[0] == ("organisation", "The Old Mill", None, True)
    assert names(api, rows[1])[0] == ("organisation", "The Old Mill", None, True)
    assert api.get(rows[1]["url"]).json()["version"] == rows[1]["version"] + 1
    assert api.get(trust["url"]).json()["other_names"] == ["mill TRUST"]
    again = make_action(api, plan, lead_text="Mill Trust")
    assert names(api, again) == [("organisation", "The Old Mill", None, True)]
    history = api.get(f"{rows[1]['url']}/history").json()["items"]
    assert (history[-1]["verb"], history[-1]["reason"]) == ("updated", "A name in its leads was resolved.")
    assert history[-1]["after"]["leads"][0]["organisation_id"] == trust["id"]
    assert listed(api, "kind=organisation") == [("Age Concern", "organisation", 1)]


def test_name_of_a_person_is_not_given_to_what_everybody_sees(api: Client, rows: list[Item]) -> None:
    post = make(api, "/v1/posts", title="Town Clerk")
    assert resolve(api, "Kim Hill", post_id=post["id"])["is_remembered"] is False
    assert names(api, rows[2]) == [("post", "Town Clerk", None, True)]
    assert api.public.get(post["url"]).json()["other_names"] == []


def test_name_of_the_body_that_someone_belongs_to_is_resolved(api: Client, rows: list[Item]) -> None:
    charity = make(api, "/v1/organisations", name="Age Concern Westford")
    resolve(api, "Age Concern", organisation_id=charity["id"])
    assert names(api, rows[2]) == [("person", "Kim Hill", "Age Concern Westford", False)]


def test_name_read_as_two_kinds_is_resolved_for_the_one_that_is_asked(api: Client, plan: Item) -> None:
    actions = [make_action(api, plan, lead_text=words) for words in ("Oak Trust", "Kim Hill, Oak Trust")]
    trust = make(api, "/v1/organisations", name="Oak")
    assert (
        api.post(
            f"{PATH}/resolve", json={"name": "Oak Trust", "kind": "person", "organisation_id": trust["id"]}
        ).status_code
        == 404
    )
    assert resolve(api, "Oak Trust", kind="organisation", organisation_id=trust["id"])["count"] == 2
    assert names(api, actions[1]) == [("person", "Kim Hill", "Oak", False)]


@pytest.mark.usefixtures("rows")
def test_what_can_not_be_resolved_is_refused(api: Client) -> None:
    trust = make(api, "/v1/organisations", name="The Old Mill")
    before = last_event(api)
    body = {"name": "Mill Trust", "organisation_id": trust["id"]}
    for wrong, expected in (
        ({"organisation_id": None}, (422, "lead_is_unclear", [""])),
        ({"post_id": trust["id"]}, (422, "lead_is_unclear", [""])),
        ({"organisation_id": "none"}, (422, "invalid", ["/organisation_id"])),
        ({"name": " "}, (422, "invalid", ["/name"])),
        ({"more": 1}, (422, "invalid", ["/more"])),
    ):
        assert refusal(api.post(f"{PATH}/resolve", json={**body, **wrong})) == expected
    unknown = api.post(f"{PATH}/resolve", json={**body, "name": "Elm Trust"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "name_is_not_open")
    assert last_event(api) == before


@pytest.mark.usefixtures("rows")
def test_names_are_for_those_with_a_key_and_resolving_for_those_who_may_write(api: Client) -> None:
    trust = make(api, "/v1/organisations", name="The Old Mill")
    body = {"name": "Mill Trust", "organisation_id": trust["id"]}
    reader = api.as_key(["read"])
    assert (api.public.get(PATH).status_code, reader.get(PATH).status_code) == (401, 200)
    assert api.public.post(f"{PATH}/resolve", json=body).status_code == 401
    assert reader.post(f"{PATH}/resolve", json=body).status_code == 403
    key = {"Idempotency-Key": "once"}
    answers = [api.post(f"{PATH}/resolve", json=body, headers=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()


def test_party_that_comes_is_linked_at_once(api: Client, rows: list[Item]) -> None:
    make(api, "/v1/organisations", name="Mill Trust")
    make(api, "/v1/sub-groups", name="Oak")
    assert names(api, rows[1]) == [
        ("organisation", "Mill Trust", None, True),
        ("sub_group", "Oak", None, True),
    ]
    person = make(api, "/v1/people", name="K. Hill")
    assert listed(api, "kind=person") == [("Kim Hill", "person", 2)]
    changed(api, person, other_names=["Kim Hill"])
    assert names(api, rows[0])[1] == ("person", "K. Hill", None, True)


def test_party_of_another_organisation_is_not_the_one_that_is_named(api: Client, rows: list[Item]) -> None:
    council = make(api, "/v1/organisations", name="Westford Borough Council")
    person = make(api, "/v1/people", name="Kim Hill", organisation_id=council["id"])
    assert names(api, rows[0])[1] == ("person", "Kim Hill", council["name"], True)
    assert names(api, rows[2]) == [("person", "Kim Hill", "Age Concern", False)]
    make(api, "/v1/organisations", name="Age Concern")
    other = make(api, "/v1/people", name="Kim Hill", organisation_id="age-concern")
    assert api.get(rows[2]["url"]).json()["leads"][0]["person_id"] == other["id"] != person["id"]


def test_name_of_two_parties_waits_until_one_is_gone(api: Client, rows: list[Item]) -> None:
    old = make(api, "/v1/organisations", name="Elm Trust", other_names=["Oak sub-group"])
    assert names(api, rows[1])[1] == ("organisation", "Elm Trust", None, True)
    one, two = (make(api, "/v1/organisations", name=name) for name in ("Ash One", "Ash Two"))
    action = make_action(api, {"id": rows[0]["plan_id"]}, lead_text="Ash Trust")
    with_both = api.as_key(["write"])
    changed(with_both, one, other_names=["Ash Trust"])
    assert names(api, action) == [("organisation", "Ash One", None, True)]
    changed(with_both, two, other_names=["Ash Trust"])
    second = make_action(api, {"id": rows[0]["plan_id"]}, lead_text="Ash Trust")
    (waiting,) = [item for item in api.get(PATH).json()["items"] if item["name"] == "Ash Trust"]
    assert sorted(party["id"] for party in waiting["candidates"]) == sorted((one["id"], two["id"]))
    assert change(api, two, other_names=["Rowan"]).status_code == 200
    assert names(api, second) == [("organisation", "Ash Trust", None, False)]
    assert resolve(api, "Ash Trust", organisation_id=one["id"])["count"] == 1
    assert old["version"] == 1


def test_name_that_comes_to_be_known_parts_what_was_read_as_one(api: Client, plan: Item) -> None:
    action = make_action(api, plan, lead_text="Kim Hill Parks sub-group; PCT Officer to be found; Old Hall")
    assert names(api, action) == [
        ("sub_group", "Kim Hill Parks sub-group", None, False),
        ("vacant", "PCT Officer", None, True),
        ("person", "Old Hall", None, False),
    ]
    hall = make(api, "/v1/posts", title="Caretaker")
    resolve(api, "Old Hall", post_id=hall["id"])
    make(api, "/v1/sub-groups", name="Parks sub-group")
    make(api, "/v1/organisations", name="Primary Care Trust", acronym="PCT")
    assert names(api, action) == [
        ("person", "Kim Hill", None, False),
        ("sub_group", "Parks sub-group", None, True),
        ("vacant", "Officer", "Primary Care Trust", True),
        ("post", "Caretaker", None, True),
    ]
