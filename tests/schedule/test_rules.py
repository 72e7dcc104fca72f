"""How a date's state is told as of a day, and where things stand in a list: worked out by hand."""

from datetime import date

import pytest

from app.phrases.due import PointKind
from app.schedule.rules import (
    NEVER,
    DueState,
    Rank,
    next_due,
    placed,
    state_of,
    state_of_all,
)


def day(written: str) -> date | None:
    """Read "5 Jul" as a day of 2004, "5 Jul 05" as one of 2005; "-" is no day."""
    if written == "-":
        return None
    number, month, year = f"{written} 04".split()[:3]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return date(2000 + int(year), 1 + months.index(month), int(number))


# kind, first day, last day, as of, state
STATES = [
    ("by", "1 Jun", "30 Jun", "31 May", "upcoming"),
    ("by", "1 Jun", "30 Jun", "1 Jun", "in_window"),
    ("by", "1 Jun", "30 Jun", "30 Jun", "in_window"),
    ("by", "1 Jun", "30 Jun", "1 Jul", "overdue"),
    ("by", "31 Mar 05", "31 Mar 05", "30 Mar 05", "upcoming"),
    ("by", "31 Mar 05", "31 Mar 05", "31 Mar 05", "in_window"),
    ("by", "31 Mar 05", "31 Mar 05", "1 Apr 05", "overdue"),
    ("at", "1 Feb", "29 Feb", "29 Feb", "in_window"),
    ("at", "1 Feb", "29 Feb", "1 Mar", "overdue"),
    ("review", "1 Aug", "30 Sep", "31 Jul", "upcoming"),
    ("review", "1 Aug", "30 Sep", "31 Aug", "in_window"),
    ("review", "1 Aug", "30 Sep", "1 Oct", "overdue"),
    ("window", "1 Sep", "31 Dec", "31 Dec", "in_window"),
    ("window", "1 Sep", "31 Dec", "1 Jan 05", "overdue"),
    ("until", "-", "31 Jul 05", "1 Jan", "in_window"),
    ("until", "-", "31 Jul 05", "1 Aug 05", "overdue"),
    ("recurring", "1 Sep", "30 Sep", "1 Oct", "overdue"),
    ("recurring", "-", "-", "1 Jan", "undated"),
    ("review", "-", "-", "1 Jan", "undated"),
    ("by", "1 Jun", "-", "1 Jul", "undated"),
    ("from", "1 Sep", "30 Sep", "31 Aug", "upcoming"),
    ("from", "1 Sep", "30 Sep", "1 Sep", "ongoing"),
    ("from", "1 Sep", "30 Sep", "1 Oct", "ongoing"),
    ("from", "-", "-", "1 Jan", "undated"),
    ("ongoing", "1 Sep", "-", "31 Aug", "upcoming"),
    ("ongoing", "1 Sep", "-", "1 Sep", "ongoing"),
    ("ongoing", "-", "-", "1 Jan", "ongoing"),
    ("relative", "-", "-", "1 Jan", "waiting"),
    ("done", "-", "-", "1 Jan", "done"),
    ("done", "1 Jun", "30 Jun", "1 Jan", "done"),
    ("unknown", "-", "-", "1 Jan", "undated"),
]


@pytest.mark.parametrize(("kind", "earliest", "latest", "as_of", "state"), STATES)
def test_state_is_told_as_of_a_day(kind: str, earliest: str, latest: str, as_of: str, state: str) -> None:
    today = day(as_of)
    assert today is not None
    assert state_of(kind, day(earliest), day(latest), is_done=False, as_of=today) == state
    assert state_of(kind, day(earliest), day(latest), is_done=True, as_of=today) == DueState.DONE


def test_every_kind_of_point_has_a_state_worked_out() -> None:
    assert {case[0] for case in STATES} == set(PointKind)
    assert {case[4] for case in STATES} == set(DueState)


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([], "undated"),
        (["done"], "done"),
        (["done", "done", "undated"], "undated"),
        (["waiting", "undated"], "waiting"),
        (["ongoing", "waiting"], "ongoing"),
        (["ongoing", "upcoming"], "upcoming"),
        (["upcoming", "in_window"], "in_window"),
        (["done", "upcoming", "in_window", "overdue"], "overdue"),
    ],
)
def test_several_points_are_told_by_the_most_pressing(states: list[str], told: str) -> None:
    assert state_of_all([DueState(state) for state in states]) == told


@pytest.mark.parametrize(
    ("dues", "as_of", "following"),
    [
        ("30 Sep|30 Nov", "30 Sep", "30 Sep"),
        ("30 Sep|30 Nov", "1 Oct", "30 Nov"),
        ("30 Nov|30 Sep", "29 Sep", "30 Sep"),
        ("30 Sep|30 Nov", "1 Dec", "30 Nov"),
        ("", "1 Dec", "-"),
    ],
)
def test_next_due_is_the_next_one_ahead_or_the_last_that_passed(
    dues: str, as_of: str, following: str
) -> None:
    days = [found for one in dues.split("|") if one and (found := day(one))]
    today = day(as_of)
    assert today is not None
    assert next_due(days, today) == day(following)


@pytest.mark.parametrize(
    ("kind", "earliest", "latest", "rank", "listed_on"),
    [
        ("by", "1 Jun", "30 Jun", Rank.DUE, "30 Jun"),
        ("until", "-", "31 Jul 05", Rank.DUE, "31 Jul 05"),
        ("recurring", "1 Sep", "30 Sep", Rank.DUE, "30 Sep"),
        ("from", "1 Sep", "30 Sep", Rank.STARTS, "1 Sep"),
        ("from", "-", "-", Rank.UNDATED, "-"),
        ("review", "-", "-", Rank.UNDATED, "-"),
        ("ongoing", "1 Sep", "-", Rank.UNDATED, "-"),
        ("relative", "-", "-", Rank.UNDATED, "-"),
        ("unknown", "-", "-", Rank.UNDATED, "-"),
        ("done", "1 Jun", "30 Jun", Rank.UNDATED, "-"),
    ],
)
def test_dates_are_listed_first_then_starts_then_what_has_no_date(
    kind: str, earliest: str, latest: str, rank: Rank, listed_on: str
) -> None:
    assert placed(kind, day(earliest), day(latest)) == (rank, day(listed_on) or NEVER)
