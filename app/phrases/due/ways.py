"""What a way to write a date is: a rule, and what the words that it reads may begin with.

A rule takes a cursor and returns the moment that it reads there, with the cursor behind it; or None, and
then the cursor may stand anywhere.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.phrases.due.moments import Moment
from app.phrases.due.tokens import Cursor

Rule = Callable[[Cursor], Moment | None]

NUMBER = "#"
"""Stands, among the beginnings of a way, for any number."""


class Way(NamedTuple):
    """A way to write a date; no rule is asked about the many words with which it does not begin."""

    rule: Rule
    beginnings: frozenset[str]
