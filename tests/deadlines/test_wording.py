"""Deadlines are told to people in English and in Welsh as they would tell them."""

from datetime import date
from itertools import product

import pytest

from app.deadlines.rules.marks import SHAPES, Mark, mark_of
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language, day_told, label
from app.deadlines.rules.words import WORDS, days_told, filled, left_told
from app.schedule.rules import DueState

EN, CY = Language.EN, Language.CY


def told(earliest: str | None, latest: str | None, language: Language) -> str:
    """Tell when something is due, in words."""
    days = [day and date.fromisoformat(day) for day in (earliest, latest)]
    return filled(*days_told(days[0] or None, days[1] or None, language))


@pytest.mark.parametrize(
    ("earliest", "latest", "english", "welsh"),
    [
        ("2004-07-31", "2004-07-31", "31 July 2004", "31 Gorffennaf 2004"),
        (None, "2004-07-31", "31 July 2004", "31 Gorffennaf 2004"),
        ("2004-07-01", "2004-07-31", "July 2004", "Gorffennaf 2004"),
        ("2004-02-01", "2004-02-29", "February 2004", "Chwefror 2004"),
        (
            "2005-02-01",
            "2005-02-27",
            "1 February 2005 to 27 February 2005",
            "1 Chwefror 2005 – 27 Chwefror 2005",
        ),
        ("2004-08-01", "2004-09-30", "August to September 2004", "Awst – Medi 2004"),
        (
            "2004-11-01",
            "2005-01-31",
            "November 2004 to January 2005",
            "Tachwedd 2004 – Ionawr 2005",
        ),
        ("2004-09-01", None, "from 1 September 2004", "o 1 Medi 2004"),
        ("2004-07-02", "2004-07-31", "2 July 2004 to 31 July 2004", "2 Gorffennaf 2004 – 31 Gorffennaf 2004"),
        ("9999-12-01", "9999-12-31", "December 9999", "Rhagfyr 9999"),
        (None, None, "", ""),
    ],
)
def test_days_are_told_as_people_say_them(
    earliest: str | None, latest: str | None, english: str, welsh: str
) -> None:
    assert told(earliest, latest, EN) == english
    assert told(earliest, latest, CY) == welsh


def test_days_are_told_to_programs_as_precisely_as_to_people() -> None:
    (july,) = days_told(date(2004, 7, 1), date(2004, 7, 31), EN)[1]
    assert july == ("July 2004", "2004-07")
    (day,) = days_told(date(2004, 7, 31), date(2004, 7, 31), CY)[1]
    assert day == (day_told(date(2004, 7, 31), CY), "2004-07-31") == ("31 Gorffennaf 2004", "2004-07-31")


@pytest.mark.parametrize(
    ("days", "english", "welsh"),
    [
        (16, "16 days left", "16 diwrnod ar ôl"),
        (2, "2 days left", "2 ddiwrnod ar ôl"),
        (1, "1 day left", "1 diwrnod ar ôl"),
        (0, "last day today", "heddiw yw'r diwrnod olaf"),
        (-1, "1 day overdue", "1 diwrnod yn hwyr"),
        (-2, "2 days overdue", "2 ddiwrnod yn hwyr"),
        (-3, "3 days overdue", "3 diwrnod yn hwyr"),
    ],
)
def test_days_left_are_counted_as_each_language_counts(days: int, english: str, welsh: str) -> None:
    assert (left_told(days, EN), left_told(days, CY)) == (english, welsh)


@pytest.mark.parametrize(
    ("kind", "state", "days_left", "mark"),
    [
        ("by", "upcoming", 15, Mark.UPCOMING),
        ("by", "upcoming", 14, Mark.SOON),
        ("from", "upcoming", None, Mark.STARTS),
        ("ongoing", "upcoming", None, Mark.UPCOMING),
        ("by", "in_window", 3, Mark.IN_WINDOW),
        ("by", "overdue", -3, Mark.OVERDUE),
    ],
)
def test_what_is_upcoming_is_marked_by_how_soon(
    kind: str, state: str, days_left: int | None, mark: Mark
) -> None:
    assert mark_of(kind, state, days_left) is mark


def test_what_was_called_off_is_marked_as_cancelled() -> None:
    mark = mark_of("by", "done", -3, is_called_off=True)
    assert (mark, label(mark, EN), label(mark, CY)) == (Mark.CANCELLED, "Cancelled", "Wedi'i ganslo")


def test_marks_of_states_have_the_labels_of_the_states() -> None:
    for state, language in product(DueState, Language):
        assert label(Mark(state), language) == label(Standing(state), language) == label(state, language)


def test_every_mark_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(Mark)
    assert len(set(SHAPES.values())) == len(Mark)


def test_both_languages_say_all_there_is_to_say() -> None:
    said = [{name for name in WORDS[language] if "_" not in name} for language in Language]
    assert said[0] == said[1]
