"""Actions as they stood at a time, from the ledger: with their leads, milestones, and what was due then."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, Milestone
from app.actions.queries.due import is_closed
from app.actions.queries.leads import name_leads
from app.actions.rules import MilestoneStatus
from app.actions.schemas import ActionRead, MilestoneRead
from app.core.chunks import rows_among
from app.core.errors import Fault, InvalidParameter
from app.core.links import find_named
from app.core.listing import Item, ListQuery, View
from app.core.pagination import SortKey, fingerprint, read_cursor, write_cursor
from app.ledger.queries import Stood, shown_at, things_at, things_that_held
from app.plans.models import Plan
from app.schedule.models import Deadline
from app.schedule.rules import (
    Binding,
    Rank,
    day_of,
    is_current,
    next_due,
    occurrences_of,
    placed,
    point_from,
    settle,
    state_of,
    state_of_all,
)

_action = Action.__table__.c
_deadline = Deadline.__table__.c
_TAKEN = {"at", "as_of", "plan", "limit", "cursor", "count", "fields"}
_KEYS: Sequence[SortKey] = (SortKey(_action.position), SortKey(_action.id))
_DUE = ("text", "points", "unread", "reading", "confirmed_text")


def action_at(session: Session, id: str, at: datetime, view: View) -> Item | None:
    """Read an action as it stood at a time; None where it was not there."""
    return next(iter(_actions_at(session, [id], at, view)), None)


def actions_at(session: Session, query: Any, at: datetime, view: View) -> Item:
    """Read a page of the actions that plans had at a time, in their places. Raises InvalidParameter."""
    plans = _plans_asked(session, query)
    of_plans = select(_action.id).where(_action.plan_id.in_(plans))
    ids = set(session.execute(of_plans).scalars())
    for plan in plans:
        # What is in another plan now may have been in this one then.
        ids.update(things_that_held(session, Action.__tablename__, plan))
    items = [item for item in _actions_at(session, ids, at, view) if item["plan_id"] in plans]
    items.sort(key=lambda item: (item["position"], item["id"]))
    mine = fingerprint("actions at", at, view.today, sorted(plans))
    following = items
    if query.cursor is not None:
        position, last = read_cursor(query.cursor, mine, _KEYS)
        following = [item for item in items if (item["position"], item["id"]) > (position, last)]
    page, rest = following[: query.limit], following[query.limit :]
    end = [page[-1]["position"], page[-1]["id"]] if rest else None
    names = query.fields
    return {
        "items": page if names is None else [{name: item[name] for name in names} for item in page],
        "next": write_cursor(mine, end) if end is not None else None,
        "total": len(items) if query.count else None,
    }


def _plans_asked(session: Session, query: ListQuery) -> list[str]:
    """Find the plans that are asked for; the ledger is searched by these alone."""
    asked = {field.alias or name: getattr(query, name) for name, field in type(query).model_fields.items()}
    defaults = {field.alias or name: field.default for name, field in type(query).model_fields.items()}
    others = [name for name, value in asked.items() if name not in _TAKEN and value != defaults[name]]
    faults = [Fault("can't be asked together with `at`", parameter=name) for name in others]
    unknown = [name for name in query.fields or () if name not in ActionRead.model_fields]
    faults += [Fault(f"{name!r} is no member of an action", parameter="fields") for name in unknown]
    found = [find_named(session, Plan.__table__, name) for name in asked["plan"] or ()]
    if not found or None in found:
        faults.append(
            Fault("name the plan, by id or reference, whose actions are asked for", parameter="plan")
        )
    if faults:
        raise InvalidParameter(errors=faults)
    return [id for id in found if id is not None]


def _actions_at(session: Session, ids: Collection[str], at: datetime, view: View) -> list[Item]:
    found = things_at(session, at, Action.__tablename__, ids, raised_by=Milestone.__tablename__)
    actions = [one for one in found[Action.__tablename__].values() if not one.is_deleted]
    moved = _moved(session, found[Deadline.__tablename__].values())
    milestones: defaultdict[str, list[Item]] = defaultdict(list)
    closed = {one.id: is_closed(one.values["status"]) for one in actions}
    for step in found[Milestone.__tablename__].values():
        if not step.is_deleted:
            action_id = step.values["action_id"]
            milestones[action_id].append(_milestone(step, view.today, moved, closed.get(action_id, False)))
    leads = name_leads(session, {one.id: one.values.get("leads", []) for one in actions})
    return [
        {
            **shown_at(Action, ActionRead, one),
            "due": _due(one, view.today, moved, is_done=closed[one.id]),
            **{name: one.values.get(name, []) for name in ("theme_ids", "cluster_ids", "issue_ids")},
            "leads": leads[one.id],
            "milestones": sorted(milestones[one.id], key=lambda step: (step["position"], step["id"])),
        }
        for one in actions
    ]


def _milestone(stood: Stood, today: date, moved: Mapping[Any, Any], action_is_closed: bool) -> Item:
    is_done = action_is_closed or stood.values["status"] == MilestoneStatus.MET
    return {**shown_at(Milestone, MilestoneRead, stood), "due": _due(stood, today, moved, is_done=is_done)}


_Said = tuple[str, str, date | None, date | None]


def _moved(session: Session, stood: Iterable[Stood]) -> dict[_Said, dict[str, Any]]:
    """Find what was done to deadlines alone by then: ticks, and moves with their meetings; by what they say."""
    done = {one.id: one.values for one in stood}
    columns = (_deadline.id, _deadline.source_id, _deadline.kind)
    named = select(*columns, _deadline.named_earliest, _deadline.named_latest)
    return {
        (row.source_id, row.kind, row.named_earliest, row.named_latest): done[row.id]
        for row in rows_among(session, named, _deadline.id, done)
    }


def _due(stood: Stood, today: date, moved: Mapping[_Said, Mapping[str, Any]], *, is_done: bool) -> Item:
    told = {name: stood.values.get(f"due_{name}") for name in _DUE}
    rows = [
        _row(stood.id, occurrence, moved)
        for occurrence in occurrences_of([point_from(point) for point in told["points"] or ()], today)
    ]
    settle(rows)
    current = [row for row in rows if is_current(row["follows_on"], row["lapses_on"], today)]
    states = [
        state_of(row["kind"], row["earliest"], row["latest"], is_done=row["is_done"], as_of=today)
        for row in current
    ]
    dues = [row["latest"] for row in current if row["rank"] == Rank.DUE and not row["is_done"]]
    return {
        **told,
        "points": [_with_meeting(stood.id, point, moved) for point in told["points"] or ()],
        "grammar": None,
        "next_on": None if is_done else next_due(dues, today),
        "state": "done" if is_done else state_of_all(states).value,
    }


def _with_meeting(source_id: str, point: Item, moved: Mapping[_Said, Mapping[str, Any]]) -> Item:
    """Show on which meeting a point hung, as the ledger tells of its deadline."""
    told = moved.get((source_id, point["kind"], day_of(point["earliest"]), day_of(point["latest"])), {})
    if told.get("meeting_id") is None or point["meeting_id"] is not None:
        return point
    return {**point, "meeting_id": told["meeting_id"], "binding": Binding.AUTOMATIC.value}


def _row(source_id: str, occurrence: Any, moved: Mapping[_Said, Mapping[str, Any]]) -> dict[str, Any]:
    """Make of an occurrence what its deadline was then."""
    named = (occurrence.named_earliest, occurrence.named_latest)
    told = moved.get((source_id, occurrence.kind, *named), {})
    earliest, latest = (
        day_of(told[name]) if name in told else day
        for name, day in zip(("earliest", "latest"), named, strict=True)
    )
    return {
        "kind": occurrence.kind,
        "point": occurrence.point,
        "rrule": occurrence.rrule,
        "named_earliest": named[0],
        "named_latest": named[1],
        "earliest": earliest,
        "latest": latest,
        "rank": placed(occurrence.kind, earliest, latest)[0],
        "completed_on": told.get("completed_on"),
        "is_closed": False,
    }
