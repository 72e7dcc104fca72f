"""The wire shapes of the ledger: changes, as the feed and a thing's history show them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from app.core.pagination import MAX_INTEGER
from app.core.schemas import Shape
from app.ledger.rules import Verb


class ActorRead(Shape):
    """Who made a change."""

    kind: str = Field(description="`key`, `command_line` or `service`.")
    id: str | None
    name: str | None


class ChangeRead(Shape):
    """One change of one thing. `after` is null once the thing is deleted: the change is its tombstone."""

    id: int = Field(description="Rises in the order in which changes were committed.")
    at: datetime
    actor: ActorRead
    verb: Verb
    kind: str
    resource_id: str
    subject_kind: str = Field(
        description="What it is a part of, such as the action of a milestone; or itself."
    )
    subject_id: str
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


class ChangePage(Shape):
    """Changes in the order of their commits. `next` always goes on from here; the last page links to itself."""

    items: list[ChangeRead]
    next: str


class ChangeQuery(Shape):
    """Where to go on in a list of changes."""

    after: int = Field(default=0, ge=0, le=MAX_INTEGER, description="Only changes with a higher number.")
    limit: Annotated[int, Field(ge=1, le=200)] = 50
