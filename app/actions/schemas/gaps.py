"""The wire shapes of gaps: what is missing from actions, or left for a person to settle."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.actions.rules import ActionStatus, GapKind
from app.core.listing import ListQueryOfDay, Names, Split
from app.core.schemas import Named, Shape


class Gap(Shape):
    """One thing that is missing, or left for a person to settle."""

    kind: GapKind
    text: str | None = Field(
        description="What it is about: the words that were not understood, the name, the words whose confirmed "
        "reading ended, the meeting; of `no_update`, the day of the last news."
    )
    milestone_id: str | None = Field(description="The milestone that it is of; null for the action itself.")


class GapsRead(Named):
    """An action with what is missing from it. `url` and `version` are those of the action."""

    plan_id: str
    text: str
    status: ActionStatus
    lead_text: str | None
    due_text: str
    due_on: date | None
    gaps: list[Gap]


class GapQuery(ListQueryOfDay):
    """Filters of the list of gaps. Actions that are closed have none, unless they are carried forward nowhere."""

    kind: Annotated[list[GapKind], Split] | None = Field(
        default=None, description="Only actions with gaps of these kinds, and only those gaps."
    )
    no_update_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=90, description="After how many days without news an action has a gap `no_update`."
    )
    plan: Names | None = Field(default=None, description="By id or reference.")
    theme: Names | None = Field(default=None, description="By id, or by number.")
    lead: Names | None = Field(default=None, description="Any party that leads, by id or reference.")
    organisation: Names | None = Field(
        default=None, description="Led by the organisation, its people or its posts; by id or reference."
    )
    sub_group: Names | None = Field(default=None, description="Led by the sub-group; by id or reference.")
