"""A plan and all that is in it as records: what another register needs to make it anew.

A record has a kind and an item: the members by which the API takes such a thing, with references in place of ids.
No id, no time of keeping and nothing that the service works out is in it, so that a plan is the same records wherever
it is kept. What ties it to other plans is left out: an action that was carried forward has the status it had before.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from app.actions.models import Action, ActionRelation, Issue
from app.actions.queries import ISSUES
from app.actions.queries.records.actions import action_records, is_any_of
from app.actions.queries.records.members import POINTING, Record, record_of, references_of
from app.actions.queries.records.named import named_by_plan
from app.core.listing import Item, Listing, OneQuery, View
from app.core.whole import items_in_chunks, rows_in_chunks
from app.plans.models import GlossaryTerm, Theme
from app.plans.queries import GLOSSARY, PLANS, THEMES

_relation = ActionRelation.__table__.c
_this = Action.__table__.alias("this").c
_that = Action.__table__.alias("that").c


def plan_records(session: Session, plan_id: str, view: View) -> Iterator[list[Record]]:
    """Read a plan's records in chunks: the parties and criteria it names, the plan, its parts, its actions.

    Each action is followed by its milestones and its progress updates; relations come last. The public gets what it
    may see. Raises NotFound where it may not see the plan.
    """
    plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    for kind, listing, where in named_by_plan(plan):
        yield from _records(session, kind, listing, view, where, "reference")
    yield [record_of("plan", item, id) for id, item in _pointed(session, [plan])]
    for kind, listing, column in (
        ("glossary_term", GLOSSARY, GlossaryTerm.__table__.c.plan_id),
        ("theme", THEMES, Theme.__table__.c.plan_id),
        ("issue", ISSUES, Issue.__table__.c.plan_id),
    ):
        yield from _records(session, kind, listing, view, column == plan["id"])
    yield from action_records(session, plan["id"], view)
    yield from _relations(session, plan["id"])


def _records(
    session: Session, kind: str, listing: Listing, view: View, where: ColumnElement[bool], order: str = ""
) -> Iterator[list[Record]]:
    for items in items_in_chunks(session, listing, view, where, order):
        yield [record_of(kind, item, id) for id, item in _pointed(session, items)]


def _pointed(session: Session, items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Put references in place of the ids by which items point to others; give each with its own id."""
    known = {name: references_of(session, name, (item.get(name) for item in items)) for name in POINTING}
    for item in items:
        yield (
            item["id"],
            {
                name: known[name].get(value) if name in POINTING and isinstance(value, str) else value
                for name, value in item.items()
            },
        )


def _relations(session: Session, plan_id: str) -> Iterator[list[Record]]:
    """Read the relations between actions of the plan."""
    if not is_any_of(session, ActionRelation.__table__, plan_id):
        return
    within = (_this.plan_id == plan_id, _that.plan_id == plan_id)
    live = (_relation.deleted_at.is_(None), _this.deleted_at.is_(None), _that.deleted_at.is_(None))
    ends = ActionRelation.__table__.join(_this.id.table, _this.id == _relation.action_id).join(
        _that.id.table, _that.id == _relation.other_id
    )
    found = (
        select(_relation.id, _this.reference.label("action"), _relation.kind, _that.reference.label("other"))
        .select_from(ends)
        .where(*within, *live)
        .order_by(_this.reference_key, _that.reference_key, _relation.kind, _relation.id)
    )
    for rows in rows_in_chunks(session, found, {}):
        yield [record_of("relation", dict(row._mapping), row.id) for row in rows]
