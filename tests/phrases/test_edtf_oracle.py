"""What we write as EDTF, read by somebody else's parser: it must be the standard's, and of the same days."""

from datetime import date
from time import struct_time

import pytest
from edtf import parse_edtf

from app.phrases.edtf import edtf_of, edtf_of_season, edtf_without_year, span_of

# That parser needs milliseconds for each, so these are few, one of each form that we write.
LEVEL_0 = ["2004", "2004-02", "2004-07-21", "2004-04/2005-03", "2004-06-01/2004-06-10", "2004/2006"]
OPEN = ["2004-09/..", "../2005-07", "2004/..", "../2005-07-31"]


def day_of(moment: struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


@pytest.mark.parametrize("edtf", LEVEL_0)
def test_closed_date_covers_the_same_days(edtf: str) -> None:
    theirs = parse_edtf(edtf)
    assert span_of(edtf) == (day_of(theirs.lower_strict()), day_of(theirs.upper_strict()))
    assert edtf_of(*span_of(edtf)) == edtf


@pytest.mark.parametrize("edtf", OPEN)
def test_open_interval_has_the_same_end(edtf: str) -> None:
    theirs, (earliest, latest) = parse_edtf(edtf), span_of(edtf)
    assert earliest is None or earliest == day_of(theirs.lower_strict())
    assert latest is None or latest == day_of(theirs.upper_strict())


@pytest.mark.parametrize("code", [21, 22, 23, 24, 33, 34, 35, 36])
def test_season_or_quarter_is_one_of_the_standards(code: int) -> None:
    edtf = edtf_of_season(2011, code)
    # Which days a season has is left open by the standard, so only the words are compared.
    assert str(parse_edtf(edtf)) == edtf


@pytest.mark.parametrize(("month", "day"), [(11, None), (2, 29)])
def test_date_without_a_year_is_one_of_the_standards(month: int, day: int | None) -> None:
    edtf = edtf_without_year(month, day)
    assert str(parse_edtf(edtf)) == edtf
