"""The contract that every answer in the tests is held to: the committed openapi/openapi.json."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs

CONTRACT_FILE = Path(__file__).parents[2] / "openapi" / "openapi.json"
PROBLEM_TYPE = "application/problem+json"
METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")


class Contract:
    """An OpenAPI 3.1 document, and whether an answer is one that it promises."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        # The most literal first: `/v1/plans/by-reference/{reference}` before `/v1/plans/{id}/{part}`.
        templates = sorted(document["paths"], key=lambda path: -len(re.sub(r"\{[^}]*\}", "", path)))
        self.templates = [(re.compile(_as_pattern(path)), document["paths"][path]) for path in templates]
        self.validator = lru_cache(maxsize=None)(self._make_validator)

    def check(self, response: httpx.Response) -> None:
        """Fail where the answer breaks the contract. An address that is nowhere in it must be a problem."""
        operation = self._find_operation(response.request)
        asked = f"{response.request.method} {response.request.url.raw_path.decode()}"
        assert response.status_code != 500, f"{asked} failed: {response.text}"
        if operation is None:
            assert response.status_code in (204, 400, 401, 404, 405, 408, 413, 415, 431, 503), (
                f"{asked} is undocumented"
            )
            self._check_problem(response, asked)
            return
        promised = operation["responses"].get(str(response.status_code))
        assert promised is not None, f"{asked}: {response.status_code} is undocumented: {response.text}"
        if "$ref" in promised:
            promised = self.document["components"]["responses"][promised["$ref"].rpartition("/")[2]]
        self._check_content(response, promised, asked)

    def _find_operation(self, request: httpx.Request) -> dict[str, Any] | None:
        path = request.url.raw_path.decode("latin-1").partition("?")[0]
        method = "get" if request.method == "HEAD" else request.method.lower()
        operations: dict[str, Any] = next(
            (found for pattern, found in self.templates if pattern.fullmatch(path)), {}
        )
        return operations.get(method)

    def _check_problem(self, response: httpx.Response, asked: str) -> None:
        if response.status_code == 204 or response.request.method == "HEAD":
            return
        assert _media_type(response) == PROBLEM_TYPE, f"{asked}: {response.status_code} is no problem+json"
        self._check_body(response.json(), {"$ref": "#/components/schemas/Problems"}, asked)

    def _check_content(self, response: httpx.Response, promised: dict[str, Any], asked: str) -> None:
        content = promised.get("content", {})
        if response.request.method == "HEAD" or not content:
            assert not response.content, f"{asked}: {response.status_code} has a body that is undocumented"
            return
        media_type = _media_type(response)
        assert media_type in content, f"{asked}: {media_type!r} is undocumented, among {list(content)}"
        schema = content[media_type].get("schema")
        if schema and media_type in ("application/json", PROBLEM_TYPE):
            partial = bool(response.request.url.params.get("fields"))
            self._check_body(response.json(), schema, asked, partial=partial)
        if media_type == PROBLEM_TYPE:
            assert response.json()["status"] == response.status_code

    def _check_body(self, body: Any, schema: dict[str, Any], asked: str, *, partial: bool = False) -> None:
        validator = self.validator(json.dumps(schema), partial)
        faults = [
            f"{'/'.join(map(str, fault.instance_path))}: {fault.message}"
            for fault in validator.iter_errors(body)
        ]
        assert not faults, f"{asked} broke the contract:\n" + "\n".join(faults[:10])

    def _make_validator(self, schema: str, partial: bool) -> jsonschema_rs.Draft202012Validator:
        components = self.document["components"]
        if partial:
            # `fields=` leaves members out, and leaves the rest as they are.
            components = _without_required(components)
        return jsonschema_rs.Draft202012Validator(
            {**json.loads(schema), "components": components}, validate_formats=True
        )


def read_contract() -> Contract:
    """Read the committed contract."""
    return Contract(json.loads(CONTRACT_FILE.read_bytes()))


def _as_pattern(template: str) -> str:
    parts = re.split(r"(\{[^}]*\})", template)
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0]


def _without_required(components: dict[str, Any]) -> dict[str, Any]:
    schemas = {
        name: schema if name.startswith(("Page", "Problems")) else {**schema, "required": []}
        for name, schema in components["schemas"].items()
    }
    return {**components, "schemas": schemas}
