"""What the API promises of every resource alike: bad input is refused, told what is wrong, and changes nothing."""

import base64
import json
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.support.bad_values import allowed_words, bad_values
from tests.support.client import Client
from tests.support.ledger import last_event
from tests.support.samples import RESOURCES, SAMPLES, Builder, can_change, has_reference, kinds, shape_of

EVERY = kinds()
CHANGEABLE = kinds(can_change)
CLOSED = [kind for kind in EVERY if allowed_words(shape_of(kind))]
JSON = "application/json"
# What is refused before the database is asked need not be tried on each.
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)

BAD_BODIES: dict[str, tuple[bytes, str | None, tuple[int, ...]]] = {
    "empty": (b"", JSON, (400, 422)),
    "half": (b'{"title": ', JSON, (400,)),
    "null": (b"null", JSON, (422,)),
    "list": (b"[]", JSON, (422,)),
    "words": (b'"words"', JSON, (422,)),
    "number": (b"1", JSON, (422,)),
    "NaN": (b'{"nonsense": NaN}', JSON, (400, 422)),
    "huge number": (b'{"nonsense": 1e400}', JSON, (400, 422)),
    "huge integer": (b'{"nonsense": ' + b"9" * 5_000 + b"}", JSON, (400, 422)),
    "deep list": (b"[" * 100_000, JSON, (400,)),
    "deep object": (b'{"nonsense":' * 20_000 + b"1" + b"}" * 20_000, JSON, (400, 422)),
    "not UTF-8": (b'{"title": "\xff"}', JSON, (400, 422)),
    "half surrogate": (b'{"\\ud800": 1}', JSON, (422,)),
    "NUL": (b'{"\\u0000": 1}', JSON, (422,)),
    "long name": (b'{"' + b"x" * 100_000 + b'": 1}', JSON, (422,)),
    "too large": (b'{"nonsense": "' + b"x" * 1_000_000 + b'"}', JSON, (413,)),
    "plain text": (b"{}", "text/plain", (415,)),
    "form": (b"title=x", "application/x-www-form-urlencoded", (415,)),
    "XML": (b"<title/>", "application/xml", (415,)),
    "unknown type": (b"{}", "nonsense", (415,)),
    "no type": (b"{}", None, (415,)),
}


# Of these members one must have a value, and in the sample it is this one.
ONE_OF_SEVERAL = {
    "meeting": {"starts_on"},
    "membership": {"organisation_id"},
    "attendance": {"organisation_id"},
    "review": {"plan_id"},
}
# Null is taken for these, and something is shown all the same: a usual title, a due without words.
MADE_ANEW = {"meeting": {"title"}, "action": {"due"}, "milestone": {"due"}, "review": {"title", "due"}}
# A creation may leave these out, since they are made; a change can't clear them.
MADE_ONCE = {"reference", "position"}

FORGED_VALUES: tuple[Any, ...] = (
    *(10**30, "\x00", "\ud800", [], {}, True),
    *("0001-01-01T00:00:00+23:59", "2004-07-20T18:30:00", "20040720"),
)
BAD_PARAMETERS = [
    *("limit=0", "limit=201", "limit=-1", "limit=x", "limit=1.5", "limit=", f"limit={10**30}"),
    *("sort=nonsense", "sort=-nonsense", "sort=%00", "sort=,", "sort=--"),
    *("fields=nonsense", "fields=id,nonsense", "fields=", "embed=nonsense", "embed=%F0"),
    *("as_of=yesterday", "as_of=0", "as_of=2004-02-30", "as_of=0001-01-01", "count=perhaps"),
    *("updated_since=2004", "updated_since=0", "updated_since=2004-07-20T18:30:00"),
    *("updated_since=0001-01-01T00:00:00%2B14:00", "cursor=nonsense", "cursor=%F0", "cursor=", "cursor=W10"),
    *("q=%00", "q=", "q=%20", f"q={'x' * 501}", f"cursor={'x' * 20_000}"),
]


@pytest.mark.parametrize("kind", kinds(has_reference))
def test_reference_taken_for_an_id_is_told_where_it_is_read(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind, reference="café no 1")
    path = builder.path(kind)
    mistaken = f"{path}/caf%C3%A9%20no%201"
    for refused in (
        api.get(mistaken),
        api.patch(mistaken, json={}, headers={"If-Match": "*"}),
        api.delete(mistaken, headers={"If-Match": "*"}),
        api.post(f"{mistaken}/undelete"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
        (fault,) = refused.json()["errors"]
        assert fault["detail"].startswith("'café no 1' is no id; ")
        address = fault["detail"].rpartition(" ")[2].replace("…", made.get("plan_id") or "")
        assert api.get(address).json()["id"] == made["id"]
    # The public is told the same, whether there is such a thing or not.
    there, nowhere = (api.public.get(f"{path}/caf%C3%A9%20no%20{number}") for number in (1, 2))
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace("no 1", "no 2").replace("no%201", "no%202") == nowhere.text


@on_sqlite
@pytest.mark.parametrize("kind", kinds(lambda resource: not has_reference(resource)))
def test_what_has_no_reference_by_itself_is_not_told_to_be_read_by_one(
    api: Client, builder: Builder, kind: str
) -> None:
    refused = api.get(f"{builder.path(kind)}/nonsense").json()
    assert (refused["code"], refused.get("errors")) == ("not_found", None)
    assert "errors" not in api.get("/v1/plans/01a202e7-0f38-7088-abac-a1cc9694c4c1").json()


def send(
    api: Client, method: str, path: str, content: bytes, media_type: str | None = JSON
) -> httpx.Response:
    """Send bytes as they are, with the right to change any version."""
    headers = {"If-Match": "*"} if method == "PATCH" else {}
    if media_type is not None:
        headers["Content-Type"] = media_type
    return api.request(method, path, content=content, headers=headers)


def encoded(body: Any) -> bytes:
    """Write JSON, with half surrogates and NaN where there are any."""
    return json.dumps(body).encode("ascii")


def pointers(answer: httpx.Response) -> list[str]:
    """List the members that a refusal points to."""
    return [fault.get("pointer", "") for fault in answer.json().get("errors", [])]


def parameters(answer: httpx.Response) -> list[str]:
    """List the parameters that a refusal names."""
    return [fault.get("parameter", "") for fault in answer.json().get("errors", [])]


def ways_to_write(builder: Builder, kind: str) -> list[tuple[str, str]]:
    """List the ways to send a body about a thing of the kind: method and address."""
    made = builder.make(kind)
    ways = [("POST", builder.path(kind))]
    if kind in CHANGEABLE:
        ways.append(("PATCH", made["url"]))
    if has_reference(RESOURCES[kind]):
        ways.append(("PUT", builder.by_reference(kind, "R7")))
    return ways


@on_sqlite
@pytest.mark.parametrize("kind", EVERY)
def test_body_that_is_not_what_it_says_is_refused(api: Client, builder: Builder, kind: str) -> None:
    ways = ways_to_write(builder, kind)
    known = last_event(api)
    for method, path in ways:
        for name, (content, media_type, statuses) in BAD_BODIES.items():
            answer = send(api, method, path, content, media_type)
            assert answer.status_code in statuses, (method, name, answer.text[:300])
            assert len(answer.content) < 2_000
    assert last_event(api) == known


@on_sqlite
@pytest.mark.parametrize("kind", EVERY)
def test_value_that_is_not_allowed_is_pointed_to(api: Client, builder: Builder, kind: str) -> None:
    ways = ways_to_write(builder, kind)
    body = builder.body(kind)
    known = last_event(api)
    wrong, tried = [], Counter[str]()
    for method, path in ways:
        for name, value in bad_values(shape_of(kind)):
            tried[name] += 1
            sent = {name: value} if method == "PATCH" else {**body, name: value}
            answer = send(api, method, path, encoded(sent))
            pointed = [pointer for pointer in pointers(answer) if f"{pointer}/".startswith(f"/{name}/")]
            if answer.status_code != 422 or not pointed:
                wrong.append((method, name, repr(value)[:60], answer.status_code, answer.text[:200]))
    assert wrong == []
    # The shortest list of bad values, that of an object, has four.
    assert set(tried) == set(shape_of(kind).model_fields)
    assert min(tried.values()) >= 4 * len(ways)
    assert last_event(api) == known


def test_kinds_that_take_words_of_a_closed_list_are_told_by_hand() -> None:
    assert set(EVERY) - set(CLOSED) == {
        *("criterion", "glossary_term", "issue", "person", "post", "recommendation", "theme", "venue"),
        *("finding", "review", "indicator_period"),
    }
    assert set(allowed_words(shape_of("action"))) == {"origin", "status", "rag"}


@on_sqlite
@pytest.mark.parametrize("kind", CLOSED)
def test_refusal_names_the_words_that_are_allowed(builder: Builder, kind: str) -> None:
    for name, words in allowed_words(shape_of(kind)).items():
        assert len(words) > 1
        detail = builder.post(kind, **{name: "nonsense"}).json()["errors"][0]["detail"]
        assert all(word in detail for word in words)


@pytest.mark.parametrize("kind", EVERY)
def test_unknown_member_is_refused_and_nothing_is_changed(api: Client, builder: Builder, kind: str) -> None:
    ways = ways_to_write(builder, kind)
    known = last_event(api)
    for method, path in ways:
        body = builder.body(kind, **SAMPLES[kind].change, nonsense=1, **{"a/b~c": 2})
        answer = send(api, method, path, encoded(body))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert {"/nonsense", "/a~1b~0c"} <= {*pointers(answer)}
        for bookkeeping in ("id", "version", "created_at", "deleted_at"):
            assert send(api, method, path, encoded({**builder.body(kind), bookkeeping: 1})).status_code == 422
    assert last_event(api) == known


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_null_is_refused_where_there_must_be_a_value(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    members = shape_of(kind).model_json_schema()["properties"]
    never_null = {name for name, member in members.items() if {"type": "null"} not in member.get("anyOf", ())}
    refused = set()
    for name in members:
        answer = api.patch(made["url"], json={name: None}, headers={"If-Match": "*"})
        if answer.status_code == 422:
            assert f"/{name}" in pointers(answer)
            refused.add(name)
        else:
            assert answer.status_code == 200, answer.text
            is_null = answer.json().get(name) is None
            assert is_null == (name not in MADE_ANEW.get(kind, ())), name
    made_once = MADE_ONCE & set(members) | ({"number"} if kind == "theme" else set())
    assert refused == never_null | ONE_OF_SEVERAL.get(kind, set()) | made_once


@pytest.mark.parametrize("kind", EVERY)
def test_extreme_values_are_kept_as_they_are(builder: Builder, kind: str) -> None:
    schema = shape_of(kind).model_json_schema()["properties"]
    longest = {
        name: "😀" * min(schema[name].get("maxLength", 500), 20_000)
        for name in ("name", "title", "text", "term", "meaning", "letter")
        if name in schema
    }
    made = builder.make(kind, **longest)
    assert {name: made[name] for name in longest} == longest
    odd = {name: "Cyngor Gŵyr \u202eש\u0301 \U0010ffff 'x\";--" for name in longest if name != "letter"}
    made = builder.make(kind, **{**builder.variant(kind, 2), **odd})
    assert {name: made[name] for name in odd} == odd


@pytest.mark.parametrize("kind", EVERY)
def test_parameter_that_is_not_known_is_refused_everywhere(api: Client, builder: Builder, kind: str) -> None:
    made, body_of_post = builder.make(kind), encoded(builder.body(kind))
    known = last_event(api)
    for method, path in (("GET", builder.path(kind)), ("GET", made["url"]), ("POST", builder.path(kind))):
        body = body_of_post if method == "POST" else b""
        answer = send(api, method, f"{path}?nonsense=1", body, JSON if body else None)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
        assert parameters(answer) == ["nonsense"]
    assert last_event(api) == known


@on_sqlite
@pytest.mark.parametrize("kind", EVERY)
def test_parameter_of_a_list_that_is_not_allowed_is_named(api: Client, builder: Builder, kind: str) -> None:
    path, details = builder.path(kind), {}
    for asked in BAD_PARAMETERS:
        answer = api.get(f"{path}?{asked}")
        assert answer.status_code == 400, (asked, answer.text)
        assert answer.json()["code"] == "bad_cursor" or parameters(answer)[0] == asked.partition("=")[0]
        details[asked] = answer.text
    assert all(sort in details["sort=nonsense"] for sort in RESOURCES[kind].listing.sorts)
    assert all(name in details["fields=nonsense"] for name in RESOURCES[kind].listing.read.model_fields)
    assert all(name in details["embed=nonsense"] for name in RESOURCES[kind].listing.embeds)


@pytest.mark.parametrize("kind", EVERY)
def test_filter_by_what_is_not_allowed_is_named(api: Client, builder: Builder, kind: str) -> None:
    path, query = builder.path(kind), RESOURCES[kind].query
    closed = allowed_words(query)
    takes_words = {"q", "series", "framework"}
    for listed in RESOURCES[kind].listing.filters:
        bad = ["%00", "%F0%9F", ""] if listed.name in takes_words else ["nonsense", "%00", "", "x" * 600]
        for value in bad:
            answer = api.get(f"{path}?{listed.name}={value}")
            assert answer.status_code == 400, (
                listed.name,
                value,
                answer.text,
            )
            if answer.status_code == 400:
                assert parameters(answer)[0] == listed.name
        if listed.name in closed:
            detail = api.get(f"{path}?{listed.name}=nonsense").json()["errors"][0]["detail"]
            assert all(word in detail for word in closed[listed.name])
            everything = ",".join(closed[listed.name])
            assert api.get(f"{path}?{listed.name}={everything}").status_code == 200


@pytest.mark.parametrize("kind", EVERY)
def test_cursor_is_good_only_for_its_own_list(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, 3)
    path, other = builder.path(kind), next(one for one in EVERY if one != kind)
    sorts = [*RESOURCES[kind].listing.sorts]
    cursor = api.get(path, params={"limit": 1, "sort": sorts[0]}).json()["next"]
    assert api.get(path, params={"limit": 1, "sort": sorts[0], "cursor": cursor}).status_code == 200
    for asked in (
        {"sort": f"-{sorts[0]}"},
        {"sort": f"{sorts[0]},{sorts[-1]}"},
        {"sort": sorts[0], "updated_since": "2004-07-20T18:30:00Z"},
    ):
        answer = api.get(path, params={**asked, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    elsewhere = api.get(builder.path(other), params={"cursor": cursor})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("kind", EVERY)
def test_forged_cursor_never_reaches_the_database(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, 3)
    path = builder.path(kind)
    for sort in RESOURCES[kind].listing.sorts:
        cursor = api.get(path, params={"limit": 1, "sort": sort}).json()["next"]
        true = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        for place in range(1, len(true)):
            for value in FORGED_VALUES:
                forged = [*true[:place], value, *true[place + 1 :]]
                answer = api.get(path, params={"limit": 1, "sort": sort, "cursor": _as_cursor(forged)})
                is_day = isinstance(value, str) and value.startswith(("0", "2"))
                assert answer.status_code in ((200, 400) if is_day else (400,)), (sort, value, answer.text)
        nonsense: tuple[Any, ...] = (true[:-1], [*true, 1], true[1:], {}, "words", None)
        for other in nonsense:
            answer = api.get(path, params={"limit": 1, "sort": sort, "cursor": _as_cursor(other)})
            assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def _as_cursor(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
