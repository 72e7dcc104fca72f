"""Who leads: what may be named, what partners see of it, and what the public sees."""

from typing import Any

import pytest

from tests.support.asking import ANY, Item, change, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, references

PARTIES = ("person_id", "organisation_id", "post_id", "sub_group_id")
NOBODY = {**dict.fromkeys(PARTIES), "is_resolved": True}


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan that the public sees."""
    return make_plan(api, visibility="public")


@pytest.fixture
def parties(api: Client) -> dict[str, Item]:
    """One party of each kind: a council, its officer whose name is not public, a post, a sub-group."""
    council = make(api, "/v1/organisations", name="Royal Borough", acronym="RBKC")
    return {
        "organisation_id": council,
        "person_id": make(api, "/v1/people", name="Ada Officer", organisation_id="rbkc"),
        "post_id": make(api, "/v1/posts", title="Partnership officer", organisation_id="rbkc"),
        "sub_group_id": make(api, "/v1/sub-groups", name="Agenda Planning"),
    }


def shown_to_public(
    api: Client, plan: Item, *leads: dict[str, Any]
) -> list[tuple[str, str | None, str | None]]:
    """Make an action with these leads; list the kind, name and organisation of each that the public sees."""
    action = make_action(api, plan, leads=list(leads))
    shown = api.public.get(action["url"]).json()["leads"]
    assert all(lead["text"] is None for lead in shown)
    listed = api.public.get("/v1/actions?embed=leads").json()["items"]
    assert [one["leads"] for one in listed if one["id"] == action["id"]] == [shown]
    return [(lead["kind"], lead["name"], lead["organisation"]) for lead in shown]


def test_every_kind_of_party_may_lead(api: Client, plan: Item, parties: dict[str, Item]) -> None:
    given = [{name: party["reference"]} for name, party in parties.items()]
    given[1] = {"person_id": parties["person_id"]["id"], "role": "contact", "text": "A. Officer (Borough)"}
    given.append({"is_vacant": True, "role": "support", "text": "to be found"})
    seen = make_action(api, plan, leads=given)["leads"]
    ids = {name: party["id"] for name, party in parties.items()}
    common = {"role": "lead", "organisation": None, "text": None}
    assert seen == [
        {
            **NOBODY,
            **common,
            "kind": "organisation",
            "name": "Royal Borough",
            "organisation_id": ids["organisation_id"],
        },
        {
            **NOBODY,
            "kind": "person",
            "role": "contact",
            "name": "Ada Officer",
            "organisation": "Royal Borough",
            "person_id": ids["person_id"],
            "text": "A. Officer (Borough)",
        },
        {
            **NOBODY,
            **common,
            "kind": "post",
            "name": "Partnership officer",
            "organisation": "Royal Borough",
            "post_id": ids["post_id"],
        },
        {
            **NOBODY,
            **common,
            "kind": "sub_group",
            "name": "Agenda Planning",
            "sub_group_id": ids["sub_group_id"],
        },
        {**NOBODY, **common, "kind": "vacant", "role": "support", "name": None, "text": "to be found"},
    ]


def test_lead_names_exactly_one_party(api: Client, plan: Item, parties: dict[str, Item]) -> None:
    named = {name: party["id"] for name, party in parties.items()}
    body = {"plan_id": plan["id"], "text": "Meet"}
    for unclear in (
        {},
        {"text": "someone"},
        {"is_vacant": True, "post_id": named["post_id"]},
        {name: named[name] for name in ("person_id", "organisation_id")},
    ):
        answer = api.post("/v1/actions", json={**body, "leads": [{"is_vacant": True}, unclear]})
        assert refusal(answer) == (422, "lead_is_unclear", ["/leads/1"]), unclear
    assert references(api) == []


@pytest.mark.parametrize("name", PARTIES)
def test_party_that_is_not_there_is_pointed_to(
    api: Client, plan: Item, parties: dict[str, Item], name: str
) -> None:
    missing = "0" * 8 + parties[name]["id"][8:]
    body = {"plan_id": plan["id"], "text": "Meet", "leads": [{name: missing}]}
    assert refusal(api.post("/v1/actions", json=body)) == (422, "invalid", [f"/leads/0/{name}"])


def test_deleted_party_does_not_lead(api: Client, plan: Item, parties: dict[str, Item]) -> None:
    person = parties["person_id"]
    assert api.delete(person["url"], headers=ANY).status_code == 204
    body = {"plan_id": plan["id"], "text": "Meet", "leads": [{"person_id": person["reference"]}]}
    assert refusal(api.post("/v1/actions", json=body)) == (422, "invalid", ["/leads/0/person_id"])


def test_party_that_leads_is_not_deleted(api: Client, plan: Item, parties: dict[str, Item]) -> None:
    action = make_action(api, plan, leads=[{name: party["id"]} for name, party in parties.items()])
    for party in parties.values():
        held = api.delete(party["url"], headers=ANY)
        assert held.status_code == 409
        assert {"detail": f"action {action['url']}"} in held.json()["errors"]


@pytest.mark.usefixtures("parties")
def test_leads_are_replaced_as_a_whole_and_raise_the_version(api: Client, plan: Item) -> None:
    action = make_action(api, plan, leads=[{"is_vacant": True}])
    after = changed(
        api, action, leads=[{"sub_group_id": "agenda-planning"}, {"post_id": "partnership-officer"}]
    )
    assert [lead["kind"] for lead in after["leads"]] == ["sub_group", "post"]
    assert after["version"] == 2
    same = changed(
        api, after, leads=[{"sub_group_id": "agenda-planning"}, {"post_id": "partnership-officer"}]
    )
    assert same == after
    assert changed(api, after, leads=[])["leads"] == []
    assert refusal(change(api, action, leads=None)) == (422, "invalid", ["/leads"])


def test_words_of_a_lead_cell_are_not_for_the_public(api: Client, plan: Item) -> None:
    action = make_action(
        api, plan, lead_text="Ada Officer, RBKC", leads=[{"is_vacant": True, "text": "Ada Officer"}]
    )
    assert (action["lead_text"], action["leads"][0]["text"]) == ("Ada Officer, RBKC", "Ada Officer")
    paths = (
        action["url"],
        f"{action['url']}?fields=lead_text,leads",
        "/v1/actions?embed=leads",
        "/v1/deadlines",
    )
    for path in paths:
        assert "Ada" not in api.public.get(path).text
    assert references(api.public, "q=ada") == []
    assert api.public.get(action["url"]).json()["lead_text"] is None


def test_public_sees_parties_that_are_no_people_as_they_are(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    given = [{name: parties[name]["id"]} for name in ("organisation_id", "post_id", "sub_group_id")]
    assert shown_to_public(api, plan, *given, {"is_vacant": True}) == [
        ("organisation", "Royal Borough", None),
        ("post", "Partnership officer", "Royal Borough"),
        ("sub_group", "Agenda Planning", None),
        ("vacant", None, None),
    ]


def test_public_sees_a_person_by_name_only_where_the_name_is_public(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    ada = {"person_id": parties["person_id"]["id"]}
    assert shown_to_public(api, plan, ada) == [("organisation", "Royal Borough", None)]
    changed(api, parties["person_id"], is_name_public=True)
    assert shown_to_public(api, plan, ada) == [("person", "Ada Officer", "Royal Borough")]


def test_public_sees_a_person_by_post_before_organisation(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    ada = parties["person_id"]
    changed(api, parties["post_id"], holder_id=ada["id"])
    action = make_action(api, plan, leads=[{"person_id": ada["id"], "role": "contact"}])
    assert api.public.get(action["url"]).json()["leads"] == [
        {
            **NOBODY,
            "role": "contact",
            "kind": "post",
            "name": "Partnership officer",
            "organisation": "Royal Borough",
            "post_id": parties["post_id"]["id"],
            "text": None,
        }
    ]


def test_public_sees_the_organisation_of_the_post_and_not_that_of_the_person_on_loan_to_it(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    ada = changed(api, parties["person_id"], organisation_id=trust["id"])
    changed(api, parties["post_id"], holder_id=ada["id"])
    assert shown_to_public(api, plan, {"person_id": ada["id"]}) == [
        ("post", "Partnership officer", "Royal Borough")
    ]
    changed(api, parties["post_id"], organisation_id=None)
    assert shown_to_public(api, plan, {"person_id": ada["id"]}) == [("post", "Partnership officer", None)]


def test_public_sees_someone_without_post_or_organisation_without_a_name(api: Client, plan: Item) -> None:
    someone = make(api, "/v1/people", name="Bea Resident")
    assert shown_to_public(api, plan, {"person_id": someone["id"]}) == [("person", None, None)]


def test_who_holds_two_posts_is_seen_once_and_those_alike_to_the_public_are_one(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    ada = parties["person_id"]
    changed(api, parties["post_id"], holder_id=ada["id"])
    make(api, "/v1/posts", title="Chair", organisation_id="rbkc", holder_id=ada["id"])
    assert shown_to_public(api, plan, {"person_id": ada["id"]}) == [("post", "Chair", "Royal Borough")]
    colleagues = [make(api, "/v1/people", name=name, organisation_id="rbkc")["id"] for name in ("Cy", "Di")]
    leads = [{"person_id": one} for one in colleagues]
    assert shown_to_public(api, plan, *leads) == [("organisation", "Royal Borough", None)]
    action = make_action(api, plan, leads=leads)
    assert [lead["name"] for lead in action["leads"]] == ["Cy", "Di"]


def test_post_that_is_given_up_no_longer_stands_for_the_person(
    api: Client, plan: Item, parties: dict[str, Item]
) -> None:
    ada, post = parties["person_id"], parties["post_id"]
    changed(api, post, holder_id=ada["id"])
    assert api.delete(post["url"], headers=ANY).status_code == 204
    assert shown_to_public(api, plan, {"person_id": ada["id"]}) == [("organisation", "Royal Borough", None)]


def test_actions_are_found_by_who_leads_them(api: Client, plan: Item, parties: dict[str, Item]) -> None:
    trust = make(api, "/v1/organisations", name="Golborne Trust", acronym="GT")
    for name, party in parties.items():
        make_action(api, plan, reference=name.removesuffix("_id"), leads=[{name: party["id"]}])
    make_action(api, plan, reference="trust", leads=[{"organisation_id": "gt"}, {"organisation_id": "rbkc"}])
    make_action(api, plan, reference="vacant", leads=[{"is_vacant": True}])
    for query, found in {
        "lead=rbkc": ["organisation", "trust"],
        "lead=ada-officer": ["person"],
        f"lead={parties['person_id']['id']}": ["person"],
        "lead=partnership-officer,agenda-planning": ["post", "sub_group"],
        "organisation=rbkc": ["organisation", "person", "post", "trust"],
        f"organisation={trust['id']}": ["trust"],
        "sub_group=agenda-planning": ["sub_group"],
        "organisation=rbkc&lead=gt": ["trust"],
    }.items():
        assert references(api, query) == found, query
        if "person" not in found or "organisation" in query:
            assert references(api.public, query) == found, query
    for unknown in ("lead=ada-officer", f"lead={parties['person_id']['id']}", "lead=nobody"):
        assert api.public.get(f"/v1/actions?{unknown}").status_code == 400
    assert api.get("/v1/actions?sub_group=rbkc").status_code == 400


def test_name_in_two_kinds_of_parties_finds_what_either_leads(api: Client, plan: Item) -> None:
    organisation = make(api, "/v1/organisations", name="Youth Forum")
    sub_group = make(api, "/v1/sub-groups", name="Youth Forum")
    assert organisation["reference"] == sub_group["reference"] == "youth-forum"
    make_action(api, plan, reference="a", leads=[{"organisation_id": organisation["id"]}])
    make_action(api, plan, reference="b", leads=[{"sub_group_id": sub_group["id"]}])
    assert references(api, "lead=youth-forum") == ["a", "b"]
    assert references(api, "sub_group=youth-forum") == ["b"]
