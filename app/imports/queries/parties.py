"""Parties that a document's list of acronyms names: their other names, and new ones where that is asked."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.imports.rules.changes import CellRead, RowPlan, allowed_outcome, party_kind
from app.imports.rules.drafts import TermDraft
from app.imports.rules.outcomes import RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.text import same_words
from app.partners.models import Organisation
from app.sub_groups.models import SubGroup


def plan_parties(session: Session, terms: Sequence[TermDraft], options: ImportOptions) -> list[RowPlan]:
    """Plan what a glossary does to parties: an acronym becomes another name of the one that it stands for."""
    rows = []
    for term in terms:
        cells = (CellRead(term.line, term.acronym, term.meaning, "party"),)
        party = _find_party(session, term.meaning)
        if party is not None:
            rows.append(_plan_other_name(party, term, cells, options))
        elif options.create_parties and (kind := party_kind(term.meaning)) is not None:
            rows.append(_plan_party(kind, term, cells, options))
    return rows


def _find_party(session: Session, name: str) -> Any:
    """Find the organisation or sub-group that has the name, or None where none has it or several do."""
    wanted = same_words(name)
    parties: tuple[Any, ...] = (Organisation, SubGroup)
    found = [
        party
        for table in parties
        for party in session.scalars(select(table).where(table.__table__.c.deleted_at.is_(None)))
        if wanted in {same_words(one) for one in (party.name, *party.other_names)}
    ]
    return found[0] if len(found) == 1 else None


def _plan_other_name(
    party: Any, term: TermDraft, cells: tuple[CellRead, ...], options: ImportOptions
) -> RowPlan:
    kind = party.__tablename__
    row = RowPlan(
        kind, term.line, RowOutcome.UNCHANGED, party.reference, party.name, cells, target_id=party.id
    )
    known = {party.name, getattr(party, "acronym", None), *party.other_names}
    if term.acronym not in known:
        names = [*party.other_names, term.acronym]
        row.values = {"other_names": names}
        row.changes = {"other_names": {"before": party.other_names, "after": names}}
        row.outcome = allowed_outcome(RowOutcome.UPDATED, options.mode)
    return row


def _plan_party(
    kind: tuple[str, str], term: TermDraft, cells: tuple[CellRead, ...], options: ImportOptions
) -> RowPlan:
    table, sort = kind
    row = RowPlan(
        table, term.line, allowed_outcome(RowOutcome.CREATED, options.mode), None, term.meaning, cells
    )
    if table == "sub_group":
        row.values = {"name": term.meaning, "kind": sort, "other_names": [term.acronym]}
    else:
        row.values = {"name": term.meaning, "acronym": term.acronym, "sector": "other"}
    return row
