"""What people are told besides the labels of vocabularies, in English and in Welsh."""

from datetime import date
from typing import NamedTuple

from app.kernel.vocabulary import Vocabulary


class Language(Vocabulary):
    """The languages in which people are told of deadlines."""

    EN = "en", "English", "Saesneg"
    CY = "cy", "Welsh", "Cymraeg"


class Phrase(NamedTuple):
    """Words with places for values, in both languages."""

    en: str
    cy: str

    def told(self, language: Language, **values: object) -> str:
        """Say it, with the values in their places."""
        words: str = getattr(self, language)
        return words.format(**values)


_MONTHS = (
    Phrase("January", "Ionawr"),
    Phrase("February", "Chwefror"),
    Phrase("March", "Mawrth"),
    Phrase("April", "Ebrill"),
    Phrase("May", "Mai"),
    Phrase("June", "Mehefin"),
    Phrase("July", "Gorffennaf"),
    Phrase("August", "Awst"),
    Phrase("September", "Medi"),
    Phrase("October", "Hydref"),
    Phrase("November", "Tachwedd"),
    Phrase("December", "Rhagfyr"),
)


def label(word: Vocabulary, language: Language) -> str:
    """Give the label of a word."""
    said: str = getattr(word, language)
    return said


def month_name(day: date, language: Language) -> str:
    """Name the month of a day."""
    return _MONTHS[day.month - 1].told(language)


def day_told(day: date, language: Language) -> str:
    """Write a day: "31 March 2005"."""
    return f"{day.day} {month_name(day, language)} {day.year}"
