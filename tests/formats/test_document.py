"""A document is gathered out of its parts, as far as they are within its limits."""

from collections.abc import Iterable, Iterator

import pytest

from app.formats.document import (
    MAX_CHARACTERS,
    MAX_FILLED_CELLS,
    Document,
    DocumentIsTooLarge,
    Paragraph,
    Part,
    Record,
    Row,
    Table,
    TableBegins,
    gathered,
    within_limits,
)


def test_rows_are_one_table_until_something_else_comes() -> None:
    parts = (
        *(Row(("a",), 1), Paragraph("Quay", 2), Row(("b",), 3), Row(("c",), 4)),
        *(TableBegins("Dock", is_whole=True), Row(("d",), 1), TableBegins(), Record({"a": 1}, 2)),
    )
    assert gathered(parts) == Document(
        (
            Table((Row(("a",), 1),)),
            Paragraph("Quay", 2),
            Table((Row(("b",), 3), Row(("c",), 4))),
            Table((Row(("d",), 1),), "Dock", is_whole=True),
        ),
        (Record({"a": 1}, 2),),
    )


def many_cells() -> Iterator[Part]:
    yield TableBegins("Quay")
    yield from (Row(("x", "") * 25, line) for line in range(1, 70_000))


def many_characters() -> Iterator[Part]:
    yield from (Row(("x" * 100_000,), line) for line in range(1, 1_000))


@pytest.mark.parametrize(
    ("parts", "line", "told"),
    [
        # 25 cells of a row are filled, and 100,000 characters stand in one.
        (many_cells(), MAX_FILLED_CELLS // 25 + 1, "sheet 'Quay', line 60,001: more cells than can be read"),
        (many_characters(), MAX_CHARACTERS // 100_000 + 1, "line 501: more characters than can be read"),
        ([Row(("x",) * 65, 7)], 7, "line 7: more columns than can be read; at most 64"),
        ([Row(("x" * 100_001,), 7)], 7, "line 7: more characters in one cell"),
        ([Paragraph("x" * 100_001, 7)], 7, "line 7: more characters in one paragraph"),
    ],
)
def test_what_is_too_much_is_refused_by_its_line(parts: Iterable[Part], line: int, told: str) -> None:
    with pytest.raises(DocumentIsTooLarge, match=told) as refused:
        gathered(within_limits(parts))
    assert refused.value.line == line
