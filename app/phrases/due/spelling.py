"""How words are spelt: slips of the pen in the words for dates, and the Welsh words for them."""

from functools import lru_cache

from app.phrases.due.words import words

# Words that are often misspelt in due cells, and how many slips each may have. Short words are not here:
# one slip turns them into another word, as it turns "spring" into "string" and "June" into "tune".
_ONE_SLIP = words(
    "january february august october november december autumn ongoing quarterly annually monthly review "
    "completed financial academic continuous immediate"
)
_TWO_SLIPS = words("september beginning fortnightly biannually")
_SLIPS = dict.fromkeys(_ONE_SLIP, 1) | dict.fromkeys(_TWO_SLIPS, 2)

# Words of their own that stand beside one of these.
_OTHER_WORDS = words("competed completes completer quartered quarters continues biennially")

_WELSH = {
    "ionawr": "january",
    "chwefror": "february",
    "mawrth": "march",
    "ebrill": "april",
    "mai": "may",
    "mehefin": "june",
    "gorffennaf": "july",
    "awst": "august",
    "medi": "september",
    "hydref": "october",
    "tachwedd": "november",
    "rhagfyr": "december",
    "gwanwyn": "spring",
    "haf": "summer",
    "gaeaf": "winter",
    "erbyn": "by",
    "diwedd": "end",
    "parhaus": "ongoing",
    "chwarterol": "quarterly",
    "blynyddol": "annually",
    "misol": "monthly",
    "wythnosol": "weekly",
}

_SHORTEST = 5
_BY_FIRST_LETTER = {
    letter: [(word, slips) for word, slips in sorted(_SLIPS.items()) if word[0] == letter]
    for letter in {word[0] for word in _SLIPS}
}


def spelt_right(word: str) -> str:
    """Give the word that is meant, in English and in small letters; most are their own."""
    if len(word) < _SHORTEST or word in _SLIPS or word[0] not in _BY_FIRST_LETTER:
        return _WELSH.get(word, word)
    return _WELSH.get(word) or _without_slips(word)


@lru_cache(maxsize=4096)
def _without_slips(word: str) -> str:
    if word in _OTHER_WORDS:
        return word
    return next((meant for meant, slips in _BY_FIRST_LETTER[word[0]] if _is_slip(word, meant, slips)), word)


def _is_slip(word: str, meant: str, slips: int) -> bool:
    # A longer or shorter form is no slip: "annual" is not "annually", nor is "reviewer" "review".
    if word.startswith(meant) or meant.startswith(word):
        return False
    # Lengths, and letters that only one of them has, tell most words apart without comparing them.
    if abs(len(word) - len(meant)) > slips or len(set(word) ^ set(meant)) > 2 * slips:
        return False
    return _slips_between(word, meant) <= slips


def _slips_between(one: str, other: str) -> int:
    """Count the letters left out, put in, changed for another or swapped with the next.

    Source: the optimal string alignment distance.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row, above = row, [place], before
        for at, beside in enumerate(other, 1):
            cost = min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != beside))
            if place > 1 and at > 1 and (letter, one[place - 2]) == (other[at - 2], beside):
                cost = min(cost, above[at - 2] + 1)
            row.append(cost)
    return row[-1]
