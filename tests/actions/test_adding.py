"""Actions that are added as a set are kept as each of them would have been that was created by itself."""

import re
from collections.abc import Callable, Container
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS
from app.actions.commands.adding import add_actions
from app.actions.commands.due import read_due_words
from app.actions.models import Action, ActionIssue, ActionTheme, Issue, Lead, Milestone, ProgressUpdate
from app.core.callers import COMMAND_LINE
from app.core.db import Rows, Sessions, reading, writing
from app.ledger.models import Event
from app.meetings.commands import WRITE_MEETINGS
from app.partners.commands import WRITE_ORGANISATIONS
from app.plans.commands import WRITE_PLANS, WRITE_THEMES
from app.plans.models import Plan, Theme
from app.plans.rules import PlanIsClosed
from app.schedule.models import Deadline
from app.schedule.rules import point_from
from app.sub_groups.commands import WRITE_SUB_GROUPS

Values = dict[str, Any]
Add = Callable[[Session, Plan, list[Values]], list[str]]

TABLES: tuple[type[Rows], ...] = (
    *(Action, ActionTheme, ActionIssue, Lead, Milestone, ProgressUpdate, Deadline, Event, Theme, Issue),
)
# Of each: lead words, due words, status, current situation, percent, the position in the plan.
NEW = (
    ("Wandsworth Council", "July 2004", "not_started", None, None, 1),
    ("ditto", "ditto", "not_started", "Two of three are done.", None, 2),
    (
        "Wandsworth Council / Ann Example",
        "Review once a year. Next review: May 2004",
        "in_progress",
        None,
        40,
        3,
    ),
    ("Ditto.", "Start with July 2004 meeting", "not_started", "", None, 4),
    ("", "", "completed", "It is done.", 100, 4),
    ("Nobody Known Society", "from September 2004", "not_started", None, None, 5),
    ("ditto", "August/September 2004", "cancelled", None, None, 5),
    ("to be found", "when money is found", "not_started", None, 0, 6),
)


def values_of(plan: Plan, theme_ids: list[str], issue_ids: list[str], first: int = 0) -> list[Values]:
    """Give the values of new actions as they come out of a document, with their due words read."""
    made: list[Values] = []
    above = None
    for place, (lead, due, status, situation, percent, position) in enumerate(NEW, start=1):
        read = read_due_words(due, plan, above)
        above = [point_from(point) for point in read["due_points"]]
        made.append(
            {
                "reference": f"{first + place}.1",
                "position": position,
                "text": f"Do the thing of number {place}",
                "current_situation": situation,
                "status": status,
                "percent": percent,
                "lead_text": lead,
                "theme_ids": theme_ids[: place % 3],
                "issue_ids": issue_ids[: place % 2],
                **read,
            }
        )
    return made


def one_by_one(session: Session, plan: Plan, given: list[Values]) -> list[str]:
    return [
        WRITE_ACTIONS.create(session, COMMAND_LINE, {**values, "plan_id": plan.id}).id for values in given
    ]


def as_a_set(session: Session, plan: Plan, given: list[Values]) -> list[str]:
    return add_actions(session, COMMAND_LINE, plan, given)


def fill(session: Session, add: Add, *, had_some: bool) -> Plan:
    """Make a plan with parties, a meeting, themes and an issue around it, and add the actions to it."""

    def create(writer: Any, **values: Any) -> Any:
        return writer.create(session, COMMAND_LINE, values)

    create(WRITE_ORGANISATIONS, name="Wandsworth Council", acronym="WBC", sector="public")
    group = create(WRITE_SUB_GROUPS, name="Steering Group", kind="steering_group")
    when = {"starts_at": datetime(2004, 7, 8, 17, 30, tzinfo=UTC), "status": "confirmed"}
    create(WRITE_MEETINGS, sub_group_id=group.id, title="July meeting", **when)
    plan: Plan = create(
        WRITE_PLANS,
        title="The plan",
        kind="partnership_plan",
        document_date="2004-03",
        sub_group_id=group.id,
        visibility="public",
    )
    themes = [
        create(WRITE_THEMES, plan_id=plan.id, number=number, title=f"Theme {number}").id for number in (1, 2)
    ]
    if had_some:
        one_by_one(session, plan, values_of(plan, themes, [], first=20)[:2])
    add(session, plan, values_of(plan, themes, []))
    return plan


def plainly(session: Session) -> Callable[[Any], str]:
    """Make what writes rows with names that are the same in every register for the ids."""
    names = {row.id: f"action {row.reference}" for row in session.execute(_ACTIONS)}
    names |= {row.id: f"theme {row.number}" for row in session.execute(_THEMES)}

    def plain(row: Any) -> str:
        return _ID.sub(lambda found: names.get(found[0], "another"), repr(tuple(row)))

    return plain


def kept(session: Session, but: Container[Any] = ()) -> dict[str, list[str]]:
    """Read all tables: without times and some columns, with names for the ids that are the same in every register."""
    plain, found = plainly(session), {}
    for model in TABLES:
        table = model.__table__
        columns = [column for column in table.c if column.name not in _TIMES and column not in but]
        if model is Event:
            # What happens to one action is told in the same order; what happens to others may come between.
            of_each = select(*columns[1:]).order_by(table.c.subject_kind, table.c.id)
            found[table.name] = sorted(map(plain, session.execute(of_each)), key=_subject)
        else:
            found[table.name] = sorted(map(plain, session.execute(select(*columns))))
    return found


def _subject(event: str) -> str:
    return event.split(", ")[7]


_ACTIONS = select(Action.__table__.c.id, Action.__table__.c.reference)
_THEMES = select(Theme.__table__.c.id, Theme.__table__.c.number)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIMES = ("created_at", "updated_at", "at")


@pytest.mark.parametrize("had_some", [False, True], ids=["into an empty plan", "beside others"])
def test_set_is_kept_as_one_by_one(had_some: bool, sessions: Sessions, another: Sessions) -> None:
    found = []
    for into, add in ((sessions, one_by_one), (another, as_a_set)):
        with writing(into) as session:
            fill(session, add, had_some=had_some)
        with reading(into) as session:
            found.append(kept(session))
    for table, rows in found[0].items():
        assert found[1][table] == rows
    assert len(found[0]["action"]) == 8 + 2 * had_some


def test_nothing_is_added_to_a_plan_that_has_ended(sessions: Sessions) -> None:
    with writing(sessions) as session:
        plan = WRITE_PLANS.create(
            session, COMMAND_LINE, {"title": "Old", "kind": "strategy", "status": "closed"}
        )
        with pytest.raises(PlanIsClosed):
            as_a_set(session, plan, values_of(plan, [], []))


def test_ids_of_a_set_sort_in_its_order(sessions: Sessions) -> None:
    with writing(sessions) as session:
        plan = WRITE_PLANS.create(session, COMMAND_LINE, {"title": "The plan", "kind": "strategy"})
        ids = as_a_set(session, plan, values_of(plan, [], []))
    assert ids == sorted(ids)
    assert len(set(ids)) == 8
