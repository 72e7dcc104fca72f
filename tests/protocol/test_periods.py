"""Periods that are not over: what is still to come may make up what is missing so far."""

from datetime import timedelta

import pytest

from app.kernel.clock import now
from tests.protocol.builders import (
    YEAR,
    hold_review,
    judged,
    make_meeting,
    make_plan_in_force,
    make_rule,
    make_venues,
    numbers,
)
from tests.support.asking import Item, make
from tests.support.client import Client

THREE_HELD = {"what": "meetings_held", "count": 3}
TWO_REVIEWS = {"what": "reviews_held", "count": 2}
HALF_AWAY = {"minimum_percent": 50}


@pytest.fixture(autouse=True)
def group(api: Client) -> Item:
    """The steering group, and where it may meet."""
    make_venues(api)
    return make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")


def as_of(day: str) -> str:
    """Ask for the year 2004/05 as of a day."""
    return f"from=2004-04-01&to=2005-03-31&as_of={day}"


def told(api: Client, rule: Item, day: str) -> tuple[object, ...]:
    """Give number, verdict and reason as of a day."""
    evaluation = judged(api, rule, as_of(day))
    return (evaluation["numerator"], evaluation["verdict"], evaluation["reason"])


def test_too_few_meetings_are_too_few_only_when_the_period_is_over(api: Client) -> None:
    rule = make_rule(api, "minimum_count", THREE_HELD)
    for day in ("2004-07-20", "2004-11-16"):
        make_meeting(api, day)
    assert told(api, rule, "2004-07-20") == (1, "unknown", "1 of 3 so far; the period ends on 31 Mar 2005")
    assert told(api, rule, "2005-01-15") == (2, "unknown", "2 of 3 so far; the period ends on 31 Mar 2005")
    # On the last day there may still be one; on the day after it there can't.
    assert told(api, rule, "2005-03-31") == (2, "unknown", "2 of 3 so far; the period ends on 31 Mar 2005")
    assert told(api, rule, "2005-04-01") == (2, "broken", None)
    make_meeting(api, "2005-03-31")
    assert told(api, rule, "2005-03-30")[:2] == (2, "unknown")
    # What is reached already stays so, whatever comes.
    assert told(api, rule, "2005-03-31") == told(api, rule, "2005-04-01") == (3, "kept", None)


def test_too_few_reviews_are_too_few_only_when_the_period_is_over(api: Client) -> None:
    plan = make_plan_in_force(api, sub_group_id="steering-group")
    rule = make_rule(api, "minimum_count", TWO_REVIEWS)
    hold_review(api, "2004-09-14", plan_id=plan["id"])
    assert told(api, rule, "2005-03-31") == (1, "unknown", "1 of 2 so far; the period ends on 31 Mar 2005")
    assert told(api, rule, "2005-04-01") == (1, "broken", None)


def test_period_ends_with_the_rule(api: Client) -> None:
    rule = make_rule(api, "minimum_count", THREE_HELD, ends_on="2004-12-31")
    make_meeting(api, "2004-07-20")
    assert told(api, rule, "2004-12-31") == (1, "unknown", "1 of 3 so far; the period ends on 31 Dec 2004")
    assert told(api, rule, "2005-01-01") == (1, "broken", None)


def test_unknown_meeting_that_may_make_it_up_is_told_before_what_is_to_come(api: Client) -> None:
    rule = make_rule(api, "minimum_count", THREE_HELD)
    make_meeting(api, "2004-07-20")
    make_meeting(api, "2004-09-21", status="confirmed")
    # At best two of three.
    assert told(api, rule, "2005-01-15") == (1, "unknown", "1 of 3 so far; the period ends on 31 Mar 2005")
    make_meeting(api, "2004-11-16")
    # At best three of three.
    decides = "what is not known of one record would decide it"
    assert told(api, rule, "2005-01-15") == (2, "unknown", decides)


def test_share_that_what_is_to_come_may_mend_is_not_broken_yet(api: Client) -> None:
    half = make_rule(api, "venue_share", HALF_AWAY)
    every = make_rule(api, "venue_share", {"minimum_percent": 100})
    make_meeting(api, "2004-07-20", "town-hall")
    # None of one; with the next one away it is one of two.
    assert told(api, half, "2004-07-31") == (0, "unknown", "0 of 1 so far; the period ends on 31 Mar 2005")
    # All of them can't be away any more.
    assert told(api, every, "2004-07-31") == (0, "broken", None)
    make_meeting(api, "2004-09-21")
    assert told(api, half, "2004-09-30") == (1, "kept", None)
    make_meeting(api, "2004-11-16", "town-hall")
    assert told(api, half, "2005-03-31")[:2] == (1, "unknown")
    assert told(api, half, "2005-04-01") == (1, "broken", None)


def test_agenda_that_went_out_late_is_late_for_good(api: Client) -> None:
    rule = make_rule(api, "notice_days", {"agenda": "draft", "days": 14})
    make_meeting(api, "2004-07-20", draft_agenda_sent_on="2004-07-07")
    assert told(api, rule, "2004-07-31") == (0, "broken", None)


def test_members_and_meetings_ahead_are_judged_as_of_the_day(api: Client, group: Item) -> None:
    parameters = {"minimum": {"numerator": 1, "denominator": 2}, "sectors": ["resident"]}
    body = make(api, "/v1/organisations", name="RBKC", sector="public")
    make(api, f"{group['url']}/memberships", organisation_id=body["id"])
    members = make_rule(api, "sector_share", parameters, sub_group_id="steering-group")
    ahead = make_rule(api, "minimum_count", {"what": "meetings_ahead", "count": 1})
    today = now().date()
    asked = f"from={today - timedelta(days=9)}&to={today + timedelta(days=9)}&as_of={today}"
    for rule in (members, ahead):
        evaluation = judged(api, rule, asked)
        assert (evaluation["verdict"], evaluation["is_over"]) == ("broken", False)


@pytest.mark.parametrize(
    ("day", "to", "is_over"),
    [
        ("2005-03-30", "2005-03-30", False),
        ("2005-03-31", "2005-03-31", False),
        ("2005-04-01", "2005-03-31", True),
    ],
)
def test_answer_tells_the_period_asked_for_and_whether_it_is_over(
    api: Client, day: str, to: str, is_over: bool
) -> None:
    rule = make_rule(api, "venue_share", HALF_AWAY)
    evaluation = judged(api, rule, as_of(day))
    assert evaluation["period"] == {"from": "2004-04-01", "to": "2005-03-31"}
    assert (evaluation["from"], evaluation["to"], evaluation["is_over"]) == ("2004-04-01", to, is_over)
    found = api.get(f"/v1/protocol/evaluation?{as_of(day)}").json()
    assert (found["to"], found["is_over"]) == ("2005-03-31", is_over)
    assert found["items"] == [evaluation]


def test_rule_that_comes_into_force_later_in_the_period_waits_for_it(api: Client) -> None:
    rule = make_rule(api, "venue_share", HALF_AWAY, starts_on="2005-01-01", ends_on="2005-02-28")
    evaluation = judged(api, rule, as_of("2004-12-31"))
    assert (evaluation["reason"], evaluation["is_over"]) == ("the rule was not in force yet", False)
    assert judged(api, rule, as_of("2004-03-31"))["reason"] == "the period has not begun"
    assert judged(api, rule, as_of("2005-03-01"))["is_over"] is True
    # It never comes into force in this period.
    before = judged(api, rule, "from=2004-04-01&to=2004-12-31&as_of=2004-06-01")
    assert (before["reason"], before["is_over"]) == ("the rule was not in force in the period", False)


def test_review_that_is_due_today_may_still_be_held(api: Client) -> None:
    plan = make_plan_in_force(api, sub_group_id="steering-group")
    rule = make_rule(api, "review_interval", {"months": 12})
    # The plan began on 1 April 2004, so that its first review is due by 31 March 2005.
    for day in ("2005-03-30", "2005-03-31"):
        assert numbers(judged(api, rule, as_of(day))) == (0, 0, "unknown", 0)
    assert numbers(judged(api, rule, as_of("2005-04-01"))) == (0, 1, "broken", 0)
    hold_review(api, "2005-03-31", plan_id=plan["id"])
    for day in ("2005-03-31", "2005-04-01"):
        assert numbers(judged(api, rule, as_of(day))) == (1, 1, "kept", 0)


def test_review_that_was_due_on_the_last_day_is_missed_once_that_is_past(api: Client) -> None:
    plan = make_plan_in_force(api, sub_group_id="steering-group", ends_on="2006-03-31")
    rule = make_rule(api, "review_interval", {"months": 6})
    hold_review(api, "2004-09-30", plan_id=plan["id"])
    # Six months after 30 September 2004 is 30 March 2005: the day before the last one of the period.
    assert numbers(judged(api, rule, as_of("2005-03-30"))) == (1, 1, "kept", 0)
    assert numbers(judged(api, rule, as_of("2005-03-31"))) == (0, 1, "broken", 0)
    # A period that ended on the very day, and one that ended the day before.
    assert judged(api, rule, "from=2004-10-01&to=2005-03-30&as_of=2005-06-01")["verdict"] == "broken"
    assert numbers(judged(api, rule, "from=2004-10-01&to=2005-03-29&as_of=2005-06-01")) == (1, 1, "kept", 0)
    # Held a day late, it was not held in time.
    hold_review(api, "2005-03-31", plan_id=plan["id"])
    assert judged(api, rule, YEAR)["verdict"] == "broken"
