"""Steps of which nothing must be told: they are taken without a body, as with an empty one."""

import json
from typing import Any

from tests.adoption.test_transitions import taken
from tests.support.asking import Item, make, refusal
from tests.support.client import Client
from tests.support.contract import CONTRACT_FILE
from tests.support.plans import make_action, make_plan


def done(api: Client, url: str, **options: Any) -> Item:
    answer = api.post(url, **options)
    assert answer.status_code == 200, answer.text
    told: Item = answer.json()
    return told


def test_deadline_is_ticked_off_and_reopened_without_a_body(api: Client) -> None:
    make_action(api, make_plan(api), due="July 2004")
    (deadline,) = api.get("/v1/deadlines?source=action&as_of=2004-07-01").json()["items"]
    assert done(api, f"{deadline['url']}/complete")["completed_on"] is not None
    # Whoever sends the header with nothing after it means the same.
    bare = {"content": b"", "headers": {"Content-Type": "application/json"}}
    assert done(api, f"{deadline['url']}/reopen", **bare)["completed_on"] is None


def test_step_of_a_plan_is_taken_back_without_a_body(api: Client) -> None:
    plan = make_plan(api)
    taken(api, plan, "proposed")
    (step,) = api.get(f"{plan['url']}/transitions").json()["items"]
    assert done(api, f"{step['url']}/take-back")["status"] == "draft"


def test_minutes_are_opened_again_without_a_body(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group")
    july, september = (
        make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day)
        for day in ("2004-07-20", "2004-09-21")
    )
    minutes = make(api, f"{july['url']}/papers", kind="minutes", title="Minutes")
    done(api, f"{minutes['url']}/approve", json={"meeting_id": september["id"]})
    assert done(api, f"{minutes['url']}/reopen")["approval_meeting_id"] is None


def test_finding_becomes_an_issue_without_a_body(api: Client) -> None:
    plan = make_plan(api)
    review = make(api, "/v1/reviews", plan_id=plan["id"], title="Half-year review")
    finding = make(api, f"{review['url']}/findings", text="Few residents know of it")
    assert done(api, f"{finding['url']}/issue")["issue_id"] is not None


def test_body_that_is_there_is_read_as_before(api: Client) -> None:
    make_action(api, make_plan(api), due="July 2004")
    (deadline,) = api.get("/v1/deadlines?source=action&as_of=2004-07-01").json()["items"]
    for body, fault in (({"day": "2004-07-01"}, "/day"), ([], "")):
        answer = api.post(f"{deadline['url']}/complete", json=body)
        assert (refusal(answer)[0], answer.json()["errors"][0]["pointer"]) == (422, fault)
    json_type = {"Content-Type": "application/json"}
    for content, status in ((b"{", 400), (b" ", 400), (b"null", 422)):
        answer = api.post(f"{deadline['url']}/complete", content=content, headers=json_type)
        assert answer.status_code == status, answer.text


def test_contract_says_where_a_body_may_be_left_out() -> None:
    paths = json.loads(CONTRACT_FILE.read_bytes())["paths"]
    steps = [path for path in paths if path.endswith(("/take-back", "/reopen", "/complete", "/{id}/issue"))]
    assert len(steps) == 5
    for path in steps:
        assert not paths[path]["post"]["requestBody"].get("required", False), path
    assert paths["/v1/meetings"]["post"]["requestBody"]["required"] is True
