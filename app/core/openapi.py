"""The contract: what FastAPI derives from the routes, completed with what it can't know."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.core.contract import Problems
from app.core.problems import PROBLEM_TYPE, flat_routes
from app.core.query import QueryReader
from app.core.requests import CallerFinder

DESCRIPTION = """
A register of what a local partnership has agreed to do: its plans, the actions in them, who leads each one, when it
is due, what was decided at which meeting, and by which sub-group.

Without a key one reads what is public. With one (`Authorization: Bearer …`) one sees what the partners share and,
by the key's scopes, reports, writes, imports or administers.
"""

_KEY = "HTTPBearer"
_KEYS = {"type": "http", "description": "A key made by `plans keys create`.", "scheme": "bearer"}


def describe(app: FastAPI) -> None:
    """Make the application give our contract instead of FastAPI's own."""

    def contract() -> dict[str, Any]:
        if app.openapi_schema is None:
            contract = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION.strip(),
                routes=app.routes,
                license_info={"name": "MIT", "identifier": "MIT"},
            )
            app.openapi_schema = _completed(contract, flat_routes(app.routes))
        return app.openapi_schema

    app.openapi = contract  # type: ignore[method-assign]  # FastAPI says to do so


def _completed(contract: dict[str, Any], routes: Sequence[APIRoute]) -> dict[str, Any]:
    schemas = contract.setdefault("components", {}).setdefault("schemas", {})
    contract["components"]["securitySchemes"] = {_KEY: _KEYS}
    schemas["Problems"] = Problems.model_json_schema()
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    refusals = contract["components"].setdefault("responses", {})
    for route in routes:
        for method in route.methods or () if route.include_in_schema else ():
            operation = contract["paths"][route.path][method.lower()]
            _tell_queries(operation, route, schemas)
            _tell_keys(operation, route)
            _leave_out_their_refusal(operation)
            _share_refusals(operation, refusals)
    return contract


def _tell_queries(operation: dict[str, Any], route: APIRoute, schemas: dict[str, Any]) -> None:
    """Add the parameters that our own reader of queries takes, which the framework knows nothing of."""
    told = operation.get("parameters", [])
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, QueryReader):
            taken, referred_to = dependency.call.parameters()
            told = [
                *(one for one in told if one["in"] == "path"),
                *taken,
                *(one for one in told if one["in"] != "path"),
            ]
            for name, schema in referred_to.items():
                schemas.setdefault(name, schema)
    if told:
        operation["parameters"] = told


def _tell_keys(operation: dict[str, Any], route: APIRoute) -> None:
    """Say of an operation that it takes a key, which our own finder of callers reads."""
    if any(isinstance(dependency.call, CallerFinder) for dependency in route.dependant.dependencies):
        operation["security"] = [{_KEY: []}]


def _leave_out_their_refusal(operation: dict[str, Any]) -> None:
    if "application/json" in operation["responses"].get("422", {}).get("content", {}):
        del operation["responses"]["422"]


def _share_refusals(operation: dict[str, Any], shared: dict[str, Any]) -> None:
    """Write each refusal once for all routes that may give it, and refer to it."""
    for status, response in operation["responses"].items():
        if PROBLEM_TYPE in response.get("content", {}):
            name = f"Problem{status}"
            if shared.setdefault(name, response) == response:
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
