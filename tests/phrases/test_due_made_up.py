"""Phrases made up from the grammar: each is read back to the date that it was made from."""

from calendar import month_name
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.phrases.due import Context, Point, PointKind, read_due
from app.phrases.due.moments import ACADEMIC_YEAR, FISCAL_YEAR, Moment, Named, Part, Stretch
from app.phrases.edtf import span_of
from tests.phrases.reading import LOG
from tests.phrases.test_due_any_phrase import CONTEXTS, PHRASES

Written = tuple[str, Moment]

SEASONS = {"spring": (3, 21), "Summer": (6, 22), "autumn": (9, 23), "Winter": (12, 24)}
TERMS = {"Autumn term": (9, 4, 0), "spring term": (1, 3, 1), "Summer Term": (4, 4, 1)}
PARTS = {"early ": Part.EARLY, "mid-": Part.MID, "late ": Part.LATE, "end of ": Part.END}
LEADS = {"": "by", "By ": "by", "no later than ": "by", "To be in place by ": "by", "Review in ": "review"}
LEADS |= {"from ": "from", "ongoing until ": "until", "during ": "window"}
# A year of two digits must not be that of a day: years after 2031 cannot be.
YEARS = st.integers(2001, 2040)


def fiscal(year: int) -> str:
    """Write a year from April to March, or from September to August."""
    return f"{year}/{(year + 1) % 100:02d}"


@st.composite
def written_dates(draw: st.DrawFn) -> Written:
    """Make a date, and write it in one of the ways in which people do."""
    made: Written = draw(st.one_of(_days(), _months(), _seasons(), _quarters(), _terms(), _years()))
    return made


@st.composite
def _days(draw: st.DrawFn) -> Written:
    day = draw(st.dates(date(2001, 1, 1), date(2040, 12, 31)))
    form = draw(
        st.sampled_from(["{0} {1} {2}", "{0}th of {1} {2}", "{1} {0}th, {2}", "{0}/{3}/{2}", "{0}.{3}.{2}"])
    )
    moment = Moment(day.year, day.month, day.day)
    return form.format(day.day, month_name[day.month], day.year, day.month), moment


@st.composite
def _months(draw: st.DrawFn) -> Written:
    month, year, part = draw(st.integers(1, 12)), draw(YEARS), draw(st.sampled_from(["", *PARTS]))
    written = draw(st.sampled_from([f"{year}", f"'{year % 100:02d}"]))
    return f"{part}{month_name[month]} {written}", Moment(year, month, part=PARTS.get(part))


@st.composite
def _seasons(draw: st.DrawFn) -> Written:
    name, year = draw(st.sampled_from(sorted(SEASONS))), draw(YEARS)
    month, code = SEASONS[name]
    return f"{name} {year}", Moment(year, stretch=Stretch(month, 3, code))


@st.composite
def _quarters(draw: st.DrawFn) -> Written:
    number, year = draw(st.integers(1, 4)), draw(YEARS)
    name = draw(st.sampled_from(["Q{}", "Quarter {}", "Qtr {}"])).format(number)
    return f"{name} {fiscal(year)}", Moment(year, stretch=Stretch(1 + 3 * number, 3))


@st.composite
def _terms(draw: st.DrawFn) -> Written:
    name, year = draw(st.sampled_from(sorted(TERMS))), draw(YEARS)
    first, months, later = TERMS[name]
    return f"{name} {fiscal(year)}", Moment(year + later, stretch=Stretch(first, months))


@st.composite
def _years(draw: st.DrawFn) -> Written:
    year, form = draw(YEARS), draw(st.sampled_from(["{}", "financial year {}", "{} academic year"]))
    return form.format(fiscal(year)), Moment(
        year, stretch=ACADEMIC_YEAR if "academic" in form else FISCAL_YEAR
    )


@given(written_dates(), st.sampled_from(sorted(LEADS)))
def test_date_that_is_made_up_is_read_back_with_its_kind(made: Written, lead: str) -> None:
    written, moment = made
    reading = read_due(lead + written)
    (point,) = reading.points
    assert (point.kind.value, (point.earliest, point.latest)) == (LEADS[lead], moment.span())
    if LEADS[lead] not in ("from", "until"):
        assert point.edtf == moment.edtf()
    assert reading.unread == ()


@given(st.lists(written_dates(), min_size=2, max_size=4), st.sampled_from([". ", "; ", "\n", " and ", " & "]))
def test_each_date_that_is_made_up_is_a_point(made: list[Written], joiner: str) -> None:
    reading = read_due(joiner.join(f"by {written}" for written, _ in made))
    assert [(point.earliest, point.latest) for point in reading.points] == [
        moment.span() for _, moment in made
    ]


@given(written_dates(), written_dates(), st.sampled_from([" to ", " - ", " until "]))
def test_from_one_date_to_another_is_a_window(one: Written, other: Written, joiner: str) -> None:
    (first, opening), (last, closing) = sorted((one, other), key=lambda made: made[1].span() or ())
    span = Named(opening, closing, is_run=True).span()
    reading = read_due(f"from {first}{joiner}{last}")
    assert span is not None
    assert [(point.kind, point.earliest, point.latest) for point in reading.points] == [
        (PointKind.WINDOW, *span)
    ]


@given(
    written_dates(), written_dates(), st.sampled_from([" (originally {})", ", was {}", " (slipped from {})"])
)
def test_date_that_no_longer_holds_is_never_a_point(made: Written, former: Written, form: str) -> None:
    reading = read_due(made[0] + form.format(former[0]))
    assert [(point.earliest, point.latest) for point in reading.points] == [made[1].span()]


@given(PHRASES, CONTEXTS)
def test_edtf_of_a_point_says_its_days(phrase: str, context: Context) -> None:
    for point in read_due(phrase, context).points:
        if point.edtf is not None:
            assert _agree(span_of(point.edtf), point), point


def _agree(days: tuple[date | None, date | None], point: Point) -> bool:
    if point.kind is PointKind.FROM:
        return days == (point.earliest, None) or (point.earliest is None and days == (None, None))
    if point.kind is PointKind.UNTIL:
        return days == (None, point.latest)
    return days == (point.earliest, point.latest)


@given(PHRASES, CONTEXTS)
def test_reading_twice_and_with_wider_spaces_gives_the_same(phrase: str, context: Context) -> None:
    reading = read_due(phrase, context)
    assert read_due(phrase, context) == reading
    wide = read_due(phrase.replace("  ", " ").replace(" ", "  "), context)
    narrow = read_due(phrase.replace("  ", " "), context)
    assert [replace(point, text="", anchor=None) for point in wide.points] == [
        replace(point, text="", anchor=None) for point in narrow.points
    ]


@given(written_dates(), st.sampled_from(sorted(LEADS)))
def test_text_of_a_point_is_read_as_that_point_again(made: Written, lead: str) -> None:
    phrase = f"{lead}{made[0]}. Ongoing; TBC"
    for point in read_due(phrase, LOG).points:
        assert read_due(point.text, LOG).points == (point,)
