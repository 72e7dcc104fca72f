"""Actions that are added as a set with their steps and reports are kept as if each of these had come by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS, WRITE_MILESTONES, WRITE_PROGRESS
from app.actions.commands.adding import Adding, NewAction
from app.actions.schemas import ActionCreate, MilestoneCreate, ProgressUpdateCreate
from app.core.callers import COMMAND_LINE
from app.core.db import Sessions, reading, writing
from app.kernel.ids import new_id, new_ids
from app.ledger.models import Event
from app.meetings.commands import WRITE_MEETINGS
from app.partners.commands import WRITE_ORGANISATIONS
from app.plans.commands import WRITE_PLANS
from app.plans.models import Plan
from app.schedule.models import Deadline
from app.sub_groups.commands import WRITE_SUB_GROUPS
from tests.actions.test_adding import kept, plainly

Values = dict[str, Any]
Add = Callable[[Session, Plan], None]

CHOSEN = {"text": "soon", "points": [{"kind": "by", "meeting_id": "july"}]}
NAMED = {"text": "Start with July 2004 meeting", "reason": "As agreed"}
DITTO = {"text": "ditto"}
# Of each: the position, lead words, what is due, its steps, what was reported of it, and what it shows by that.
NEW: tuple[tuple[int, str, Values, list[Values], list[Values], Values], ...] = (
    (1, "WBC and others", CHOSEN, [], [], {}),
    (
        2,
        "ditto",
        DITTO,
        [{"title": "Half", "due": {"text": "June 2004"}, "status": "met"}, {"title": "All"}],
        [],
        {},
    ),
    (
        *(4, "Nobody Known Society", NAMED),
        [
            {"title": "First of it", "due": {**DITTO, "reading": "confirmed"}, "position": 3},
            {"title": "At the meeting", "due": {"text": "July 2004 meeting"}, "status": "met"},
        ],
        [
            {"text": "It is done", "reported_on": "2004-08-01", "status": "completed", "percent": 100},
            {"text": "It was begun", "reported_on": "2004-05-01", "status": "in_progress", "rag": "amber"},
        ],
        {"current_situation": "It is done", "status": "completed", "percent": 100, "rag": "amber"},
    ),
    (4, "ditto", {"text": "July 2004", "reading": "confirmed"}, [], [{"percent": 0}], {"percent": 0}),
    (6, "", DITTO, [], [], {}),
)
BEFORE = ((3, "", DITTO), (5, "to be found", {"text": "End March 2005"}))


def action(position: int, lead_text: str, due: Values) -> Values:
    """Give the values of an action as they come out of a file of records; the first has leads by hand."""
    given = {"reference": f"P{position} {lead_text}".strip(), "position": position, "lead_text": lead_text}
    leads = [{"organisation_id": "wbc"}, {"is_vacant": True}] if lead_text.startswith("WBC") else []
    return ActionCreate(**given, due=due, leads=leads, text="Do it", plan_id="plan").model_dump()


def one_by_one(session: Session, _plan: Plan) -> None:
    for position, lead_text, due, steps, reports, _ in NEW:
        row = WRITE_ACTIONS.create(session, COMMAND_LINE, action(position, lead_text, due))
        for step in steps:
            given = {**MilestoneCreate(**step).model_dump(), "action_id": row.id}
            WRITE_MILESTONES.create(session, COMMAND_LINE, given)
        for report in reports:
            given = {**ProgressUpdateCreate(**report).model_dump(), "action_id": row.id}
            WRITE_PROGRESS.create(session, COMMAND_LINE, given)


def as_a_set(session: Session, plan: Plan) -> None:
    adding = Adding(session, COMMAND_LINE, plan)
    adding.add(
        NewAction(
            new_id(),
            {**action(position, lead_text, due), **shown},
            [(new_id(), MilestoneCreate(**step).model_dump()) for step in steps],
            [
                *zip(
                    new_ids(len(reports)),
                    (ProgressUpdateCreate(**one).model_dump() for one in reports),
                    strict=True,
                )
            ],
        )
        for position, lead_text, due, steps, reports, shown in NEW
    )
    adding.end()


def fill(session: Session, add: Add, *, had_some: bool) -> None:
    """Make a plan with parties and a meeting around it, and add the actions to it."""

    def create(writer: Any, **values: Any) -> Any:
        return writer.create(session, COMMAND_LINE, values)

    create(WRITE_ORGANISATIONS, name="Wandsworth Council", reference="wbc", sector="public")
    group = create(WRITE_SUB_GROUPS, name="Steering Group", kind="steering_group")
    when = {"starts_at": datetime(2004, 7, 8, 17, 30, tzinfo=UTC), "status": "confirmed"}
    create(WRITE_MEETINGS, sub_group_id=group.id, title="July meeting", reference="july", **when)
    about = {"title": "The plan", "reference": "plan", "kind": "partnership_plan", "document_date": "2004-03"}
    plan = create(WRITE_PLANS, sub_group_id=group.id, **about)
    for position, lead_text, due in BEFORE if had_some else ():
        create(WRITE_ACTIONS, **action(position, lead_text, due))
    add(session, plan)


def told(session: Session) -> list[str]:
    """Read what the ledger says of each thing by now, in however many events."""
    things: dict[tuple[str, str], Values] = {}
    for event in session.execute(select(Event.__table__).order_by(Event.__table__.c.id)):
        known = {"of": event.subject_id, "why": event.reason}
        things.setdefault((event.kind, event.resource_id), known).update(event.after or {})
    plain = plainly(session)
    return sorted(plain((kind, id, sorted(after.items()))) for (kind, id), after in things.items())


@pytest.mark.parametrize("had_some", [False, True], ids=["into an empty plan", "beside others"])
def test_set_with_parts_is_kept_as_one_by_one(had_some: bool, sessions: Sessions, another: Sessions) -> None:
    found: list[dict[str, list[str]]] = []
    for into, add in ((sessions, one_by_one), (another, as_a_set)):
        with writing(into) as session:
            fill(session, add, had_some=had_some)
        with reading(into) as session:
            # A report that closes an action closes deadlines that are there; here they come closed.
            rows = kept(session, but=[Deadline.__table__.c.version])
            found.append({**rows, "event": told(session)})
    for table in found[0]:
        assert found[1][table] == found[0][table]
    assert len(found[0]["action"]) == 5 + 2 * had_some
    assert len(found[0]["milestone"]) == 4
    assert len(found[0]["progress_update"]) == 3
