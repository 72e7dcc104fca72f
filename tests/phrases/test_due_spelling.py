"""Slips of the pen, scanned documents and Welsh words; and words that are no dates however near they come."""

import pytest

from app.phrases.due import read_due
from app.phrases.due.spelling import spelt_right
from tests.phrases.reading import LOG, PLAN, said


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Begnniing of July 2004", "by 2004-07-01/2004-07-10"),
        ("Febuary 2005", "by 2005-02"),
        ("Septmber 2004", "by 2004-09"),
        ("Janaury 2005", "by 2005-01"),
        ("ongiong", "ongoing"),
        ("Quaterly", "recurring FREQ=MONTHLY;INTERVAL=3"),
        ("anually", "recurring FREQ=YEARLY"),
        ("Sep tember 2004", "by 2004-09"),
        ("J uly 2004", "by 2004-07"),
        ("Sum mer 2004", "by 2004-22"),
        ("O n going", "ongoing"),
        ("Continous", "ongoing"),
        ("1 st July 2004", "by 2004-07-01"),
        ("July 20 04", "by 2004-07"),
        ("erbyn Mawrth 2005", "by 2005-03"),
        ("Diwedd Medi 2004", "by 2004-09-30"),
        ("Haf 2004", "by 2004-22"),
        ("parhaus", "ongoing"),
        ("chwarterol", "recurring FREQ=MONTHLY;INTERVAL=3"),
        ("blynyddol", "recurring FREQ=YEARLY"),
    ],
)
def test_word_is_read_as_it_was_meant(phrase: str, expected: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == [expected]
    assert reading.unread == ()


NEAR = "manually nearly clearly string summed quartet quarters quartered competed reviewer annual ongoings jule juno"


@pytest.mark.parametrize("word", NEAR.split())
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert spelt_right(word) == word


@pytest.mark.parametrize(
    "phrase",
    [
        "We march together and may spring into action",
        "an august body",
        "Jan Smith",
        "April Jones to lead",
        "fall prevention",
        "Summer play scheme",
        "spring term timetable",
        "second round of funding",
        "sum of 10 Mer cedes",
        "Autumn 1",
        "Spring 2 2005",
        "autumn term 2",
        "Years 1-3 children",
        "Year 11/12 pupils",
        "Y11/12",
        "0-19 years",
        "three quarters",
        "Christmas lights",
        "Easter 2005 holidays",
        "March Town Council",
        "April Close",
        "Cllr May",
        "A May",
        "10 may attend",
        "1 May be enough",
        "the 3 march entries",
        "Circular 10/2004",
        "DfES 0012/2004",
        "LAC(2004)3",
        "NI 11.12.04",
        "page 2004-5",
        "2003/04 outturn",
        "Highways A30",
        "15/6",
        "reference 15/6",
        "11/12 schools",
        "16/17 year olds",
        "Year 6 pupils",
        "ages 12-13",
        "from 10 to 12",
        "by 10%",
        "by 2% per annum",
        "increase by 2000 homes",
        "1,500 homes",
        "£2004",
        "Phase 2",
        "section 9.2",
        "minute 12.3",
        "version 2.1.03",
        "7 of 12",
        "24/7",
        "9-5",
        "Mon-Fri",
        "Q1 of the survey",
        "H2 hydrogen",
        "A4",
        "Children Act 2004",
        "Census 2001",
        "0207 946 0018",
        "example.org/2004/05",
        "2003/04 baseline",
        "first week of July 2004",
        "October half-term 2004",
        "Summer holidays 2004",
        "2004/05 municipal year",
        "end of life care",
        "2 days",
        "a month",
        "in due course",
        "next year's plan",
    ],
)
def test_words_that_name_no_date_that_is_due_give_none(phrase: str) -> None:
    (point,) = read_due(phrase, LOG).points
    assert (point.earliest, point.latest, point.edtf) == (None, None, None)


def test_time_of_day_beside_a_date_is_no_part_of_it() -> None:
    for phrase in ("10.30am on 5 May 2004", "5 May 2004 at 10.30", "2pm Wednesday 5 May", "5 May 2004 12:00"):
        (point,) = read_due(phrase, LOG).points
        assert point.edtf == "2004-05-05", phrase


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("by 5pm on Wednesday 7 July 2004", "by 2004-07-07"),
        ("before 12 noon on 7 July 2004", "by 2004-07-07"),
        ("by close of business on 7 July", "by 2004-07-07"),
        ("until 17:30 on 7 July 2004", "until ../2004-07-07"),
        ("after 5pm on 7 July 2004", "from 2004-07-07/.."),
        ("10.30am on 7 July 2004", "at 2004-07-07"),
    ],
)
def test_words_before_the_time_of_day_tell_how_the_date_is_meant(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, LOG)) == [expected]
