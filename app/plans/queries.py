"""How plans, themes, glossaries and criteria are read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session

from app.core.callers import Caller
from app.core.embeds import embed_many, embed_one
from app.core.errors import Fault, InvalidParameter
from app.core.filters import Filter, among, at_least, at_most, equals, names, search
from app.core.links import is_alive
from app.core.listing import AsItStood, Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.ledger.queries import shown_at, things_at
from app.plans.models import Criterion, GlossaryTerm, Plan, Theme
from app.plans.rules import PlanStatus
from app.plans.schemas import CriterionRead, GlossaryTermRead, PlanRead, ThemeRead
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import SUB_GROUPS

_plan = Plan.__table__.c
_IS_PUBLIC = _plan.visibility == "public"
_theme = Theme.__table__.c
_term = GlossaryTerm.__table__.c
_criterion = Criterion.__table__.c

THEMES = Listing(
    table=Theme,
    read=ThemeRead,
    columns=columns_of(Theme, ThemeRead),
    filters=(search(_theme.title),),
    sorts={
        "position": SortKey(_theme.position),
        "number": SortKey(_theme.number),
        "title": SortKey(_theme.title),
    },
    default_sort="position",
    parent=_theme.plan_id,
)

GLOSSARY = Listing(
    table=GlossaryTerm,
    read=GlossaryTermRead,
    columns=columns_of(GlossaryTerm, GlossaryTermRead),
    filters=(search(_term.term, _term.meaning),),
    sorts={"term": SortKey(_term.term)},
    default_sort="term",
    parent=_term.plan_id,
)


def _plan_at(session: Session, id: str, at: datetime, _view: View) -> Item | None:
    """Read a plan and its themes as they stood at a time, from the ledger."""
    found = things_at(session, at, Plan.__tablename__, [id])
    plan = found[Plan.__tablename__].get(id)
    if plan is None or plan.is_deleted:
        return None
    themes = [theme for theme in found[Theme.__tablename__].values() if not theme.is_deleted]
    shown = [shown_at(Theme, ThemeRead, theme) for theme in themes]
    shown.sort(key=lambda theme: (theme["position"], theme["id"]))
    return {**shown_at(Plan, PlanRead, plan), "themes": shown}


_followed = Plan.__table__.alias("followed")
_follows_a_public_one = (
    select(_followed.c.id)
    .where(_followed.c.id == _plan.predecessor_id, _followed.c.visibility == "public")
    .exists()
)


def _shape_plan(item: Item, view: View) -> None:
    """Hide from the public which plan of partners a plan follows."""
    is_public = item.pop("_follows_a_public_one")
    if not is_public and not view.caller.sees_partners:
        item["predecessor_id"] = None


PLANS = Listing(
    table=Plan,
    read=PlanRead,
    columns={**columns_of(Plan, PlanRead), "_follows_a_public_one": _follows_a_public_one},
    shape=_shape_plan,
    filters=(
        among("kind", _plan.kind),
        among("status", _plan.status),
        among("visibility", _plan.visibility),
        names("sub_group", _plan.sub_group_id, SubGroup),
        names("predecessor", _plan.predecessor_id, Plan),
        at_least("starts_from", _plan.starts_on),
        at_most("ends_until", _plan.ends_on),
        search(_plan.title, _plan.reference),
    ),
    sorts={
        "reference": SortKey(_plan.reference_key),
        "title": SortKey(_plan.title),
        "starts_on": SortKey(_plan.starts_on, nullable=True),
        "ends_on": SortKey(_plan.ends_on, nullable=True),
        "updated_at": SortKey(_plan.updated_at),
    },
    default_sort="reference",
    visible=_IS_PUBLIC,
    embeds={
        "themes": embed_many("themes", THEMES, "plan_id"),
        "sub_group": embed_one("sub_group", SUB_GROUPS, "sub_group_id"),
    },
    whole=("themes",),
    as_it_stood=AsItStood(_plan_at),
)

CRITERIA = Listing(
    table=Criterion,
    read=CriterionRead,
    columns=columns_of(Criterion, CriterionRead),
    filters=(equals("framework", _criterion.framework), search(_criterion.title, _criterion.framework)),
    sorts={
        "position": SortKey(_criterion.position),
        "reference": SortKey(_criterion.reference_key),
        "title": SortKey(_criterion.title),
    },
    default_sort="position",
)


def only_framework(session: Session) -> set[str]:
    """Find the framework of which all criteria of the register are; none where there are none, or several."""
    names = select(_criterion.framework).where(_criterion.deleted_at.is_(None)).distinct().limit(2)
    found = set(session.execute(names).scalars())
    return found if len(found) == 1 else set()


def in_public_plan(plan_id: Any) -> ColumnElement[bool]:
    """Keep what is in a public plan: asked row by row, since a list's own index shall lead the way."""
    return select(_plan.id).where(_plan.id == plan_id, _IS_PUBLIC).exists()


def find_superseded_by(session: Session, plan_id: str) -> str | None:
    """Find the id of the superseded plan that this one alone follows, or None."""
    other = Plan.__table__.alias("other").c
    follows_too = (other.predecessor_id == _followed.c.id, other.id != plan_id, other.deleted_at.is_(None))
    found: str | None = session.execute(
        select(_followed.c.id)
        .join(Plan.__table__, _plan.predecessor_id == _followed.c.id)
        .where(
            _plan.id == plan_id, _followed.c.status == PlanStatus.SUPERSEDED, _followed.c.deleted_at.is_(None)
        )
        .where(~select(other.id).where(*follows_too).exists())
    ).scalar()
    return found


def list_predecessors(session: Session, id: str | None) -> list[str]:
    """List the ids of a plan and of those that it follows, the newest first; each is named once."""
    found: list[str] = []
    while id is not None and id not in found:
        found.append(id)
        id = session.execute(select(_plan.predecessor_id).where(_plan.id == id)).scalar()
    return found


def find_theme_by_number(session: Session, plan_id: str, number: int) -> str | None:
    """Find the id of the plan's live theme with the number, or None."""
    where = (_theme.plan_id == plan_id, _theme.number == number, _theme.deleted_at.is_(None))
    found: str | None = session.execute(select(_theme.id).where(*where)).scalar()
    return found


def theme_filter(condition: Callable[[Any], ColumnElement[bool]]) -> Filter:
    """Keep what stands under one of the themes named, each by its id, or by its number in whatever plan."""

    def read(session: Session, value: list[str], caller: Caller) -> list[str]:
        found: list[str] = []
        # What partners share must not be told by whether a name is known.
        seen = () if caller.sees_partners else (_theme.plan_id.in_(select(_plan.id).where(_IS_PUBLIC)),)
        for name in value:
            is_number = name.isascii() and name.isdigit() and len(name) < 10
            named = _theme.number == int(name) if is_number else _theme.id == name.lower()
            ids = (
                session.execute(select(_theme.id).where(named, is_alive(Theme.__table__), *seen))
                .scalars()
                .all()
            )
            if not ids:
                fault = Fault(f"no theme has the id or number {name!r}", parameter="theme")
                raise InvalidParameter("A name in the query is not known.", errors=[fault])
            found += ids
        return found

    return Filter("theme", condition(bindparam("theme", expanding=True)), read)
