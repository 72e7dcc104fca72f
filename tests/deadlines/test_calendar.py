"""What is due as a calendar: which days events take, what they tell, and how they change."""

from datetime import date
from typing import Any

import icalendar

from tests.deadlines.builders import DAY, make_register
from tests.deadlines.form_builders import all_events, events, listed, rows, taken
from tests.support.asking import changed, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


def test_window_spans_its_days_in_the_calendar(api: Client) -> None:
    make_register(api)
    found = events(api, "include=starts,undated")
    spans = {name: (event.decoded("dtstart"), event.decoded("dtend")) for name, event in found.items()}
    assert spans["a.overdue To do a.overdue"] == (date(2004, 6, 1), date(2004, 7, 1))
    assert spans["a.review To do a.review"] == (date(2004, 8, 1), date(2004, 10, 1))
    assert spans["Starts: a.starts To do a.starts"] == (date(2004, 9, 1), date(2004, 10, 1))
    assert spans["a.milestone Signed off"][1] == date(2005, 4, 1)
    assert "a.none To do a.none" not in found


def test_event_tells_all_that_the_list_tells_but_the_state_of_the_day(api: Client) -> None:
    made = make_register(api)
    event = events(api)["a.overdue To do a.overdue"]
    assert str(event["description"]).split("\n") == [
        "Due as written: June 2004",
        "Due: 1 Jun 2004 to 30 Jun 2004",
        "Plan: Open plan",
        "Theme: 1. Strategic",
        "Lead: Royal Borough",
    ]
    assert event["url"] == f"http://plans.test{made['a.overdue']['url']}"
    assert [str(one) for one in event["categories"].cats] == ["Open plan", "1. Strategic"]
    assert (event["status"], event["transp"], event["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)


def test_what_only_starts_is_not_told_as_due(api: Client) -> None:
    make_action(api, make_plan(api), "Report", due="from September 2004")
    (event,) = all_events(api, "include=starts")
    assert "Due: from 1 Sep 2004" in str(event["description"]).split("\n")
    (row,) = rows(api, "include=starts")
    assert (row["From"], row["Due"], row["State"]) == ("2004-09-01", "", "Upcoming")
    assert "Upcoming: from 1 Sep 2004" in taken(api, "atom", "include=starts").text


def test_event_is_the_same_on_every_day_until_it_is_done(api: Client) -> None:
    make_action(api, make_plan(api), "Report", due="August 2004")

    def seen_on(day: str, query: str = "") -> Any:
        content = api.get(f"/v1/deadlines.ics?as_of={day}&source=action&{query}").content
        (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        return event

    assert seen_on("2004-07-01").to_ical() == seen_on("2004-08-15").to_ical()
    assert seen_on("2004-07-01").to_ical() == seen_on("2004-09-01").to_ical()
    (item,) = listed(api)
    api.post(f"{item['url']}/complete", json={"completed_on": "2004-08-20"}).raise_for_status()
    done = seen_on("2004-09-01", "state=done")
    assert "State: Done" in done["description"]
    assert str(done["categories"].cats[0]) == "Done"
    assert done["sequence"] > 0


def test_calendar_says_what_was_asked_for(api: Client) -> None:
    make_register(api)
    content = taken(
        api, "ics", "plan=open&state=overdue,in_window&limit=3&sort=due&source=action"
    ).content.decode()
    told = content.replace("\r\n ", "").partition("X-WR-CALNAME:")[2].partition("\r\n")[0]
    assert told == f"Deadlines: as of {DAY}\\, state Overdue or Due now\\, source Action\\, plan open"


def test_deadline_that_moves_with_its_meeting_keeps_its_uid_and_says_that_it_changed(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    meeting = make(api, "/v1/meetings", sub_group_id="steering-group", title="July", starts_on="2004-07-20")
    make_action(api, make_plan(api), "Report", due="July 2004 meeting")
    (before,) = events(api).values()
    changed(api, meeting, starts_on="2004-07-27")
    (after,) = events(api).values()
    assert (before.decoded("dtstart"), after.decoded("dtstart")) == (date(2004, 7, 20), date(2004, 7, 27))
    assert (before["uid"], before["status"]) == (after["uid"], "CONFIRMED")
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") >= before.decoded("last-modified")


def test_event_changes_with_the_words_of_its_action_and_stays_the_same_bytes_otherwise(api: Client) -> None:
    action = make_action(api, make_plan(api), "Report", due="July 2004")
    first = taken(api, "ics")
    assert taken(api, "ics").content == first.content
    action = changed(api, action, text="Report to the steering group")
    (event,) = events(api).values()
    assert str(event["summary"]).endswith("Report to the steering group")
    # To the second, as calendars tell times.
    assert f"{event.decoded('last-modified'):%Y-%m-%dT%H:%M:%S}" == action["updated_at"][:19]


def test_deadline_of_a_cancelled_action_stays_as_cancelled(api: Client) -> None:
    plan = make_plan(api, visibility="public")
    action = make_action(api, plan, "Report", due="July 2004")
    make(api, f"{action['url']}/milestones", title="Draft", due={"text": "June 2004"})
    make(
        api,
        f"{action['url']}/milestones",
        title="Outline",
        due={"text": "May 2004"},
        status="met",
        met_on="2004-05-01",
    )
    uids = {str(event["uid"]) for event in events(api, "to=2004-12-31").values()}
    changed(api, action, status="cancelled")
    for caller in (api, api.public):
        found = events(caller)
        told = {name.rpartition(" ")[2]: event["status"] for name, event in found.items()}
        assert told == {"Report": "CANCELLED", "Draft": "CANCELLED"}
        assert {str(event["uid"]) for event in found.values()} == uids
        assert {event["sequence"] for event in found.values()} == {1}
        assert "State: Cancelled" in found[next(iter(found))]["description"]
        assert listed(caller) == []
        assert rows(caller) == []
    assert [*events(api, "state=overdue")] == []
    assert [*events(api, "q=nothing")] == []


def test_of_what_repeats_only_the_next_one_stays_as_cancelled(api: Client) -> None:
    action = make_action(api, make_plan(api), "Review", due="Every month from August 2004")
    api.post(f"{listed(api)[0]['url']}/complete", json={"completed_on": "2004-08-10"}).raise_for_status()
    as_listed = [str(event["uid"]) for event in all_events(api)]
    changed(api, action, status="cancelled")
    assert [str(event["uid"]) for event in all_events(api)] == as_listed
    assert len(as_listed) == 1
    assert len(all_events(api, "include=later")) > 10


def test_what_was_ticked_off_before_its_action_was_cancelled_is_done(api: Client) -> None:
    action = make_action(api, make_plan(api), "Report", due="June 2004 and July 2004")
    first, _ = listed(api)
    api.post(f"{first['url']}/complete", json={"completed_on": "2004-06-15"}).raise_for_status()
    changed(api, action, status="cancelled")
    (event,) = events(api).values()
    assert (event.decoded("dtstart"), event["status"]) == (date(2004, 7, 1), "CANCELLED")


def test_agenda_of_a_cancelled_meeting_stays_as_cancelled(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=14)
    meeting = make(
        api,
        "/v1/meetings",
        sub_group_id="steering-group",
        title="Away day",
        starts_on="2004-09-28",
        visibility="public",
    )
    (before,) = events(api.public).values()
    assert before["url"] == f"http://plans.test{meeting['url']}"
    meeting = changed(api, meeting, status="cancelled")
    (after,) = events(api.public).values()
    assert (before["uid"], before["status"], after["status"]) == (after["uid"], "CONFIRMED", "CANCELLED")
    assert (after.decoded("dtstart"), after["sequence"]) == (date(2004, 9, 14), 1)
    changed(api, meeting, visibility="partners")
    assert (len(events(api.public)), len(events(api))) == (0, 1)
    changed(api, meeting, status="proposed")
    (again,) = events(api).values()
    assert (again["uid"], again["status"], again["sequence"]) == (before["uid"], "CONFIRMED", 2)


def test_day_that_hangs_on_a_meeting_that_is_not_there_is_tentative(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    make_action(api, make_plan(api), "Report", due="July 2004 meeting")
    (event,) = events(api).values()
    assert event["status"] == "TENTATIVE"
    meeting = make(api, "/v1/meetings", sub_group_id="steering-group", title="July", starts_on="2004-07-20")
    assert [one["status"] for one in events(api).values()] == ["CONFIRMED"]
    changed(api, meeting, status="cancelled")
    assert events(api)["1 Report"]["status"] == "TENTATIVE"


def test_what_is_due_of_a_plan_or_a_meeting_is_named_with_it(api: Client) -> None:
    make_plan(api, title="Open plan")
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=14)
    make(api, "/v1/meetings", sub_group_id="steering-group", title="Away day", starts_on="2004-09-28")
    found = [str(event["summary"]) for event in all_events(api, "source=plan,meeting")]
    assert found == ["Agenda circulation: Away day", "End of the plan's period: Open plan"]
