"""How plans, themes, glossaries and criteria are written."""

from typing import Any

from sqlmodel import Session

from app.core.callers import Caller
from app.core.rows import next_number
from app.ledger.commands import Writer
from app.phrases.due import Point, PointKind
from app.plans.models import Criterion, GlossaryTerm, Plan, Theme
from app.plans.queries import find_superseded_by, find_theme_by_number, list_predecessors
from app.plans.rules import ENDED, FollowsItself, SupersedesAnother, ThemeNumberIsTaken
from app.schedule.commands import (
    Source,
    clear_deadlines,
    give_plan_deadlines,
    set_deadlines,
    show_plan_deadlines,
)
from app.schedule.rules import DeadlineSource, kept_point
from app.sub_groups.queries import find_body
from app.sub_groups.rules import refuse_early_end


def _check_plan(session: Session, plan: Plan) -> None:
    refuse_early_end(plan.starts_on, plan.ends_on, "/ends_on")
    with session.no_autoflush:
        if plan.id in list_predecessors(session, plan.predecessor_id):
            raise FollowsItself
        # What is kept still says which plan it followed.
        superseded = find_superseded_by(session, plan.id)
    if superseded not in (None, plan.predecessor_id):
        raise SupersedesAnother(f"{Plan.__path__}/{superseded}", "/predecessor_id")


def _follow_plan(session: Session, caller: Caller, plan: Plan, changed: frozenset[str]) -> None:
    if plan.deleted_at is not None:
        superseded = find_superseded_by(session, plan.id)
        if superseded is not None:
            raise SupersedesAnother(f"{Plan.__path__}/{superseded}")
        clear_deadlines(session, DeadlineSource.PLAN, plan.id)
        return
    if "visibility" in changed:
        show_plan_deadlines(session, plan.id, is_public=plan.visibility == "public")
    if "sub_group_id" in changed:
        give_plan_deadlines(session, caller, plan.id, plan.sub_group_id, find_body)
    if changed & {"ends_on", "deleted_at", "status"}:
        _set_end_of_period(session, caller, plan)


def _set_end_of_period(session: Session, caller: Caller, plan: Plan) -> None:
    """Have a plan's period end on its last day, which is when somebody must say what becomes of it."""
    source = Source(
        source=DeadlineSource.PLAN,
        source_id=plan.id,
        plan_id=plan.id,
        owner_id=plan.sub_group_id,
        is_closed=plan.status in ENDED,
        is_public=plan.visibility == "public",
    )
    end = plan.ends_on
    points = []
    if end is not None:
        point = Point(PointKind.UNTIL, end, end, end.isoformat(), None, None, "End of the plan's period")
        points = [kept_point(point)]
    set_deadlines(session, caller, source, points, find_body)


def _prepare_theme(session: Session, theme: Theme | None, values: dict[str, Any]) -> dict[str, Any]:
    values = dict(values)
    if theme is None and values.get("number") is None:
        in_plan = Theme.__table__.c.plan_id == values["plan_id"]
        values["number"] = next_number(session, Theme, "number", in_plan)
    if theme is None and values.get("position") is None:
        values["position"] = values["number"]
    return values


def _check_theme(session: Session, theme: Theme) -> None:
    with session.no_autoflush:
        holder = find_theme_by_number(session, theme.plan_id, theme.number)
    if holder not in (None, theme.id):
        raise ThemeNumberIsTaken(theme.number)


def _prepare_criterion(
    session: Session, criterion: Criterion | None, values: dict[str, Any]
) -> dict[str, Any]:
    if criterion is not None or values.get("position") is not None:
        return values
    within = Criterion.__table__.c.framework == values["framework"]
    return {**values, "position": next_number(session, Criterion, "position", within)}


WRITE_PLANS = Writer(table=Plan, check=_check_plan, follow=_follow_plan)
WRITE_THEMES = Writer(table=Theme, prepare=_prepare_theme, check=_check_theme)
WRITE_GLOSSARY = Writer(table=GlossaryTerm)
WRITE_CRITERIA = Writer(table=Criterion, prepare=_prepare_criterion)
