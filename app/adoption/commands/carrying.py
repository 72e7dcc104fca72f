"""What is left of a plan, carried forward into the next one: copied with its lineage, and due only there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.actions.commands import WRITE_ACTIONS, WRITE_ISSUES, WRITE_MILESTONES
from app.actions.commands.parts import load_leads
from app.actions.commands.relations import WRITE_RELATIONS
from app.actions.models import Action, Issue, Milestone
from app.actions.queries import LINKS, linked_ids, list_actions_in_place, next_position, points_above
from app.actions.queries.carried import find_live_copy
from app.actions.rules import (
    CLOSED,
    PARTIES,
    ActionStatus,
    BelongsToAnotherPlan,
    CarriedIntoItself,
    LeadKind,
    LeadsReading,
    MilestoneStatus,
)
from app.adoption.commands.carried_due import carry_due
from app.adoption.queries.carrying import known_words, list_milestones, list_relations
from app.core.callers import Caller
from app.core.errors import Fault
from app.kernel.text import same_words
from app.phrases.leads import says_ditto
from app.plans.commands import WRITE_PLANS, WRITE_THEMES
from app.plans.models import Plan, Theme
from app.plans.queries import find_theme_by_number, list_predecessors
from app.plans.rules import ENDED, PlanIsClosed
from app.schedule.commands.ticks import copy_ticks
from app.schedule.rules import DeadlineSource

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
    carrying = _Carrying(session, caller, plan, into, open_ones)
    carried = []
    for action in open_ones:
        copy = carrying.copy_action(action)
        reason = f"Carried forward into {into.title} as {copy.reference}."
        status = {"status": ActionStatus.CARRIED_FORWARD.value}
        WRITE_ACTIONS.update(session, caller, action, status, reason)
        carried.append((action, copy))
    _copy_relations(session, caller, {action.id: copy.id for action, copy in carried})
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


class _Carrying:
    """Carries actions from one plan into another, of which what is there already is read once."""

    def __init__(
        self, session: Session, caller: Caller, plan: Plan, into: Plan, actions: Sequence[Action]
    ) -> None:
        self.session, self.caller, self.plan, self.into = session, caller, plan, into
        ids = [action.id for action in actions]
        self.links = {name: linked_ids(session, name, ids) for name in LINKS}
        self.milestones = list_milestones(session, ids)
        self.references = known_words(session, Action, into.id, "reference")
        self.themes = known_words(session, Theme, into.id, "title")
        self.issues = known_words(session, Issue, into.id, "text")

    def copy_action(self, action: Action) -> Action:
        """Copy an action into the next plan, with its ticks and the milestones that are not met."""
        above = points_above(self.session, self.into.id, next_position(self.session, self.into.id), None)
        is_taken = same_words(action.reference) in self.references
        values: Values = {
            "plan_id": self.into.id,
            **{name: getattr(action, name) for name in _AS_IT_IS},
            "reference": None if is_taken else action.reference,
            "theme_ids": [self._theme_like(id) for id in self._linked("theme_ids", action)],
            "issue_ids": [self._issue_like(id) for id in self._linked("issue_ids", action)],
            "cluster_ids": self._linked("cluster_ids", action),
            "carried_from_id": action.id,
            "plans_lived": action.plans_lived + 1,
            **_leads(self.session, action),
            **carry_due(self.session, action, self.plan, self.into, above),
        }
        reason = f"Carried forward from {self.plan.title}."
        copy = WRITE_ACTIONS.create(self.session, self.caller, values, reason)
        self.references[same_words(copy.reference)] = copy.id
        copy_ticks(self.session, self.caller, DeadlineSource.ACTION, action.id, copy.id)
        for milestone in self.milestones.get(action.id, ()):
            if milestone.status != MilestoneStatus.MET:
                self._copy_milestone(milestone, copy)
        return copy

    def _linked(self, name: str, action: Action) -> list[str]:
        return self.links[name].get(action.id, [])

    def _copy_milestone(self, milestone: Milestone, copy: Action) -> None:
        values: Values = {
            "action_id": copy.id,
            **{name: getattr(milestone, name) for name in ("title", "position", "status", "met_on")},
            **carry_due(self.session, milestone, self.plan, self.into, None),
        }
        made = WRITE_MILESTONES.create(self.session, self.caller, values)
        copy_ticks(self.session, self.caller, DeadlineSource.MILESTONE, milestone.id, made.id)

    def _theme_like(self, id: str) -> str:
        """Find the theme of the next plan that is called as this one is, or make it there."""
        theme = self.session.get_one(Theme, id)
        words = same_words(theme.title)
        if words not in self.themes:
            is_free = find_theme_by_number(self.session, self.into.id, theme.number) is None
            values: Values = {
                "plan_id": self.into.id,
                "number": theme.number if is_free else None,
                "title": theme.title,
                "criterion_id": theme.criterion_id,
            }
            self.themes[words] = WRITE_THEMES.create(self.session, self.caller, values).id
        return self.themes[words]

    def _issue_like(self, id: str) -> str:
        """Find the issue of the next plan that says what this one does, or make it there."""
        issue = self.session.get_one(Issue, id)
        words = same_words(issue.text)
        if words not in self.issues:
            taken = known_words(self.session, Issue, self.into.id, "reference")
            reference = None if same_words(issue.reference) in taken else issue.reference
            values: Values = {"plan_id": self.into.id, "text": issue.text, "reference": reference}
            self.issues[words] = WRITE_ISSUES.create(self.session, self.caller, values).id
        return self.issues[words]


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


def _copy_relations(session: Session, caller: Caller, copies: Mapping[str, str]) -> None:
    """Have copies stand to each other, and to actions that stay, as the actions do from which they were made."""
    for relation in list_relations(session, copies):
        if any(
            id not in copies and find_live_copy(session, id) for id in (relation.action_id, relation.other_id)
        ):
            # What was carried forward before is there already, and related as it was.
            continue
        ends = [copies.get(id, id) for id in (relation.action_id, relation.other_id)]
        values = {"action_id": ends[0], "other_id": ends[1], "kind": relation.kind}
        WRITE_RELATIONS.create(session, caller, values)


def _leads(session: Session, action: Action) -> Values:
    """Give the leads that a person gave, or that a row above said; others are read from their words again."""
    if action.leads_reading == LeadsReading.AUTOMATIC and not says_ditto(action.lead_text):
        return {}
    is_confirmed = action.leads_reading == LeadsReading.CONFIRMED
    kept = load_leads(session, action.id)
    named = [lead for lead in kept if lead["kind"] == LeadKind.VACANT or any(lead[name] for name in PARTIES)]
    leads = [{**lead, "is_vacant": lead["kind"] == LeadKind.VACANT} for lead in named]
    # That there are none may be what a person said.
    return {"leads": leads, **({"leads_reading": action.leads_reading} if is_confirmed else {})}
