"""Parties that a document's list of acronyms names: their other names, and new ones where that is asked.

Those that its lead cells name are created too, where that is asked (`leads.py`).
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.imports.queries import names_given
from app.imports.queries.leads import plan_named, planned_parties
from app.imports.rules.changes import CellRead, RowPlan, allowed_outcome, party_kind
from app.imports.rules.drafts import PlanDraft, TermDraft
from app.imports.rules.outcomes import RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.text import same_words, slug
from app.partners.models import Organisation, Person, Post
from app.phrases.leads import KnownParties, know
from app.reading.queries import known_parties
from app.sub_groups.models import SubGroup


def plan_parties(
    session: Session, draft: PlanDraft, options: ImportOptions
) -> tuple[list[RowPlan], KnownParties]:
    """Plan what a document does to parties; give the rows, and the parties that its lead cells are read by.

    An acronym becomes another name of the party that it stands for.
    """
    register = _Parties(session, options)
    for term in draft.glossary:
        register.take(term)
    rows = [*register.rows.values()]
    known = know([*known_parties(session).parties, *planned_parties(rows)])
    if options.create_parties:
        named = plan_named(draft, known, register.free_reference, options)
        known = know([*known.parties, *planned_parties(named)])
        rows += named
    return rows, known


class _Parties:
    """The parties that the register knows, and what the acronyms do to them: a row for each party.

    A name that several have stands for none of them, since nothing is guessed.
    """

    def __init__(self, session: Session, options: ImportOptions) -> None:
        self.rows: dict[str, RowPlan] = {}
        self._session = session
        self._options = options
        self._by_name: defaultdict[str, list[Any]] = defaultdict(list)
        self._references: set[tuple[str, str]] = set()
        tables: tuple[Any, ...] = (Organisation, SubGroup)
        for table in (Person, Post):
            columns = table.__table__.c
            used = session.execute(select(columns.reference).where(columns.deleted_at.is_(None))).scalars()
            self._references.update((table.__tablename__, reference) for reference in used)
        for table in tables:
            for party in session.scalars(select(table).where(table.__table__.c.deleted_at.is_(None))):
                self._references.add((party.__tablename__, party.reference))
                for name in {same_words(one) for one in (party.name, *party.other_names)}:
                    self._by_name[name].append(party)

    def take(self, term: TermDraft) -> None:
        """Plan what one acronym does."""
        found = self._by_name.get(same_words(term.meaning), [])
        kind = party_kind(term.meaning) if self._options.create_parties else None
        if len(found) == 1:
            self._give_name(found[0], term)
        elif not found and kind is not None:
            self._add(*kind, term)

    def _give_name(self, party: Any, term: TermDraft) -> None:
        kind = party.__tablename__
        row = RowPlan(kind, term.line, RowOutcome.UNCHANGED, party.reference, party.name, target_id=party.id)
        row = self.rows.setdefault(party.id, row)
        row.cells += _cells(term)
        names = row.values.get("other_names", party.other_names)
        given = names_given(self._session, [party.id]).get(party.id, set())
        if term.acronym not in {party.name, getattr(party, "acronym", None), *names, *given}:
            row.values["other_names"] = [*names, term.acronym]
            row.changes["other_names"] = {"before": party.other_names, "after": row.values["other_names"]}
            row.outcome = allowed_outcome(RowOutcome.UPDATED, self._options.mode)

    def _add(self, kind: str, sort: str, term: TermDraft) -> None:
        known = self.rows.get(same_words(term.meaning))
        if known is not None:
            known.cells += _cells(term)
            known.values["other_names"] = [*known.values.get("other_names", ()), term.acronym]
            return
        outcome = allowed_outcome(RowOutcome.CREATED, self._options.mode)
        row = RowPlan(kind, term.line, outcome, None, term.meaning, _cells(term))
        if kind == "sub_group":
            row.values = {"name": term.meaning, "kind": sort, "other_names": [term.acronym]}
            row.reference = self.free_reference(kind, slug(term.meaning))
        else:
            row.values = {"name": term.meaning, "acronym": term.acronym, "sector": "other"}
            row.reference = self.free_reference(kind, slug(term.acronym))
        row.values["reference"] = row.reference
        self.rows[same_words(term.meaning)] = row

    def free_reference(self, kind: str, wanted: str) -> str:
        """Choose the reference here, so that a dry run can tell it."""
        wanted = wanted or kind.replace("_", "-")
        number, reference = 2, wanted
        while (kind, reference) in self._references:
            reference, number = f"{wanted}-{number}", number + 1
        self._references.add((kind, reference))
        return reference


def _cells(term: TermDraft) -> tuple[CellRead, ...]:
    return (
        CellRead(term.line, "Acronym", term.acronym, "other_name"),
        CellRead(term.line, "Meaning", term.meaning, "name"),
    )
