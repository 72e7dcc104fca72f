"""The parameters of an address: read into a shape, and what is not allowed is named."""

import asyncio
from typing import Any

import pytest
from fastapi import Request

from app.core.errors import InvalidParameter
from app.core.listing import ListQuery
from app.core.query import QueryReader
from app.deadlines.schemas import DeadlineQuery
from app.schedule.rules import DueState


def read(query: bytes, shape: Any = DeadlineQuery) -> Any:
    request = Request({"type": "http", "query_string": query, "headers": []})
    return asyncio.run(QueryReader(shape)(request))


def refused(query: bytes) -> dict[str | None, str]:
    with pytest.raises(InvalidParameter) as refusal:
        read(query)
    return {fault.parameter: fault.detail for fault in refusal.value.errors}


def test_parameters_are_read_by_their_names_in_the_address() -> None:
    query = read(b"from=2004-07-01&limit=7&q=caf%C3%A9+bar&count=true")
    assert (query.from_.isoformat(), query.limit, query.q, query.count) == ("2004-07-01", 7, "café bar", True)
    assert query.model_fields_set == {"from_", "limit", "q", "count"}


@pytest.mark.parametrize("query", [b"state=overdue,done", b"state=overdue&state=done"])
def test_list_is_written_by_comma_or_by_repetition(query: bytes) -> None:
    assert read(query).state == [DueState.OVERDUE, DueState.DONE]


@pytest.mark.parametrize("name", ["limit", "cursor", "count", "from", "q"])
def test_one_value_given_twice_is_refused_and_not_chosen_from(name: str) -> None:
    assert refused(f"{name}=1&{name}=2".encode()) == {name: "is given more than once"}


def test_unknown_parameter_is_refused_with_those_that_are_known() -> None:
    told = refused(b"fields=id&Limit=3")
    assert list(told) == ["Limit"]
    assert told["Limit"].startswith("is not known here; allowed: fields, embed, ")
    assert ", from, to, state, " in told["Limit"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (b"limit=", "limit"),
        (b"limit=1e400", "limit"),
        (b"limit=99999999999999999999", "limit"),
        (b"q=%00", "q"),
        (b"q=", "q"),
        (b"as_of=0", "as_of"),
        (b"from=2004-02-30", "from"),
    ],
)
def test_value_that_is_not_allowed_is_refused(query: bytes, name: str) -> None:
    assert list(refused(query)) == [name]


@pytest.mark.parametrize(("query", "name"), [(b"q=%FF", "q"), (b"q=%ED%A0%80", "q"), (b"%FF=1", "?")])
def test_bytes_that_are_no_text_are_refused(query: bytes, name: str) -> None:
    assert list(refused(query)) == [name]


def test_contract_knows_no_null_since_an_address_can_t_say_it() -> None:
    told, referred_to = QueryReader(DeadlineQuery).parameters()
    by_name = {one["name"]: one for one in told}
    assert by_name["from"]["schema"]["type"] == "string"
    assert by_name["state"] == {
        "name": "state",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": False,
        "schema": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/DueState"},
            "title": "State",
        },
    }
    assert set(referred_to) == {"DueState", "DeadlineSource", "PointKind"}
    assert "null" not in str(told)


def test_default_of_a_parameter_is_told() -> None:
    told, _ = QueryReader(ListQuery).parameters()
    (limit,) = (one for one in told if one["name"] == "limit")
    assert (limit["schema"]["default"], limit["schema"]["maximum"]) == (50, 200)
