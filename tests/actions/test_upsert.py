<<<<<<< HEAD
"""An action put by its reference, as a script does it: what the body leaves out stays, what contradicts is refused."""

from typing import Any

import httpx

from tests.actions.builders import make_action
from tests.meetings.builders import Item, make, refusal
from tests.plans.builders import make_plan
from tests.support.client import Client


def put(api: Client, address: str, plan: str | None, /, **body: Any) -> httpx.Response:
    """Put an action by its reference."""
    params = {} if plan is None else {"plan": plan}
    return api.put(f"/v1/actions/by-reference/{address}", params=params, json=body)


def test_what_the_address_says_may_be_left_out(api: Client, plan: Item) -> None:
    created = put(api, "1.1", plan["reference"], text="Meet")
    assert (created.status_code, created.json()["plan_id"], created.json()["reference"]) == (
        201,
        plan["id"],
        "1.1",
    )
    said = put(api, "1.1", plan["id"], plan_id=plan["reference"], reference="1.1", text="Meet more")
    assert (said.status_code, said.json()["id"], said.json()["text"]) == (
        200,
        created.json()["id"],
        "Meet more",
    )


def test_what_contradicts_the_address_is_refused(api: Client, plan: Item) -> None:
    make_plan(api, title="Other", reference="other")
    for body, pointer in (
        ({"plan_id": "other"}, "/plan_id"),
        ({"plan_id": "absent"}, "/plan_id"),
        ({"reference": "1.2"}, "/reference"),
    ):
        answer = put(api, "1.1", plan["reference"], text="Meet", **body)
        assert refusal(answer) == (422, "invalid", [pointer])
    assert api.get("/v1/actions").json()["items"] == []


def test_what_the_body_leaves_out_stays(api: Client, plan: Item) -> None:
    make(api, "/v1/organisations", name="Royal Borough", acronym="RBKC")
    action = make_action(
        api, plan, leads=[{"organisation_id": "rbkc"}], status="in_progress", due="July 2004"
    )
    answer = put(api, action["reference"], plan["reference"], text="Other words")
    kept = api.get(action["url"]).json()
    assert (answer.status_code, kept["text"]) == (200, "Other words")
    assert [lead["name"] for lead in kept["leads"]] == ["Royal Borough"]
    assert (kept["status"], kept["due"]["text"]) == ("in_progress", "July 2004")
    unsaid = put(api, action["reference"], plan["reference"], percent=10)
    assert (unsaid.status_code, unsaid.json()["percent"], unsaid.json()["text"]) == (200, 10, "Other words")


def test_what_is_new_needs_what_a_creation_needs(api: Client, plan: Item) -> None:
    assert refusal(put(api, "1.1", plan["reference"], percent=10)) == (422, "invalid", ["/text"])


def test_reference_of_an_action_needs_its_plan(api: Client) -> None:
    assert (
        put(api, "1.1", None, text="Meet").status_code,
        put(api, "1.1", "absent", text="Meet").status_code,
    ) == (
        400,
        404,
    )


def test_unknown_member_is_told_with_those_that_are_known(api: Client, action: Item) -> None:
    def told(**body: Any) -> dict[str, str]:
        answer = api.patch(action["url"], json=body, headers={"If-Match": "*"})
        return {one["pointer"]: one["detail"] for one in answer.json()["errors"]}

    assert told(colour="red")["/colour"].startswith("is not known here; allowed: plan_id, text, reference, ")
    assert told(due={"text": "", "on": 1}) == {"/due/on": "is not known here; allowed: text"}
    within = told(leads=[{"party": "rbkc"}])["/leads/0/party"]
    assert "; allowed: " in within
    assert "organisation_id" in within
    assert "plan_id" not in within


def test_member_that_an_embed_shows_is_shown_where_it_is_asked_for(api: Client, plan: Item) -> None:
    make(api, "/v1/organisations", name="Royal Borough", acronym="RBKC")
    action = make_action(api, plan, leads=[{"organisation_id": "rbkc"}])
    (item,) = api.get("/v1/actions?fields=reference,leads,theme_ids").json()["items"]
    assert (item["reference"], item["theme_ids"]) == (action["reference"], [])
    assert [lead["name"] for lead in item["leads"]] == ["Royal Borough"]
=======
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
>>>>>>> tests-house
