"""Who leads: read for a page of actions at once, with what the public may not see left out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from app.actions.models import Lead
from app.actions.rules import LeadKind
from app.core.callers import Caller
from app.core.chunks import rows_among
from app.core.errors import Fault, InvalidParameter
from app.core.filters import Filter, names_where
from app.core.links import find_named
from app.core.listing import Item, View
from app.partners.models import Organisation, Person, Post
from app.sub_groups.models import SubGroup

_lead = Lead.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c
_organisation = Organisation.__table__
_own = _organisation.alias("own")
_persons = _organisation.alias("persons")
_posts = _organisation.alias("posts")
_held = Post.__table__.alias("held")
_helds = _organisation.alias("helds")
_affiliations = _organisation.alias("affiliations")

_LEADS = (
    select(
        *Lead.__table__.c,
        _own.c.name.label("own_name"),
        _person.name.label("person_name"),
        _person.is_name_public,
        _persons.c.name.label("persons_organisation"),
        _held.c.title.label("held_title"),
        _held.c.id.label("held_id"),
        _helds.c.name.label("helds_organisation"),
        _person.organisation_id.label("persons_organisation_id"),
        _post.title.label("post_title"),
        _posts.c.name.label("posts_organisation"),
        SubGroup.__table__.c.name.label("sub_group_name"),
        _affiliations.c.name.label("affiliations_name"),
    )
    .select_from(
        Lead.__table__.outerjoin(_own, _own.c.id == _lead.organisation_id)
        .outerjoin(Person.__table__, _person.id == _lead.person_id)
        .outerjoin(_persons, _persons.c.id == _person.organisation_id)
        .outerjoin(_held, (_held.c.holder_id == _person.id) & _held.c.deleted_at.is_(None))
        .outerjoin(_helds, _helds.c.id == _held.c.organisation_id)
        .outerjoin(Post.__table__, _post.id == _lead.post_id)
        .outerjoin(_posts, _posts.c.id == _post.organisation_id)
        .outerjoin(SubGroup.__table__, SubGroup.__table__.c.id == _lead.sub_group_id)
        .outerjoin(_affiliations, _affiliations.c.id == _lead.affiliation_id)
    )
    .where(_lead.action_id.in_(bindparam("actions", expanding=True)))
    .order_by(_lead.action_id, _lead.position, _held.c.title)
)


def leads_of(session: Session, action_ids: Collection[str], view: View) -> dict[str, list[Item]]:
    """Read the leads of each of the actions, in order, as the caller may see them."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    if not action_ids:
        return found
    seen = set()
    result = session.connection().execute(_LEADS, {"actions": list(action_ids)})
    names = tuple(result.keys())
    for values in result.all():
        row = dict(zip(names, values, strict=True))
        # Someone who holds two posts comes twice.
        if (row["action_id"], row["position"]) not in seen:
            seen.add((row["action_id"], row["position"]))
            lead = _shown(row, view)
            # Two people shown by the same organisation are one to the public.
            if lead not in found[row["action_id"]]:
                found[row["action_id"]].append(lead)
    return found


_PARTIES = {
    "person_id": Person.__table__,
    "organisation_id": Organisation.__table__,
    "post_id": Post.__table__,
    "sub_group_id": SubGroup.__table__,
    "affiliation_id": Organisation.__table__,
}


def name_leads(session: Session, kept: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    """Show leads as the ledger keeps them, by their actions, with the names that their parties have now.

    For who sees what partners see: nothing is left out.
    """
    parties = {
        name: _read_named(session, table, {lead[name] for leads in kept.values() for lead in leads})
        for name, table in _PARTIES.items()
    }
    employers = {
        party.get("organisation_id") for name in ("person_id", "post_id") for party in parties[name].values()
    }
    bodies = _read_named(session, Organisation.__table__, employers)
    return {id: [_named(lead, parties, bodies) for lead in leads] for id, leads in kept.items()}


def _read_named(session: Session, table: Any, ids: Collection[str | None]) -> dict[str, Item]:
    wanted = (id for id in ids if id is not None)
    return {row.id: dict(row._mapping) for row in rows_among(session, select(table), table.c.id, wanted)}


def _named(lead: Item, parties: Mapping[str, Mapping[str, Item]], bodies: Mapping[str, Item]) -> Item:
    party: Item = {}
    for name in ("person_id", "organisation_id", "post_id", "sub_group_id"):
        party = parties[name].get(lead[name]) or party
    employer = (
        bodies.get(party.get("organisation_id") or "", {}) if lead["person_id"] or lead["post_id"] else {}
    )
    affiliation = parties["affiliation_id"].get(lead["affiliation_id"] or "", {})
    return {
        **{name: lead[name] for name in ("role", "kind", "text")},
        **{name: lead[name] for name in ("person_id", "organisation_id", "post_id", "sub_group_id")},
        "name": party.get("name") or party.get("title") or lead["name"],
        "is_resolved": lead["name_key"] is None,
        "organisation": employer.get("name") or affiliation.get("name") or lead["affiliation"],
    }


def embed_leads(session: Session, items: Sequence[Item], view: View) -> None:
    """Show who leads each action."""
    leads = leads_of(session, {item["id"] for item in items}, view)
    for item in items:
        item["leads"] = leads.get(item["id"], [])


def _shown(row: Item, view: View) -> Item:
    lead: Item = {
        "role": row["role"],
        "kind": row["kind"],
        "name": row["own_name"] or row["person_name"] or row["post_title"] or row["sub_group_name"],
        "is_resolved": row["name_key"] is None,
        "organisation": row["persons_organisation"] or row["posts_organisation"] or row["affiliations_name"],
        "person_id": row["person_id"],
        "organisation_id": row["organisation_id"],
        "post_id": row["post_id"],
        "sub_group_id": row["sub_group_id"],
        "text": row["text"],
    }
    if view.caller.sees_partners:
        lead["name"] = lead["name"] or row["name"]
        lead["organisation"] = lead["organisation"] or row["affiliation"]
        return lead
    lead["text"] = None
    return lead if row["kind"] != LeadKind.PERSON or row["is_name_public"] else _without_name(lead, row)


def _without_name(lead: Item, row: Item) -> Item:
    """Show a person whose name is not public by their post, else by their organisation."""
    lead["person_id"] = None
    if row["held_id"] is not None:
        return {
            **lead,
            "kind": LeadKind.POST.value,
            "name": row["held_title"],
            "organisation": row["helds_organisation"],
            "post_id": row["held_id"],
        }
    organisation_id = row["persons_organisation_id"] or row["affiliation_id"]
    if organisation_id is None:
        return {**lead, "name": None}
    return {
        **lead,
        "kind": LeadKind.ORGANISATION.value,
        "is_resolved": True,
        "name": row["persons_organisation"] or row["affiliations_name"],
        "organisation": None,
        "organisation_id": organisation_id,
    }


def led_by_filters(action_id: Any, sub_group_id: Any = None) -> tuple[Filter, ...]:
    """Make the filters `lead`, `organisation` and `sub_group` for a list whose rows name an action.

    A row may be a sub-group's own as well: `sub_group_id` is the column that says so.
    """

    def by(*columns: Any) -> Any:
        return lambda ids: action_id.in_(
            select(_lead.action_id).where(or_(*(one.in_(ids) for one in columns)))
        )

    def by_organisation(ids: Any) -> Any:
        people = select(_person.id).where(_person.organisation_id.in_(ids))
        posts = select(_post.id).where(_post.organisation_id.in_(ids))
        own = or_(_lead.organisation_id.in_(ids), _lead.affiliation_id.in_(ids))
        theirs = or_(own, _lead.person_id.in_(people), _lead.post_id.in_(posts))
        return action_id.in_(select(_lead.action_id).where(theirs))

    def by_sub_group(ids: Any) -> Any:
        led = by(_lead.sub_group_id)(ids)
        return led if sub_group_id is None else or_(led, sub_group_id.in_(ids))

    parties = (_lead.person_id, _lead.organisation_id, _lead.post_id, _lead.sub_group_id)
    any_party = by(*parties)(bindparam("lead", expanding=True))
    return (
        Filter("lead", any_party, _read_parties),
        names_where("organisation", Organisation, by_organisation),
        names_where("sub_group", SubGroup, by_sub_group),
    )


def _read_parties(session: Session, value: list[str], caller: Caller) -> list[str]:
    found = []
    for name in value:
        ids = [find_named(session, table.__table__, name) for table in (Organisation, SubGroup, Post)]
        ids.append(_find_person(session, name, caller))
        if not any(ids):
            fault = Fault(f"no organisation, sub-group, person or post is named {name!r}", parameter="lead")
            raise InvalidParameter("A name in the query is not known.", errors=[fault])
        found += [one for one in ids if one is not None]
    return found


def _find_person(session: Session, name: str, caller: Caller) -> str | None:
    """Find a person by id or reference; without a key, only one whose name is public is there to be found."""
    found = find_named(session, Person.__table__, name)
    if found is None or caller.sees_partners:
        return found
    return (
        found if session.execute(select(_person.is_name_public).where(_person.id == found)).scalar() else None
    )


def leads_organisation(session: Session, action_id: str, organisation_id: str) -> bool:
    """Tell whether an organisation, someone of it or a post in it leads the action."""
    people = select(_person.id).where(_person.organisation_id == organisation_id)
    posts = select(_post.id).where(_post.organisation_id == organisation_id)
    own = or_(_lead.organisation_id == organisation_id, _lead.affiliation_id == organisation_id)
    theirs = or_(own, _lead.person_id.in_(people), _lead.post_id.in_(posts))
    found = select(_lead.position).where(_lead.action_id == action_id, theirs).limit(1)
    return session.execute(found).first() is not None
