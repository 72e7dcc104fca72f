"""How a kind of thing is read: the shared road from a query to a page, from rows to bytes.

A room describes each of its resources once as a Listing (columns, filters, sorts, who sees what, embeds); lists,
single reads and the answers to writes all come from it, so that a thing looks the same wherever it is shown.
Statements are built once for each form of query and kept, with the values bound at each use.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, func, select
from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Table
from app.core.errors import Fault, InvalidParameter
from app.core.filters import Filter, at_least
from app.core.links import no_such
from app.core.pagination import IndexRange, SortKey, fingerprint, index_ranges, read_cursor, write_cursor
from app.core.schemas import Day, Kept, Line, Moment, Shape
from app.core.times import read_fast
from app.kernel.ids import is_id

Item = dict[str, Any]
MOST_STATEMENTS = 500
MOST_RELATED = 10_000


def _split(value: Any) -> Any:
    """Take `a,b` as well as `a` and `b` in two parameters of the same name."""
    if isinstance(value, list):
        return [part for one in value for part in (one.split(",") if isinstance(one, str) else [one])]
    return value.split(",") if isinstance(value, str) else value


Split = BeforeValidator(_split)
Names = Annotated[list[Line], Split, Field(min_length=1, max_length=20)]


class OneQuery(Shape):
    """Parameters of a request for one thing."""

    fields: Annotated[list[Line], Split] | None = Field(
        default=None, description="Only these members, by comma."
    )
    embed: Annotated[list[Line], Split] | None = Field(
        default=None, description="Related things to show within, by comma."
    )


class OneQueryOfDay(OneQuery):
    """Parameters of a request for one thing that is shown as of a day."""

    as_of: Day | None = Field(
        default=None, description="The day as of which states are reckoned; by default today."
    )


class OneQueryAt(OneQuery):
    """Parameters of a request for one thing that can be read as it stood."""

    at: Moment | None = Field(
        default=None, description="As it stood at this time, from the ledger. Needs a key; without `embed`."
    )


class OneQueryOfDayAt(OneQueryOfDay, OneQueryAt):
    """Parameters of a request for one thing that is shown as of a day, by default that of `at`."""


class ListQuery(OneQuery):
    """Parameters that every list takes."""

    limit: int = Field(default=50, ge=1, le=200, description="How many items a page has at most.")
    cursor: str | None = Field(default=None, max_length=10_000, description="`next` of the page before.")
    sort: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Names to sort by, by comma; `-` before one turns it round.",
    )
    count: bool = Field(default=False, description="Also tell the total, which costs a count.")
    q: Line | None = Field(default=None, description="Only what holds these words.")
    updated_since: Moment | None = Field(default=None, description="Only what changed at this time or later.")


class ListQueryOfDay(ListQuery, OneQueryOfDay):
    """Parameters of a list that is shown as of a day."""


_PAGING = {*ListQueryOfDay.model_fields, "at"} - {"q", "updated_since"}


def day_of_query(query: OneQuery) -> date | None:
    """Give the day that a request asks for, or None."""
    if isinstance(query, OneQueryOfDay) and query.as_of is not None:
        return query.as_of
    at = time_of_query(query)
    return at.date() if at is not None else None


def time_of_query(query: OneQuery | None) -> datetime | None:
    """Give the time for which a request asks how things stood then, or None."""
    return query.at if isinstance(query, OneQueryAt) else None


@dataclass(frozen=True, slots=True)
class View:
    """For whom, and as of which day, something is shown."""

    caller: Caller
    today: date


Embed = Callable[[Session, Sequence[Item], View], None]


@dataclass(frozen=True, slots=True)
class AsItStood:
    """How things are read as they stood at a time: one of them, None where it was not there; and a page."""

    one: Callable[[Session, str, datetime, View], Item | None]
    page: Callable[[Session, Any, datetime, View], Item] | None = None


def _leave_as_it_is(_item: Item, _view: View) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """How one kind of thing is read.

    `columns` are selected under their wire names; those whose name begins with "_" are for `shape` and `finish`
    only, which take them out: the one as it shapes an item, the other with one more read for all items. `visible`
    is what the public sees, where it is not all; `there` what there is, by default what is not deleted. `always`
    names the embeds that every item has; `whole` those of one thing by itself where none are asked for; `shown_by`
    the embed that shows a member, where it is called otherwise. What is shown `of_day` takes `as_of`.
    """

    table: type[Table]
    read: type[Kept]
    columns: Mapping[str, ColumnElement[Any]]
    source: FromClause | None = None
    filters: Sequence[Filter] = ()
    sorts: Mapping[str, SortKey] = field(default_factory=dict)
    default_sort: str = ""
    visible: ColumnElement[bool] | None = None
    there: ColumnElement[bool] | None = None
    shape: Callable[[Item, View], None] = _leave_as_it_is
    finish: Embed | None = None
    embeds: Mapping[str, Embed] = field(default_factory=dict)
    shown_by: Mapping[str, str] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    parent: ColumnElement[Any] | None = None
    of_day: bool = False
    as_it_stood: AsItStood | None = None
    _kept: dict[object, Sequence[Select[Any]]] = field(default_factory=dict, init=False, repr=False)

    def page(
        self,
        session: Session,
        query: ListQuery,
        view: View,
        within: str | None = None,
        also: Mapping[str, Any] | None = None,
        of_day: Mapping[str, Any] | None = None,
    ) -> Item:
        """Read one page of the list.

        `within` is the parent's id, for what means nothing alone; `also` sets filters that are no parameters,
        and binds what conditions need besides; `of_day` does so by the day of the view, at whose end a cursor
        stays good. What is shown of a day has that day bound as `as_of`.
        """
        at = time_of_query(query)
        if at is not None and self.as_it_stood is not None and self.as_it_stood.page is not None:
            view.caller.require("read")
            return self.as_it_stood.page(session, query, at, view)
        values = {**self._filter_values(session, query, view), **(also or {})}
        if within is not None:
            values["within"] = within
        asked = (query.sort, day_of_query(query), sorted(values.items()))
        mine = fingerprint(self.table.__tablename__, view.caller.sees_partners, *asked)
        values |= {**({"as_of": view.today} if self.of_day else {}), **(of_day or {})}
        keys = self._sort_keys(query.sort)
        after = read_cursor(query.cursor, mine, keys) if query.cursor is not None else None
        rows = self._rows(session, query, view, values, keys, after)
        more = len(rows) > query.limit
        del rows[query.limit :]
        return {
            "items": self._finished(session, rows, view, query.embed or (), query.fields),
            "next": write_cursor(mine, rows[-1][-len(keys) :]) if more else None,
            "total": self._total(session, view, values) if query.count else None,
        }

    def one(
        self,
        session: Session,
        id: str,
        view: View,
        query: OneQuery | None = None,
        within: str | None = None,
    ) -> Item:
        """Read one thing. Raises NotFound where there is none that the caller may see."""
        at = time_of_query(query)
        if query is not None and at is not None:
            return self._one_at(session, id, view, query, at)
        values = {"id": id.lower()} if within is None else {"id": id.lower(), "within": within}
        where = IndexRange((self.table.__table__.c.id == bindparam("id"),), ())
        (statement,) = self._statements("one", frozenset(values), view, lambda: [where])
        rows = _read(session, statement, values) if is_id(id.lower()) else []
        if not rows:
            raise no_such(self.table.__table__, id, "There is no {} to be seen here.")
        asked = query or OneQuery()
        embed = asked.embed if asked.embed is not None else self.whole
        return self._finished(session, rows, view, embed, asked.fields)[0]

    def _one_at(self, session: Session, id: str, view: View, query: OneQuery, at: datetime) -> Item:
        view.caller.require("read")
        if query.embed:
            raise InvalidParameter(errors=[Fault("can't be asked together with `at`", parameter="embed")])
        stood = self.as_it_stood.one(session, id.lower(), at, view) if self.as_it_stood else None
        if stood is None:
            raise no_such(self.table.__table__, id, "There was no {} at that time.")
        self._refuse_unknown("fields", query.fields or (), self.read.model_fields)
        return stood if query.fields is None else {name: stood[name] for name in query.fields}

    def related(
        self,
        session: Session,
        view: View,
        column: ColumnElement[Any],
        values: Collection[str],
        embed: Sequence[str] = (),
    ) -> list[Item]:
        """Read all that point by a column to one of the values, for an embed; in the list's own order."""
        if not values:
            return []

        def ranges() -> list[IndexRange]:
            orderings = tuple(term for key in self._sort_keys(None) for term in key.orderings())
            return [IndexRange((column.in_(bindparam("related", expanding=True)),), orderings)]

        (statement,) = self._statements(("related", column.name), frozenset(), view, ranges)
        rows = _read(session, statement, {"related": list(values), "most": MOST_RELATED})
        return self._finished(session, rows, view, embed, None)

    def _rows(
        self,
        session: Session,
        query: ListQuery,
        view: View,
        values: Mapping[str, Any],
        keys: Sequence[SortKey],
        after: Sequence[Any] | None,
    ) -> list[Row[Any]]:
        """Read the index ranges one after the other until there is one row more than the page holds.

        A row is the values of `columns`, then those of the sort keys.
        """
        bound = {f"after_{i}": value for i, value in enumerate(after or ()) if value is not None}
        nulls = None if after is None else tuple(value is None for value in after)
        statements = self._statements(
            (query.sort, nulls), frozenset(values), view, lambda: index_ranges(keys, after), keys
        )
        rows: list[Row[Any]] = []
        for statement in statements:
            rows += _read(session, statement, {**values, **bound, "most": query.limit + 1 - len(rows)})
            if len(rows) > query.limit:
                break
        return rows

    def _statements(
        self,
        form: object,
        names: frozenset[str],
        view: View,
        ranges: Callable[[], Sequence[IndexRange]],
        keys: Sequence[SortKey] = (),
    ) -> Sequence[Select[Any]]:
        """Build the statements for a form of query, one for each range, or take those built before."""
        known = (form, names, view.caller.sees_partners)
        if known in self._kept:
            return self._kept[known]
        shown = [column.label(name) for name, column in self.columns.items()]
        shown += [key.column.label(f"_key_{i}") for i, key in enumerate(keys)]
        whole = select(*shown).select_from(self._source()).where(*self._conditions(names, view))
        statements = [_narrowed(whole, one) for one in ranges()]
        if len(self._kept) < MOST_STATEMENTS:
            self._kept[known] = statements
        return statements

    def _source(self) -> FromClause:
        return self.table.__table__ if self.source is None else self.source

    def _conditions(self, names: frozenset[str], view: View) -> list[ColumnElement[bool]]:
        conditions = [self.table.__table__.c.deleted_at.is_(None) if self.there is None else self.there]
        if self.visible is not None and not view.caller.sees_partners:
            conditions.append(self.visible)
        if "within" in names and self.parent is not None:
            conditions.append(self.parent == bindparam("within"))
        return conditions + [one.asked_by(view.caller) for one in self._filters.values() if one.name in names]

    @cached_property
    def _filters(self) -> dict[str, Filter]:
        """Every filter that the list takes, by its name."""
        updated = at_least("updated_since", self.table.__table__.c.updated_at)
        return {filter.name: filter for filter in (*self.filters, updated)}

    def _filter_values(self, session: Session, query: ListQuery, view: View) -> dict[str, Any]:
        fields = type(query).model_fields.items()
        given = {field.alias or name: getattr(query, name) for name, field in fields}
        asked = {name: value for name, value in given.items() if value is not None}
        known = self._filters
        refused = [name for name in asked if name not in _PAGING and name not in known]
        if refused:
            raise InvalidParameter(
                errors=[Fault("is not taken by this list", parameter=name) for name in refused]
            )
        if not view.caller.sees_partners and any(known[name].needs_key for name in asked if name in known):
            view.caller.require("read")
        return {name: known[name].read(session, asked[name], view.caller) for name in asked if name in known}

    def _sort_keys(self, sort: str | None) -> list[SortKey]:
        keys = []
        for word in (sort or self.default_sort).split(",") if (sort or self.default_sort) else ():
            name = word.strip()
            key = self.sorts.get(name.removeprefix("-"))
            if key is None:
                allowed = ", ".join(self.sorts)
                raise InvalidParameter(
                    errors=[Fault(f"can't sort by {name!r}; allowed: {allowed}", parameter="sort")]
                )
            turned = name.startswith("-") != key.descending
            keys.append(SortKey(key.column, turned, key.nullable))
        return [*keys, SortKey(self.table.__table__.c.id)]

    def _total(self, session: Session, view: View, values: Mapping[str, Any]) -> int:
        counted = select(func.count()).select_from(self._source())
        statement = counted.where(*self._conditions(frozenset(values), view))
        return int(session.connection().execute(statement, values).scalar_one())

    def _finished(
        self,
        session: Session,
        rows: Sequence[Row[Any]],
        view: View,
        embed: Sequence[str],
        fields: Sequence[str] | None,
    ) -> list[Item]:
        """Make items of rows, for the wire: their shape, their embeds, and only the members asked for."""
        self._refuse_unknown("embed", embed, self.embeds)
        path, nested = self.table.__path__, "{" in self.table.__path__
        names = tuple(self.columns)
        # A row may be longer: the sort keys at its end are not shown.
        items = [dict(zip(names, row, strict=False)) for row in rows]
        for item in items:
            item["url"] = f"{path.format(**item) if nested else path}/{item['id']}"
            self.shape(item, view)
        if self.finish is not None:
            self.finish(session, items, view)
        if fields is not None:
            self._refuse_unknown("fields", fields, {**self.read.model_fields, **self.embeds})
            embed = [*embed, *(self.shown_by.get(name, name) for name in fields)]
        for name in dict.fromkeys((*self.always, *embed)):
            if name in self.embeds:
                self.embeds[name](session, items, view)
        if fields is None:
            return items
        return [{name: item[name] for name in fields if name in item} for item in items]

    @staticmethod
    def _refuse_unknown(parameter: str, asked: Sequence[str], allowed: Mapping[str, object]) -> None:
        unknown = [name for name in asked if name not in allowed]
        if unknown:
            choice = ", ".join(allowed) or "none"
            faults = [Fault(f"{name!r} is not among: {choice}", parameter=parameter) for name in unknown]
            raise InvalidParameter(errors=faults)


def columns_of(table: type[Table], read: type[Kept]) -> dict[str, ColumnElement[Any]]:
    """Give the table's columns that the wire shape shows under the same name, in the shape's order."""
    columns = table.__table__.c
    return {name: read_fast(columns[name]) for name in read.model_fields if name in columns}


def _narrowed(statement: Select[Any], where: IndexRange) -> Select[Any]:
    narrowed = statement.where(*where.conditions)
    ordered = narrowed.order_by(*where.orderings).limit(bindparam("most", type_=None))
    return ordered if where.orderings else narrowed


def _read(session: Session, statement: Select[Any], values: Mapping[str, Any]) -> list[Row[Any]]:
    # All rows at once: one by one takes a third longer.
    return list(session.connection().execute(statement, values).all())
