"""A plan's document is read by the words and the layout that officers use; nothing in it is lost silently."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.formats.charset import NotText, decoded
from app.formats.document import Paragraph, Row, Table
from app.formats.table_text import read_table_text
from app.imports.rules import ActionDraft, NotAPlan, PlanDraft, ThemeDraft, read_plan
from app.imports.rules.headings import columns_of
from tests.imports.drafts import HEADING, LOG, read, refusal_of, texts

ISSUES = "Issues\tInitial Action\tLead\tBy when"


def places(plan: PlanDraft) -> list[tuple[int | None, int | None, int]]:
    return [(action.theme_number, action.issue_number, action.position) for action in plan.actions]


# Themes


@pytest.mark.parametrize(
    "heading",
    [
        "2. Quay (and docks)",
        "2.Quay (and docks)",
        "2) Quay (and docks)",
        "**2. Quay (and docks)**",
        "Theme 2 – Quay (and docks)",
        "Criterion 2: Quay (and docks)",
        "2.\tQuay (and docks)",
        "2. Quay (and docks)\t\t\t",
    ],
)
def test_numbered_line_above_a_table_is_a_theme(heading: str) -> None:
    plan = read(f"{LOG}Sweep\t\t\t\n\n{heading}\n\n{HEADING}\nDredge\t\t\t\n")
    assert plan.themes == (ThemeDraft(2, "Quay (and docks)", 6),)
    assert places(plan) == [(None, None, 1), (2, None, 1)]


def test_positions_count_within_each_theme() -> None:
    plan = read(f"Plan\n\n1. Quay\n\n{HEADING}\na\t\t\t\nb\t\t\t\n\n3. Dock\n{HEADING}\nc\t\t\t\n")
    assert [theme.number for theme in plan.themes] == [1, 3]
    assert places(plan) == [(1, None, 1), (1, None, 2), (3, None, 1)]


@pytest.mark.parametrize(
    "line", ["1.1 Quay", "1. The quay was dredged.", "12 June 2004", "1." + "x" * 300, "0. Quay"]
)
def test_line_that_is_no_heading_is_left_unread(line: str) -> None:
    plan = read(f"Partnership plan 2004/05\n\n{line}\n\n{HEADING}")
    assert (plan.themes, plan.unread) == ((), (Paragraph(line, 3),))


def test_numbered_line_without_actions_below_is_left_unread() -> None:
    plan = read(f"Plan\n\n1. Aims\n\n2. Quay\n\nWords.\n\n{HEADING}\na\t\t\t\n\n3. See also\n")
    assert [theme.title for theme in plan.themes] == ["Quay"]
    assert [paragraph.text for paragraph in plan.unread] == ["1. Aims", "Words.", "3. See also"]


def test_theme_goes_on_where_its_heading_is_repeated() -> None:
    plan = read(f"Plan\n1. Quay\n{HEADING}\na\t\t\t\n\n1. Quay (continued)\n{HEADING}\nb\t\t\t\n")
    assert [theme.title for theme in plan.themes] == ["Quay"]
    assert places(plan) == [(1, None, 1), (1, None, 2)]


def test_number_of_two_themes_is_refused() -> None:
    refusal = refusal_of(f"Plan\n1. Quay\n{HEADING}\n\n1. Dock\n{HEADING}")
    assert str(refusal).startswith("line 5: theme 1 is 'Quay' on line 2 and 'Dock' here")


@pytest.mark.parametrize(
    "rows",
    [
        "Dredge\t\t\t\n2. Paint\t\t\t",
        "\n2. Dredge\tno ship\t\t",
        "\nDredge\t\t\t",
        "\n2. Dredge\t\t\t\nSweep\t\t\t",
        "\n2.\tDredge\t\t",
    ],
)
def test_numbered_row_is_a_theme_only_alone_above_a_heading(rows: str) -> None:
    plan = read(f"{LOG}a\t\t\t\n{rows}\n{HEADING}\nb\t\t\t\n\n3. Sweep\t\t\t")
    assert (plan.themes, plan.unread) == ((), ())
    assert texts(plan)[-2:] == ["b", "3. Sweep"]


def test_number_and_date_in_two_columns_are_no_theme() -> None:
    assert texts(read("Action\tDue\na\tMay\n\n2. b\tMay\nAction\tDue\n")) == ["a", "2. b"]


def test_theme_in_a_sheet_may_follow_a_table_with_unknown_headings() -> None:
    plan = read(f"Risk\tOwner\nStorm\tPilots\nFog\t\n\n1. Quay\t\t\t\n{HEADING}\na\t\t\t\n")
    assert [theme.title for theme in plan.themes] == ["Quay"]
    assert [paragraph.line for paragraph in plan.unread] == [1, 2, 3]
    assert plan.title == ""


# Rows


def test_row_gives_an_action_with_single_spaced_words() -> None:
    plan = read(f"{LOG} Dredge:  • deep  • wide \tno\x0bship\tPilots,  HF\tBy Sept 2004  Ongoing\n")
    [action] = plan.actions
    assert action == ActionDraft(
        "Dredge: • deep • wide",
        "no ship",
        "Pilots, HF",
        "By Sept 2004 Ongoing",
        None,
        None,
        1,
        4,
        action.row,
    )
    assert [(cell.words, cell.line, cell.column, cell.read_as) for cell in action.cells] == [
        ("Dredge: • deep • wide", 4, "Planned Action", "action"),
        ("no ship", 4, "Current Situation", "current_situation"),
        ("Pilots, HF", 4, "Lead", "lead"),
        ("By Sept 2004 Ongoing", 4, "Due date", "due"),
    ]


def test_empty_rows_are_skipped_and_short_rows_read() -> None:
    plan = read(f"{LOG}\t\t\t\n \t\t \t\nDredge\tno ship\nSweep\t\t\t\t\t\n")
    assert texts(plan) == ["Dredge", "Sweep"]


@pytest.mark.parametrize(
    ("row", "column"), [("Dredge\t\t\tMay\tx", "column 5"), ("Dredge\t\t\t\t\tx", "column 6")]
)
def test_row_wider_than_its_heading_has_a_fault_and_loses_no_words(row: str, column: str) -> None:
    [action] = read(f"{LOG}{row}\n").actions
    [fault] = action.faults
    assert (fault.line, fault.column, fault.words) == (4, column, "x")
    assert "more cells than its heading, which has 4" in fault.detail
    assert action.cells[-1].words == "x"


def test_row_without_an_action_has_a_fault_and_the_others_none() -> None:
    dredge, without = read(f"{LOG}Dredge\t\t\t\n\t\tPilots\t\n").actions
    [fault] = without.faults
    assert (fault.line, fault.column, dredge.faults) == (5, "Planned Action", ())
    assert fault.detail.startswith("the row has no words for the action")


def test_row_cut_by_a_page_break_is_one_action() -> None:
    plan = read(f"{LOG}Dredge the\tno ship\tPilots\tMay\n\nquay. Tell all\t\t\t\nSweep\t\t\t\n")
    assert texts(plan) == ["Dredge the quay. Tell all", "Sweep"]
    assert [(cell.line, cell.words) for cell in plan.actions[0].cells][-1] == (6, "quay. Tell all")
    assert [action.line for action in plan.actions] == [4, 7]


@pytest.mark.parametrize("between", ["\n", "\n4\n", "\nPage 4 of 12\n"])
def test_any_cell_may_go_on_over_a_page_break(between: str) -> None:
    plan = read(f"{LOG}Dredge\tno ship\tPilots\tMay\n{between}\tyet, but\t(and dockers)\t\n")
    [action] = plan.actions
    assert (action.text, action.current_situation, action.lead_text) == (
        "Dredge",
        "no ship yet, but",
        "Pilots (and dockers)",
    )


@pytest.mark.parametrize("row", ["Quay\t\t\t", "quay\tso far\t\t", "50 ships\t\t\t"])
def test_row_after_a_page_break_that_begins_anew_is_an_action_of_its_own(row: str) -> None:
    assert len(read(f"{LOG}Dredge\t\t\t\n\n{row}\n").actions) == 2


def test_lower_case_alone_does_not_make_a_row_go_on() -> None:
    assert texts(read(f"{LOG}dredge\t\t\t\nsweep\t\t\t\n\n{HEADING}\npaint\t\t\t\n")) == [
        "dredge",
        "sweep",
        "paint",
    ]


def test_only_the_first_row_after_a_page_break_goes_on() -> None:
    assert texts(read(f"{LOG}Dredge\t\t\t\n\nthe quay\t\t\t\nsweep\t\t\t\n")) == ["Dredge the quay", "sweep"]


def test_row_below_a_heading_does_not_go_on_from_another_table() -> None:
    plan = read(f"1. Quay\n{HEADING}\nDredge\t\t\t\n\n2. Dock\n{HEADING}\n\nsweep\t\t\t\n")
    assert texts(plan) == ["Dredge", "sweep"]


def test_first_row_of_all_does_not_go_on() -> None:
    assert texts(read(f"{HEADING}\n\ndredge\t\t\t\n")) == ["dredge"]


# Issues


def test_blank_issue_continues_the_one_above_over_a_repeated_heading() -> None:
    plan = read(f"Plan\n\n{ISSUES}\nSilt\ta\t\t\n\tb\t\t\n\n{ISSUES}\n\tc\t\t\nRust\td\t\t\n SILT \te\t\t\n")
    assert [(issue.number, issue.text, issue.line) for issue in plan.issues] == [
        (1, "Silt", 4),
        (2, "Rust", 9),
    ]
    assert places(plan) == [(None, 1, 1), (None, 1, 2), (None, 1, 3), (None, 2, 1), (None, 1, 4)]


def test_blank_issue_with_none_above_is_none() -> None:
    assert places(read(f"{ISSUES}\n\ta\t\t\nSilt\tb\t\t\n")) == [(None, None, 1), (None, 1, 1)]


def test_issue_does_not_reach_into_the_next_theme() -> None:
    plan = read(f"1. Quay\n{ISSUES}\nSilt\ta\t\t\n\tb\t\t\n\n2. Dock\n{ISSUES}\n\tc\t\t\n")
    assert places(plan) == [(1, 1, 1), (1, 1, 2), (2, None, 1)]


def test_issue_goes_on_over_a_page_break_where_it_began() -> None:
    plan = read(f"{ISSUES}\nSilt in\ta\t\t\n\tb\t\t\n\nthe dock\t\t\t\n")
    assert [issue.text for issue in plan.issues] == ["Silt in the dock"]
    assert places(plan) == [(None, 1, 1), (None, 1, 2)]
    assert places(read(f"{ISSUES}\n\ta\t\t\n\nthe dock\t\t\t\n")) == [(None, 1, 1)]


# Hostile documents


@pytest.mark.parametrize(
    "data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), b"PK\x03\x04xl/", b"Action\t\x00"]
)
def test_file_that_is_no_text_never_becomes_a_plan(data: bytes) -> None:
    with pytest.raises(NotText):
        read(decoded(data))


def test_plan_is_read_from_utf16_with_lone_carriage_returns() -> None:
    text = f"{LOG}Café\t\t\t\n".replace("\n", "\r")
    assert texts(read(decoded(codecs.BOM_UTF16_LE + text.encode("utf-16-le")))) == ["Café"]


WORDS = [
    "Action",
    "Lead",
    "Issue",
    "Due date",
    "1. Quay",
    "2.",
    "Acronyms:",
    "HF = Forum",
    "and so",
    "Plan 2004/05",
    "x",
    "3",
]
PIECES = st.sampled_from([*WORDS, "\t", "\t", "\t", "\n", "\n", "\n\n", " ", "**", "# "])


@given(st.lists(PIECES, max_size=60).map("".join) | st.text())
@example("Action\tLead\n\n2.\tx\n\n**1. Quay\nAction\tLead\nx\n")
def test_any_text_is_read_or_refused_and_no_row_is_lost(text: str) -> None:
    document = read_table_text(text)
    try:
        plan = read_plan(document)
    except NotAPlan:
        return
    for row in (row for block in document.blocks if isinstance(block, Table) for row in block.rows):
        is_heading = columns_of(row, None) is not None
        assert is_heading or unspaced("".join(row.cells)) in words_on(row.line, plan) or is_above(row, plan)


def words_on(line: int, plan: PlanDraft) -> str:
    cells = [cell.words for action in plan.actions for cell in action.cells if cell.line == line]
    return unspaced("".join(cells + [unread.text for unread in plan.unread if unread.line == line]))


def is_above(row: Row, plan: PlanDraft) -> bool:
    """Tell whether a row that holds but words was read as a theme, a title or a part of the glossary."""
    words = unspaced("".join(row.cells)).replace("**", "").lstrip("#")
    known = {"Acronyms:", *(unspaced(f"{term.acronym}={term.meaning}") for term in plan.glossary)}
    return (
        row.line in {theme.line for theme in plan.themes}
        or words in unspaced(plan.title)
        or any(some in words for some in known)
    )


def unspaced(words: str) -> str:
    return "".join(words.split())


CELLS = st.lists(
    st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"])), min_size=4, max_size=4
)


@given(st.lists(CELLS, max_size=8))
def test_every_word_under_a_heading_is_in_the_draft(rows: list[list[str]]) -> None:
    text = LOG + "".join("\t".join(["Do " + first, *cells]) + "\n" for first, *cells in rows)
    plan = read(text)
    found = [[cell.words for cell in action.cells] for action in plan.actions]
    assert found == [
        [" ".join(cell.split()) for cell in ["Do " + row[0], *row[1:]] if cell.strip()] for row in rows
    ]
