"""What pictures say besides the labels of vocabularies, in English and in Welsh.

Counts stand after a colon, so that no word has to agree with its number.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from app.deadlines.rules.wording import Language, Phrase, label, month_name
from app.kernel.vocabulary import Vocabulary

Word = TypeVar("Word", bound=Vocabulary)

TIMELINE = Phrase("Timeline: {plan}", "Llinell amser: {plan}")
PROGRESS = Phrase("Progress: {plan}", "Cynnydd: {plan}")
AS_OF = Phrase("As of {day}", "Ar {day}")
BY = Phrase("Counted by: {group}", "Wedi'u cyfrif yn ôl: {group}")
ACTIONS = Phrase("Actions: {count}", "Camau gweithredu: {count}")
NO_THEME = Phrase("Without a theme", "Heb thema")
WHOLE_PLAN = Phrase("The plan as a whole", "Y cynllun cyfan")
IN_NONE = Phrase("In none of these", "Heb fod yn yr un o'r rhain")
MORE = Phrase("and {count} more", "a {count} arall")
NOT_DRAWN = Phrase("and {count} more, not drawn", "a {count} arall, heb eu llunio")
THEMES_NOT_DRAWN = Phrase("Themes not drawn: {count}", "Themâu heb eu llunio: {count}")
OUTSIDE = Phrase("Outside the period shown", "Y tu allan i'r cyfnod a ddangosir")
DONE_UNDATED = Phrase("Done, with no date", "Wedi'i wneud, heb ddyddiad")
CANCELLED_UNDATED = Phrase("Cancelled, with no date", "Wedi'i ganslo, heb ddyddiad")
REPEATS = Phrase("repeats", "yn ailadrodd")
PERIOD = Phrase("Period of the plan: {days}", "Cyfnod y cynllun: {days}")
BEFORE_SPAN = Phrase("{day}: before the period shown", "{day}: cyn y cyfnod a ddangosir")
AFTER_SPAN = Phrase("{day}: after the period shown", "{day}: ar ôl y cyfnod a ddangosir")
SHORT_TIME = Phrase("A day, or a short time", "Diwrnod, neu amser byr")
GOES_ON = Phrase("Goes on outside the period shown", "Yn parhau y tu allan i'r cyfnod a ddangosir")
OF_THESE_OVERDUE = Phrase("Of these overdue", "O'r rhain yn hwyr")
END_OF_PERIOD = Phrase("End of the plan's period", "Diwedd cyfnod y cynllun")
NOTHING_TO_SHOW = Phrase("There is nothing to show yet.", "Nid oes dim i'w ddangos eto.")

_LETTERS = {Language.EN: (3,) * 12, Language.CY: (3, 4, 3, 3, 3, 3, 3, 4, 4, 3, 4, 4)}


def short_month(day: date, language: Language) -> str:
    """Name the month of a day in a few letters."""
    return month_name(day, language)[: _LETTERS[language][day.month - 1]]


def counts_told(counts: Mapping[Word, int], language: Language) -> str:
    """Tell how many there are of each, those that there are: "Overdue: 2, Due now: 1"."""
    return ", ".join(each_counted(counts, language))


def each_counted(counts: Mapping[Word, int], language: Language) -> list[str]:
    """Tell how many there are of each, one by one."""
    return [f"{label(word, language)}: {count:,}" for word, count in counts.items() if count]


def listed(words: Sequence[str], most: int, language: Language) -> str:
    """List words, the first of them where there are too many, and how many more there are."""
    shown = ", ".join(words[:most])
    left = len(words) - most
    return f"{shown} {MORE.told(language, count=f'{left:,}')}" if left > 0 else shown
