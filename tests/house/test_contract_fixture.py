"""The tests' own judge of the contract: it must see what breaks it, or no test that asks the API would."""

from typing import Any

import httpx
import pytest

from tests.support.contract import Contract

THING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
    },
}
PROBLEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["status", "code"],
    "properties": {"status": {"type": "integer"}, "code": {"type": "string"}},
}


def content(media_type: str, name: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


CONTRACT = Contract(
    {
        "paths": {
            "/things/{id}": {
                "get": {
                    "responses": {
                        "200": content("application/json", "Thing"),
                        "404": {"$ref": "#/components/responses/Missing"},
                    }
                },
                "delete": {"responses": {"204": {}}},
            }
        },
        "components": {
            "schemas": {"Thing": THING, "Problems": PROBLEM},
            "responses": {"Missing": content("application/problem+json", "Problems")},
        },
    }
)
WHOLE = {"id": "1", "name": "Quay"}
MISSING = {"status": 404, "code": "not_found"}
PROBLEM_TYPE = {"content-type": "application/problem+json"}


def check(body: Any, *, status: int = 200, method: str = "GET", path: str = "/things/1", **more: Any) -> None:
    request = httpx.Request(method, f"http://plans.test{path}")
    CONTRACT.check(httpx.Response(status, json=body, request=request, **more))


def test_answer_that_is_promised_passes() -> None:
    check(WHOLE)
    check({**WHOLE, "at": "2004-07-20T18:30:00Z"})
    check(MISSING, status=404, headers=PROBLEM_TYPE)
    check({"status": 405, "code": "method_not_allowed"}, status=405, method="PUT", headers=PROBLEM_TYPE)
    check({"status": 404, "code": "not_found"}, status=404, path="/nowhere", headers=PROBLEM_TYPE)


def test_member_may_be_missing_only_where_fields_were_asked_for() -> None:
    check({"id": "1"}, path="/things/1?fields=id")
    for path in ("/things/1", "/things/1?fields=", "/things/1?embed=id"):
        with pytest.raises(AssertionError, match="broke the contract"):
            check({"id": "1"}, path=path)
    with pytest.raises(AssertionError, match="broke the contract"):
        check({"id": 1}, path="/things/1?fields=id")
    with pytest.raises(AssertionError, match="broke the contract"):
        check({"id": "1", "colour": "red"}, path="/things/1?fields=id")


@pytest.mark.parametrize("body", [{**WHOLE, "colour": "red"}, {**WHOLE, "at": "yesterday"}, {}, [], "1"])
def test_body_that_is_not_promised_is_seen(body: Any) -> None:
    with pytest.raises(AssertionError, match="broke the contract"):
        check(body)


@pytest.mark.parametrize("status", [201, 304, 403, 500])
def test_status_that_is_not_promised_is_seen(status: int) -> None:
    with pytest.raises(AssertionError, match=r"is undocumented|failed"):
        check(WHOLE, status=status)


@pytest.mark.parametrize(
    ("status", "media_type"),
    [(200, "text/plain"), (200, "application/problem+json"), (404, "application/json")],
)
def test_media_type_that_is_not_promised_is_seen(status: int, media_type: str) -> None:
    with pytest.raises(AssertionError, match="is undocumented, among"):
        check(WHOLE if status == 200 else MISSING, status=status, headers={"content-type": media_type})


def test_body_where_none_is_promised_is_seen() -> None:
    with pytest.raises(AssertionError, match="has a body that is undocumented"):
        check(WHOLE, status=204, method="DELETE")
    with pytest.raises(AssertionError, match="has a body that is undocumented"):
        check(WHOLE, method="HEAD")


def test_problem_that_tells_another_status_is_seen() -> None:
    with pytest.raises(AssertionError):
        check({**MISSING, "status": 410}, status=404, headers=PROBLEM_TYPE)


def test_address_that_is_nowhere_may_only_be_refused() -> None:
    with pytest.raises(AssertionError, match="is undocumented"):
        check(WHOLE, path="/nowhere")
    with pytest.raises(AssertionError, match=r"is no problem\+json"):
        check(MISSING, status=404, path="/nowhere")
