"""A deadline whose words change is the same deadline: in calendars, feeds and links it moves, and nothing is lost."""

from datetime import date
from typing import Any

import icalendar
import pytest

from tests.support.asking import ANY, Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

YEARLY = "Review once a year. Next review: August 2004"


def events(api: Client, query: str = "source=action") -> list[Any]:
    """Read the calendar back, in the order of its days."""
    content = api.get(f"/v1/deadlines.ics?as_of=2004-05-01&{query}").content
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return sorted(found, key=lambda event: event.decoded("dtstart"))


def listed(api: Client, query: str = "include=undated,starts") -> list[Item]:
    """List what is due of actions."""
    items: list[Item] = api.get(f"/v1/deadlines?source=action&as_of=2004-05-01&{query}").json()["items"]
    return items


def tick(api: Client, deadline: Item, **values: str) -> Item:
    """Tick a deadline off."""
    answer = api.post(f"{deadline['url']}/complete", json={"completed_on": "2004-08-10", **values})
    assert answer.status_code == 200, answer.text
    ticked: Item = answer.json()
    return ticked


@pytest.mark.parametrize("source", ["action", "milestone", "review"])
@pytest.mark.parametrize(
    ("words", "new_words", "starts"),
    [
        ("10 December 2004", "17 December 2004", date(2004, 12, 17)),
        ("December 2004", "January 2005", date(2005, 1, 1)),
    ],
)
def test_event_moves_with_the_words(
    api: Client, source: str, words: str, new_words: str, starts: date
) -> None:
    plan = make_plan(api)
    due: dict[str, Any] = {"due": {"text": words}}
    if source == "review":
        made = make(api, "/v1/reviews", plan_id=plan["id"], **due)
    else:
        made = make_action(api, plan, **(due if source == "action" else {}))
        if source == "milestone":
            made = make(api, f"{made['url']}/milestones", title="Printed", **due)
    (before,) = events(api, f"source={source}")
    (known,) = api.get(f"/v1/deadlines?source={source}").json()["items"]
    changed(api, made, due={"text": new_words})
    (after,) = events(api, f"source={source}")
    assert (after["uid"], after.decoded("dtstart")) == (before["uid"], starts)
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    found = api.get(known["url"]).json()
    assert (found["text"], found["version"]) == (new_words, known["version"] + 1)
    assert (found["updated_at"] > known["updated_at"], found["created_at"]) == (True, known["created_at"])


def test_what_repeats_moves_year_by_year(api: Client) -> None:
    action = make_action(api, make_plan(api), due=YEARLY)
    before = events(api, "source=action&include=later,missed")
    changed(api, action, due={"text": YEARLY.replace("August", "September")})
    after = events(api, "source=action&include=later,missed")
    # The horizon cuts off the last one, or adds one, where the months stand on its two sides.
    assert abs(len(after) - len(before)) <= 1
    pairs = [*zip(before, after, strict=False)]
    assert len(pairs) > 20
    assert [(old["uid"], old["sequence"] + 1) for old, _ in pairs] == [
        (new["uid"], new["sequence"]) for _, new in pairs
    ]
    assert (pairs[1][0].decoded("dtstart"), pairs[1][1].decoded("dtstart")) == (
        date(2005, 8, 1),
        date(2005, 9, 1),
    )


def test_tick_holds_its_own_year_and_the_others_move(api: Client) -> None:
    action = make_action(api, make_plan(api), due=YEARLY)
    first, second, *_ = listed(api, "include=later,missed")
    tick(api, first, note="Seen by the group")
    changed(api, action, due={"text": YEARLY.replace("August", "September")})
    new, moved, *_ = listed(api, "include=later,missed")
    assert (new["latest"], new["completed_on"], new["completion_note"]) == ("2004-09-30", None, None)
    assert (moved["latest"], moved["id"]) == ("2005-09-30", second["id"])
    # Said as before, it is ticked off as before.
    changed(api, action, due={"text": YEARLY})
    assert api.get(first["url"]).json()["completion_note"] == "Seen by the group"
    again = {item["latest"]: item["id"] for item in listed(api, "include=later,missed")}
    assert again["2005-08-31"] == second["id"]


def test_tick_and_its_note_are_not_inherited(api: Client) -> None:
    action = make_action(api, make_plan(api), due="July 2004")
    (july,) = listed(api)
    ticked = tick(api, july, note="Sent")
    changed(api, action, due={"text": "December 2004"})
    (december,) = listed(api)
    assert december["id"] != july["id"]
    assert (december["completed_on"], december["completion_note"]) == (None, None)
    kept = api.get(july["url"]).json()
    assert [kept[name] for name in ("latest", "completed_on", "completion_note", "text")] == [
        ticked[name] for name in ("latest", "completed_on", "completion_note", "text")
    ]


def test_what_was_opened_again_moves_without_its_note(api: Client) -> None:
    action = make_action(api, make_plan(api), due="July 2004")
    (july,) = listed(api)
    tick(api, july, note="Sent")
    api.post(f"{july['url']}/reopen", json={"reason": "Not sent"}).raise_for_status()
    changed(api, action, due={"text": "December 2004"})
    (december,) = listed(api)
    assert (december["id"], december["completed_on"], december["completion_note"]) == (july["id"], None, None)


def test_of_several_each_moves_in_its_order_and_what_is_no_longer_said_goes(api: Client) -> None:
    action = make_action(api, make_plan(api), due="June 2004 and October 2004")
    june, october = listed(api)
    changed(api, action, due={"text": "July 2004 and October 2004"})
    assert [item["id"] for item in listed(api)] == [june["id"], october["id"]]
    changed(api, action, due={"text": "August 2004 and November 2004"})
    assert [item["id"] for item in listed(api)] == [june["id"], october["id"]]
    changed(api, action, due={"text": "November 2004"})
    assert [item["id"] for item in listed(api)] == [october["id"]]
    assert api.get(june["url"]).status_code == 404


def test_what_has_no_day_for_a_while_is_the_same_then(api: Client) -> None:
    action = make_action(api, make_plan(api), due="July 2004")
    (before,) = events(api)
    for words in ("TBC", "From July 2004 onwards", "", "December 2004"):
        changed(api, action, due={"text": words})
    (after,) = events(api)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 4)


def test_meeting_of_the_old_words_is_left_and_that_is_told(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    july, autumn = (
        make(api, "/v1/meetings", sub_group_id="steering-group", starts_on=day)
        for day in ("2004-07-20", "2004-09-21")
    )
    action = make_action(api, make_plan(api), due="July 2004 meeting")
    (before,) = listed(api)
    assert before["meeting"]["id"] == july["id"]
    changed(api, action, due={"text": "September 2004 meeting"})
    (bound,) = listed(api)
    assert (bound["id"], bound["latest"], bound["meeting"]["id"]) == (
        before["id"],
        "2004-09-21",
        autumn["id"],
    )
    changed(api, action, due={"text": "10 December 2004"})
    (free,) = listed(api)
    assert (free["id"], free["latest"]) == (before["id"], "2004-12-10")
    assert (free["meeting"], free["binding"]) == (None, None)
    changed(api, autumn, starts_on="2004-09-28")
    delete(api, july)
    assert listed(api) == [free]
    history = api.get(f"{action['url']}/due-history").json()["items"]
    told = [(one["reason"], one["after"]["latest"]) for one in history if one["kind"] == "deadline"]
    said_anew = "When it is due was said anew."
    assert told == [
        ("It is due at 'Steering Group meeting', which is on 2004-07-20.", "2004-07-20"),
        (said_anew, "2004-09-30"),
        ("It is due at 'Steering Group meeting', which is on 2004-09-21.", "2004-09-21"),
        (said_anew, "2004-12-10"),
    ]
    # The past is read from these: it has the day of the new words, and no meeting.
    now = api.get(action["url"]).json()
    then = api.get(f"{action['url']}?at={now['updated_at']}").json()
    assert (then["due"]["next_on"], then["due"]["points"][0]["meeting_id"]) == ("2004-12-10", None)


def test_chosen_meeting_is_of_its_own_words(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    july = make(api, "/v1/meetings", sub_group_id="steering-group", starts_on="2004-07-20")
    action = make_action(api, make_plan(api), due="Before the summer")
    points = [{"kind": "at", "edtf": "2004-07", "meeting_id": july["id"]}]
    changed(api, action, due={"points": points})
    (chosen,) = listed(api)
    assert (chosen["latest"], chosen["binding"]) == ("2004-07-20", "chosen")
    changed(api, action, due={"text": "December 2004"})
    (free,) = listed(api)
    assert (free["id"], free["latest"], free["meeting"]) == (chosen["id"], "2004-12-31", None)
    assert free["binding"] is None


def test_deadline_of_a_deleted_action_comes_back_and_moves(api: Client) -> None:
    action = make_action(api, make_plan(api), due="July 2004")
    (july,) = listed(api)
    assert api.delete(action["url"], headers=ANY).status_code == 204
    assert api.post(f"{action['url']}/undelete").status_code == 200
    changed(api, action, due={"text": "December 2004"})
    assert [item["id"] for item in listed(api)] == [july["id"]]


def test_what_the_words_said_once_moves_nowhere_when_its_tick_is_taken_back(api: Client) -> None:
    action = make_action(api, make_plan(api), due="June 2004")
    (june,) = listed(api)
    tick(api, june)
    action = changed(api, action, due={"text": "August 2004"})
    api.post(f"{june['url']}/reopen").raise_for_status()
    changed(api, action, due={"text": "August 2004 and 12 October 2004"})
    assert [item["latest"] for item in listed(api)] == ["2004-08-31", "2004-10-12"]
    assert api.get(june["url"]).status_code == 404
