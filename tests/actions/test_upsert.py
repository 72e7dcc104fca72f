"""An action put by its reference, as a script does it: what the body leaves out stays, what contradicts is refused."""

from typing import Any

import httpx
import pytest

from tests.support.asking import Item, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


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


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_plan_must_be_named_and_be_there(api: Client, plan: Item, method: str) -> None:
    make_action(api, plan, reference="1.1")

    def ask(query: str) -> tuple[int, str, list[str]]:
        body: dict[str, Any] = {"json": {"text": "New"}} if method == "PUT" else {}
        answer = api.request(method, f"/v1/actions/by-reference/1.1{query}", **body)
        problem = answer.json()
        return answer.status_code, problem["code"], [one["parameter"] for one in problem.get("errors", ())]

    assert ask("") == (400, "invalid_parameter", ["plan"])
    assert ask("?plan=none") == (404, "not_found", [])
    assert ask("?plan=partnership-plan&theme=1") == (400, "invalid_parameter", ["theme"])


def test_same_reference_in_two_plans_names_two_actions(api: Client, plan: Item) -> None:
    other = make_plan(api, title="Other")
    for one, text in ((plan, "Here"), (other, "There")):
        assert put(api, "1.1", one["id"], text=text).status_code == 201
    found = [
        api.get("/v1/actions/by-reference/1.1", params={"plan": one["reference"]}).json()["text"]
        for one in (plan, other)
    ]
    assert found == ["Here", "There"]


def test_unknown_member_is_told_with_those_that_are_known(api: Client, action: Item) -> None:
    def told(**body: Any) -> dict[str, str]:
        answer = api.patch(action["url"], json=body, headers={"If-Match": "*"})
        return {one["pointer"]: one["detail"] for one in answer.json()["errors"]}

    assert told(colour="red")["/colour"].startswith("is not known here; allowed: plan_id, text, reference, ")
    assert told(due={"text": "", "on": 1}) == {
        "/due/on": "is not known here; allowed: text, points, reading, reason"
    }
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
