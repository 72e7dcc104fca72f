"""The real documents, with counts and cells worked out by hand; skipped where they are missing."""

from datetime import date

import pytest

from app.formats.charset import decoded
from app.formats.table_text import read_table_text
from app.imports.rules import NotAPlan, PlanDraft, read_plan
from tests.support.documents import IMPROVEMENT_PLAN, PARTNERSHIP_PLAN, seed


def read_seed(name: str) -> PlanDraft:
    return read_plan(read_table_text(decoded(seed(name))))


def test_partnership_plan_is_read_whole() -> None:
    plan = read_seed(PARTNERSHIP_PLAN)
    assert plan.title.endswith("PARTNERSHIP PLAN 2004/05")
    assert (plan.kind, plan.starts_on, plan.ends_on) == (
        "partnership_plan",
        date(2004, 4, 1),
        date(2005, 3, 31),
    )
    assert (plan.document_date, plan.issues, plan.unread) == ("2004-04", (), ())
    assert [term.acronym for term in plan.glossary] == ["KCP", "SG", "CS", "NRS", "VOF"]
    assert [term.meaning for term in plan.glossary][3] == "Neighbourhood Renewal Strategy"
    assert [theme.number for theme in plan.themes] == [1, 2, 3, 4, 5, 6]
    assert plan.themes[4].title == "Efficient (and efficiency of Partnership links)"
    assert [action.position for action in plan.actions] == [
        position for count in (6, 5, 4, 5, 5, 7) for position in range(1, count + 1)
    ]


def test_cells_of_the_partnership_plan_are_as_written() -> None:
    actions = {
        (action.theme_number, action.position): action for action in read_seed(PARTNERSHIP_PLAN).actions
    }
    assert len(actions) == 32
    assert actions[1, 2].due_text == "ditto"
    assert "venues to be found and booked." in actions[1, 3].text
    assert (actions[1, 3].line, actions[1, 3].due_text) == (14, "End March 2005")
    assert {cell.line for cell in actions[1, 3].cells} == {14, 16}
    assert actions[2, 1].due_text == "Review once a year. Next review: August/September 2004"
    assert (actions[4, 2].lead_text, actions[4, 2].due_text) == ("K&C Social Council", "March 2005")
    assert (actions[4, 4].lead_text, actions[4, 4].due_text) == ("", "")
    assert actions[6, 7].due_text == "December 2004"


def test_improvement_plan_is_read_whole() -> None:
    plan = read_seed(IMPROVEMENT_PLAN)
    assert plan.title.endswith("IMPROVEMENT ACTION PLAN June 2004")
    assert (plan.kind, plan.starts_on, plan.ends_on) == ("improvement_plan", None, None)
    assert (plan.document_date, plan.themes, plan.glossary, plan.unread) == ("2004-06", (), (), ())
    assert [issue.line for issue in plan.issues] == [4, 5, 9, 10, 11]
    assert [(action.issue_number, action.position) for action in plan.actions] == [
        *((1, 1), (2, 1), (2, 2)),
        *((3, 1), (4, 1), (5, 1)),
    ]
    assert plan.actions[4].due_text == "By Sept 2004 Ongoing July 2004 meeting"
    assert plan.actions[5].due_text == "By June 2004."


def test_report_without_a_table_is_refused() -> None:
    with pytest.raises(NotAPlan, match="no table has a heading for its actions"):
        read_seed("004_21150e33de51d2df.txt")
