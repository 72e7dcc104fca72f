"""How the tests of the due reader write what they expect, and in what light most phrases are read."""

from datetime import date

from app.phrases.due import Context, Reading

PLAN = Context("2004-04", date(2004, 4, 1), date(2005, 3, 31))
"""The plan of one fiscal year, dated in its first month."""

LOG = Context("2004-06-15", date(2004, 4, 1), date(2005, 3, 31))
"""The same plan, dated to the day."""

LONG_PLAN = Context("2004-06", date(2004, 4, 1), date(2007, 3, 31))
"""A plan of three years."""

TERM = Context("2004-04", date(2004, 4, 1), date(2004, 7, 31), anchors={"adoption": "2004-07-21"})
"""A plan made for one school term, in which the day of one event is known."""


def said(reading: Reading) -> list[str]:
    """Write each point as "kind edtf rrule", which is all that most cases need."""
    points = ((point.kind.value, point.edtf, point.rrule) for point in reading.points)
    return [" ".join(part for part in point if part) for point in points]
