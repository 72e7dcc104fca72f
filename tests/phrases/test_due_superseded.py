"""Dates that no longer hold, and what is done."""

import pytest

from app.phrases.due import Context, read_due
from tests.phrases.reading import LOG, said


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Slipped from 20 April - more information needed", "unknown"),
        ("July 2004 (delayed until Sept 05)", "by 2005-09"),
        ("July 2004, now September 2004", "by 2004-09"),
        ("was July 2004, now September 2004", "by 2004-09"),
        ("July 2004 (originally May 2004)", "by 2004-07"),
        ("July 2004 (previously April 2004)", "by 2004-07"),
        ("Original date July 2004. Revised date: Sept 2004", "by 2004-09"),
        ("30/6/04 (revised 30/9/04)", "by 2004-09-30"),
        ("30 June 2004 (amended from 31 May 2004)", "by 2004-06-30"),
        ("moved from April to July 2004", "by 2004-07"),
        ("April 2004 slipped to July 2004 due to staffing", "by 2004-07"),
        ("put back to July 2004", "by 2004-07"),
        ("carried forward from 2003/04", "unknown"),
        ("~~July 2004~~ September 2004", "by 2004-09"),
        ("<s>July 2004</s> September 2004", "by 2004-09"),
        ("J̶u̶l̶y̶ 2̶0̶0̶4̶ August 2004", "by 2004-08"),
        ("April 2004 → June 2004", "by 2004-06"),
        ("April 2004 - delayed", "unknown"),
        ("Baseline 2003/04, target 2004/05", "by 2004-04/2005-03"),
        ("2005 (was 2004)", "by 2005"),
        ("New target Dec 04 (old Sept 04)", "by 2004-12"),
        ("Sept 04 (rev. Dec 04)", "by 2004-12"),
        ("Review 2003/04 figures by July 2004", "by 2004-07"),
        ("compared with 2003/04", "unknown"),
        ("2004, now 2005", "by 2005"),
        ("May 2004 date no longer achievable, new date TBC", "unknown"),
        ("May 2004 deadline not met, now September 2004", "by 2004-09"),
    ],
)
def test_date_that_another_replaced_is_no_point(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, LOG)) == [expected]


def test_date_of_another_thing_is_not_replaced() -> None:
    phrase = "Plan agreed by July 2004, launch delayed until June 2005"
    assert said(read_due(phrase, LOG)) == ["by 2004-07", "by 2005-06"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("COMPLETED", "done"),
        ("Completed.", "done"),
        ("Action completed", "done"),
        ("Closed - no further action", "done"),
        ("✓", "done"),
        ("Completed May 2004", "done 2004-05"),
        ("Done - May 2004", "done 2004-05"),
        ("May 2004 (completed)", "done 2004-05"),
        ("May 2004 ✓", "done 2004-05"),
        ("✓ 1 May 2004", "done 2004-05-01"),
        ("Complete – May 2004", "done 2004-05"),
        ("Updated May 2004", "done 2004-05"),
        ("Already in place", "done"),
        ("√ complete", "done"),
        ("May 04 (started)", "from 2004-05/.."),
        ("Stage 1: done", "done"),
        ("Agreed May 2004", "done 2004-05"),
        ("At the end of May 2004, two campaigns delivered.", "done 2004-05-31"),
        ("Completed July 2004", "by 2004-07"),
        ("Complete by July 2004", "by 2004-07"),
        ("Started May 2004", "from 2004-05/.."),
        ("Started", "ongoing"),
    ],
)
def test_what_is_said_to_be_done_is_done_if_its_day_is_past(phrase: str, expected: str) -> None:
    assert said(read_due(phrase, LOG)) == [expected]


def test_words_that_close_an_action_need_no_date_of_the_document() -> None:
    assert said(read_due("Completed May 2004", Context())) == ["done 2004-05"]
    assert said(read_due("Published May 2004", Context())) == ["by 2004-05"]


@pytest.mark.parametrize("phrase", ["Not completed", "To be completed", "Partially complete"])
def test_what_is_not_done_stays_unread(phrase: str) -> None:
    reading = read_due(phrase, LOG)
    assert said(reading) == ["unknown"]
    assert reading.unread == (phrase,)


NO_DATES = """TBC, T.B.C., TBA, to be advised, date to be confirmed, N/A, Pending, On hold, ASAP, Immediate,
Imediate, Deferred, Short-term, ?"""


@pytest.mark.parametrize("phrase", [words.strip() for words in NO_DATES.split(",")])
def test_words_for_no_date_are_understood(phrase: str) -> None:
    reading = read_due(phrase, LOG)
    assert said(reading) == ["unknown"]
    assert reading.unread == ()
