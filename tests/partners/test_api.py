"""Organisations, people and posts over HTTP: their laws, and what the public does not see of people."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.ledger import events

Item = dict[str, Any]


def make(api: Client, path: str, **values: Any) -> Item:
    """Create something, which must succeed."""
    answer = api.post(path, json=values)
    assert answer.status_code == 201, answer.text
    item: Item = answer.json()
    return item


def change(api: Client, item: Item, **values: Any) -> Any:
    """Change something, whatever its version."""
    return api.patch(item["url"], json=values, headers={"If-Match": "*"})


def delete(api: Client, item: Item) -> Any:
    return api.delete(item["url"], headers={"If-Match": "*"})


def ids(api: Client, path: str, **parameters: Any) -> list[str]:
    """List what there is, by its ids."""
    answer = api.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
def council(api: Client) -> Item:
    return make(api, "/v1/organisations", name="The Royal Borough", acronym="RBKC", sector="public")


@pytest.fixture
def private(api: Client, council: Item) -> Item:
    """Someone whose name the public does not see."""
    contact = {"email": "alex@rbkc.example", "phone": "020 7946 0001"}
    return make(api, "/v1/people", name="Alex Example", organisation_id=council["id"], **contact)


@pytest.fixture
def public(api: Client, council: Item) -> Item:
    """Someone whose name the public sees."""
    contact = {"email": "sam@rbkc.example", "phone": "020 7946 0002"}
    named = {"name": "Sam Sample", "is_name_public": True}
    return make(api, "/v1/people", **named, organisation_id=council["id"], **contact)


# Organisations


def test_organisation_is_named_by_its_acronym_and_else_by_its_name(api: Client, council: Item) -> None:
    assert council["reference"] == "rbkc"
    assert make(api, "/v1/organisations", name="The Social Council")["reference"] == "social-council"
    assert make(api, "/v1/organisations", name="Another", acronym="RBKC")["reference"] == "rbkc-2"


def test_organisation_is_found_by_the_words_of_its_name_or_its_acronym(api: Client, council: Item) -> None:
    other = make(api, "/v1/organisations", name="Social Council", other_names=["KCSC"])
    assert ids(api, "/v1/organisations", q="rbkc") == [council["id"]]
    assert ids(api, "/v1/organisations", q="COUNCIL") == [other["id"]]
    assert ids(api, "/v1/organisations", sector="public,business") == [council["id"]]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_organisation_can_not_be_a_part_of_itself(api: Client, length: int) -> None:
    chain = [make(api, "/v1/organisations", name="0")]
    for number in range(1, length):
        chain.append(make(api, "/v1/organisations", name=str(number), parent_id=chain[-1]["id"]))
    refused = change(api, chain[0], parent_id=chain[-1]["id"])
    assert (refused.status_code, refused.json()["code"]) == (422, "part_of_itself")
    assert refused.json()["errors"][0]["pointer"] == "/parent_id"
    assert api.get(chain[0]["url"]).json()["parent_id"] is None
    by_reference = api.put(
        f"/v1/organisations/by-reference/{chain[0]['reference']}",
        json={"name": "0", "parent_id": chain[-1]["reference"]},
    )
    assert by_reference.status_code == 422


def test_organisation_may_move_within_its_tree(api: Client) -> None:
    top = make(api, "/v1/organisations", name="Top")
    left = make(api, "/v1/organisations", name="Left", parent_id="top")
    right = make(api, "/v1/organisations", name="Right", parent_id="top")
    assert change(api, left, parent_id="right").json()["parent_id"] == right["id"]
    assert change(api, right, parent_id="left").status_code == 422
    assert change(api, left, parent_id=None).json()["parent_id"] is None
    assert change(api, right, parent_id="left").json()["parent_id"] == left["id"]
    assert ids(api, "/v1/organisations", parent="top,left") == [right["id"]]
    assert top["parent_id"] is None


def test_organisation_with_people_is_not_deleted_and_they_are_named(
    api: Client, council: Item, private: Item, public: Item
) -> None:
    post = make(api, "/v1/posts", title="Support Officer", organisation_id="rbkc")
    part = make(api, "/v1/organisations", name="Housing department", parent_id="rbkc")
    held = delete(api, council)
    assert (held.status_code, held.json()["code"]) == (409, "is_depended_on")
    assert {fault["detail"] for fault in held.json()["errors"]} == {
        f"person {private['url']}",
        f"person {public['url']}",
        f"post {post['url']}",
        f"organisation {part['url']}",
    }
    for item in (private, public, post, part):
        delete(api, item).raise_for_status()
    assert delete(api, council).status_code == 204


def test_refusal_names_no_more_than_twenty(api: Client, council: Item) -> None:
    for number in range(23):
        make(api, "/v1/people", name=f"Person {number}", organisation_id=council["id"])
    assert len(delete(api, council).json()["errors"]) == 20


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 501}, "/name"),
        ({"name": None}, "/name"),
        ({"sector": "charity"}, "/sector"),
        ({"sector": None}, "/sector"),
        ({"website": "rbkc.gov.uk"}, "/website"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"other_names": ["a", ""]}, "/other_names/1"),
        ({"other_names": ["a"] * 51}, "/other_names"),
        ({"other_names": "KCSC"}, "/other_names"),
        ({"other_names": None}, "/other_names"),
        ({"parent_id": "nobody"}, "/parent_id"),
        ({"acronym": "a\x00b"}, "/acronym"),
    ],
)
def test_value_that_an_organisation_can_not_have_is_refused(
    api: Client, council: Item, values: Item, pointer: str
) -> None:
    created = api.post("/v1/organisations", json={"name": "Trust", **values})
    changed = change(api, council, **values)
    for refused in (created, changed):
        assert refused.status_code == 422
        assert pointer in [fault["pointer"] for fault in refused.json()["errors"]]
    assert api.get(council["url"]).json() == council


# People


def test_public_sees_only_those_whose_names_are_public(api: Client, private: Item, public: Item) -> None:
    assert ids(api, "/v1/people") == [private["id"], public["id"]]
    assert ids(api.public, "/v1/people") == [public["id"]]
    assert ids(api.public, "/v1/people", q="alex") == []
    assert ids(api.public, "/v1/people", organisation="rbkc") == [public["id"]]
    assert api.public.get("/v1/people", params={"count": "true"}).json()["total"] == 1
    for path in (private["url"], "/v1/people/by-reference/alex-example"):
        assert api.public.get(path).status_code == 404


def test_public_never_sees_contact_details(api: Client, public: Item) -> None:
    shown = [
        api.public.get(public["url"]),
        api.public.get("/v1/people"),
        api.public.get("/v1/people/by-reference/sam-sample"),
        api.public.get("/v1/people", params={"fields": "name,email,phone"}),
    ]
    for answer in shown:
        assert answer.status_code == 200
        assert "Sam Sample" in answer.text
        assert "sam@rbkc.example" not in answer.text
        assert "7946" not in answer.text
    assert api.public.get(public["url"]).json()["email"] is None
    assert api.as_key(["read"]).get(public["url"]).json()["phone"] == "020 7946 0002"


@pytest.mark.parametrize("parameters", [{"q": "sam@rbkc.example"}, {"q": "7946"}, {"sort": "email"}])
def test_contact_details_can_not_be_asked_after(api: Client, public: Item, parameters: Item) -> None:
    answer = api.public.get("/v1/people", params=parameters)
    assert answer.status_code == 400 or answer.json()["items"] == []
    assert public["email"] not in answer.text


@pytest.mark.parametrize("email", ["nope", "a@b@c", "a b@c", "@", "x" * 250 + "@x.uk"])
def test_email_address_that_is_none_is_refused(api: Client, email: str) -> None:
    refused = api.post("/v1/people", json={"name": "Alex", "email": email})
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/email"]


def test_name_is_withdrawn_from_the_public(api: Client, public: Item) -> None:
    assert api.public.get(public["url"]).status_code == 200
    change(api, public, is_name_public=False).raise_for_status()
    assert api.public.get(public["url"]).status_code == 404
    assert ids(api.public, "/v1/people") == []


# Posts


def test_holder_of_a_post_is_shown_to_the_public_only_by_a_public_name(
    api: Client, private: Item, public: Item
) -> None:
    quiet = make(api, "/v1/posts", title="Officer A", holder_id=private["id"], organisation_id="rbkc")
    open_ = make(api, "/v1/posts", title="Officer B", holder_id="sam-sample")
    vacant = make(api, "/v1/posts", title="Officer C", is_vacant=True)
    posts = (quiet, open_, vacant)
    assert [post["holder_id"] for post in posts] == [private["id"], public["id"], None]
    assert [api.public.get(post["url"]).json()["holder_id"] for post in posts] == [None, public["id"], None]
    listed = api.public.get("/v1/posts").json()["items"]
    assert [item["holder_id"] for item in listed] == [None, public["id"], None]
    assert private["id"] not in api.public.get("/v1/posts", params={"fields": "title,holder_id"}).text
    assert ids(api.public, "/v1/posts", is_vacant="true") == [vacant["id"]]
    assert ids(api.public, "/v1/posts", organisation="rbkc") == [quiet["id"]]


def test_only_partners_may_ask_which_post_someone_holds(api: Client, private: Item) -> None:
    post = make(api, "/v1/posts", title="Officer", holder_id=private["id"])
    for name in (private["id"], "alex-example"):
        assert ids(api.as_key(["read"]), "/v1/posts", holder=name) == [post["id"]]
        refused = api.public.get("/v1/posts", params={"holder": name})
        assert refused.status_code == 401
        unknown = api.public.get("/v1/posts", params={"holder": "nobody"})
        assert unknown.json() == refused.json(), "or one could find out who is known here"


def test_holder_of_a_post_is_not_deleted_before_leaving_it(api: Client, private: Item) -> None:
    post = make(api, "/v1/posts", title="Officer", holder_id=private["id"])
    held = delete(api, private)
    assert (held.status_code, held.json()["errors"]) == (409, [{"detail": f"post {post['url']}"}])
    assert change(api, post, holder_id=None, is_vacant=True).json()["holder_id"] is None
    assert delete(api, private).status_code == 204
    assert change(api, post, holder_id=private["id"]).status_code == 422


def test_post_outlives_its_holders_in_the_ledger(api: Client, private: Item, public: Item) -> None:
    post = make(api, "/v1/posts", title="Officer", holder_id=private["id"])
    change(api, post, holder_id=public["id"]).raise_for_status()
    (updated,) = [event for event in events(api.sessions) if event["verb"] == "updated"]
    assert (updated["before"], updated["after"]) == (
        {"holder_id": private["id"]},
        {"holder_id": public["id"]},
    )


def test_post_is_vacant_or_held(api: Client, public: Item) -> None:
    post = make(api, "/v1/posts", title="Officer A", is_vacant=True)
    held = change(api, post, holder_id=public["id"]).json()
    assert (held["holder_id"], held["is_vacant"]) == (public["id"], False)
    refused = change(api, held, is_vacant=True)
    assert (refused.status_code, refused.json()["code"]) == (422, "post_is_held")
    assert refused.json()["errors"][0]["pointer"] == "/is_vacant"
    both = {"title": "Officer B", "holder_id": public["id"], "is_vacant": True}
    assert api.post("/v1/posts", json=both).json()["code"] == "post_is_held"
    left = change(api, held, is_vacant=True, holder_id=None).json()
    assert (left["holder_id"], left["is_vacant"]) == (None, True)


def test_words_are_found_whatever_their_case_in_every_alphabet(api: Client) -> None:
    name = "Ŵyl yr Ŷd"
    found = make(api, "/v1/organisations", name=name)
    make(api, "/v1/organisations", name="Wyl")
    for words in ("ŵYL", "ŵyl yr ŷd", "Ŷ", name):
        assert ids(api, "/v1/organisations", q=words) == [found["id"]]
