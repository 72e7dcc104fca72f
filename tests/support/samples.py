"""One sample of everything that the API keeps, and how to make it with all that it needs.

A new resource gets its line in SAMPLES; a test fails until it has one.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

import app
from app.actions.queries.decisions import followed_decisions
from app.core.db import Referenced
from app.core.resource import Resource
from app.core.schemas import Shape
from tests.support.client import Client

Body = dict[str, Any]
Item = dict[str, Any]


def _alike(_number: int) -> Body:
    return {}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The least that makes a thing, and what the conventions are tried with.

    `needs` and `may_link` name the kind of thing that a member points to, and `unshared` the members of `needs` by
    which no two may point to the same; `change` is a patch that changes something. `vary` tells the members in which
    the n-th of many differs, so that values by which lists are sorted are the same for some and null for others.
    """

    body: Mapping[str, Any]
    change: Mapping[str, Any]
    needs: Mapping[str, str] = field(default_factory=dict)
    unshared: tuple[str, ...] = ()
    may_link: Mapping[str, str] = field(default_factory=dict)
    vary: Callable[[int], Body] = _alike


def _named(number: int) -> Body:
    return {"name": f"Trust {number // 2}"}


def _titled(number: int) -> Body:
    return {"title": f"Title {number // 2}"}


def _day(number: int) -> str | None:
    return None if number % 3 == 0 else f"2004-07-{10 + number // 2}"


def _place(number: int) -> Body:
    # It runs against the titles and the times, so that no order can be taken for another.
    return {"position": 20 - number // 2}


def _last_day(number: int) -> str | None:
    return None if number % 4 == 0 else f"2004-08-{30 - number // 2}"


def _due(number: int) -> Body:
    return {"due": {"text": "" if number % 3 == 0 else f"{'July' if number % 2 else 'August'} 2004"}}


SAMPLES: dict[str, Sample] = {
    "organisation": Sample(
        body={"name": "Golborne Trust"},
        change={"acronym": "GT"},
        may_link={"parent_id": "organisation"},
        vary=_named,
    ),
    "person": Sample(
        body={"name": "A. N. Other"},
        change={"phone": "020 7946 0000"},
        may_link={"organisation_id": "organisation"},
        vary=_named,
    ),
    "post": Sample(
        body={"title": "Partnership officer"},
        change={"is_vacant": True},
        may_link={"organisation_id": "organisation", "holder_id": "person"},
        vary=_titled,
    ),
    "sub_group": Sample(
        body={"name": "Learning sub-group"},
        change={"agenda_notice_days": 5},
        may_link={"parent_id": "sub_group"},
        vary=_named,
    ),
    "membership": Sample(
        body={},
        change={"role": "chair"},
        needs={"organisation_id": "organisation"},
        may_link={"on_behalf_of_id": "organisation"},
        vary=lambda number: {"started_on": _day(number)},
    ),
    "skill": Sample(
        body={"kind": "skill", "text": "Minute taking"},
        change={"kind": "interest"},
        needs={"membership_id": "membership"},
        vary=lambda number: {"noted_on": _day(number), "text": f"Skill {number // 2}"},
    ),
    "venue": Sample(body={"name": "Town Hall"}, change={"is_town_hall": True}, vary=_named),
    "meeting": Sample(
        body={"starts_on": "2004-07-20", "scheduled_on": "2004-03-16"},
        change={"status": "confirmed"},
        needs={"sub_group_id": "sub_group"},
        may_link={"venue_id": "venue"},
        vary=lambda number: {"starts_on": f"2004-07-{10 + number // 2}", **_titled(number)},
    ),
    "agenda_item": Sample(
        body={"title": "The action plan", "kind": "decision"},
        change={"number": "3.1"},
        # Each is put where nothing stands, so that no other makes room for it.
        vary=lambda number: {"position": 40 - number, **_titled(number)},
    ),
    "recommendation": Sample(
        body={"letter": "a", "text": "To adopt the plan"},
        change={"text": "To adopt the plan as amended"},
        needs={"agenda_item_id": "agenda_item"},
        vary=lambda number: {"letter": chr(ord("b") + number)},
    ),
    "decision": Sample(
        body={"outcome": "agreed"},
        change={"text": "Agreed with thanks"},
        may_link={"agenda_item_id": "agenda_item", "recommendation_id": "recommendation"},
    ),
    "attendance": Sample(
        body={"status": "present"},
        change={"status": "apologies"},
        needs={"organisation_id": "organisation"},
        unshared=("organisation_id",),
        may_link={"on_behalf_of_id": "organisation"},
    ),
    "paper": Sample(
        body={"title": "Report on the plan", "kind": "report"},
        change={"purpose": "decision"},
        may_link={"agenda_item_id": "agenda_item"},
        vary=lambda number: {"written_on": _day(number), **_titled(number)},
    ),
    "plan": Sample(
        body={"title": "Partnership plan", "kind": "partnership_plan"},
        change={"starts_on": "2004-04-01"},
        may_link={"sub_group_id": "sub_group", "predecessor_id": "plan"},
        vary=lambda number: {"starts_on": _day(number), "ends_on": _last_day(number), **_titled(number)},
    ),
    "theme": Sample(
        body={"title": "Inclusive"},
        change={"position": 7},
        may_link={"criterion_id": "criterion"},
        vary=lambda number: {**_place(number), **_titled(number)},
    ),
    "glossary_term": Sample(
        body={"term": "KCSC", "meaning": "Kensington and Chelsea Social Council"},
        change={"meaning": "The Social Council"},
        vary=lambda number: {"term": f"T{number // 2}"},
    ),
    "criterion": Sample(
        body={"framework": "Accreditation", "title": "Strategic"},
        change={"position": 3},
        vary=lambda number: {**_place(number), **_titled(number)},
    ),
    "action": Sample(
        body={"text": "Publish a newsletter"},
        change={"text": "Publish a newsletter twice a year"},
        needs={"plan_id": "plan"},
        may_link={"decision_id": "decision"},
        vary=lambda number: {
            **_place(number),
            "status": "deferred" if number % 2 else "completed",
            **_due(number),
        },
    ),
    "milestone": Sample(
        body={"title": "First issue printed"},
        change={"status": "partially_met"},
        vary=lambda number: {**_place(number), **_titled(number), **_due(number)},
    ),
    "progress_update": Sample(
        body={"text": "Printed and sent out"},
        change={},
        vary=lambda number: {"reported_on": _day(number)},
    ),
    "review": Sample(
        body={},
        change={"summary": "Good progress"},
        needs={"plan_id": "plan"},
        may_link={"meeting_id": "meeting"},
        vary=lambda number: {"held_on": _day(number), **_titled(number), **_due(number)},
    ),
    "finding": Sample(
        body={"text": "Few residents know of the partnership"},
        change={"text": "Few residents have heard of the partnership"},
        vary=_place,
    ),
    "issue": Sample(
        body={"text": "Few residents know of the partnership"},
        change={"text": "Few residents have heard of the partnership"},
        needs={"plan_id": "plan"},
        vary=_place,
    ),
    "protocol_rule": Sample(
        body={"title": "Yearly review", "kind": "review_interval", "parameters": {"months": 12}},
        change={"parameters": {"months": 24}},
        may_link={
            "sub_group_id": "sub_group",
            "plan_id": "plan",
            "meeting_id": "meeting",
            "decision_id": "decision",
        },
        vary=_titled,
    ),
    "indicator": Sample(
        body={"title": "Meetings away from the town hall", "direction": "up"},
        change={"unit": "%", "baseline": 40.5},
        needs={"plan_id": "plan"},
        may_link={"theme_id": "theme", "sub_group_id": "sub_group", "organisation_id": "organisation"},
        vary=_titled,
    ),
    "indicator_period": Sample(
        body={"label": "2003/04", "starts_on": "2003-04-01", "ends_on": "2004-03-31", "target": 50},
        change={"note": "Counted by hand"},
        vary=lambda number: {
            "label": f"Year {number // 2}",
            "starts_on": f"{2003 + number}-04-01",
            "ends_on": f"{2004 + number}-03-31",
        },
    ),
}


def find_resources() -> dict[str, Resource]:
    """Find the resources of every room, by their kind."""
    found: dict[str, Resource] = {}
    for room in pkgutil.iter_modules(app.__path__, "app."):
        if room.ispkg and any(one.name == "router" for one in pkgutil.iter_modules([*_path_of(room.name)])):
            router = importlib.import_module(f"{room.name}.router")
            found |= {resource.kind: resource for resource in getattr(router, "RESOURCES", ())}
    return found


def _path_of(package: str) -> list[str]:
    return [*importlib.import_module(package).__path__]


EVERY_RESOURCE = find_resources()
# `main` hands to the room of meetings what came of decisions.
EVERY_RESOURCE["decision"] = replace(EVERY_RESOURCE["decision"], listing=followed_decisions())
RESOURCES = {kind: resource for kind, resource in EVERY_RESOURCE.items() if resource.create is not None}
# What is only read by these routes comes about in a way of its own.
ONLY_READ = {kind: resource for kind, resource in EVERY_RESOURCE.items() if resource.create is None}


class Builder:
    """Makes samples over the API. What several things need (one plan, one meeting) is made once."""

    def __init__(self, api: Client) -> None:
        self.api = api
        self.made: dict[str, Item] = {}
        self.taken: set[str] = set()

    def one(self, kind: str) -> Item:
        """Give the one thing of the kind that others stand under or point to."""
        if kind not in self.made:
            self.made[kind] = self.make(kind)
        return self.made[kind]

    def make(self, kind: str, /, **members: Any) -> Item:
        """Make a new thing."""
        sample = SAMPLES[kind]
        if kind in self.taken:
            own = {name: self.make(sample.needs[name])["id"] for name in sample.unshared}
            members = {**own, **members}
        self.taken.add(kind)
        answer = self.post(kind, **members)
        assert answer.status_code == 201, answer.text
        item: Item = answer.json()
        return item

    def make_many(self, kind: str, count: int) -> list[Item]:
        """Make things that differ, the last with the first reference in natural order where they have one."""
        return [self.make(kind, **self.variant(kind, number)) for number in range(1, count + 1)]

    def variant(self, kind: str, number: int) -> Body:
        """Give the members in which the n-th of many differs."""
        reference = (
            {"reference": f"{kind[0]}{20 - number}"} if issubclass(RESOURCES[kind].table, Referenced) else {}
        )
        return {**reference, **SAMPLES[kind].vary(number)}

    def post(self, kind: str, /, **members: Any) -> httpx.Response:
        """Ask for a new thing."""
        return self.api.post(self.path(kind), json=self.body(kind, **members))

    def body(self, kind: str, /, **members: Any) -> Body:
        """Give the least that makes a thing, with these members besides."""
        needed = {name: self.one(needs)["id"] for name, needs in SAMPLES[kind].needs.items()}
        return {**SAMPLES[kind].body, **needed, **members}

    def path(self, kind: str) -> str:
        """Give the address of the list that the thing stands in."""
        resource = RESOURCES[kind]
        if resource.parent is None:
            return resource.path
        return resource.path.format(**{resource.parent_column: self.one(parent_of(kind))["id"]})

    def by_reference(self, kind: str, reference: str) -> str:
        """Give the address of a thing by its reference."""
        scope = RESOURCES[kind].upsert_scope.items()
        asked = [
            f"{column.removesuffix('_id')}={self.one(table.__tablename__)['id']}" for column, table in scope
        ]
        return f"{RESOURCES[kind].path}/by-reference/{reference}?{'&'.join(asked)}".rstrip("?")


def shape_of(kind: str) -> type[Shape]:
    """Give the shape of a creation."""
    shape = RESOURCES[kind].create
    assert shape is not None
    return shape


def parent_of(kind: str) -> str:
    """Name the kind of thing that this one means nothing without; empty for what stands alone."""
    parent = RESOURCES[kind].parent
    return parent.table.__tablename__ if parent is not None else ""


def kinds(condition: Callable[[Resource], bool] = lambda _: True) -> list[str]:
    """List the kinds whose resource meets the condition."""
    return [kind for kind, resource in RESOURCES.items() if kind in SAMPLES and condition(resource)]


def has_reference(resource: Resource) -> bool:
    """Tell whether scripts may upsert it by its reference."""
    return issubclass(resource.table, Referenced) and resource.parent is None


def can_change(resource: Resource) -> bool:
    """Tell whether it can be changed and deleted, not only added."""
    return resource.update is not None
