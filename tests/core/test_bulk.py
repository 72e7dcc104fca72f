"""Rows that are written as one set are kept as SQLAlchemy would have kept each of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from sys import getrefcount
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, MetaData, Table, TypeDecorator, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, select
from sqlmodel.sql.sqltypes import UTCDateTime

import app.main  # noqa: F401 - so that every table is known.
from app.core.bulk import insert_many, insert_with_large
from app.core.db import BIG_NUMBER, JSON_VALUE, WORDS, Rows, Sessions, reading, trying, writing
from app.core.errors import Conflict
from app.indicators.models import EXACT
from app.partners.models import Organisation

TYPES: dict[str, TypeEngine[Any]] = {
    "word": WORDS,
    "number": Integer(),
    "big": BIG_NUMBER,
    "exact": EXACT,
    "is_so": Boolean(),
    "day": Date(),
    "time": UTCDateTime(),
    "json": JSON_VALUE,
    "bytes": LargeBinary(),
}


class Colour(StrEnum):
    GREEN = "green"


IN_JULY = datetime(2004, 7, 8, 17, 30, 0, 5, tzinfo=UTC)
VALUES: dict[str, Sequence[Any]] = {
    "word": (
        *(
            "plain",
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\\",
            "\\N",
            "\\.",
            "\\t",
            "N",
            "NULL",
            "a\tb\\c\nd\re",
            "\\x41",
        ),
        *(
            "'",
            '"',
            "{}",
            ",",
            "%s",
            "?",
            ":1",
            "\x01\x7f",
            "\x85\u2028\ufeff",
            "\u202eabc",
            "Ŵy",
            "🙂",
            Colour.GREEN,
        ),
        "x" * 100_000,
    ),
    "number": (0, -1, 2**31 - 1, -(2**31)),
    "big": (0, 2**63 - 1, -(2**63)),
    "exact": (0, 1, 1.0, -0.0001, 1234.5678, 10**8),
    "is_so": (True, False),
    "day": (date(1, 1, 1), date(2004, 2, 29), date(9999, 12, 31)),
    "time": (
        *(IN_JULY, IN_JULY.replace(microsecond=0), datetime(1900, 1, 1, tzinfo=UTC)),
        IN_JULY.astimezone(timezone(timedelta(hours=-5, minutes=-30))),
    ),
    "json": (
        *({}, [], "", "null", True, {"a": None}, [[1], {"ä": "\\u0041\t\\N\n"}], "\\", "\u2028"),
        [{"day": "2004-07-08", "points": ["a\\tb", 'say "no"']}],
    ),
    "bytes": (b"", b"\x00\xff\\x41\\N\t\n", bytes(range(256))),
}


def rows() -> list[dict[str, Any]]:
    """Give a row with nothing, and one for each value, alone in its column."""
    nothing = dict.fromkeys(TYPES)
    told = [{name: value} for name, values in VALUES.items() for value in values]
    return [{"id": place, **nothing, **one} for place, one in enumerate([{}, *told])]


@contextmanager
def two_tables(sessions: Sessions) -> Iterator[tuple[Session, Table, Table]]:
    """Make two tables with a column of each type that are gone afterwards."""

    def make(name: str) -> Table:
        columns: list[Column[Any]] = [Column(column, type) for column, type in TYPES.items()]
        return Table(name, MetaData(), Column("id", Integer, primary_key=True), *columns)

    with writing(sessions) as session:
        tables = make("one by one"), make("as a set")
        for table in tables:
            table.create(session.connection())
        yield session, *tables
        for table in tables:
            table.drop(session.connection())


def test_every_type_of_column_is_tried_here() -> None:
    def plain(type: Any) -> type:
        return type.__class__ if isinstance(type, TypeDecorator) else type.as_generic().__class__

    used = {plain(column.type) for table in Rows.metadata.sorted_tables for column in table.c}
    assert used <= {plain(type) for type in TYPES.values()}


def test_every_value_is_kept_as_by_sqlalchemy(sessions: Sessions) -> None:
    given = rows()
    with two_tables(sessions) as (session, one_by_one, as_a_set):
        for row in given:
            session.connection().execute(one_by_one.insert(), row)
        insert_many(session, as_a_set, given)
        kept = session.connection().execute(as_a_set.select().order_by("id")).all()
        assert kept == session.connection().execute(one_by_one.select().order_by("id")).all()
        raw = [
            session.connection().execute(text(f'SELECT * FROM "{name}" ORDER BY id')).all()
            for name in ("one by one", "as a set")
        ]
        assert repr(raw[0]) == repr(raw[1])
    assert [kept[row["id"]].word for row in given] == [row["word"] for row in given]
    assert [kept[row["id"]].json for row in given] == [row["json"] for row in given]


def test_columns_that_are_not_given_have_what_the_database_gives_them(sessions: Sessions) -> None:
    with two_tables(sessions) as (session, _, as_a_set):
        insert_many(session, as_a_set, [{"word": "a", "elsewhere": 1}, {"word": "b"}])
        insert_many(session, as_a_set, [])
        kept = session.connection().execute(select(as_a_set.c.id, as_a_set.c.word, as_a_set.c.json)).all()
    assert sorted(kept) == [(1, "a", None), (2, "b", None)]


def test_row_that_lacks_a_column_is_refused(sessions: Sessions) -> None:
    with two_tables(sessions) as (session, _, as_a_set), pytest.raises(KeyError), trying(session):
        insert_many(session, as_a_set, [{"id": 1, "word": "a"}, {"id": 2}])


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("time", IN_JULY.replace(tzinfo=None), ValueError),
        ("is_so", "yes", TypeError),
        ("word", "\ud800", UnicodeError),
    ],
)
def test_value_that_no_column_can_hold_is_refused(
    column: str, value: Any, error: type[Exception], sessions: Sessions
) -> None:
    with two_tables(sessions) as (session, _, as_a_set):
        with pytest.raises(error), trying(session):
            insert_many(session, as_a_set, [{"id": 1, column: None}, {"id": 2, column: value}])
        assert session.connection().execute(as_a_set.select()).all() == []


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_nul_is_refused_where_the_database_has_none(sessions: Sessions) -> None:
    with two_tables(sessions) as (session, _, as_a_set), pytest.raises(DataError), trying(session):
        insert_many(session, as_a_set, [{"id": 1, "word": "a\x00b"}])


def organisations(*references: str) -> list[dict[str, Any]]:
    kept = {"version": 1, "created_at": IN_JULY, "updated_at": IN_JULY, "sector": "other", "other_names": []}
    return [
        {"id": str(place), "name": one, "reference": one, "reference_key": one, **kept}
        for place, one in enumerate(references)
    ]


def test_set_that_breaks_a_rule_of_the_database_is_taken_back_whole(sessions: Sessions) -> None:
    with pytest.raises(Conflict), writing(sessions) as session:
        insert_many(session, Organisation.__table__, organisations("a", "b", "a"))
    with reading(sessions) as session:
        assert session.exec(select(Organisation)).all() == []


def test_rest_goes_on_after_a_set_that_was_only_tried(sessions: Sessions) -> None:
    with writing(sessions) as session:
        with pytest.raises(IntegrityError), trying(session):
            insert_many(session, Organisation.__table__, organisations("a", "b", "a"))
        insert_many(session, Organisation.__table__, organisations("c"))
    with reading(sessions) as session:
        assert session.exec(select(Organisation.name)).all() == ["c"]


def test_row_with_very_many_bytes_is_kept_and_nobody_holds_them(sessions: Sessions) -> None:
    data = bytes(range(256)) * 5_000
    held = getrefcount(data)
    with two_tables(sessions) as (session, _, as_a_set):
        row = {"id": 1, "word": "a", "json": {"b": None}, "time": IN_JULY, "bytes": data}
        insert_with_large(session, as_a_set, row, "bytes")
        for id, few in ((2, b""), (3, b"c")):
            insert_with_large(session, as_a_set, {"id": id, "bytes": few}, "bytes")
        kept = session.connection().execute(as_a_set.select().order_by("id")).all()
        assert [one.bytes for one in kept] == [data, b"", b"c"]
        assert (kept[0].word, kept[0].json, kept[0].time) == ("a", {"b": None}, IN_JULY)
        del row, kept
    assert getrefcount(data) == held


def test_row_with_very_many_bytes_breaks_the_rules_that_others_do(sessions: Sessions) -> None:
    with two_tables(sessions) as (session, _, as_a_set):
        insert_with_large(session, as_a_set, {"id": 1, "bytes": b"a"}, "bytes")
        with pytest.raises(IntegrityError), trying(session):
            insert_with_large(session, as_a_set, {"id": 1, "bytes": b"b"}, "bytes")
        assert [one.bytes for one in session.connection().execute(as_a_set.select())] == [b"a"]
