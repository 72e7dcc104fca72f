"""Names resolved: what waits for a name is linked to whom it means, in every row in which it stands."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from app.actions.commands.leads import kept_lead
from app.actions.commands.parts import PARTS, load_leads
from app.actions.models import Action
from app.actions.queries.names import (
    list_not_understood,
    list_waiting,
    open_keys,
    shown_action,
    texts_not_understood,
)
from app.actions.rules import PARTIES, LeadIsUnclear, LeadKind, NameIsNotOpen
from app.core.callers import Caller
from app.core.db import Table
from app.core.errors import Fault, Invalid
from app.core.links import find_named, not_there
from app.ledger.commands import Writer
from app.partners.commands import WRITE_ORGANISATIONS, WRITE_PEOPLE, WRITE_POSTS
from app.phrases.leads import KnownParty, PartyKind, keys_of, name_key, read_leads, says_ditto
from app.reading.queries import PARTY_TABLES, forget_parties, known_parties, party_of, shown_party
from app.sub_groups.commands import WRITE_SUB_GROUPS

Values = dict[str, Any]
# Finds the party that a lead's name, or that of the body it belongs to, means.
Finder = Callable[[Values, str], KnownParty | None]
REASON = "A name in its leads was resolved."
# Where the session keeps the parties whose names are looked for once, all together.
_GATHERED = "names gathered"
_NAMED_BY = frozenset({"name", "title", "acronym", "other_names", "organisation_id", "deleted_at"})
_WRITE_LEADS = Writer(table=Action, parts={"leads": PARTS["leads"]})


def follow_names(session: Session, caller: Caller, row: Table, changed: frozenset[str]) -> None:
    """Link what waits for a name that a party has come to go by, unless others go by it as well."""
    if not isinstance(row, tuple(PARTY_TABLES.values())):
        return
    forget_parties(session)
    if row.deleted_at is None and changed & _NAMED_BY:
        if _GATHERED in session.info:
            session.info[_GATHERED].append(row)
        else:
            resolve_waiting(session, caller, keys_of(party_of(row)))


@contextmanager
def names_gathered(session: Session, caller: Caller) -> Iterator[None]:
    """Have what waits for names be linked once, after all parties that are written within: each look takes long."""
    gathered: list[Table] = session.info.setdefault(_GATHERED, [])
    try:
        yield
    finally:
        del session.info[_GATHERED]
    # What was taken back meanwhile is of no session any more.
    keys = {key for row in gathered if row in session for key in keys_of(party_of(row))}
    if keys:
        resolve_waiting(session, caller, keys)


def resolve_waiting(session: Session, caller: Caller, keys: Collection[str]) -> None:
    """Link every name that waits under one of the keys and that one party goes by.

    Words that hold one of the names are read again, too: it may part what was read as one.
    """
    waiting = open_keys(session, keys)
    if waiting:
        known = known_parties(session)
        going_by = {key: known.find(key) for key in waiting}
        _link(session, caller, waiting, lambda lead, key: _meant(lead, going_by.get(key, ()), key))
    names = [[atom for atom in key.split() if atom != "and"] for key in keys]
    texts = [text for text in texts_not_understood(session) if _holds_any(text.lower(), names)]
    for action in list_not_understood(session, texts):
        _read_again(session, caller, action)


def _holds_any(text: str, names: Iterable[Sequence[str]]) -> bool:
    return any(all(atom in text for atom in atoms) for atoms in names)


def _read_again(session: Session, caller: Caller, action: Action) -> None:
    """Read the words of an action again; who was found for the same words before stays who they mean."""
    if says_ditto(action.lead_text):
        return
    reading = read_leads(action.lead_text, known_parties(session))
    known = {lead["text"]: lead for lead in load_leads(session, action.id) if lead["name_key"] is None}
    leads = [kept_lead(lead) for lead in reading.leads]
    leads = [known.get(lead["text"], lead) if lead["name_key"] else lead for lead in leads]
    values = {"leads": leads, "leads_unread": [*reading.unread]}
    _WRITE_LEADS.update(session, caller, action, values, REASON)


def _meant(lead: Values, parties: Sequence[KnownParty], key: str) -> KnownParty | None:
    """Find the one of the parties that a lead means: someone of another organisation is another one."""
    if lead["name_key"] == key and lead["affiliation"] is not None:
        of = lead["affiliation_id"]
        theirs = [one for one in parties if of is not None and one.organisation_id == of]
        parties = theirs or [one for one in parties if one.organisation_id is None]
    return parties[0] if len(parties) == 1 else None


def _link(session: Session, caller: Caller, keys: Collection[str], find: Finder) -> list[Action]:
    """Link the leads that wait under the keys to whom `find` finds; give the actions that changed."""
    changed = []
    for action in list_waiting(session, keys):
        before = load_leads(session, action.id)
        leads = [_linked(lead, keys, find) for lead in before]
        if leads != before:
            changed.append(_WRITE_LEADS.update(session, caller, action, {"leads": leads}, REASON))
    return changed


def _linked(lead: Values, keys: Collection[str], find: Finder) -> Values:
    of_key, own_key = lead["affiliation_key"], lead["name_key"]
    if of_key in keys and (of := find({**lead, "name_key": None}, of_key)) and of.kind == "organisation":
        lead = {**lead, "affiliation_id": of.id, "affiliation_key": None}
    if own_key in keys and (party := find(lead, own_key)):
        open_names = ("name", "name_key", "affiliation", "affiliation_key", "affiliation_id")
        links = {**dict.fromkeys((*PARTIES, *open_names)), f"{party.kind}_id": party.id}
        lead = {**lead, **links, "kind": party.kind}
    return lead


def resolve_name(session: Session, caller: Caller, given: Values) -> Values:
    """Say whom a name means, in every row in which it stands. Gives a NameResolution.

    The party goes by the name from now on, so that later imports link it by themselves; but the name of a person
    is not given to anything else, which everybody sees. Raises LeadIsUnclear, Invalid and NameIsNotOpen.
    """
    row = _party_named(session, given)
    party, key, kind = party_of(row), name_key(given["name"]), given.get("kind")

    def find(lead: Values, waiting: str) -> KnownParty | None:
        read_as = lead["kind"] if lead["name_key"] == waiting else LeadKind.ORGANISATION
        return party if kind is None or kind == read_as else None

    people = _is_of_a_person(session, key)
    changed = _link(session, caller, [key], find)
    if not changed:
        raise NameIsNotOpen(f"No lead waits for the name {given['name']!r} to be resolved.")
    # Where the same words are left to mean someone else, the party does not go by them.
    is_remembered = (party.kind == "person" or not people) and not open_keys(session, [key])
    if is_remembered and key not in keys_of(party):
        names = [*row.model_dump()["other_names"], given["name"]]
        PARTY_WRITERS[party.kind].update(session, caller, row, {"other_names": names})
    shown = [shown_action(action) for action in changed]
    remembered = is_remembered or key in keys_of(party)
    told = {"party": shown_party(party), "is_remembered": remembered}
    return {"name": given["name"], **told, "count": len(shown), "actions": shown[:20]}


def _is_of_a_person(session: Session, key: str) -> bool:
    leads = (lead for action in list_waiting(session, [key]) for lead in load_leads(session, action.id))
    return any(lead["name_key"] == key and lead["kind"] == LeadKind.PERSON for lead in leads)


def _party_named(session: Session, given: Values) -> Table:
    named = [name for name in PARTIES if given.get(name) is not None]
    if len(named) != 1:
        raise LeadIsUnclear(errors=[Fault(f"give exactly one of {', '.join(PARTIES)}", pointer="")])
    table = next(table for kind, table in PARTY_TABLES.items() if named[0] == f"{kind}_id")
    id = find_named(session, table.__table__, given[named[0]])
    if id is None:
        fault = Fault(not_there(table.__table__), pointer=f"/{named[0]}")
        raise Invalid("It points to something that is not there.", errors=[fault])
    return session.get_one(table, id)


PARTY_WRITERS: dict[PartyKind, Writer[Any]] = {
    "organisation": WRITE_ORGANISATIONS.followed_by(follow_names),
    "sub_group": WRITE_SUB_GROUPS.followed_by(follow_names),
    "person": WRITE_PEOPLE.followed_by(follow_names),
    "post": WRITE_POSTS.followed_by(follow_names),
}
