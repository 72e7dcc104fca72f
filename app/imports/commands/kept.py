"""What rows of the register may be, column by column: an archive of them may be anybody's.

The shapes by which the routes take a thing, and those by which they show it, tell what its columns hold.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Optional

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, create_model
from pydantic.fields import FieldInfo
from sqlalchemy import Table as CoreTable

from app.actions.rules import LeadKind, LeadRole
from app.actions.schemas import ActionRead, MilestoneCreate
from app.actions.schemas.due import PointRead
from app.actions.schemas.relations import RelationCreate
from app.adoption.schemas import TransitionRead, VersionRead
from app.adoption.schemas.reviews import FindingCreate, ReviewCreate
from app.core.schemas import Line, Moment, Shape
from app.deadlines.schemas import DeadlineRead
from app.imports.commands.doors import DOORS
from app.imports.schemas import ImportRead, ImportRowRead
from app.kernel.ids import is_id
from app.kernel.text import shortened
from app.meetings.schemas import AgendaItemCreate, DecisionCreate, RecommendationCreate
from app.meetings.schemas.attendances import AttendanceCreate
from app.meetings.schemas.papers import PaperCreate
from app.plans.schemas import CriterionCreate, PlanRead
from app.protocol.schemas import ProtocolRuleCreate
from app.schedule.rules import DueReading
from app.sub_groups.schemas import SkillCreate


def _must_be_id(value: str) -> str:
    if not is_id(value):
        raise ValueError("it must be an id as this service makes them")
    return value


class _Row(Shape):
    id: Annotated[str, AfterValidator(_must_be_id)]
    version: Annotated[int, Field(ge=1)]
    created_at: Moment
    updated_at: Moment
    deleted_at: Moment | None
    # The service itself counts on from the highest place that a route takes, and adds names that it learns.
    position: Annotated[int, Field(ge=0)]
    other_names: list[Line]


class _HasDue(Shape):
    due_points: list[PointRead]
    due_unread: list[str]
    due_reading: DueReading


class _Lead(Shape):
    role: LeadRole
    kind: LeadKind


# Beside the shapes that rows enter by. What a thing is shown as tells of columns that no route takes.
_FURTHER: Mapping[str, tuple[type[Shape], ...]] = {
    "action": (ActionRead, _HasDue),
    "action_relation": (RelationCreate,),
    "agenda_item": (AgendaItemCreate,),
    "attendance": (AttendanceCreate,),
    "criterion": (CriterionCreate,),
    "deadline": (DeadlineRead,),
    "decision": (DecisionCreate,),
    "finding": (FindingCreate,),
    "import": (ImportRead,),
    "import_row": (ImportRowRead,),
    "lead": (_Lead,),
    "milestone": (MilestoneCreate, _HasDue),
    "paper": (PaperCreate,),
    "plan": (PlanRead,),
    "plan_transition": (TransitionRead,),
    "plan_version": (VersionRead,),
    "protocol_rule": (ProtocolRuleCreate,),
    "recommendation": (RecommendationCreate,),
    "review": (ReviewCreate, _HasDue),
    "skill": (SkillCreate,),
}


def check_row(table: CoreTable, values: Mapping[str, Any]) -> None:
    """See to it that a row holds what the service itself could have kept. Raises ValueError, which names the column."""
    try:
        shape_of(table).model_validate(values)
    except ValidationError as refused:
        first = refused.errors()[0]
        column = str(first["loc"][0])
        told = str(first["msg"]).removeprefix("Value error, ")
        raise ValueError(f"{column}: {told}, not {shortened(repr(values[column]))}") from None


@cache
def shape_of(table: CoreTable) -> type[Shape]:
    """Make the shape of the rows of a table, of what the first of its shapes that knows a column says of it."""
    fields: dict[str, Any] = {}
    for shape in _shapes(table):
        for name, field in shape.model_fields.items():
            if name in table.c:
                fields.setdefault(name, (_kind_of(field, is_nullable=bool(table.c[name].nullable)), ...))
    made: type[Shape] = create_model(f"{table.name} as it is kept", __base__=_OfSomeColumns, **fields)
    return made


class _OfSomeColumns(Shape):
    model_config = ConfigDict(extra="ignore")


def _shapes(table: CoreTable) -> Iterator[type[Shape]]:
    yield _Row
    if table.name in DOORS:
        yield DOORS[table.name].create
    yield from _FURTHER.get(table.name, ())


def _kind_of(field: FieldInfo, *, is_nullable: bool) -> Any:
    kind = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return Optional[kind] if is_nullable else kind  # noqa: UP045 - it is known only here.
