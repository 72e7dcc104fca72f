"""Keyset paging: cursors go out and come back, and the ranges that they begin are the whole list, once, in order."""

import base64
import string
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Date, Integer, MetaData, Table, insert, select
from sqlmodel import Session, UTCDateTime

from app.core.db import WORDS, Sessions, writing
from app.core.errors import BadCursor
from app.core.pagination import (
    MAX_SMALLER_INTEGER,
    SortKey,
    fingerprint,
    index_ranges,
    read_cursor,
    write_cursor,
)
from tests.support.client import Client

Row = tuple[Any, ...]
QUERY = fingerprint("list", None)

_list = Table(
    "a_list_of_the_tests",
    MetaData(),
    Column("number", Integer),
    Column("words", WORDS),
    Column("day", Date, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("id", WORDS, primary_key=True),
    prefixes=["TEMPORARY"],
)
NULLABLE = {"number", "words"}
ID = SortKey(_list.c.id)

# Every combination of ties, nulls, words that sort otherwise than by code point in most languages, and times
# that differ by a microsecond; ids are in no order.
_values = product(
    (None, -1, 3),
    (None, "", "Z", "a", "É", "é", "🙂", "ﬀ"),
    (date(2004, 7, 1), date(2004, 7, 2)),
    (datetime(2004, 7, 1, tzinfo=UTC), datetime(2004, 7, 1, 0, 0, 0, 1, tzinfo=UTC)),
)
ROWS: list[Row] = [(*values, f"{place * 37 % 96:03}") for place, values in enumerate(_values)]

sort_keys = st.lists(
    st.tuples(st.sampled_from(["number", "words", "day", "at"]), st.booleans()),
    max_size=3,
    unique_by=lambda key: key[0],
)


def keys_of(sort: Sequence[tuple[str, bool]]) -> list[SortKey]:
    return [*(SortKey(_list.c[name], turned, name in NULLABLE) for name, turned in sort), ID]


def sorted_by_hand(sort: Sequence[tuple[str, bool]]) -> list[Row]:
    """Sort the rows without a database: the least important key first, what has no value last."""
    rows = sorted(ROWS, key=lambda row: str(row[-1]))
    for name, turned in reversed(sort):
        place = list(_list.c.keys()).index(name)
        with_value = [row for row in rows if row[place] is not None]
        with_value.sort(key=lambda row: row[place], reverse=turned)
        rows = with_value + [row for row in rows if row[place] is None]
    return rows


@pytest.fixture
def rows_kept(sessions: Sessions) -> Iterator[Session]:
    """A transaction in which the rows are kept, and which is undone."""

    class Undone(Exception):
        pass

    with suppress(Undone), writing(sessions) as session:
        _list.create(session.connection())
        session.execute(insert(_list), [dict(zip(_list.c.keys(), row, strict=True)) for row in ROWS])
        yield session
        raise Undone


def read_page(session: Session, keys: Sequence[SortKey], cursor: str | None, limit: int) -> list[Row]:
    """Read a page as lists do: one range after the other, until it is full."""
    after = read_cursor(cursor, QUERY, keys) if cursor else None
    bound = {f"after_{i}": value for i, value in enumerate(after or ()) if value is not None}
    page: list[Row] = []
    for where in index_ranges(keys, after):
        statement = select(_list).where(*where.conditions).order_by(*where.orderings)
        page += map(tuple, session.execute(statement.limit(limit - len(page)), bound))
        if len(page) == limit:
            break
    return page


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sort=sort_keys, limit=st.integers(3, 60))
def test_pages_are_the_whole_list_in_order(
    rows_kept: Session, sort: list[tuple[str, bool]], limit: int
) -> None:
    keys, cursor, walked = keys_of(sort), None, list[Row]()
    while page := read_page(rows_kept, keys, cursor, limit):
        walked += page
        last = dict(zip(_list.c.keys(), page[-1], strict=True))
        cursor = write_cursor(QUERY, [last[key.column.name] for key in keys])
    assert walked == sorted_by_hand(sort)


def test_range_after_a_null_holds_only_what_has_none_either() -> None:
    keys = keys_of([("number", False)])
    assert [str(where.conditions[0]) for where in index_ranges(keys, [None, "007"])] == [
        "a_list_of_the_tests.number IS NULL"
    ]
    assert len(index_ranges(keys, [3, "007"])) == 3
    assert len(index_ranges(keys, None)) == 2
    assert len(index_ranges([ID], None)) == len(index_ranges([ID], ["007"])) == 1


positions = st.tuples(
    st.none() | st.integers(-MAX_SMALLER_INTEGER, MAX_SMALLER_INTEGER),
    st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    st.dates(date(1, 1, 2), date(9999, 12, 30)),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.text(st.characters(codec="ascii", exclude_characters="\x00")),
)
ALL_KEYS = keys_of([(name, False) for name in ("number", "words", "day", "at")])


@given(positions)
def test_cursor_brings_back_the_position_that_it_was_made_for(values: Row) -> None:
    cursor = write_cursor(QUERY, values)
    assert set(cursor) <= set(string.ascii_letters + string.digits + "-_"), (
        "it needs no quoting in an address"
    )
    assert tuple(read_cursor(cursor, QUERY, ALL_KEYS)) == values


@given(positions, st.data())
def test_altered_cursor_is_refused_or_is_a_position_of_the_list(values: Row, data: st.DataObject) -> None:
    cursor = write_cursor(QUERY, values)
    place = data.draw(st.integers(0, len(cursor)))
    altered = cursor[:place] + data.draw(st.text(max_size=3)) + cursor[place + data.draw(st.integers(0, 3)) :]
    is_a_position(altered)


@given(st.text() | st.binary().map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_cursor_that_we_did_not_make_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        read_cursor(cursor, QUERY, ALL_KEYS)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text("0a-:TZ+"),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text("ab"), inner, max_size=3),
)


@given(st.lists(anything, max_size=7).map(lambda members: [QUERY, *members]) | anything)
def test_forged_cursor_is_refused_or_is_a_position_of_the_list(content: Any) -> None:
    is_a_position(forged(content))


def forged(content: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def is_a_position(cursor: str) -> None:
    try:
        number, words, day, at, id = read_cursor(cursor, QUERY, ALL_KEYS)
    except BadCursor:
        return
    assert number is None or type(number) is int
    assert words is None or type(words) is str
    assert (type(day), type(at), type(id)) == (date, datetime, str)
    assert at.astimezone(UTC).utcoffset() == timedelta(0)


def test_cursor_belongs_to_one_query() -> None:
    cursor = write_cursor(QUERY, ["007"])
    assert read_cursor(cursor, QUERY, [ID]) == ["007"]
    for query in (fingerprint("list", "words"), fingerprint("other", None), ""):
        with pytest.raises(BadCursor):
            read_cursor(cursor, query, [ID])
    with pytest.raises(BadCursor):
        read_cursor(cursor, QUERY, ALL_KEYS)


@pytest.mark.parametrize(
    ("path", "sort", "value"),
    [
        ("/v1/criteria", "position", 2**31),
        ("/v1/criteria", "position", -(2**63)),
        ("/v1/criteria", "position", True),
        ("/v1/organisations", "updated_at", "2004-07-01T00:00:00"),
        ("/v1/organisations", "updated_at", "0001-01-01T00:00:00+23:59"),
        ("/v1/organisations", "updated_at", "9999-12-31T23:59:59-23:59"),
        ("/v1/organisations", "name", "a\x00b"),
        ("/v1/organisations", "name", None),
    ],
)
def test_forged_cursor_never_reaches_the_database_s_own_errors(
    api: Client, path: str, sort: str, value: Any
) -> None:
    of_criterion, of_organisation = {"framework": "F", "title": "T"}, {"name": "Trust"}
    for _ in range(2):
        body = of_organisation if path == "/v1/organisations" else of_criterion
        api.post(path, json=body).raise_for_status()
    cursor = api.get(path, params={"sort": sort, "limit": 1}).json()["next"]
    query, _, id = orjson.loads(base64.urlsafe_b64decode(cursor + "=="))
    answer = api.get(path, params={"sort": sort, "limit": 1, "cursor": forged([query, value, id])})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
