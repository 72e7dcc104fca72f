"""Who leads, as people write it: words and the parties that a register knows become leads.

The way through: `tokens` cuts the phrase into words and marks; `known` finds the names that the register knows;
`shapes` tells what an unknown name is the name of; `elements` cuts the phrase into parties, roles, vacancies and
clauses; `drafts` tells who belongs to what; `reader` leads through all this, and
`column` through many cells.
"""

from app.phrases.leads.column import LeadColumn
from app.phrases.leads.known import KnownParties, KnownParty, PartyKind, keys_of, know
from app.phrases.leads.reader import read_leads, says_ditto
from app.phrases.leads.readings import LONGEST_PHRASE, Lead, LeadReading, LeadRole, PhraseIsTooLong
from app.phrases.leads.tokens import name_key

__all__ = [
    "LONGEST_PHRASE",
    "KnownParties",
    "KnownParty",
    "Lead",
    "LeadColumn",
    "LeadReading",
    "LeadRole",
    "PartyKind",
    "PhraseIsTooLong",
    "keys_of",
    "know",
    "name_key",
    "read_leads",
    "says_ditto",
]
