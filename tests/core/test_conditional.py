"""Entity tags, and what If-Match and If-None-Match are taken to say."""

import pytest

from app.core.conditional import check_absent, check_version, entity_tag, is_unchanged, require_version
from app.core.errors import BadRequest, PreconditionFailed, PreconditionRequired


def test_tag_is_the_version_and_a_hash_of_what_is_shown() -> None:
    # blake2b of 8 bytes, by `printf '{}' | b2sum -l 64`.
    assert entity_tag(b"{}") == '"01e7b720ff566d53"'
    assert entity_tag(b"{}", 7) == '"7-01e7b720ff566d53"'
    assert entity_tag(b"[]", 7) != entity_tag(b"{}", 7)


@pytest.mark.parametrize(
    ("if_none_match", "expected"),
    [
        (None, False),
        ('"3-ab"', True),
        ('W/"3-ab"', True),
        ('"1-cd", W/"3-ab"', True),
        (" * ", True),
        ('"3-AB"', False),
        ('"2-ab"', False),
        ("3-ab", False),
        ('"3-ab', False),
        ("", False),
        ("\x00\xff", False),
    ],
)
def test_copy_is_the_same_where_its_tag_is_named(if_none_match: str | None, expected: bool) -> None:
    assert is_unchanged(if_none_match, '"3-ab"') is expected


@pytest.mark.parametrize(
    "if_match", ['"3-ab"', '"3-other"', '"3"', "*", " * ", '"1-cd", "3-ab"', 'W/"3-ab"', '"1-cd","3-ab",']
)
def test_change_based_on_the_present_version_is_let_through(if_match: str) -> None:
    # A weak tag is ours after a proxy has compressed the answer: the version in it is what decides.
    check_version(if_match, 3)


@pytest.mark.parametrize("if_match", ['"2-ab"', '"30-ab"', '"-ab"', '"ab"', '""', '"1-a", "2-b"', '"03-ab"'])
def test_change_based_on_another_version_is_refused(if_match: str) -> None:
    with pytest.raises(PreconditionFailed, match="at version 3 now"):
        check_version(if_match, 3)


@pytest.mark.parametrize("if_match", ["", "3", "3-ab", '"3-ab', "**", "W/", "'3-ab'", "\udcff"])
def test_if_match_that_holds_no_tag_is_not_understood(if_match: str) -> None:
    with pytest.raises(BadRequest, match="with its quotes"):
        check_version(if_match, 3)


@pytest.mark.parametrize("if_none_match", ["*", '"3-ab"', '"1-cd", W/"3-ef"'])
def test_write_that_wants_it_absent_is_refused_where_it_is_there(if_none_match: str) -> None:
    with pytest.raises(PreconditionFailed, match="there already"):
        check_absent(if_none_match, 3)
    check_absent(if_none_match, None)


def test_write_that_wants_another_version_absent_is_let_through() -> None:
    check_absent('"2-ab"', 3)


@pytest.mark.parametrize("version", [None, 3])
def test_if_none_match_that_holds_no_tag_is_not_understood(version: int | None) -> None:
    with pytest.raises(BadRequest, match="If-None-Match is `\\*` or"):
        check_absent("3-ab", version)


def test_change_must_say_what_it_is_based_on() -> None:
    with pytest.raises(PreconditionRequired):
        require_version(None, 1)
    require_version('"1-ab"', 1)
