"""What pictures of a plan show, read from its deadlines and its progress."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.actions.queries import linked_ids
from app.actions.queries.due import states_in_plan
from app.actions.queries.progress import plan_progress
from app.actions.rules import ActionStatus
from app.actions.rules.progress import ProgressBy
from app.actions.schemas.progress import ProgressQuery
from app.adoption.models import Review
from app.core.listing import Item, OneQuery, View
from app.deadlines.queries import OF_CANCELLED_ACTION
from app.deadlines.rules.pictures.timeline import Lane, Strand, Timeline, stretch_of
from app.deadlines.rules.standing import Standing, standing_of
from app.kernel.text import shortened, single_spaced
from app.phrases.due import PointKind
from app.plans.models import Theme
from app.plans.queries import PLANS
from app.schedule.models import Deadline
from app.schedule.rules import DeadlineSource, state_of

MOST_OF_TITLE = 24
_action = Action.__table__.c
_deadline = Deadline.__table__.c
_milestone = Milestone.__table__.c
_review = Review.__table__.c
_theme = Theme.__table__.c

_ACTIONS = (
    select(_action.id, _action.reference, _action.text, _action.status)
    .where(_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
    .order_by(_action.reference_key, _action.id)
)
_THEMES = (
    select(_theme.id, _theme.number, _theme.title)
    .where(_theme.plan_id == bindparam("plan_id"), _theme.deleted_at.is_(None))
    .order_by(_theme.position, _theme.number, _theme.id)
)
_SHOWN = (
    "source",
    "source_id",
    "action_id",
    "point",
    "kind",
    "earliest",
    "latest",
    "text",
    "rrule",
    "is_done",
)
_DRAWN = (DeadlineSource.ACTION, DeadlineSource.MILESTONE, DeadlineSource.PLAN, DeadlineSource.REVIEW)
_DEADLINES = (
    select(
        *(_deadline[name] for name in _SHOWN),
        OF_CANCELLED_ACTION.label("is_called_off"),
        _milestone.title.label("milestone"),
        _review.title.label("review"),
    )
    .select_from(Deadline.__table__)
    .outerjoin(Action.__table__, _action.id == _deadline.action_id)
    .outerjoin(Milestone.__table__, _milestone.id == _deadline.source_id)
    .outerjoin(Review.__table__, _review.id == _deadline.source_id)
    .where(
        _deadline.plan_id == bindparam("plan_id"),
        _deadline.deleted_at.is_(None),
        _deadline.point >= 0,
        _deadline.source.in_(_DRAWN),
    )
    .order_by(_deadline.source, _deadline.source_id, _deadline.point, _deadline.listed_on, _deadline.id)
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An action as it is shown: what is drawn of it, and whether it says itself when it is due, or that it goes on."""

    reference: str
    standing: Standing
    strands: Sequence[Strand]
    is_dated: bool
    is_ongoing: bool


def read_timeline(session: Session, plan_id: str, view: View) -> Timeline:
    """Read what a timeline of a plan shows. Raises NotFound where the caller sees no such plan."""
    plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    due: defaultdict[str | None, list[Any]] = defaultdict(list)
    for row in session.execute(_DEADLINES, {"plan_id": plan["id"]}):
        due[row.action_id].append(row)
    actions = _actions(session, plan["id"], due, view)
    return Timeline(
        title=plan["title"],
        starts_on=plan["starts_on"],
        ends_on=plan["ends_on"],
        as_of=view.today,
        standing=_standing(actions.values()),
        lanes=_lanes(session, plan["id"], actions),
        whole=_strands(due[None], None, view.today),
        undated=_undated(actions.values()),
    )


def read_progress(session: Session, plan_id: str, by: ProgressBy, view: View) -> tuple[str, Item]:
    """Read the title of a plan and, as PlanProgress, how its actions stand. Raises NotFound as `read_timeline`."""
    plan = PLANS.one(session, plan_id, view, OneQuery(embed=[]))
    return plan["title"], plan_progress(session, plan_id, ProgressQuery(by=by), view)


def _actions(
    session: Session, plan_id: str, due: Mapping[str | None, Sequence[Any]], view: View
) -> dict[str, _Shown]:
    rows = session.execute(_ACTIONS, {"plan_id": plan_id}).all()
    states = states_in_plan(session, plan_id, {row.id: row.status for row in rows}, view.today)
    return {row.id: _shown(row, states[row.id], due.get(row.id, ()), view.today) for row in rows}


def _shown(action: Any, state: str, due: Sequence[Any], as_of: date) -> _Shown:
    standing = standing_of(state, is_called_off=action.status == ActionStatus.CANCELLED)
    own = [row for row in due if row.source == DeadlineSource.ACTION]
    others = [row for row in due if row.source != DeadlineSource.ACTION]
    dated = _strands(own, action, as_of)
    goes_on = any(row.kind == PointKind.ONGOING and row.earliest is None and not row.is_done for row in own)
    return _Shown(
        action.reference, standing, [*dated, *_strands(others, action, as_of)], bool(dated), goes_on
    )


def _strands(rows: Sequence[Any], action: Any | None, as_of: date) -> list[Strand]:
    """Make the strands of deadlines, which stand in the order of their sources and points; those with a day."""
    parted = groupby(rows, attrgetter("source_id", "point"))
    made = [_strand([*occurrences], action, as_of) for _, occurrences in parted]
    return [strand for strand in made if strand.stretches]


def _strand(rows: Sequence[Any], action: Any | None, as_of: date) -> Strand:
    first = rows[0]
    drawn = [stretch_of(row.kind, row.earliest, row.latest, _row_standing(row, as_of)) for row in rows]
    reference = action.reference if action is not None else ""
    title = first.milestone or first.review or ""
    words = shortened(action.text) if action is not None and not title else ""
    return Strand(
        name=single_spaced(f"{reference} {shortened(title, MOST_OF_TITLE)}"),
        words=words,
        title=": ".join(part for part in (reference, words or shortened(title)) if part),
        text=shortened(first.text),
        repeats=first.rrule is not None,
        stretches=[stretch for stretch in drawn if stretch is not None],
    )


def _row_standing(row: Any, as_of: date) -> Standing:
    state = state_of(row.kind, row.earliest, row.latest, is_done=row.is_done, as_of=as_of)
    return standing_of(state, is_called_off=bool(row.is_called_off))


def _lanes(session: Session, plan_id: str, actions: Mapping[str, _Shown]) -> list[Lane]:
    """Part actions by the theme that each is shown with; what is under none comes last."""
    themes = linked_ids(session, "theme_ids", [*actions])
    titles = {row.id: f"{row.number}. {row.title}" for row in session.execute(_THEMES, {"plan_id": plan_id})}
    parted: defaultdict[str | None, list[_Shown]] = defaultdict(list)
    for id, action in actions.items():
        parted[next((theme for theme in themes.get(id, ()) if theme in titles), None)].append(action)
    lanes = [_lane(title, parted[id]) for id, title in titles.items()]
    return [*lanes, _lane(None, parted[None])] if parted[None] else lanes


def _lane(title: str | None, actions: Collection[_Shown]) -> Lane:
    return Lane(
        title=title,
        standing=_standing(actions),
        strands=[strand for action in actions for strand in action.strands],
        ongoing=[action.reference for action in actions if action.is_ongoing],
    )


def _standing(actions: Collection[_Shown]) -> dict[Standing, int]:
    counted = Counter(action.standing for action in actions)
    return {standing: counted[standing] for standing in Standing if counted[standing]}


def _undated(actions: Collection[_Shown]) -> dict[Standing, list[str]]:
    found: defaultdict[Standing, list[str]] = defaultdict(list)
    for action in actions:
        if not (action.is_dated or action.is_ongoing):
            found[action.standing].append(action.reference)
    return {standing: found[standing] for standing in Standing if standing in found}
