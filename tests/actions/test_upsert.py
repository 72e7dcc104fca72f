"""An action put by its reference, as a script does that loads texts: what it does not name stays as it is."""

from typing import Any

import pytest

from tests.actions.builders import make_action
from tests.meetings.builders import Item, changed, make
from tests.plans.builders import make_plan
from tests.support.client import Client

ADDRESS = "/v1/actions/by-reference/1.1"


def ask(api: Client, method: str, query: str) -> tuple[int, str, list[str]]:
    """Ask for an action by its reference; give the status and the code, and the parameters that are named."""
    body: dict[str, Any] = {"json": {"plan_id": "partnership-plan", "text": "New"}} if method == "PUT" else {}
    answer = api.request(method, f"{ADDRESS}{query}", **body)
    problem = answer.json()
    return answer.status_code, problem["code"], [fault["parameter"] for fault in problem.get("errors", ())]


def test_what_the_body_leaves_out_stays_as_it_is(api: Client, plan: Item) -> None:
    trust = make(api, "/v1/organisations", name="Harbour Trust")
    leads = [{"organisation_id": trust["id"]}]
    before = make_action(
        api, plan, "Old", reference="1.1", leads=leads, lead_text="The trust", due="July 2004"
    )
    before = changed(api, before, status="in_progress", rag="amber")
    body = {"plan_id": plan["id"], "text": "New"}
    answer = api.put(f"{ADDRESS}?plan={plan['id']}", json=body)
    after = answer.json()
    assert (answer.status_code, after["id"], after["text"]) == (200, before["id"], "New")
    assert [lead["name"] for lead in after["leads"]] == ["Harbour Trust"]
    told = {name for name in before if before[name] != after[name]}
    assert told == {"text", "version", "updated_at"}


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_plan_must_be_named_and_be_there(api: Client, plan: Item, method: str) -> None:
    make_action(api, plan, reference="1.1")
    assert ask(api, method, "") == (400, "invalid_parameter", ["plan"])
    assert ask(api, method, "?plan=none") == (404, "not_found", [])
    assert ask(api, method, "?plan=partnership-plan&theme=1") == (400, "invalid_parameter", ["theme"])


def test_same_reference_in_two_plans_names_two_actions(api: Client, plan: Item) -> None:
    other = make_plan(api, title="Other")
    for one, text in ((plan, "Here"), (other, "There")):
        assert (
            api.put(f"{ADDRESS}?plan={one['id']}", json={"plan_id": one["id"], "text": text}).status_code
            == 201
        )
    found = [api.get(ADDRESS, params={"plan": one["reference"]}).json()["text"] for one in (plan, other)]
    assert found == ["Here", "There"]
