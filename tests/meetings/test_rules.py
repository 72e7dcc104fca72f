"""The laws of when a meeting is, by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.meetings.rules import TimesDisagree, check_times, day_of
from app.meetings.rules.grounds import Resting, contradictions
from app.sub_groups.rules import EndsBeforeItStarts

LONDON = "Europe/London"
EVENING = datetime(2004, 7, 20, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2004, 7, 19, 22, 59, tzinfo=UTC), date(2004, 7, 19)),
        (datetime(2004, 7, 19, 23, 0, tzinfo=UTC), date(2004, 7, 20)),
        (datetime(2004, 1, 19, 23, 59, tzinfo=UTC), date(2004, 1, 19)),
    ],
)
def test_day_of_a_time_is_the_one_in_its_time_zone_summer_time_included(moment: datetime, day: date) -> None:
    assert day_of(moment, LONDON) == day


def test_day_alone_is_enough() -> None:
    check_times(date(2003, 1, 21), None, None, LONDON)


def test_times_on_the_day_are_allowed_and_may_run_past_midnight() -> None:
    check_times(date(2004, 7, 20), EVENING, EVENING + timedelta(hours=8), LONDON)


def test_time_on_another_day_is_refused() -> None:
    with pytest.raises(TimesDisagree) as refused:
        check_times(date(2004, 7, 21), EVENING, None, LONDON)
    assert refused.value.errors[0].pointer == "/starts_on"


def test_end_without_a_beginning_is_refused() -> None:
    with pytest.raises(TimesDisagree) as refused:
        check_times(date(2004, 7, 20), None, EVENING, LONDON)
    assert refused.value.errors[0].pointer == "/ends_at"


def test_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(EndsBeforeItStarts):
        check_times(date(2004, 7, 20), EVENING, EVENING - timedelta(minutes=1), LONDON)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2004, 7, 20), date(2004, 7, 20), "on 2004-07-20"),
        (date(2004, 7, 20), None, "not before 2004-07-20"),
        (None, date(2004, 7, 20), "not after 2004-07-20"),
        (date(2004, 7, 1), date(2004, 7, 20), "not before 2004-07-01 and not after 2004-07-20"),
    ],
)
def test_refusal_tells_the_days_on_which_a_meeting_may_be(
    first: date | None, last: date | None, told: str
) -> None:
    resting = Resting("the step", "/v1/steps/1", "take it back", first, last)
    met_on = date(2004, 7, 21) if last else date(2004, 6, 30)
    faults = contradictions(resting, {"starts_on", "title"}, "held", met_on, date(2005, 1, 1))
    assert [fault.detail for fault in faults] == [
        f"the step /v1/steps/1 needs the meeting to be {told}; take it back first"
    ]
    for fitting in filter(None, (first, last)):
        assert [*contradictions(resting, {"starts_on"}, "held", fitting, date(2005, 1, 1))] == []
