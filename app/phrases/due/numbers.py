"""Numbers as people write them in words: "two", "third"."""

from app.phrases.due.tokens import Cursor

NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
"""Numbers that people write in words."""

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "final": -1, "last": -1}
"""Which one of several; the last is -1."""


def take_count(cursor: Cursor) -> int | None:
    """Take a number in figures or words, which counts something: "3", "three"."""
    token = cursor.peek()
    number = NUMBERS.get(token.text, token.number)
    if number is None or number < 1 or token.is_ordinal:
        return None
    cursor.at += 1
    return number


def take_ordinal(cursor: Cursor) -> int | None:
    """Take which one of several it is: "3rd", "third", "last"."""
    token = cursor.peek()
    number = token.number if token.is_ordinal else ORDINALS.get(token.text)
    if number is not None:
        cursor.at += 1
    return number
