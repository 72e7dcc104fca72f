"""Rules about meetings: where they are, when their agendas are sent, what is on them, and how many there are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from app.core.db import writing
from app.kernel.clock import months_after, now
from app.meetings.models import Meeting
from tests.protocol.builders import (
    MEETINGS,
    YEAR,
    judged,
    make_meeting,
    make_rule,
    make_venues,
    numbers,
    send_agenda,
)
from tests.support.asking import Item, changed, make
from tests.support.client import Client

HALF_AWAY = {"minimum_percent": 50}
TWO_WEEKS = {"agenda": "draft", "days": 14}
NEWS = {"title": "News and views"}


@pytest.fixture(autouse=True)
def _places(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    make_venues(api)


@pytest.fixture
def year(api: Client) -> dict[str, Item]:
    """The five meetings of 2004/05, by their days."""
    made = {}
    for day, (venue, notice) in MEETINGS.items():
        made[day] = make_meeting(api, day, venue)
        sent_on = date.fromisoformat(day) - timedelta(days=notice)
        send_agenda(api, made[day], sent_on.isoformat())
        for title in ("Minutes", "News and Views"):
            make(api, f"{made[day]['url']}/agenda-items", title=title, kind="standing")
    return made


@pytest.mark.usefixtures("year")
def test_half_of_the_meetings_are_away_from_the_town_hall(api: Client) -> None:
    # Away: September, November and March. 3 of 5 are 60%.
    rule = make_rule(api, "venue_share", HALF_AWAY, title="Away from the town hall")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (3, 5, "kept", 0)
    assert [(one["dated_on"], one["counts"]) for one in evaluation["evidence"]] == [
        ("2004-07-20", False),
        ("2004-09-21", True),
        ("2004-11-16", True),
        ("2005-01-18", False),
        ("2005-03-15", True),
    ]
    assert evaluation["required"] == {
        "text": "at least 50% of the meetings away from the town hall",
        "numerator": 50,
        "denominator": 100,
    }
    assert (evaluation["counted"], evaluation["reason"], evaluation["parts"]) == ("meetings", None, [])
    assert api.get(evaluation["evidence"][0]["url"]).json()["starts_on"] == "2004-07-20"
    # 60% is enough for 60 and too little for 61.
    for percent, verdict in ((60, "kept"), (61, "broken")):
        assert judged(api, changed(api, rule, parameters={"minimum_percent": percent}))["verdict"] == verdict


def test_meeting_of_an_unknown_place_never_makes_a_rule_kept(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "venue_share", HALF_AWAY)
    changed(api, year["2005-03-15"], venue_id=None)
    # Away: 2 or 3 of 5, that is 40% or 60%.
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (2, 5, "unknown", 1)
    assert evaluation["reason"] == "what is not known of one record would decide it"
    (unknown,) = evaluation["unknown"]
    assert (unknown["url"], unknown["missing"]) == (year["2005-03-15"]["url"], ["venue_id"])
    assert unknown["url"] not in [one["url"] for one in evaluation["evidence"]]
    # In the annexe, which may be in the town hall or not.
    changed(api, year["2005-03-15"], venue_id="annexe")
    assert judged(api, rule)["unknown"][0]["missing"] == ["is_town_hall"]
    # With September in the town hall, too: 1 or 2 of 5, of which neither is half.
    changed(api, year["2004-09-21"], venue_id="town-hall")
    assert numbers(judged(api, rule)) == (1, 5, "broken", 1)


def test_meeting_of_unknown_fate_is_counted_neither_way(api: Client) -> None:
    rule = make_rule(api, "venue_share", HALF_AWAY)
    # One away and one in the town hall are half.
    make_meeting(api, "2004-07-20")
    make_meeting(api, "2004-09-21", "town-hall")
    assert numbers(judged(api, rule)) == (1, 2, "kept", 0)
    # A third in the town hall would make it 1 of 3, if it was held.
    third = make_meeting(api, "2004-11-16", "town-hall", status="confirmed")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 2, "unknown", 1)
    assert evaluation["unknown"][0]["missing"] == ["status"]
    # On its day it is still to come; cancelled, it was none.
    on_the_day = "from=2004-04-01&to=2005-03-31&as_of=2004-11-16"
    assert numbers(judged(api, rule, on_the_day)) == (1, 2, "kept", 0)
    changed(api, third, status="cancelled")
    assert numbers(judged(api, rule)) == (1, 2, "kept", 0)
    changed(api, third, status="held")
    assert numbers(judged(api, rule)) == (1, 3, "broken", 0)


def test_what_comes_after_the_day_asked_for_is_not_looked_at(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "venue_share", HALF_AWAY)
    # By the end of September: July in the town hall, September away. By the end of July only the former.
    for as_of, expected in (("2004-09-30", (1, 2, "kept", 0)), ("2004-07-31", (0, 1, "unknown", 0))):
        evaluation = judged(api, rule, f"from=2004-04-01&to=2005-03-31&as_of={as_of}")
        assert numbers(evaluation) == expected
        assert evaluation["to"] == as_of
    # Both days of a period are in it.
    assert numbers(judged(api, rule, "from=2004-07-20&to=2004-09-21")) == (1, 2, "kept", 0)
    assert len(year) == 5


def test_nothing_to_judge_is_not_kept(api: Client) -> None:
    for kind, parameters in (
        ("venue_share", HALF_AWAY),
        ("notice_days", TWO_WEEKS),
        ("standing_item", NEWS),
    ):
        evaluation = judged(api, make_rule(api, kind, parameters))
        assert numbers(evaluation) == (0, 0, "unknown", 0)
        assert evaluation["reason"] == "no meetings in the period"


def test_draft_agendas_go_out_two_weeks_before(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "notice_days", TWO_WEEKS, text="Draft agendas are circulated two weeks before.")
    # 14, 15, 14, 21 and 14 days before.
    assert numbers(judged(api, rule)) == (5, 5, "kept", 0)
    make_meeting(api, "2004-05-18")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (5, 6, "unknown", 1)
    assert evaluation["unknown"][0]["missing"] == ["draft_agenda_sent_on"]
    # 7 July is 13 days before 20 July.
    send_agenda(api, year["2004-07-20"], "2004-07-07")
    assert numbers(judged(api, rule)) == (4, 6, "broken", 1)


def test_final_agenda_is_another_than_the_draft(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "notice_days", {"agenda": "final", "days": 5})
    assert numbers(judged(api, rule)) == (0, 5, "unknown", 5)
    for day, meeting in year.items():
        sent_on = date.fromisoformat(day) - timedelta(days=5)
        send_agenda(api, meeting, sent_on.isoformat(), draft=False)
    assert numbers(judged(api, rule)) == (5, 5, "kept", 0)


def test_standing_item_is_on_every_agenda(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "standing_item", {"title": "NEWS and  views"})
    assert numbers(judged(api, rule)) == (5, 5, "kept", 0)
    bare = make_meeting(api, "2004-05-18")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (5, 6, "unknown", 1)
    assert evaluation["unknown"][0]["missing"] == ["agenda_items"]
    # Once something is on its agenda, what is not there was not on it.
    make(api, f"{bare['url']}/agenda-items", title="Minutes", kind="standing")
    assert numbers(judged(api, rule)) == (5, 6, "broken", 0)
    item = api.get(f"{year['2004-07-20']['url']}/agenda-items?q=news").json()["items"][0]
    assert api.delete(item["url"], headers={"If-Match": "*"}).status_code == 204
    assert numbers(judged(api, rule)) == (4, 6, "broken", 0)


def test_agenda_that_only_the_register_wrote_proves_nothing(api: Client) -> None:
    changed(
        api, api.get("/v1/sub-groups/by-reference/steering-group").json(), standing_items=["News and views"]
    )
    rule = make_rule(api, "standing_item", NEWS)
    # It is on the agenda by itself today, and nobody has seen the agenda when the meeting is over.
    today = now().date()
    meeting = make_meeting(api, str(today))
    asked = f"from={today}&to={today}"
    evaluation = judged(api, rule, asked)
    assert numbers(evaluation) == (0, 1, "unknown", 1)
    assert evaluation["unknown"][0]["missing"] == ["agenda_items"]
    # An agenda that went out was seen, and so was one on which somebody put something.
    send_agenda(api, meeting, str(today))
    assert numbers(judged(api, rule, asked)) == (1, 1, "kept", 0)
    changed(api, meeting, draft_agenda_sent_on=None)
    assert numbers(judged(api, rule, asked)) == (0, 1, "unknown", 1)
    make(api, f"{meeting['url']}/agenda-items", title="The plan", kind="decision")
    assert numbers(judged(api, rule, asked)) == (1, 1, "kept", 0)


def test_forward_programme_has_at_least_three_meetings(api: Client) -> None:
    rule = make_rule(api, "minimum_count", {"what": "meetings_ahead", "count": 3})
    today = now().date()
    make_meeting(api, str(today))
    # Within the twelve months after today, one on the last day of them; and one on the day after that.
    last = months_after(today, 12)
    days = [today + timedelta(days=1), today + timedelta(days=100), last, last + timedelta(days=1)]
    ahead = [make_meeting(api, str(day), status="proposed") for day in days]
    asked = f"from={today}&to={today}"
    evaluation = judged(api, rule, asked)
    assert numbers(evaluation) == (3, None, "kept", 0)
    assert evaluation["required"] == {
        "text": "at least 3 meetings ahead within 12 months",
        "numerator": 3,
        "denominator": None,
    }
    assert [one["url"] for one in evaluation["evidence"]] == [one["url"] for one in ahead[:3]]
    changed(api, ahead[0], status="cancelled")
    assert numbers(judged(api, rule, asked)) == (2, None, "broken", 0)
    further = {"what": "meetings_ahead", "count": 3, "months": 13}
    assert numbers(judged(api, changed(api, rule, parameters=further), asked)) == (3, None, "kept", 0)


def test_what_was_planned_before_the_register_was_used_is_not_known(api: Client) -> None:
    rule = make_rule(api, "minimum_count", {"what": "meetings_ahead", "count": 2})
    may, july = [make_meeting(api, day) for day in ("2005-05-17", "2005-07-19")]
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (0, None, "unknown", 2)
    assert [one["missing"] for one in evaluation["unknown"]] == [["scheduled_on"]] * 2
    # Even if both had been planned by then, there were not three.
    of_three = changed(api, rule, parameters={"what": "meetings_ahead", "count": 3})
    assert numbers(judged(api, of_three)) == (0, None, "broken", 2)
    # What the records lack settles it: on the last day of the period, or on the day after it.
    of_two = changed(api, rule, parameters={"what": "meetings_ahead", "count": 2})
    changed(api, may, scheduled_on="2005-01-18")
    assert numbers(judged(api, of_two)) == (1, None, "unknown", 1)
    changed(api, july, scheduled_on="2005-04-01")
    assert numbers(judged(api, of_two)) == (1, None, "broken", 0)
    changed(api, july, scheduled_on="2005-03-31")
    assert numbers(judged(api, of_two)) == (2, None, "kept", 0)


def test_meeting_that_was_entered_later_was_not_ahead(api: Client) -> None:
    rule = make_rule(api, "minimum_count", {"what": "meetings_ahead", "count": 1})
    first = make_meeting(api, "2005-03-15")
    entered_later = make_meeting(api, "2005-05-17")
    assert numbers(judged(api, rule)) == (0, None, "unknown", 1)
    # The group's first meeting was entered in the period, so that it used the register at its end.
    enter(api, first, datetime(2005, 1, 18, 12, tzinfo=UTC))
    assert numbers(judged(api, rule)) == (0, None, "broken", 0)
    # Entered on the very last day, it was known by then.
    enter(api, entered_later, datetime(2005, 3, 31, 18, tzinfo=UTC))
    assert numbers(judged(api, rule)) == (1, None, "kept", 0)
    # What another group knew by then tells nothing of one that came later.
    make(api, "/v1/sub-groups", name="Learning")
    make_meeting(api, "2005-06-14", sub_group_id="learning")
    assert numbers(judged(api, rule)) == (1, None, "kept", 1)
    for body, told in (("steering-group", (1, None, "kept", 0)), ("learning", (0, None, "unknown", 1))):
        assert numbers(judged(api, changed(api, rule, sub_group_id=body))) == told


def enter(api: Client, meeting: Item, entered_at: datetime) -> None:
    """Have a meeting been entered at a time."""
    row = Meeting.__table__
    with writing(api.sessions) as session:
        session.execute(update(row).where(row.c.id == meeting["id"]).values(created_at=entered_at))


def test_at_least_so_many_meetings_are_held(api: Client, year: dict[str, Item]) -> None:
    rule = make_rule(api, "minimum_count", {"what": "meetings_held", "count": 5})
    assert numbers(judged(api, rule)) == (5, None, "kept", 0)
    changed(api, year["2005-03-15"], status="confirmed")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (4, None, "unknown", 1)
    assert numbers(judged(api, changed(api, rule, parameters={"what": "meetings_held", "count": 6}))) == (
        *(4, None, "broken", 1),
    )


def test_rule_of_one_body_is_judged_by_its_meetings(api: Client, year: dict[str, Item]) -> None:
    other = make(api, "/v1/sub-groups", name="Agenda Planning")
    make_meeting(api, "2004-06-01", "town-hall", sub_group_id=other["id"])
    for_all = make_rule(api, "venue_share", HALF_AWAY, reference="all")
    make_rule(api, "venue_share", HALF_AWAY, reference="theirs", sub_group_id="agenda-planning")
    # 3 of 6 in all, 0 of 1 of the sub-group, and 3 of 5 of the steering group.
    found = api.get(f"/v1/protocol/evaluation?{YEAR}").json()
    assert [(one["rule"]["reference"], *numbers(one)) for one in found["items"]] == [
        ("all", 3, 6, "kept", 0),
        ("theirs", 0, 1, "broken", 0),
    ]
    assert found["summary"] == {"kept": 1, "broken": 1, "unknown": 0}
    narrowed = api.get(f"/v1/protocol/evaluation?{YEAR}&sub_group=steering-group").json()["items"]
    assert [(one["rule"]["id"], *numbers(one)) for one in narrowed] == [(for_all["id"], 3, 5, "kept", 0)]
    assert [body["name"] for body in narrowed[0]["sub_groups"]] == ["Steering Group"]
    assert len(year) == 5
