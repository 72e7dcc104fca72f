"""Closed lists of words, each with the labels that people read in English and in Welsh."""

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A closed list of words: the value goes over the wire and into the database, labels to people.

    A member is written `NAME = "value", "English label", "Label Cymraeg"`.
    """

    en: str
    cy: str

    def __new__(cls, value: str, en: str = "", cy: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.en = en
        word.cy = cy
        return word
