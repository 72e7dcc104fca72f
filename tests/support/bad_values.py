"""Values that no member of a shape may have, found from the JSON Schema of the shape."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

Values = tuple[Any, ...]
NOT_WORDS: Values = ("a\x00b", "\ud800", 10**30, True, ["x"], {"a": 1}, "x" * 20_001)
NOT_A_DAY = (
    0,
    "",
    "today",
    "2004-02-30",
    "20040720",
    "2004-07-20T00:00:00Z",
    "0001-01-01",
    "9999-12-31",
    1e300,
)
NOT_A_TIME = (
    0,
    "",
    "0",
    "1090347000",
    "now",
    "2004-07-20",
    "2004-07-20T18:30:00",
    "0001-01-01T00:00:00+14:00",
    "2004-07-20T25:00Z",
)
NOT_A_NUMBER = (2**63, -(2**63) - 1, 2**31, -1, 1.5, "1", True, float("nan"), float("inf"), [1])
NOT_A_DECIMAL: Values = (1e12, -1e12, 10**400, 0.1 + 0.2, 1e-5, "1", True, float("nan"), float("inf"), [1])
NOT_A_FLAG: Values = ("true", 1, 0, "", [])
NOT_A_LIST: Values = ("x", {}, 1, [{}, None], ["a\x00b"], ["x"] * 51)
NOT_AN_OBJECT: Values = ("x", [], 1, {"nonsense": 1})


def bad_values(shape: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Give members of the shape, each with a value that it must refuse."""
    schema = shape.model_json_schema()
    for name, member in schema["properties"].items():
        options = [_resolved(schema, option) for option in member.get("anyOf", [member])]
        if name in schema.get("required", ()):
            yield name, None
        for option in options:
            yield from ((name, value) for value in _not(option))


def allowed_words(shape: type[BaseModel]) -> dict[str, list[str]]:
    """Give the members that take one of a closed list of words, with the words."""
    schema = shape.model_json_schema()
    found = {}
    for name, member in schema["properties"].items():
        for option in member.get("anyOf", [member]):
            resolved = _resolved(schema, option.get("items", option))
            if "enum" in resolved:
                found[name] = resolved["enum"]
    return found


def _resolved(schema: dict[str, Any], option: dict[str, Any]) -> dict[str, Any]:
    name = option.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["$defs"][name] if name else option
    return found


def _not(option: dict[str, Any]) -> tuple[Any, ...]:
    if "enum" in option:
        return ("nonsense", "", *NOT_WORDS)
    by_type = {
        "integer": NOT_A_NUMBER,
        "number": NOT_A_DECIMAL,
        "boolean": NOT_A_FLAG,
        "array": NOT_A_LIST,
        "object": NOT_AN_OBJECT,
        "null": (),
        "string": {"date": NOT_A_DAY, "date-time": NOT_A_TIME}.get(option.get("format", ""), NOT_WORDS),
    }
    return by_type[option["type"]]
