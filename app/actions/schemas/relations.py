"""The wire shapes of relations between actions."""

from typing import Annotated

from pydantic import Field

from app.actions.rules.relations import RelationDirection, RelationKind, RelationReading
from app.actions.schemas.decisions import ActionBrief
from app.core.listing import ListQuery, Split
from app.core.schemas import Kept, Link, Shape


class RelationCreate(Shape):
    """A relation of the action that the address names, to another one."""

    kind: RelationKind
    other_id: Link = Field(
        description="The other action: its id, or its reference where it is in the same plan."
    )


class RelationRead(Kept):
    """How an action stands to another one: one and the same relation, read from either end."""

    action_id: str = Field(description="The action that it is read from.")
    other_id: str
    kind: RelationKind = Field(description="As it was said of the one that it goes out from.")
    direction: RelationDirection = Field(
        description="Whether it goes out from this action, or comes in to it."
    )
    reads_as: RelationReading = Field(description="What this action is to the other.")
    label: str = Field(description="That in English words; `/v1/vocabularies` has the Welsh.")
    other: ActionBrief


class RelationQuery(ListQuery):
    """Filters of the list of an action's relations."""

    kind: Annotated[list[RelationKind], Split] | None = None
    direction: Annotated[list[RelationDirection], Split] | None = None
