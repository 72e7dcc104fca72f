"""A person's reading of due words: it stands as long as they do, and new words end it and say so."""

from typing import Any

import pytest

from tests.actions.test_due import spans
from tests.support.asking import Item, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import deadlines, make_action


def test_points_are_a_confirmed_reading_of_the_words_that_stand(api: Client, action: Item) -> None:
    point = {"kind": "review", "edtf": "2004-07-10", "rrule": "FREQ=YEARLY", "anchor": "summer gala"}
    due = changed(api, action, due={"points": [point], "reason": "The gala is on the 10th"})["due"]
    assert (due["text"], due["reading"], due["grammar"], due["unread"]) == (
        "July 2004",
        "confirmed",
        None,
        [],
    )
    (kept,) = due["points"]
    assert kept == {
        **point,
        "earliest": "2004-07-10",
        "latest": "2004-07-10",
        "meeting_id": None,
        "binding": None,
        "text": "July 2004",
    }
    assert deadlines(api) == [("action", "2004-07-10", "upcoming")]
    assert api.get(action["url"]).json()["due"]["next_on"] is not None


def test_what_was_read_may_be_sent_back(api: Client, action: Item) -> None:
    points = action["due"]["points"]
    due = changed(api, action, due={"points": points})["due"]
    assert (due["points"], due["reading"]) == (points, "confirmed")


@pytest.mark.parametrize(
    "words", ["From July 2004 onwards", "Until March 2005", "Start with July 2004 meeting"]
)
def test_what_has_an_open_end_may_be_sent_back_too(api: Client, plan: Item, words: str) -> None:
    action = make_action(api, plan, due=words)
    points = action["due"]["points"]
    due = changed(api, action, due={"points": points})["due"]
    assert [{**point, "binding": None} for point in due["points"]] == [
        {**point, "binding": None} for point in points
    ]


def test_reading_is_confirmed_as_it_stands(api: Client, action: Item) -> None:
    due = changed(api, action, due={"reading": "confirmed"})["due"]
    assert (due["points"], due["reading"]) == (action["due"]["points"], "confirmed")
    due = changed(api, action, due={"text": "August 2004", "reading": "confirmed"})["due"]
    assert (due["points"][0]["edtf"], due["reading"], due["confirmed_text"]) == ("2004-08", "confirmed", None)


def test_same_words_leave_a_confirmed_reading_and_new_ones_end_it(api: Client, action: Item) -> None:
    changed(api, action, due={"points": [{"kind": "by", "edtf": "2004-07-10"}]})
    same = changed(api, action, due={"text": "July 2004"}, text="Publish two newsletters")
    assert (same["due"]["reading"], spans(same)) == ("confirmed", [("by", "2004-07-10", "2004-07-10")])
    new = changed(api, action, due={"text": "September 2004"})["due"]
    assert (new["reading"], new["confirmed_text"]) == ("automatic", "July 2004")
    newer = changed(api, action, due={"text": "October 2004"})["due"]
    assert newer["confirmed_text"] == "July 2004"
    assert changed(api, action, due={"reading": "confirmed"})["due"]["confirmed_text"] is None
    changed(api, action, due={"text": "November 2004"})
    assert changed(api, action, due={"text": "October 2004"})["due"]["confirmed_text"] is None


def test_words_are_read_anew_when_asked(api: Client, action: Item) -> None:
    changed(api, action, due={"points": [{"kind": "by", "edtf": "2004-07-10"}]})
    due = changed(api, action, due={"reading": "automatic"})["due"]
    assert (due["points"], due["reading"]) == (action["due"]["points"], "automatic")
    assert due["grammar"] == action["due"]["grammar"] is not None


def test_dates_are_given_as_edtf_or_as_days(api: Client, action: Item) -> None:
    for given, days in (
        ({"edtf": "2004-07/2004-08"}, ("2004-07/2004-08", "2004-07-01", "2004-08-31")),
        ({"earliest": "2004-07-01", "latest": "2004-08-31"}, ("2004-07/2004-08", "2004-07-01", "2004-08-31")),
        ({"edtf": "2004-09/.."}, ("2004-09/..", "2004-09-01", None)),
        ({"latest": "2004-09-30"}, ("../2004-09", None, "2004-09-30")),
        ({"edtf": "2004-07", "latest": "2004-07-31"}, ("2004-07", "2004-07-01", "2004-07-31")),
        ({}, (None, None, None)),
    ):
        (point,) = changed(api, action, due={"points": [{"kind": "by", **given}]})["due"]["points"]
        assert (point["edtf"], point["earliest"], point["latest"]) == days


REFUSED: list[tuple[Any, str]] = [
    ({"points": []}, "/due/points"),
    ({"points": [{"edtf": "2004-07"}]}, "/due/points/0/kind"),
    ({"points": [{"kind": "soon"}]}, "/due/points/0/kind"),
    ({"points": [{"kind": "by", "edtf": "July"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "edtf": "2004-07", "latest": "2004-08-31"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "earliest": "2004-09-01", "latest": "2004-08-31"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "rrule": "FREQ=HOURLY"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "edtf": "2020/9999", "rrule": "FREQ=YEARLY"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "edtf": "0001-01-01", "rrule": "FREQ=WEEKLY;WKST=SU"}]}, "/due/points/0"),
    ({"points": [{"kind": "by", "rrule": "FREQ=YEARLY\x00"}]}, "/due/points/0/rrule"),
    ({"points": [{"kind": "at", "meeting_id": "none"}]}, "/due/points/0/meeting_id"),
    ({"points": [{"kind": "by", "when": "soon"}]}, "/due/points/0/when"),
    ({"points": [{"kind": "by"}] * 51}, "/due/points"),
    ({"points": [{"kind": "by"}], "reading": "automatic"}, "/due"),
    ({"reading": "guessed"}, "/due/reading"),
    ({"reason": "Late"}, "/due"),
]


@pytest.mark.parametrize(("due", "pointer"), REFUSED)
def test_what_is_no_reading_is_refused_with_its_place(
    api: Client, action: Item, due: Any, pointer: str
) -> None:
    answer = api.patch(action["url"], json={"due": due}, headers={"If-Match": "*"})
    assert refusal(answer) == (422, "invalid", [pointer])
    assert api.get(action["url"]).json() == action


def test_new_action_needs_words(api: Client, plan: Item) -> None:
    body = {"plan_id": plan["id"], "text": "Meet", "due": {"points": [{"kind": "by", "edtf": "2004-07"}]}}
    assert refusal(api.post("/v1/actions", json=body)) == (422, "due_says_nothing", ["/due/text"])
    body["due"] |= {"text": "when it is warm"}
    due = api.post("/v1/actions", json=body).json()["due"]
    assert (due["text"], due["reading"], due["points"][0]["edtf"]) == (
        "when it is warm",
        "confirmed",
        "2004-07",
    )


def test_milestones_are_confirmed_alike(api: Client, action: Item) -> None:
    milestone = make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June"})
    point = {"kind": "by", "edtf": "2004-06-05"}
    due = changed(api, milestone, due={"points": [point], "reason": "The printer said so"})["due"]
    assert (due["reading"], due["next_on"]) == ("confirmed", "2004-06-05")
    assert changed(api, milestone, due={"text": "July"})["due"]["confirmed_text"] == "June"


def test_history_tells_who_moved_the_deadline_and_why(api: Client, action: Item) -> None:
    milestone = make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})
    changed(api, action, text="Publish a better newsletter", status="in_progress")
    changed(api, action, due={"text": "September 2004", "reason": "The printer is ill"})
    changed(api, milestone, due={"text": "July 2004"})
    (autumn,) = api.get("/v1/deadlines?source=action").json()["items"]
    note = {"completed_on": "2004-09-14", "note": "Sent"}
    assert api.post(f"{autumn['url']}/complete", json=note).status_code == 200
    page = api.get(f"{action['url']}/due-history").json()
    assert [(item["kind"], item["verb"], item["reason"]) for item in page["items"]] == [
        ("action", "created", None),
        ("milestone", "created", None),
        ("action", "updated", "The printer is ill"),
        ("milestone", "updated", None),
        ("deadline", "completed", None),
    ]
    moved = page["items"][2]
    assert (moved["before"]["text"], moved["after"]["text"]) == ("July 2004", "September 2004")
    assert [point["edtf"] for point in moved["before"]["points"]] == ["2004-07"]
    assert moved["actor"]["kind"] == "key"
    assert page["items"][4]["after"] == {"completed_on": "2004-09-14", "completion_note": "Sent"}
    assert page["items"][4]["resource_id"] == autumn["id"]
    rest = api.get(f"{action['url']}/due-history?after={moved['id']}&limit=1").json()
    assert [item["kind"] for item in rest["items"]] == ["milestone"]
    assert api.get(rest["next"]).json()["items"] == page["items"][4:]
    assert api.public.get(f"{action['url']}/due-history").status_code == 401


def test_ditto_follows_the_row_above(api: Client, plan: Item) -> None:
    first = make_action(api, plan, due="June 2004", reference="1")
    dittos = [make_action(api, plan, due="ditto") for _ in range(3)]
    own = make_action(api, plan, due="May 2004")

    def months() -> list[str]:
        items = [api.get(item["url"]).json() for item in (*dittos, own)]
        return [item["due"]["points"][0]["edtf"] for item in items]

    changed(api, first, due={"text": "October 2004"})
    assert months() == ["2004-10", "2004-10", "2004-10", "2004-05"]
    (why,) = api.get(f"{dittos[2]['url']}/due-history").json()["items"][1:]
    assert why["reason"] == "'3' above it changed, and it says the same."
    assert sorted(deadlines(api))[-1] == ("action", "2004-10-31", "upcoming")
    # What a person confirmed stands, and so does what says the same as that.
    changed(api, dittos[1], due={"reading": "confirmed"})
    changed(api, first, due={"text": "November 2004"})
    assert months() == ["2004-11", "2004-10", "2004-10", "2004-05"]
    # Rows that are moved say what the row above their new place says; so do those that stood below them.
    changed(api, own, position=first["position"])
    assert months() == ["2004-05", "2004-10", "2004-10", "2004-05"]
    changed(api, own, position=dittos[2]["position"] + 1)
    assert months() == ["2004-11", "2004-10", "2004-10", "2004-05"]
    # A row that comes between is the row above from then on, and goes again when it goes.
    between = make_action(api, plan, due="December 2004", position=dittos[0]["position"] - 1)
    changed(api, between, position=first["position"])
    assert months()[0] == "2004-12"
    assert api.delete(between["url"], headers={"If-Match": "*"}).status_code == 204
    assert months()[0] == "2004-11"
