"""Two parties found to be one: all that pointed to the one points to the other, and both tell of it."""

from typing import Any

import pytest

from tests.support.asking import ANY, Item, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import last_event
from tests.support.plans import make_action


def merge(api: Client, gone: Item, into: str) -> Any:
    """Merge a party into another, which must succeed; give the one that stays."""
    answer = api.post(f"{gone['url']}/merge", json={"into": into}, headers=ANY)
    assert answer.status_code == 200, answer.text
    return answer.json()


def now(api: Client, item: Item) -> Any:
    """Read a thing again."""
    return api.get(item["url"]).json()


@pytest.fixture
def two(api: Client) -> tuple[Item, Item]:
    """Two organisations that are one, under different names."""
    stays = make(api, "/v1/organisations", name="Westford Borough Council", acronym="WBC")
    gone = make(
        api,
        "/v1/organisations",
        name="Borough of Westford",
        acronym="BoW",
        other_names=["The Borough", "wbc"],
    )
    return stays, gone


def test_everything_that_points_to_an_organisation_moves(
    api: Client, plan: Item, two: tuple[Item, Item]
) -> None:
    stays, gone = two
    theirs = {"organisation_id": gone["id"]}
    person = make(api, "/v1/people", name="Ann Example", **theirs)
    post = make(api, "/v1/posts", title="Town Clerk", **theirs)
    part = make(api, "/v1/organisations", name="Library", parent_id=gone["id"])
    group = make(api, "/v1/sub-groups", name="Parks")
    seat = make(api, f"{group['url']}/memberships", person_id=person["id"], on_behalf_of_id=gone["id"])
    action = make_action(
        api, plan, leads=[theirs, {"organisation_id": stays["id"]}, {**theirs, "role": "support"}]
    )
    read = make_action(api, plan, lead_text="BoW: Kim Hill")
    progress = make(api.as_key(["report"], gone["id"]), f"{action['url']}/progress-updates", text="Begun")
    merge(api, gone, "wbc")
    for item, name in ((person, "organisation_id"), (post, "organisation_id"), (part, "parent_id")):
        assert (now(api, item)[name], now(api, item)["version"]) == (stays["id"], 2)
    assert now(api, seat)["on_behalf_of_id"] == now(api, progress)["organisation_id"] == stays["id"]
    leads = now(api, action)["leads"]
    assert [(lead["role"], lead["organisation_id"]) for lead in leads] == [
        ("lead", stays["id"]),
        ("support", stays["id"]),
    ]
    assert now(api, action)["version"] == action["version"] + 1
    assert now(api, read)["leads"][0]["organisation"] == stays["name"]
    assert api.get(gone["url"]).status_code == 404


def test_one_that_stays_goes_by_the_names_of_both(api: Client, plan: Item, two: tuple[Item, Item]) -> None:
    stays, gone = two
    after = merge(api, gone, stays["id"])
    assert (after["id"], after["name"], after["acronym"]) == (stays["id"], stays["name"], "WBC")
    assert after["other_names"] == ["Borough of Westford", "BoW", "The Borough"]
    action = make_action(api, plan, lead_text="Borough of Westford")
    assert action["leads"][0]["organisation_id"] == stays["id"]


def test_name_that_both_went_by_is_resolved(api: Client, plan: Item, two: tuple[Item, Item]) -> None:
    action = make_action(api, plan, lead_text="WBC")
    assert action["leads"][0]["is_resolved"] is False
    merge(api, two[1], two[0]["id"])
    assert now(api, action)["leads"][0]["organisation_id"] == two[0]["id"]


def test_changes_of_both_say_why(api: Client, two: tuple[Item, Item]) -> None:
    stays, gone = two
    known = last_event(api)
    merge(api, gone, stays["id"])
    told = api.get(f"/v1/changes?after={known}").json()["items"]
    why = f"{gone['url']} was merged into {stays['url']}."
    assert [(one["verb"], one["resource_id"], one["reason"]) for one in told] == [
        ("updated", stays["id"], why),
        ("deleted", gone["id"], why),
    ]
    assert told[1]["before"]["name"] == "Borough of Westford"


def test_people_are_merged_with_their_seats_posts_and_leads(api: Client, plan: Item) -> None:
    council = make(api, "/v1/organisations", name="Westford Borough Council")
    stays = make(api, "/v1/people", name="Ann Example", email="ann@example.org")
    gone = make(api, "/v1/people", name="A. Example", organisation_id=council["id"], email="a@example.org")
    group = make(api, "/v1/sub-groups", name="Parks")
    seats = [make(api, f"{group['url']}/memberships", person_id=one["id"]) for one in (stays, gone)]
    chair = make(api, f"{group['url']}/memberships", person_id=gone["id"], role="chair")
    post = make(api, "/v1/posts", title="Town Clerk", holder_id=gone["id"])
    action = make_action(api, plan, leads=[{"person_id": gone["id"]}])
    after = merge(api, gone, stays["reference"])
    assert (after["organisation_id"], after["email"], after["other_names"]) == (
        council["id"],
        "ann@example.org",
        ["A. Example"],
    )
    assert now(api, post)["holder_id"] == now(api, chair)["person_id"] == stays["id"]
    assert [api.get(seat["url"]).status_code for seat in seats] == [200, 404]
    assert now(api, action)["leads"][0]["person_id"] == stays["id"]


def test_sub_groups_are_merged_with_their_members_meetings_plans_and_actions(api: Client, plan: Item) -> None:
    stays, gone = (make(api, "/v1/sub-groups", name=name) for name in ("Parks", "Parks and Play"))
    person = make(api, "/v1/people", name="Ann Example")
    seat = make(api, f"{gone['url']}/memberships", person_id=person["id"])
    meeting = make(api, "/v1/meetings", title="July", sub_group_id=gone["id"], starts_on="2004-07-20")
    changed(api, plan, sub_group_id=gone["id"])
    action = make_action(
        api, plan, cluster_ids=[gone["id"], stays["id"]], leads=[{"sub_group_id": gone["id"]}]
    )
    merge(api, gone, stays["id"])
    assert now(api, meeting)["sub_group_id"] == now(api, plan)["sub_group_id"] == stays["id"]
    members = api.get(f"{stays['url']}/memberships").json()["items"]
    assert [one["id"] for one in members] == [seat["id"]]
    assert now(api, action)["cluster_ids"] == [stays["id"]]
    assert now(api, action)["leads"][0]["sub_group_id"] == stays["id"]


def test_posts_are_merged_with_what_they_lead(api: Client, plan: Item) -> None:
    stays, gone = (make(api, "/v1/posts", title=title) for title in ("Town Clerk", "Clerk to the Council"))
    action = make_action(api, plan, leads=[{"post_id": gone["id"]}])
    assert merge(api, gone, stays["id"])["other_names"] == ["Clerk to the Council"]
    assert now(api, action)["leads"][0]["post_id"] == stays["id"]


def test_part_that_its_whole_is_merged_into_takes_its_place(api: Client) -> None:
    top = make(api, "/v1/organisations", name="County")
    gone = make(api, "/v1/organisations", name="District", parent_id=top["id"])
    middle = make(api, "/v1/organisations", name="Department", parent_id=gone["id"])
    stays = make(api, "/v1/organisations", name="Office", parent_id=middle["id"])
    merge(api, gone, stays["id"])
    assert (now(api, stays)["parent_id"], now(api, middle)["parent_id"]) == (top["id"], stays["id"])
    merge(api, top, stays["id"])
    assert now(api, stays)["parent_id"] is None


def test_what_was_deleted_moves_too_and_comes_back_to_the_one_that_stays(
    api: Client, plan: Item, two: tuple[Item, Item]
) -> None:
    stays, gone = two
    action = make_action(api, plan, leads=[{"organisation_id": gone["id"]}])
    delete(api, action)
    merge(api, gone, stays["id"])
    back = api.post(f"{action['url']}/undelete").json()
    assert back["leads"][0]["organisation_id"] == stays["id"]


def test_merging_is_refused_where_it_means_nothing(api: Client, two: tuple[Item, Item]) -> None:
    stays, gone = two
    person = make(api, "/v1/people", name="Ann Example")
    dead = make(api, "/v1/organisations", name="Long Gone")
    delete(api, dead)
    path = f"{gone['url']}/merge"
    before = last_event(api)
    for into, expected in (
        (gone["id"], (422, "merged_into_itself", ["/into"])),
        (gone["reference"], (422, "merged_into_itself", ["/into"])),
        (dead["id"], (422, "invalid", ["/into"])),
        (person["id"], (422, "invalid", ["/into"])),
        ("nowhere", (422, "invalid", ["/into"])),
        (None, (422, "invalid", ["/into"])),
    ):
        assert refusal(api.post(path, json={"into": into}, headers=ANY)) == expected
    body = {"into": stays["id"]}
    assert api.post(path, json=body).status_code == 428
    assert api.post(path, json=body, headers={"If-Match": '"7-x"'}).status_code == 412
    assert api.post(f"{dead['url']}/merge", json=body, headers=ANY).status_code == 404
    assert api.public.post(path, json=body, headers=ANY).status_code == 401
    assert api.as_key(["read"]).post(path, json=body, headers=ANY).status_code == 403
    assert last_event(api) == before


def test_merging_again_with_its_idempotency_key_answers_the_same(api: Client, two: tuple[Item, Item]) -> None:
    stays, gone = two
    headers = {**ANY, "Idempotency-Key": "merge-once"}
    answers = [
        api.post(f"{gone['url']}/merge", json={"into": stays["id"]}, headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
