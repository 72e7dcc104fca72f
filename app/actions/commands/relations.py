"""How relations between actions are written: once, and never so that they contradict each other."""

from typing import Any

from sqlmodel import Session

from app.actions.commands.carried import refuse_carried
from app.actions.models import Action, ActionRelation
from app.actions.queries.relations import find_relation, leads_to
from app.actions.rules.relations import RelatedToItself, RelationIsThere, RelationKind, RelationsGoRound
from app.core.callers import Caller
from app.core.errors import Fault
from app.core.links import address
from app.core.rows import find_by_reference
from app.ledger.commands import Writer

Values = dict[str, Any]


def _prepare(session: Session, _relation: ActionRelation | None, values: Values) -> Values:
    """Take the other action by its reference, too, where it is in the same plan."""
    plan_id = session.get_one(Action, values["action_id"]).plan_id
    named = find_by_reference(session, Action, values["other_id"], {"plan_id": plan_id})
    return values if named is None else {**values, "other_id": named.id}


def _check(session: Session, relation: ActionRelation) -> None:
    kind, one, other = relation.kind, relation.action_id, relation.other_id
    if one == other:
        raise RelatedToItself
    with session.no_autoflush:
        for end in (one, other):
            refuse_carried(session, session.get_one(Action, end))
        ends = [(one, other), (other, one)] if kind == RelationKind.RELATES else [(one, other)]
        for action_id, other_id in ends:
            known = find_relation(session, kind, action_id, other_id)
            if known not in (None, relation.id):
                where = address(ActionRelation.__table__, {"id": known, "action_id": action_id})
                raise RelationIsThere(errors=[Fault(f"it is there as {where}", pointer="/other_id")])
        if kind != RelationKind.RELATES and leads_to(session, kind, other, one):
            raise RelationsGoRound(kind)


def _follow(session: Session, _caller: Caller, relation: ActionRelation, _changed: frozenset[str]) -> None:
    """Refuse to take a relation from what lives on in a copy: it could not be given back."""
    for end in (relation.action_id, relation.other_id):
        refuse_carried(session, session.get_one(Action, end))


WRITE_RELATIONS = Writer(table=ActionRelation, prepare=_prepare, check=_check, follow=_follow)
