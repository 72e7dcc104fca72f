"""Lead phrases read over the API, by the parties that the register knows."""

from typing import Any

import pytest

from tests.support.asking import Item, delete, make, refusal
from tests.support.client import Client

PATH = "/v1/phrases/leads"


def ask(api: Client, *phrases: str) -> list[dict[str, Any]]:
    """Read phrases."""
    answer = api.post(PATH, json={"phrases": [{"phrase": phrase} for phrase in phrases]})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.fixture
def council(api: Client) -> Item:
    """A council that goes by several names."""
    return make(
        api,
        "/v1/organisations",
        name="Westford Borough Council",
        acronym="WBC",
        other_names=["The Borough"],
    )


def test_known_party_is_linked_by_every_name(api: Client, council: Item) -> None:
    for phrase, name in (
        ("wbc", "WBC"),
        ("the borough", "The Borough"),
        ("Westford Borough Council", "Westford Borough Council"),
    ):
        assert ask(api, phrase) == [
            {
                "leads": [
                    {
                        "kind": "organisation",
                        "name": name,
                        "role": "lead",
                        "text": phrase.removeprefix("the "),
                        "id": council["id"],
                        "url": council["url"],
                        "candidates": [],
                    }
                ],
                "unread": [],
            }
        ]


def test_lead_has_the_members_of_its_kind(api: Client, council: Item) -> None:
    person = make(api, "/v1/people", name="Ann Example", organisation_id=council["id"])
    post = make(api, "/v1/posts", title="Town Clerk", organisation_id=council["id"])
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    (item,) = ask(api, "WBC: Ann Example, Town Clerk. Steering Group: Kim Hill. TBC")
    rest = ("role", "text", "id", "url", "candidates")
    assert [{name: lead[name] for name in lead if name not in rest} for lead in item["leads"]] == [
        {"kind": "person", "name": "Ann Example", "organisation": "WBC"},
        {"kind": "post", "name": "Town Clerk", "organisation": "WBC", "vacant": False},
        {"kind": "person", "name": "Kim Hill", "organisation": None, "sub_group": "Steering Group"},
        {"kind": "post", "name": None, "organisation": None, "vacant": True},
    ]
    assert [lead["url"] for lead in item["leads"]] == [person["url"], post["url"], None, None]
    assert [lead["text"] for lead in item["leads"]] == ["Ann Example", "Town Clerk", "Kim Hill", "TBC"]


def test_name_of_several_is_linked_to_none_and_tells_them(api: Client) -> None:
    both = [
        make(api, "/v1/organisations", name=name, other_names=["Mill Trust"])
        for name in ("Old Mill", "New Mill")
    ]
    (item,) = ask(api, "Mill Trust")
    (lead,) = item["leads"]
    assert (lead["id"], lead["url"]) == (None, None)
    assert sorted(one["url"] for one in lead["candidates"]) == sorted(one["url"] for one in both)


def test_deleted_party_is_not_known(api: Client, council: Item) -> None:
    delete(api, council)
    assert ask(api, "WBC")[0]["leads"][0]["id"] is None


def test_ditto_repeats_the_phrase_before(api: Client) -> None:
    items = ask(api, "ditto", "Kim Hill", "ditto", "HK/TR")
    assert [[lead["name"] for lead in item["leads"]] for item in items] == [
        [],
        ["Kim Hill"],
        ["Kim Hill"],
        [],
    ]
    assert [item["unread"] for item in items] == [["ditto"], [], [], ["HK/TR"]]


def test_reading_leads_needs_a_key(api: Client) -> None:
    body = {"phrases": [{"phrase": "WBC"}]}
    assert api.public.post(PATH, json=body).status_code == 401
    assert api.as_key(["read"]).post(PATH, json=body).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"phrases": ["WBC"]}, "/phrases/0"),
        ({"phrases": []}, "/phrases"),
        ({"phrases": [{"phrase": "a" * 2001}]}, "/phrases/0/phrase"),
        ({"phrases": [{"phrase": "WBC", "context": {}}]}, "/phrases/0/context"),
        ({"phrases": [{"phrase": "WBC"}] * 1001}, "/phrases"),
    ],
)
def test_what_is_wrong_is_refused_and_pointed_to(api: Client, body: Any, pointer: str) -> None:
    assert refusal(api.post(PATH, json=body)) == (422, "invalid", [pointer])
