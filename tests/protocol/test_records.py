"""How one meeting, one member and one review turn out by a rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import months_after
from app.protocol.rules import Missing, fiscal_year
from app.protocol.rules.judging import ABSENT, COUNTS, EITHER, FAILS, Outcomes
from app.protocol.rules.records import (
    Found,
    ahead_of,
    away_from_town_hall,
    from_sector,
    in_force,
    member_on,
    of_meeting,
    on_agenda,
    reviewed_in_time,
    sent_in_time,
)

START, END, AFTER = date(2004, 4, 1), date(2005, 3, 31), date(2005, 4, 1)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_meeting_of_an_unknown_venue_may_have_been_anywhere() -> None:
    assert away_from_town_hall("v", False) == Found(COUNTS)
    assert away_from_town_hall("v", True) == Found(FAILS)
    assert away_from_town_hall("v", None) == Found(EITHER, (Missing.IS_TOWN_HALL,))
    assert away_from_town_hall(None, None) == Found(EITHER, (Missing.VENUE,))


def test_meeting_that_nobody_said_was_held_may_not_have_been() -> None:
    unsaid = of_meeting(Found(EITHER, (Missing.VENUE,)), is_held=False)
    assert unsaid == Found(EITHER | ABSENT, (Missing.STATUS, Missing.VENUE))
    assert of_meeting(Found(COUNTS), is_held=True) == Found(COUNTS)


@pytest.mark.parametrize(("sent_on", "outcomes"), [((7, 6), COUNTS), ((7, 7), FAILS), ((7, 21), FAILS)])
def test_agenda_is_sent_so_many_whole_days_before(sent_on: tuple[int, int], outcomes: Outcomes) -> None:
    # 14 days before 20 July is 6 July.
    found = sent_in_time(date(2004, 7, 20), date(2004, *sent_on), 14, Missing.DRAFT_SENT)
    assert found == Found(outcomes)


def test_agenda_of_which_nobody_said_when_it_was_sent_is_not_known() -> None:
    found = sent_in_time(date(2004, 7, 20), None, 14, Missing.DRAFT_SENT)
    assert found == Found(EITHER, (Missing.DRAFT_SENT,))


def test_item_is_known_by_its_words_whatever_their_case_and_spacing() -> None:
    assert on_agenda("News and views", ["Minutes", "NEWS  and Views "], was_seen=True) == Found(COUNTS)
    assert on_agenda("News and views", ["News"], was_seen=True) == Found(FAILS)
    for titles, was_seen in (([], True), (["News and views"], False), (["News"], False)):
        found = on_agenda("News and views", titles, was_seen=was_seen)
        assert found == Found(EITHER, (Missing.AGENDA,)), titles


@pytest.mark.parametrize(
    ("scheduled_on", "entered_on", "began_on", "found"),
    [
        # Said by then, or later, whenever it was entered.
        (END, AFTER, AFTER, Found(COUNTS)),
        (AFTER, END, START, Found(ABSENT)),
        # Not said: by when it was entered, since the register was used.
        (None, END, START, Found(COUNTS)),
        (None, AFTER, END, Found(ABSENT)),
        (None, AFTER, AFTER, Found(COUNTS | ABSENT, (Missing.SCHEDULED_ON,))),
    ],
)
def test_meeting_is_ahead_once_it_is_in_the_programme(
    scheduled_on: date | None, entered_on: date, began_on: date, found: Found
) -> None:
    assert ahead_of(END, scheduled_on, entered_on, began_on) == found


def test_sector_that_nobody_has_told_is_not_known() -> None:
    asked = ["voluntary_community", "resident"]
    assert from_sector("resident", asked) == Found(COUNTS)
    assert from_sector("public", asked) == Found(FAILS)
    assert from_sector(None, asked) == Found(EITHER, (Missing.ORGANISATION,))
    # It is what every organisation has until somebody says more.
    assert from_sector("other", asked) == Found(EITHER, (Missing.SECTOR,))
    assert from_sector("other", ["other"]) == Found(COUNTS)


@pytest.mark.parametrize(
    ("started_on", "entered_on", "found"),
    [
        # Said, whenever it was entered.
        (END, AFTER, Found(COUNTS)),
        (AFTER, START, Found(ABSENT)),
        # Not said: known from the day on which it was entered on.
        (None, END, Found(COUNTS)),
        (None, AFTER, Found(COUNTS | ABSENT, (Missing.STARTED_ON,))),
    ],
)
def test_member_is_one_from_their_first_day_or_from_when_they_were_entered(
    started_on: date | None, entered_on: date, found: Found
) -> None:
    assert member_on(END, Found(COUNTS), started_on, entered_on) == found


def test_member_of_whom_nothing_is_known_may_turn_out_in_every_way() -> None:
    found = member_on(END, Found(EITHER, (Missing.SECTOR,)), None, AFTER)
    assert found == Found(EITHER | ABSENT, (Missing.STARTED_ON, Missing.SECTOR))


@pytest.mark.parametrize(
    ("months", "began_on", "reviews", "outcomes"),
    [
        # A plan of the year must be reviewed by its last day, and has been or has not.
        (12, START, ["2004-09-14"], COUNTS),
        (12, START, ["2005-03-31"], COUNTS),
        (12, START, [], FAILS),
        # A year after 14 September 2003 is 14 September 2004.
        (12, None, ["2003-09-14", "2004-09-14"], COUNTS),
        (12, None, ["2003-09-14", "2004-09-15"], FAILS),
        (12, None, ["2003-09-14"], FAILS),
        # A year after 1 April 2004 is 1 April 2005, which is not yet.
        (12, None, ["2004-04-01"], COUNTS),
        (12, None, ["2004-03-31"], FAILS),
        # Every six months: 1 June and 1 December, then until 1 June 2005.
        (6, None, ["2004-01-10", "2004-06-01", "2004-12-01"], COUNTS),
        (6, None, ["2004-06-01", "2004-12-02"], FAILS),
        # Six months after 30 September is 30 March, a day before the end.
        (6, START, ["2004-09-30"], FAILS),
        # What began in December is to be reviewed by 30 November 2005: nothing is due, and then something early.
        (12, date(2004, 12, 1), [], ABSENT),
        (12, date(2004, 12, 1), ["2005-02-01"], COUNTS),
        # Of two years from April 2003, the end is the end of this period.
        (24, date(2003, 4, 1), [], FAILS),
        (25, date(2003, 4, 1), [], ABSENT),
    ],
)
def test_reviews_are_held_against_the_longest_time_between_them(
    months: int, began_on: date | None, reviews: list[str], outcomes: Outcomes
) -> None:
    held = [date.fromisoformat(day) for day in reviews]
    assert reviewed_in_time(months, began_on, held, START, END, AFTER) == Found(outcomes)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "steps", "days"),
    [
        # Never adopted: a draft, one that was only proposed, one that was closed before.
        (START, END, "", None),
        (START, END, "proposed 2004-06-15", None),
        (START, END, "closed 2004-06-15", None),
        # Adopted: by its own days, else by those of its steps.
        (START, END, "proposed 2004-06-15, adopted 2004-07-27", (START, END)),
        (
            None,
            None,
            "adopted 2004-07-27, proposed 2004-09-01, adopted 2004-09-21",
            (date(2004, 7, 27), None),
        ),
        (START, END, "adopted 2004-07-27, closed 2004-12-01", (START, date(2004, 12, 1))),
        (START, END, "adopted 2004-07-27, closed 2005-06-01", (START, END)),
        (
            START,
            None,
            "adopted 2004-07-27, closed 2005-06-01, superseded 2005-07-19",
            (START, date(2005, 6, 1)),
        ),
        (START, END, "adopted 2004-07-27, closed 2004-12-01, adopted 2005-01-10", (START, END)),
        # Closed before it would have begun.
        (START, END, "adopted 2004-01-20, closed 2004-03-31", None),
    ],
)
def test_plan_is_in_force_from_its_start_to_its_end_once_it_was_adopted(
    starts_on: date | None, ends_on: date | None, steps: str, days: tuple[date, date | None] | None
) -> None:
    taken = [step.split() for step in steps.split(", ") if step]
    assert in_force(starts_on, ends_on, [(to, date.fromisoformat(day)) for to, day in taken]) == days


@pytest.mark.parametrize(
    ("end", "as_of", "outcomes"),
    [
        # What began on 1 April 2004 is to be reviewed by 31 March 2005. Until that day there is time.
        ((2005, 3, 30), (2005, 3, 30), ABSENT),
        ((2005, 3, 31), (2005, 3, 31), ABSENT),
        ((2005, 4, 1), (2005, 4, 1), FAILS),
        # A period that ended on that day, or the day before, asked about later.
        ((2005, 3, 31), (2005, 4, 1), FAILS),
        ((2005, 3, 30), (2005, 4, 1), ABSENT),
    ],
)
def test_review_is_missed_once_the_day_is_past_on_which_it_was_due(
    end: tuple[int, int, int], as_of: tuple[int, int, int], outcomes: Outcomes
) -> None:
    assert reviewed_in_time(12, START, [], START, date(*end), date(*as_of)) == Found(outcomes)


def test_what_was_never_reviewed_may_have_begun_only_now() -> None:
    found = reviewed_in_time(12, None, [], START, END, AFTER)
    assert found == Found(FAILS | ABSENT, (Missing.STARTS_ON,))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2004, 1, 31), 1, date(2004, 2, 29)),
        (date(2004, 11, 30), 3, date(2005, 2, 28)),
        (date(2004, 12, 1), 12, date(2005, 12, 1)),
    ],
)
def test_months_end_with_their_last_day(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(days)
def test_every_day_is_in_the_fiscal_year_that_is_told(day: date) -> None:
    first, last = fiscal_year(day)
    assert first <= day <= last
    assert (first.month, first.day) == (4, 1)
    assert fiscal_year(last + timedelta(days=1)) == (date(first.year + 1, 4, 1), date(last.year + 1, 3, 31))
