"""The due reader on each class of phrase, with readings worked out by hand from the scheme."""

from dataclasses import replace

import pytest

from app.phrases.due import (
    DUE_KINDS,
    LONGEST_PHRASE,
    Context,
    PhraseIsTooLong,
    Point,
    PointKind,
    read_due,
)
from app.phrases.due.dates import find_dates
from app.phrases.due.periods import WAYS
from app.phrases.due.tokens import tokenise
from tests.phrases.reading import PLAN, TERM, said


def days(point: Point) -> tuple[str, str]:
    return (str(point.earliest), str(point.latest))


DATES = [
    ("July 2004", "by 2004-07"),
    ("Sept 2004", "by 2004-09"),
    ("sep. 2004", "by 2004-09"),
    ("Nov '06", "by 2006-11"),
    ("Nov ’06", "by 2006-11"),
    ("Apr-07", "by 2007-04"),
    ("Feb 05", "by 2005-02"),
    ("June\n2004", "by 2004-06"),
    ("March 2004/05", "by 2005-03"),
    ("21st January 2003", "by 2003-01-21"),
    ("21 st of January, 2003", "by 2003-01-21"),
    ("January 21st 2003", "by 2003-01-21"),
    ("January 21, 2003", "by 2003-01-21"),
    ("Wednesday, 12 January 2005", "by 2005-01-12"),
    ("10/09/03", "by 2003-09-10"),
    ("31.3.15", "by 2015-03-31"),
    ("2004-07-21", "by 2004-07-21"),
    ("2004/05", "by 2004-04/2005-03"),
    ("04/05", "by 2004-04/2005-03"),
    ("FY24/25", "by 2024-04/2025-03"),
    ("financial year 2004-05", "by 2004-04/2005-03"),
    ("by 2030", "by 2030"),
    ("by '05", "by 2005"),
    ("2021", "by 2021"),
    ("End March 2005", "by 2005-03-31"),
    ("by the end of February 2004", "by 2004-02-29"),
    ("before the end of 2017", "by 2017-12-31"),
    ("by end of 2004/05", "by 2005-03-31"),
    ("early June 2004", "by 2004-06-01/2004-06-10"),
    ("mid-June 2004", "by 2004-06-11/2004-06-20"),
    ("late May 2004", "by 2004-05-21/2004-05-31"),
    ("early 2005", "by 2005-01/2005-04"),
    ("mid 2005", "by 2005-05/2005-08"),
    ("late 2004/05", "by 2004-12/2005-03"),
]

KINDS = [
    ("By Sept 2004", "by 2004-09"),
    ("no later than July 2004", "by 2004-07"),
    ("New strategy due in July 2005", "by 2005-07"),
    ("A plan will be drawn up in June 2004", "by 2004-06"),
    ("in time for the January 2009 members' meeting", "by 2009-01"),
    ("before July 2004", "by 2004-06-30"),
    ("in February 2003", "at 2003-02"),
    ("on Friday 2nd July 2004", "at 2004-07-02"),
    ("Partners to join the group in September 2004", "at 2004-09"),
    ("Review in March 2005", "review 2005-03"),
    ("to be reviewed by March 2005", "review 2005-03"),
    ("March 2005 review", "review 2005-03"),
    ("from April 2004 to March 2005", "window 2004-04/2005-03"),
    ("April 2004 – March 2005", "window 2004-04/2005-03"),
    ("between June and August 2004", "window 2004-06/2004-08"),
    ("1-5 July 2004", "window 2004-07-01/2004-07-05"),
    ("during January 2005", "window 2005-01"),
    ("from 2004 to 2006", "window 2004/2006"),
    ("Ongoing until July 2005", "until ../2005-07"),
    ("Work on-going to end March 2005", "until ../2005-03-31"),
    ("From September 2004", "from 2004-09/.."),
    ("Start on site Sep 07", "from 2007-09/.."),
    ("June 2004 onwards", "from 2004-06/.."),
    ("not before June 2004", "from 2004-06/.."),
    ("after June 2004", "from 2004-07-01/.."),
    ("Ongoing from June 2004", "ongoing 2004-06/.."),
    ("since 2003", "ongoing 2003/.."),
    ("Ongoing", "ongoing"),
    ("on- going", "ongoing"),
    ("monthly", "recurring FREQ=MONTHLY"),
    ("twice a year", "recurring FREQ=MONTHLY;INTERVAL=6"),
    ("Meets every two months", "recurring FREQ=MONTHLY;INTERVAL=2"),
    ("six-monthly", "recurring FREQ=MONTHLY;INTERVAL=6"),
    ("once per quarter", "recurring FREQ=MONTHLY;INTERVAL=3"),
    ("to be reviewed on annual basis", "review FREQ=YEARLY"),
    ("June 2006 and annually", "recurring 2006-06 FREQ=YEARLY;BYMONTH=6"),
    ("every three years beginning in 2022", "recurring 2022 FREQ=YEARLY;INTERVAL=3"),
    ("quarterly from June 2004", "recurring 2004-06 FREQ=MONTHLY;INTERVAL=3"),
    ("2 weeks in advance of meeting", "relative"),
    ("6 weeks after July 2004", "relative"),
    ("next available meeting", "relative"),
    ("As and when required", "relative"),
    ("if necessary", "relative"),
    ("COMPLETED", "done"),
    (" completed \n", "done"),
    ("√", "done"),
    ("Aug. 2003 COMPLETED", "done 2003-08"),
    ("Plan approved by Board on 5th March 2004", "done 2004-03-05"),
    ("", "unknown"),
    (" \n ", "unknown"),
    ("-", "unknown"),
    ("TBC", "unknown"),
    ("timescale to be advised", "unknown"),
    ("Slipped from 20 April – more information needed", "unknown"),
    ("slipped from 20 April to 5 May 2004", "by 2004-05-05"),
    ("Delayed until June 2004", "by 2004-06"),
]


@pytest.mark.parametrize(("phrase", "expected"), DATES + KINDS)
def test_phrase_is_read_as_one_point_with_nothing_unread(phrase: str, expected: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == [expected]
    assert reading.unread == ()


def test_month_pair_is_one_point() -> None:
    (point,) = read_due("July/August 2004").points
    assert (point.kind, *days(point), point.edtf) == (
        PointKind.BY,
        "2004-07-01",
        "2004-08-31",
        "2004-07/2004-08",
    )


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Sept and Nov 2004", ["by 2004-09", "by 2004-11"]),
        ("Nov & Feb 2005", ["by 2004-11", "by 2005-02"]),
        ("Nov 2004 and Feb", ["by 2004-11", "by 2005-02"]),
        ("July, August and October 2004", ["by 2004-07", "by 2004-08", "by 2004-10"]),
        ("29th & 31st March 2005", ["by 2005-03-29", "by 2005-03-31"]),
        ("September/October 2004\nJanuary 2005", ["by 2004-09/2004-10", "by 2005-01"]),
        ("By Sept 2004  Ongoing  July 2004 meeting", ["by 2004-09", "ongoing", "at 2004-07"]),
        ("Plan agreed by June 2004. Delivery ongoing until July 2005", ["by 2004-06", "until ../2005-07"]),
        ("Plan agreed by June 2004  Delivery ongoing until July 2005", ["by 2004-06", "until ../2005-07"]),
        ("Ongoing, with review in March 2005", ["ongoing", "review 2005-03"]),
        ("ongoing review July 2004", ["review 2004-07"]),
    ],
)
def test_each_thing_that_is_named_is_a_point(phrase: str, expected: list[str]) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == expected
    assert reading.unread == ()


def test_text_of_a_point_is_the_span_that_it_came_from() -> None:
    points = read_due("By Sept 2004  Ongoing  July 2004 meeting. ").points
    assert [point.text for point in points] == ["By Sept 2004", "Ongoing", "July 2004 meeting"]


def test_how_often_and_the_next_date_are_one_point() -> None:
    phrase = "Review once a year. Next review: October 2004"
    (point,) = read_due(phrase, PLAN).points
    assert (point.kind, point.edtf, point.rrule) == (PointKind.REVIEW, "2004-10", "FREQ=YEARLY;BYMONTH=10")
    assert point.text == phrase


def test_yearly_month_without_a_year_is_the_next_one_after_the_document() -> None:
    assert said(read_due("Review annually in March/April", PLAN)) == [
        "review 2005-03/2005-04 FREQ=YEARLY;BYMONTH=3"
    ]
    assert said(read_due("each January", Context("2004-02-10"))) == [
        "recurring 2005-01 FREQ=YEARLY;BYMONTH=1"
    ]


@pytest.mark.parametrize(
    ("phrase", "context", "expected"),
    [
        ("November", PLAN, "by 2004-11"),
        ("February", PLAN, "by 2005-02"),
        ("October - March", PLAN, "window 2004-10/2005-03"),
        ("14 Aug", Context("2012-07-04"), "by 2012-08-14"),
        ("by end November", Context("2012-02"), "by 2011-11-30"),
        ("June", Context("2012-07-04"), "by 2012-06"),
        ("December", Context("2012-06"), "by 2012-12"),
        ("by end November", Context(), "by XXXX-11-30"),
        ("by end February", Context(), "by XXXX-02"),
        ("November", Context(), "by XXXX-11"),
        ("5 November", Context("last year"), "by XXXX-11-05"),
        ("May 2004", Context(), "by 2004-05"),
    ],
)
def test_missing_year_is_told_by_the_plan_then_by_the_document_or_stays_missing(
    phrase: str, context: Context, expected: str
) -> None:
    reading = read_due(phrase, context)
    assert said(reading) == [expected]
    point = reading.points[0]
    assert (point.earliest is None) == ("XXXX" in expected)


@pytest.mark.parametrize(
    ("phrase", "anchor"),
    [
        ("Start with July 2004 meeting", "July 2004 meeting"),
        ("From July 2004 steering group meeting", "July 2004 steering group meeting"),
        (
            "To be approved by full steering group at July 2004 meeting",
            "full steering group, July 2004 meeting",
        ),
        (
            "To be considered by Community Strategy sub- group July 2004",
            "Community Strategy sub-group, July 2004",
        ),
        ("Report to Steering Group July 2004", "Steering Group, July 2004"),
        ("at their meeting on 21st January 2003", "meeting, 21st January 2003"),
        ("Plan approved by subgroup by July 2004", "sub-group"),
        ("Publish July 2004 to coincide with consultation on the plan", "consultation on the plan"),
        ("To be worked up by Agenda Planning sub-group June 2004", None),
        ("July 2004", None),
    ],
)
def test_anchor_is_the_event_that_the_date_hangs_on(phrase: str, anchor: str | None) -> None:
    assert [point.anchor for point in read_due(phrase, PLAN).points] == [anchor]


def test_meeting_and_decision_of_a_body_take_place() -> None:
    for phrase in ("July 2004 meeting", "To be considered by the Health sub-group July 2004"):
        assert said(read_due(phrase, PLAN)) == ["at 2004-07"]


def test_names_in_a_column_of_decisions_are_of_those_who_decide() -> None:
    column = replace(PLAN, field="Anticipated date of decision")
    phrase = "Directors 5 May and Cabinet 26 May 2004"
    assert said(read_due(phrase, column)) == ["at 2004-05-05", "at 2004-05-26"]
    assert said(read_due("Wednesday, 12 January 2005", column)) == ["by 2005-01-12"]


def test_body_that_does_the_work_is_no_meeting() -> None:
    assert said(read_due("To be worked up by Agenda Planning sub-group June 2004")) == ["by 2004-06"]


def test_participle_is_done_only_up_to_the_date_of_the_document() -> None:
    assert said(read_due("Published Sept 2004", Context("2004-06"))) == ["by 2004-09"]
    assert said(read_due("Published Sept 2004", Context("2004-09"))) == ["done 2004-09"]
    assert said(read_due("To be published Sept 2004", Context("2004-12"))) == ["by 2004-09"]
    assert said(read_due("Published Sept 2004")) == ["by 2004-09"]


@pytest.mark.parametrize("phrase", ["ditto", "Ditto.", "as above", '"', "''", "-do-", "Do.", "〃"])
def test_ditto_repeats_the_points_of_the_row_above(phrase: str) -> None:
    above = read_due("Review July 2004. Ongoing", PLAN).points
    reading = read_due(phrase, Context(previous=above))
    assert [(point.kind, point.edtf) for point in reading.points] == [
        (PointKind.REVIEW, "2004-07"),
        (PointKind.ONGOING, None),
    ]
    assert all(point.text in phrase for point in reading.points)
    assert reading.unread == ()


@pytest.mark.parametrize("previous", [None, ()])
def test_ditto_without_a_row_above_stays_unread(previous: tuple[Point, ...] | None) -> None:
    reading = read_due("ditto", Context(previous=previous))
    assert said(reading) == ["unknown"]
    assert reading.unread == ("ditto",)


@pytest.mark.parametrize(
    "phrase",
    [
        "31 June 2004",
        "31st of June 2004",
        "29 February 2005",
        "30/02/03",
        "3.2.1",
        "by 21st",
        "March 2005 - January 2005",
        "March 30",
        "May be delayed",
        "ages 12-13",
        "Deliver 2000 homes",
        "first week of July 2004",
        "municipal year 2004/05",
    ],
)
def test_what_is_not_understood_gets_no_date_and_stays_unread(phrase: str) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == ["unknown"]
    assert reading.unread == (phrase,)


def test_day_that_exists_in_no_year_is_no_date_even_without_a_year() -> None:
    reading = read_due("31 June")
    assert said(reading) == ["unknown"]
    assert reading.unread == ("31 June",)


@pytest.mark.parametrize(
    ("phrase", "expected", "unread"),
    [
        ("By July 2004. Over five years.", ["by 2004-07"], ("Over five years",)),
        ("July 4", ["by 2004-07"], ("4",)),
        ("quarterly until March 2005", ["until ../2005-03"], ("quarterly",)),
        ("By July 2004, then week 3", ["by 2004-07"], ("week 3",)),
    ],
)
def test_words_about_time_that_no_rule_took_stay_unread(
    phrase: str, expected: list[str], unread: tuple[str, ...]
) -> None:
    reading = read_due(phrase, PLAN)
    assert said(reading) == expected
    assert reading.unread == unread


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Phase 2 July 2004", "by 2004-07"),
        ("10am 5 July 2004", "by 2004-07-05"),
        ("We may publish by June 2004", "by 2004-06"),
        ("75% of cases by July 2004", "by 2004-07"),
    ],
)
def test_number_that_counts_something_else_is_no_part_of_the_date(phrase: str, expected: str) -> None:
    assert said(read_due(phrase)) == [expected]


def test_phrase_may_have_two_thousand_characters() -> None:
    assert read_due("x" * LONGEST_PHRASE).unread == ("x" * LONGEST_PHRASE,)
    with pytest.raises(PhraseIsTooLong, match="2000 characters"):
        read_due("x" * (LONGEST_PHRASE + 1))


def test_every_way_to_write_a_date_is_shown_by_an_example_that_it_reads() -> None:
    for way in WAYS:
        examples = (way.rule.__doc__ or "").split('"')[1::2]
        assert examples
        for example in examples:
            assert find_dates(tokenise(example), TERM), example


def test_kinds_that_are_due_are_those_with_a_last_day() -> None:
    assert {kind.value for kind in DUE_KINDS} == {"by", "at", "review", "window", "until", "recurring"}


@pytest.mark.parametrize(
    ("phrase", "dmy", "mdy", "ymd"),
    [
        ("04/05/06", "2006-05-04", "2006-04-05", "2004-05-06"),
        ("by 4.5.2006", "2006-05-04", "2006-04-05", "2006-05-04"),
        ("2006-05-04", "2006-05-04", "2006-05-04", "2006-05-04"),
        ("Monday 5/7/04", "2004-07-05", "2004-05-07", None),
        ("30/11/2004", "2004-11-30", None, "2004-11-30"),
        ("4th May 2006", "2006-05-04", "2006-05-04", "2006-05-04"),
        ("10/2022", "2022-10", "2022-10", "2022-10"),
    ],
)
def test_order_of_days_in_figures_is_that_of_the_document(
    phrase: str, dmy: str | None, mdy: str | None, ymd: str | None
) -> None:
    read = {order: read_due(phrase, Context(date_order=order)).points for order in ("dmy", "mdy", "ymd")}
    assert {order: points[0].edtf for order, points in read.items()} == {"dmy": dmy, "mdy": mdy, "ymd": ymd}
