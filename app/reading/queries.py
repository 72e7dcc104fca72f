"""Phrases read in the light of what was sent with them, and of the parties that the register knows."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, null, select
from sqlmodel import Session

from app.core.db import Table
from app.partners.models import Organisation, Person, Post
from app.phrases.due import Context, Point, read_due
from app.phrases.leads import KnownParties, KnownParty, Lead, PartyKind, know, read_leads
from app.reading.schemas import DueContext, DuePhrase, LeadPhrase, RowAbove
from app.sub_groups.models import SubGroup

PARTY_TABLES: dict[PartyKind, type[Table]] = {
    "organisation": Organisation,
    "sub_group": SubGroup,
    "person": Person,
    "post": Post,
}
_organisation = Organisation.__table__.c
_sub_group = SubGroup.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c

# Where a transaction keeps the parties that it has read.
_KNOWN = "plans.known_parties"


def _names(table: type[Table], name: Any, others: Any, organisation: Any = None) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [table.__table__.c.id, name, others]
    acronym = null() if "acronym" not in table.__table__.c else table.__table__.c.acronym
    belongs = null() if organisation is None else organisation
    return select(*columns, acronym, belongs).where(table.__table__.c.deleted_at.is_(None))


_PARTIES: dict[PartyKind, Select[Any]] = {
    "organisation": _names(Organisation, _organisation.name, _organisation.other_names),
    "sub_group": _names(SubGroup, _sub_group.name, _sub_group.other_names),
    "person": _names(Person, _person.name, _person.other_names, organisation=_person.organisation_id),
    "post": _names(Post, _post.title, _post.other_names, organisation=_post.organisation_id),
}


def party_of(row: Table) -> KnownParty:
    """Make of a row what is known of it as a party."""
    kind = next(kind for kind, table in PARTY_TABLES.items() if isinstance(row, table))
    values = row.model_dump()
    acronym = values.get("acronym")
    names = (values.get("name") or values["title"], *([acronym] if acronym else []), *values["other_names"])
    return KnownParty(kind, row.id, names, values.get("organisation_id"))


def shown_party(party: KnownParty) -> dict[str, Any]:
    """Show a party: what it is, where it is read, and the name that it is shown by."""
    return {"kind": party.kind, "id": party.id, "url": _url(party), "name": party.names[0]}


def known_parties(session: Session) -> KnownParties:
    """Read the parties that the register knows, with all the names that they go by; once in a transaction."""
    if _KNOWN not in session.info:
        session.info[_KNOWN] = know(_parties(session))
    found: KnownParties = session.info[_KNOWN]
    return found


def forget_parties(session: Session) -> None:
    """Have the parties read again where they are asked for next: one has come, gone, or changed its names."""
    session.info.pop(_KNOWN, None)


def _parties(session: Session) -> Iterator[KnownParty]:
    for kind, statement in _PARTIES.items():
        for id, name, others, acronym, organisation_id in session.execute(statement):
            names = (name, *([acronym] if acronym else []), *(others or ()))
            yield KnownParty(kind, id, names, organisation_id)


def read_due_phrases(phrases: Sequence[DuePhrase]) -> dict[str, Any]:
    """Read due phrases, each in its own context. Gives DueReadings."""
    items = []
    for given in phrases:
        reading = read_due(given.phrase, _context(given.context or DueContext()))
        points = [_shown_point(point) for point in reading.points]
        items.append({"points": points, "unread": reading.unread})
    return {"items": items}


def _context(given: DueContext) -> Context:
    return Context(
        document_date=given.document_date,
        plan_start=given.plan_start,
        plan_end=given.plan_end,
        previous=None if given.previous is None else _points(given.previous),
        anchors=given.anchors or {},
        quarters=given.quarters or "fiscal",
        field=given.field,
    )


def _points(above: RowAbove) -> tuple[Point, ...]:
    return tuple(
        Point(one.kind, one.earliest, one.latest, one.edtf, one.rrule, one.anchor, one.text)
        for one in above.points
    )


def _shown_point(point: Point) -> dict[str, Any]:
    return {
        "kind": point.kind,
        "edtf": point.edtf,
        "earliest": point.earliest,
        "latest": point.latest,
        "rrule": point.rrule,
        "anchor": point.anchor,
        "text": point.text,
    }


def read_lead_phrases(phrases: Sequence[LeadPhrase], known: KnownParties) -> dict[str, Any]:
    """Read lead phrases; "ditto" repeats the leads of the phrase before. Gives LeadReadings."""
    items = []
    above: tuple[Lead, ...] | None = None
    for given in phrases:
        reading = read_leads(given.phrase, known, above)
        above = reading.leads
        items.append({"leads": [_shown_lead(lead) for lead in reading.leads], "unread": reading.unread})
    return {"items": items}


def _shown_lead(lead: Lead) -> dict[str, Any]:
    party = lead.party
    return {
        **lead.shown(),
        "role": lead.role,
        "text": lead.text,
        "id": party and party.id,
        "url": party and _url(party),
        "candidates": [shown_party(one) for one in lead.candidates],
    }


def _url(party: KnownParty) -> str:
    return f"{PARTY_TABLES[party.kind].__path__}/{party.id}"
