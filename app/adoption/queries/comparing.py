"""What is other than it was: two frozen plans compared, member by member and thing by thing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.core.listing import Item

# What a thing says of itself, each with how it is found in its shape and whether it is what was agreed.
Members = Mapping[str, tuple[Callable[[Item], Any], bool]]


def _own(name: str, *, agreed: bool = True) -> tuple[Callable[[Item], Any], bool]:
    return (lambda item: item.get(name)), agreed


def _days_of(item: Item) -> list[list[Any]]:
    return [[point["kind"], point["earliest"], point["latest"], point["rrule"]] for point in item["points"]]


def _leads_of(item: Item) -> list[list[Any]]:
    return [[lead["role"], lead["kind"], lead["name"], lead["organisation"]] for lead in item["leads"]]


def _milestones_of(item: Item) -> list[list[Any]]:
    return [[one["title"], one["due"]["text"], _days_of(one["due"])] for one in item["milestones"]]


def _met(item: Item) -> list[list[Any]]:
    return [[one["title"], one["status"], one["met_on"]] for one in item["milestones"]]


_PLAN: Members = {
    name: _own(name)
    for name in ("title", "kind", "starts_on", "ends_on", "document_date", "sub_group_id", "predecessor_id")
} | {"status": _own("status", agreed=False), "visibility": _own("visibility", agreed=False)}
_THEME: Members = {name: _own(name) for name in ("number", "title", "position", "criterion_id")}
_ISSUE: Members = {name: _own(name) for name in ("reference", "text", "position")}
_ACTION: Members = {
    "reference": _own("reference"),
    "text": _own("text"),
    "position": _own("position"),
    "theme_ids": _own("theme_ids"),
    "cluster_ids": _own("cluster_ids"),
    "issue_ids": _own("issue_ids"),
    "cross_cutting": _own("cross_cutting"),
    "lead_text": _own("lead_text"),
    "leads": (_leads_of, True),
    "due.text": (lambda item: item["due"]["text"], True),
    "due.points": (lambda item: _days_of(item["due"]), True),
    "milestones": (_milestones_of, True),
    "current_situation": _own("current_situation", agreed=False),
    "status": _own("status", agreed=False),
    "rag": _own("rag", agreed=False),
    "percent": _own("percent", agreed=False),
    "milestones.status": (_met, False),
}


def compare_frozen(before: Item, after: Item) -> Item:
    """Tell what of a frozen plan is other in another one: of the plan itself, its themes, issues and actions."""
    plan = _changes(before["plan"], after["plan"], _PLAN)
    themes = _compared(before["plan"]["themes"], after["plan"]["themes"], _THEME)
    issues = _compared(before["issues"], after["issues"], _ISSUE)
    actions = _compared(before["actions"], after["actions"], _ACTION)
    parts = (themes, issues, actions)
    changed = [*plan, *(change for part in parts for thing in part["changed"] for change in thing["changes"])]
    is_same = not any(part["added"] or part["removed"] for part in parts)
    return {
        "is_as_agreed": is_same and not any(change["is_agreed"] for change in changed),
        "plan": plan,
        "themes": themes,
        "issues": issues,
        "actions": actions,
    }


def _compared(before: Sequence[Item], after: Sequence[Item], members: Members) -> Item:
    now = {item["id"]: item for item in after}
    then = {item["id"]: item for item in before}
    both = [(item, _changes(item, now[id], members)) for id, item in then.items() if id in now]
    return {
        "added": [_named(item) for id, item in now.items() if id not in then],
        "removed": [_named(item) for id, item in then.items() if id not in now],
        "changed": [{**_named(item), "changes": changes} for item, changes in both if changes],
        "unchanged": sum(not changes for _, changes in both),
    }


def _named(item: Item) -> Item:
    return {
        "id": item["id"],
        "reference": item.get("reference"),
        "text": item.get("text") or item.get("title") or "",
    }


def _changes(before: Item, after: Item, members: Members) -> list[Item]:
    return list(_differences(before, after, members))


def _differences(before: Item, after: Item, members: Members) -> Iterator[Item]:
    for name, (found, is_agreed) in members.items():
        was, becomes = found(before), found(after)
        if was != becomes:
            yield {"member": name, "is_agreed": is_agreed, "before": was, "after": becomes}
