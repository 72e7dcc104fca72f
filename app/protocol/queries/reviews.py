"""Reviews as records of the protocol, and what they are of: plans and clusters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, or_, select
from sqlmodel import Session

from app.adoption.models import PlanTransition, Review
from app.core.links import address
from app.plans.models import Plan
from app.protocol.queries.scope import Readings, Scope, record_of
from app.protocol.rules.judging import ABSENT, COUNTS
from app.protocol.rules.records import Found, Record, in_force, reviewed_in_time
from app.sub_groups.models import SubGroup
from app.sub_groups.rules import SubGroupKind

_plan = Plan.__table__.c
_review = Review.__table__.c
_sub_group = SubGroup.__table__.c
_transition = PlanTransition.__table__.c


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """Something that is to be reviewed, with its first and its last day."""

    kind: str
    id: str
    title: str
    url: str
    first: date | None
    last: date | None
    is_public: bool


def reviews_held(readings: Readings, _parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Give the reviews that were held in the period."""
    rows = [row for row in readings.of(_read_reviews, scope) if row.held_on >= scope.start]
    return [record_of("review", Review, row, row.held_on, Found(COUNTS)) for row in rows]


def reviewed_at_intervals(readings: Readings, parameters: Mapping[str, Any], scope: Scope) -> list[Record]:
    """Judge what is to be reviewed: each plan, and each cluster that is looked at."""
    reviews: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in readings.of(_read_reviews, scope):
        reviews[row.plan_id or row.sub_group_id].append(row)
    reviewed = readings.of(_read_plans, scope) + readings.of(_read_clusters, scope)
    judged = [_judged(parameters["months"], one, reviews[one.id], scope) for one in reviewed]
    return [record for record in judged if record.outcomes != ABSENT]


def _judged(months: int, reviewed: _Reviewed, reviews: Sequence[Row[Any]], scope: Scope) -> Record:
    """Judge one thing, shown by its last review; one that was never reviewed, by itself."""
    end = min(scope.end, reviewed.last or scope.end)
    # What was held before there was anything to be reviewed, such as on a draft, is none of its reviews.
    before = [row for row in reviews if (reviewed.first or row.held_on) <= row.held_on <= end]
    held = [row.held_on for row in before]
    found = reviewed_in_time(months, reviewed.first, held, scope.start, end, scope.as_of)
    shown = (reviewed.kind, reviewed.title, reviewed.url, None)
    if before:
        last = before[-1]
        url = address(Review.__table__, last)
        shown = ("review", f"{reviewed.title}: {last.title}", url, last.held_on)
    return Record(*shown, found.outcomes, found.missing, reviewed.is_public)


def _read_reviews(session: Session, scope: Scope) -> Sequence[Row[Any]]:
    """Read the reviews that were held by the end of the period, in order. One is as public as its plan."""
    found = (
        select(*_review, _plan.visibility)
        .select_from(Review.__table__.outerjoin(Plan.__table__, _plan.id == _review.plan_id))
        .where(_review.deleted_at.is_(None), _review.held_on <= scope.end)
    )
    if scope.plan_id is not None:
        found = found.where(_review.plan_id == scope.plan_id)
    if scope.bodies is not None:
        of_bodies = _review.sub_group_id.in_(scope.bodies)
        found = found.where(or_(of_bodies, _plan.sub_group_id.in_(scope.bodies)))
    return session.execute(found.order_by(_review.held_on, _review.id)).all()


def _read_plans(session: Session, scope: Scope) -> list[_Reviewed]:
    """Read the plans that were in force on some of the days, by the steps that they had taken by the end of them."""
    taken = (_transition.deleted_at.is_(None), _transition.made_on <= scope.end)
    where = [_plan.deleted_at.is_(None), scope.overlaps(_plan.starts_on, _plan.ends_on)]
    if scope.plan_id is not None:
        where.append(_plan.id == scope.plan_id)
    if scope.bodies is not None:
        where.append(_plan.sub_group_id.in_(scope.bodies))
    found = (
        select(*_plan, _transition.to_status, _transition.made_on)
        .select_from(Plan.__table__.join(PlanTransition.__table__, _transition.plan_id == _plan.id))
        .where(*where, *taken)
        .order_by(_plan.reference_key, _plan.id, _transition.created_at, _transition.id)
    )
    reviewed = []
    for _, steps in groupby(session.execute(found), key=attrgetter("id")):
        row, *_later = rows = [*steps]
        days = in_force(row.starts_on, row.ends_on, [(one.to_status, one.made_on) for one in rows])
        if days is not None and (days[1] is None or days[1] >= scope.start):
            url, is_public = address(Plan.__table__, row), row.visibility == "public"
            reviewed.append(_Reviewed("plan", row.id, row.title, url, *days, is_public))
    return reviewed


def _read_clusters(session: Session, scope: Scope) -> list[_Reviewed]:
    """Read the clusters among the bodies looked at. Who looks at all bodies asks for each plan alone."""
    if scope.bodies is None or scope.plan_id is not None:
        return []
    found = select(*_sub_group).where(
        _sub_group.deleted_at.is_(None),
        _sub_group.kind == SubGroupKind.CLUSTER,
        _sub_group.id.in_(scope.bodies),
        scope.overlaps(_sub_group.started_on, _sub_group.ended_on),
    )
    # The reviews of a cluster are as little public as a plan that is not.
    return [
        _Reviewed(
            *("sub_group", row.id, row.name, address(SubGroup.__table__, row)),
            *(row.started_on, row.ended_on, False),
        )
        for row in session.execute(found.order_by(_sub_group.reference_key, _sub_group.id))
    ]
