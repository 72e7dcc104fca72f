"""The rows of one kind of thing, planned: which is which in the register, and what would become of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlmodel import Session

from app.imports.queries.tables.known import BY_REFERENCE, KnownThings, form
from app.imports.queries.tables.links import Links
from app.imports.queries.tables.names import PARTIES, Target, key_of
from app.imports.rules.changes import RowPlan, allowed_outcome
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.tables import COLUMNS
from app.imports.rules.tables.columns import Said, Thing
from app.imports.rules.tables.saying import RowSaid, settle
from app.imports.schemas import ImportOptions
from app.kernel.text import shortened, single_spaced
from app.phrases.leads import keys_of
from app.reading.queries import party_of

# So many rows are looked at that are the same in one way and may differ in a surer one: more make no honest table.
MOST_ALIKE = 20
Way = tuple[str, ...]
_NAMES = ("name", "title", "label", "text")


class Entry:
    """A row of the file that tells of a thing: what it says, and the plan for it."""

    def __init__(self, thing: Thing, read: RowSaid) -> None:
        self.thing, self.read = thing, read
        self.row = RowPlan(thing.kind, read.line, RowOutcome.CREATED, None, "", sheet=read.sheet)
        self.row.headings = read.headings
        self.known: Any | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What it says, by field."""
        return {name: said.value for name, said in self.read.said.items()}

    @property
    def ways(self) -> list[Way]:
        """The ways in which it can be the same as another, the surest first."""
        values = self.values
        is_said = self.thing.only_added and values.keys() >= set(self.thing.needs)
        return [way for way in self.thing.same if is_said or values.keys() >= set(way)]

    @property
    def ways_known(self) -> list[Way]:
        """The ways in which it can be something of the register: by its reference alone, where it has one."""
        return self.ways[:1] if self.ways[:1] == [BY_REFERENCE] else self.ways

    def key(self, way: Way) -> tuple[Any, ...]:
        """Give what is equal where two rows of the file are the same in one way."""
        values = self.values
        names = (*way, *sorted(values.keys() - set(way))) if self.thing.only_added else way
        return (way, *((name, form(self.thing, name, values.get(name))) for name in names))

    def may_be(self, other: "Entry", way: Way) -> bool:
        """Tell whether two that are the same in one way are told apart by nothing surer."""
        surer = self.thing.same[: self.thing.same.index(way)]
        both = self.values.keys() & other.values.keys()
        apart = both.intersection(self.thing.apart) if way != BY_REFERENCE else ()
        return all(self.key((name,)) == other.key((name,)) for name in apart) and all(
            self.key(one) == other.key(one) for one in surer if one in self.ways and one in other.ways
        )


class ThingPlanner:
    """Plans what becomes of the rows that tell of one kind of thing; where it `repeats`, many may tell of one."""

    def __init__(
        self, session: Session, thing: Thing, links: Links, options: ImportOptions, *, repeats: bool
    ) -> None:
        self._session, self._thing, self._links, self._options = session, thing, links, options
        self._repeats = repeats

    def plan(self, entries: Sequence[Entry]) -> list[RowPlan]:
        """Plan the rows."""
        for entry in entries:
            self._follow(entry, to_its_kind=False)
            settle(entry.read, self._thing)
        entries = self._each_once(entries)
        known = self._known(entries)
        self._meet(entries, known)
        for entry in entries:
            self._name(entry)
        for entry in entries:
            self._follow(entry, to_its_kind=True)
            self._settle(entry, known)
        return [entry.row for entry in entries]

    def _follow(self, entry: Entry, *, to_its_kind: bool) -> None:
        """Link what is named; things of the same kind last, since the file may bring them in."""
        for column in self._thing.columns:
            if column.names and (column.names == (self._thing.kind,)) == to_its_kind:
                self._links.follow(entry.read, column)

    def _each_once(self, entries: Iterable[Entry]) -> list[Entry]:
        """Have each thing be told of once: further rows fail, or where they may repeat it, add what they say."""
        told: defaultdict[tuple[Any, ...], list[Entry]] = defaultdict(list)
        kept = []
        for entry in entries:
            keys = {way: entry.key(way) for way in entry.ways}
            alike = ((one, way) for way, key in keys.items() for one in islice(told[key], MOST_ALIKE))
            same = ((one, way) for one, way in alike if entry.may_be(one, way))
            first, shared = next(same, (None, ()))
            if first is not None and not self._repeats:
                entry.read.refuse(f"it is the same as line {first.read.line:,}", shared[-1])
            if first is None or not (self._repeats and _add(first, entry)):
                kept.append(entry)
            for key in keys.values() if first is None else ():
                told[key].append(entry)
        return kept

    def _known(self, entries: Iterable[Entry]) -> KnownThings:
        within = self._thing.within
        owners = {entry.values[within].id for entry in entries if within in entry.values} if within else set()
        return KnownThings(self._session, self._thing, sorted(owners - {None}))

    def _meet(self, entries: Sequence[Entry], known: KnownThings) -> None:
        """Find what each row is about: the surest way first for all of them, and the one thing for one row."""
        met: dict[str, Entry] = {}
        if self._thing.only_added:
            # What says more is met first: fewer things are all that it says.
            entries = sorted(entries, key=lambda entry: -len(entry.values))
        for way in self._thing.same:
            for entry in entries:
                if entry.known is None and way in entry.ways_known:
                    self._meet_one(entry, way, known.find(way, entry.values), met)

    def _meet_one(self, entry: Entry, way: Way, found: Sequence[Any], met: dict[str, Entry]) -> None:
        left = [row for row in found if row.id not in met]
        if len(left) > 1 and not self._thing.only_added:
            told = ", ".join(repr(getattr(row, "reference", row.id)) for row in left[:5])
            entry.read.refuse(f"it may be any of {told}: say more of it", way[-1])
        elif left:
            entry.known = left[0]
            met[entry.known.id] = entry
        elif found and not self._thing.only_added and entry.may_be(met[found[0].id], way):
            entry.read.refuse(f"it is the same as line {met[found[0].id].read.line:,}", way[-1])

    def _name(self, entry: Entry) -> None:
        """Have other rows name it by what this one calls it."""
        names = [entry.values[name] for name in ("name", "title", "acronym") if entry.values.get(name)]
        names += entry.values.get("other_names", ())
        if self._thing.kind in self._links.names.kinds:
            id = entry.known.id if entry.known is not None else None
            reference = entry.values.get("reference") or getattr(entry.known, "reference", None)
            target = Target(self._thing.kind, id, names[0] if names else "", reference, entry.row)
            self._links.names.add(self._thing.kind, names, target)

    def _settle(self, entry: Entry, known: KnownThings) -> None:
        """Say what becomes of a row."""
        row, read = entry.row, entry.read
        row.cells = tuple(read.shown)
        row.label = _label(entry)
        row.reference = entry.values.get("reference") or getattr(entry.known, "reference", None)
        self._check(entry, known)
        deleted = None if entry.known is not None else known.find_deleted(entry.ways_known, entry.values)
        if deleted is not None:
            row.target_id, row.outcome = deleted.id, RowOutcome.STAYS_DELETED
        elif entry.known is not None:
            row.target_id = entry.known.id
            self._compare(entry, known.said.get(entry.known.id, {}))
            row.outcome = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
        else:
            row.values = {column: _link(value) for column, value in _fields(entry)}
        row.outcome = allowed_outcome(row.outcome, self._options.mode)
        if read.faults:
            row.fail(read.faults)

    def _check(self, entry: Entry, known: KnownThings) -> None:
        """Refuse a row that does not say what it is about, and a new reference for a party that is known."""
        if not entry.ways and not entry.read.faults:
            entry.read.refuse(f"the row has no words for {' and '.join(self._needed_of(entry))}")
        if self._options.public and self._thing.can_be_public:
            entry.read.said["visibility"] = Said("public", ())
        if entry.known is None and entry.ways_known == [BY_REFERENCE] and self._thing.kind in PARTIES:
            _refuse_second(entry, known)

    def _needed_of(self, entry: Entry) -> list[str]:
        """Name what a row needs to say and does not, by the headings of its table where that has them."""
        missing = [name for name in self._thing.needs if name not in entry.read.said]
        return [entry.row.heading_of(name) or COLUMNS[self._thing.kind, name].headings[0] for name in missing]

    def _compare(self, entry: Entry, last: dict[str, str]) -> None:
        """Note what the file says anew of what the register has."""
        row, known = entry.row, entry.known
        for name, value in _fields(entry):
            words = entry.read.words_of(name) if name in entry.read.said else {}
            if words and all(single_spaced(last.get(source, "")) == one for source, one in words.items()):
                # The file says what it said before; what the register has by now was changed there.
                continue
            kept, said = getattr(known, name), _link(value)
            column = self._thing.column(name)
            if column is not None and column.adds:
                said = [*kept, *(one for one in said if one not in kept)]
            if said == kept or (name == "name" and _goes_by(known, self._thing, said)):
                continue
            row.values[name] = said
            row.changes[name] = {"before": kept, "after": None if isinstance(said, RowPlan) else said}


def _refuse_second(entry: Entry, known: KnownThings) -> None:
    """Refuse a second party of a name: nobody could be sure any more who is meant."""
    name, theirs = entry.values.get("name"), entry.values.get("organisation_id")
    for other in known.find(("name",), {"name": name}) if name else ():
        if theirs is None or getattr(other, "organisation_id", None) in (None, theirs.id):
            told = f"{name!r} is known by the reference {other.reference!r}: write that, or leave it blank"
            entry.read.refuse(told, "reference")


def _add(first: Entry, further: Entry) -> bool:
    """Add to an entry what a further row says of the same thing; tell whether they agree."""
    for name, said in further.read.said.items():
        if name in first.read.said and first.values[name] != said.value and name not in ("name", "reference"):
            further.read.refuse(f"line {first.read.line:,} says otherwise of the same thing", name)
    if further.read.faults:
        return False
    for name, said in further.read.said.items():
        if name not in first.read.said:
            first.read.said[name] = said
            first.read.cells[name] = further.read.cells[name]
            first.read.shown += [cell for cell in further.read.shown if cell.read_as == name]
    return True


def _fields(entry: Entry) -> Iterable[tuple[str, Any]]:
    """Give the fields of the shape: a name that may be of several kinds goes into the field of its own."""
    for name, value in entry.values.items():
        column = entry.thing.column(name)
        if column is not None and len(column.names) > 1:
            yield f"{value.kind}_id", value
        elif not any(one.of == name for one in entry.thing.columns):
            yield name, value


def _link(value: Any) -> Any:
    return value.value if isinstance(value, Target) else value


def _goes_by(known: Any, thing: Thing, name: str) -> bool:
    return thing.kind in PARTIES and key_of(thing.kind)(name) in keys_of(party_of(known))


def _label(entry: Entry) -> str:
    """Give the words by which people know the thing: its own, or those of what it is a part of."""
    values = entry.values
    own = next((values[name] for name in _NAMES if isinstance(values.get(name), str)), "")
    named = [value.name for value in values.values() if isinstance(value, Target)]
    return shortened(single_spaced(own or ", ".join(named) or (entry.row.reference or "")))
