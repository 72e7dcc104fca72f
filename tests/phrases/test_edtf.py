"""The EDTF profile, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phrases.edtf import NotEdtf, edtf_of, span_of

# A busy machine may take long over one example; how long reading takes is no matter here.

ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31))
# The edges of months are where days turn into months, so they come as often as all other days.
DAYS = ANY_DAY | ANY_DAY.map(lambda day: day.replace(day=1)) | ANY_DAY.map(lambda day: day.replace(day=28))
YEARS = ["2004", "2005", "0000", "XXXX", "X"]
PIECES = st.sampled_from([*YEARS, "-02", "-13", "-21", "-24", "-33", "-30", "-1", "/", ".."])


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2004", "2004-01-01", "2004-12-31"),
        ("2004-04", "2004-04-01", "2004-04-30"),
        ("2004-02", "2004-02-01", "2004-02-29"),
        ("2003-01-21", "2003-01-21", "2003-01-21"),
        ("2004-04/2005-03", "2004-04-01", "2005-03-31"),
        ("2004-05-21/2004-05-31", "2004-05-21", "2004-05-31"),
        ("2004/2006-02", "2004-01-01", "2006-02-28"),
        ("2004-09/..", "2004-09-01", None),
        ("../2005-07", None, "2005-07-31"),
        ("2004-09-07/..", "2004-09-07", None),
        ("2011-21", "2011-03-01", "2011-05-31"),
        ("2011-22", "2011-06-01", "2011-08-31"),
        ("2011-23", "2011-09-01", "2011-11-30"),
        ("2011-24", "2011-12-01", "2012-02-29"),
        ("2005-33", "2005-01-01", "2005-03-31"),
        ("2005-34", "2005-04-01", "2005-06-30"),
        ("2005-35", "2005-07-01", "2005-09-30"),
        ("2005-36", "2005-10-01", "2005-12-31"),
        ("XXXX-11", None, None),
        ("XXXX-02-29", None, None),
    ],
)
def test_span_has_the_first_and_last_day_that_are_covered(
    edtf: str, earliest: str | None, latest: str | None
) -> None:
    first, last = span_of(edtf)
    assert (first and first.isoformat(), last and last.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2004-13",
        "2004-02-30",
        "0000",
        "04",
        "2004-4",
        "2004-04-1",
        " 2004",
        "2004\n",
        "٢٠٠٤",
        "XXXX",
        "XXXX-22",
        "XXXX-02-30",
        "2004-25",
        "2004-32",
        "2004-37",
        "2004-21-01",
        "2004-21/2004-22",
        "XXXX-11/XXXX-12",
        "XXXX-11/..",
        "2004~",
        "../..",
        "..",
        "/",
        "2004/",
        "/2004",
        "2005/2004",
        "2004/2005/2006",
        "July 2004",
    ],
)
def test_words_outside_the_profile_are_refused(words: str) -> None:
    with pytest.raises(NotEdtf):
        span_of(words)


@pytest.mark.parametrize(
    ("earliest", "latest", "edtf"),
    [
        (date(2004, 7, 1), date(2004, 7, 31), "2004-07"),
        (date(2004, 7, 1), date(2004, 8, 31), "2004-07/2004-08"),
        (date(2004, 1, 1), date(2004, 12, 31), "2004"),
        (date(2004, 1, 1), date(2006, 12, 31), "2004/2006"),
        (date(2004, 4, 1), date(2005, 3, 31), "2004-04/2005-03"),
        (date(2005, 3, 31), date(2005, 3, 31), "2005-03-31"),
        (date(2004, 6, 1), date(2004, 6, 10), "2004-06-01/2004-06-10"),
        (date(2004, 2, 1), date(2004, 2, 28), "2004-02-01/2004-02-28"),
        (date(2004, 9, 1), None, "2004-09/.."),
        (date(2004, 9, 2), None, "2004-09-02/.."),
        (None, date(2005, 7, 31), "../2005-07"),
        (None, date(2005, 7, 30), "../2005-07-30"),
        (None, None, None),
    ],
)
def test_whole_months_are_written_as_months_and_whole_years_as_years(
    earliest: date | None, latest: date | None, edtf: str | None
) -> None:
    assert edtf_of(earliest, latest) == edtf


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        edtf_of(date(2004, 7, 2), date(2004, 7, 1))


@given(DAYS, DAYS)
def test_what_is_written_is_read_back(one: date, other: date) -> None:
    earliest, latest = min(one, other), max(one, other)
    for span in ((earliest, latest), (earliest, None), (None, latest)):
        edtf = edtf_of(*span)
        assert edtf is not None
        assert span_of(edtf) == span


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_month_that_is_read_is_written_back(year: int, month: int) -> None:
    for edtf in (f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}/..", f"../{year}-{month:02d}"):
        assert edtf_of(*span_of(edtf)) == edtf


@given(st.lists(PIECES, max_size=7).map("".join) | st.text(max_size=40))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        earliest, latest = span_of(words)
    except NotEdtf:
        return
    assert earliest or latest or words.startswith("XXXX-")
    assert earliest is None or latest is None or earliest <= latest
