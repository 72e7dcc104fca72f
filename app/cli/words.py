"""Dates and readings in words, for the tables of the command line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kernel.text import day_words
from app.phrases.due import PointKind


def span_words(earliest: date | None, latest: date | None) -> str:
    """Write a span of days, one day alone, or an open end; nothing where there is no date."""
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        return f"from {day_words(earliest)}" if earliest else f"until {day_words(latest)}" if latest else ""
    if earliest == latest:
        return day_words(latest)
    in_one_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    return f"{earliest.day if in_one_month else day_words(earliest)} to {day_words(latest)}"


def point_words(point: Mapping[str, Any]) -> str:
    """Write what one point of a due phrase was read as: "Due by: 1 Jul 2004 to 31 Aug 2004"."""
    days = [
        None if point[name] is None else date.fromisoformat(point[name]) for name in ("earliest", "latest")
    ]
    details = (span_words(*days), point["rrule"], point["anchor"])
    told = "; ".join(detail for detail in details if detail)
    kind = PointKind(point["kind"]).en
    return f"{kind}: {told}" if told else kind


def days_words(days_left: int | None) -> str:
    """Write how many days are left, or have passed."""
    if days_left is None:
        return ""
    if days_left < 0:
        return f"{-days_left:,} late"
    return "today" if days_left == 0 else f"{days_left:,}"
