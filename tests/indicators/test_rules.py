"""What is on target, and what is better than before: by direction, and exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indicators.rules import (
    LARGEST,
    Direction,
    HasTooManyPlaces,
    Measured,
    Trend,
    check_places,
    exact,
    trend_of,
    verdict_of,
)

numbers = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda kept: kept / 10_000)
directions = st.sampled_from([*Direction])


@pytest.mark.parametrize(
    ("direction", "below", "at", "above"),
    [
        ("up", "off_target", "on_target", "on_target"),
        ("down", "on_target", "on_target", "off_target"),
        ("hold", "off_target", "on_target", "off_target"),
    ],
)
def test_direction_says_which_side_of_the_target_is_right(
    direction: str, below: str, at: str, above: str
) -> None:
    assert [verdict_of(direction, 50.0, actual) for actual in (49.9999, 50.0, 50.0001)] == [below, at, above]


@given(directions, st.none() | numbers)
def test_nothing_is_on_target_where_one_number_is_missing(direction: str, number: float | None) -> None:
    assert verdict_of(direction, None, number) == verdict_of(direction, number, None) == "unknown"


@pytest.mark.parametrize(
    ("direction", "before", "latest", "trend"),
    [
        ("up", 0.2, 0.3, "better"),
        ("up", 0.3, 0.2, "worse"),
        ("down", 0.3, 0.2, "better"),
        ("down", 0.2, 0.3, "worse"),
        ("up", 0.3, 0.3, "same"),
        ("up", None, 0.3, "unknown"),
        ("down", 0.3, None, "unknown"),
    ],
)
def test_trend_goes_by_the_direction(
    direction: str, before: float | None, latest: float | None, trend: str
) -> None:
    assert trend_of(direction, Measured(latest), Measured(before)) == trend


@pytest.mark.parametrize(
    ("latest", "before", "trend"),
    [
        # 0.1 and 0.3 are as far from 0.2 on either side, though not in binary fractions.
        (Measured(0.3, 0.2), Measured(0.1, 0.2), "same"),
        (Measured(21.0, 20.0), Measured(18.0, 20.0), "better"),
        (Measured(17.0, 20.0), Measured(22.0, 20.0), "worse"),
        # Each is held against the target that it had: 3 away from 10, then 1 away from 20.
        (Measured(21.0, 20.0), Measured(13.0, 10.0), "better"),
        # 2 away from 20, then 1 away from 10, which is 9 away from 20.
        (Measured(22.0, 20.0), Measured(11.0, 10.0), "worse"),
        # A baseline had no target: 18 is 2 away from 20, and 21 only 1.
        (Measured(21.0, 20.0), Measured(18.0), "better"),
        (Measured(21.0), Measured(18.0), "unknown"),
    ],
)
def test_what_is_to_stay_is_better_the_nearer_it_is(latest: Measured, before: Measured, trend: str) -> None:
    assert trend_of("hold", latest, before) == trend


@given(directions, numbers, numbers, numbers)
def test_trend_turns_round_with_time(direction: str, one: float, other: float, target: float) -> None:
    turned = {Trend.BETTER: Trend.WORSE, Trend.WORSE: Trend.BETTER, Trend.SAME: Trend.SAME}
    first, second = Measured(one, target), Measured(other, target)
    assert trend_of(direction, second, first) == turned[trend_of(direction, first, second)]


@given(numbers)
def test_every_number_that_is_taken_is_one_decimal_and_no_other(number: float) -> None:
    assert check_places(number) == number
    kept = int(exact(number).scaleb(4))
    assert exact(number) == exact(kept / 10_000), "what is kept in whole comes back as it was"


def test_largest_number_is_kept_to_its_last_digit() -> None:
    # Eleven digits before the point and four after it are fifteen, as many as every float holds.
    assert int(exact(LARGEST).scaleb(4)) == 999_999_999_999_999


@pytest.mark.parametrize("number", [0.1 + 0.2, 0.00001, 5e-324, 1 / 3])
def test_number_with_more_places_is_refused_and_not_rounded(number: float) -> None:
    with pytest.raises(HasTooManyPlaces, match="at most 4 digits"):
        check_places(number)
