"""How reviews and their findings are read."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.actions.models import Issue
from app.actions.queries.due import due_columns, show_due
from app.adoption.models import Finding, Review
from app.adoption.schemas.reviews import FindingRead, ReviewRead
from app.core.embeds import embed_many
from app.core.filters import Filter, at_least, at_most, names, search, with_key
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.plans.models import Plan
from app.plans.queries import in_public_plan
from app.schedule.rules import DeadlineSource
from app.sub_groups.models import SubGroup

_review = Review.__table__.c
_finding = Finding.__table__.c


def _shape_finding(item: Item, view: View) -> None:
    is_seen = item.pop("_is_issue_public") or view.caller.sees_partners
    item["issue_id"] = item["issue_id"] if is_seen else None


FINDINGS = Listing(
    table=Finding,
    read=FindingRead,
    columns={
        **columns_of(Finding, FindingRead),
        "_is_issue_public": in_public_plan(Issue.__table__.c.plan_id),
    },
    source=Finding.__table__.outerjoin(Issue.__table__, Issue.__table__.c.id == _finding.issue_id),
    shape=_shape_finding,
    filters=(search(_finding.text),),
    sorts={"position": SortKey(_finding.position)},
    default_sort="position",
    parent=_finding.review_id,
)


def _shape_review(item: Item, view: View) -> None:
    item["_is_closed"] = item["held_on"] is not None
    if not view.caller.sees_partners:
        item["meeting_id"] = None


_has_open_findings = (
    select(_finding.id)
    .where(_finding.review_id == _review.id, _finding.issue_id.is_(None), _finding.deleted_at.is_(None))
    .exists()
)

REVIEWS = Listing(
    table=Review,
    read=ReviewRead,
    columns={**columns_of(Review, ReviewRead), **due_columns(_review)},
    filters=(
        names("plan", _review.plan_id, Plan),
        names("sub_group", _review.sub_group_id, SubGroup),
        Filter("is_held", _review.held_on.is_not(None) == bindparam("is_held")),
        with_key(Filter("open_findings", _has_open_findings == bindparam("open_findings"))),
        at_least("held_from", _review.held_on),
        at_most("held_to", _review.held_on),
        search(_review.title, _review.summary),
    ),
    sorts={
        "held_on": SortKey(_review.held_on, nullable=True),
        "due": SortKey(_review.due_on, nullable=True),
        "title": SortKey(_review.title),
        "updated_at": SortKey(_review.updated_at),
    },
    default_sort="due",
    visible=in_public_plan(_review.plan_id),
    shape=_shape_review,
    finish=show_due(DeadlineSource.REVIEW),
    of_day=True,
    embeds={"findings": embed_many("findings", FINDINGS, "review_id")},
    whole=("findings",),
)


def list_reviews(session: Session) -> Sequence[Review]:
    """List all live reviews, the oldest first."""
    live = select(Review).where(_review.deleted_at.is_(None)).order_by(_review.id)
    return session.execute(live).scalars().all()


def list_held_at(session: Session, meeting_id: str) -> Sequence[Review]:
    """List the live reviews that were held at a meeting."""
    held = (_review.held_on.is_not(None), _review.deleted_at.is_(None))
    found = select(Review).where(_review.meeting_id == meeting_id, *held).order_by(_review.id)
    return session.execute(found).scalars().all()
