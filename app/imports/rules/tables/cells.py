"""How the words of one cell become a value: days, times, numbers, words of a vocabulary."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from app.kernel.text import same_words, shortened, single_spaced
from app.kernel.vocabulary import Vocabulary
from app.phrases.due import Context, Point, PointKind, read_due

_LONGEST_TOLD = 60
USUAL_ORDER = "dmy"
_LONGEST_WHEN = 100
_LONGEST_NUMBER = 30
# Of greater numbers neither a float nor every program that reads JSON knows each.
_LARGEST_EXACT = 2**53 - 1
_PARTS = re.compile(r"[;\n]")
_JOINTS = re.compile(r"[\s_\-\u2010-\u2015]+")
_NUMBER = re.compile(r"[-−]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)? ?%?")
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?::00)?)?(?: ?(?P<half>[ap])\.?m\.?)?", re.IGNORECASE
)
_DAY_AND_CLOCK = re.compile(
    r"(?P<day>.+?)(?:T|,? at | *,? +)(?P<clock>[0-9]{1,2}[:.][0-9]{2}\S*(?: ?[ap]\.?m\.?)?)"
)
_YES = frozenset({"yes", "y", "true", "ie", "ydy", "oes"})
_NO = frozenset({"no", "n", "false", "na", "nage", "nac ydy", "nac oes"})
# What people put into a cell of which they know nothing.
_BLANK = frozenset({"", "-", "--", "–", "—"})


class CantBeRead(ValueError):
    """Report words that are no value of their column, and what is allowed; `name` is the field, where it is known."""

    def __init__(self, told: str, name: str | None = None) -> None:
        super().__init__(told)
        self.name = name


def is_blank(words: str) -> bool:
    """Tell whether a cell says nothing."""
    return words.strip() in _BLANK


def _told(words: str) -> str:
    return repr(shortened(single_spaced(words), _LONGEST_TOLD))


def read_line(words: str) -> str:
    """Read words that stand in one line."""
    return single_spaced(words)


def read_text(words: str) -> str:
    """Read words that may have several lines."""
    return words.strip()


def read_several(words: str) -> list[str]:
    """Read several names, parted by semicolons or lines, each once."""
    parts = (single_spaced(part) for part in _PARTS.split(words))
    return list(dict.fromkeys(part for part in parts if part))


def read_flag(words: str) -> bool:
    """Read yes or no."""
    said = same_words(words)
    if said not in _YES | _NO:
        raise CantBeRead(f"{_told(words)} is neither yes nor no")
    return said in _YES


def read_number(words: str) -> float:
    """Read a number as people write it: "1,234.5", "45%"."""
    said = single_spaced(words)
    if len(said) > _LONGEST_NUMBER or not _NUMBER.fullmatch(said):
        raise CantBeRead(
            f"{_told(words)} is no number such as 12, 1,234.5 or 45%; leave blank what is not known"
        )
    number = float(said.rstrip(" %").replace(",", "").replace("−", "-"))
    return int(number) if number.is_integer() and abs(number) <= _LARGEST_EXACT else number


def read_whole(words: str) -> int:
    """Read a whole number."""
    number = read_number(words)
    if "%" in words or not isinstance(number, int):
        raise CantBeRead(f"{_told(words)} is no whole number such as 10")
    return number


def read_percent(words: str) -> int:
    """Read a whole number of hundredths: "50%", "50"."""
    number = read_number(words)
    if not isinstance(number, int) or not 0 <= number <= 100:
        raise CantBeRead(f"{_told(words)} is no whole number from 0 to 100, such as 50 or 50%")
    return number


def _point(words: str, date_order: str = USUAL_ORDER) -> Point | None:
    """Read words as one stretch of days, by the one reader of what people write of time."""
    said = _short(words)
    if not said:
        return None
    reading = read_due(said, Context(date_order=date_order))
    if reading.unread or len(reading.points) != 1:
        return None
    (point,) = reading.points
    is_plain = point.rrule is None and point.anchor is None
    return point if is_plain and point.kind in (PointKind.BY, PointKind.WINDOW) else None


def _short(words: str) -> str:
    """Give words in one line; nothing of what is too long to be a time, which would take long to look through."""
    said = single_spaced(words)
    return said if len(said) <= _LONGEST_WHEN else ""


def read_day(words: str, date_order: str = USUAL_ORDER) -> date:
    """Read a day: "20/07/2004" (in the order that is told), "20 July 2004", "2004-07-20". A month or a year is none."""
    point = None if _DAY_AND_CLOCK.fullmatch(_short(words)) else _point(words, date_order)
    if point is None or point.earliest is None or point.edtf != point.earliest.isoformat():
        raise CantBeRead(f"{_told(words)} is no day such as 20/07/2004, 20 July 2004 or 2004-07-20")
    return point.earliest


def read_days(words: str) -> tuple[date, date]:
    """Read a period: "2004/05" (a fiscal year), "Q1 2004/05", "April to June 2004", "July 2004", "2004"."""
    point = _point(words)
    if point is None or point.earliest is None or point.latest is None:
        raise CantBeRead(f"{_told(words)} is no period such as 2004/05, Q1 2004/05 or April to June 2004")
    return point.earliest, point.latest


def read_clock(words: str) -> time:
    """Read a time of day: "18:30", "6.30pm"."""
    found = _CLOCK.fullmatch(single_spaced(words))
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
    half = (found["half"] or "").lower() if found else ""
    is_whole_hour_of_what = found is not None and not half and found["minute"] is None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half or is_whole_hour_of_what:
        hour = 24
    if hour > 23 or minute > 59:
        raise CantBeRead(f"{_told(words)} is no time such as 18:30 or 6.30pm")
    return time(hour, minute)


def read_when(words: str, date_order: str = USUAL_ORDER) -> date | time | tuple[date, time]:
    """Read a day, a time of day, or both: "20/07/2004 18:30", "2004-07-20T18:30:00"."""
    if both := _DAY_AND_CLOCK.fullmatch(_short(words)):
        return read_day(both["day"], date_order), read_clock(both["clock"])
    try:
        return read_clock(words)
    except CantBeRead:
        return _day_or_time(words, date_order)


def _day_or_time(words: str, date_order: str) -> date:
    try:
        return read_day(words, date_order)
    except CantBeRead:
        raise CantBeRead(
            f"{_told(words)} is no time such as 18:30 or 6.30pm, nor a day such as 20/07/2004"
        ) from None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Reads a word of a vocabulary: its value or its label in either language; `also` are further words for values."""

    vocabulary: type[Vocabulary]
    also: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, words: str) -> Any:
        """Read the words."""
        said = _plain(words)
        for word in self.vocabulary:
            if said in (_plain(word.value), _plain(word.en), _plain(word.cy)):
                return word
        if said in self.also:
            return self.vocabulary(self.also[said])
        allowed = ", ".join(word.en for word in self.vocabulary)
        raise CantBeRead(f"{_told(words)} is none of: {allowed}")


def _plain(words: str) -> str:
    return _JOINTS.sub(" ", same_words(words))
