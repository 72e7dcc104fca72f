"""Two parties found to be one: everything that points to the one is made to point to the other."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, and_, delete, or_, select, update
from sqlmodel import Session

from app.actions.commands.naming import PARTY_WRITERS, resolve_waiting
from app.actions.commands.parts import PARTS
from app.actions.models import Action, ActionCluster, Lead
from app.actions.rules import PARTIES, MergedIntoItself
from app.core.callers import Caller
from app.core.db import Table
from app.core.errors import Fault, Invalid
from app.core.links import address, class_of, find_named, not_there, pointing_at
from app.kernel.clock import now
from app.ledger.commands import Writer, record
from app.ledger.rules import Verb
from app.meetings.commands.attendances import drop_second_attendances
from app.meetings.commands.standing import renew_agendas
from app.phrases.leads import PartyKind, keys_of, name_key
from app.reading.queries import forget_parties, party_of
from app.schedule.commands.meetings import give_meetings
from app.sub_groups.commands import WRITE_MEMBERSHIPS
from app.sub_groups.models import Membership, SubGroup
from app.sub_groups.queries import find_body

Values = dict[str, Any]
# What a party that stays takes over where it does not tell of itself.
_TAKEN_OVER = ("organisation_id", "email", "phone", "website")
_WRITE_PARTS = Writer(table=Action, parts={name: PARTS[name] for name in ("leads", "cluster_ids")})
_PART_TABLES = (Lead.__table__, ActionCluster.__table__)


def merge_parties(session: Session, caller: Caller, kind: PartyKind, gone: Table, into: str) -> Table:
    """Merge a party into another of its kind, named by id or reference; give the one that stays.

    It goes by the names of both; the other is deleted. Names that only the two went by are resolved by it. Raises
    MergedIntoItself, and Invalid where there is no such party.
    """
    stays = _find(session, type(gone), into)
    if stays is gone:
        raise MergedIntoItself
    told = f"{_address(gone)} was merged into {_address(stays)}."
    _step_aside(session, caller, stays, gone, told)
    _move_parts(session, caller, stays, gone, told)
    drop_second_attendances(session, caller, stays, gone, told)
    for column in pointing_at(gone.__table__):
        _move(session, caller, column, stays, gone, told)
    _drop_second_seats(session, caller, stays, told)
    values = {**_names(stays, gone), **_blanks(stays, gone)}
    if values:
        PARTY_WRITERS[kind].update(session, caller, stays, values, told)
    else:
        # Where it has all that the other had, its changes are still to say what happened.
        record(session, caller, Verb.UPDATED, stays, {}, {}, told)
    PARTY_WRITERS[kind].remove(session, caller, gone, told)
    if isinstance(stays, SubGroup):
        give_meetings(session, caller, gone.id, stays.id, stays.agenda_notice_days, find_body)
        renew_agendas(session, caller, stays)
    forget_parties(session)
    resolve_waiting(session, caller, keys_of(party_of(stays)))
    return stays


def _find(session: Session, table: type[Table], named: str) -> Table:
    id = find_named(session, table.__table__, named)
    if id is None:
        fault = Fault(not_there(table.__table__), pointer="/into")
        raise Invalid("It points to something that is not there.", errors=[fault])
    return session.get_one(table, id)


def _address(row: Table) -> str:
    return address(row.__table__, row.model_dump())


def _step_aside(session: Session, caller: Caller, stays: Table, gone: Table, told: str) -> None:
    """Put the one that stays in the place of the other, where it is somewhere within that."""
    parents = gone.__table__.c.get("parent_id")
    if parents is None:
        return
    above, seen = stays.model_dump()["parent_id"], {stays.id}
    while above is not None and above not in seen and above != gone.id:
        seen.add(above)
        above = session.execute(select(parents).where(gone.__table__.c.id == above)).scalar()
    if above == gone.id:
        _point(session, caller, stays, "parent_id", gone.model_dump()["parent_id"], told)


def _move_parts(session: Session, caller: Caller, stays: Table, gone: Table, told: str) -> None:
    """Move the leads and clusters of live actions, which are parts of theirs and raise their versions."""
    links = [column for column in pointing_at(gone.__table__) if column.table in _PART_TABLES]
    for action in _actions_with(session, links, gone.id):
        leads = [_moved(lead, stays.id, gone.id) for lead in PARTS["leads"].load(session, action)]
        clusters = [stays.id if id == gone.id else id for id in PARTS["cluster_ids"].load(session, action)]
        values = {"leads": _each_once(leads), "cluster_ids": list(dict.fromkeys(clusters))}
        _WRITE_PARTS.update(session, caller, action, values, told)


def _actions_with(session: Session, links: Sequence[Column[Any]], id: str) -> Sequence[Action]:
    columns = Action.__table__.c
    ids = [select(link.table.c.action_id).where(link == id) for link in links]
    if not ids:
        return []
    linked = or_(*(columns.id.in_(one) for one in ids))
    return session.scalars(select(Action).where(linked, columns.deleted_at.is_(None))).all()


def _moved(lead: Values, to: str, id: str) -> Values:
    return {
        name: to if name in (*PARTIES, "affiliation_id") and value == id else value
        for name, value in lead.items()
    }


def _each_once(leads: Sequence[Values]) -> list[Values]:
    """Leave out who is named twice now, in the same role."""
    found: dict[tuple[Any, ...], Values] = {}
    for place, lead in enumerate(leads):
        party = next((lead[name] for name in PARTIES if lead[name] is not None), place)
        found.setdefault((lead["role"], party), lead)
    return [*found.values()]


def _move(
    session: Session, caller: Caller, column: Column[Any], stays: Table, gone: Table, told: str
) -> None:
    """Make a column point to the one that stays: in live rows with an event, in all others without."""
    table = column.table
    if "deleted_at" in table.c:
        live = select(class_of(table)).where(column == gone.id, table.c.deleted_at.is_(None))
        for row in session.scalars(live).all():
            _point(session, caller, row, column.name, stays.id, told)
    else:
        _drop_doubles(session, column, stays.id, gone.id)
    session.execute(update(table).where(column == gone.id).values({column.name: stays.id}))


def _point(session: Session, caller: Caller, row: Table, name: str, id: str | None, told: str) -> None:
    before = {name: getattr(row, name)}
    setattr(row, name, id)
    row.updated_at = now()
    session.flush()
    record(session, caller, Verb.UPDATED, row, before, {name: id}, told)


def _drop_doubles(session: Session, column: Column[Any], to: str, id: str) -> None:
    """Delete the links that would be there twice."""
    table = column.table
    if not column.primary_key:
        return
    rest = [one for one in table.primary_key if one is not column]
    other = table.alias("other")
    same = and_(other.c[column.name] == to, *(other.c[one.name] == one for one in rest))
    session.execute(delete(table).where(column == id, select(other.c[column.name]).where(same).exists()))


def _drop_second_seats(session: Session, caller: Caller, stays: Table, told: str) -> None:
    """Delete a membership that says the same as another one does, which takes over what belongs to it."""
    columns = Membership.__table__.c
    links = [one for one in pointing_at(stays.__table__) if one.table is Membership.__table__]
    if not links:
        return
    of_party = or_(*(link == stays.id for link in links))
    seats = session.scalars(
        select(Membership).where(of_party, columns.deleted_at.is_(None)).order_by(columns.id)
    ).all()
    seen: dict[tuple[tuple[str, str], ...], Membership] = {}
    for seat in seats:
        said = tuple(
            sorted((name, str(value)) for name, value in WRITE_MEMBERSHIPS.payload(session, seat).items())
        )
        if said in seen:
            for column in pointing_at(Membership.__table__):
                _move(session, caller, column, seen[said], seat, told)
            WRITE_MEMBERSHIPS.remove(session, caller, seat, told)
        seen.setdefault(said, seat)


def _names(stays: Table, gone: Table) -> Values:
    """Give the names of both, those of the one that is gone last; nothing where that adds none."""
    known, names = keys_of(party_of(stays)), list(stays.model_dump()["other_names"])
    for name in party_of(gone).names:
        if name_key(name) not in known:
            names.append(name)
            known.add(name_key(name))
    return {"other_names": names} if len(names) > len(stays.model_dump()["other_names"]) else {}


def _blanks(stays: Table, gone: Table) -> Values:
    mine, theirs = stays.model_dump(), gone.model_dump()
    return {
        name: theirs[name]
        for name in _TAKEN_OVER
        if name in mine and mine[name] is None and theirs[name] is not None
    }
