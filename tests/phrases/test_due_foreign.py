"""Years that are written and not understood: what has one is no date of another year, which nobody wrote."""

from calendar import month_name
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phrases.due import Context, read_due
from tests.phrases.reading import PLAN, said

UNREAD = """July 2999 | July 1899 | by 3 July 1066 | end of March 2100 | July/August 2999 | July 21st 2999
Sept and Nov 2999 | 1st and 2nd July 2999 | 10 June 2150 | 31 December 9999 | 31st of December 0001
1 January 0001 | 31 December 999 | end March 12004 | December 31, 9999 | December 31st, 9999
December 31 9999 | 31/12/9999 | 31.12.0001 | 9999-12-31 | 0001-01-10 | 12/9999 | 31-Dec-9999 | 31Dec9999
Dec '9999 | December 9999 | December (9999) | 10 June of 3000 | 10 June in the year 3000
10 June next year 3000 | 10 June AD 3000 | Mon 31 Dec 3000 | Monday, 31st December 3000
w/c 10 June 3000 | week commencing 10 June 0999 | first Monday in June 3000 | the 10th of June 3000
June the 10th, 3000 | 1 to 5 June 3000 | 1-5 June 3000 | 1 and 5 June 3000
between 1 June and 5 June 3000 | 10 June to 12 July 0001 | 1st, 2nd and 3rd June 3000
June 10-12, 3000 | June 10th to 12th 3000 | June 10, 12 and 14 3000 | June 3000/01 | June/July 3000
June to July 3000 | May, June and July 3000 | between June and August 3000 | summer 3000
Summer (3000) | summer 3000/01 | spring/summer 3000 | autumn and winter 0001 | autumn term 3000
Autumn Term 3000/01 | Christmas 3000 | Q4 3000/01 | Q4 3000 | Q4 FY3000 | Q1-2 3000 | Q1/Q2 3000
Q3 (October - December 3000) | end of June 3000 | early June 3000 | mid-December 9999
by June 3000 meeting | from 10 June 3000 | from June 3000 onwards | 10 June 3000 review | 3000 June
3000, 10 June | 0001 June 10 | 3000 Q4 | 3000/01 Q4 | in the year 3000, 10 June
10 June 1500 leaflets | March 1500 leaflets | June 2000s | June 10-12, 2020
June the 10th 2020 | 10 June in the year 2020"""


@pytest.mark.parametrize("context", [Context(), PLAN])
@pytest.mark.parametrize("phrase", [phrase.strip() for phrase in UNREAD.replace("\n", "|").split("|")])
def test_date_of_a_year_that_is_not_understood_is_left_unread(phrase: str, context: Context) -> None:
    reading = read_due(phrase, context)
    assert [(point.earliest, point.latest, point.edtf) for point in reading.points] == [(None, None, None)]
    assert reading.unread == (phrase,)


@pytest.mark.parametrize(
    ("phrase", "expected", "unread"),
    [
        ("10 June 2004 and 12 July 3000", ["by 2004-06-10"], "12 July 3000"),
        ("10 June 3000 and 12 July 2004", ["by 2004-07-12"], "10 June 3000"),
        ("10 June 3000; 12 July", ["by 2004-07-12"], "10 June 3000"),
        ("1 June 3000. Review July 2004", ["review 2004-07"], "1 June 3000"),
        ("review annually in June 3000", ["review FREQ=YEARLY"], "June 3000"),
        ("ongoing to June 3000", ["ongoing"], "June 3000"),
        ("12 July 3000 now 10 June", ["by 2004-06-10"], "12 July 3000"),
    ],
)
def test_other_dates_of_the_phrase_are_read(phrase: str, expected: list[str], unread: str) -> None:
    reading = read_due(phrase, PLAN)
    assert (said(reading), reading.unread) == (expected, (unread,))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("10 June 500 leaflets", "by 2004-06-10"),
        ("June 15000 leaflets", "by 2004-06"),
        ("10 June (1500 leaflets)", "by 2004-06-10"),
        ("10 June: 1500 leaflets", "by 2004-06-10"),
        ("10 June.\n3000 homes", "by 2004-06-10"),
        ("10 June 1,500 leaflets", "by 2004-06-10"),
        ("June 100%", "by 2004-06"),
        ("10 June 1000hrs", "by 2004-06-10"),
        ("10 June, 0930 hrs", "by 2004-06-10"),
        ("10 June at 1000", "by 2004-06-10"),
        ("April 05 1500 leaflets", "by 2005-04"),
        ("10 June 2004, 1500 leaflets", "by 2004-06-10"),
        ("to deliver 1500 leaflets by 10 June", "by 2004-06-10"),
    ],
)
def test_number_that_is_clearly_no_year_takes_no_date_away(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, PLAN)) == [expected]


FORMS = """{day} {month} {year}; {day}th of {month} {year}; {month} {day}, {year}; {month} {day} {year}
{month} {year}; {year} {month}; Mon {day} {month} {year}; w/c {day} {month} {year}
1 to {day} {month} {year}; 1 and {day} {month} {year}; {month}/July {year}; {month} to July {year}
{day} {month} - 12 July {year}; end of {month} {year}; {day} {month}, {year}; {month} ({year})
{day}-{month}-{year}; {day}/{number}/{year}; {year}-{number}-{day}; {number}/{year}
{month} {year}/01; by {month} {year} meeting; from {day} {month} {year}
first Monday in {month} {year}; summer {year}; Q{quarter} {year}; Q{quarter} {year}/01
{year} Q{quarter}; Q1-{quarter} {year}; autumn term {year}; Christmas {year}
{month} the {day}th {year}"""


@given(
    form=st.sampled_from([form.strip() for form in FORMS.replace("\n", ";").split(";")]),
    day=st.dates(date(2004, 1, 1), date(2004, 12, 31)),
    year=st.integers(0, 1899) | st.integers(2100, 9999),
    lead=st.sampled_from(["", "By ", "Report due ", "Plan published by ", "Launch: "]),
    context=st.sampled_from([Context(), PLAN, Context("9999-12-31"), Context("0001")]),
)
def test_no_date_has_a_year_in_place_of_the_one_that_was_written(
    form: str, day: date, year: int, lead: str, context: Context
) -> None:
    quarter = (day.month + 2) // 3
    written = form.format(
        day=day.day, month=month_name[day.month], number=day.month, quarter=quarter, year=f"{year:04d}"
    )
    points = read_due(f"{lead}{written}", context).points
    assert [(point.earliest, point.latest, point.edtf) for point in points] == [(None, None, None)]
