"""Sub-groups and memberships over HTTP: their laws, and what the public does not see of members."""

from typing import Any

import pytest

from tests.support.client import Client

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


def pointers(answer: Any) -> list[str]:
    """Give the members of the body that a refusal points to."""
    return [fault["pointer"] for fault in answer.json()["errors"]]


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group, which everything else is a part of."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=10)


@pytest.fixture
def council(api: Client) -> Item:
    return make(api, "/v1/organisations", name="The Borough Council", acronym="TBC", sector="public")


@pytest.fixture
def person(api: Client) -> Item:
    """Someone whose name the public does not see."""
    return make(api, "/v1/people", name="Alex Example")


def seats_of(group: Item) -> str:
    return f"{group['url']}/memberships"


def test_sub_group_keeps_its_working_arrangements_in_order(api: Client, group: Item) -> None:
    items = ["News and views", "Neighbourhood renewal"]
    cluster = make(
        api,
        "/v1/sub-groups",
        name="Community Safety",
        kind="cluster",
        parent_id="steering-group",
        other_names=["Safety cluster"],
        standing_items=items,
    )
    assert cluster["standing_items"] == items
    assert cluster["parent_id"] == group["id"]
    assert group["agenda_notice_days"] == 10
    assert cluster["agenda_notice_days"] is None


@pytest.mark.parametrize("days", [-1, 366, 7.5, "7", True])
def test_agenda_notice_is_a_number_of_days_within_a_year(api: Client, days: object) -> None:
    answer = api.post("/v1/sub-groups", json={"name": "Agenda Planning", "agenda_notice_days": days})
    assert answer.status_code == 422
    assert pointers(answer) == ["/agenda_notice_days"]


def test_sub_group_can_not_be_a_part_of_its_own_part(api: Client, group: Item) -> None:
    middle = make(api, "/v1/sub-groups", name="Agenda Planning", parent_id=group["id"])
    inner = make(api, "/v1/sub-groups", name="Papers", parent_id=middle["id"])
    for parent in (group, middle, inner):
        answer = change(api, group, parent_id=parent["id"])
        assert answer.status_code == 422
        assert answer.json()["code"] == "part_of_itself"
        assert pointers(answer) == ["/parent_id"]
    assert change(api, inner, parent_id=group["id"]).status_code == 200


def test_sub_group_can_not_end_before_it_started(api: Client, group: Item) -> None:
    assert change(api, group, started_on="2002-12-03").status_code == 200
    answer = change(api, group, ended_on="2002-12-02")
    assert answer.status_code == 422
    assert answer.json()["code"] == "ends_before_it_starts"


def test_sub_groups_are_found_by_kind_parent_and_the_day_on_which_they_met(api: Client, group: Item) -> None:
    make(
        api,
        "/v1/sub-groups",
        name="Action Planning",
        parent_id=group["id"],
        started_on="2002-12-03",
        ended_on="2003-01-31",
    )

    def found(query: str) -> list[str]:
        page = api.public.get(f"/v1/sub-groups?fields=reference&{query}").json()
        return [item["reference"] for item in page["items"]]

    assert found("kind=steering_group") == ["steering-group"]
    assert found("parent=steering-group") == ["action-planning"]
    assert found("current_on=2002-12-02") == ["steering-group"]
    assert found("current_on=2003-01-31") == ["action-planning", "steering-group"]
    assert found("current_on=2003-02-01") == ["steering-group"]


@pytest.mark.usefixtures("council")
def test_membership_is_of_exactly_one_also_after_a_change(api: Client, group: Item) -> None:
    assert api.post(seats_of(group), json={"role": "chair"}).status_code == 422
    post = make(api, "/v1/posts", title="Partnership Support Officer")
    both = {"organisation_id": "tbc", "post_id": post["id"]}
    assert pointers(api.post(seats_of(group), json=both)) == ["/organisation_id", "/post_id"]
    seat = make(api, seats_of(group), organisation_id="tbc")
    refused = change(api, seat, post_id=post["id"])
    assert refused.status_code == 422
    assert refused.json()["code"] == "not_one_member"
    assert change(api, seat, organisation_id=None).status_code == 422
    moved = change(api, seat, organisation_id=None, post_id=post["id"]).json()
    assert (moved["organisation_id"], moved["name"]) == (None, "Partnership Support Officer")


def test_membership_is_named_for_whoever_holds_it(
    api: Client, group: Item, council: Item, person: Item
) -> None:
    of_organisation = make(api, seats_of(group), organisation_id=council["id"])
    of_person = make(api, seats_of(group), person_id=person["id"], role="vice_chair")
    assert of_organisation["name"] == "The Borough Council"
    assert of_person["name"] == "Alex Example"


def test_public_sees_a_seat_and_whom_it_speaks_for_but_not_a_private_person(
    api: Client, group: Item, council: Item, person: Item
) -> None:
    seat = make(api, seats_of(group), person_id=person["id"], on_behalf_of_id="tbc", role="chair")
    for shown in (api.public.get(seat["url"]).json(), api.public.get(seats_of(group)).json()["items"][0]):
        assert (shown["person_id"], shown["name"]) == (None, None)
        assert (shown["role"], shown["on_behalf_of_id"]) == ("chair", council["id"])
    change(api, person, is_name_public=True)
    shown = api.public.get(seat["url"]).json()
    assert (shown["person_id"], shown["name"]) == (person["id"], "Alex Example")


def test_public_sees_a_private_person_by_post_and_else_by_organisation(
    api: Client, group: Item, council: Item
) -> None:
    alex = make(api, "/v1/people", name="Alex Example", organisation_id=council["id"])
    make(api, seats_of(group), person_id=alex["id"])

    def seen() -> tuple[str | None, ...]:
        (seat,) = api.public.get(seats_of(group)).json()["items"]
        return tuple(seat[name] for name in ("name", "person_id", "post_id", "organisation_id"))

    assert seen() == ("The Borough Council", None, None, council["id"])
    posts = [make(api, "/v1/posts", title=title, holder_id=alex["id"]) for title in ("Officer", "Chair")]
    assert seen() == ("Chair", None, posts[1]["id"], None)
    change(api, alex, is_name_public=True)
    assert seen() == ("Alex Example", alex["id"], None, None)


def test_public_can_not_find_a_private_person_by_asking_for_their_seats(
    api: Client, group: Item, person: Item
) -> None:
    make(api, seats_of(group), person_id=person["id"])
    for name in ("alex-example", person["id"], "nobody-at-all"):
        assert api.public.get(f"{seats_of(group)}?person={name}").status_code == 401
    assert len(api.get(f"{seats_of(group)}?person=alex-example").json()["items"]) == 1
    assert api.get(f"{seats_of(group)}?person=nobody-at-all").status_code == 400


@pytest.mark.usefixtures("council")
def test_memberships_are_found_by_role_organisation_and_day(api: Client, group: Item, person: Item) -> None:
    make(api, seats_of(group), organisation_id="tbc", role="member", ended_on="2002-12-31")
    make(api, seats_of(group), person_id=person["id"], on_behalf_of_id="tbc", role="chair")
    make(api, seats_of(group), person_id=person["id"], role="observer", started_on="2003-01-01")

    def found(query: str) -> list[str]:
        page = api.public.get(f"{seats_of(group)}?fields=role&{query}").json()
        return [item["role"] for item in page["items"]]

    assert found("role=chair,observer") == ["chair", "observer"]
    assert found("organisation=tbc") == ["member", "chair"]
    assert found("current_on=2002-12-31") == ["member", "chair"]
    assert found("current_on=2003-01-01") == ["chair", "observer"]


@pytest.mark.usefixtures("council")
def test_membership_can_not_end_before_it_started(api: Client, group: Item) -> None:
    body = {"organisation_id": "tbc", "started_on": "2003-01-21", "ended_on": "2003-01-20"}
    answer = api.post(seats_of(group), json=body)
    assert answer.status_code == 422
    assert pointers(answer) == ["/ended_on"]


def test_memberships_go_with_their_sub_group_and_come_back_with_it(
    api: Client, group: Item, council: Item
) -> None:
    seat = make(api, seats_of(group), organisation_id="tbc")
    assert api.delete(council["url"], headers={"If-Match": "*"}).status_code == 409
    assert api.delete(group["url"], headers={"If-Match": "*"}).status_code == 204
    assert api.get(seat["url"]).status_code == 404
    assert api.post(f"{group['url']}/undelete").status_code == 200
    assert api.get(seat["url"]).json() == seat
