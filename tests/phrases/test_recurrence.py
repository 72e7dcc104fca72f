"""Rules of repetition, with days worked out by hand, and held against those of python-dateutil."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from app.phrases.recurrence import NotARule, days_of, expand, read_rule


def days(rule: str, earliest: str, latest: str, until: str, most: int = 100) -> list[str]:
    first, last, end = (date.fromisoformat(day) for day in (earliest, latest, until))
    spans = expand(read_rule(rule), first, last, first, end, most)
    return [f"{start}/{end}" for start, end in spans]


EXPANSIONS = [
    (
        "FREQ=YEARLY;BYMONTH=8",
        ("2004-08-01", "2004-09-30", "2006-12-31"),
        ["2004-08-01/2004-09-30", "2005-08-01/2005-09-30", "2006-08-01/2006-09-30"],
    ),
    # February has another last day in a leap year.
    (
        "FREQ=YEARLY",
        ("2007-02-01", "2007-02-28", "2008-12-31"),
        ["2007-02-01/2007-02-28", "2008-02-01/2008-02-29"],
    ),
    (
        "FREQ=MONTHLY;INTERVAL=3",
        ("2004-11-01", "2004-11-30", "2005-06-30"),
        ["2004-11-01/2004-11-30", "2005-02-01/2005-02-28", "2005-05-01/2005-05-31"],
    ),
    # June has no 31st, and what is due must not be lost in it.
    (
        "FREQ=MONTHLY;INTERVAL=3",
        ("2004-03-31", "2004-03-31", "2004-12-31"),
        [f"{day}/{day}" for day in ("2004-03-31", "2004-06-30", "2004-09-30", "2004-12-31")],
    ),
    (
        "FREQ=YEARLY",
        ("2004-02-29", "2004-02-29", "2005-12-31"),
        ["2004-02-29/2004-02-29", "2005-02-28/2005-02-28"],
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2",
        ("2004-07-05", "2004-07-11", "2004-08-02"),
        ["2004-07-05/2004-07-11", "2004-07-19/2004-07-25", "2004-08-02/2004-08-08"],
    ),
    (
        "FREQ=MONTHLY;BYDAY=1MO",
        ("2004-07-05", "2004-07-05", "2004-09-30"),
        [f"{day}/{day}" for day in ("2004-07-05", "2004-08-02", "2004-09-06")],
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        ("2004-01-31", "2004-01-31", "2004-04-01"),
        [f"{day}/{day}" for day in ("2004-01-31", "2004-02-29", "2004-03-31")],
    ),
    (
        "FREQ=DAILY;COUNT=2",
        ("2004-07-05", "2004-07-05", "2004-09-30"),
        ["2004-07-05/2004-07-05", "2004-07-06/2004-07-06"],
    ),
    (
        "FREQ=MONTHLY;UNTIL=20040805",
        ("2004-07-05", "2004-07-05", "2009-09-30"),
        ["2004-07-05/2004-07-05", "2004-08-05/2004-08-05"],
    ),
]


@pytest.mark.parametrize(("rule", "dates", "expected"), EXPANSIONS)
def test_rule_is_expanded_to_its_days(rule: str, dates: tuple[str, str, str], expected: list[str]) -> None:
    assert days(rule, *dates) == expected


def test_of_too_many_occurrences_the_first_and_those_around_today_are_given() -> None:
    first, today, until = date(2004, 1, 1), date(2004, 7, 5), date(2004, 12, 31)
    found = expand(read_rule("FREQ=DAILY"), first, first, today, until, 2)
    assert [str(start) for start, _ in found] == [
        "2004-01-01",
        "2004-07-03",
        "2004-07-04",
        "2004-07-05",
        "2004-07-06",
    ]


def test_rule_that_never_comes_true_ends() -> None:
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2004-01-01", "2004-01-01", "2999-12-31") == [
        "2004-01-01/2004-01-01"
    ]


REFUSED = [
    "",
    "yearly",
    "FREQ=HOURLY",
    "INTERVAL=2",
    "FREQ=YEARLY;FREQ=DAILY",
    "FREQ=YEARLY;INTERVAL=0",
    "FREQ=YEARLY;INTERVAL=-1",
    "FREQ=YEARLY;INTERVAL=99999999999999999999",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYMONTH=0",
    "FREQ=YEARLY;BYHOUR=3",
    "FREQ=YEARLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYMONTHDAY=1",
    "FREQ=YEARLY;BYSETPOS=1",
    "FREQ=YEARLY;COUNT=2;UNTIL=20050101",
    "FREQ=YEARLY;UNTIL=20051301",
    "FREQ=YEARLY;UNTIL=20050105garbage",
    "FREQ=YEARLY;UNTIL=2005015",
    "FREQ=YEARLY;" + "BYMONTH=1;" * 100,
    "FREQ=YEARLY;BYMONTH=١",
]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_rule_is_refused(written: str) -> None:
    with pytest.raises(NotARule):
        read_rule(written)


RULES = st.one_of(
    st.builds("FREQ=YEARLY;INTERVAL={};BYMONTH={}".format, st.integers(1, 4), st.integers(1, 12)),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), st.integers(-28, -1)),
    st.builds(
        "FREQ=YEARLY;BYDAY={}{}".format, st.sampled_from(["", 1, 20, -2]), st.sampled_from(["MO", "SU"])
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, st.integers(1, 14)),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}FR".format, st.integers(1, 5), st.sampled_from(["", 1, 5, -1])
    ),
    st.builds("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}".format, st.sampled_from([1, -1, 3])),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from([1, 15, 31, -1])),
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};BYDAY=TU,SU;WKST={}".format, st.integers(1, 5), st.sampled_from(["MO", "SU"])
    ),
    st.builds("FREQ=DAILY;INTERVAL={};BYMONTH=1,2,7".format, st.integers(1, 40)),
    st.builds("FREQ=DAILY;BYDAY=MO,FR;BYMONTHDAY={}".format, st.integers(1, 31)),
)


@given(
    RULES, st.dates(date(1990, 1, 1), date(2030, 12, 28)).map(lambda day: day.replace(day=min(day.day, 28)))
)
def test_days_are_those_of_dateutil(rule: str, first: date) -> None:
    until = first + timedelta(days=3000)
    oracle = rrulestr(rule, dtstart=_midnight(first)).between(_midnight(first), _midnight(until), inc=True)
    expected = sorted({first, *(moment.date() for moment in oracle)})
    assert [start for start, _ in expand(read_rule(rule), first, first, first, until, 10_000)] == expected
    # What a rule makes by itself has the first day only where the rule makes that.
    assert [*days_of(read_rule(rule), first, until)] == [moment.date() for moment in oracle]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateutil is asked without time zones.
