"""A plan with all that is in it, as it stands; and what of a frozen one the public sees."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, Issue
from app.actions.queries import ACTIONS, ISSUES
from app.actions.rules import LeadKind
from app.core.callers import SERVICE
from app.core.chunks import rows_among
from app.core.db import Table
from app.core.listing import Item, OneQuery, View
from app.partners.models import Organisation, Person, Post
from app.plans.models import Criterion, GlossaryTerm, Plan
from app.plans.queries import CRITERIA, GLOSSARY, PLANS, in_public_plan
from app.sub_groups.models import SubGroup

_PARTS = ("links", "leads", "milestones")
_BODIES: Mapping[str, type[Table]] = {
    "organisation_id": Organisation,
    "post_id": Post,
    "sub_group_id": SubGroup,
}
_PARTNERS_ONLY = ("lead_text", "leads_unread", "decision_id", "carried_from_id")


def plan_as_it_is(session: Session, plan: Plan, view: View) -> Item:
    """Read a plan with all that is in it, as partners see it; plain JSON, ready to be kept."""
    seen = View(SERVICE, view.today)
    shown = PLANS.one(session, plan.id, seen, OneQuery(embed=["themes"]))
    answered = {theme["criterion_id"] for theme in shown["themes"]} - {None}
    actions = ACTIONS.related(session, seen, Action.__table__.c.plan_id, [plan.id], _PARTS)
    whole = {
        "plan": shown,
        "criteria": CRITERIA.related(session, seen, Criterion.__table__.c.id, answered),
        "glossary": GLOSSARY.related(session, seen, GlossaryTerm.__table__.c.plan_id, [plan.id]),
        "issues": ISSUES.related(session, seen, Issue.__table__.c.plan_id, [plan.id]),
        "actions": sorted(actions, key=lambda action: (action["position"], action["id"])),
    }
    # In the form in which it is sent: days and times as text.
    frozen: Item = orjson.loads(orjson.dumps(whole, option=orjson.OPT_UTC_Z))
    return frozen


def for_public(session: Session, frozen: Item) -> Item:
    """Leave out of a frozen plan what the public does not see of plans and actions as they are."""
    leads = public_leads(session, frozen)
    actions = [_public_action(action, leads[action["id"]]) for action in frozen["actions"]]
    return {**frozen, "plan": _public_plan(session, frozen["plan"]), "actions": actions}


def public_leads(session: Session, frozen: Item) -> dict[str, list[Item]]:
    """Tell of each action of a frozen plan who leads it, as far as the public sees that."""
    people = {lead["person_id"] for lead in _leads_in(frozen)} - {None}
    bodies = {lead["organisation"] for lead in _leads_in(frozen)} - {None}
    shown = _Shown(
        _public_people(session, people), _known_bodies(session, bodies), _present_parties(session, frozen)
    )
    return {action["id"]: _public_leads(action["leads"], shown) for action in frozen["actions"]}


@dataclass(frozen=True, slots=True)
class _Shown:
    """Whom the public sees by name now, which names of bodies are those of organisations, and what else leads yet."""

    people: frozenset[str]
    bodies: frozenset[str]
    parties: frozenset[str]


def _leads_in(frozen: Item) -> Iterator[Item]:
    return (lead for action in frozen["actions"] for lead in action["leads"])


def _public_people(session: Session, ids: Collection[str]) -> frozenset[str]:
    people = Person.__table__.c
    public = select(people.id).where(people.is_name_public.is_(True), people.deleted_at.is_(None))
    return frozenset(row.id for row in rows_among(session, public, people.id, ids))


def _known_bodies(session: Session, names: Collection[str]) -> frozenset[str]:
    bodies = Organisation.__table__.c
    known = select(bodies.name).where(bodies.deleted_at.is_(None))
    return frozenset(row.name for row in rows_among(session, known, bodies.name, names))


def _present_parties(session: Session, frozen: Item) -> frozenset[str]:
    """Find which of the organisations, posts and sub-groups that led are there now."""
    found: set[str] = set()
    for name, table in _BODIES.items():
        columns = table.__table__.c
        ids = {lead[name] for lead in _leads_in(frozen)} - {None}
        present = select(columns.id).where(columns.deleted_at.is_(None))
        found.update(row.id for row in rows_among(session, present, columns.id, ids))
    return frozenset(found)


def _public_plan(session: Session, plan: Item) -> Item:
    follows = plan["predecessor_id"]
    is_seen = session.execute(select(in_public_plan(follows))).scalar()
    return {**plan, "predecessor_id": follows if is_seen else None}


def _public_leads(leads: Sequence[Item], shown: _Shown) -> list[Item]:
    found: list[Item] = []
    for lead in leads:
        public = _public_lead(lead, shown)
        # Two people shown by the same organisation are one to the public.
        if public not in found:
            found.append(public)
    return found


def _public_action(action: Item, leads: Sequence[Item]) -> Item:
    return {
        **action,
        **{name: None for name in _PARTNERS_ONLY if name in action},
        "leads": leads,
        "due": _public_due(action["due"]),
        "milestones": [{**one, "due": _public_due(one["due"])} for one in action["milestones"]],
    }


def _public_due(due: Item) -> Item:
    return {**due, "points": [{**point, "meeting_id": None} for point in due["points"]]}


def _public_lead(lead: Item, shown: _Shown) -> Item:
    organisation = lead["organisation"] if lead["organisation"] in shown.bodies else None
    public = {**lead, "text": None, "organisation": organisation}
    if not lead["is_resolved"]:
        return {**public, "name": None}
    if not {lead[name] for name in _BODIES} - {None} <= shown.parties:
        # What is not there now is not named.
        return {**public, "name": None, **dict.fromkeys(_BODIES)}
    if lead["kind"] != LeadKind.PERSON or lead["person_id"] in shown.people:
        return public
    kind = LeadKind.PERSON if organisation is None else LeadKind.ORGANISATION
    return {**public, "kind": kind.value, "person_id": None, "name": organisation, "organisation": None}
