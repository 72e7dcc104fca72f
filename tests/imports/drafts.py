"""Documents read as drafts, without a register."""

import pytest

from app.formats.table_text import read_table_text
from app.imports.rules import NotAPlan, PlanDraft, read_plan

HEADING = "Planned Action\tCurrent Situation\tLead\tDue date"
LOG = f"Harbour partnership plan\n\n{HEADING}\n"


def read(text: str) -> PlanDraft:
    """Read the text of a plan, which must be one."""
    return read_plan(read_table_text(text))


def texts(plan: PlanDraft) -> list[str]:
    """Give the words of each action."""
    return [action.text for action in plan.actions]


def refusal_of(text: str) -> NotAPlan:
    """Read a text that must be refused; give why."""
    with pytest.raises(NotAPlan) as refusal:
        read(text)
    return refusal.value
