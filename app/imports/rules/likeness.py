"""How much two texts are alike, and which of many is most like another."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from heapq import nlargest

from app.kernel.text import same_words

ALIKE = 0.7
"""The likeness, from 0 to 1, from which on a text is told as one that may be meant."""

_LONGEST = 2_000
_WORD = re.compile(r"\w+")
MOST_TOLD = 5_000
"""For how many new rows of a document it is told what they are alike to, where nobody asked."""

# Texts that are alike share words, and among these the rarest part them best from the others.
_RAREST, _MOST_SHARING, _MOST_COMPARED = 4, 500, 8


def likeness(one: str, other: str) -> float:
    """Tell how much two texts are alike: the share of their runs of three characters that both have (Dice)."""
    return _dice(_trigrams(one), _trigrams(other))


def _trigrams(text: str) -> Counter[str]:
    words = f"  {same_words(text[:_LONGEST])} "
    return Counter(words[start : start + 3] for start in range(len(words) - 2))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(same_words(text[:_LONGEST])))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


class Texts:
    """Texts by a key, among which the one most like another is found by the words that they share."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._trigrams: dict[str, Counter[str]] = {}
        self._sharing: defaultdict[str, list[str]] = defaultdict(list)
        for key, text in texts.items():
            for word in _words(text):
                self._sharing[word].append(key)

    def most_like(self, text: str) -> tuple[str, float] | None:
        """Give the key of the text that is most like this one, and how much; None where none is alike."""
        mine = _trigrams(text)
        compared = ((key, _dice(mine, self._trigrams_of(key))) for key in self._candidates(text))
        found = max(compared, key=lambda one: one[1], default=None)
        return found if found is not None and found[1] >= ALIKE else None

    def _trigrams_of(self, key: str) -> Counter[str]:
        known = self._trigrams.get(key)
        if known is None:
            known = self._trigrams[key] = _trigrams(self._texts[key])
        return known

    def _candidates(self, text: str) -> list[str]:
        known = [word for word in _words(text) if word in self._sharing]
        known.sort(key=lambda word: (len(self._sharing[word]), word))
        shared: defaultdict[str, float] = defaultdict(float)
        for word in known[:_RAREST]:
            for key in self._sharing[word][:_MOST_SHARING]:
                shared[key] += 1 / len(self._sharing[word])
        return nlargest(_MOST_COMPARED, shared, key=shared.__getitem__)
