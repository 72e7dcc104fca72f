"""The geometry and the words of pictures, by numbers that are worked out by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from app.deadlines.rules.pictures.axis import Scale, Span, span_shown, ticks, years
from app.deadlines.rules.pictures.layout import MARK, MOST_ROWS, boxes_of, laid_out
from app.deadlines.rules.pictures.packing import packed
from app.deadlines.rules.pictures.timeline import Lane, Strand, Stretch, stretch_of
from app.deadlines.rules.pictures.wording import counts_told, listed, short_month
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language
from app.formats.svg import width_of

YEAR = Span(date(2004, 4, 1), date(2005, 3, 31))
# Of the 365 days of the year each is two units wide.
SCALE = Scale(YEAR, 100, 830)
JULY = Stretch(date(2004, 7, 1), date(2004, 7, 31), Standing.UPCOMING)


def strand(*stretches: Stretch, name: str = "1.1", words: str = "") -> Strand:
    """Make a strand."""
    return Strand(name, words, name, "", len(stretches) > 1, stretches)


def lane(strands: Sequence[Strand]) -> Lane:
    """Make a lane."""
    return Lane("1. Strategic", {}, strands, ())


def month(year: int, number: int) -> Stretch:
    """Make what is due in a month of 28 days, which is overdue."""
    return Stretch(date(year, number, 1), date(year, number, 28), Standing.OVERDUE)


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ([], "2004-04-01", "2005-03-31"),
        ([date(2005, 7, 31)], "2004-04-01", "2005-07-31"),
        ([date(2005, 9, 30)], "2004-04-01", "2005-09-30"),
        ([date(2005, 10, 1)], "2004-04-01", "2005-03-31"),
        ([date(2003, 12, 31)], "2003-12-01", "2005-03-31"),
        ([date(2003, 10, 1)], "2003-10-01", "2005-03-31"),
        ([date(2003, 9, 30)], "2004-04-01", "2005-03-31"),
    ],
)
def test_months_shown_reach_half_a_year_beyond_the_period(days: list[date], first: str, last: str) -> None:
    span = span_shown(date(2004, 4, 1), date(2005, 3, 31), days, date(2026, 11, 22))
    assert (str(span.first), str(span.last)) == (first, last)


def test_months_shown_without_a_period_are_those_of_what_is_due() -> None:
    today = date(2004, 2, 10)
    assert span_shown(None, None, [], today) == Span(date(2004, 2, 1), date(2004, 2, 29))
    due = [date(2005, 7, 31), date(2004, 6, 1)]
    assert span_shown(None, None, due, today) == Span(date(2004, 6, 1), date(2005, 7, 31))
    assert span_shown(date(2004, 4, 1), None, due, today) == Span(date(2004, 4, 1), date(2005, 7, 31))
    assert span_shown(None, date(2005, 3, 31), [], today) == Span(date(2005, 3, 1), date(2005, 3, 31))
    assert span_shown(None, date(2004, 3, 31), due, today).first == date(2004, 3, 1)


def test_no_more_than_twenty_years_are_shown() -> None:
    span = span_shown(date(1800, 1, 1), date(2999, 12, 31), [date(2004, 6, 1)], date(2004, 6, 1))
    assert span == Span(date(1800, 1, 1), date(1819, 12, 31))


def test_days_at_the_ends_of_the_calendar_are_no_days_to_reach_to() -> None:
    today = date(2004, 2, 10)
    assert span_shown(None, None, [date.min, date.max], today) == Span(date(2004, 2, 1), date(2004, 2, 29))
    assert SCALE.end(date.max) == 830


def test_ticks_are_months_or_quarters_or_years() -> None:
    assert [one.month for one in ticks(YEAR)] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    three_years = Span(date(2004, 5, 1), date(2007, 4, 30))
    assert [str(one) for one in ticks(three_years)][:3] == ["2004-07-01", "2004-10-01", "2005-01-01"]
    assert len(ticks(three_years)) == 12
    ten_years = Span(date(2004, 5, 1), date(2014, 4, 30))
    assert ticks(ten_years) == [date(year, 1, 1) for year in range(2005, 2015)]
    assert years(YEAR) == [Span(YEAR.first, date(2004, 12, 31)), Span(date(2005, 1, 1), YEAR.last)]


def test_each_day_has_a_place_of_the_same_width() -> None:
    assert (SCALE.start(date(2004, 4, 1)), SCALE.end(date(2004, 4, 1))) == (100, 102)
    # 91 days before July: 30 of April, 31 of May, 30 of June.
    assert (SCALE.start(date(2004, 7, 1)), SCALE.end(date(2004, 7, 31))) == (282, 344)
    assert (SCALE.start(date(1999, 1, 1)), SCALE.end(date(2005, 3, 31)), SCALE.end(date(2020, 1, 1))) == (
        100,
        830,
        830,
    )


def test_what_overlaps_gets_rows_of_its_own() -> None:
    extents = [(0.0, 10.0), (5.0, 15.0), (10.0, 20.0), (16.0, 30.0), (0.0, 30.0), (40.0, 50.0)]
    assert packed(extents, 2) == [0, 1, 0, 1, None, 0]
    assert packed([(0.0, 10.0), (10.0, 20.0)], 2, gap=1) == [0, 1]
    assert packed([(10.0, 20.0), (0.0, 10.0), (5.0, 6.0)], 2) == [0, 0, 1]


def test_month_is_a_bar_and_a_day_is_a_mark_in_its_middle() -> None:
    (bar,) = boxes_of(strand(JULY), SCALE)
    assert (bar.left, bar.right, bar.is_mark) == (282, 344, False)
    day = Stretch(date(2004, 7, 1), date(2004, 7, 1), Standing.UPCOMING)
    (mark,) = boxes_of(strand(day), SCALE)
    assert (mark.left, mark.right, mark.is_mark) == (283 - MARK / 2, 283 + MARK / 2, True)


def test_mark_on_the_last_day_stays_within_the_picture() -> None:
    last = Stretch(YEAR.last, YEAR.last, Standing.UPCOMING)
    assert [box.right for box in boxes_of(strand(last), SCALE)] == [830]


def test_bars_go_on_where_they_have_no_end_or_leave_the_months_shown() -> None:
    opened = Stretch(date(2004, 7, 1), None, Standing.ONGOING)
    (bar,) = boxes_of(strand(opened), SCALE)
    assert (bar.left, bar.right, bar.goes_on_left, bar.goes_on_right) == (282, 830, False, True)
    through = Stretch(date(2003, 1, 1), date(2009, 1, 1), Standing.IN_WINDOW)
    (bar,) = boxes_of(strand(through), SCALE)
    assert (bar.left, bar.right, bar.goes_on_left, bar.goes_on_right) == (100, 830, True, True)
    assert boxes_of(strand(month(2009, 1)), SCALE) == []


def test_what_shows_but_an_end_of_itself_is_no_short_time() -> None:
    ends = Stretch(date(2003, 1, 1), date(2004, 4, 2), Standing.OVERDUE)
    begins = Stretch(date(2005, 3, 30), date(2009, 1, 1), Standing.UPCOMING)
    first, last = boxes_of(strand(ends, begins), SCALE)
    assert (first.is_mark, first.left, first.right, first.goes_on_left) == (False, 100, 100 + MARK, True)
    assert (last.is_mark, last.left, last.right, last.goes_on_right) == (False, 830 - MARK, 830, True)


def test_names_stand_in_their_bar_or_beside_it() -> None:
    laid = laid_out(
        lane([strand(JULY), strand(month(2005, 3), name="A long name of a milestone")]), SCALE, ""
    )
    ((short, long),) = laid.rows
    assert short.is_inside
    assert not long.is_inside
    assert long.extent[1] <= long.boxes[0].right
    assert long.left < long.boxes[0].left


def test_name_is_cut_where_neither_side_has_room_for_it() -> None:
    months = [month(2004, number) for number in range(5, 11)]
    ((placed,),) = laid_out(lane([strand(*months, name="A very long name of a milestone")]), SCALE, "").rows
    # April has 60 units, to the left; the room between two months has no more than 6.
    assert placed.name.endswith("…")
    assert placed.extent[0] >= 100
    assert placed.left + width_of(placed.name) <= placed.boxes[0].left == 160


def test_words_take_the_room_up_to_what_comes_next() -> None:
    words = "Review the membership of the sub-groups"
    alone = laid_out(lane([strand(JULY, words=words)]), SCALE, "").rows[0][0]
    assert (alone.words, alone.words_left > 344) == (words, True)
    before = laid_out(lane([strand(JULY, words=words), strand(month(2004, 11))]), SCALE, "").rows[0]
    assert before[0].words.endswith("…")
    assert before[0].words_left < before[1].boxes[0].left


def test_crowded_lane_shows_the_most_pressing_and_counts_the_rest() -> None:
    calm = [strand(JULY, name=str(number)) for number in range(MOST_ROWS + 3)]
    late = strand(Stretch(date(2004, 7, 1), date(2004, 7, 31), Standing.OVERDUE), name="late")
    laid = laid_out(lane([*calm, late, strand(month(2009, 1), name="far")]), SCALE, "")
    assert len(laid.rows) == MOST_ROWS
    assert laid.rows[0][0].name == "late"
    assert [one.name for one in laid.left_out] == [str(number) for number in range(11, 15)]
    assert [one.name for one in laid.outside] == ["far"]


def test_only_days_that_somebody_wrote_are_drawn() -> None:
    day, later, state = date(2004, 7, 1), date(2004, 7, 31), Standing.UPCOMING
    assert stretch_of("by", day, later, state) == Stretch(day, later, state)
    assert stretch_of("by", None, later, state) == Stretch(later, later, state)
    assert stretch_of("from", day, later, state) == Stretch(day, None, state)
    assert stretch_of("ongoing", None, None, state) is None
    assert stretch_of("relative", day, later, state) is None
    assert stretch_of("unknown", None, None, state) is None
    assert stretch_of("until", day, None, state) is None


def test_months_have_short_names_that_differ() -> None:
    days = [YEAR.first + timedelta(days=31 * number) for number in range(12)]
    for language in Language:
        assert len({short_month(day, language) for day in days}) == 12


def test_lists_say_how_much_they_leave_out() -> None:
    assert listed(["1", "2", "3"], 3, Language.EN) == "1, 2, 3"
    assert listed([*"123456"], 2, Language.EN) == "1, 2 and 4 more"
    assert listed([*"123456"], 2, Language.CY) == "1, 2 a 4 arall"
    counts = {Standing.OVERDUE: 1200, Standing.DONE: 0, Standing.UPCOMING: 2}
    assert counts_told(counts, Language.EN) == "Overdue: 1,200, Upcoming: 2"
