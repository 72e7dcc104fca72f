"""What the due reader must do with any phrase, however it is put together, and how long it may take."""

from calendar import month_abbr, month_name, monthrange
from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phrases.due import Context, Point, PointKind, Reading, read_due

# A busy machine may take long over one example; how long reading takes is no matter here.

# The words and marks of which due phrases are made, whichever way they come together.
PARTS = """autumn summer Spring term terms quarter half year years Year financial academic week w/c month months
within over time coming this later Christmas Easter adoption was now originally revised annual Monday ~~ ✓ Cabinet
by in from until to and & / - – . , ; : ' ( ) the end of early late start after before ongoing
ditto review annually every once a year two weeks meeting sub- group July august May 2004 05 '04 21st 31 1 99
2004/05 10/09/03 31.2.04 Q2 published completed slipped next each Board between since"""
WORDS = st.sampled_from(["\n", *PARTS.split()])
PHRASES = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60)
EXTREME = st.none() | st.dates() | st.sampled_from([date.min, date.max])
DOCUMENT_DATES = ["2004", "2004-04", "0001-01-01", "9999-12-31", "0001/9999", "2004/..", "?", None]
CONTEXTS = st.builds(
    Context,
    document_date=st.sampled_from(DOCUMENT_DATES),
    plan_start=EXTREME,
    plan_end=EXTREME,
    anchors=st.sampled_from([{}, {"adoption": "2004-07-21"}, {"meeting": "2004-07"}, {"year": "?"}]),
    quarters=st.sampled_from(["fiscal", "calendar"]),
    previous=st.none() | st.just(read_due("July 2004. Ongoing").points),
)
SPELLINGS = [(month_name[month], month_abbr[month]) for month in range(1, 13)]
SPELLINGS[8] = ("September", "Sept")


@given(PHRASES, CONTEXTS)
def test_any_phrase_is_read_without_an_exception_and_in_order(phrase: str, context: Context) -> None:
    reading = read_due(phrase, context)
    assert reading.points
    place = 0
    for point in reading.points:
        # Several may come from the same words, but none from words before those of the last.
        place = phrase.find(point.text, place)
        assert place >= 0, point
        assert point.earliest is None or point.latest is None or point.earliest <= point.latest
        assert point.edtf is not None or point.earliest is point.latest is None
        assert point.kind is not PointKind.UNKNOWN or point.edtf is None
    on_one_line = " ".join(phrase.split())
    assert all(words in phrase or words in on_one_line for words in reading.unread)


@given(PHRASES, CONTEXTS)
def test_white_space_around_a_phrase_means_nothing(phrase: str, context: Context) -> None:
    assert _meant(read_due(f" {phrase} \n", context)) == _meant(read_due(phrase, context))


def _meant(reading: Reading) -> list[Point]:
    return [replace(point, text="") for point in reading.points]


@pytest.mark.parametrize("document_date", ["0001-01-01", "9999-12-31", "0001/9999"])
@pytest.mark.parametrize("phrase", ["before January", "after December", "July", "each January"])
def test_phrase_is_read_at_either_end_of_the_calendar(phrase: str, document_date: str) -> None:
    assert read_due(phrase, Context(document_date)).points


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_at_all_is_read(phrase: str) -> None:
    assert read_due(phrase).points


@given(
    month=st.integers(1, 12),
    spelling=st.integers(0, 1),
    year=st.integers(2000, 2049),
    cue=st.sampled_from(["", "By ", "by ", "Plan published by ", "Target: ", "report due "]),
    is_short=st.booleans(),
)
def test_any_month_and_year_is_read_back(
    month: int, spelling: int, year: int, cue: str, is_short: bool
) -> None:
    written = f"'{year % 100:02d}" if is_short else str(year)
    reading = read_due(f"{cue}{SPELLINGS[month - 1][spelling]} {written}")
    (point,) = reading.points
    assert (point.kind, point.edtf) == (PointKind.BY, f"{year}-{month:02d}")
    assert point.earliest == date(year, month, 1)
    assert point.latest == date(year, month, monthrange(year, month)[1])
    assert reading.unread == ()


@given(
    st.dates(date(2000, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["{0}th {1} {2}", "{0} {1} {2}", "{1} {0}, {2}"]),
)
def test_any_day_is_read_back(day: date, form: str) -> None:
    (point,) = read_due(form.format(day.day, month_name[day.month], day.year)).points
    assert (point.earliest, point.latest, point.edtf) == (day, day, day.isoformat())


@given(st.lists(st.integers(2000 * 12, 2050 * 12 - 1), min_size=2, max_size=2, unique=True).map(sorted))
def test_any_two_months_are_one_point_with_a_slash_and_a_window_with_a_dash(months: list[int]) -> None:
    (first_year, first), (last_year, last) = (divmod(month, 12) for month in months)
    opening, closing = f"{SPELLINGS[first][0]} {first_year}", f"{SPELLINGS[last][0]} {last_year}"
    for mark, kind in (("/", PointKind.BY), (" – ", PointKind.WINDOW), (" to ", PointKind.WINDOW)):
        (point,) = read_due(f"{opening}{mark}{closing}").points
        assert point.kind is kind
        assert point.earliest == date(first_year, first + 1, 1)
        assert point.latest == date(last_year, last + 1, monthrange(last_year, last + 1)[1])


ADVERSE = [
    "1",
    "-",
    "1-",
    "/",
    "1/",
    "[(",
    "(",
    "~~",
    "<s>",
    "Q1 ",
    "Q1 and ",
    "1st, ",
    "1, ",
    "July ",
    "July 2004, ",
]
ADVERSE += [
    "July 2004 (",
    "July and ",
    "end of ",
    "early ",
    "ongoing ",
    "ditto ",
    "and ",
    "the ",
    "next ",
    "two ",
    "first ",
]
ADVERSE += [
    "spring and ",
    "Year 1, ",
    "2004-07, ",
    "within 2 ",
    "every ",
    "group ",
    "Septmber ",
    "J u ",
    "July 2004 now ",
]


@pytest.mark.parametrize("words", ADVERSE)
def test_time_to_read_grows_no_faster_than_the_phrase(words: str) -> None:
    # The least of many rounds leaves out what else the machine was doing, unless it was busy for all of them.
    tried = ((_seconds(words, 1000), _seconds(words, 2000)) for _ in range(5))
    assert any(longer <= 3 * shorter + 0.001 for shorter, longer in tried)


def _seconds(words: str, length: int) -> float:
    phrase = (words * length)[:length]
    times = []
    for _ in range(12):
        start = process_time()
        read_due(phrase)
        times.append(process_time() - start)
    return min(times)
