"""Words that are months, and those that only look so: "may" is a verb as well, and people are called June."""

from app.phrases.due.figures import MONTHS
from app.phrases.due.parts import PARTS
from app.phrases.due.tokens import Cursor
from app.phrases.due.words import BODIES, MEETINGS, words

BEFORE_TIME = words(
    "by in during throughout from until till since before after between for early late next post pre"
)
"""Words that ask for a time, so that what stands behind them is one."""

JOINS_MONTHS = frozenset({"and", "to", "or", "/", "&", "-", ","})
"""What stands between two months, or between a year and what it goes on to."""

_BEFORE_MONTH = BEFORE_TIME | {"of", "next", "each", "every", "on"}
_ALSO_WORDS = words("may march mar august")
_ALSO_VERBS = words("may march")
_AFTER_VERB = words("be not have need also require")
_AFTER_MONTH = frozenset(MONTHS) | words(
    "and to or until till with for by in at on when then onwards onward each every annually meeting review ongoing "
    "agm deadline cabinet council board start completed complete done if subject"
)
_ALSO_NAMES = words("jan april may june august")
# "Phase I September" has a numeral, where "A May" has an initial.
_NUMERALS = ("i", "v", "x")
_TITLES = words("mr mrs ms miss dr cllr councillor rev sir lady lord")
_STREETS = words("road street lane close avenue drive court town")
_AFTER_MAY = ("and", "to", "or", "meeting", "annually", "onwards", "each", "every", "next", "this")
_BEFORE_COUNT = ("", "\n", "the")


def take_month(cursor: Cursor) -> int | None:
    """Take the name of a month and return its number; a word that only looks like one is left."""
    token = cursor.peek()
    month = MONTHS.get(token.text)
    if month is None or not _is_month_here(cursor):
        return None
    cursor.at += 1
    return month


def _is_month_here(cursor: Cursor) -> bool:
    """Tell whether the word is the month here, by the words around it."""
    before, token, after = cursor.peek(-1), cursor.peek(), cursor.peek(1)
    is_beside_figures = before.number is not None or after.number is not None or after.text == "'"
    if token.text in _ALSO_VERBS and _is_verb(cursor):
        return False
    if is_beside_figures or before.text in _BEFORE_MONTH or before.text in PARTS:
        return True
    is_initial = before.is_capital and len(before.text) == 1 and before.text not in _NUMERALS
    is_initial = is_initial and token.text in _ALSO_NAMES | _ALSO_VERBS
    if before.text in _TITLES or is_initial or (after.text in _STREETS and token.is_capital):
        return False
    if token.text in _ALSO_WORDS and _is_beside_month(cursor):
        return True
    if token.text in _ALSO_WORDS and not token.is_capital:
        return token.text != "may" and not before.is_word and not after.is_word
    if token.text == "may":
        is_surname = before.is_word and before.is_capital and cursor.at > 1
        return not is_surname and (not after.is_word or after.text in _AFTER_MAY)
    is_surname = after.is_word and after.is_capital and after.text not in MONTHS and len(after.text) > 2
    return not (token.text in _ALSO_NAMES and is_surname and after.text not in BODIES | MEETINGS)


def _is_verb(cursor: Cursor) -> bool:
    """Tell whether it is the verb although a number stands before it: "10 may attend", "1 May be enough"."""
    before, token, after = cursor.peek(-1), cursor.peek(), cursor.peek(1)
    if token.text == "may" and after.text in _AFTER_VERB:
        return True
    counts = before.number is not None and not before.is_ordinal and cursor.peek(-2).text in _BEFORE_COUNT
    is_plain = not token.is_capital and after.is_word and not after.is_capital
    return counts and is_plain and after.text not in _AFTER_MONTH


def _is_beside_month(cursor: Cursor) -> bool:
    """Tell whether another month, or a number, is joined to this one: "may/june", "2 April to may"."""
    further = cursor.peek(-2)
    is_behind = cursor.peek(-1).text in JOINS_MONTHS and (
        further.text in MONTHS or further.number is not None
    )
    return is_behind or (cursor.peek(1).text in JOINS_MONTHS and cursor.peek(2).text in MONTHS)
