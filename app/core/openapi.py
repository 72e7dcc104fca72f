"""The contract: what FastAPI derives from the routes, completed with what it can't know."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.core.contract import Problems
from app.core.http import PROBLEM_TYPE

DESCRIPTION = """
A register of what a local partnership has agreed to do: its plans, the actions in them, who leads each one, when it
is due, what was decided at which meeting, and by which sub-group.

Without a key one reads what is public. With one (`Authorization: Bearer …`) one sees what the partners share and,
by the key's scopes, reports, writes, imports or administers.
"""


def describe(app: FastAPI) -> None:
    """Make the application give our contract instead of FastAPI's own."""

    def contract() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=DESCRIPTION.strip(),
                    routes=app.routes,
                    license_info={"name": "MIT", "identifier": "MIT"},
                )
            )
        return app.openapi_schema

    app.openapi = contract  # type: ignore[method-assign]


def _completed(contract: dict[str, Any]) -> dict[str, Any]:
    schemas = contract.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problems"] = Problems.model_json_schema()
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    refusals = contract["components"].setdefault("responses", {})
    for path in contract["paths"].values():
        for operation in path.values():
            _complete_operation(operation)
            _share_refusals(operation, refusals)
    return contract


def _complete_operation(operation: dict[str, Any]) -> None:
    validation = operation["responses"].get("422", {}).get("content", {}).get("application/json")
    if validation is not None:
        del operation["responses"]["422"]
    for parameter in operation.get("parameters", ()):
        _write_lists_by_comma(parameter)


def _share_refusals(operation: dict[str, Any], shared: dict[str, Any]) -> None:
    """Write each refusal once for all routes that may give it, and refer to it."""
    for status, response in operation["responses"].items():
        if PROBLEM_TYPE in response.get("content", {}):
            name = f"Problem{status}"
            if shared.setdefault(name, response) == response:
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _write_lists_by_comma(parameter: dict[str, Any]) -> None:
    schema = parameter.get("schema", {})
    options = schema.get("anyOf", [schema])
    if parameter["in"] == "query" and any(option.get("type") == "array" for option in options):
        parameter.update(style="form", explode=False)
