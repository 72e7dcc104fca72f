"""Agendas sent out: the days told, what is due by them, and an agenda that is closed once it is final."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import now
from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event

SENT = "The agenda was sent out."


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group, whose agendas are sent out two weeks before its meetings."""
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=14)


@pytest.fixture
def meeting(api: Client, group: Item) -> Item:
    """Its meeting of 20 July 2004: the agenda is due on 6 July, 14 days before."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")


def agenda(api: Client, meeting: Item) -> tuple[str | None, str]:
    shown = api.get(meeting["url"]).json()
    return shown["agenda_due_on"], shown["agenda_status"]


def deadline(api: Client) -> Item:
    """Give the one deadline of the register, which is that of the agenda, whether it is done or not."""
    query = "as_of=2004-07-01&state=upcoming,in_window,overdue,done"
    (item,) = api.get(f"/v1/deadlines?{query}").json()["items"]
    found: Item = item
    return found


def tick(api: Client) -> tuple[Any, ...]:
    """Tell when the agenda's deadline was ticked off, and with what note."""
    item = deadline(api)
    return item["completed_on"], item["completion_note"]


def test_agenda_is_due_by_the_notice_of_the_sub_group(api: Client, group: Item, meeting: Item) -> None:
    assert agenda(api, meeting) == ("2004-07-06", "none")
    changed(api, meeting, status="cancelled")
    assert agenda(api, meeting) == (None, "none")
    changed(api, meeting, status="confirmed")
    changed(api, group, agenda_notice_days=0)
    assert agenda(api, meeting) == ("2004-07-20", "none")
    changed(api, group, agenda_notice_days=None)
    assert agenda(api, meeting) == (None, "none")


def test_agenda_is_a_draft_and_then_final(api: Client, meeting: Item) -> None:
    draft = changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    assert (draft["draft_agenda_sent_on"], draft["agenda_status"]) == ("2004-07-05", "draft")
    final = changed(api, meeting, final_agenda_sent_on="2004-07-13")
    assert (final["final_agenda_sent_on"], final["agenda_status"]) == ("2004-07-13", "final")
    assert changed(api, meeting, final_agenda_sent_on=None)["agenda_status"] == "draft"


def test_days_that_do_not_fit_are_refused(api: Client, meeting: Item) -> None:
    wrong = (422, "agenda_days_disagree")
    early = change(api, meeting, draft_agenda_sent_on="2004-07-06", final_agenda_sent_on="2004-07-05")
    assert refusal(early) == (*wrong, ["/final_agenda_sent_on"])
    late = change(api, meeting, draft_agenda_sent_on="2004-07-21")
    assert refusal(late) == (*wrong, ["/draft_agenda_sent_on"])
    changed(api, meeting, draft_agenda_sent_on="2004-07-20", final_agenda_sent_on="2004-07-20")
    assert refusal(change(api, meeting, starts_on="2004-07-19")) == (
        *wrong,
        ["/draft_agenda_sent_on", "/final_agenda_sent_on"],
    )


def test_agenda_was_not_sent_on_a_day_to_come(api: Client, group: Item) -> None:
    today = now().date()
    body = {"sub_group_id": group["id"], "starts_on": str(today + timedelta(days=30))}
    ahead = {"draft_agenda_sent_on": str(today + timedelta(days=3))}
    wanted = (422, "agenda_sent_ahead_of_time", ["/draft_agenda_sent_on"])
    assert refusal(api.post("/v1/meetings", json={**body, **ahead})) == wanted
    made = make(api, "/v1/meetings", **body, draft_agenda_sent_on=str(today))
    assert made["agenda_status"] == "draft"


def test_draft_that_was_sent_ticks_its_deadline_off(api: Client, meeting: Item) -> None:
    assert tick(api) == (None, None)
    before = last_event(api)
    changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    assert tick(api) == ("2004-07-05", SENT)
    told = [(event["verb"], event["kind"], event["subject_kind"]) for event in events(api.sessions, before)]
    assert told == [("updated", "meeting", "meeting"), ("completed", "deadline", "meeting")]


def test_tick_follows_the_day_and_goes_with_it(api: Client, meeting: Item) -> None:
    changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    kept = deadline(api)["id"]
    before = last_event(api)
    changed(api, meeting, draft_agenda_sent_on="2004-07-07")
    assert (*tick(api), deadline(api)["id"]) == ("2004-07-07", SENT, kept)
    assert [event["verb"] for event in events(api.sessions, before)] == ["updated", "reopened", "completed"]
    changed(api, meeting, draft_agenda_sent_on=None)
    assert tick(api) == (None, None)


def test_final_agenda_alone_was_sent_out_as_well(api: Client, meeting: Item) -> None:
    changed(api, meeting, final_agenda_sent_on="2004-07-13")
    assert tick(api) == ("2004-07-13", SENT)
    changed(api, meeting, draft_agenda_sent_on="2004-07-06")
    assert tick(api) == ("2004-07-06", SENT)


def test_other_changes_leave_the_tick_alone(api: Client, meeting: Item) -> None:
    changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    before = last_event(api)
    moved = changed(api, meeting, starts_on="2004-07-27", title="Summer meeting")
    assert (moved["agenda_due_on"], deadline(api)["latest"]) == ("2004-07-13", "2004-07-13")
    assert tick(api) == ("2004-07-05", SENT)
    assert [event["verb"] for event in events(api.sessions, before)] == ["updated"]


def test_tick_made_by_hand_stays_as_it_is(api: Client, meeting: Item) -> None:
    by_hand = {"completed_on": "2004-07-06", "note": "Put in the post"}
    assert api.post(f"/v1/deadlines/{deadline(api)['id']}/complete", json=by_hand).status_code == 200
    for day in ("2004-07-05", "2004-07-06", None):
        changed(api, meeting, draft_agenda_sent_on=day)
        assert tick(api) == ("2004-07-06", "Put in the post")


def test_notice_that_is_agreed_later_is_kept_by_what_was_sent(
    api: Client, group: Item, meeting: Item
) -> None:
    changed(api, group, agenda_notice_days=None)
    changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    changed(api, group, agenda_notice_days=10)
    assert (deadline(api)["latest"], *tick(api)) == ("2004-07-10", "2004-07-05", SENT)


def test_meeting_that_is_on_again_has_the_tick_of_its_days(api: Client, meeting: Item) -> None:
    changed(api, meeting, draft_agenda_sent_on="2004-07-05")
    changed(api, meeting, status="cancelled")
    changed(api, meeting, draft_agenda_sent_on=None)
    changed(api, meeting, status="confirmed")
    assert tick(api) == (None, None)


def test_final_agenda_is_closed(api: Client, meeting: Item, item: Item) -> None:
    recommendation = make(
        api, f"{meeting['url']}/recommendations", agenda_item_id=item["id"], letter="a", text="Adopt it."
    )
    gone = make(api, f"{meeting['url']}/agenda-items", title="Old", kind="information")
    delete(api, gone)
    changed(api, meeting, final_agenda_sent_on="2004-07-13")
    under = {"agenda_item_id": item["id"], "letter": "b", "text": "Submit it."}
    for answer in (
        api.post(f"{meeting['url']}/agenda-items", json={"title": "Late", "kind": "decision"}),
        change(api, item, title="Another title"),
        change(api, item, position=7),
        api.post(f"{gone['url']}/undelete"),
        api.post(f"{meeting['url']}/recommendations", json=under),
        change(api, recommendation, text="Adopt it as amended."),
        api.delete(recommendation["url"], headers=ANY),
    ):
        assert refusal(answer) == (409, "agenda_is_final", [])
        assert "final_agenda_sent_on" in answer.json()["detail"]
    assert api.get(f"{meeting['url']}/agenda-items").json()["items"] == [item]


def test_decisions_are_written_under_a_final_agenda(api: Client, meeting: Item, item: Item) -> None:
    changed(api, meeting, final_agenda_sent_on="2004-07-13")
    decision = make(api, f"{meeting['url']}/decisions", agenda_item_id=item["id"], outcome="agreed")
    assert changed(api, decision, outcome="amended")["outcome"] == "amended"


@pytest.mark.parametrize("opened", [{"final_agenda_sent_on": None}, {"status": "held"}])
def test_final_agenda_is_open_again_when_the_day_is_cleared_or_the_meeting_held(
    api: Client, meeting: Item, item: Item, opened: dict[str, Any]
) -> None:
    changed(api, meeting, final_agenda_sent_on="2004-07-13")
    assert change(api, item, title="Another title").status_code == 409
    changed(api, meeting, **opened)
    assert changed(api, item, title="Another title")["title"] == "Another title"
    delete(api, item)


def test_what_hangs_on_a_meeting_is_found_by_it(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Learning", agenda_notice_days=14)
    july, september = (
        make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day)
        for day in ("2004-07-20", "2004-09-21")
    )
    for asked, expected in ((july["id"], ["2004-07-06"]), (september["reference"], ["2004-09-07"])):
        page = api.get(f"/v1/deadlines?meeting={asked}").json()
        assert [item["latest"] for item in page["items"]] == expected
    assert len(api.get("/v1/deadlines").json()["items"]) == 2
    assert api.get("/v1/deadlines?meeting=nowhere").json()["errors"][0]["parameter"] == "meeting"
    # Of a meeting for partners the public is not told, not even that it is there.
    assert api.public.get(f"/v1/deadlines?meeting={july['id']}").status_code == 400
