"""The law of a rule, held against all the ways in which what is not known may turn out."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.rules.judging import (
    COUNTS,
    EITHER,
    FAILS,
    Outcome,
    Outcomes,
    Required,
    RuleVerdict,
    judge,
    judge_parts,
    tally,
)

outcomes = st.frozensets(st.sampled_from([*Outcome]), min_size=1)
records = st.lists(outcomes, max_size=6)
shares = st.integers(1, 12).flatmap(
    lambda whole: st.integers(1, whole).map(lambda part: Required("a share", part, whole))
)
counts = st.integers(1, 8).map(lambda count: Required("so many", count))


def ways(judged: Sequence[Outcomes]) -> Iterator[Sequence[Outcome]]:
    """Give every way in which the records may turn out."""
    return product(*judged)


def fulfils(way: Sequence[Outcome], required: Required) -> bool | None:
    """Tell whether one way fulfils what is required, reckoned as one would by hand; None where nothing is judged."""
    counting, failing = way.count(Outcome.COUNTS), way.count(Outcome.FAILS)
    if required.denominator is None:
        return counting >= required.numerator
    if counting + failing == 0:
        return None
    return counting * required.denominator >= required.numerator * (counting + failing)


@given(records, shares | counts)
def test_verdict_is_what_all_ways_agree_on(judged: list[Outcomes], required: Required) -> None:
    found = {fulfils(way, required) for way in ways(judged)}
    expected = {True: RuleVerdict.KEPT, False: RuleVerdict.BROKEN, None: RuleVerdict.UNKNOWN}
    assert judge(judged, required) == (expected[found.pop()] if len(found) == 1 else RuleVerdict.UNKNOWN)


@given(records, shares | counts, outcomes)
def test_not_knowing_more_never_turns_a_verdict_round(
    judged: list[Outcomes], required: Required, further: Outcomes
) -> None:
    before = judge(judged, required)
    for place, one in enumerate(judged):
        less_known = [*judged[:place], one | further, *judged[place + 1 :]]
        assert judge(less_known, required) in (before, RuleVerdict.UNKNOWN)


@given(records)
def test_tally_counts_only_what_is_known(judged: list[Outcomes]) -> None:
    known = tally(judged)
    assert known.counting <= min(way.count(Outcome.COUNTS) for way in ways(judged))
    assert 0 <= known.counting <= known.among <= len(judged)
    assert known.unknown <= len(judged)


@pytest.mark.parametrize(
    ("part", "whole", "members", "verdict"),
    [
        # A third of 9 is 3, and of 10 it is 3 and a third: 3 of 10 are too few, which 33.3% would let pass.
        (1, 3, [COUNTS] * 3 + [FAILS] * 6, "kept"),
        (1, 3, [COUNTS] * 3 + [FAILS] * 7, "broken"),
        (1, 3, [COUNTS] * 3 + [EITHER] * 6, "kept"),
        (1, 3, [COUNTS] * 2 + [EITHER] + [FAILS] * 6, "unknown"),
        (1, 3, [COUNTS] * 1 + [EITHER] + [FAILS] * 6, "broken"),
        (50, 100, [COUNTS, FAILS], "kept"),
        (51, 100, [COUNTS, FAILS], "broken"),
        (1, 1, [], "unknown"),
    ],
)
def test_shares_are_exact(part: int, whole: int, members: list[Outcomes], verdict: str) -> None:
    assert judge(members, Required("", part, whole)) == verdict


def test_nothing_at_all_is_too_few() -> None:
    assert judge([], Required("", 1)) == "broken"


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ("kept kept", "kept"),
        ("kept unknown", "unknown"),
        ("unknown broken kept", "broken"),
        ("", "unknown"),
    ],
)
def test_rule_for_each_is_kept_only_if_each_keeps_it(parts: str, verdict: str) -> None:
    assert judge_parts([RuleVerdict(one) for one in parts.split()]) == verdict
