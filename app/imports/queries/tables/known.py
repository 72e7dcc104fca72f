"""What the register has already of what a table tells, found by what makes two things the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import ProgressUpdate
from app.core.chunks import in_chunks
from app.imports.queries import last_said
from app.imports.queries.tables.names import PARTIES, Target, key_of
from app.imports.rules.tables.columns import Thing
from app.indicators.models import Indicator, IndicatorPeriod
from app.kernel.text import same_words
from app.meetings.models import Meeting
from app.partners.models import Organisation, Person
from app.phrases.leads import keys_of
from app.plans.models import Plan
from app.reading.queries import party_of
from app.sub_groups.models import Membership, SubGroup

_TABLES: Mapping[str, Any] = {
    "plan": Plan,
    "organisation": Organisation,
    "person": Person,
    "sub_group": SubGroup,
    "membership": Membership,
    "meeting": Meeting,
    "progress_update": ProgressUpdate,
    "indicator": Indicator,
    "indicator_period": IndicatorPeriod,
}
Key = tuple[Any, ...]
BY_REFERENCE = ("reference",)
"""The surest way to tell that two are the same: nothing tells them apart then."""


class KnownThings:
    """The things of one kind that the register has, and those that an import brought in and that were deleted since."""

    def __init__(self, session: Session, thing: Thing, owners: Collection[str]) -> None:
        self._thing = thing
        rows = _rows(session, thing, owners)
        self.said = last_said(session, [row.id for row in rows])
        self._live: defaultdict[Key, list[Any]] = defaultdict(list)
        self._deleted: defaultdict[Key, list[Any]] = defaultdict(list)
        for row in rows:
            found = self._live if row.deleted_at is None else self._deleted
            if row.deleted_at is None or row.id in self.said:
                for way in thing.same:
                    for key in product(*(_forms(thing, row, name) for name in way)):
                        found[way, key].append(row)

    def find(self, way: tuple[str, ...], values: Mapping[str, Any]) -> list[Any]:
        """Find the live things that are the same in one way."""
        return self._found(self._live, way, values)

    def find_deleted(self, ways: Iterable[tuple[str, ...]], values: Mapping[str, Any]) -> Any | None:
        """Find a deleted thing that is the same in one of the ways, or None."""
        return next((row for way in ways for row in self._found(self._deleted, way, values)), None)

    def _found(
        self, rows: Mapping[Key, list[Any]], way: tuple[str, ...], values: Mapping[str, Any]
    ) -> list[Any]:
        key = tuple(form(self._thing, name, values.get(name)) for name in way)
        found = rows.get((way, key), [])
        if self._thing.only_added:
            return [row for row in found if all(_is(self._thing, row, *said) for said in values.items())]
        apart = [name for name in self._thing.apart if name in values] if way != BY_REFERENCE else []
        return [row for row in found if not any(self._differs(row, name, values[name]) for name in apart)]

    def _differs(self, row: Any, name: str, value: Any) -> bool:
        """Tell whether something of the register has another value; where it has none, it does not differ."""
        return getattr(row, name) is not None and not _is(self._thing, row, name, value)


def _rows(session: Session, thing: Thing, owners: Iterable[str]) -> Sequence[Any]:
    # In one order on both databases: what is the same twice is met in turn.
    table = _TABLES[thing.kind]
    every = select(table).order_by(table.id)
    if thing.within is None:
        return session.scalars(every).all()
    owner = table.__table__.c[thing.within]
    return [row for chunk in in_chunks(owners) for row in session.scalars(every.where(owner.in_(chunk)))]


def _forms(thing: Thing, row: Any, name: str) -> Collection[Any]:
    """Give the forms of a field of something in the register: a party goes by several names."""
    if thing.kind in PARTIES and name == "name":
        return keys_of(party_of(row))
    return (form(thing, name, kept_value(thing, row, name)),)


def form(thing: Thing, name: str, value: Any) -> Any:
    """Make the form in which two values of a field are equal; what the file brings in is only itself."""
    if isinstance(value, Target):
        return value.id or id(value.row)
    if not isinstance(value, str) or name == "reference" or name.endswith("_id"):
        return value
    return key_of(thing.kind)(value) if name == "name" else same_words(value)


def kept_value(thing: Thing, row: Any, name: str) -> Any:
    """Give what the register has of a field; of one that may name several kinds of things, whichever is named."""
    column = thing.column(name)
    if column is not None and len(column.names) > 1:
        return next((id for id in _links(row, column.names) if id is not None), None)
    return getattr(row, name, None)


def _links(row: Any, kinds: Iterable[str]) -> Iterator[str | None]:
    return (getattr(row, f"{kind}_id") for kind in kinds)


def _is(thing: Thing, row: Any, name: str, value: Any) -> bool:
    """Tell whether something of the register has a value; of a field that it doesn't have, it has any."""
    return not hasattr(row, name) or form(thing, name, kept_value(thing, row, name)) == form(
        thing, name, value
    )
