"""How actions, milestones, progress updates and issues are written."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.actions.commands.carried import (
    refuse_carried,
    refuse_return,
    refuse_second_life,
    refuse_two_lives,
)
from app.actions.commands.decisions import refuse_baseless, take_origin
from app.actions.commands.due import Values, reads_by_above, sync_deadlines, take_due
from app.actions.commands.leads import take_lead_words
from app.actions.commands.parts import (
    PARTS,
    refuse_lost_links,
    refuse_other_plans,
    resolve_ids,
    resolve_leads,
)
from app.actions.models import Action, Issue, Milestone, ProgressUpdate
from app.actions.queries import (
    LINKS,
    actions_below,
    list_actions_elsewhere,
    list_actions_in_place,
    next_position,
    points_above,
    told_later,
)
from app.actions.queries.carried import last_told_on, status_before_carrying
from app.actions.queries.due import is_closed
from app.actions.queries.leads import leads_organisation
from app.actions.rules import (
    ActionStatus,
    BelongsToAnotherPlan,
    DoesNotLead,
    NothingCarriesItOn,
    refuse_met,
)
from app.actions.rules.progress import SHOWN_AS, refuse_untold
from app.core.callers import Caller
from app.core.errors import Fault, Invalid
from app.core.links import find_named
from app.core.rows import get_row, next_number
from app.kernel.clock import now
from app.ledger.commands import Writer, record
from app.ledger.rules import Verb
from app.plans.models import Plan, Theme
from app.plans.rules import ENDED, PlanIsClosed
from app.schedule.commands import clear_deadlines
from app.schedule.rules import DeadlineSource, DueReading

_LONGEST_PREFIX = 70


def _prepare_action(session: Session, action: Action | None, values: Values) -> Values:
    values = dict(values)
    for name in LINKS:
        if name in values:
            values[name] = resolve_ids(session, name, values[name])
    if "leads" in values:
        values["leads"] = resolve_leads(session, values["leads"])
    if "current_situation" in values:
        values["current_situation"] = values["current_situation"] or None
    plan = _plan_of(session, action, values)
    if plan.status in ENDED and (action is None or action.plan_id != plan.id):
        raise PlanIsClosed(plan.status)
    if action is None and values.get("position") is None:
        values["position"] = next_position(session, plan.id)
    if action is None and values.get("reference") is None:
        values["reference"] = _next_reference(session, plan, values)
    values |= take_origin(action, values)
    values |= take_lead_words(session, values, action, plan.id)
    if "due" in values:
        position = values.get("position", action.position if action else 0)
        above = points_above(session, plan.id, position, action.id if action else None)
        values |= take_due(session, values, action, plan, above)
    return values


def _plan_of(session: Session, row: Any, values: Values) -> Plan:
    """Find the plan that a row is in, or is to be in. Raises Invalid where there is none."""
    named = values.get("plan_id") or row.plan_id
    id = find_named(session, Plan.__table__, named)
    if id is None:
        fault = Fault("there is no plan with this id or reference", pointer="/plan_id")
        raise Invalid("It points to something that is not there.", errors=[fault])
    return session.get_one(Plan, id)


def _next_reference(session: Session, plan: Plan, values: Values) -> str:
    """Make the next reference within the action's theme or issue ("1.3"), else within its plan ("3")."""
    prefix = ""
    if values.get("theme_ids"):
        prefix = f"{session.get_one(Theme, values['theme_ids'][0]).number}."
    elif values.get("issue_ids"):
        prefix = f"{session.get_one(Issue, values['issue_ids'][0]).reference}."
    # With a number behind it, it must not be longer than a reference may be.
    prefix = prefix if len(prefix) <= _LONGEST_PREFIX else ""
    columns = Action.__table__.c
    used = select(columns.reference).where(
        columns.plan_id == plan.id,
        columns.deleted_at.is_(None),
        columns.reference.startswith(prefix, autoescape=True),
    )
    return f"{prefix}{_highest([one.removeprefix(prefix) for one in session.execute(used).scalars()]) + 1}"


def _highest(written: Sequence[str]) -> int:
    return max((int(one) for one in written if one.isascii() and one.isdigit() and len(one) < 7), default=0)


def _follow_action(session: Session, caller: Caller, action: Action, changed: frozenset[str]) -> None:
    is_back = "deleted_at" in changed and action.deleted_at is None
    if is_back:
        refuse_lost_links(session, action)
    if is_back or changed & {"plan_id", "theme_ids", "issue_ids"}:
        refuse_other_plans(session, action)
    if "plan_id" in changed and action.carried_from_id is not None:
        refuse_return(session, action)
    if changed & {"plan_id", "theme_ids", "due_text", "due_points", "status", "deleted_at"}:
        sync_deadlines(session, caller, action)
    if "deleted_at" not in changed:
        _record_progress(session, caller, action, changed)
    elif action.carried_from_id is not None:
        _follow_copy(session, caller, action, session.get_one(Action, action.carried_from_id))


def _follow_action_and_dittos(
    session: Session, caller: Caller, action: Action, changed: frozenset[str]
) -> None:
    """Follow a change of an action, and read anew the dittos that say what the row above them says.

    What the register does to an action by itself it also does to one that lives on in a copy; others do not.
    """
    if "deleted_at" not in changed:
        refuse_two_lives(session, action, changed)
    _follow_action(session, caller, action, changed)
    plan = session.get_one(Plan, action.plan_id)
    if action.version > 1 and changed & {"position", "plan_id"}:
        # Where a row was taken away from, and where it came to, others have another row above them now.
        reread_dittos(session, caller, plan, list_actions_in_place(session, plan.id), whole=True)
    elif changed & {"due_points", "position", "plan_id", "deleted_at"}:
        reread_dittos(session, caller, plan, actions_below(session, action), whole=False)


def reread_dittos(
    session: Session, caller: Caller, plan: Plan, actions: Iterable[Action], *, whole: bool
) -> None:
    """Read the dittos among these actions anew, from the top; unless it is the whole plan, up to the first other."""
    above: Action | None = None
    for action in actions:
        is_ditto = (whole or above is not None) and reads_by_above(action, plan)
        if above is not None and is_ditto:
            version = action.version
            reason = f"{above.reference!r} above it changed, and it says the same."
            anew = {"due": {"reading": DueReading.AUTOMATIC}}
            WRITE_ACTION_ALONE.update(session, caller, action, anew, reason)
            if not whole and action.version == version:
                return
        elif above is not None and not whole:
            return
        above = action


WRITE_ACTION_ALONE = Writer(
    table=Action, prepare=_prepare_action, check=refuse_baseless, follow=_follow_action, parts=PARTS
)


def _record_progress(session: Session, caller: Caller, action: Action, changed: frozenset[str]) -> None:
    """Append what changed of an action's progress to its history, so that there is one path to it."""
    values = action.model_dump(include=set(SHOWN_AS.values()) & changed)
    if told := progress_told(values, is_new=action.version == 1):
        values = {"action_id": action.id, **told, **reporter(caller)}
        if action.version == 1 and action.carried_from_id is not None:
            # It is no news that it was carried forward, but what was told of it before.
            values["reported_on"] = last_told_on(session, action.carried_from_id)
        WRITE_UPDATES.create(session, caller, values)


def progress_told(values: Values, *, is_new: bool) -> Values:
    """Give what values of an action tell of its progress, as an update tells it; nothing where they don't."""
    told = {name: values[shown] for name, shown in SHOWN_AS.items() if shown in values}
    if is_new and told.get("status") == ActionStatus.NOT_STARTED:
        # Nobody reported that an action, which is only begun to be kept, has not started.
        del told["status"]
    return told if any(value is not None for value in told.values()) else {}


def _follow_copy(session: Session, caller: Caller, copy: Action, original: Action) -> None:
    """Have what was carried forward be open again when its copy is deleted, and carried when that comes back."""
    if copy.deleted_at is None:
        refuse_second_life(session, copy, original)
        status, reason = ActionStatus.CARRIED_FORWARD.value, f"{copy.reference!r} came back."
    else:
        status = status_before_carrying(session, original.id)
        reason = f"{copy.reference!r}, as which it was carried forward, was deleted."
    WRITE_ACTIONS.update(session, caller, original, {"status": status}, reason)


WRITE_ACTIONS = replace(WRITE_ACTION_ALONE, follow=_follow_action_and_dittos)


def _prepare_milestone(session: Session, milestone: Milestone | None, values: Values) -> Values:
    values = dict(values)
    action = get_row(session, Action, values["action_id"] if milestone is None else milestone.action_id)
    if milestone is None and values.get("position") is None:
        of_action = Milestone.__table__.c.action_id == action.id
        values["position"] = next_number(session, Milestone, "position", of_action)
    if "due" in values:
        values |= take_due(session, values, milestone, session.get_one(Plan, action.plan_id), None)
    return values


def _check_milestone(_session: Session, milestone: Milestone) -> None:
    refuse_met(milestone.status, milestone.met_on)


def _follow_milestone(
    session: Session, caller: Caller, milestone: Milestone, _changed: frozenset[str]
) -> None:
    action = session.get_one(Action, milestone.action_id)
    # Milestones are part of their action's version: touching the row raises it.
    action.updated_at = now()
    session.flush()
    if milestone.deleted_at is not None:
        clear_deadlines(session, DeadlineSource.MILESTONE, milestone.id)
    sync_deadlines(session, caller, action)


def _refuse_carried_step(
    session: Session, _caller: Caller, milestone: Milestone, _changed: frozenset[str]
) -> None:
    refuse_carried(session, session.get_one(Action, milestone.action_id))


WRITE_MILESTONE_ALONE = Writer(
    table=Milestone, prepare=_prepare_milestone, check=_check_milestone, follow=_follow_milestone
)
WRITE_MILESTONES = WRITE_MILESTONE_ALONE.followed_by(_refuse_carried_step)


def _check_update(_session: Session, progress: ProgressUpdate) -> None:
    refuse_untold({name: getattr(progress, name) for name in ("reported_on", *SHOWN_AS)}, now().date())


WRITE_UPDATES = Writer(table=ProgressUpdate, check=_check_update)


class _Progress:
    """Writes progress updates, which change the action that they tell of."""

    def create(self, session: Session, caller: Caller, values: Values) -> ProgressUpdate:
        """Report progress on an action."""
        return report_progress(session, caller, get_row(session, Action, values["action_id"]), values)


WRITE_PROGRESS = _Progress()


def report_progress(session: Session, caller: Caller, action: Action, values: Values) -> ProgressUpdate:
    """Append a progress update and show it on its action, whose version stays as it is.

    What an update of a later day tells stands: a report that is entered late belongs to the history only.
    Raises DoesNotLead for a key that may only report and whose organisation does not lead the action,
    IsCarriedForward where it lives on in another plan, and NothingCarriesItOn where it is said to and does not.
    """
    if not caller.may("write") and not _leads(session, caller, action):
        raise DoesNotLead(f"Only who leads {action.reference!r} may report on it with this key.")
    refuse_carried(session, action)
    if values.get("status") == ActionStatus.CARRIED_FORWARD:
        raise NothingCarriesItOn
    progress = WRITE_UPDATES.create(session, caller, {**values, "action_id": action.id, **reporter(caller)})
    told = told_later(session, progress)
    news = {shown: getattr(progress, name) for name, shown in SHOWN_AS.items() if name not in told}
    changed = {
        name: value for name, value in news.items() if value is not None and value != getattr(action, name)
    }
    if changed:
        _show_on_action(session, caller, action, changed)
    return progress


def _show_on_action(session: Session, caller: Caller, action: Action, changed: Values) -> None:
    before, was_closed = {name: getattr(action, name) for name in changed}, is_closed(action.status)
    # Set-wise, since the object's own way would raise the version that others base their changes on.
    columns = Action.__table__.c
    session.execute(
        update(Action.__table__).where(columns.id == action.id).values(**changed, updated_at=now())
    )
    session.refresh(action)
    if is_closed(action.status) != was_closed:
        sync_deadlines(session, caller, action)
    record(session, caller, Verb.UPDATED, action, before, changed)


def _leads(session: Session, caller: Caller, action: Action) -> bool:
    organisation = caller.organisation_id
    return organisation is not None and leads_organisation(session, action.id, organisation)


def reporter(caller: Caller) -> Values:
    """Give whose report it is, as a progress update keeps it."""
    return {"organisation_id": caller.organisation_id}


def _prepare_issue(session: Session, issue: Issue | None, values: Values) -> Values:
    values = dict(values)
    plan = _plan_of(session, issue, values)
    of_plan = Issue.__table__.c.plan_id == plan.id
    if issue is None and values.get("position") is None:
        values["position"] = next_number(session, Issue, "position", of_plan)
    if issue is None and values.get("reference") is None:
        values["reference"] = _next_issue_reference(session, of_plan)
    return values


def _check_issue(session: Session, issue: Issue) -> None:
    with session.no_autoflush:
        answering = list_actions_elsewhere(session, issue.id, issue.plan_id)
    if answering:
        faults = [Fault(f"action {Action.__path__}/{id} answers it", pointer="/plan_id") for id in answering]
        raise BelongsToAnotherPlan("Actions of another plan answer the issue.", errors=faults)


def _next_issue_reference(session: Session, of_plan: Any) -> str:
    columns = Issue.__table__.c
    used = (
        session.execute(select(columns.reference).where(of_plan, columns.deleted_at.is_(None)))
        .scalars()
        .all()
    )
    return str(_highest(used) + 1)


WRITE_ISSUES: Writer[Issue] = Writer(table=Issue, prepare=_prepare_issue, check=_check_issue)
