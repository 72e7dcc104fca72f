"""Long lists of values, asked for in parts; `tests/actions/test_many.py` shows that databases take them so."""

from app.core.chunks import MOST_BOUND, in_chunks


def test_values_are_parted_in_their_order() -> None:
    assert [*in_chunks("abcde", size=2)] == [["a", "b"], ["c", "d"], ["e"]]
    assert [*in_chunks("abcd", size=2)] == [["a", "b"], ["c", "d"]]
    assert [*in_chunks([], size=2)] == []


def test_chunk_leaves_room_for_what_else_a_statement_binds() -> None:
    # SQLite takes 32,766 values, unless it was built for more.
    assert MOST_BOUND < 30_000
