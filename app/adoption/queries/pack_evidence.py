"""What shows in an accreditation pack that actions got on: reports, milestones met, deadlines ticked off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.actions.models import ProgressUpdate
from app.actions.queries import PROGRESS_UPDATES
from app.actions.rules import MilestoneStatus
from app.core.listing import Item, View
from app.schedule.models import Deadline
from app.schedule.queries import list_ticked
from app.schedule.rules import DeadlineSource

_MET = (MilestoneStatus.MET, MilestoneStatus.PARTIALLY_MET)


def evidence_of(
    session: Session, adopted: Sequence[Item], now: Mapping[str, Item], view: View
) -> dict[str, list[Item]]:
    """Gather, up to the day, what shows the progress of each of the actions that were adopted."""
    ids = [action["id"] for action in adopted]
    updates: defaultdict[str, list[Item]] = defaultdict(list)
    for update in PROGRESS_UPDATES.related(session, view, ProgressUpdate.__table__.c.action_id, ids):
        updates[update["action_id"]].append(update)
    ticks = _ticks(session, ids, view)
    return {
        action["id"]: [
            *_reports(action, updates[action["id"]], view),
            *_milestones_met(now.get(action["id"]), view),
            *ticks[action["id"]],
        ]
        for action in adopted
    }


def _reports(adopted: Item, updates: Sequence[Item], view: View) -> list[Item]:
    """Take what was reported in words up to the day, but for the situation that stood in the plan as adopted."""
    told = [
        (update["reported_on"] or update["created_at"].date(), update)
        for update in updates
        if update["text"] not in (None, adopted["current_situation"])
    ]
    return [
        {"kind": "progress_update", "dated_on": day, "text": update["text"], "url": update["url"]}
        for day, update in sorted(told, key=lambda one: one[0])
        if day <= view.today
    ]


def _milestones_met(action: Item | None, view: View) -> list[Item]:
    steps = [step for step in (action["milestones"] if action else ()) if step["status"] in _MET]
    return [
        {"kind": "milestone", "dated_on": step["met_on"], "text": step["title"], "url": step["url"]}
        for step in steps
        if step["met_on"] is None or step["met_on"] <= view.today
    ]


def _ticks(session: Session, action_ids: Sequence[str], view: View) -> defaultdict[str, list[Item]]:
    """Read which occurrences of what the actions are due at were ticked off up to the day, with what was noted."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for row in list_ticked(session, DeadlineSource.ACTION, action_ids, view.today):
        found[row.source_id].append(
            {
                "kind": "deadline",
                "dated_on": row.completed_on,
                "text": row.completion_note or row.text,
                "url": f"{Deadline.__path__}/{row.id}",
            }
        )
    return found
