"""A line that ends within a cell cuts a row in two: it is refused, since the rest of the table would be lost."""

import pytest

from app.formats.table_text import read_table_text
from app.imports.rules import NotAPlan, read_plan

LOG = "Harbour plan 2004\n\nAction\tDue date\nSweep\tJuly 2004\n"


@pytest.mark.parametrize("between", ["first paragraph", "first paragraph\nand another"])
def test_words_between_two_rows_are_refused_with_their_line(between: str) -> None:
    with pytest.raises(NotAPlan, match="these words stand alone between two rows") as refusal:
        read_plan(read_table_text(f"{LOG}{between}\nsecond paragraph\tMay 2005\nPaint\tditto\n"))
    assert refusal.value.line == 5


@pytest.mark.parametrize(
    "between",
    [
        "\nThe dock\n\nAction\tDue date\n",  # Words apart, and headings below.
        "The dock\nAction\tDue date\n",  # Headings below: a table of its own.
        "\n3\n\n",  # The number of a page.
        "3\n",
    ],
)
def test_words_between_two_tables_are_no_cut_row(between: str) -> None:
    plan = read_plan(read_table_text(f"{LOG}{between}Paint\tMay 2005\n"))
    assert [action.text for action in plan.actions] == ["Sweep", "Paint"]


def test_words_below_a_table_are_no_cut_row() -> None:
    plan = read_plan(read_table_text(f"{LOG}Agreed by the group\n\nNames\tNumbers\nHelen\t1\n"))
    assert [action.text for action in plan.actions] == ["Sweep"]
    assert [one.line for one in plan.unread] == [5, 7, 8]
