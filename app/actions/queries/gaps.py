"""What is missing from actions, or left for a person to settle: found by the database, and told in words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlmodel import Session

from app.actions.models import Action, Lead, Milestone, ProgressUpdate
from app.actions.queries import under_themes
from app.actions.queries.leads import led_by_filters
from app.actions.rules import CLOSED, ActionStatus, GapKind, LeadKind, MilestoneStatus
from app.actions.schemas.gaps import GapQuery, GapsRead
from app.core.filters import Filter, names, search
from app.core.listing import Item, Listing, View
from app.core.pagination import SortKey
from app.partners.models import Post
from app.phrases.due import PointKind
from app.plans.models import Plan
from app.schedule.models import Deadline, MeetingDay
from app.schedule.rules import Binding, DeadlineSource, Rank

_action = Action.__table__.c
_lead = Lead.__table__.c
_post = Post.__table__.c
_deadline = Deadline.__table__.c
_milestone = Milestone.__table__.c
_progress = ProgressUpdate.__table__.c

_since_day = bindparam("_since_day", type_=Date())
_since = bindparam("_since", type_=_action.created_at.type)


def _led(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(_lead.position).where(_lead.action_id == _action.id, *where).exists()


def _says(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    said = (_deadline.action_id == _action.id, _deadline.deleted_at.is_(None), _deadline.point >= 0)
    return select(_deadline.id).where(*said, *where).exists()


_OPEN_MILESTONE = (_milestone.deleted_at.is_(None), _milestone.status != MilestoneStatus.MET)


def _step(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(_milestone.id).where(_milestone.action_id == _action.id, *_OPEN_MILESTONE, *where).exists()


def _holds(column: Any) -> ColumnElement[bool]:
    """Tell that a list kept as JSON holds something: as text, which both databases compare in the same words."""
    return cast(column, Text) != "[]"


# What is said of a time without a day: that there is none to be said.
_UNDATED = (PointKind.ONGOING, PointKind.RELATIVE, PointKind.DONE)
_vacant = Post.__table__.alias("vacant").c
_IS_VACANT = or_(
    _lead.kind == LeadKind.VACANT,
    select(_vacant.id).where(_vacant.id == _lead.post_id, _vacant.is_vacant.is_(True)).exists(),
)
_HAS_NEWS = (
    select(_progress.id)
    .where(_progress.action_id == _action.id, _progress.deleted_at.is_(None))
    .where(
        or_(
            _progress.reported_on >= _since_day,
            and_(_progress.reported_on.is_(None), _progress.created_at >= _since),
        )
    )
    .exists()
)

_takes_place = MeetingDay.__table__.c
_IS_OFF = or_(
    _deadline.binding == Binding.CANCELLED,
    and_(
        _deadline.binding == Binding.CHOSEN,
        ~select(_takes_place.meeting_id)
        .where(_takes_place.meeting_id == _deadline.meeting_id, _takes_place.is_cancelled.is_(False))
        .exists(),
    ),
)

_copy = Action.__table__.alias("copy").c
_LIVES_ON = select(_copy.id).where(_copy.carried_from_id == _action.id, _copy.deleted_at.is_(None)).exists()
_OPEN = _action.status.not_in(sorted(CLOSED))

_OF_OPEN: dict[GapKind, ColumnElement[bool]] = {
    GapKind.NO_LEAD: and_(~_led(), ~_holds(_action.leads_unread)),
    GapKind.VACANT_LEAD: _led(_IS_VACANT),
    GapKind.UNRESOLVED_NAME: _led(or_(_lead.name_key.is_not(None), _lead.affiliation_key.is_not(None))),
    GapKind.UNREAD_LEAD: _holds(_action.leads_unread),
    GapKind.NO_DATE: ~_says(
        _deadline.source == DeadlineSource.ACTION,
        or_(_deadline.rank != int(Rank.UNDATED), _deadline.kind.in_(_UNDATED)),
    ),
    GapKind.UNREAD_DUE: or_(_holds(_action.due_unread), _step(_holds(_milestone.due_unread))),
    GapKind.CONFIRMATION_ENDED: or_(
        _action.due_confirmed_text.is_not(None), _step(_milestone.due_confirmed_text.is_not(None))
    ),
    GapKind.AMBIGUOUS_MEETING: _says(_deadline.binding == Binding.AMBIGUOUS, _deadline.is_done.is_(False)),
    GapKind.CANCELLED_MEETING: _says(_IS_OFF, _deadline.is_done.is_(False)),
    GapKind.NO_UPDATE: and_(_action.created_at < _since, ~_HAS_NEWS),
}
CARRIED_NOWHERE = and_(_action.status == ActionStatus.CARRIED_FORWARD, ~_LIVES_ON)
"""The condition that an action is said to live on in another plan, and does not."""
CONDITIONS = {
    **{kind: and_(_OPEN, condition) for kind, condition in _OF_OPEN.items()},
    GapKind.CARRIED_NOWHERE: CARRIED_NOWHERE,
}
"""How each gap is found: a condition on an action."""

_asked: BindParameter[Any] = bindparam("kind", expanding=True)
_HAS_GAPS = or_(*(and_(literal(kind.value).in_(_asked), condition) for kind, condition in CONDITIONS.items()))


def _tell(session: Session, items: Sequence[Item], _view: View) -> None:
    """Take the `_has_…` members out of the items, and tell the gaps that they name."""
    ids = [item["id"] for item in items]
    told = _Told(session, ids)
    for item in items:
        kinds = [kind for kind in GapKind if item.pop(f"_has_{kind}")]
        own = {name: item.pop(f"_{name}") for name in ("leads_unread", "due_unread", "due_confirmed_text")}
        item["gaps"] = [
            {"kind": kind.value, "text": text, "milestone_id": milestone_id}
            for kind in kinds
            for text, milestone_id in told.of(kind, item, own)
        ]


class _Told:
    """The words of the gaps of some actions, read for all of them at once."""

    def __init__(self, session: Session, ids: Sequence[str]) -> None:
        self._leads: defaultdict[str, list[Any]] = defaultdict(list)
        self._deadlines: defaultdict[str, list[Any]] = defaultdict(list)
        self._milestones: defaultdict[str, list[Any]] = defaultdict(list)
        self._news: dict[str, Any] = {}
        if ids:
            self._read(session, ids)

    def _read(self, session: Session, ids: Sequence[str]) -> None:
        leads = (
            select(*Lead.__table__.c, _post.title, _IS_VACANT.label("is_vacant"))
            .select_from(Lead.__table__.outerjoin(Post.__table__, _post.id == _lead.post_id))
            .where(_lead.action_id.in_(ids))
        )
        for row in session.execute(leads.order_by(_lead.position)):
            self._leads[row.action_id].append(row)
        unsure = (or_(_deadline.binding == Binding.AMBIGUOUS, _IS_OFF), _deadline.is_done.is_(False))
        said = (_deadline.action_id.in_(ids), _deadline.deleted_at.is_(None), _deadline.point >= 0)
        found = select(Deadline.__table__).where(*said, *unsure).order_by(_deadline.position)
        for row in session.execute(found):
            self._deadlines[row.action_id].append(row)
        steps = select(Milestone.__table__).where(_milestone.action_id.in_(ids), *_OPEN_MILESTONE)
        for row in session.execute(steps.order_by(_milestone.position)):
            self._milestones[row.action_id].append(row)
        day = func.coalesce(
            cast(_progress.reported_on, Text), func.substr(cast(_progress.created_at, Text), 1, 10)
        )
        news = select(_progress.action_id, func.max(day)).where(_progress.action_id.in_(ids))
        rows = session.execute(news.where(_progress.deleted_at.is_(None)).group_by(_progress.action_id))
        self._news = {action_id: last for action_id, last in rows}

    def of(self, kind: GapKind, item: Item, own: Item) -> Iterator[tuple[str | None, str | None]]:
        """Give the words of each gap of a kind, and the milestone that it is of."""
        id = item["id"]
        if kind == GapKind.VACANT_LEAD:
            yield from (
                (lead.title or lead.name or lead.text, None) for lead in self._leads[id] if lead.is_vacant
            )
        elif kind == GapKind.UNRESOLVED_NAME:
            yield from ((name, None) for name in self._open_names(id))
        elif kind == GapKind.UNREAD_LEAD:
            yield from ((words, None) for words in own["leads_unread"])
        elif kind == GapKind.NO_DATE:
            yield item["due_text"] or None, None
        elif kind in (GapKind.UNREAD_DUE, GapKind.CONFIRMATION_ENDED):
            yield from self._of_words(kind, id, own)
        elif kind in (GapKind.AMBIGUOUS_MEETING, GapKind.CANCELLED_MEETING):
            yield from self._of_meetings(kind, id)
        else:
            yield (self._news.get(id) if kind == GapKind.NO_UPDATE else None), None

    def _open_names(self, id: str) -> Iterator[str]:
        for lead in self._leads[id]:
            if lead.name_key is not None:
                yield lead.name
            if lead.affiliation_key is not None:
                yield lead.affiliation

    def _of_words(self, kind: GapKind, id: str, own: Item) -> Iterator[tuple[str | None, str | None]]:
        steps = self._milestones[id]
        if kind == GapKind.UNREAD_DUE:
            yield from ((words, None) for words in own["due_unread"])
            yield from ((words, step.id) for step in steps for words in step.due_unread)
            return
        if own["due_confirmed_text"] is not None:
            yield own["due_confirmed_text"], None
        yield from ((one.due_confirmed_text, one.id) for one in steps if one.due_confirmed_text is not None)

    def _of_meetings(self, kind: GapKind, id: str) -> Iterator[tuple[str | None, str | None]]:
        for row in self._deadlines[id]:
            if (row.binding == Binding.AMBIGUOUS) == (kind == GapKind.AMBIGUOUS_MEETING):
                yield (
                    row.anchor or row.text,
                    row.source_id if row.source == DeadlineSource.MILESTONE else None,
                )


GAPS = Listing(
    table=Action,
    read=GapsRead,
    columns={
        **{
            name: _action[name]
            for name in (
                "id", "version", "created_at", "updated_at", "reference", "plan_id", "text", "status",
                "lead_text", "due_text", "due_on",
            )
        },
        **{f"_{name}": _action[name] for name in ("leads_unread", "due_unread", "due_confirmed_text")},
        **{
            f"_has_{kind}": case((and_(literal(kind.value).in_(_asked), condition), 1), else_=0)
            for kind, condition in CONDITIONS.items()
        },
    },
    filters=(
        Filter("kind", _HAS_GAPS),
        names("plan", _action.plan_id, Plan),
        under_themes(_action.id),
        *led_by_filters(_action.id),
        search(_action.text, _action.lead_text, _action.due_text, _action.reference),
    ),
    sorts={
        "reference": SortKey(_action.reference_key),
        "due": SortKey(_action.due_on, nullable=True),
        "updated_at": SortKey(_action.updated_at),
    },
    default_sort="reference",
    finish=_tell,
    of_day=True,
)  # fmt: skip


def gaps_page(session: Session, query: GapQuery, view: View) -> Item:
    """Read one page of the actions from which something is missing, as GapsRead."""
    since = view.today - timedelta(days=query.no_update_days)
    also = {
        "kind": [kind.value for kind in query.kind or GapKind],
        "_days": query.no_update_days,
    }
    of_day = {"_since_day": since, "_since": datetime.combine(since, time(), UTC)}
    query = query.model_copy(update={"kind": None, "no_update_days": None})
    return GAPS.page(session, query, view, also=also, of_day=of_day)
