"""What belongs to a meeting: agenda items, recommendations and decisions, and how they hang together."""

import json

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event


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
    path = f"{meeting['url']}/agenda-items"
    places = [
        make(api, path, title="One", kind="standing", **given)["position"]
        for given in ({}, {"position": 7}, {}, {"position": None}, {"position": 1})
    ]
    assert places == [1, 7, 8, 9, 1]
    # The first one has made room for the last.
    listed = [one["position"] for one in api.get(path).json()["items"]]
    assert listed == [1, 2, 7, 8, 9]


def agenda(api: Client, meeting: Item) -> list[tuple[int, str]]:
    items = api.get(f"{meeting['url']}/agenda-items").json()["items"]
    return [(one["position"], one["title"]) for one in items]


def add(api: Client, meeting: Item, title: str, **values: object) -> Item:
    return make(api, f"{meeting['url']}/agenda-items", title=title, kind="discussion", **values)


def test_item_that_is_put_where_another_stands_goes_before_it(api: Client, meeting: Item) -> None:
    for title in ("One", "Two", "Three"):
        add(api, meeting, title)
    add(api, meeting, "Nine", position=9)
    before = last_event(api)
    new = add(api, meeting, "New", position=2)
    # What stands right after it moves on, up to the first place that is free: 2 and 3, but not 9.
    assert agenda(api, meeting) == [(1, "One"), (2, "New"), (3, "Two"), (4, "Three"), (9, "Nine")]
    told = [(one["verb"], one["reason"]) for one in events(api.sessions, before)]
    assert told == [("created", None), *[("updated", "Another item was put before it.")] * 2]
    changed(api, new, position=9)
    assert agenda(api, meeting) == [(1, "One"), (3, "Two"), (4, "Three"), (9, "New"), (10, "Nine")]
    changed(api, new, position=4, title="Newer")
    assert agenda(api, meeting) == [(1, "One"), (3, "Two"), (4, "Newer"), (5, "Three"), (10, "Nine")]
    changed(api, new, position=2)
    assert agenda(api, meeting) == [(1, "One"), (2, "Newer"), (3, "Two"), (5, "Three"), (10, "Nine")]


def test_item_that_comes_back_goes_before_the_one_that_took_its_place(api: Client, meeting: Item) -> None:
    one, _two = add(api, meeting, "One"), add(api, meeting, "Two")
    delete(api, one)
    add(api, meeting, "New", position=1)
    api.post(f"{one['url']}/undelete").raise_for_status()
    assert agenda(api, meeting) == [(1, "One"), (2, "New"), (3, "Two")]


def test_agendas_of_other_meetings_and_deleted_items_make_no_room(
    api: Client, meeting: Item, other_meeting: Item
) -> None:
    add(api, other_meeting, "Theirs")
    gone = add(api, meeting, "Gone")
    delete(api, gone)
    before = last_event(api)
    add(api, meeting, "New", position=1)
    assert [one["verb"] for one in events(api.sessions, before)] == ["created"]
    assert agenda(api, other_meeting) == [(1, "Theirs")]


def test_no_room_is_made_on_an_agenda_that_is_final(api: Client, meeting: Item) -> None:
    one, two = add(api, meeting, "One"), add(api, meeting, "Two")
    changed(api, meeting, final_agenda_sent_on="2003-01-07")
    assert refusal(change(api, two, position=1))[:2] == (409, "agenda_is_final")
    assert api.get(one["url"]).json()["position"] == 1


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


@pytest.mark.parametrize("letter", ["A", " a ", "\uff41", "\uff21"])
def test_letter_is_the_same_however_it_is_written(
    api: Client, meeting: Item, item: Item, recommendation: Item, letter: str
) -> None:
    body = {"agenda_item_id": item["id"], "letter": letter, "text": "Submit the plan."}
    answer = api.post(f"{meeting['url']}/recommendations", json=body)
    assert refusal(answer) == (409, "letter_is_taken", ["/letter"])
    assert recommendation["url"] in answer.json()["errors"][0]["detail"]
    assert changed(api, recommendation, letter=letter)["letter"] == letter.strip()
    second = recommend(api, meeting, item, "b")
    assert refusal(change(api, second, letter="a")) == (409, "letter_is_taken", ["/letter"])


@pytest.mark.parametrize("letter", ["\u0000", "a\u0000", "\ud800", "", " ", "a" * 11])
def test_letter_is_a_short_line(api: Client, meeting: Item, item: Item, letter: str) -> None:
    told = json.dumps({"agenda_item_id": item["id"], "letter": letter, "text": "Adopt the plan."})
    asked = {"content": told, "headers": {"Content-Type": "application/json"}}
    assert refusal(api.post(f"{meeting['url']}/recommendations", **asked)) == (422, "invalid", ["/letter"])


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
    under = {"agenda_item_id": item["id"], "outcome": "noted"}
    elsewhere = api.post(f"{other_meeting['url']}/decisions", json=under)
    assert refusal(elsewhere) == (422, "of_another_meeting", ["/agenda_item_id"])
    decision = make(api, f"{meeting['url']}/decisions", **body)
    moved = change(api, decision, agenda_item_id=second["id"])
    assert refusal(moved) == (422, "of_another_agenda_item", ["/recommendation_id"])


def test_decision_may_answer_what_an_earlier_meeting_of_the_group_was_asked(
    api: Client, meeting: Item, other_meeting: Item, item: Item, recommendation: Item
) -> None:
    path, body = f"{other_meeting['url']}/decisions", {"recommendation_id": recommendation["id"]}
    later = make(api, f"{other_meeting['url']}/agenda-items", title="What was put off", kind="decision")
    decision = make(api, path, outcome="agreed", **body)
    assert decision["agenda_item_id"] is None
    under = changed(api, decision, agenda_item_id=later["id"])
    assert (under["agenda_item_id"], under["recommendation_id"]) == (later["id"], recommendation["id"])
    elsewhere = api.post(path, json={**body, "agenda_item_id": item["id"], "outcome": "agreed"})
    assert refusal(elsewhere) == (422, "of_another_meeting", ["/agenda_item_id"])
    found = api.get(f"/v1/decisions?recommendation={recommendation['id']}").json()["items"]
    assert [one["id"] for one in found] == [decision["id"]]
    # Of the agenda on which it was asked, no item is the decision's.
    second = make(api, f"{meeting['url']}/agenda-items", title="The budget", kind="decision")
    assert changed(api, recommendation, agenda_item_id=second["id"])["agenda_item_id"] == second["id"]
    for asked in (recommendation, meeting):
        refused = api.delete(asked["url"], headers={"If-Match": "*"})
        assert (refusal(refused)[1], decision["url"] in refused.text) == ("is_depended_on", True)


def test_decision_answers_no_later_meeting_and_no_other_group(
    api: Client, meeting: Item, other_meeting: Item, recommendation: Item
) -> None:
    cluster = make(api, "/v1/sub-groups", name="Cluster")
    same_day = {"starts_on": meeting["starts_on"], "sub_group_id": meeting["sub_group_id"], "reference": "x"}
    for values in (
        same_day,
        {**same_day, "starts_on": "2002-12-01"},
        {**same_day, "starts_on": "2003-03-18", "sub_group_id": cluster["id"]},
    ):
        other = make(api, "/v1/meetings", **values)
        body = {"recommendation_id": recommendation["id"], "outcome": "agreed"}
        refused = api.post(f"{other['url']}/decisions", json=body)
        assert refusal(refused) == (422, "of_another_meeting", ["/recommendation_id"])
        delete(api, other)
    own = make(api, f"{other_meeting['url']}/decisions", outcome="agreed")
    assert changed(api, own, recommendation_id=recommendation["id"])["recommendation_id"] is not None


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
