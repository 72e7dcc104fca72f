"""Names in lead cells that the register does not know: which they are, and in which actions they stand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, and_, cast, func, literal, or_, select, tuple_, union_all
from sqlmodel import Session

from app.actions.models import Action, Lead
from app.actions.rules import LeadKind, LeadsReading
from app.actions.schemas.names import UnresolvedQuery
from app.core.chunks import rows_among
from app.core.db import WORDS
from app.core.pagination import SortKey, fingerprint, read_cursor, write_cursor
from app.reading.queries import known_parties, shown_party

MOST_ACTIONS = 20
Item = dict[str, Any]
_lead = Lead.__table__.c
_action = Action.__table__.c


def _open_names() -> CompoundSelect[Any]:
    """Select every name that waits to be resolved, those of the organisations that people belong to as well."""
    led = Lead.__table__.join(
        Action.__table__, and_(_action.id == _lead.action_id, _action.deleted_at.is_(None))
    )
    own = select(
        _lead.name_key.label("key"), _lead.kind.label("kind"), _lead.name.label("name"), _lead.action_id
    )
    theirs = select(
        _lead.affiliation_key,
        literal(LeadKind.ORGANISATION.value, WORDS),
        _lead.affiliation,
        _lead.action_id,
    )
    return union_all(
        own.select_from(led).where(_lead.name_key.is_not(None)),
        theirs.select_from(led).where(_lead.affiliation_key.is_not(None)),
    )


_OPEN = _open_names().subquery("open_name")
_names = _OPEN.c
_NAMES = select(
    _names.key,
    _names.kind,
    func.min(_names.name).label("name"),
    func.count(_names.action_id.distinct()).label("count"),
).group_by(_names.key, _names.kind)
_KEYS = (SortKey(_lead.name_key), SortKey(_lead.kind))


def unresolved_names(session: Session, query: UnresolvedQuery) -> Item:
    """Read a page of the names that the register does not know, in their alphabetical order."""
    mine = fingerprint("unresolved_name", query.kind)
    statement = _NAMES.order_by(_names.key, _names.kind).limit(query.limit + 1)
    if query.kind is not None:
        statement = statement.where(_names.kind.in_([kind.value for kind in query.kind]))
    if query.cursor is not None:
        key, kind = read_cursor(query.cursor, mine, _KEYS)
        statement = statement.where(or_(_names.key > key, and_(_names.key == key, _names.kind > kind)))
    rows = session.execute(statement).all()
    page = rows[: query.limit]
    following = write_cursor(mine, [page[-1].key, page[-1].kind]) if len(rows) > len(page) else None
    return {"items": _shown(session, page), "next": following}


def _shown(session: Session, rows: Sequence[Any]) -> list[Item]:
    known = known_parties(session) if rows else None
    actions = _actions_of(session, [(row.key, row.kind) for row in rows])
    return [
        {
            "name": row.name,
            "kind": row.kind,
            "count": row.count,
            "actions": actions[row.key, row.kind],
            "candidates": [shown_party(one) for one in known.find(row.key)] if known is not None else [],
        }
        for row in rows
    ]


def _actions_of(session: Session, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Item]]:
    """Read the first actions in which each of the names stands, in the order of their references."""
    found: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    each = select(_names.key, _names.kind, _names.action_id).distinct().subquery("each")
    order = (_action.reference_key, _action.id)
    place = func.row_number().over(partition_by=(each.c.key, each.c.kind), order_by=order)
    numbered = (
        select(each.c.key, each.c.kind, _action.id, _action.reference, _action.plan_id, place.label("place"))
        .join(Action.__table__, _action.id == each.c.action_id)
        .where(tuple_(each.c.key, each.c.kind).in_(names))
        .subquery("numbered")
    )
    first = select(numbered).where(numbered.c.place <= MOST_ACTIONS).order_by(numbered.c.place)
    for row in session.execute(first) if names else ():
        found[row.key, row.kind].append(shown_action(row))
    return found


def shown_action(action: Any) -> Item:
    """Show an action where only its name is wanted."""
    return {
        "id": action.id,
        "url": f"{Action.__path__}/{action.id}",
        "reference": action.reference,
        "plan_id": action.plan_id,
    }


def open_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Tell which of the keys names wait under."""
    waiting = select(_names.key).distinct()
    return {row.key for row in rows_among(session, waiting, _names.key, keys)}


_NOT_KNOWN = or_(_lead.name_key.is_not(None), _lead.affiliation_key.is_not(None), _lead.kind == "vacant")
_NOT_UNDERSTOOD = (
    _action.deleted_at.is_(None),
    _action.leads_reading == LeadsReading.AUTOMATIC.value,
    or_(
        _action.id.in_(select(_lead.action_id).where(_NOT_KNOWN)),
        cast(_action.leads_unread, WORDS) != "[]",
    ),
)


def texts_not_understood(session: Session) -> Sequence[str]:
    """List the words of live actions whose leads were read, but not all of them known, each once."""
    return session.execute(select(_action.lead_text).where(*_NOT_UNDERSTOOD).distinct()).scalars().all()


def list_not_understood(session: Session, texts: Collection[str]) -> Sequence[Action]:
    """List the live actions with these words whose leads were read, but not all of them known."""
    mine = select(_action.id).where(*_NOT_UNDERSTOOD)
    return _actions(session, {row.id for row in rows_among(session, mine, _action.lead_text, texts)})


def list_waiting(session: Session, keys: Collection[str]) -> Sequence[Action]:
    """List the live actions in whose leads a name waits under one of the keys."""
    mine = select(_names.action_id).distinct()
    return _actions(session, {row.action_id for row in rows_among(session, mine, _names.key, keys)})


def _actions(session: Session, ids: Collection[str]) -> Sequence[Action]:
    found = [row.Action for row in rows_among(session, select(Action), _action.id, ids)]
    return sorted(found, key=lambda action: (action.reference_key, action.id))
