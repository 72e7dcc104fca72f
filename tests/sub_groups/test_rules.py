"""The laws of sub-groups and memberships, by themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.sub_groups.rules import EndsBeforeItStarts, IsNotOneMember, refuse_early_end, refuse_unless_one

DAY = date(2003, 1, 21)


@pytest.mark.parametrize(("start", "end"), [(None, None), (DAY, None), (None, DAY), (DAY, DAY)])
def test_open_ends_and_a_single_day_are_allowed(start: date | None, end: date | None) -> None:
    refuse_early_end(start, end, "/ended_on")


def test_end_before_the_start_is_refused_and_pointed_to() -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        refuse_early_end(DAY, DAY - timedelta(days=1), "/ended_on")
    assert [fault.pointer for fault in refused.value.errors] == ["/ended_on"]


def test_end_is_compared_by_the_time_where_times_are_given() -> None:
    starts_at = datetime(2003, 1, 21, 18, 30, tzinfo=UTC)
    with pytest.raises(EndsBeforeItStarts):
        refuse_early_end(starts_at, starts_at - timedelta(minutes=1), "/ends_at")


def test_membership_of_nobody_points_to_every_choice() -> None:
    with pytest.raises(IsNotOneMember) as refused:
        refuse_unless_one({"person_id": None, "organisation_id": None, "post_id": None})
    assert [fault.pointer for fault in refused.value.errors] == ["/person_id", "/organisation_id", "/post_id"]


def test_membership_of_two_points_to_those_two() -> None:
    with pytest.raises(IsNotOneMember) as refused:
        refuse_unless_one({"person_id": "a", "organisation_id": None, "post_id": "b"})
    assert [fault.pointer for fault in refused.value.errors] == ["/person_id", "/post_id"]


def test_membership_of_one_is_allowed() -> None:
    refuse_unless_one({"person_id": None, "organisation_id": "a", "post_id": None})
