"""The columns of a plan's tables are known by the words that head them; others are kept, or refused."""

import pytest

from app.formats.document import Row
from app.imports.rules.drafts import Field
from app.imports.rules.headings import columns_of
from tests.imports.drafts import HEADING, LOG, read, refusal_of, texts


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Issue", "issue"),
        ("Issues identified", "issue"),
        ("Areas for improvement", "issue"),
        ("Finding", "issue"),
        ("Planned Action", "action"),
        ("Initial Action", "action"),
        ("Agreed Actions", "action"),
        ("Action required", "action"),
        ("Task", "action"),
        ("What", "action"),
        ("Current Situation", "current_situation"),
        ("Current position", "current_situation"),
        ("Progress to date", "current_situation"),
        ("Latest update", "current_situation"),
        ("Lead contact/organisation", "lead"),
        ("Lead Partner/Contact", "lead"),
        ("Lead officer", "lead"),
        ("By whom", "lead"),
        ("Person responsible", "lead"),
        ("Due date", "due"),
        ("Date to be completed", "due"),
        ("By when", "due"),
        ("Timescale", "due"),
        ("Deadline", "due"),
        ("Ref. No.", "reference"),
        ("Rhif", "reference"),
        ("Strategic theme", "theme"),
        ("Criterion", "theme"),
        ("Status", "status"),
        ("RAG rating", "rag"),
        ("% complete", "percent"),
        ("Progress (%)", "percent"),
        ("Cross-cutting themes", "cross_cutting"),
    ],
)
def test_words_that_officers_use_name_their_field(words: str, field: Field) -> None:
    other = "Due" if field == "action" else "Action"
    for written in (words, words.upper(), words.lower()):
        columns = columns_of(Row((written, other), 1), None)
        assert columns is not None
        assert columns.headings[0].field == field


@pytest.mark.parametrize(
    "heading",
    [
        "Lead  Contact / Organisation",
        "LEAD(S):",
        "Lead (2004/05)",
        "Lead, as at 3 June 2004",
        "Lead updated 2004",
    ],
)
def test_heading_is_known_whatever_its_case_punctuation_and_date(heading: str) -> None:
    [action] = read(f"{heading}\tAction\nPilots\tDredge").actions
    assert action.lead_text == "Pilots"
    assert action.cells[0].column == " ".join(heading.split())


def test_columns_may_stand_in_any_order_and_unknown_ones_are_kept_as_words() -> None:
    [action] = read("Budget\tDeadline\t\tAction\n£7\tMay\tx\tDredge").actions
    assert (action.text, action.due_text, action.lead_text) == ("Dredge", "May", "")
    assert [(cell.words, cell.column, cell.read_as) for cell in action.cells] == [
        ("£7", "Budget", None),
        ("May", "Deadline", "due"),
        ("x", "", None),
        ("Dredge", "Action", "action"),
    ]


def test_repeated_heading_is_no_row() -> None:
    plan = read(f"{LOG}a\t\t\t\n\n{HEADING}\nb\t\t\t\n{HEADING.upper()}\nc\t\t\t\n")
    assert texts(plan) == ["a", "b", "c"]


def test_action_whose_words_are_a_heading_is_still_an_action() -> None:
    assert texts(read(f"{LOG}Actions\tnone yet\t\t\n")) == ["Actions"]
    assert texts(read(f"{LOG}Action on litter\tUpdate\tWho\t\n")) == ["Action on litter"]


def test_tables_of_one_document_may_have_different_headings() -> None:
    plan = read("Action\tBudget\na\t£5\nAction\tBudget\nb\t£6\nLead\tAction\nPilots\tc\n")
    assert [(action.text, action.lead_text) for action in plan.actions] == [
        ("a", ""),
        ("b", ""),
        ("c", "Pilots"),
    ]


def test_column_without_a_heading_is_kept_only_between_others() -> None:
    [action] = read("Action\t\t\tLead\t\nDredge\tx\ty\tPilots\t\n").actions
    assert [(cell.words, cell.column) for cell in action.cells][1:3] == [("x", ""), ("y", "")]
    [wide] = read("Action\tLead\t\nDredge\tPilots\tx\n").actions
    assert [fault.column for fault in wide.faults] == ["column 3"]


def test_same_field_twice_is_refused() -> None:
    refusal = refusal_of("Plan\n\nAction\tLead\tResponsible\nDredge\ta\tb")
    assert (refusal.line, refusal.column) == (3, "Responsible")
    assert "this column and 'Lead' are the same" in refusal.reason


def test_unknown_heading_twice_is_refused() -> None:
    assert refusal_of("Action\tNotes\t\tnotes\t").column == "notes"


def test_document_without_known_headings_is_refused_and_told_what_is_allowed() -> None:
    refusal = refusal_of("Plan\n\nRisk\tOwner\nStorm\tPilots\n")
    assert refusal.line == 3
    assert "it may be one of 'Planned Action'" in refusal.reason
    assert "this table begins with 'Risk', 'Owner'" in refusal.reason


@pytest.mark.parametrize("heading", ["Lead 2004/05 reserve", "Leading", "Lead times", "for 2004"])
def test_heading_that_is_merely_alike_is_not_known(heading: str) -> None:
    assert read(f"{heading}\tAction\nPilots\tDredge").actions[0].lead_text == ""


@pytest.mark.parametrize("text", ["", "Plan", "\t\t\n\t\n", "Action\n\nLead"])
def test_document_without_a_table_is_refused(text: str) -> None:
    assert refusal_of(text).line is None


def test_table_with_unknown_headings_beside_a_plan_is_left_unread() -> None:
    plan = read(f"{LOG}Dredge\t\t\t\n\nRisks\n\nRisk\tOwner\nStorm\t\n")
    assert texts(plan) == ["Dredge"]
    assert [paragraph.text for paragraph in plan.unread] == ["Risks", "Risk\tOwner", "Storm\t"]


def test_title_may_stand_in_a_sheet_above_the_heading() -> None:
    plan = read(
        f"Partnership Plan 2004/05\t\t\t\n\t\t\t\n1. Quay\t\t\t\n{HEADING}\na\t\t\t\n"
        f"\t\t\t\n2. Dock\t\t\t\n{HEADING}"
    )
    assert plan.title == "Partnership Plan 2004/05"
    assert [theme.title for theme in plan.themes] == ["Quay", "Dock"]
    assert texts(plan) == ["a"]
