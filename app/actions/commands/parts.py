"""What belongs to an action but is kept beside it: its leads, themes, clusters and issues."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.actions.models import Action, Issue, Lead
from app.actions.queries import LINKS, linked_ids
from app.actions.rules import PARTIES, BelongsToAnotherPlan, kind_of_lead
from app.core.errors import Fault, Invalid
from app.core.links import find_named, not_there, resolve_links
from app.ledger.commands import Part
from app.plans.models import Theme

Values = dict[str, Any]
_lead = Lead.__table__
_NAMES = ("affiliation_id", "name", "name_key", "affiliation", "affiliation_key")
_NAMELESS = dict.fromkeys(_NAMES)
_LEAD_VALUES = ("role", "kind", *PARTIES, *_NAMES, "text")


def resolve_ids(session: Session, name: str, given: Sequence[str]) -> list[str]:
    """Turn the names under `theme_ids`, `cluster_ids` or `issue_ids` into ids, each once and in order."""
    link, column = LINKS[name]
    target = next(iter(link.__table__.c[column].foreign_keys)).column.table
    found: list[str] = []
    for place, one in enumerate(given):
        id = find_named(session, target, one)
        if id is None:
            fault = Fault(not_there(target), pointer=f"/{name}/{place}")
            raise Invalid("It points to something that is not there.", errors=[fault])
        found.append(id)
    return list(dict.fromkeys(found))


def resolve_leads(session: Session, given: Sequence[Values]) -> list[Values]:
    """Turn leads as they are given into leads as they are kept, with ids. Raises LeadIsUnclear."""
    resolved = []
    for place, lead in enumerate(given):
        kind = kind_of_lead(lead, f"/leads/{place}")
        kept = _resolve_parties(session, lead, place)
        kept |= {"role": str(lead["role"]), "kind": kind.value, "text": lead.get("text"), **_NAMELESS}
        resolved.append({name: kept[name] for name in _LEAD_VALUES})
    return resolved


def _resolve_parties(session: Session, lead: Values, place: int) -> Values:
    try:
        return resolve_links(session, _lead, {name: lead.get(name) for name in PARTIES})
    except Invalid as problem:
        faults = [Fault(fault.detail, pointer=f"/leads/{place}{fault.pointer}") for fault in problem.errors]
        raise Invalid(problem.detail, errors=faults) from None


def lead_values(**values: Any) -> Values:
    """Make a lead as it is kept; what is not given is null."""
    return {**dict.fromkeys(_LEAD_VALUES), **values}


def load_leads(session: Session, action_id: str) -> list[Values]:
    """Read the leads of an action as they are kept."""
    columns = [_lead.c[name] for name in _LEAD_VALUES]
    mine = select(*columns).where(_lead.c.action_id == action_id).order_by(_lead.c.position)
    return [dict(row) for row in session.execute(mine).mappings()]


def refuse_lost_links(session: Session, action: Action) -> None:
    """Raise Invalid where something that the action is linked to, or led by, was deleted meanwhile."""
    for name in LINKS:
        resolve_ids(session, name, linked_ids(session, name, [action.id]).get(action.id, []))
    for place, lead in enumerate(_load_leads(session, action)):
        _resolve_parties(session, lead, place)


def refuse_other_plans(session: Session, action: Action) -> None:
    """Raise BelongsToAnotherPlan where the action is linked to a theme or an issue of another plan."""
    for name, table in (("theme_ids", Theme), ("issue_ids", Issue)):
        columns = table.__table__.c
        ids = linked_ids(session, name, [action.id]).get(action.id, [])
        elsewhere = select(columns.id).where(columns.id.in_(ids), columns.plan_id != action.plan_id)
        faults = [
            Fault("is of another plan", pointer=f"/{name}/{ids.index(id)}")
            for id in session.execute(elsewhere).scalars()
        ]
        if faults:
            raise BelongsToAnotherPlan(errors=faults)


def _load_leads(session: Session, action: Action) -> list[Values]:
    return load_leads(session, action.id)


def _save_leads(session: Session, action: Action, leads: list[Values]) -> None:
    session.execute(delete(_lead).where(_lead.c.action_id == action.id))
    rows = [{"action_id": action.id, "position": place, **lead} for place, lead in enumerate(leads)]
    if rows:
        session.execute(insert(_lead), rows)


def _linked(name: str) -> Part:
    link, column = LINKS[name]
    table = link.__table__

    def load(session: Session, action: Action) -> list[str]:
        return linked_ids(session, name, [action.id]).get(action.id, [])

    def save(session: Session, action: Action, ids: list[str]) -> None:
        session.execute(delete(table).where(table.c.action_id == action.id))
        rows = [{"action_id": action.id, column: id, "position": place} for place, id in enumerate(ids)]
        if rows:
            session.execute(insert(table), rows)

    return Part(load=load, save=save)


PARTS = {**{name: _linked(name) for name in LINKS}, "leads": Part(load=_load_leads, save=_save_leads)}
