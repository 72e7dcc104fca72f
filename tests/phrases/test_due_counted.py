"""Dates that are counted: from the document, from the plan, from an event or another date."""

from dataclasses import replace

import pytest

from app.phrases.due import Context, PointKind, read_due
from tests.phrases.reading import LOG, PLAN, TERM, said


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("in six months time", "by 2004-12-15"),
        ("in 2 weeks' time", "by 2004-06-29"),
        ("2 years from now", "by 2006-06-15"),
        ("within 3 months", "by 2004-06-15/2004-09-15"),
        ("in the next 6 months", "by 2004-06-15/2004-12-15"),
        ("over the next 12 months", "window 2004-06-15/2005-06-15"),
        ("over the course of the next year", "window 2004-06-15/2005-06-15"),
        ("12-18 months", "by 2005-06-15/2005-12-15"),
        ("6-12 months", "by 2004-12-15/2005-06-15"),
        ("18 mths", "by 2005-12-15"),
        ("short term (1-2 yrs)", "by 2005-06-15/2006-06-15"),
        ("this month", "by 2004-06"),
        ("end of next month", "by 2004-07-31"),
        ("later this year", "by 2004-07/2004-12"),
        ("later in the year", "by 2004-07/2005-03"),
        ("for the current year", "by 2004-04/2005-03"),
        ("throughout the year", "window 2004-04/2005-03"),
        ("next year", "by 2005"),
        ("next financial year", "by 2005-04/2006-03"),
        ("by the end of the financial year", "by 2005-03-31"),
        ("by year-end", "by 2005-03-31"),
        ("next quarter", "by 2004-07/2004-09"),
    ],
)
def test_relative_date_counts_from_the_document(phrase: str, expected: str) -> None:
    reading = read_due(phrase, LOG)
    assert said(reading) == [expected]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("in six months time", "by 2004-10"),
        ("over the next two years", "window 2004-04/2006-04"),
        ("in 2 weeks' time", "relative"),
    ],
)
def test_document_of_a_month_gives_whole_months_and_no_days(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, PLAN)) == [expected]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on adoption", "at 2004-07-21"),
        ("by adoption", "by 2004-07-21"),
        ("within 6 months of adoption", "by 2004-07-21/2005-01-21"),
        ("3 months after the adoption", "by 2004-10-21"),
        ("two weeks before adoption", "by 2004-07-07"),
        ("10 working days after adoption", "relative"),
        ("2 weeks before 21 July 2004", "by 2004-07-07"),
    ],
)
def test_event_whose_date_is_known_can_be_counted_from(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, TERM)) == [expected]


def test_event_is_the_anchor_of_the_point_that_hangs_on_it() -> None:
    (point,) = read_due("by adoption", TERM).points
    assert point.anchor == "adoption"


def test_meeting_whose_date_is_known_takes_place() -> None:
    context = replace(PLAN, anchors={"the next meeting": "2004-07-20", "no date": "soon"})
    (point,) = read_due("Report to next meeting", context).points
    assert (point.kind, point.edtf, point.anchor) == (PointKind.AT, "2004-07-20", "next meeting")


@pytest.mark.parametrize(
    "phrase",
    [
        "within 6 months of adoption",
        "within 14 calendar days",
        "within 10 working days",
        "next 6 months",
        "by the end of the year",
        "next year",
        "for the remainder of the municipal year",
        "When the need arises",
        "subject to funding",
        "following publication of the guidance",
        "2 weeks before the meeting",
    ],
)
def test_what_hangs_on_something_unknown_has_words_and_no_days(phrase: str) -> None:
    (point,) = read_due(phrase, Context()).points
    assert (point.kind, point.earliest, point.latest, point.edtf) == (PointKind.RELATIVE, None, None, None)
    assert point.anchor
    assert point.anchor in phrase


@pytest.mark.parametrize("document_date", ["9999-12-31", "0001-01-01"])
def test_nothing_is_counted_beyond_the_calendar(document_date: str) -> None:
    for phrase in ("next 6 months", "2 weeks before adoption", "later this year", "next month"):
        assert read_due(phrase, Context(document_date)).points
