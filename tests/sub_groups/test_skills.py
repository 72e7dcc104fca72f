"""What members can do and are interested in: a register for the partners."""

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client


@pytest.fixture
def group(api: Client) -> Item:
    """A sub-group."""
    return make(api, "/v1/sub-groups", name="Learning")


@pytest.fixture
def seat(api: Client, group: Item) -> Item:
    """The seat of someone whose name is not public."""
    alex = make(api, "/v1/people", name="Alex Example")
    return make(api, f"{group['url']}/memberships", person_id=alex["id"])


@pytest.fixture
def skill(api: Client, group: Item, seat: Item) -> Item:
    """What they can do."""
    return make(api, skills_of(group), membership_id=seat["id"], kind="skill", text="Minute taking")


def skills_of(group: Item) -> str:
    return f"{group['url']}/skills"


def test_skill_is_shown_with_its_member_to_partners_only(api: Client, group: Item, skill: Item) -> None:
    assert (skill["name"], skill["text"], skill["noted_on"]) == ("Alex Example", "Minute taking", None)
    assert api.as_key(["read"]).get(skills_of(group)).json()["items"] == [skill]
    for path in (skills_of(group), skill["url"], f"{skills_of(group)}?q=minute"):
        assert refusal(api.public.get(path)) == (401, "unauthenticated", [])


def test_members_of_every_sort_are_named(api: Client, group: Item) -> None:
    organisation = make(api, "/v1/organisations", name="Golborne Trust")
    post = make(api, "/v1/posts", title="Support officer")
    for party in ({"organisation_id": organisation["id"]}, {"post_id": post["id"]}):
        seat = make(api, f"{group['url']}/memberships", **party)
        make(api, skills_of(group), membership_id=seat["id"], kind="interest", text="Gardens")
    names = [item["name"] for item in api.get(skills_of(group)).json()["items"]]
    assert names == ["Golborne Trust", "Support officer"]


@pytest.mark.usefixtures("skill")
def test_skills_are_found_by_words_kind_and_member(api: Client, group: Item, seat: Item) -> None:
    other = make(api, f"{group['url']}/memberships", post_id=make(api, "/v1/posts", title="Chair")["id"])
    values = {"membership_id": other["id"], "kind": "interest", "text": "Oral history"}
    make(api, skills_of(group), **values, noted_on="2004-07-20")

    def found(query: str) -> list[str]:
        return [item["text"] for item in api.get(f"{skills_of(group)}?{query}").json()["items"]]

    assert found("") == ["Minute taking", "Oral history"]
    assert found("q=HISTORY") == ["Oral history"]
    assert found("kind=skill") == ["Minute taking"]
    assert found(f"membership={other['id']}") == ["Oral history"]
    assert found(f"membership={seat['id']}&kind=interest") == []


def test_skill_is_of_a_member_of_its_own_sub_group(api: Client, seat: Item, skill: Item) -> None:
    other = make(api, "/v1/sub-groups", name="Safety")
    body = {"membership_id": seat["id"], "kind": "skill", "text": "Minute taking"}
    wanted = (422, "of_another_sub_group", ["/membership_id"])
    assert refusal(api.post(skills_of(other), json=body)) == wanted
    elsewhere = make(api, f"{other['url']}/memberships", post_id=make(api, "/v1/posts", title="Chair")["id"])
    assert refusal(change(api, skill, membership_id=elsewhere["id"])) == wanted
    assert changed(api, skill, kind="interest")["kind"] == "interest"


def test_skills_go_with_their_membership_and_come_back_with_it(
    api: Client, group: Item, seat: Item, skill: Item
) -> None:
    delete(api, seat)
    assert api.get(skills_of(group)).json()["items"] == []
    assert api.get(skill["url"]).status_code == 404
    assert change(api, skill, text="Typing").status_code == 404
    body = {"membership_id": seat["id"], "kind": "skill", "text": "Typing"}
    assert refusal(api.post(skills_of(group), json=body)) == (422, "invalid", ["/membership_id"])
    assert api.post(f"{seat['url']}/undelete").status_code == 200
    assert api.get(skills_of(group)).json()["items"] == [skill]


def test_member_who_sat_there_twice_keeps_what_both_could_do(
    api: Client, group: Item, seat: Item, skill: Item
) -> None:
    alec = make(api, "/v1/people", name="Alec Example")
    second = make(api, f"{group['url']}/memberships", person_id=alec["id"])
    make(api, skills_of(group), membership_id=second["id"], kind="skill", text="Typing")
    gone = f"/v1/people/{seat['person_id']}"
    merged = api.post(f"{gone}/merge", json={"into": alec["id"]}, headers={"If-Match": "*"})
    assert merged.status_code == 200, merged.text
    (kept,) = api.get(f"{group['url']}/memberships").json()["items"]
    shown = [(item["text"], item["membership_id"]) for item in api.get(skills_of(group)).json()["items"]]
    assert shown == [(skill["text"], kept["id"]), ("Typing", kept["id"])]
