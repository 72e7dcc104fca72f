"""Parties that a document's lead cells name and nobody knows yet: planned where an import is asked to create them."""

from collections.abc import Callable, Iterator, Sequence

from app.imports.rules.changes import CellRead, RowPlan, allowed_outcome, party_kind
from app.imports.rules.drafts import ActionDraft, PlanDraft
from app.imports.rules.outcomes import RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.ids import is_id
from app.kernel.text import slug
from app.phrases.leads import (
    KnownParties,
    KnownParty,
    Lead,
    PartyKind,
    PhraseIsTooLong,
    know,
    name_key,
    read_leads,
)

# What is not there yet is known by its reference.
_NEW = "new "
FreeReference = Callable[[str, str], str]
# People and posts may belong to an organisation that is created with them, which must come first.
_ORDER: tuple[PartyKind, ...] = ("organisation", "sub_group", "person", "post")


def plan_named(
    draft: PlanDraft, known: KnownParties, free_reference: FreeReference, options: ImportOptions
) -> list[RowPlan]:
    """Plan a row for each party that a lead cell names and nobody knows, in the order in which they are kept.

    A name that several known parties go by stands for one of them, so that none is created.
    """
    bodies = _Named(free_reference, options)
    read = [*_leads(draft, known)]
    run_on = _run_on([lead for _, lead in read])
    for action, lead in read:
        if lead.name is None or name_key(lead.name) not in run_on:
            bodies.take_body(action, lead)
    with_bodies = know([*known.parties, *planned_parties(bodies.rows)])
    members = _Named(free_reference, options)
    found = [*_leads(draft, with_bodies)]
    # Who is named once with an organisation belongs to it where it is not said again.
    for action, lead in sorted(found, key=lambda one: one[1].organisation_party is None):
        members.take_member(action, lead)
    rows = [*bodies.rows, *members.rows]
    return sorted(rows, key=lambda row: [*_ORDER].index(row.kind))  # type: ignore[arg-type]  # every row is of a party


def _run_on(leads: Sequence[Lead]) -> set[str]:
    """Tell which names are two that run on: "Ann Example Parks sub-group" where both are named elsewhere."""
    people = {name_key(lead.name) for lead in leads if lead.kind == "person" and lead.name}
    bodies = {
        name_key(lead.name) for lead in leads if lead.kind in ("organisation", "sub_group") and lead.name
    }
    return {f"{person} {body}" for person in people for body in bodies} & bodies


def planned_parties(rows: Sequence[RowPlan]) -> Iterator[KnownParty]:
    """Give the parties that rows would create or rename, as they would be known; the others stay as they are."""
    for row in rows:
        if row.outcome not in (RowOutcome.CREATED, RowOutcome.UPDATED):
            continue
        values = row.values
        names = [values.get("name") or values.get("title") or row.label, *values.get("other_names", ())]
        names += [values["acronym"]] if values.get("acronym") else []
        kind = next(kind for kind in _ORDER if kind == row.kind)
        of = values.get("organisation_id")
        organisation = of if of is None or is_id(of) else f"{_NEW}{of}"
        yield KnownParty(kind, row.target_id or f"{_NEW}{row.reference}", tuple(names), organisation)


def _leads(draft: PlanDraft, known: KnownParties) -> Iterator[tuple[ActionDraft, Lead]]:
    for action in draft.actions:
        try:
            reading = read_leads(action.lead_text, known)
        except PhraseIsTooLong:
            # The door that the words go through will say so.
            continue
        yield from ((action, lead) for lead in reading.leads)


class _Named:
    """The parties that lead cells name, each once."""

    def __init__(self, free_reference: FreeReference, options: ImportOptions) -> None:
        self.rows: list[RowPlan] = []
        self._free_reference = free_reference
        self._options = options
        self._seen: dict[tuple[str, str], set[str | None]] = {}

    def take_body(self, action: ActionDraft, lead: Lead) -> None:
        """Plan the organisation or the sub-group that a lead is, or that it belongs to."""
        if lead.kind in ("organisation", "sub_group"):
            self._take(action, lead, lead.kind, lead.name)
        elif lead.organisation is not None and lead.organisation_party is None:
            self._add(action, "organisation", lead.organisation, None)

    def take_member(self, action: ActionDraft, lead: Lead) -> None:
        """Plan the person or the post that a lead is."""
        if lead.kind in ("person", "post") and not lead.vacant:
            self._take(action, lead, lead.kind, lead.name)

    def _take(self, action: ActionDraft, lead: Lead, kind: PartyKind, name: str | None) -> None:
        if lead.party is None and not lead.candidates and name is not None:
            of = lead.organisation_party
            organisation = of.id.removeprefix(_NEW) if of is not None else None
            self._add(action, kind, name, organisation)

    def _add(self, action: ActionDraft, kind: PartyKind, name: str, organisation: str | None) -> None:
        seen = self._seen.setdefault((kind, name_key(name)), set())
        if organisation in seen or (organisation is None and seen):
            return
        seen.add(organisation)
        reference = self._free_reference(kind, slug(name))
        cell = action.cell("lead")
        line, column = (cell.line, cell.column) if cell else (action.line, "Lead")
        outcome = allowed_outcome(RowOutcome.CREATED, self._options.mode)
        row = RowPlan(kind, line, outcome, reference, name, (CellRead(line, column, name, "name"),))
        row.values = {"title" if kind == "post" else "name": name, "reference": reference}
        if kind == "sub_group":
            row.values["kind"] = (party_kind(name) or ("", "sub_group"))[1] or "sub_group"
        if kind in ("person", "post"):
            row.values["organisation_id"] = organisation
        self.rows.append(row)
