"""What comes back whole has no part that points to something deleted meanwhile."""

from collections.abc import Callable

import pytest

from tests.support.asking import Item, delete, make
from tests.support.client import Client
from tests.support.plans import make_plan

Made = tuple[Item, Item, Item]


def meeting_with_someone(api: Client) -> Made:
    make(api, "/v1/sub-groups", name="Learning")
    meeting = make(api, "/v1/meetings", sub_group_id="learning", starts_on="2003-01-21")
    person = make(api, "/v1/people", name="Alex Example", is_name_public=True)
    return (
        meeting,
        make(api, f"{meeting['url']}/attendances", person_id=person["id"], status="present"),
        person,
    )


def group_with_someone(api: Client) -> Made:
    group, person = make(api, "/v1/sub-groups", name="Learning"), make(api, "/v1/people", name="Alex Example")
    return group, make(api, f"{group['url']}/memberships", person_id=person["id"]), person


def plan_with_a_criterion(api: Client) -> Made:
    plan, criterion = make_plan(api), make(api, "/v1/criteria", framework="Six", title="Strategic")
    return (
        plan,
        make(api, f"{plan['url']}/themes", title="Strategic", criterion_id=criterion["id"]),
        criterion,
    )


def review_with_an_issue(api: Client) -> Made:
    plan = make_plan(api)
    review = make(api, "/v1/reviews", plan_id=plan["id"])
    finding = make(api, f"{review['url']}/findings", text="Few know of it")
    answer = api.post(f"{finding['url']}/issue", json={})
    assert answer.status_code == 200, answer.text
    issue = api.get(f"/v1/issues?plan={plan['id']}").json()["items"][0]
    return review, finding, issue


@pytest.mark.parametrize(
    "make_all", [meeting_with_someone, group_with_someone, plan_with_a_criterion, review_with_an_issue]
)
def test_whole_does_not_come_back_with_a_part_that_points_to_what_is_gone(
    api: Client, make_all: Callable[[Client], Made]
) -> None:
    whole, part, pointed_to = make_all(api)
    delete(api, whole)
    delete(api, pointed_to)
    refused = api.post(f"{whole['url']}/undelete")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert part["url"] in refused.json()["errors"][0]["detail"]
    assert api.get(whole["url"]).status_code == 404
    assert api.post(f"{pointed_to['url']}/undelete").status_code == 200
    assert api.post(f"{whole['url']}/undelete").status_code == 200
    assert api.get(part["url"]).status_code == 200
