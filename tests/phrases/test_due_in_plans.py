"""What action plans, forward plans and minutes write in their due cells, with readings worked out by hand."""

import pytest

from app.phrases.due import read_due
from tests.phrases.reading import LOG, PLAN, said


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Until funding is agreed", "relative"),
        ("6 months post implementation", "relative"),
        ("Until further notice", "ongoing"),
        ("Immediate and ongoing", "ongoing"),
        ("Complete and on-going", "ongoing"),
        ("Training to run across financial year 2004/05", "window 2004-04/2005-03"),
        ("over 2 years from April 2004", "window 2004-04/2006-04"),
        ("Effective 1 April 2005", "from 2005-04-01/.."),
        ("w.e.f. 1/4/05", "from 2005-04-01/.."),
        ("Funded to March 2005", "until ../2005-03"),
        ("To 31.3.05", "until ../2005-03-31"),
        ("Not started - Sept 04", "by 2004-09"),
        ("Est. completion Dec 04", "by 2004-12"),
        ("Target 15 Sept", "by 2004-09-15"),
        ("July 12 2004", "by 2004-07-12"),
        ("wk comm 5 July", "by 2004-07-05/2004-07-11"),
        ("till further notice", "ongoing"),
        ("2004 – ongoing", "ongoing 2004/.."),
        ("Strategy agreed and in place by April 2005", "by 2005-04"),
        ("To Be Revisited (June 2004)", "review 2004-06"),
        ("Within three months of the Commission's approval of the scheme", "relative"),
        ("March 2005 data return", "by 2005-03"),
        ("first Monday of May 2004", "by 2004-05-03"),
        ("gala on the last Sunday in April", "at 2004-04-25"),
        ("Decision not to be taken before 4 July 2004", "from 2004-07-04/.."),
        ("CANNOT BE TAKEN BEFORE 19 JULY 2004", "from 2004-07-19/.."),
        ("Consultation ends at midnight on 29 October 2004", "until ../2004-10-29"),
        ("Commencement date - June 2004", "from 2004-06/.."),
        ("Year 1 – March 2005", "by 2005-03"),
        ("to be held between Mar 1 and June 1", "window 2005-03-01/2005-06-01"),
        ("autumn of this year", "by 2004-23"),
        ("June next year", "by 2005-06"),
        ("next year June", "by 2005-06"),
        ("Easter next year", "by 2005-03-27"),
        ("May each year", "recurring 2004-05 FREQ=YEARLY;BYMONTH=5"),
        ("Summer-Aut 2004", "window 2004-06/2004-11"),
        ("carried out in March 2004", "done 2004-03"),
        ("Adoption of the plan - COMPLETED", "done"),
        ("reviews of opinion every 5 or so years", "review FREQ=YEARLY;INTERVAL=5"),
        ("5 working days before each meeting", "relative"),
    ],
)
def test_cell_of_one_point_is_read(phrase: str, expected: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == [expected]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Nov 2004 (interim) / March 2005 (final)", ["by 2004-11", "by 2005-03"]),
        ("Sept 2004 (start) July 2005 (end)", ["from 2004-09/..", "by 2005-07"]),
        ("Start Sept 04, end March 05", ["from 2004-09/..", "by 2005-03-31"]),
        ("Start date 1/9/04 End date 31/3/05", ["from 2004-09-01/..", "by 2005-03-31"]),
        ("5 March 10 April", ["by 2005-03-05", "by 2004-04-10"]),
        ("Report to Cabinet July 04, Council Sept 04", ["at 2004-07", "at 2004-09"]),
        ("50% by Dec 04, 100% by March 05", ["by 2004-12", "by 2005-03"]),
        ("On-going - review March 05", ["ongoing", "review 2005-03"]),
        ("Last reviewed May 2003, next review May 2006", ["done 2003-05", "review 2006-05"]),
        ("Policy agreed May 2003 review May 2006", ["done 2003-05", "review 2006-05"]),
        ("Draft by Sept 04; consult Oct–Dec 04", ["by 2004-09", "window 2004-10/2004-12"]),
        ("Completed. Next review May 2005", ["done", "review 2005-05"]),
        ("2004 – 30%\n2005 – 33%", ["by 2004", "by 2005"]),
    ],
)
def test_cell_of_several_points_is_read(phrase: str, expected: list[str]) -> None:
    assert said(read_due(phrase, PLAN)) == expected


def test_length_of_a_date_is_no_second_date() -> None:
    reading = read_due("2004-2007 (3 years)", LOG)
    assert said(reading) == ["window 2004-04/2007-03"]
    assert reading.unread == ("3 years",)
