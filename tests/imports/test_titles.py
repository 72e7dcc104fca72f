"""What stands above a plan's tables: its title with kind and time, and its glossary."""

from datetime import date

import pytest

from app.formats.document import Paragraph
from tests.imports.drafts import HEADING, read


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Harbour PARTNERSHIP PLAN 2004/05", "partnership_plan"),
        ("The Harbour Partnership: plan for the quay", "partnership_plan"),
        ("Harbour Partnership IMPROVEMENT ACTION PLAN", "improvement_plan"),
        ("Harbour Partnership Improvement-Plan", "improvement_plan"),
        ("Accreditation action plan", "accreditation_plan"),
        ("Harbour Strategy Project Plan", "project_plan"),
        ("Harbour Renewal Strategy", "strategy"),
        ("Strategic partnership plan", "partnership_plan"),
        ("Partnership plan for the harbour strategy", "partnership_plan"),
    ],
)
def test_words_of_the_title_tell_the_kind(title: str, kind: str) -> None:
    assert read(f"{title}\n\n{HEADING}").kind == kind


@pytest.mark.parametrize(
    ("title", "starts_on", "ends_on", "document_date"),
    [
        ("Plan 2004/05", "2004-04-01", "2005-03-31", None),
        ("Plan 2004/2005", "2004-04-01", "2005-03-31", None),
        ("Plan 2003-06", "2003-04-01", "2006-03-31", None),
        ("Plan 2003 – 2006 for the quay", "2003-04-01", "2006-03-31", None),
        ("Plan 2003 to 2006", "2003-04-01", "2006-03-31", None),
        ("Plan 1999/00", "1999-04-01", "2000-03-31", None),
        ("Plan April 2004 to March 2005", "2004-04-01", "2005-03-31", None),
        ("Plan, 15 Sept 2004 – 3rd February 2005", "2004-09-15", "2005-02-03", None),
        ("Plan October to February 2004", "2003-10-01", "2004-02-29", None),
        ("Plan June 2004", None, None, "2004-06"),
        ("Plan (21st January 2003)", None, None, "2003-01-21"),
        ("Plan 04/03/2006", None, None, "2006-03-04"),
        ("Plan 2006-03-04", None, None, "2006-03-04"),
        ("Plan 2004-03", None, None, "2004-03"),
        ("Plan 2004", None, None, "2004"),
        ("Plan 2004/05 agreed May 2004.", "2004-04-01", "2005-03-31", "2004-05"),
        ("Plan 1975/99", None, None, None),
        ("Plan 12/2004/05", None, None, None),
        ("Plan to March 2005", None, None, None),
        ("Plan July/August 2004", None, None, "2004"),
        ("Plan 31 February 2004", None, None, None),
        ("Plan 31 February to March 2004", None, None, None),
        ("Plan May 2005 to April 2004", None, None, None),
        ("June 2004 plan", None, None, None),
        ("June 2004", None, None, "2004-06"),
    ],
)
def test_title_tells_period_and_date_only_as_written(
    title: str, starts_on: str | None, ends_on: str | None, document_date: str | None
) -> None:
    plan = read(f"{title}\n\n{HEADING}")
    period = [day and date.fromisoformat(day) for day in (starts_on, ends_on)]
    assert [plan.starts_on, plan.ends_on, plan.document_date] == [*period, document_date]


def test_marks_of_headings_and_bold_print_are_no_words_of_the_title() -> None:
    assert read(f"## **Harbour  plan** 2004/05\n\n{HEADING}").title == "Harbour plan 2004/05"


def test_title_goes_on_over_short_lines_until_kind_and_time_are_told() -> None:
    plan = read(f"The Harbour Forum\n\nImprovement plan\n\nJune 2004\n\nDraft\n\n{HEADING}")
    assert plan.title == "The Harbour Forum Improvement plan June 2004"
    assert plan.unread == (Paragraph("Draft", 7),)


@pytest.mark.parametrize(
    "line", ["This is the partnership plan 2004/05.", "A partnership plan 2004/05 for" + " all" * 30]
)
@pytest.mark.parametrize("between", ["", "Draft\n"])
def test_title_does_not_go_on_over_sentences_and_long_lines(line: str, between: str) -> None:
    plan = read(f"The Harbour Forum\n{between}{line}\n\n{HEADING}")
    assert plan.title == "The Harbour Forum"
    assert plan.unread[-1].text == line


def test_title_has_at_most_four_lines() -> None:
    assert read(f"a\nb\nc\nPlan 2004/05\n\n{HEADING}").title == "a b c Plan 2004/05"
    assert read(f"a\nb\nc\nd\nPlan 2004/05\n\n{HEADING}").title == "a"


def test_bold_title_runs_over_its_lines() -> None:
    assert read(f"**Harbour\nForum**\nDraft\n\n{HEADING}").title == "Harbour Forum"
    assert read(f"**Harbour\nDraft\n\n{HEADING}").title == "Harbour"


def test_document_without_a_title_is_a_plan_without_one() -> None:
    plan = read(f"1. Quay\n\n{HEADING}\nDredge\t\t\t\n")
    assert (plan.title, plan.kind, len(plan.actions)) == ("", "partnership_plan", 1)


def test_heading_that_says_when_it_was_agreed_dates_the_document() -> None:
    assert read("Plan 2004/05\n\nPlanned Action agreed April 2004\tLead").document_date == "2004-04"
    assert read("Plan June 2004\n\nPlanned Action agreed April 2004\tLead").document_date == "2004-06"
    assert read("Plan\n\nAction\tProgress at April 2004").document_date is None
    assert read("Plan\n\nAction\tBudget agreed April 2004").document_date is None


def test_acronyms_become_the_glossary() -> None:
    plan = read(
        f"Plan\nAcronyms: HF = Harbour Forum\n\nQ&D = Quay and Dock; PB = Pilots Board\nNote\n\n{HEADING}"
    )
    assert [(term.acronym, term.meaning, term.line) for term in plan.glossary] == [
        ("HF", "Harbour Forum", 2),
        ("Q&D", "Quay and Dock", 4),
        ("PB", "Pilots Board", 4),
    ]
    assert plan.unread == (Paragraph("Note", 5),)


def test_acronyms_may_stand_below_the_tables() -> None:
    plan = read(f"Plan\n\n{HEADING}\n\nGlossary\n\nHF = Harbour Forum")
    assert [term.meaning for term in plan.glossary] == ["Harbour Forum"]
    assert plan.unread == ()


def test_acronym_may_be_one_letter() -> None:
    assert [term.acronym for term in read(f"Plan\nAcronyms: Q = Quay\n\n{HEADING}").glossary] == ["Q"]


@pytest.mark.parametrize(
    "line", ["HF =", "= Harbour", "HF = HG = Harbour", "The HF = Harbour", "no pair", "H" * 41 + " = Harbour"]
)
def test_line_that_is_no_pair_is_left_unread(line: str) -> None:
    plan = read(f"Plan\nAcronyms:\n{line}\n\n{HEADING}")
    assert (plan.glossary, plan.unread) == ((), (Paragraph(line, 3),))


def test_label_with_other_words_is_left_unread() -> None:
    plan = read(f"Plan\nAcronyms: none\nHF = Harbour Forum\n\n{HEADING}")
    assert (plan.glossary, [line.text for line in plan.unread]) == (
        (),
        ["Acronyms: none", "HF = Harbour Forum"],
    )


def test_pair_outside_a_glossary_is_left_unread() -> None:
    assert read(f"HF = Harbour Forum\n\n{HEADING}").glossary == ()
    assert read(f"Plan\nHF = Harbour Forum\n\n{HEADING}").unread == (Paragraph("HF = Harbour Forum", 2),)


def test_second_meaning_of_an_acronym_is_left_unread() -> None:
    plan = read(f"Plan\nAcronyms: HF = Harbour Forum\nHF = harbour  forum hf = Hydrofoil\n\n{HEADING}")
    assert [term.meaning for term in plan.glossary] == ["Harbour Forum"]
    assert plan.unread == (Paragraph("hf = Hydrofoil", 3),)
