"""What of a record the API would not take, by itself and within its file: members, values, laws, what it names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from pydantic import ValidationError

from app.actions.queries.records.members import MEMBERS
from app.actions.schemas import ActionCreate, IssueCreate, MilestoneCreate, ProgressUpdateCreate
from app.actions.schemas.relations import RelationCreate
from app.core.errors import Problem
from app.core.schemas import Shape, reason_of
from app.imports.rules.changes import Name
from app.imports.rules.drafts import CellFault
from app.imports.rules.records import Item, RecordRead, faults_of, is_name, refuse_unlawful
from app.kernel.clock import now
from app.kernel.text import shortened
from app.partners.schemas import OrganisationCreate, PersonCreate, PostCreate
from app.plans.schemas import CriterionCreate, GlossaryTermCreate, PlanCreate, ThemeCreate
from app.sub_groups.schemas import SubGroupCreate

SHAPES: dict[str, type[Shape]] = {
    "organisation": OrganisationCreate,
    "sub_group": SubGroupCreate,
    "person": PersonCreate,
    "post": PostCreate,
    "criterion": CriterionCreate,
    "plan": PlanCreate,
    "glossary_term": GlossaryTermCreate,
    "theme": ThemeCreate,
    "issue": IssueCreate,
    "action": ActionCreate,
    "milestone": MilestoneCreate,
    "progress_update": ProgressUpdateCreate,
    "relation": RelationCreate,
}
# What the shapes call otherwise, or know by where it stands.
_NOT_IN_SHAPES = {
    "action": ("themes", "issues"),
    "milestone": ("action",),
    "progress_update": ("action",),
    "relation": ("action", "other"),
}
_STAND_INS = {"issue": {"plan_id": "-"}, "action": {"plan_id": "-"}, "relation": {"other_id": "-"}}
_MUST_HAVE = {
    **{
        kind: {"reference"}
        for kind in ("organisation", "sub_group", "person", "post", "criterion", "plan", "issue", "action")
    },
    "glossary_term": {"term"},
    "theme": {"number"},
    "milestone": {"action", "title"},
    "progress_update": {"action"},
    "relation": {"action", "kind", "other"},
}
_LISTS = {"themes": (int, "their numbers, in a list"), "issues": (str, "their references, in a list")}
_ENDS = {"action": "action", "other": "action", "themes": "theme", "issues": "issue"}
"""The members that name others of the file, and of which kind these are."""


def faults_in(record: RecordRead) -> list[CellFault]:
    """Tell what of a record the API would not take."""
    allowed, line = MEMBERS[record.kind], record.line
    told = f"a record of the kind {record.kind!r} has no such member; it has {', '.join(allowed)}"
    faults = [CellFault(told, line, shortened(name)) for name in record.item if name not in allowed]
    missing = {name for name in _MUST_HAVE[record.kind] if record.item.get(name) is None}
    faults += [CellFault("is required", line, name) for name in sorted(missing)]
    if faults:
        return faults
    try:
        refuse_unlawful(record.kind, checked(record.kind, record.item), now().date())
    except ValidationError as error:
        return [CellFault(reason_of(one), line, "/".join(map(str, one["loc"]))) for one in error.errors()]
    except Problem as problem:
        return faults_of(problem, line)
    return [*_ends_in_other_words(record)]


def _ends_in_other_words(record: RecordRead) -> Iterator[CellFault]:
    """Tell where others of the file are not named as they can be."""
    for name, (kind, what) in _LISTS.items():
        if name in record.item and not _is_list_of(record.item[name], kind):
            yield CellFault(f"names by {what}", record.line, name)
    for name in ("action", "other"):
        if name in record.item and not isinstance(record.item[name], str):
            yield CellFault("is the reference of an action", record.line, name)


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(one) is kind for one in value)


def checked(kind: str, item: Mapping[str, Any]) -> Item:
    """Check the members of a record by the shape by which the API takes such a thing; give them as it does.

    Raises ValidationError.
    """
    left_out = _NOT_IN_SHAPES.get(kind, ())
    given = {name: value for name, value in item.items() if name not in left_out}
    is_carried = isinstance(given.get("due"), dict) and given["due"].get("reading") == "carried"
    if given.get("leads", ()) is None:
        del given["leads"]
    if is_carried:
        given["due"] = {**given["due"], "reading": "confirmed"}
    if isinstance(given.get("due"), dict) and given["due"].get("points") == []:
        given["due"] = {name: value for name, value in given["due"].items() if name != "points"}
    stand_in = _STAND_INS.get(kind, {})
    values = SHAPES[kind](**given, **stand_in).model_dump()
    if is_carried:
        values["due"]["reading"] = "carried"
    return {name: value for name, value in values.items() if name not in stand_in}


def says_the_same(kind: str, item: Item, before: Item) -> Set[str]:
    """Tell which members of a record mean what is there, in whatever form: blank or null, with spaces around it or not.

    Both are taken by the API, but what is there may have come before it was so strict.
    """
    same = {
        name for name, value in item.items() if value == before[name] or _each_once(value) == before[name]
    }
    try:
        said, kept = checked(kind, item), checked(kind, before)
    except ValidationError:
        return same
    known = item.keys() & said.keys()
    return same | {name for name in known if _is_same(name, said[name], kept[name])}


def _each_once(value: Any) -> Any:
    """Give a list of names as it is kept: each of them once."""
    is_of_names = isinstance(value, list) and all(is_name(one) for one in value)
    return [*dict.fromkeys(value)] if is_of_names else value


def _is_same(name: str, said: Any, kept: Any) -> bool:
    if name == "due" and said and kept and said["reading"] is not None and said["points"] is None:
        # A reading without its points is our own, of the same words: carried forward it is nobody's any more.
        reading = None if said["reading"] == "carried" else said["reading"]
        return (said["text"], reading) == (kept["text"], kept["reading"])
    return said == kept or _are_blank(said, kept)


def _are_blank(*values: Any) -> bool:
    """Tell whether values say nothing, each in its way."""
    return all(
        value in (None, "") or (isinstance(value, dict) and _are_blank(*value.values())) for value in values
    )


def ends_of(item: Item) -> Iterator[tuple[str, Name]]:
    """List what a record names of its file, each with the member that names it."""
    for member, kind in _ENDS.items():
        for one in listed(item.get(member)):
            yield member, (kind, one)


def listed(value: Any) -> list[Any]:
    """Give the names that a member holds, of which some hold a list."""
    many = value if isinstance(value, list) else [] if value is None else [value]
    return [one for one in many if is_name(one)]


def lost_ends(records: Iterable[RecordRead]) -> Mapping[int, list[CellFault]]:
    """Tell, line by line, of the records that name an action, a theme or an issue which the file does not hold."""
    records = [*records]
    there: set[Name] = set()
    for record in records:
        if record.kind in _ENDS.values():
            there |= {(record.kind, one) for one in listed(record.item.get(_BY[record.kind]))}
    lost: defaultdict[int, list[CellFault]] = defaultdict(list)
    for record in records:
        for member, (kind, one) in ends_of(record.item):
            if (kind, one) not in there:
                told = f"no line is of the {kind} {shortened(str(one))!r}"
                lost[record.line].append(CellFault(told, record.line, member))
    return lost


_BY = {"action": "reference", "theme": "number", "issue": "reference"}
