"""What the widget and its page say: sentences, days, and how many are left; pictures tell their days alike.

The widget has the same words: they are written into it as it is served.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.deadlines.rules.wording import Language, day_told, month_name

# Where a number changes the words, `…_1` are those for one, `…_2` for two: Welsh softens what follows two.
WORDS = {
    Language.EN: {
        "heading": "What is due",
        "empty": "Nothing is due here.",
        "span": "{first} to {last}",
        "from": "from {first}",
        "left": "{n} days left",
        "left_0": "last day today",
        "left_1": "1 day left",
        "late": "{n} days overdue",
        "late_1": "1 day overdue",
        "written": "As written: “{words}”",
        "leads": "Led by {names}",
        "plan": "Plan: {title}",
        "day": "As of {day}",
        "total": "{n} in all",
        "all": "Show all",
        "calendar": "Add to calendar",
        "reload": "Reload",
        "more": "Next page",
        "unshown": "The list can't be shown",
        "refresh": "Refresh",
        "loading": "Loading…",
        "updated": "The list is up to date.",
        "checked": "Checked at {time}",
        "offline": "The register can't be reached. This is the list as it was at {time}.",
        "unreachable": "The register can't be reached just now. It is asked again by itself.",
        "refused": "The list can't be shown as it was asked for.",
        "wrong": "{name}=“{value}” is not understood.",
    },
    Language.CY: {
        "heading": "Beth sy'n ddyledus",
        "empty": "Nid oes dim yn ddyledus yma.",
        # No word between them, since most would soften what follows.
        "span": "{first} – {last}",
        "from": "o {first}",
        "left": "{n} diwrnod ar ôl",
        "left_0": "heddiw yw'r diwrnod olaf",
        "left_2": "2 ddiwrnod ar ôl",
        "late": "{n} diwrnod yn hwyr",
        "late_2": "2 ddiwrnod yn hwyr",
        "written": "Fel yr ysgrifennwyd: “{words}”",
        "leads": "Dan arweiniad: {names}",
        "plan": "Cynllun: {title}",
        "day": "Ar {day}",
        "total": "Cyfanswm: {n}",
        "all": "Dangos y cyfan",
        "calendar": "Ychwanegu at galendr",
        "reload": "Ail-lwytho",
        "more": "Tudalen nesaf",
        "unshown": "Ni ellir dangos y rhestr",
        "refresh": "Adnewyddu",
        "loading": "Yn llwytho…",
        "updated": "Mae'r rhestr yn gyfredol.",
        "checked": "Gwiriwyd am {time}",
        "offline": "Ni ellir cyrraedd y gofrestr. Dyma'r rhestr fel yr oedd am {time}.",
        "unreachable": "Ni ellir cyrraedd y gofrestr ar hyn o bryd. Gofynnir eto'n awtomatig.",
        "refused": "Ni ellir dangos y rhestr fel y gofynnwyd amdani.",
        "wrong": "Ni ddeellir {name}=“{value}”.",
    },
}


class Told(NamedTuple):
    """Some days in words, and as `<time datetime>` has them."""

    words: str
    datetime: str


def days_told(earliest: date | None, latest: date | None, language: Language) -> tuple[str, list[Told]]:
    """Tell when something is due: a pattern ("{first} to {last}"), and the days that it holds, in order.

    Whole months are told as months. Without `latest` it goes on from `earliest`.
    """
    words = WORDS[language]
    if latest is None:
        return (words["from"], [_day_told(earliest, language)]) if earliest else ("", [])
    if earliest is None or earliest == latest:
        return "{first}", [_day_told(latest, language)]
    if not _are_whole_months(earliest, latest):
        return words["span"], [_day_told(earliest, language), _day_told(latest, language)]
    first, last = _month_told(earliest, language), _month_told(latest, language)
    if first == last:
        return "{first}", [first]
    if earliest.year == latest.year:
        first = first._replace(words=month_name(earliest, language))
    return words["span"], [first, last]


def filled(pattern: str, days: Sequence[Told]) -> str:
    """Fill a pattern of days with their words."""
    return pattern.format(first=days[0].words, last=days[-1].words) if days else ""


def left_told(days_left: int, language: Language) -> str:
    """Tell how many days are left, or by how many it is late."""
    words, n = WORDS[language], abs(days_left)
    name = "left" if days_left >= 0 else "late"
    return words.get(f"{name}_{n}", words[name]).replace("{n}", str(n))


def _day_told(day: date, language: Language) -> Told:
    return Told(day_told(day, language), day.isoformat())


def _are_whole_months(earliest: date, latest: date) -> bool:
    return earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]


def _month_told(day: date, language: Language) -> Told:
    return Told(f"{month_name(day, language)} {day.year}", f"{day.year:04d}-{day.month:02d}")
