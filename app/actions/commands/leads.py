"""Lead words read as they are kept: each name linked to the party that goes by it, or kept as it was written."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.actions.commands.parts import lead_values, load_leads
from app.actions.models import Action
from app.actions.queries import action_above
from app.actions.rules import LeadKind, LeadsReading
from app.phrases.leads import Lead, name_key, read_leads, says_ditto
from app.reading.queries import known_parties

Values = dict[str, Any]


def take_lead_words(session: Session, values: Values, action: Action | None, plan_id: str) -> Values:
    """Give what follows for an action's leads from the values that are given for it.

    Leads that are given by hand stand for as long as the words do: new words end them, and are read. To create an
    action with no leads is not to say that it has none, unless it is said that this was confirmed.
    """
    words = values.get("lead_text")
    is_said = action is not None or values.get("leads_reading") == LeadsReading.CONFIRMED
    if values.get("leads") or (is_said and "leads" in values):
        return {"leads_reading": LeadsReading.CONFIRMED.value, "leads_unread": []}
    if words is None or (action is not None and words == action.lead_text):
        return {}
    if not words.strip() and action is not None and action.leads_reading == LeadsReading.CONFIRMED:
        # Where nothing is written any more there is nothing to read instead.
        return {}
    if says_ditto(words):
        position = values.get("position", action.position if action else None)
        above = action_above(session, plan_id, position, action.id if action else None)
        if above is not None:
            return repeated_leads(words, load_leads(session, above))
    reading = read_leads(words, known_parties(session))
    return _read([kept_lead(lead) for lead in reading.leads], reading.unread)


def repeated_leads(words: str, above: Sequence[Values]) -> Values:
    """Give what a "ditto" says: the leads of the row above it, in its own words."""
    return _read([{**lead, "text": words} for lead in above], ())


def _read(leads: list[Values], unread: Sequence[str]) -> Values:
    automatic = LeadsReading.AUTOMATIC.value
    return {"leads": leads, "leads_unread": [*unread], "leads_reading": automatic}


def kept_lead(lead: Lead) -> Values:
    """Make the form in which a lead that was read is kept."""
    party, of = lead.party, lead.organisation_party
    values = lead_values(role=lead.role, text=lead.text, **_affiliation(lead))
    if party is not None:
        # What the party belongs to is the register's to know.
        named = {"affiliation": None, "affiliation_key": None, "affiliation_id": None}
        return {**values, **named, "kind": party.kind, f"{party.kind}_id": party.id}
    kind = LeadKind.VACANT.value if lead.vacant else lead.kind
    is_open = lead.name is not None and not lead.vacant
    key = name_key(lead.name) if lead.name is not None and is_open else None
    return {**values, "kind": kind, "name": lead.name, "name_key": key, "affiliation_id": of and of.id}


def _affiliation(lead: Lead) -> Values:
    """Give the body that someone is said to belong to; a sub-group has a name here, but no link."""
    is_open = lead.organisation is not None and lead.organisation_party is None
    return {
        "affiliation": lead.organisation or lead.sub_group,
        "affiliation_key": name_key(lead.organisation) if lead.organisation and is_open else None,
    }
