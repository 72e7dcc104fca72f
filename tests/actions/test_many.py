"""More ids than one statement can bind: no list of what arises, stood or was frozen breaks by them."""

from datetime import UTC, date, datetime

import pytest

from app.actions.models import Action
from app.actions.queries import linked_ids
from app.actions.queries.decisions import list_following
from app.actions.queries.matters.actions import actions_arising
from app.actions.queries.matters.decisions import decisions_arising
from app.actions.queries.matters.deferrals import count_deferrals
from app.actions.queries.matters.dues import list_dues
from app.adoption.queries.carrying import list_milestones, list_relations
from app.adoption.queries.freezing import for_public
from app.core.callers import SERVICE
from app.core.db import Sessions, reading
from app.core.listing import View
from app.imports.queries import last_said
from app.ledger.queries import things_at
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.matters import decide
from tests.support.plans import make_action

# PostgreSQL binds 65,535 values in a statement; SQLite 32,766, or 250,000 as some build it.
MANY = [f"{number:06}" for number in range(66_000)]
VIEW = View(SERVICE, date(2004, 9, 21))


@pytest.fixture
def action(api: Client, plan: Item, july: Item) -> Item:
    """An action of a decision, with a milestone, put off."""
    decision = decide(api, july, "agreed")
    action = make_action(api, plan, decision_id=decision["id"], due="August 2004", status="deferred")
    make(api, f"{action['url']}/milestones", title="A draft")
    return action


def test_matters_of_many_meetings_are_listed(api: Client, action: Item, july: Item) -> None:
    decide(api, july, "deferred", "Website")
    earlier = {**dict.fromkeys(MANY), july["id"]: july}
    with reading(api.sessions) as session:
        (found,) = actions_arising(session, july["sub_group_id"], earlier, VIEW)
        (deferred,) = decisions_arising(session, dict.fromkeys(MANY, july) | {july["id"]: july})
    assert (found["id"], deferred["outcome"]) == (action["id"], "deferred")


def test_many_actions_are_asked_for_at_once(api: Client, action: Item) -> None:
    ids = [*MANY, action["id"]]
    with reading(api.sessions) as session:
        assert list_dues(session, ids).keys() == {action["id"]}
        assert count_deferrals(session, ids, VIEW.today) == {action["id"]: 1}
        assert linked_ids(session, "theme_ids", ids) == {}
        assert list_milestones(session, ids).keys() == {action["id"]}
        assert list_relations(session, ids) == []
        assert last_said(session, ids) == {}
        stood = things_at(session, datetime.now(UTC), Action.__tablename__, ids)
    assert stood["action"].keys() == {action["id"]}


def test_many_decisions_are_asked_for_at_once(api: Client, action: Item) -> None:
    ids = [*MANY, action["decision_id"]]
    with reading(api.sessions) as session:
        assert list_following(session, ids, everything=True).keys() == {action["decision_id"]}


def test_frozen_plan_in_which_many_lead_is_shown_to_the_public(sessions: Sessions) -> None:
    lead = {"role": "lead", "kind": "person", "is_resolved": True, "text": None, "name": "Ann Example"}
    lead |= dict.fromkeys(("organisation_id", "post_id", "sub_group_id"))
    leads = [{**lead, "person_id": id, "organisation": f"Club {id}"} for id in MANY]
    action = {"id": "one", "leads": leads, "due": {"points": []}, "milestones": []}
    with reading(sessions) as session:
        (shown,) = for_public(session, {"plan": {"predecessor_id": None}, "actions": [action]})["actions"]
    assert [(one["name"], one["person_id"]) for one in shown["leads"]] == [(None, None)]
