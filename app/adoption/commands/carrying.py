"""What is left of a plan, carried forward into the next one: copied with its lineage, and due only there."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_MILESTONES
from app.actions.commands.due import read_due_words
from app.actions.commands.parts import load_leads
from app.actions.models import Action, Issue, Milestone
from app.actions.queries import linked_ids, list_actions_in_place, next_position, points_above
from app.actions.rules import (
    CLOSED,
    PARTIES,
    ActionStatus,
    BelongsToAnotherPlan,
    LeadKind,
    LeadsReading,
    MilestoneStatus,
)
from app.adoption.queries.carrying import find_copies, find_like, list_milestones
from app.adoption.rules import CarriedIntoItself
from app.core.callers import Caller
from app.core.errors import Fault
from app.ledger.commands import REASON
from app.phrases.due import Point
from app.phrases.leads import says_ditto
from app.plans.commands import WRITE_PLANS, WRITE_THEMES
from app.plans.models import Plan, Theme
from app.plans.queries import find_theme_by_number, list_predecessors
from app.plans.rules import ENDED, PlanIsClosed
from app.schedule.commands.ticks import copy_ticks
from app.schedule.models import HasDue
from app.schedule.rules import Binding, DeadlineSource, DueReading, point_from

Values = dict[str, Any]


def carry_forward(
    session: Session, caller: Caller, plan: Plan, into: Plan, chosen: Collection[str] | None
) -> list[tuple[Action, Action]]:
    """Copy the open actions of a plan, or those chosen of them, into the plan that follows it; give old and new.

    In the old plan they are carried forward and due no more. What was carried before is not carried again.
    Raises CarriedIntoItself, PlanIsClosed where the plan that follows is over, and BelongsToAnotherPlan.
    """
    _refuse_plans(session, plan, into)
    open_ones = _open_actions(session, plan, chosen)
    if into.predecessor_id is None and open_ones:
        WRITE_PLANS.update(
            session, caller, into, {"predecessor_id": plan.id}, f"Carried on from {plan.title}."
        )
    copies = find_copies(session, into.id, [action.id for action in open_ones])
    carried = []
    for action in open_ones:
        copy = copies.get(action.id)
        if copy is None:
            copy = _copy_action(session, caller, plan, into, action)
            carried.append((action, copy))
        reason = f"Carried forward into {into.title} as {copy.reference}."
        status = {"status": ActionStatus.CARRIED_FORWARD.value}
        WRITE_ACTIONS.update(session, caller, action, status, reason)
    return carried


def _refuse_plans(session: Session, plan: Plan, into: Plan) -> None:
    if into.id in list_predecessors(session, plan.id):
        fault = Fault("is this plan, or one that it follows", pointer="/into")
        raise CarriedIntoItself(errors=[fault])
    if into.status in ENDED:
        raise PlanIsClosed(into.status, "/into")


def _open_actions(session: Session, plan: Plan, chosen: Collection[str] | None) -> list[Action]:
    actions = {action.id: action for action in list_actions_in_place(session, plan.id)}
    strangers = [place for place, id in enumerate(chosen or ()) if id.lower() not in actions]
    if strangers:
        faults = [Fault("is no action of this plan", pointer=f"/action_ids/{place}") for place in strangers]
        raise BelongsToAnotherPlan(errors=faults)
    wanted = actions.keys() if chosen is None else {id.lower() for id in chosen}
    return [action for id, action in actions.items() if id in wanted and action.status not in CLOSED]


def _copy_action(session: Session, caller: Caller, plan: Plan, into: Plan, action: Action) -> Action:
    above = points_above(session, into.id, next_position(session, into.id), None)
    values: Values = {
        "plan_id": into.id,
        **{name: getattr(action, name) for name in _AS_IT_IS},
        "reference": _free_reference(session, into, action.reference),
        "theme_ids": _copied_themes(session, caller, into, action),
        "issue_ids": _copied_issues(session, caller, into, action),
        "cluster_ids": linked_ids(session, "cluster_ids", [action.id]).get(action.id, []),
        "carried_from_id": action.id,
        "plans_lived": action.plans_lived + 1,
        **_leads(session, action),
        **_due(action, plan, into, above),
    }
    copy = WRITE_ACTIONS.create(session, caller, values, f"Carried forward from {plan.title}.")
    copy_ticks(session, caller, DeadlineSource.ACTION, action.id, copy.id)
    for milestone in list_milestones(session, action.id):
        if milestone.status != MilestoneStatus.MET:
            _copy_milestone(session, caller, plan, into, milestone, copy)
    return copy


_AS_IT_IS = (
    "text",
    "current_situation",
    "status",
    "rag",
    "percent",
    "origin",
    "decision_id",
    "cross_cutting",
    "lead_text",
)


def _copy_milestone(
    session: Session, caller: Caller, plan: Plan, into: Plan, milestone: Milestone, copy: Action
) -> None:
    values: Values = {
        "action_id": copy.id,
        **{name: getattr(milestone, name) for name in ("title", "position", "status", "met_on")},
        **_due(milestone, plan, into, None),
    }
    made = WRITE_MILESTONES.create(session, caller, values)
    copy_ticks(session, caller, DeadlineSource.MILESTONE, milestone.id, made.id)


def _free_reference(session: Session, into: Plan, reference: str) -> str | None:
    taken = find_like(session, Action, into.id, "reference", reference)
    return None if taken is not None else reference


def _copied_themes(session: Session, caller: Caller, into: Plan, action: Action) -> list[str]:
    """Find the themes of the next plan that are called as the action's are, or make them there."""
    found = []
    for id in linked_ids(session, "theme_ids", [action.id]).get(action.id, []):
        theme = session.get_one(Theme, id)
        like = find_like(session, Theme, into.id, "title", theme.title)
        if like is None:
            is_free = find_theme_by_number(session, into.id, theme.number) is None
            number = theme.number if is_free else None
            values = {
                "plan_id": into.id,
                "number": number,
                "title": theme.title,
                "criterion_id": theme.criterion_id,
            }
            like = WRITE_THEMES.create(session, caller, values).id
        found.append(like)
    return found


def _copied_issues(session: Session, caller: Caller, into: Plan, action: Action) -> list[str]:
    """Find the issues of the next plan that say what those that the action answers do, or make them there."""
    found = []
    for id in linked_ids(session, "issue_ids", [action.id]).get(action.id, []):
        issue = session.get_one(Issue, id)
        like = find_like(session, Issue, into.id, "text", issue.text)
        if like is None:
            taken = find_like(session, Issue, into.id, "reference", issue.reference)
            reference = issue.reference if taken is None else None
            values = {"plan_id": into.id, "text": issue.text, "reference": reference}
            like = WRITE_ISSUES.create(session, caller, values).id
        found.append(like)
    return found


def _leads(session: Session, action: Action) -> Values:
    """Give the leads that a person gave, or that a row above said; others are read from their words again."""
    if action.leads_reading == LeadsReading.AUTOMATIC and not says_ditto(action.lead_text):
        return {}
    kept = load_leads(session, action.id)
    named = [lead for lead in kept if lead["kind"] == LeadKind.VACANT or any(lead[name] for name in PARTIES)]
    return {"leads": [{**lead, "is_vacant": lead["kind"] == LeadKind.VACANT} for lead in named]}


def _due(row: HasDue, plan: Plan, into: Plan, above: Sequence[Point] | None) -> Values:
    """Give the due words with the reading that they have in the plan that was agreed.

    "July" was said of that plan's year. Where the next plan would have the words read otherwise, the reading stands
    as one that was confirmed.
    """
    if not row.due_text:
        return {}
    points = [point_from(point) for point in row.due_points]
    anew = [point_from(point) for point in read_due_words(row.due_text, into, above)["due_points"]]
    is_same = [_meaning(point) for point in points] == [_meaning(point) for point in anew]
    if row.due_reading == DueReading.AUTOMATIC and (is_same or not points):
        return {"due": {"text": row.due_text}}
    why = {} if row.due_reading == DueReading.CONFIRMED else {REASON: f"Read as in {plan.title}."}
    chosen = [_chosen(point) for point in row.due_points]
    given = [{**asdict(point), "meeting_id": id} for point, id in zip(points, chosen, strict=True)]
    return {**why, "due": {"text": row.due_text, "points": given}}


def _meaning(point: Point) -> tuple[object, ...]:
    return point.kind, point.earliest, point.latest, point.rrule, point.anchor


def _chosen(point: Values) -> str | None:
    return point["meeting_id"] if point["binding"] == Binding.CHOSEN else None
