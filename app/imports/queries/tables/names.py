"""What cells of a table name: found by id, by reference, or by a name, also among what the same file brings in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action
from app.core.links import is_alive, words
from app.imports.rules.changes import RowPlan
from app.indicators.models import Indicator
from app.kernel.ids import is_id
from app.kernel.text import same_words, shortened
from app.meetings.models import Venue
from app.partners.models import Organisation, Person, Post
from app.phrases.leads import name_key
from app.plans.models import Plan
from app.reading.queries import known_parties
from app.sub_groups.models import SubGroup

_TABLES: Mapping[str, tuple[Any, str]] = {
    "organisation": (Organisation, "name"),
    "person": (Person, "name"),
    "post": (Post, "title"),
    "sub_group": (SubGroup, "name"),
    "plan": (Plan, "title"),
    "venue": (Venue, "name"),
    "indicator": (Indicator, "title"),
    "action": (Action, "text"),
}
PARTIES = ("organisation", "person", "post", "sub_group")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a cell names: what is in the register has an id, what the file brings in has its row."""

    kind: str
    id: str | None
    name: str
    reference: str | None = None
    row: RowPlan | None = None

    @property
    def value(self) -> Any:
        """What a link to it is, as far as it is known now."""
        return self.row if self.id is None else self.id

    def shown(self) -> dict[str, Any]:
        """Give it as the reading of a cell."""
        return {"kind": self.kind, "id": self.id, "reference": self.reference, "name": self.name}


class CantBeFound(ValueError):
    """Report a name that nothing goes by, something of another kind does, or several do; `is_unknown` is the first."""

    def __init__(self, told: str, *, is_unknown: bool) -> None:
        super().__init__(told)
        self.is_unknown = is_unknown


def key_of(kind: str) -> Callable[[str], str]:
    """Give what makes the form in which two names for a thing of the kind are equal; parties have one of their own."""
    return name_key if kind in PARTIES else same_words


class Names:
    """The names by which things of the register, and of the file, are found."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, str | None], _Index] = {}

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of things that can be named."""
        return _TABLES.keys()

    def find(self, kinds: Sequence[str], name: str, of: str | None = None) -> Target:
        """Find the one thing of the kinds, perhaps `of` a larger thing by its id. Raises CantBeFound."""
        found = [target for kind in kinds for target in self._index(kind, of).find(name)]
        if len(found) == 1:
            return found[0]
        spoken = " or ".join(words(_TABLES[kind][0].__table__) for kind in kinds)
        if not found:
            told = f"there is no {spoken} {shortened(name)!r}, by reference or by name"
            other = self._other_party(kinds, name)
            raise CantBeFound(
                f"{told}: this is the name of a known {other}" if other else told, is_unknown=not other
            )
        told = ", ".join(repr(one.reference) for one in found[:5])
        raise CantBeFound(f"several go by {shortened(name)!r}: write a reference, {told}", is_unknown=False)

    def _other_party(self, kinds: Collection[str], name: str) -> str | None:
        """Tell what kind of party goes by a name that is to be one of other kinds; two of one name are mixed up."""
        if not set(PARTIES).issuperset(kinds):
            return None
        others = (kind for kind in PARTIES if kind not in kinds and self._index(kind, None).find(name))
        return next((words(_TABLES[kind][0].__table__) for kind in others), None)

    def add(self, kind: str, names: Iterable[str], target: Target) -> None:
        """Have something that the file brings in be found, too."""
        self._index(kind, None).add(names, target)

    def _index(self, kind: str, of: str | None) -> "_Index":
        if (kind, of) not in self._known:
            self._known[kind, of] = self._read(kind, of)
        return self._known[kind, of]

    def _read(self, kind: str, of: str | None) -> "_Index":
        table, title = _TABLES[kind]
        columns = table.__table__.c
        wanted = select(columns.id, columns.reference, columns[title]).where(is_alive(table.__table__))
        if of is not None:
            wanted = wanted.where(columns.plan_id == of)
        others = {
            party.id: party.names for party in known_parties(self._session).parties if party.kind == kind
        }
        index = _Index(key_of(kind))
        for id, reference, name in self._session.execute(wanted):
            index.add(others.get(id, (name,)), Target(kind, id, name, reference))
        return index


class _Index:
    def __init__(self, key: Callable[[str], str]) -> None:
        self._key = key
        self._named: defaultdict[str, dict[int | str, Target]] = defaultdict(dict)
        self._referred: dict[str, Target] = {}

    def add(self, names: Iterable[str], target: Target) -> None:
        identity = target.id or id(target.row)
        for name in names:
            self._named[self._key(name)].setdefault(identity, target)
        for reference in (target.reference, target.id):
            if reference is not None:
                self._referred.setdefault(reference, target)

    def find(self, name: str) -> Sequence[Target]:
        by_reference = self._referred.get(name.lower() if is_id(name.lower()) else name)
        if by_reference is not None:
            return (by_reference,)
        return tuple(self._named.get(self._key(name), {}).values())
