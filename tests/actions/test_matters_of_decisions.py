"""Decisions that arise at a meeting: what was put off and never settled, and what nothing came of."""

import pytest

from app.actions.rules.matters import Decided, follow_matters
from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.matters import arising, decide, meet
from tests.support.plans import make_action


def test_deferred_decision_arises_until_it_is_settled(
    api: Client, group: Item, july: Item, september: Item, november: Item
) -> None:
    first = decide(api, july, "deferred", "The  budget", text="Put off to September")
    told = ("kind", "id", "text", "agenda_item", "reasons", "times_deferred", "outcome")
    assert arising(api, september, *told) == [
        ("decision", first["id"], "Put off to September", "The budget", ["deferred"], 1, "deferred")
    ]
    again = decide(api, september, "deferred", "the Budget", text="Put off again")
    ((id, meeting, times),) = arising(api, november, "id", "meeting", "times_deferred")
    assert (id, meeting["id"], times) == (again["id"], july["id"], 2)
    # What comes after a meeting changes nothing of what arises there.
    january = meet(api, group, "2005-01-18")
    decide(api, november, "agreed", "The budget", no_action_needed=True)
    assert len(arising(api, november, "id")) == 1
    assert arising(api, january, "id") == []


def test_deferred_decision_that_needs_no_action_is_settled(api: Client, july: Item, september: Item) -> None:
    decision = decide(api, july, "deferred")
    assert arising(api, september, "text") == [None]
    changed(api, decision, no_action_needed=True)
    assert arising(api, september, "id") == []


def test_deferrals_under_any_other_business_are_matters_of_their_own(
    api: Client, group: Item, july: Item, september: Item, november: Item
) -> None:
    title = "Any other business"
    item = make(api, f"{july['url']}/agenda-items", title=title, kind="any_other_business")
    under = {"agenda_item_id": item["id"]}
    parking, signs = (
        make(api, f"{july['url']}/decisions", outcome="deferred", text=text, **under)
        for text in ("Parking", "Signs")
    )
    later = make(api, f"{september['url']}/agenda-items", title=title, kind="any_other_business")
    under = {"agenda_item_id": later["id"]}
    make(api, f"{september['url']}/decisions", outcome="deferred", text="Lights", **under)
    told = ("text", "times_deferred")
    expected = [("Lights", 1), ("Parking", 1), ("Signs", 1)]
    assert sorted(arising(api, november, *told)) == expected
    last = make(api, f"{november['url']}/agenda-items", title=title, kind="any_other_business")
    for outcome in ("noted", "rejected"):
        make(api, f"{november['url']}/decisions", outcome=outcome, agenda_item_id=last["id"])
    january = meet(api, group, "2005-01-18")
    assert sorted(arising(api, january, *told)) == expected
    changed(api, parking, no_action_needed=True)
    assert sorted(arising(api, january, *told)) == [("Lights", 1), ("Signs", 1)]
    since = {text: meeting["id"] for text, meeting in arising(api, january, "text", "meeting")}
    assert since == {"Lights": september["id"], "Signs": july["id"]}
    assert signs["id"] in arising(api, january, "id")


@pytest.mark.parametrize("kind", ["standing", "news_and_views"])
def test_title_that_comes_back_at_each_meeting_settles_nothing(
    api: Client, july: Item, september: Item, november: Item, kind: str
) -> None:
    for meeting, outcome in ((july, "deferred"), (september, "rejected")):
        item = make(api, f"{meeting['url']}/agenda-items", title="The usual", kind=kind)
        make(api, f"{meeting['url']}/decisions", outcome=outcome, agenda_item_id=item["id"])
    assert arising(api, november, "agenda_item") == ["The usual"]


def recommend(api: Client, meeting: Item, letter: str, text: str, title: str = "Newsletter") -> Item:
    """Make a recommendation under an agenda item of its own."""
    item = make(api, f"{meeting['url']}/agenda-items", title=title, kind="decision")
    under = {"agenda_item_id": item["id"], "letter": letter, "text": text}
    return make(api, f"{meeting['url']}/recommendations", **under)


def decide_on(api: Client, meeting: Item, recommendation: Item, outcome: str) -> Item:
    """Decide on a recommendation; nothing has to come of it."""
    named, is_settled = recommendation["id"], outcome != "deferred"
    return decide(api, meeting, outcome, recommendation_id=named, no_action_needed=is_settled)


@pytest.mark.parametrize(
    ("letter", "text", "is_settled"),
    [
        ("A", "Publish  a newsletter", True),
        ("a", "Appoint an editor of the web site", False),
        ("b", "Publish a newsletter", False),
    ],
)
def test_recommendation_of_other_words_or_another_letter_settles_nothing(
    api: Client, july: Item, september: Item, november: Item, letter: str, text: str, is_settled: bool
) -> None:
    asked = recommend(api, july, "a", "Publish a newsletter")
    put_off = decide_on(api, july, asked, "deferred")
    decide_on(api, september, recommend(api, september, letter, text), "agreed")
    expected = [] if is_settled else [(put_off["id"], "Publish a newsletter")]
    assert arising(api, november, "id", "text") == expected


def test_what_was_put_off_is_settled_by_naming_its_recommendation(
    api: Client, group: Item, july: Item, september: Item, november: Item
) -> None:
    asked = recommend(api, july, "a", "Publish a newsletter")
    decide_on(api, july, asked, "deferred")
    reworded = make(api, f"{september['url']}/agenda-items", title="Publications", kind="decision")
    named = {"recommendation_id": asked["id"], "agenda_item_id": reworded["id"]}
    again = decide(api, september, "deferred", **named)
    assert (again["agenda_item_id"], again["recommendation_id"]) == (reworded["id"], asked["id"])
    told = ("id", "text", "agenda_item", "times_deferred")
    expected = [(again["id"], "Publish a newsletter", "Publications", 2)]
    assert arising(api, november, *told) == expected
    decide_on(api, november, asked, "agreed")
    assert arising(api, meet(api, group, "2005-01-18"), "id") == []


def test_public_reads_no_recommendation_of_a_meeting_that_is_not_public(
    api: Client, july: Item, september: Item, november: Item
) -> None:
    asked = recommend(api, july, "a", "Close the community centre")
    again = decide_on(api, september, asked, "deferred")
    for meeting in (september, november):
        changed(api, meeting, visibility="public")
    arises = f"{november['url']}/matters-arising"
    lists = ("/v1/decisions", f"{september['url']}/decisions")
    for hidden in (again["url"], *lists, september["url"], arises):
        answer = api.public.get(hidden)
        assert (answer.status_code, asked["id"] in answer.text, "centre" in answer.text) == (
            200,
            False,
            False,
        )
    assert api.public.get(f"/v1/decisions?recommendation={asked['id']}").status_code == 400
    assert arising(api, november, "text") == ["Close the community centre"]
    changed(api, july, visibility="public")
    assert api.public.get(again["url"]).json()["recommendation_id"] == asked["id"]
    assert arising(api.public, november, "text") == ["Close the community centre"]


def test_agreed_decision_arises_until_something_comes_of_it(
    api: Client, plan: Item, july: Item, september: Item, november: Item
) -> None:
    decide(api, july, "deferred", "The budget")
    agreed = decide(api, september, "amended", "The budget")
    for outcome in ("rejected", "noted"):
        decide(api, july, outcome)
    told = ("id", "text", "reasons", "times_deferred", "outcome")
    assert arising(api, november, *told) == [(agreed["id"], "The budget", ["no_follow_up"], 1, "amended")]
    changed(api, agreed, no_action_needed=True)
    assert arising(api, november, "id") == []
    changed(api, agreed, no_action_needed=False)
    action = make_action(api, plan, decision_id=agreed["id"])
    assert arising(api, november, "id") == [action["id"]]


def test_decision_that_a_plan_was_adopted_by_does_not_arise(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed", "The plan")
    assert arising(api, september, "id") == [decision["id"]]
    make(api, f"{plan['url']}/transitions", to_status="proposed", made_on="2004-06-15")
    make(api, f"{plan['url']}/transitions", to_status="adopted", decision_id=decision["id"])
    assert arising(api, september, "id") == []
    assert api.get(decision["url"]).json()["follow_up"] == "carried_out"


def test_decision_that_minutes_were_approved_by_does_not_arise(
    api: Client, july: Item, september: Item, november: Item
) -> None:
    changed(api, july, status="held")
    changed(api, september, status="held")
    minutes = make(api, f"{july['url']}/papers", title="Minutes", kind="minutes")
    decision = decide(api, september, "agreed", "Minutes of the last meeting")
    assert arising(api, november, "id") == [decision["id"]]
    approval = {"meeting_id": september["id"], "decision_id": decision["id"]}
    answer = api.post(f"{minutes['url']}/approve", json=approval)
    assert answer.status_code == 200, answer.text
    assert arising(api, november, "id") == []
    assert api.get(decision["url"]).json()["follow_up"] == "carried_out"
    api.post(f"{minutes['url']}/reopen", json={"reason": "A mistake"}).raise_for_status()
    assert api.get(decision["url"]).json()["follow_up"] == "open"


def decided(
    id: str,
    meeting: str,
    outcome: str,
    *,
    letter: str | None = None,
    words: str | None = "x",
    recommended: str = "r",
    recommendation: str | None = None,
    no_action_needed: bool = False,
) -> Decided:
    """Make a decision under an item with the words, on its recommendation with the letter or on it as a whole."""
    if letter is None:
        return Decided(id, meeting, words, None, None, None, outcome, no_action_needed)
    of = recommendation or f"{meeting}{letter}"
    return Decided(id, meeting, words, of, letter, recommended, outcome, no_action_needed)


@pytest.mark.parametrize(
    ("decisions", "open_and_how_often"),
    [
        ([decided("1", "m1", "deferred"), decided("2", "m2", "agreed")], []),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "rejected")], []),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "deferred")], [("2", 2)]),
        # What is noted settles nothing.
        ([decided("1", "m1", "deferred"), decided("2", "m2", "noted")], [("1", 1)]),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "agreed", words="y")], [("1", 1)]),
        # Where the words don't tell what it is on, no other meeting's decision is on the same.
        (
            [decided("1", "m1", "deferred", words=None), decided("2", "m2", "agreed", words=None)],
            [("1", 1)],
        ),
        # Agreed in July, put off in September: that is another matter, only its words are the same.
        ([decided("1", "m1", "agreed"), decided("2", "m2", "deferred")], [("2", 1)]),
        # So is one that is put off after what was put off before needed no action.
        (
            [decided("1", "m1", "deferred", no_action_needed=True), decided("2", "m2", "deferred")],
            [("2", 1)],
        ),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "deferred", no_action_needed=True)], []),
        # Of two recommendations under one item, each is a matter of its own.
        (
            [decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "deferred", letter="b")],
            [("1", 1), ("2", 1)],
        ),
        ([decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "agreed", letter="b")], [("1", 1)]),
        ([decided("1", "m1", "deferred", letter="a"), decided("2", "m1", "agreed", letter="a")], []),
        (
            [
                decided("1", "m1", "deferred", letter="a", words=None),
                decided("2", "m1", "agreed", letter="a", words=None),
            ],
            [],
        ),
        # Whether an item as a whole is what stands under it nobody can tell.
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m1", "deferred", letter="b"),
                decided("3", "m2", "deferred"),
            ],
            [("1", 1), ("2", 1), ("3", 1)],
        ),
        ([decided("1", "m1", "deferred"), decided("2", "m2", "agreed", letter="a")], [("1", 1)]),
        # Nor which of two decisions on an item as a whole is meant, on either side.
        (
            [
                decided("1", "m1", "deferred"),
                decided("2", "m1", "deferred"),
                decided("3", "m2", "agreed"),
            ],
            [("1", 1), ("2", 1)],
        ),
        (
            [decided("1", "m1", "deferred"), decided("2", "m2", "agreed"), decided("3", "m2", "noted")],
            [("1", 1)],
        ),
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m2", "deferred", letter="a"),
                decided("3", "m3", "deferred", letter="b"),
            ],
            [("2", 2), ("3", 1)],
        ),
        # The letter alone, under an item of the same title, may be another recommendation's.
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m2", "agreed", letter="a", recommended="s"),
            ],
            [("1", 1)],
        ),
        # What was put off is settled wherever its recommendation is decided on, by whatever words it goes by then.
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m2", "agreed", letter="a", recommendation="m1a", words=None),
            ],
            [],
        ),
        (
            [
                decided("1", "m1", "deferred", letter="a"),
                decided("2", "m2", "deferred", letter="a"),
                decided("3", "m3", "agreed", letter="a", recommendation="m1a", words="y"),
            ],
            [],
        ),
    ],
)
def test_matter_is_followed_through_decisions(
    decisions: list[Decided], open_and_how_often: list[tuple[str, int]]
) -> None:
    waiting = [one for one in follow_matters(decisions) if one.is_open]
    assert [(one.deferrals[-1].id, len(one.deferrals)) for one in waiting] == open_and_how_often
