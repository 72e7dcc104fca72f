"""How relations between actions are read, from the end that one looks from."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import and_, case, or_, select
from sqlmodel import Session

from app.actions.models import Action, ActionRelation
from app.actions.queries.decisions import BRIEF, brief
from app.actions.rules.relations import RelationDirection, RelationKind, read_from
from app.actions.schemas.relations import RelationRead
from app.core.filters import among
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.plans.queries import in_public_plan

_relation = ActionRelation.__table__.c
_this = Action.__table__.alias("this")
_that = Action.__table__.alias("that")
_GOES_OUT = _relation.action_id == _this.c.id
_DIRECTION = case((_GOES_OUT, RelationDirection.OUT.value), else_=RelationDirection.IN.value)
_OTHER_END = case((_GOES_OUT, _relation.other_id), else_=_relation.action_id)


def _shape(item: Item, _view: View) -> None:
    item["reads_as"] = read_from(RelationKind(item["kind"]), RelationDirection(item["direction"]))
    item["label"] = item["reads_as"].en
    item["other"] = brief({name: item.pop(f"_{name}") for name in BRIEF})


RELATIONS = Listing(
    table=ActionRelation,
    read=RelationRead,
    columns={
        **columns_of(ActionRelation, RelationRead),
        "action_id": _this.c.id,
        "other_id": _that.c.id,
        "direction": _DIRECTION,
        **{f"_{name}": _that.c[name] for name in BRIEF},
    },
    source=ActionRelation.__table__.join(_this, or_(_GOES_OUT, _relation.other_id == _this.c.id)).join(
        _that, and_(_that.c.id == _OTHER_END, _that.c.deleted_at.is_(None))
    ),
    filters=(among("kind", _relation.kind), among("direction", _DIRECTION)),
    sorts={
        "reference": SortKey(_that.c.reference_key),
        "created_at": SortKey(_relation.created_at),
        "updated_at": SortKey(_relation.updated_at),
    },
    default_sort="reference",
    visible=in_public_plan(_that.c.plan_id),
    shape=_shape,
    parent=_this.c.id,
)


def embed_relations(session: Session, items: Sequence[Item], view: View) -> None:
    """Show how each action stands to others."""
    grouped: defaultdict[str, list[Item]] = defaultdict(list)
    for one in RELATIONS.related(session, view, _this.c.id, {item["id"] for item in items}):
        grouped[one["action_id"]].append(one)
    for item in items:
        item["relations"] = grouped[item["id"]]


def find_relation(session: Session, kind: str, action_id: str, other_id: str) -> str | None:
    """Find the id of the live relation of the kind from the one action to the other, or None."""
    where = (_relation.kind == kind, _relation.action_id == action_id, _relation.other_id == other_id)
    found: str | None = session.execute(
        select(_relation.id).where(*where, _relation.deleted_at.is_(None))
    ).scalar()
    return found


def leads_to(session: Session, kind: str, from_id: str, to_id: str) -> bool:
    """Tell whether relations of a kind lead from one action to another, be it over deleted ones that may come back."""
    seen: set[str] = set()
    ahead: Collection[str] = {from_id}
    while ahead and to_id not in seen:
        seen |= {*ahead}
        where = (_relation.kind == kind, _relation.action_id.in_(ahead), _relation.deleted_at.is_(None))
        ahead = {*session.execute(select(_relation.other_id).where(*where)).scalars()} - seen
    return to_id in seen
