"""When an action is due: the words as written, our reading of them, and the state as of a day."""

from typing import Any

from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import deadlines, make_action, make_plan

UNDATED = dict.fromkeys(("earliest", "latest", "edtf", "rrule", "anchor", "meeting_id", "binding"))


def spans(item: Item) -> list[tuple[str, str | None, str | None]]:
    """List the kind and the days of each point."""
    return [(point["kind"], point["earliest"], point["latest"]) for point in item["due"]["points"]]


def test_words_are_kept_and_read(api: Client, plan: Item) -> None:
    words = "Review once a year.  Next review: August/September 2004"
    due = make_action(api, plan, due=words)["due"]
    assert due["points"] == [
        {
            "kind": "review",
            "earliest": "2004-08-01",
            "latest": "2004-09-30",
            "edtf": "2004-08/2004-09",
            "rrule": "FREQ=YEARLY;BYMONTH=8",
            "anchor": None,
            "meeting_id": None,
            "binding": None,
            "text": words,
        }
    ]
    assert (due["text"], due["unread"], due["reading"]) == (words, [], "automatic")


def test_what_is_not_understood_is_told_and_no_date_is_made_up(api: Client, plan: Item) -> None:
    due = make_action(api, plan, due="lifts permitting")["due"]
    assert due["points"] == [{**UNDATED, "kind": "unknown", "text": "lifts permitting"}]
    assert (due["unread"], due["next_on"], due["state"]) == (["lifts permitting"], None, "undated")


def test_month_without_a_year_falls_into_the_period_of_the_plan(api: Client, plan: Item) -> None:
    assert spans(make_action(api, plan, due="March")) == [("by", "2005-03-01", "2005-03-31")]
    undated = make_plan(api, document_date=None, starts_on=None, ends_on=None)
    assert spans(make_action(api, undated, due="March")) == [("by", None, None)]


def test_ditto_takes_the_reading_of_the_row_above(api: Client, plan: Item) -> None:
    at_the_top = make_action(api, plan, due="ditto")
    assert at_the_top["due"]["unread"] == ["ditto"]
    make_action(api, plan, due="July/August 2004", position=10)
    make_action(api, plan, due="Ongoing", position=20)
    make_action(api, make_plan(api, title="Other"), due="June 2004", position=11)
    summer = [("by", "2004-07-01", "2004-08-31")]
    below = make_action(api, plan, due="ditto", position=15)
    assert (below["due"]["text"], below["due"]["points"][0]["text"]) == ("ditto", "ditto")
    assert spans(below) == summer
    assert spans(make_action(api, plan, due="Ditto")) == [("ongoing", None, None)]
    assert spans(changed(api, at_the_top, due={"text": "as above"}, position=16)) == summer


def test_reading_stands_while_the_words_stand(api: Client, plan: Item) -> None:
    changed(api, plan, starts_on="2008-04-01", ends_on="2009-03-31")
    year_less = make_action(api, plan, due="March")
    assert spans(year_less) == [("by", "2009-03-01", "2009-03-31")]
    changed(api, plan, starts_on="2004-04-01", ends_on="2005-03-31")
    assert spans(changed(api, year_less, due={"text": "March"}, status="in_progress")) == spans(year_less)
    assert spans(changed(api, year_less, due={"text": "By March"})) == [("by", "2005-03-01", "2005-03-31")]


def test_new_words_are_read_anew(api: Client, action: Item) -> None:
    after = changed(api, action, due={"text": "End March 2005"})
    assert spans(after) == [("by", "2005-03-31", "2005-03-31")]
    assert after["due"]["text"] == "End March 2005"
    assert spans(changed(api, after, due={"text": ""})) == [("unknown", None, None)]


def test_words_may_be_as_long_as_a_cell_and_no_longer(api: Client, plan: Item, action: Item) -> None:
    assert len(make_action(api, plan, due="x" * 2000)["due"]["text"]) == 2000
    long = {"text": "July 2004" + " " * 1992}
    body = {"plan_id": plan["id"], "text": "Meet", "due": long}
    wanted = (422, "invalid", ["/due/text"])
    assert refusal(api.post("/v1/actions", json=body)) == wanted
    assert refusal(change(api, action, due=long)) == wanted


def test_due_is_words_or_a_reading_of_them(api: Client, plan: Item, action: Item) -> None:
    refused: list[tuple[Any, str]] = [
        (0, "/due"),
        ("July 2004", "/due"),
        ([], "/due"),
        ({}, "/due"),
        ({"text": 0}, "/due/text"),
        ({"text": None}, "/due"),
        ({"text": "a\x00b"}, "/due/text"),
        ({"text": "July 2004", "points": []}, "/due/points"),
    ]
    for due, pointer in refused:
        wanted = (422, "invalid", [pointer])
        body = {"plan_id": plan["id"], "text": "Meet", "due": due}
        assert refusal(api.post("/v1/actions", json=body)) == wanted, due
        assert refusal(change(api, action, due=due)) == wanted, due
    assert [item["id"] for item in api.get("/v1/actions").json()["items"]] == [action["id"]]
    assert api.get(action["url"]).json() == action


def test_null_clears_the_due(api: Client, action: Item) -> None:
    milestone = make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})
    for item in (milestone, api.get(action["url"]).json()):
        assert item["due"]["next_on"] is not None
        cleared = changed(api, item, due=None)["due"]
        assert (cleared["text"], cleared["next_on"], cleared["state"]) == ("", None, "undated")
    assert deadlines(api) == [("action", None, "undated")]


STATES: dict[str, dict[str, tuple[str, str | None]]] = {
    "July 2004": {
        "2004-06-30": ("upcoming", "2004-07-31"),
        "2004-07-01": ("in_window", "2004-07-31"),
        "2004-07-31": ("in_window", "2004-07-31"),
        "2004-08-01": ("overdue", "2004-07-31"),
    },
    "Sept and Nov 2004": {
        "2004-08-31": ("upcoming", "2004-09-30"),
        "2004-09-30": ("in_window", "2004-09-30"),
        "2004-10-01": ("overdue", "2004-11-30"),
        "2004-12-01": ("overdue", "2004-11-30"),
    },
    "from September 2004": {
        "2004-08-31": ("upcoming", None),
        "2004-09-01": ("ongoing", None),
        "2005-09-01": ("ongoing", None),
    },
    "June 2004 and ongoing": {
        "2004-06-30": ("in_window", "2004-06-30"),
        "2004-07-01": ("overdue", "2004-06-30"),
    },
    "Ongoing from September 2004": {"2004-08-31": ("upcoming", None), "2004-09-01": ("ongoing", None)},
    "Ongoing": {"2004-07-01": ("ongoing", None)},
    "within 6 months of adoption": {"2004-07-01": ("waiting", None)},
    "COMPLETED": {"2004-07-01": ("done", None)},
    "TBC": {"2004-07-01": ("undated", None)},
    "": {"2004-07-01": ("undated", None)},
}


def test_state_is_that_of_the_day_asked_for(api: Client, plan: Item) -> None:
    made = {words: make_action(api, plan, due=words)["id"] for words in STATES}
    shown = {}
    for day in {day for told in STATES.values() for day in told}:
        items = api.get(f"/v1/actions?as_of={day}").json()["items"]
        shown[day] = {item["id"]: (item["due"]["state"], item["due"]["next_on"]) for item in items}
    for words, told in STATES.items():
        assert {day: shown[day][made[words]] for day in told} == told, words
    alone = api.get(f"/v1/actions/{made['July 2004']}?as_of=2004-08-01").json()
    assert alone["due"]["state"] == "overdue"


def test_closed_action_is_done_whatever_its_words_say(api: Client, plan: Item) -> None:
    states = {}
    for status in ("in_progress", "completed", "deferred", "cancelled", "not_started"):
        action = make_action(api, plan, due="July 2004", status=status)
        due = api.get(f"{action['url']}?as_of=2004-08-01").json()["due"]
        states[status] = (due["state"], due["next_on"])
    overdue, done = ("overdue", "2004-07-31"), ("done", None)
    assert states == {
        "in_progress": overdue,
        "completed": done,
        "deferred": overdue,
        "cancelled": done,
        "not_started": overdue,
    }
