"""Due words read anew by a newer grammar: what it reads differently, and the same applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.actions.commands import WRITE_ACTION_ALONE, WRITE_MILESTONE_ALONE
from app.actions.commands.due import read_due_words, sync_deadlines
from app.actions.models import Action, Milestone
from app.actions.queries import list_actions_in_place
from app.core.callers import Caller
from app.phrases.due import GRAMMAR_VERSION, Point
from app.plans.models import Plan
from app.schedule.models import HasDue
from app.schedule.rules import DueReading, point_from

Values = dict[str, Any]
REREAD_REASON = f"Read anew by version {GRAMMAR_VERSION} of the grammar."


@dataclass(frozen=True, slots=True)
class Reread:
    """Words that the grammar reads differently than they were read: points and unread parts, as they are kept."""

    plan: str | None
    action: str | None
    milestone: str | None
    review: str | None
    words: str
    before: tuple[list[Values], list[str]]
    after: tuple[list[Values], list[str]]


def reread_plan(session: Session, caller: Caller, plan: Plan, *, dry_run: bool) -> list[Reread]:
    """Read the due words of a plan anew, but for readings that a person confirmed; tell what is read differently.

    In a dry run nothing is written. Otherwise the readings are kept, and the grammar's version with all of them.
    """
    found: list[Reread] = []
    above: Sequence[Point] | None = None
    for action in list_actions_in_place(session, plan.id):
        is_old = action.due_grammar != GRAMMAR_VERSION and action.due_reading == DueReading.AUTOMATIC
        news = other_reading(action, plan, above)
        if news:
            found.append(_told(plan, action, None, action, news))
            if not dry_run:
                anew = {"due": {"reading": DueReading.AUTOMATIC}}
                WRITE_ACTION_ALONE.update(session, caller, action, anew, REREAD_REASON)
        found += _reread_milestones(session, caller, plan, action, dry_run=dry_run)
        if is_old and not dry_run:
            keep_grammar(session, action)
            sync_deadlines(session, caller, action)
        points = news["due_points"] if news else action.due_points
        above = [point_from(point) for point in points]
    return found


def _reread_milestones(
    session: Session, caller: Caller, plan: Plan, action: Action, *, dry_run: bool
) -> list[Reread]:
    found = []
    columns = Milestone.__table__.c
    mine = select(Milestone).where(columns.action_id == action.id, columns.deleted_at.is_(None))
    for milestone in session.scalars(mine).all():
        news = other_reading(milestone, plan, None)
        if news:
            found.append(_told(plan, action, milestone.title, milestone, news))
        if news and not dry_run:
            anew = {"due": {"reading": DueReading.AUTOMATIC}}
            WRITE_MILESTONE_ALONE.update(session, caller, milestone, anew, REREAD_REASON)
        elif not dry_run and milestone.due_reading == DueReading.AUTOMATIC:
            keep_grammar(session, milestone)
    return found


def other_reading(row: HasDue, plan: Plan | None, above: Sequence[Point] | None) -> Values:
    """Give the values of another reading of a row's words; none where it is the same, or a person's."""
    if row.due_reading != DueReading.AUTOMATIC:
        return {}
    values = read_due_words(row.due_text, plan, above, row)
    same = all(values[name] == getattr(row, name) for name in ("due_points", "due_unread"))
    return {} if same else values


def keep_grammar(session: Session, row: Any) -> None:
    """Keep which grammar read the words, which changes nothing for those who read them."""
    table = type(row).__table__
    session.execute(update(table).where(table.c.id == row.id).values(due_grammar=GRAMMAR_VERSION))


def _told(plan: Plan, action: Action, milestone: str | None, row: Action | Milestone, news: Values) -> Reread:
    before, after = (row.due_points, row.due_unread), (news["due_points"], news["due_unread"])
    return Reread(plan.reference, action.reference, milestone, None, row.due_text, before, after)
