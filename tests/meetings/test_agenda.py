"""What belongs to a meeting: agenda items, recommendations and decisions, and how they hang together."""

import pytest

from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client


@pytest.fixture
def other_meeting(api: Client, group: Item) -> Item:
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")


@pytest.fixture
def recommendation(api: Client, meeting: Item, item: Item) -> Item:
    """A recommendation with the letter a."""
    return recommend(api, meeting, item, "a")


def recommend(api: Client, meeting: Item, item: Item, letter: str) -> Item:
    path = f"{meeting['url']}/recommendations"
    return make(api, path, agenda_item_id=item["id"], letter=letter, text="Adopt the plan.")


def test_agenda_item_goes_after_the_last_unless_it_is_given_a_place(api: Client, meeting: Item) -> None:
    agenda = f"{meeting['url']}/agenda-items"
    places = [
        make(api, agenda, title="One", kind="standing", **given)["position"]
        for given in ({}, {"position": 7}, {}, {"position": None}, {"position": 1})
    ]
    assert places == [1, 7, 8, 9, 1]
    listed = [one["position"] for one in api.get(agenda).json()["items"]]
    assert listed == [1, 1, 7, 8, 9]


def test_agenda_item_keeps_its_place(api: Client, meeting: Item, item: Item) -> None:
    make(api, f"{meeting['url']}/agenda-items", title="Two", kind="discussion")
    assert changed(api, item, title="The plan")["position"] == 1
    assert refusal(change(api, item, position=None)) == (422, "invalid", ["/position"])


def test_deleted_agenda_item_gives_up_its_place(api: Client, meeting: Item, item: Item) -> None:
    assert api.delete(item["url"], headers={"If-Match": "*"}).status_code == 204
    assert make(api, f"{meeting['url']}/agenda-items", title="Two", kind="decision")["position"] == 1


@pytest.mark.parametrize("position", [0, -1, 1.5, "1", 2**63])
def test_place_on_the_agenda_is_a_number_from_one(api: Client, meeting: Item, position: object) -> None:
    body = {"title": "One", "kind": "standing", "position": position}
    answer = api.post(f"{meeting['url']}/agenda-items", json=body)
    assert refusal(answer) == (422, "invalid", ["/position"])


def test_public_does_not_see_who_presents_an_item(api: Client, meeting: Item, item: Item) -> None:
    changed(api, meeting, visibility="public")
    assert changed(api, item, presenter="Alex Example")["presenter"] == "Alex Example"
    embedded = api.public.get(f"{meeting['url']}?embed=agenda_items").json()["agenda_items"][0]
    for shown in (api.public.get(item["url"]).json(), embedded):
        assert shown["presenter"] is None
    assert api.public.get(f"{meeting['url']}/agenda-items?q=alex").json()["items"] == []


def test_recommendation_must_be_under_an_item_of_its_own_meeting(
    api: Client, other_meeting: Item, item: Item
) -> None:
    body = {"agenda_item_id": item["id"], "letter": "a", "text": "Adopt the plan."}
    answer = api.post(f"{other_meeting['url']}/recommendations", json=body)
    assert refusal(answer) == (422, "of_another_meeting", ["/agenda_item_id"])


def test_letter_is_unique_under_its_item_until_it_is_deleted(
    api: Client, meeting: Item, item: Item, recommendation: Item
) -> None:
    path = f"{meeting['url']}/recommendations"
    body = {"agenda_item_id": item["id"], "letter": "a", "text": "Submit the plan."}
    taken = (409, "letter_is_taken", ["/letter"])
    assert refusal(api.post(path, json=body)) == taken
    assert changed(api, recommendation, text="Adopt the draft.")["letter"] == "a"
    second = recommend(api, meeting, item, "b")
    assert refusal(change(api, second, letter="a")) == taken
    assert api.delete(recommendation["url"], headers={"If-Match": "*"}).status_code == 204
    assert changed(api, second, letter="a")["letter"] == "a"
    assert refusal(api.post(f"{recommendation['url']}/undelete")) == taken


@pytest.mark.usefixtures("recommendation")
def test_letter_may_return_under_another_item(api: Client, meeting: Item) -> None:
    second = make(api, f"{meeting['url']}/agenda-items", title="The budget", kind="decision")
    assert recommend(api, meeting, second, "a")["letter"] == "a"


def test_recommendations_stand_in_the_order_of_the_agenda_and_then_of_their_letters(
    api: Client, meeting: Item, item: Item
) -> None:
    first = make(api, f"{meeting['url']}/agenda-items", title="Minutes", kind="standing", position=1)
    changed(api, item, position=2)
    for agenda_item, letter in ((item, "10"), (item, "9"), (first, "b"), (first, "a")):
        recommend(api, meeting, agenda_item, letter)
    listed = api.get(f"{meeting['url']}/recommendations").json()["items"]
    assert [one["letter"] for one in listed] == ["a", "b", "9", "10"]
    found = api.get(f"{meeting['url']}/recommendations?agenda_item={first['id']}").json()["items"]
    assert [one["letter"] for one in found] == ["a", "b"]


def test_decision_on_a_recommendation_is_under_its_item(
    api: Client, meeting: Item, item: Item, recommendation: Item
) -> None:
    path = f"{meeting['url']}/decisions"
    decision = make(api, path, recommendation_id=recommendation["id"], outcome="agreed")
    assert decision["agenda_item_id"] == item["id"]
    assert changed(api, decision, agenda_item_id=None)["agenda_item_id"] == item["id"]
    by_itself = make(api, path, outcome="noted", text="The date of the next meeting.")
    assert (by_itself["agenda_item_id"], by_itself["recommendation_id"]) == (None, None)
    found = api.get(f"{path}?recommendation={recommendation['id']}&outcome=agreed,amended").json()["items"]
    assert [one["id"] for one in found] == [decision["id"]]


def test_decision_can_not_mix_items_or_meetings(
    api: Client, meeting: Item, other_meeting: Item, item: Item, recommendation: Item
) -> None:
    second = make(api, f"{meeting['url']}/agenda-items", title="The budget", kind="decision")
    body = {"recommendation_id": recommendation["id"], "outcome": "agreed"}
    mixed = api.post(f"{meeting['url']}/decisions", json={**body, "agenda_item_id": second["id"]})
    assert refusal(mixed) == (422, "of_another_agenda_item", ["/recommendation_id"])
    elsewhere = api.post(f"{other_meeting['url']}/decisions", json=body)
    assert refusal(elsewhere) == (422, "of_another_meeting", ["/recommendation_id"])
    under = {"agenda_item_id": item["id"], "outcome": "noted"}
    elsewhere = api.post(f"{other_meeting['url']}/decisions", json=under)
    assert refusal(elsewhere) == (422, "of_another_meeting", ["/agenda_item_id"])
    decision = make(api, f"{meeting['url']}/decisions", **body)
    moved = change(api, decision, agenda_item_id=second["id"])
    assert refusal(moved) == (422, "of_another_agenda_item", ["/recommendation_id"])


def test_recommendation_does_not_leave_its_decision_behind(
    api: Client, meeting: Item, recommendation: Item
) -> None:
    second = make(api, f"{meeting['url']}/agenda-items", title="The budget", kind="decision")
    decision = make(
        api, f"{meeting['url']}/decisions", recommendation_id=recommendation["id"], outcome="agreed"
    )
    moved = change(api, recommendation, agenda_item_id=second["id"])
    assert refusal(moved) == (409, "recommendation_is_decided", ["/agenda_item_id"])
    assert api.delete(recommendation["url"], headers={"If-Match": "*"}).status_code == 409
    assert api.delete(decision["url"], headers={"If-Match": "*"}).status_code == 204
    assert changed(api, recommendation, agenda_item_id=second["id"])["agenda_item_id"] == second["id"]
    restored = api.post(f"{decision['url']}/undelete")
    assert refusal(restored) == (422, "of_another_agenda_item", ["/recommendation_id"])


def test_agenda_goes_with_its_meeting_and_comes_back_with_it(api: Client, meeting: Item, item: Item) -> None:
    assert api.delete(meeting["url"], headers={"If-Match": "*"}).status_code == 204
    assert api.get(item["url"]).status_code == 404
    assert api.post(f"{meeting['url']}/undelete").status_code == 200
    assert api.get(item["url"]).json() == item
