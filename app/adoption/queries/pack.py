"""The accreditation pack: a plan as it was adopted, against each criterion, with progress and evidence."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.actions.models import Action
from app.actions.queries import ACTIONS
from app.actions.rules import ActionStatus, LeadKind
from app.adoption.models import PlanTransition, PlanVersion
from app.adoption.queries import TRANSITIONS, VERSIONS, get_version, last_version
from app.adoption.queries.carrying import carried_into
from app.adoption.queries.freezing import public_leads
from app.adoption.queries.pack_evidence import evidence_of
from app.adoption.rules import PlanWasNotAdopted
from app.core.listing import Item, View
from app.meetings.models import Decision, Meeting
from app.meetings.queries import DECISIONS, MEETINGS
from app.plans.models import Criterion, Theme
from app.plans.queries import CRITERIA, PLANS, THEMES, only_framework
from app.schedule.rules import DueState
from app.sub_groups.models import SubGroup


def accreditation_pack(session: Session, plan_id: str, number: int | None, view: View) -> Item:
    """Put a plan as it was adopted together with what became of it, criterion by criterion, as of a day.

    Raises NotFound, and PlanWasNotAdopted where there is no version.
    """
    plan = PLANS.one(session, plan_id, view)
    version = get_version(session, plan["id"], number) if number else last_version(session, plan["id"])
    if version is None:
        raise PlanWasNotAdopted
    frozen = _with_links_of_now(session, version.content, view)
    actions = _actions(session, version, view)
    owner = session.get(SubGroup, plan["sub_group_id"]) if plan["sub_group_id"] else None
    return {
        "plan": {name: plan[name] for name in _PLAN},
        "owner": owner and owner.name,
        "version": {**VERSIONS.one(session, version.id, view), **_adoption(session, version, view)},
        "as_of": view.today,
        "criteria": _criteria(session, frozen, actions, view),
        "totals": _counted(actions),
    }


_PLAN = ("id", "reference", "title", "url", "kind", "starts_on", "ends_on", "status")


def _adoption(session: Session, version: PlanVersion, view: View) -> Item:
    """Tell at which meeting, and by which decision, a version was adopted, and all steps that the plan took."""
    steps = TRANSITIONS.related(session, view, PlanTransition.__table__.c.plan_id, [version.plan_id])
    step = next(step for step in steps if step["version_number"] == version.number)
    ids = {step["meeting_id"]} - {None}
    meetings = MEETINGS.related(session, view, Meeting.__table__.c.id, ids, ("sub_group",))
    decisions = DECISIONS.related(session, view, Decision.__table__.c.id, {step["decision_id"]} - {None})
    return {
        "meeting": _meeting(meetings[0]) if meetings else None,
        "decision": _only(decisions[0], "id", "outcome", "text", "url") if decisions else None,
        "steps": [_only(one, "to_status", "made_on", "note", "url") for one in steps],
    }


def _meeting(meeting: Item) -> Item:
    return {**_only(meeting, "id", "title", "starts_on", "url"), "sub_group": meeting["sub_group"]["name"]}


def _only(item: Item, *names: str) -> Item:
    return {name: item[name] for name in names}


def _with_links_of_now(session: Session, frozen: Item, view: View) -> Item:
    """Have the themes that were adopted answer the criteria that they are linked to now.

    Which criterion a theme answers is no part of what was agreed, and is often told only when a pack is made.
    """
    adopted = frozen["plan"]["themes"]
    now = THEMES.related(session, view, Theme.__table__.c.id, [theme["id"] for theme in adopted])
    links = {theme["id"]: theme["criterion_id"] for theme in (*adopted, *now)}
    themes = [{**theme, "criterion_id": links[theme["id"]]} for theme in adopted]
    answered = set(links.values()) - {None}
    criteria = CRITERIA.related(session, view, Criterion.__table__.c.id, answered)
    known = {criterion["id"]: criterion for criterion in (*frozen["criteria"], *criteria)}
    return {
        **frozen,
        "plan": {**frozen["plan"], "themes": themes},
        "criteria": [criterion for id, criterion in known.items() if id in answered],
    }


def _actions(session: Session, version: PlanVersion, view: View) -> list[Item]:
    """Tell of each action as it was adopted what became of it since."""
    frozen: Sequence[Item] = version.content["actions"]
    ids = [action["id"] for action in frozen]
    columns = Action.__table__.c
    now = {one["id"]: one for one in ACTIONS.related(session, view, columns.id, ids, ("milestones",))}
    evidence = evidence_of(session, frozen, now, view)
    carried = carried_into(session, ids, view)
    # The pack is sent to others: who may not be named to the public is not named in it.
    leads = public_leads(session, version.content)
    return [
        {
            **_action(action, now.get(id), evidence[id]),
            "leads": [*map(_lead_words, leads[id])],
            "carried_into": carried.get(id),
        }
        for id, action in zip(ids, frozen, strict=True)
    ]


def _lead_words(lead: Item) -> str:
    """Write a lead as "RBKC: Ann Example"."""
    name = lead["name"] or ("to be found" if lead["kind"] == LeadKind.VACANT else None)
    return ": ".join(filter(None, (lead["organisation"], name))) or "name not public"


def _action(adopted: Item, now: Item | None, evidence: Sequence[Item]) -> Item:
    return {
        **{name: adopted[name] for name in ("id", "reference", "text", "theme_ids")},
        "due": adopted["due"]["text"],
        "due_on": max(filter(None, (point["latest"] for point in adopted["due"]["points"])), default=None),
        "now": now
        and {name: now[name] for name in ("status", "rag", "percent", "current_situation", "url")}
        | {"text": now["text"], "due": now["due"]["text"], "state": now["due"]["state"]},
        "is_as_adopted": now is not None
        and (now["text"], now["due"]["text"]) == (adopted["text"], adopted["due"]["text"]),
        "evidence": evidence,
    }


def _criteria(session: Session, frozen: Item, actions: Sequence[Item], view: View) -> list[Item]:
    """Put actions under the criteria that their themes answer; what answers none comes last."""
    known = {criterion["id"]: criterion for criterion in frozen["criteria"]}
    frameworks = {criterion["framework"] for criterion in known.values()} or only_framework(session)
    # Those that nothing in the plan answers belong in the pack above all.
    for criterion in CRITERIA.related(session, view, Criterion.__table__.c.framework, frameworks):
        known.setdefault(criterion["id"], criterion)
    themes: defaultdict[str | None, list[Item]] = defaultdict(list)
    for theme in frozen["plan"]["themes"]:
        themes[theme["criterion_id"]].append(theme)
    ordered = sorted(known.values(), key=lambda one: (one["framework"], one["position"], one["id"]))
    found = [_criterion(criterion, themes[criterion["id"]], actions) for criterion in ordered]
    answering = {theme["id"] for criterion in ordered for theme in themes[criterion["id"]]}
    others = [action for action in actions if answering.isdisjoint(action["theme_ids"])]
    apart = [theme for theme in frozen["plan"]["themes"] if theme["id"] not in answering]
    return found if not others else [*found, _entry(None, apart, others)]


def _criterion(criterion: Item, themes: Sequence[Item], actions: Sequence[Item]) -> Item:
    ids = {theme["id"] for theme in themes}
    shown = {name: criterion[name] for name in ("id", "reference", "framework", "title", "url")}
    return _entry(shown, themes, [action for action in actions if ids & set(action["theme_ids"])])


def _entry(criterion: Item | None, themes: Sequence[Item], actions: Sequence[Item]) -> Item:
    return {
        "criterion": criterion,
        "themes": [{"number": theme["number"], "title": theme["title"]} for theme in themes],
        "counts": _counted(actions),
        "actions": [{name: value for name, value in one.items() if name != "theme_ids"} for one in actions],
    }


def _counted(actions: Sequence[Mapping[str, Any]]) -> Item:
    """Count actions, each once, by what they are now."""
    now = [action["now"] for action in actions if action["now"] is not None]
    statuses, states = Counter(one["status"] for one in now), Counter(one["state"] for one in now)
    return {
        "total": len(actions),
        "by_status": {status.value: statuses[status.value] for status in ActionStatus},
        "by_state": {state.value: states[state.value] for state in DueState},
        "removed": len(actions) - len(now),
        "with_evidence": sum(bool(action["evidence"]) for action in actions),
    }
