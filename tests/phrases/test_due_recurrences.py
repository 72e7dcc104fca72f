"""How often something repeats, and what goes on without an end."""

import pytest

from app.phrases.due import Context, read_due
from tests.phrases.reading import LOG, PLAN, said


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Annual", "recurring FREQ=YEARLY"),
        ("annual review", "review FREQ=YEARLY"),
        ("every other year", "recurring FREQ=YEARLY;INTERVAL=2"),
        ("every two months", "recurring FREQ=MONTHLY;INTERVAL=2"),
        ("6 monthly", "recurring FREQ=MONTHLY;INTERVAL=6"),
        ("twice yearly", "recurring FREQ=MONTHLY;INTERVAL=6"),
        ("three times a year", "recurring FREQ=MONTHLY;INTERVAL=4"),
        ("five times a year", "recurring"),
        ("every financial year", "recurring FREQ=YEARLY"),
        ("first Monday of every month", "recurring FREQ=MONTHLY;BYDAY=1MO"),
        ("last Friday of each month", "recurring FREQ=MONTHLY;BYDAY=-1FR"),
        ("every other Tuesday", "recurring FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("termly", "recurring"),
        ("monitored half termly", "recurring"),
        ("each term", "recurring"),
        ("bi-monthly", "recurring"),
        ("bi-weekly", "recurring"),
        ("every March", "recurring 2005-03 FREQ=YEARLY;BYMONTH=3"),
        ("each autumn", "recurring 2004-23 FREQ=YEARLY;BYMONTH=9"),
        ("Every 1st April", "recurring 2005-04-01 FREQ=YEARLY;BYMONTH=4"),
        ("annually in April", "recurring 2005-04 FREQ=YEARLY;BYMONTH=4"),
        ("annual review in June", "review 2004-06 FREQ=YEARLY;BYMONTH=6"),
        ("31 August (annually)", "recurring 2004-08-31 FREQ=YEARLY;BYMONTH=8"),
        ("May (annual)", "recurring 2004-05 FREQ=YEARLY;BYMONTH=5"),
        ("May annually", "recurring 2004-05 FREQ=YEARLY;BYMONTH=5"),
        ("from Sept 04 then annually", "recurring 2004-09 FREQ=YEARLY;BYMONTH=9"),
        ("Every 1 April", "recurring 2005-04-01 FREQ=YEARLY;BYMONTH=4"),
        ("Annual by April", "recurring 2005-04 FREQ=YEARLY;BYMONTH=4"),
        ("Biennially, next 2006", "recurring 2006 FREQ=YEARLY;INTERVAL=2"),
        ("Alternate Mondays", "recurring FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("6 weekly", "recurring FREQ=WEEKLY;INTERVAL=6"),
        ("6-8 weekly", "recurring"),
        ("Reviewed termly", "review"),
        ("Annual audit (Feb/March)", "recurring 2005-02/2005-03 FREQ=YEARLY;BYMONTH=2"),
        ("By 31st March each year", "recurring 2005-03-31 FREQ=YEARLY;BYMONTH=3"),
        ("31 March 2005 and annually thereafter", "recurring 2005-03-31 FREQ=YEARLY;BYMONTH=3"),
        ("quarterly from April 2005", "recurring 2005-04 FREQ=MONTHLY;INTERVAL=3"),
        ("Twice yearly - April and October", "recurring 2004-04 FREQ=MONTHLY;INTERVAL=6"),
        ("twice a year, in March and June", "recurring 2005-03 FREQ=YEARLY;BYMONTH=3,6"),
        (
            "every six months (at the end of quarters two and four)",
            "recurring 2004-09-30 FREQ=MONTHLY;INTERVAL=6",
        ),
    ],
)
def test_recurrence_is_read_with_its_rule(phrase: str, expected: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == [expected]
    assert reading.unread == ()


def test_month_that_comes_again_keeps_its_rule_without_any_year() -> None:
    assert said(read_due("each March", Context())) == ["recurring XXXX-03 FREQ=YEARLY;BYMONTH=3"]


def test_document_of_a_year_lets_the_first_time_be_in_that_year() -> None:
    context = Context("2011")
    assert said(read_due("in December of each year", context)) == ["recurring 2011-12 FREQ=YEARLY;BYMONTH=12"]


@pytest.mark.parametrize(
    "phrase", ["by 2% per annum", "24/7", "Mon-Fri", "annual report", "Annual report - July 2004"]
)
def test_rate_and_hours_are_no_recurrence(phrase: str) -> None:
    assert read_due(phrase, LOG).points[0].rrule is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("April 2004 - ongoing", ["ongoing 2004-04/.."]),
        ("From April 2004 and ongoing", ["ongoing 2004-04/.."]),
        ("by April 2004 and ongoing", ["by 2004-04", "ongoing"]),
        ("June 2004 and ongoing", ["by 2004-06", "ongoing"]),
        ("Ongoing to 2008", ["until ../2008"]),
        ("ongoing through March 2006", ["until ../2006-03"]),
        ("ongoing from April 2004 to March 2005", ["window 2004-04/2005-03"]),
        ("Consultation ends 31st May 2004", ["until ../2004-05-31"]),
        ("Continuous", ["ongoing"]),
        ("In progress", ["ongoing"]),
        ("In September commence work, to be ready in October 2004", ["from 2004-09/..", "at 2004-10"]),
    ],
)
def test_what_goes_on_is_read_with_its_beginning_and_end(phrase: str, expected: list[str]) -> None:
    assert said(read_due(phrase, PLAN)) == expected
