"""How actions, milestones, progress updates and issues are read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlmodel import Session

from app.actions.models import (
    Action,
    ActionCluster,
    ActionIssue,
    ActionTheme,
    Issue,
    Milestone,
    ProgressUpdate,
)
from app.actions.queries.decisions import embed_decision, hide_decisions
from app.actions.queries.due import due_columns, is_closed, show_due, state_filter
from app.actions.queries.leads import embed_leads, led_by_filters
from app.actions.queries.relations import embed_relations
from app.actions.queries.stood import action_at, actions_at
from app.actions.rules import MilestoneStatus
from app.actions.schemas import ActionRead, IssueRead, MilestoneRead, ProgressUpdateRead
from app.core.chunks import rows_among
from app.core.db import Rows
from app.core.embeds import embed_many, embed_one
from app.core.filters import Filter, after, among, before, names, names_where, search
from app.core.listing import AsItStood, Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import Decision, Meeting
from app.phrases.due import Point
from app.plans.models import Plan
from app.plans.queries import PLANS, THEMES, in_public_plan, theme_filter
from app.schedule.rules import DeadlineSource, point_from
from app.sub_groups.models import SubGroup

_action = Action.__table__.c
_decision = Decision.__table__.c
_issue = Issue.__table__.c
_milestone = Milestone.__table__.c
_progress = ProgressUpdate.__table__.c


LINKS: dict[str, tuple[type[Rows], str]] = {
    "theme_ids": (ActionTheme, "theme_id"),
    "cluster_ids": (ActionCluster, "sub_group_id"),
    "issue_ids": (ActionIssue, "issue_id"),
}


def linked_ids(session: Session, name: str, action_ids: Sequence[str]) -> dict[str, list[str]]:
    """Read the ids that each of the actions holds under `theme_ids`, `cluster_ids` or `issue_ids`, in order."""
    table, column = LINKS[name]
    columns = table.__table__.c
    which = select(columns.action_id, columns[column].label("target_id")).order_by(columns.position)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows_among(session, which, columns.action_id, action_ids):
        found[row.action_id].append(row.target_id)
    return found


def _embed_links(session: Session, items: Sequence[Item], _view: View) -> None:
    ids = [item["id"] for item in items]
    for name in LINKS:
        found = linked_ids(session, name, ids)
        for item in items:
            item[name] = found.get(item["id"], [])


def _embed_linked(name: str, links: str, target: Listing) -> Any:
    def embed(session: Session, items: Sequence[Item], view: View) -> None:
        ids = linked_ids(session, links, [item["id"] for item in items])
        wanted = {one for many in ids.values() for one in many}
        found = {one["id"]: one for one in target.related(session, view, target.table.__table__.c.id, wanted)}
        for item in items:
            item[name] = [found[one] for one in ids.get(item["id"], []) if one in found]

    return embed


def _linked_to(name: str, links: str, table: Any) -> Filter:
    link, column = LINKS[links]
    columns = link.__table__.c
    return names_where(
        name, table, lambda ids: _action.id.in_(select(columns.action_id).where(columns[column].in_(ids)))
    )


def _shape_milestone(item: Item, _view: View) -> None:
    action_is_closed = is_closed(item.pop("_action_status"))
    item["_is_closed"] = action_is_closed or item["status"] == MilestoneStatus.MET


MILESTONES = Listing(
    table=Milestone,
    read=MilestoneRead,
    columns={
        **columns_of(Milestone, MilestoneRead),
        **due_columns(_milestone),
        "_action_status": _action.status,
    },
    source=Milestone.__table__.join(Action.__table__, _action.id == _milestone.action_id),
    filters=(among("status", _milestone.status), search(_milestone.title)),
    sorts={
        "position": SortKey(_milestone.position),
        "due": SortKey(_milestone.due_on, nullable=True),
        "title": SortKey(_milestone.title),
    },
    default_sort="position",
    shape=_shape_milestone,
    of_day=True,
    finish=show_due(DeadlineSource.MILESTONE),
    parent=_milestone.action_id,
)


def _without_author(item: Item, view: View) -> None:
    if not view.caller.sees_partners:
        item["author"] = None


PROGRESS_UPDATES = Listing(
    table=ProgressUpdate,
    read=ProgressUpdateRead,
    columns=columns_of(ProgressUpdate, ProgressUpdateRead),
    filters=(search(_progress.text),),
    sorts={
        "created_at": SortKey(_progress.created_at),
        "reported_on": SortKey(_progress.reported_on, nullable=True),
    },
    default_sort="created_at",
    shape=_without_author,
    parent=_progress.action_id,
)

_answered = ActionIssue.__table__.c
_is_answered = (
    select(_answered.issue_id)
    .join(Action.__table__, _action.id == _answered.action_id)
    .where(_answered.issue_id == _issue.id, _action.deleted_at.is_(None))
    .correlate(Issue.__table__)
    .exists()
)
ISSUES = Listing(
    table=Issue,
    read=IssueRead,
    columns=columns_of(Issue, IssueRead),
    filters=(
        names("plan", _issue.plan_id, Plan),
        names_where(
            "action",
            Action,
            lambda ids: _issue.id.in_(select(_answered.issue_id).where(_answered.action_id.in_(ids))),
        ),
        Filter("answered", _is_answered == bindparam("answered")),
        search(_issue.text),
    ),
    sorts={
        "reference": SortKey(_issue.reference_key),
        "position": SortKey(_issue.position),
        "updated_at": SortKey(_issue.updated_at),
    },
    default_sort="reference",
    visible=in_public_plan(_issue.plan_id),
)


def _shape_action(item: Item, view: View) -> None:
    item["_is_closed"] = is_closed(item["status"])
    if not view.caller.sees_partners:
        item["lead_text"] = item["leads_unread"] = item["carried_from_id"] = None


_show_due = show_due(DeadlineSource.ACTION)


def _finish_actions(session: Session, items: Sequence[Item], view: View) -> None:
    _show_due(session, items, view)
    hide_decisions(session, items, view)


def _decided_at(meeting_ids: Any) -> ColumnElement[bool]:
    of_meetings = (_decision.meeting_id.in_(meeting_ids), _decision.deleted_at.is_(None))
    return _action.decision_id.in_(select(_decision.id).where(*of_meetings))


def under_themes(action_id: Any) -> Filter:
    """Make the filter `theme` for a list whose rows name an action, which may stand under several."""
    themed = ActionTheme.__table__.c
    return theme_filter(lambda ids: action_id.in_(select(themed.action_id).where(themed.theme_id.in_(ids))))


ACTIONS = Listing(
    table=Action,
    read=ActionRead,
    columns={**columns_of(Action, ActionRead), **due_columns(_action)},
    filters=(
        names("plan", _action.plan_id, Plan),
        under_themes(_action.id),
        _linked_to("cluster", "cluster_ids", SubGroup),
        _linked_to("issue", "issue_ids", Issue),
        among("status", _action.status),
        among("rag", _action.rag),
        among("origin", _action.origin),
        names("decision", _action.decision_id, Decision),
        names_where("meeting", Meeting, _decided_at),
        *led_by_filters(_action.id),
        before("due_before", _action.due_on),
        after("due_after", _action.due_on),
        state_filter(_action),
        search(_action.text, _action.current_situation, _action.reference),
    ),
    sorts={
        "reference": SortKey(_action.reference_key),
        "position": SortKey(_action.position),
        "due": SortKey(_action.due_on, nullable=True),
        "status": SortKey(_action.status),
        "updated_at": SortKey(_action.updated_at),
    },
    default_sort="reference",
    visible=in_public_plan(_action.plan_id),
    shape=_shape_action,
    finish=_finish_actions,
    of_day=True,
    embeds={
        "links": _embed_links,
        "leads": embed_leads,
        "milestones": embed_many("milestones", MILESTONES, "action_id"),
        "plan": embed_one("plan", PLANS, "plan_id"),
        "themes": _embed_linked("themes", "theme_ids", THEMES),
        "issues": _embed_linked("issues", "issue_ids", ISSUES),
        "decision": embed_decision,
        "relations": embed_relations,
    },
    shown_by=dict.fromkeys(LINKS, "links"),
    whole=("links", "leads", "milestones"),
    as_it_stood=AsItStood(action_at, actions_at),
)

_BY_PLAN = (_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
_ROW_ABOVE = (
    select(_action.id, _action.due_points)
    .where(
        *_BY_PLAN,
        or_(
            _action.position < bindparam("position"),
            and_(_action.position == bindparam("position"), _action.id < bindparam("id")),
        ),
    )
    .order_by(_action.position.desc(), _action.id.desc())
    .limit(1)
)


_ROW_BELOW = (
    select(_action.id)
    .where(
        *_BY_PLAN,
        or_(
            _action.position > bindparam("position"),
            and_(_action.position == bindparam("position"), _action.id > bindparam("id")),
        ),
    )
    .order_by(_action.position, _action.id)
    .limit(1)
)


_AFTER_ALL_IDS = "~"


def points_above(session: Session, plan_id: str, position: int, id: str | None) -> tuple[Point, ...] | None:
    """Read the points of the action above a place in its plan, which "ditto" repeats; None at the top.

    Where two have the same position the older one is above; `id` is None for an action that is to be the newest.
    """
    found = _row_above(session, plan_id, position, id)
    return None if found is None else tuple(point_from(point) for point in found.due_points)


def action_above(session: Session, plan_id: str, position: int | None, id: str | None) -> str | None:
    """Give the id of the action above a place in its plan, in the same order; None at the top."""
    found = None if position is None else _row_above(session, plan_id, position, id)
    return None if found is None else str(found.id)


def _row_above(session: Session, plan_id: str, position: int, id: str | None) -> Any:
    place = {"plan_id": plan_id, "position": position, "id": id or _AFTER_ALL_IDS}
    return session.execute(_ROW_ABOVE, place).first()


def actions_below(session: Session, action: Action) -> Iterator[Action]:
    """Give an action, and then those that stand below it in its plan, one by one."""
    yield action
    while True:
        place = {"plan_id": action.plan_id, "position": action.position, "id": action.id}
        below = session.execute(_ROW_BELOW, place).scalar()
        if below is None:
            return
        action = session.get_one(Action, below)
        yield action


def list_actions_in_place(session: Session, plan_id: str) -> Sequence[Action]:
    """List the live actions of a plan as they stand in it."""
    of_plan = select(Action).where(_action.plan_id == plan_id, _action.deleted_at.is_(None))
    return session.scalars(of_plan.order_by(_action.position, _action.id)).all()


def list_actions_elsewhere(session: Session, issue_id: str, plan_id: str) -> Sequence[str]:
    """List the ids of the live actions that answer an issue and are not in the plan."""
    answering = select(_action.id).join_from(Action.__table__, ActionIssue.__table__)
    where = (_answered.issue_id == issue_id, _action.plan_id != plan_id, _action.deleted_at.is_(None))
    return session.execute(answering.where(*where).order_by(_action.reference_key).limit(20)).scalars().all()


def next_position(session: Session, plan_id: str) -> int:
    """Give the place after the last action of a plan."""
    highest = select(func.max(_action.position)).where(*_BY_PLAN)
    return (session.execute(highest, {"plan_id": plan_id}).scalar() or 0) + 1


def told_later(session: Session, progress: ProgressUpdate) -> set[str]:
    """Name what of a progress update is told by updates of a later day too.

    The day of an update is the one that it tells of, else that on which it was entered.
    """
    others = session.scalars(select(ProgressUpdate).where(_progress.action_id == progress.action_id))
    later = [one for one in others if _day_told_of(one) > _day_told_of(progress)]
    names = ("text", "status", "rag", "percent")
    return {name for name in names for one in later if getattr(one, name) is not None}


def _day_told_of(progress: ProgressUpdate) -> date:
    return progress.reported_on or progress.created_at.date()
