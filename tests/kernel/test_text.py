"""Keys to sort by, slugs, shortening, and words that a database can't keep."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.text import natural_key, same_words, shortened, single_spaced, slug, storable

DIGITS = re.compile("([0-9]+)")
REFERENCES = st.from_regex(r"[a-z]{0,2}([-. ]?[0-9]{1,4}){0,4}[a-z]?", fullmatch=True)


def by_hand(reference: str) -> list[tuple[int, int | str]]:
    """Take a reference apart into its words and its numbers, which come before any letter."""
    parts = [part for part in DIGITS.split(reference) if part]
    return [(0, int(part)) if DIGITS.fullmatch(part) else (1, part) for part in parts]


def test_references_sort_as_people_number_them() -> None:
    sorted_by_hand = ["1", "1.1", "1.2", "1.9", "1.10", "1.10.1", "1.11", "2", "10", "A2", "a10", "b"]
    assert sorted(reversed(sorted_by_hand), key=natural_key) == sorted_by_hand


def test_number_is_led_by_its_length() -> None:
    assert natural_key("1.10") == "011.0210"
    assert natural_key("Item 007b") == "item 017b"
    assert natural_key("0") == natural_key("000") == "010"


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=2, max_size=8))
def test_numbered_references_sort_by_their_numbers(numbers: list[tuple[int, int, int]]) -> None:
    written = sorted((".".join(map(str, parts)) for parts in numbers), key=natural_key)
    assert [tuple(map(int, one.split("."))) for one in written] == sorted(numbers)


@given(REFERENCES, REFERENCES)
def test_references_have_the_same_key_only_where_they_read_the_same(one: str, other: str) -> None:
    assert (natural_key(one) == natural_key(other)) == (by_hand(one) == by_hand(other))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Steering Group", "steering-group"),
        ("the", "the"),
        ("Thematic  groups & clusters!", "thematic-groups-clusters"),
        ("Cynghrair Cefn-gwlad Môn", "cynghrair-cefn-gwlad-mon"),
        ("Plan 2004/05", "plan-2004-05"),
        ("½ day", "12-day"),
        ("共同計画", ""),
        ("", ""),
    ],
)
def test_slug_is_made_of_plain_words(words: str, expected: str) -> None:
    assert slug(words) == expected


def test_slug_is_cut_between_words() -> None:
    assert slug("partnership plan for all", 16) == "partnership-plan"
    assert slug("partnership plan for all", 15) == "partnership"
    assert slug("partnerships", 5) == "partn"


@given(st.text(max_size=200), st.integers(1, 60))
def test_slug_is_a_reference_of_any_length_asked_for(words: str, limit: int) -> None:
    made = slug(words, limit)
    assert len(made) <= limit
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert slug(made, limit) in (made, made.removeprefix("the-"))


def test_words_are_shortened_between_words() -> None:
    assert shortened("Draft agendas, circulated", 20) == "Draft agendas…"
    assert shortened("Draft agendas", 13) == "Draft agendas"
    assert shortened("Regeneration", 6) == "Regen…"
    assert shortened("ab cd", 2) == "a…", "with the ellipsis it still has to fit"


@given(st.text(max_size=120), st.integers(1, 90))
def test_shortened_words_fit_and_begin_as_the_words_do(words: str, limit: int) -> None:
    short = shortened(words, limit)
    assert len(short) <= limit
    assert short == words if len(words) <= limit else words.startswith(short.removesuffix("…"))


def test_spacing_and_case_do_not_make_other_words() -> None:
    assert single_spaced(" a\t b\n\x0b c\u00a0d ") == "a b c d"
    assert same_words("Steering\u00a0 GROUP") == same_words("steering group") == "steering group"
    assert same_words("Straße") == same_words("STRASSE")
    assert same_words("part-2") != same_words("part 2")


@pytest.mark.parametrize(
    ("words", "is_storable"),
    [
        ("", True),
        ("Sgôr 🙂", True),
        ("a\x00b", False),
        ("a\ud800b", False),
        ("\udfff", False),
        ("\x07", True),
    ],
)
def test_nul_and_half_a_pair_can_not_be_stored(words: str, is_storable: bool) -> None:
    assert storable(words) is is_storable


def test_keys_of_a_list_in_order_never_fall() -> None:
    keys = [natural_key(f"{theme}.{number}") for theme in range(1, 12) for number in range(1, 12)]
    assert all(before < after for before, after in pairwise(keys))
