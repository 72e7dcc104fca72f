"""What the words of a cell mean, by themselves."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.rules import ActionStatus, Rag
from app.imports.rules.tables.cells import (
    CantBeRead,
    OneOf,
    is_blank,
    read_clock,
    read_day,
    read_days,
    read_flag,
    read_number,
    read_percent,
    read_several,
    read_when,
    read_whole,
)

JULY_20 = date(2004, 7, 20)


@pytest.mark.parametrize(
    "words",
    [
        "20/07/2004",
        "20.7.2004",
        "20/7/04",
        "2004-07-20",
        "20 July 2004",
        "20th July 2004",
        "Tuesday 20 July 2004",
    ],
)
def test_day_is_read_as_people_write_it(words: str) -> None:
    assert read_day(words) == JULY_20


def test_day_comes_before_the_month() -> None:
    assert read_day("04/03/2026") == date(2026, 3, 4)


@pytest.mark.parametrize(
    "words", ["July 2004", "2004", "2004/05", "soon", "31/02/2004", "20 July", "from 20 July 2004"]
)
def test_what_is_no_one_day_is_never_made_one(words: str) -> None:
    with pytest.raises(CantBeRead, match="is no day such as"):
        read_day(words)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2004/05", date(2004, 4, 1), date(2005, 3, 31)),
        ("Q1 2004/05", date(2004, 4, 1), date(2004, 6, 30)),
        ("July 2004", date(2004, 7, 1), date(2004, 7, 31)),
        ("April to June 2004", date(2004, 4, 1), date(2004, 6, 30)),
    ],
)
def test_period_is_read_by_its_name(words: str, first: date, last: date) -> None:
    assert read_days(words) == (first, last)


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("18:30", time(18, 30)),
        ("6.30pm", time(18, 30)),
        ("6.30 p.m.", time(18, 30)),
        ("6pm", time(18)),
        ("12pm", time(12)),
        ("12am", time(0)),
        ("09:00", time(9)),
        ("18:30:00", time(18, 30)),
    ],
)
def test_time_is_read_as_people_write_it(words: str, clock: time) -> None:
    assert read_clock(words) == clock


@pytest.mark.parametrize("words", ["6", "25:00", "18:75", "13pm", "0am", "noonish", "6.5pm"])
def test_what_is_no_time_is_never_made_one(words: str) -> None:
    with pytest.raises(CantBeRead):
        read_clock(words)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("18:30", time(18, 30)),
        ("20/07/2004", JULY_20),
        ("20/07/2004 18:30", (JULY_20, time(18, 30))),
        ("20 July 2004 at 6.30pm", (JULY_20, time(18, 30))),
        ("2004-07-20T18:30:00", (JULY_20, time(18, 30))),
        ("2004-07-20 18:30:00", (JULY_20, time(18, 30))),
    ],
)
def test_start_may_be_a_day_a_time_or_both(words: str, value: Any) -> None:
    assert read_when(words) == value


@pytest.mark.parametrize(
    ("words", "number"),
    [("12", 12), ("1,234.5", 1234.5), ("45%", 45), ("-3", -3), ("−3", -3), ("0.25", 0.25), ("10.0", 10)],
)
def test_number_is_read_as_people_write_it(words: str, number: float) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize("words", ["1,23", "12 of 15", "n/a", "1e5", "NaN", "٣", "9" * 400, "1.2.3", "%"])
def test_what_is_no_number_is_never_made_one(words: str) -> None:
    with pytest.raises(CantBeRead):
        read_number(words)


@pytest.mark.parametrize(("words", "percent"), [("50%", 50), ("50", 50), ("100 %", 100), ("0", 0)])
def test_percentage_is_read_with_or_without_its_sign(words: str, percent: int) -> None:
    assert read_percent(words) == percent


@pytest.mark.parametrize("words", ["101", "-1", "0.5", "half"])
def test_what_is_no_percentage_is_refused(words: str) -> None:
    with pytest.raises(CantBeRead, match=r"0 to 100|is no number"):
        read_percent(words)


@pytest.mark.parametrize("words", ["10.5", "9007199254740993", "99999999999999999999"])
def test_whole_number_has_no_fraction_and_is_exact(words: str) -> None:
    assert read_whole("10") == 10
    with pytest.raises(CantBeRead, match="is no whole number"):
        read_whole(words)


@pytest.mark.parametrize(
    ("words", "flag"), [("Yes", True), ("y", True), ("Ie", True), ("no", False), ("NA", False)]
)
def test_yes_and_no_are_read_in_both_languages(words: str, flag: bool) -> None:
    assert read_flag(words) is flag


def test_names_are_parted_by_semicolons_and_lines() -> None:
    assert read_several("Age Concern, Kensington;  The\u00a0Forum \n;Age Concern, Kensington") == [
        "Age Concern, Kensington",
        "The Forum",
    ]


@pytest.mark.parametrize(
    "words", ["in_progress", "In progress", "IN-PROGRESS", " in  progress", "Ar y gweill"]
)
def test_word_of_a_vocabulary_is_its_value_or_a_label(words: str) -> None:
    assert OneOf(ActionStatus)(words) == "in_progress"


def test_word_outside_of_a_vocabulary_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(CantBeRead, match="'purple' is none of: Red, Amber, Green"):
        OneOf(Rag)("purple")


@pytest.mark.parametrize("words", ["T1:00" * 20_000, "1 " * 50_000, "7" * 100_000])
@pytest.mark.parametrize("read", [read_day, read_days, read_clock, read_when, read_number, read_flag])
def test_cell_as_long_as_a_book_is_refused_at_once(read: Callable[[str], Any], words: str) -> None:
    begun = monotonic()
    with pytest.raises(CantBeRead):
        read(words)
    assert monotonic() - begun < 1


@pytest.mark.parametrize("words", ["", "  ", "-", " – ", "—"])
def test_dash_says_as_little_as_a_blank(words: str) -> None:
    assert is_blank(words)


@pytest.mark.parametrize(
    "read",
    [
        read_day,
        read_days,
        read_clock,
        read_when,
        read_number,
        read_percent,
        read_whole,
        read_flag,
        OneOf(Rag),
    ],
)
@given(words=st.text(max_size=120))
def test_no_words_at_all_break_a_reader(read: Callable[[str], Any], words: str) -> None:
    with suppress(CantBeRead):
        read(words)
