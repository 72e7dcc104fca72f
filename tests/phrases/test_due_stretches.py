"""Quarters, halves, seasons, terms, fiscal and academic years, and years of the plan."""

from dataclasses import replace
from datetime import date

import pytest

from app.phrases.due import Context, read_due
from tests.phrases.reading import LONG_PLAN, PLAN, TERM, said

QUARTERS = [
    ("Q1 2004/05", "by 2004-04/2004-06"),
    ("Q4 23/24", "by 2024-01/2024-03"),
    ("Q3 2022/23", "by 2022-10/2022-12"),
    ("Q3 FY22/23", "by 2022-10/2022-12"),
    ("2004/05 Q3", "by 2004-10/2004-12"),
    ("Qtr. 2 2004/05", "by 2004-07/2004-09"),
    ("Quarter 2", "by 2004-07/2004-09"),
    ("quarter two", "by 2004-07/2004-09"),
    ("third quarter of 2005", "by 2005-10/2005-12"),
    ("3rd quarter of 2004/05", "by 2004-10/2004-12"),
    ("last quarter of 2004/05", "by 2005-01/2005-03"),
    ("Q2 of the financial year", "by 2004-07/2004-09"),
    ("early Q3 2004/05", "by 2004-10"),
    ("by the end of Q4", "by 2005-03-31"),
    ("Q1/2 2004/05", "by 2004-04/2004-09"),
    ("Q4 23/24 to Q1 24/25", "window 2024-01/2024-06"),
    ("Quarters 2-3", "window 2004-07/2004-12"),
    ("Quarter 3 (Oct-Dec)", "by 2004-10/2004-12"),
    ("Q3 (October - December 2004)", "window 2004-10/2004-12"),
    ("first half of 2024/25", "by 2024-04/2024-09"),
    ("second half of 2005", "by 2005-07/2005-12"),
    ("H2 2004/05", "by 2004-10/2005-03"),
]

SEASONS = [
    ("in Summer 2024", "at 2024-22"),
    ("Autumn 06", "by 2006-23"),
    ("spring '11", "by 2011-21"),
    ("Winter 2004/05", "by 2004-24"),
    ("autumn", "by 2004-23"),
    ("from Summer 08", "from 2008-06/.."),
    ("ongoing until Summer 2016", "until ../2016-08"),
    ("Spring/Summer 2008", "by 2008-03/2008-08"),
    ("Winter 2021/Spring 2022", "by 2021-12/2022-05"),
    ("late summer 2004", "by 2004-08"),
]

SCHOOLS = [
    ("Autumn Term 2017", "by 2017-09/2017-12"),
    ("spring term 2017/18", "by 2018-01/2018-03"),
    ("end of the summer term 2018", "by 2018-07-31"),
    ("Aut term 2017", "by 2017-09/2017-12"),
    ("2017/18 academic year", "by 2017-09/2018-08"),
    ("by end of school year 2017/18", "by 2018-08-31"),
    ("throughout 2015-2019 academic years", "window 2015-09/2019-08"),
]

YEARS = [
    ("2023-26", "window 2023-04/2026-03"),
    ("2004/5", "by 2004-04/2005-03"),
    ("2004 - 2007", "window 2004-04/2007-03"),
    ("2004 to 2007", "window 2004/2007"),
    ("10/2022", "by 2022-10"),
    ("30-Jun-04", "by 2004-06-30"),
    ("1/4/04-31/3/05", "window 2004-04/2005-03"),
    ("Sept. 04", "by 2004-09"),
    ("2004 onwards", "from 2004/.."),
    ("On or before 31 March 2005", "by 2005-03-31"),
    ("on or after 1 April 2005", "from 2005-04-01/.."),
    ("pre-April 2005", "by 2005-03-31"),
    ("post-April 2005", "from 2005-05-01/.."),
    ("may/june 2004", "by 2004-05/2004-06"),
    ("Refresh 2006", "review 2006"),
    ("year end 2004/05", "by 2005-03-31"),
    ("2004-5", "by 2004-04/2005-03"),
    ("FY 04/05 Q2", "by 2004-07/2004-09"),
    ("Throughout year", "window 2004-04/2005-03"),
    ("Phase I (18-24 months)", "by 2005-10/2006-04"),
    ("before the end of the financial year", "by 2005-03-31"),
    ("to be re-assessed in 6 months' time", "review 2004-10"),
    ("w/c 5 July 2004", "by 2004-07-05/2004-07-11"),
    ("week commencing Wednesday 7th July", "by 2004-07-05/2004-07-11"),
    ("w/e 9/7/04", "by 2004-07-03/2004-07-09"),
    ("mid to late July 2004", "by 2004-07-11/2004-07-31"),
    ("Christmas 2004", "by 2004-12-25"),
    ("before Christmas", "by 2004-12-24"),
    ("by Easter 2005", "by 2005-03-27"),
]


TABLES = (QUARTERS, SEASONS, SCHOOLS, YEARS)


@pytest.mark.parametrize(("phrase", "expected"), QUARTERS + SEASONS + SCHOOLS + YEARS)
def test_stretch_of_time_is_read_as_one_point_with_nothing_unread(phrase: str, expected: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == [expected]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Q1, Q2 and Q4 2004/05", ["by 2004-04/2004-06", "by 2004-07/2004-09", "by 2005-01/2005-03"]),
        ("quarters two and four", ["by 2004-07/2004-09", "by 2005-01/2005-03"]),
        ("Autumn and spring terms 2004/05", ["by 2004-09/2004-12", "by 2005-01/2005-03"]),
        ("2004/05, 2005/06", ["by 2004-04/2005-03", "by 2005-04/2006-03"]),
        ("2004, 2005 and 2006", ["by 2004", "by 2005", "by 2006"]),
        ("5 & 6 July 2004", ["by 2004-07-05", "by 2004-07-06"]),
        ("Saturday 3rd & Sunday 4th July", ["by 2004-07-03", "by 2004-07-04"]),
    ],
)
def test_each_of_several_stretches_is_a_point(phrase: str, expected: list[str]) -> None:
    assert said(read_due(phrase, PLAN)) == expected


def test_quarters_of_the_calendar_are_read_where_the_document_counts_so() -> None:
    calendar = replace(PLAN, quarters="calendar")
    assert said(read_due("Q2 2005", calendar)) == ["by 2005-34"]
    assert said(read_due("Q2 2005/06", calendar)) == ["by 2005-07/2005-09"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Year 2", "by 2005-04/2006-03"),
        ("Year 1-3", "window 2004-04/2007-03"),
        ("Yr 1", "by 2004-04/2005-03"),
        ("year 2 (2005 to 06)", "by 2005-04/2006-03"),
        ("by the end of year one", "by 2005-03-31"),
        ("over the first two years of the strategy", "window 2004-04/2006-03"),
        ("Q3 Year 2", "by 2005-10/2005-12"),
        ("Year 2, Q3", "by 2005-10/2005-12"),
        ("end of the plan period", "by 2007-03-31"),
        ("life of the strategy", "window 2004-04/2007-03"),
        ("Year 4", "relative"),
    ],
)
def test_years_of_the_plan_count_from_its_first_day(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, LONG_PLAN)) == [expected]


def test_years_of_a_plan_that_begins_in_january_are_those_of_the_calendar() -> None:
    context = Context("2023", date(2023, 1, 1), date(2026, 12, 31))
    assert said(read_due("2023-2026", context)) == ["window 2023/2026"]


def test_numbered_term_is_the_plans_where_it_is_made_for_a_term() -> None:
    assert said(read_due("Ongoing throughout Term Two", TERM)) == ["window 2004-04/2004-07"]
    assert read_due("Term 2", PLAN).unread == ("Term 2",)


@pytest.mark.parametrize("phrase", ["Q2", "summer", "autumn term", "Easter", "Year 2"])
def test_stretch_whose_year_nobody_can_tell_has_no_days(phrase: str) -> None:
    (point,) = read_due(phrase).points
    assert (point.earliest, point.latest, point.edtf) == (None, None, None)
